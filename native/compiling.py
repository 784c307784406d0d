"""Compile the reading engine and the folds of views.

Of the engine these are the modules of `service.extract`, but for those that have to stay Python; of the folds those by
which reports become facts and rows.
"""

import os
import shlex
import shutil
import sysconfig
from contextlib import chdir
from importlib import import_module
from pathlib import Path
from typing import Any

from native.constants import hold_constants
from native.records import write_out

PACKAGE = Path("service/extract")
INTERPRETED = {
    # What msgspec decodes itself: it needs classes of its own.
    "text/block_marks.py",
    "confidence.py",
    "lexicon/conjugation.py",
    "language_files.py",
    "lexicon/morphology.py",
    # Records that leave the engine.
    "claims.py",
    "tracing.py",
    # Dictionaries that fill themselves: no native class extends dict.
    "tagging/settled.py",
}
"""The modules of the engine that stay as they are, and with them what only names a folder (``__init__``)."""
FOLDS = Path("projections")
FOLDING = ("ground/facts", "ground/sources", "ground/stored", "rebuilding/folding")
"""The modules of the folds that are compiled: msgspec reads and writes no record of theirs."""
_CHECKS = (
    "--ignore-missing-imports",
    "--follow-imports=silent",
    # mypyc trusts the types: where they say that a line is never reached, reaching it would be an error.
    "--warn-unreachable",
    # What `records` writes on one line.
    "--disable-error-code=func-returns-value",
)
_LEVEL = "2"
"""gcc's -O: at 1 reading takes a little more, at 3 compiling half as long again."""
_LOTS = 4
"""In how many pieces the engine is compiled, whatever machine it is built on."""


class CannotCompile(RuntimeError):
    """The engine cannot be compiled here."""


def list_compiled(root: Path) -> list[Path]:
    """The modules that are compiled, in order, as the project at ``root`` names them."""
    written = sorted(path.relative_to(root) for path in (root / PACKAGE).rglob("*.py") if path.stem != "__init__")
    engine = [path for path in written if path.relative_to(PACKAGE).as_posix() not in INTERPRETED]
    return [*engine, *(FOLDS / f"{name}.py" for name in FOLDING)]


def compile_all(root: Path, into: Path, work: Path) -> list[Path]:
    """Compile the modules of the project at ``root`` into the folder ``into``; returns what it now holds of them.

    ``work`` holds what is written on the way: where it is kept, only lots that have changed are compiled again. Else it
    takes two to three minutes of a processor, shared by all that there are.

    Raises CannotCompile where a compiler of C, Python's headers, mypy or setuptools are missing.
    """
    _look_for_compiler()
    try:
        # Where nothing is compiled neither need be there.
        mypyc: Any = import_module("mypyc.build")
        setuptools: Any = import_module("setuptools")
    except ImportError as error:
        raise CannotCompile(f"{error.name} is missing: install requirements-native.lock") from error
    into, work = into.resolve(), work.resolve()
    for package in (PACKAGE, FOLDS):
        shutil.rmtree(work / package, ignore_errors=True)
        shutil.copytree(root / package, work / package, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    shutil.copy(root / "service/__init__.py", work / "service/__init__.py")
    if not (work / "events").is_symlink():
        (work / "events").symlink_to(root.resolve() / "events")
    # What mypyc itself keeps is of no use where a class has changed: it fails on it.
    shutil.rmtree(work / ".mypy_cache", ignore_errors=True)
    sources = list_compiled(root)
    for source in sources:
        written = (work / source).read_text(encoding="utf-8")
        (work / source).write_text(write_out(hold_constants(written)), encoding="utf-8")
    with chdir(work):
        prefix = ".".join(PACKAGE.parts)
        folds = [source for source in sources if FOLDS in source.parents]
        engine = _divide([source for source in sources if source not in folds])
        lots = [([*map(str, lot)], f"{prefix}.reading{n}") for n, lot in enumerate(engine)]
        lots.append(([*map(str, folds)], f"{FOLDS}.folds"))
        modules = mypyc.mypycify([*_CHECKS, *map(str, sources)], opt_level=_LEVEL, debug_level="0", separate=lots)
        command = setuptools.Distribution({"name": "reading", "ext_modules": modules}).get_command_obj("build_ext")
        command.build_lib, command.build_temp, command.parallel = str(into), str(work / "objects"), os.cpu_count()
        command.ensure_finalized()
        command.run()
    return sorted(into.rglob("*.so"))


def _divide(sources: list[Path]) -> list[list[Path]]:
    """The modules in as many lots as are compiled side by side, much the same amount of source in each.

    What mypyc brings along is compiled once a lot: for each module by itself that takes as long as the modules do. The
    modules of a folder call one another most, which costs least inside one lot: they stay together.
    """
    ordered = sorted(sources, key=lambda path: (str(path.parent), path.name))
    whole = sum(source.stat().st_size for source in ordered)
    lots: list[list[Path]] = [[] for _ in range(_LOTS)]
    before = 0
    for source in ordered:
        lots[min(before * _LOTS // whole, _LOTS - 1)].append(source)
        before += source.stat().st_size
    return lots


def _look_for_compiler() -> None:
    """See that there is what compiling needs beside Python's packages, before minutes are spent."""
    named = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    compiler = next(iter(shlex.split(named)), "cc")
    if os.name == "posix" and shutil.which(compiler) is None:
        raise CannotCompile(f"there is no compiler of C, {compiler}: install one (on Debian: gcc, libc6-dev)")
    headers = Path(sysconfig.get_path("include"))
    if not (headers / "Python.h").is_file():
        raise CannotCompile(f"Python's headers are not in {headers}: install them (on Debian: python3-dev)")

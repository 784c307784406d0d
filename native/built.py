"""A wheel that was built before: where it is, and whether it is of this checkout."""

import sys
from pathlib import Path
from zipfile import ZipFile

from native.compiling import FOLDS, PACKAGE

_READ_WITH = (PACKAGE, Path("seeds"), Path("events"), FOLDS)
"""What answers hang on: modules and word lists of the engine, the reference data, the shapes of events, the folds."""


def find_wheel(root: Path) -> Path | None:
    """The wheel with an engine compiled for this Python that ``make wheel`` left in dist/; None where none is there."""
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    return next(iter(sorted((root / "dist").glob(f"chancery-*-{python}-*.whl"), reverse=True)), None)


def unpack(wheel: Path, into: Path, root: Path) -> list[str]:
    """Unpack a wheel into a folder; returns what the engine reads with and the checkout at ``root`` has otherwise."""
    with ZipFile(wheel) as packed:
        packed.extractall(into)
    files = sorted(
        path.relative_to(root)
        for folder in _READ_WITH
        for path in (root / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    return [
        str(path)
        for path in files
        if not (into / path).is_file() or (into / path).read_bytes() != (root / path).read_bytes()
    ]

"""The build hook: when the engine is compiled, and what that asks for."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from native.wheel import SWITCH

ROOT = Path(__file__).parents[3]


def _builder() -> Any:
    return import_module("hatchling.builders.wheel").WheelBuilder(str(ROOT))


def test_only_who_asks_for_it_needs_a_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build asks for mypy where the switch is set, and for nothing more than hatchling where it is not."""
    monkeypatch.delenv(SWITCH, raising=False)
    assert _builder().config.dependencies == []
    monkeypatch.setenv(SWITCH, "1")
    named = {each.partition("==")[0] for each in _builder().config.dependencies}
    assert named == {"msgspec", "mypy", "setuptools"}


def test_an_editable_installation_stays_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever is asked: who edits a module would run an old one."""
    monkeypatch.setenv(SWITCH, "1")
    built = list(_builder().build(directory=str(tmp_path), versions=["editable"]))
    assert [Path(each).name.endswith("-py3-none-any.whl") for each in built] == [True]


def _compile(into: Path, compiler: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "native", str(into)],
        cwd=ROOT,
        env={**os.environ, "CC": compiler},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_without_a_compiler_it_says_so_at_once(tmp_path: Path) -> None:
    """In one line that names what is missing and what to install, not by a traceback after minutes."""
    done = _compile(tmp_path, "no-such-compiler -O1")
    assert done.returncode == 1
    assert done.stderr.startswith("native: there is no compiler of C, no-such-compiler: install one")
    assert done.stderr.count("\n") == 1


def test_nothing_is_compiled_into_the_checkout() -> None:
    """There it would be run in place of the modules that a developer edits."""
    done = _compile(ROOT, "no-such-compiler")
    assert done.returncode == 2
    assert "is the checkout" in done.stderr

"""The build hook: when the engine is compiled, and what that asks for."""

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

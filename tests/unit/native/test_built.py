"""A wheel that was built before: is it of this checkout?"""

import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from native.built import find_wheel, unpack

FILES = ("service/extract/reading.py", "service/extract/fr/frames.toml", "seeds/units.csv", "events/codec.py")


def _write(root: Path, text: str) -> None:
    (root / text).parent.mkdir(parents=True, exist_ok=True)
    (root / text).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("changed", FILES)
def test_a_wheel_is_old_where_anything_that_the_engine_reads_with_has_changed(tmp_path: Path, changed: str) -> None:
    """Modules, word lists and reference data alike: with an old frame the engine rightly reads otherwise."""
    root, wheel = tmp_path / "checkout", tmp_path / "one.whl"
    with ZipFile(wheel, "w") as packed:
        for name in FILES:
            _write(root, name)
            packed.write(root / name, name)
    assert unpack(wheel, tmp_path / "same", root) == []
    (root / changed).write_text("edited since", encoding="utf-8")
    assert unpack(wheel, tmp_path / "other", root) == [changed]


def test_a_wheel_for_another_python_is_none(tmp_path: Path) -> None:
    """What it holds compiled could not be loaded here."""
    (tmp_path / "dist").mkdir()
    for python in ("cp39", "cp399"):
        (tmp_path / "dist" / f"chancery-0.1.0-{python}-{python}-linux_x86_64.whl").touch()
    assert find_wheel(tmp_path) is None
    own = f"cp{sys.version_info.major}{sys.version_info.minor}"
    (tmp_path / "dist" / f"chancery-0.1.0-{own}-{own}-linux_x86_64.whl").touch()
    found = find_wheel(tmp_path)
    assert found is not None
    assert own in found.name

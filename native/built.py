"""A wheel that was built before: where it is, and whether it is of this checkout."""

from pathlib import Path
from zipfile import ZipFile

from native.compiling import PACKAGE


def find_wheel(root: Path) -> Path | None:
    """The wheel with a compiled engine that ``make wheel`` left in dist/; None where none is there."""
    return next(iter(sorted((root / "dist").glob("chancery-*-cp*.whl"), reverse=True)), None)


def unpack(wheel: Path, into: Path, root: Path) -> list[str]:
    """Unpack a wheel into a folder; returns the modules of the engine that the checkout at ``root`` has otherwise."""
    with ZipFile(wheel) as packed:
        packed.extractall(into)
    engine = sorted(path.relative_to(root) for path in (root / PACKAGE).glob("*.py"))
    return [
        str(path)
        for path in engine
        if not (into / path).is_file() or (into / path).read_bytes() != (root / path).read_bytes()
    ]

"""The wheel whose reading engine is compiled: it reads every text as the Python of the checkout does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from native.built import find_wheel, unpack

ROOT = Path(__file__).resolve().parents[2]
WHEEL = "CHANCERY_TEST_WHEEL"
READ = """
import sys
from pathlib import Path

import msgspec

from service.extract import describe_build
from service.extract.reading import read_article

print(describe_build())
for text in sorted(Path(sys.argv[1]).rglob("*.txt")):
    for language in ("fr", "en", "es"):
        reading = read_article(
            text.read_text(encoding="utf-8"), article=text.stem, title=None, published="2024-05-06", language=language,
            explain=True,
        )
        told = (reading.reports, reading.dropped, reading.sentences, reading.paths)
        print(text.stem, language, msgspec.json.encode(told).decode())
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all that a wheel holds: the one that is named, else that in dist/ of this checkout."""
    named = os.environ.get(WHEEL)
    wheel = Path(named) if named else find_wheel(ROOT)
    if wheel is None:
        pytest.skip("no wheel with a compiled engine is in dist/: `make wheel` builds one")
    folder = tmp_path_factory.mktemp("wheel")
    old = unpack(wheel, folder, ROOT)
    if old and not named:
        pytest.skip(f"the wheel in dist/ is older than {', '.join(old)}: `make wheel` builds it anew")
    assert old == [], f"{wheel} is of another checkout"
    return folder


def _read_all(packages: Path, texts: Path) -> list[str]:
    """What the engine of a folder reads in each text of another, a line each; which build it is stands first."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", READ, texts],
        env={**os.environ, "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("texts", ["seeds/articles", "tests/data/press", "tests/unit/extract/quiet"])
def test_the_compiled_engine_reads_as_the_interpreted_one_does(unpacked: Path, texts: str) -> None:
    """Reports, what was dropped and why, and the trace of every sentence are the same, in each language."""
    compiled, interpreted = (_read_all(packages, ROOT / texts) for packages in (unpacked, ROOT))
    assert (compiled[0], interpreted[0]) == ("compiled", "Python, not compiled")
    assert len(compiled) > 1
    assert compiled[1:] == interpreted[1:]

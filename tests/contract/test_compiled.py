"""The wheel that holds compiled modules: it reads every text and folds every report as the Python of the checkout."""

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
FOLD = """
from projections.rebuilding import folding
from projections.views.relation import RELATION
from projections.storing.store import rows_to_write
from projections.ground.stored import Stored
from projections.view import GROUND
from projections.views import VIEWS
from tests.integration.projections.test_runner import write_articles
from tests.unit.projections.newsroom import Newsroom

print("Python" if folding.__file__.endswith(".py") else "compiled")
newsroom = Newsroom()
written = write_articles(seed=61, count=80)
newsroom.publish(*written)
told = [each for article in written for each in article.told]
newsroom.retract(told[0])
newsroom.correct(told[1], {"persons": ("Ada Mensah",)}, kind="world", since="2024-03-01")
newsroom.confirm(told[2])
ground = newsroom.ground(RELATION)
recorded = {str(event.id): event for event in newsroom.recorded}
entries, answers, articles = [], [], []
for rows in rows_to_write(GROUND, ground):
    for row in rows.values:
        if "entry" in rows.table:
            event, happening, article, _, position, *decided = row
            of = recorded[event]
            kept = (of.type, of.schema_version, of.recorded_at, of.payload)
            entries.append((happening, *decided, position, event, article, *kept))
        elif "answer" in rows.table:
            answers.append((row[0], list(row[1]), *row[2:]))
        else:
            articles.append(row[1])
said = [
    (event.position, str(event.id), event.type, event.schema_version, event.recorded_at, event.payload)
    for event in newsroom.recorded
    if event.type in ("EventCorrected", "EventConfirmed")
]
# Of each of these there is something to read: reports moved, withdrawn and amended.
assert all(any(entry[place] for entry in entries) for place in (1, 2, 3, 4))
assert answers
stored = Stored(entries=entries, amendments=said, answers=answers, articles=articles)
for view, tables in folding.fold_window(VIEWS, stored).items():
    for table, rows in tables.items():
        print(view, table, b"".join(rows).hex())
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


def _run(code: str, packages: Path, *arguments: Path) -> list[str]:
    """What code prints that has the packages of a folder, and of the checkout what is not among them."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(packages), str(ROOT)])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("texts", ["seeds/articles", "tests/data/press", "tests/unit/extract/quiet"])
def test_the_compiled_engine_reads_as_the_interpreted_one_does(unpacked: Path, texts: str) -> None:
    """Reports, what was dropped and why, and the trace of every sentence are the same, in each language."""
    compiled, interpreted = (_run(READ, packages, ROOT / texts) for packages in (unpacked, ROOT))
    assert (compiled[0], interpreted[0]) == ("compiled", "Python, not compiled")
    assert len(compiled) > 1
    assert compiled[1:] == interpreted[1:]


def test_the_compiled_folds_make_the_rows_that_the_interpreted_ones_make(unpacked: Path) -> None:
    """Of the same reports, as decided, answered, withdrawn and amended, every view has the same rows to the byte."""
    compiled, interpreted = (_run(FOLD, packages) for packages in (unpacked, ROOT))
    assert (compiled[0], interpreted[0]) == ("compiled", "Python")
    assert len(compiled) > len({"relation", "visits", "aid"})
    assert compiled[1:] == interpreted[1:]

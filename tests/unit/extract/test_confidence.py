"""Confidence: measured on labelled articles by kind of reading, smoothed, and given with its support."""

from importlib import resources
from pathlib import Path

import msgspec
import pytest

from service.extract.confidence import Cell, Kind, Measured, Rates, load_rates
from service.extract.reading import EXTRACTOR_VERSION, read_article
from tests.unit.extract.telling import read

PRESS = Path(__file__).parents[2] / "data" / "press" / "gold.jsonl"
FEWEST = 200
"""Readings, at least, on which shipped rates rest."""
SURE, UNSURE = Kind("visit", "clause", "asserted"), Kind("visit", "passage", "asserted")


def rates(*cells: Cell) -> Rates:
    """Rates of some cells, with a prior of ten readings."""
    return Rates(Measured(extractor="1", articles=1, prior=10, cells=cells))


def test_many_readings_speak_for_themselves() -> None:
    """With a thousand judged readings the share is nearly the plain one, and the support is their number."""
    found = rates(Cell(kind=SURE, judged=1000, right=900)).of(SURE)
    assert found.value == pytest.approx(0.9, abs=0.01)
    assert found.support == 1000


def test_few_readings_lean_on_their_family_and_none_on_all() -> None:
    """One wrong reading is no certainty: its family weighs in too; a kind never seen takes the overall share."""
    known = rates(Cell(kind=SURE, judged=90, right=81), Cell(kind=UNSURE, judged=1, right=0))
    assert 0.7 < known.of(UNSURE).value < known.of(SURE).value < 0.91
    unseen = known.of(Kind("embassy", "clause", "asserted"))
    assert (unseen.support, round(unseen.value, 2)) == (0, round(82 / 93, 2))


def test_nothing_measured_says_one_half() -> None:
    """Without any judged reading nothing speaks for or against: one half, with no support."""
    found = rates().of(SURE)
    assert (found.value, found.support) == (0.5, 0)


def test_every_report_has_the_confidence_of_its_kind() -> None:
    """A visit told in one clause, and aid whose recipient the passage told before, have the rates of their kinds."""
    found = read("Le président turc s'est rendu au Niger lundi. La Turquie a livré 500 tonnes de riz.").reports
    kinds = {"VisitOccurred": Kind("visit", "clause", "asserted"), "AidDelivered": Kind("aid", "passage", "asserted")}
    assert {type(report).__name__: report.confidence for report in found} == {
        name: load_rates().of(kind) for name, kind in kinds.items()
    }


def test_a_host_that_no_word_names_is_of_the_passage() -> None:
    """A visit to the state whose press tells it is no surer than other parties found beyond the clause."""
    text = "Oslo est en fête. La visite du ministre turc des Affaires étrangères s'achève vendredi."
    found = read_article(text, article="a", title=None, published="2026-03-12", language="fr", home="NOR")
    assert [report.confidence for report in found.reports] == [load_rates().of(UNSURE)]


def test_the_shipped_rates_belong_to_this_engine_and_to_articles_that_no_rule_was_written_from() -> None:
    """The file names the engine's version and was not measured on the articles of tests/data/press, which are read."""
    text = resources.files("service.extract").joinpath("confidence.json").read_bytes()
    measured = msgspec.json.decode(text, type=Measured)
    assert measured.extractor == EXTRACTOR_VERSION
    assert measured.articles != len(PRESS.read_text(encoding="utf-8").splitlines())
    assert sum(cell.judged for cell in measured.cells) > FEWEST
    assert all(0 <= cell.right <= cell.judged for cell in measured.cells)

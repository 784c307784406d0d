"""Measuring how often readings of each kind are right."""

from service.evaluate import GoldRecord
from service.evaluate.confidence import measure_confidence, render_confidence
from service.extract.confidence import Cell, Kind
from service.submission import Submission, read_submission
from tests.unit.evaluate.labels import gold, label, record

TEXT = "Le ministre turc s'est rendu au Niger le 12 juin 2024. Le Mali a condamné la France."
VISITED = gold(label("VisitOccurred", "TUR", "NER"))
VISIT, SAID = Kind("visit", "clause", "asserted"), Kind("verbal", "clause", "asserted")


def measured(known: GoldRecord) -> tuple[Cell, ...]:
    """The cells that the text gives under a record's labels."""
    prepared = read_submission(Submission(text=TEXT, published="2024-06-12"))
    return measure_confidence([known], {known.id: prepared}, "1").cells


def test_what_the_labels_hold_is_right_and_the_rest_is_wrong() -> None:
    """A labelled visit is a right reading of its kind; a criticism without a label is a wrong one."""
    assert measured(record(VISITED)) == (Cell(kind=SAID, judged=1, right=0), Cell(kind=VISIT, judged=1, right=1))


def test_held_out_articles_take_no_part() -> None:
    """What is held out never shapes the confidence of anything."""
    assert measured(record(VISITED, article="dev-002")) == ()


def test_the_same_counts_give_the_same_bytes() -> None:
    """The file can be compared and kept: it ends with a line end, and its kinds stand in order."""
    prepared = read_submission(Submission(text=TEXT, published="2024-06-12"))
    known = record(VISITED)
    one, other = (render_confidence(measure_confidence([known], {known.id: prepared}, "1")) for _ in range(2))
    assert one == other
    assert one.endswith(b"}\n")

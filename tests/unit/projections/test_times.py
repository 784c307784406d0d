"""The three times: which reports they admit."""

from datetime import UTC, date, datetime

import pytest

from events.interval import Interval
from events.vocabulary import EmbassyOpened, Report, VisitOccurred
from projections.times import Recorded, Times, admits
from tests.unit.projections.newsroom import Article, Given, on

TODAY = date(2026, 2, 1)
RECORDED = Recorded(position=7, recorded_at=datetime(2026, 1, 5, 23, 30, tzinfo=UTC))


def told(published: str | None, **fields: Given) -> Report:
    """Tell of a visit."""
    return Article("x", published).tells(VisitOccurred, **fields).told[0].report


@pytest.mark.parametrize(
    ("published", "act", "first"),
    [
        ("2025-06-23", on("2025-06-22"), date(2025, 6, 22)),
        ("2025-07-10", on("2025-06-22", "2025-06-26"), date(2025, 6, 22)),
        ("2025-02-10", on("2024-11"), date(2024, 11, 30)),
        ("2024-11-29", on("2024-11"), date(2024, 11, 29)),
        ("2024-05-02", on("2024"), date(2024, 5, 2)),
        ("2025-03-01", on("2024"), date(2024, 12, 31)),
        ("2025-03", None, date(2025, 3, 31)),
        ("2025-03-02", on("--02"), date(2025, 3, 2)),
        (None, on("2024-11"), date(2024, 11, 30)),
        (None, None, date(2026, 1, 5)),
        ("2027-03-01", on("2027-02-27"), date(2026, 1, 5)),
    ],
)
def test_as_of_admits_from_the_last_day_on_which_the_act_can_have_begun(
    published: str | None, act: Interval | None, first: date
) -> None:
    """An act counts from the last possible day of its beginning; else from its publication; else its recording."""
    report = told(published, act=act)
    before = date.fromordinal(first.toordinal() - 1)
    assert admits(report, RECORDED, Times(today=TODAY, as_of=first))
    assert not admits(report, RECORDED, Times(today=TODAY, as_of=before))


def test_a_planned_act_counts_from_its_publication() -> None:
    """What is to happen is told from the day it was told, not from the day it is due."""
    report = Article("x", "2025-04-04").tells(EmbassyOpened, stage="planned", due=on("2025-09")).told[0].report
    assert admits(report, RECORDED, Times(today=TODAY, as_of=date(2025, 4, 4)))
    assert not admits(report, RECORDED, Times(today=TODAY, as_of=date(2025, 4, 3)))


def test_reported_by_looks_at_the_article_alone() -> None:
    """Not before a late article was published, nor before one undated or dated ahead was recorded."""
    late, undated = told("2025-03-01", act=on("2024-01-10")), told(None, act=on("2024-01-10"))
    assert not admits(late, RECORDED, Times(today=TODAY, reported_by=date(2025, 2, 28)))
    assert admits(late, RECORDED, Times(today=TODAY, reported_by=date(2025, 3, 1)))
    assert not admits(undated, RECORDED, Times(today=TODAY, reported_by=date(2026, 1, 4)))
    assert admits(undated, RECORDED, Times(today=TODAY, reported_by=date(2026, 1, 5)))
    ahead = told("2027-01-01", act=on("2024-01-10"))
    assert admits(ahead, RECORDED, Times(today=TODAY, reported_by=date(2026, 1, 5)))


def test_known_at_looks_at_the_recording_alone() -> None:
    """A position or a moment before the recording does not admit, the recording's own does."""
    report = told("2024-01-20", act=on("2024-01-10"))
    assert not admits(report, RECORDED, Times(today=TODAY, known_at=6))
    assert admits(report, RECORDED, Times(today=TODAY, known_at=7))
    assert not admits(report, RECORDED, Times(today=TODAY, known_at=datetime(2026, 1, 5, 23, 29, tzinfo=UTC)))
    assert admits(report, RECORDED, Times(today=TODAY, known_at=RECORDED.recorded_at))


def test_the_day_asked_about_follows_reported_by() -> None:
    """Without ``as_of`` the day is that of ``reported_by``, and without either today."""
    assert Times(today=TODAY).day == TODAY
    assert Times(today=TODAY, reported_by=date(2025, 5, 1)).day == date(2025, 5, 1)
    assert Times(today=TODAY, reported_by=date(2025, 5, 1), as_of=date(2024, 1, 1)).day == date(2024, 1, 1)

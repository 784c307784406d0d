"""The climate of a relation: given acts and their days, then the mean, its trend and what it leaves aside are these."""

from datetime import date, timedelta

import pytest

from events.vocabulary import REPORT_TYPES
from projections.views.climate import Felt, measure, read_scores, since
from projections.views.status import read_rules

DAY = date(2025, 6, 1)


def ago(kind: str, days: int, count: int = 1) -> Felt:
    """Some acts of a type, so many days before."""
    return (kind, DAY - timedelta(days=days), count)


def test_nothing_felt_is_no_climate() -> None:
    """Given no act, an old one, one to come, or a reported total: no climate rather than a neutral one."""
    old = ago("VisitOccurred", read_rules().climate.window_days + 1)
    for acts in ([], [old], [ago("VisitOccurred", -1)], [ago("TotalReported", 1)]):
        assert measure(acts, DAY) is None


def test_one_act_gives_its_published_score() -> None:
    """Given a visit alone: its score in both standards, however long ago; two codes of one act give their mean."""
    found = measure([ago("VisitOccurred", 300)], DAY)
    assert found is not None
    assert (found.intensity, found.goldstein, found.acts) == (4.0, 2.35, 1)


def test_an_act_counts_half_as_much_every_half_life() -> None:
    """Given aid today and sanctions a half-life ago: two thirds of one and one third of the other."""
    half = read_rules().climate.half_life_days
    found = measure([ago("AidDelivered", 0), ago("SanctionsImposed", half)], DAY)
    assert found is not None
    assert found.intensity == pytest.approx((10 * 2 - 6) / 3, abs=0.01)
    assert found.goldstein == pytest.approx((7 * 2 - 8) / 3, abs=0.01)


def test_the_trend_compares_with_half_a_year_before() -> None:
    """Given hostile acts long ago and friendly ones of late: warming; the other way round cooling; alike steady."""
    for old, new, trend in (
        ("SanctionsImposed", "AidDelivered", "warming"),
        ("AidDelivered", "SanctionsImposed", "cooling"),
        ("VisitOccurred", "VisitOccurred", "steady"),
    ):
        found = measure([ago(old, 400), ago(new, 10)], DAY)
        assert found is not None
        assert found.trend == trend
    alone = measure([ago("VisitOccurred", 10)], DAY)
    assert alone is not None
    assert (alone.trend, alone.before) == (None, None)


def test_acts_before_the_first_day_that_is_asked_for_are_not_felt() -> None:
    """What a question leaves unread changes neither the climate nor its trend."""
    acts = [ago("SanctionsImposed", 900), ago("AidDelivered", 100)]
    assert measure([*acts, ("CriticismExpressed", since(DAY) - timedelta(days=1), 50)], DAY) == measure(acts, DAY)


def test_every_act_but_a_total_has_a_score() -> None:
    """The table of scores knows each type of report; hostile codes have scores below zero in both standards."""
    scores = read_scores().scores
    assert set(REPORT_TYPES) - set(scores) == {"TotalReported"}
    for score in scores.values():
        assert (score.intensity < 0) == (score.goldstein_score < 0)
        assert -10 <= score.intensity <= 10

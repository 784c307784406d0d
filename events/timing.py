"""Where reports place their act in time, and how well two of them agree."""

from datetime import date
from functools import lru_cache
from typing import Literal

import msgspec

from events.interval import Interval, Span, first_day, last_day
from events.vocabulary import Report, is_planned, when_of

Kind = Literal["day", "month", "month_without_year", "year", "fresh", "window"]

RANK: dict[Kind, int] = {"day": 0, "month": 1, "month_without_year": 2, "year": 3, "fresh": 4, "window": 5}
"""How sure each kind of date is, the surest first."""
SCORE: dict[Kind, float] = {"month": 0.6, "fresh": 0.5, "month_without_year": 0.4, "year": 0.4, "window": 0.4}
"""How far two reports agree whose dates meet, when the vaguer of them is of this kind."""

_SLACK_DAYS = {"verbal": 0, "aid": 7, "total": 7, "military": 7, "embassy": 3, "sanctions": 3, "membership": 3}
_FRESH_DAYS, _FRESH_PLANNED_DAYS = 14, 45
_DEFAULT_WINDOW_DAYS = 31
_WINDOW_DAYS = {"aid": 45, "total": 45, "military": 120}
_PLANNED_WINDOW_DAYS = 180
_SAME_NEWS_DAYS = 3
_LASTING = frozenset({"relations", "membership", "embassy", "sanctions"})
"""Families of acts so rare that an undated report of one is taken for the latest that is known."""
_LASTING_WINDOW_DAYS = 3650
_LONGEST_ACT_DAYS = 62


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an act lies in time as far as a report tells.

    ``kind`` is the precision of what it tells; *fresh* when the date was inferred from a fresh article,
    *window* when nothing is told but the article's own date; ``published`` is its last possible ordinal.
    """

    span: Span
    kind: Kind
    published: int | None


def place_of(report: Report) -> Place | None:
    """Where a report places its act; None where neither it nor its article has any date."""
    return place_interval(when_of(report), report.family, report.reported, planned=is_planned(report))


@lru_cache(32768)
def place_interval(when: Interval | None, family: str, reported: str | None, *, planned: bool) -> Place | None:
    """Where an act of a family lies whose article was published on ``reported``."""
    first, last = (first_day(reported), last_day(reported)) if reported is not None else (None, None)
    if first is None or last is None:
        return None if when is None else Place(span=when.span(), kind=_kind(when), published=None)
    earliest, latest = first.toordinal(), last.toordinal()
    if when is not None and when.month_without_year is not None:
        return Place(span=_nearest(when.span(), latest, planned=planned), kind="month", published=latest)
    if when is not None and (when.basis != "inferred" or when.vaguest() == "day"):
        return Place(span=when.span(), kind=_kind(when), published=latest)
    if when is not None:
        back, ahead = (0, _FRESH_PLANNED_DAYS) if planned else (_FRESH_DAYS, 0)
    elif planned:
        back, ahead = 0, _PLANNED_WINDOW_DAYS
    else:
        back, ahead = (
            (_LASTING_WINDOW_DAYS if family in _LASTING else _WINDOW_DAYS.get(family, _DEFAULT_WINDOW_DAYS)),
            0,
        )
    kind: Kind = "window" if when is None else "fresh"
    return Place(span=Span(first=max(earliest - back, 1), last=latest + ahead), kind=kind, published=latest)


def _kind(when: Interval) -> Kind:
    kind = when.vaguest()
    span = when.span()
    # A stretch told to the day is how long the act lasted, unless it is too long to be one act.
    return "year" if kind in ("day", "month") and span.last - span.first > _LONGEST_ACT_DAYS else kind


def _nearest(span: Span, published: int, *, planned: bool) -> Span:
    """Months without a year in the year nearest to publication: the next ones if planned, else the last ones."""
    start = next((m for m in sorted(span.months) if (m - 2) % 12 + 1 not in span.months), 1)
    year = date.fromordinal(published).year
    found = [_month_span(year + shift, start, len(span.months)) for shift in (-1, 0, 1)]
    if planned:
        return next(each for each in found if each.last >= published - 30)
    return next(each for each in reversed(found) if each.first <= published)


def _month_span(year: int, month: int, count: int) -> Span:
    after = year * 12 + month - 1 + count
    return Span(first=date(year, month, 1).toordinal(), last=date(after // 12, after % 12 + 1, 1).toordinal() - 1)


def like_time(one: Place, other: Place, family: str) -> float | None:
    """How well two reports agree on when their act was (0..1); None where they contradict or tell too little."""
    to_the_day = one.kind == other.kind == "day"
    if family == "verbal" and not to_the_day:
        return None
    if not one.span.meets(other.span, slack_days(family) if to_the_day else 0):
        return None
    if to_the_day:
        return 0.8 if one.span.meets(other.span) else 0.7
    guesses = ("fresh", "window")
    if one.kind in guesses and other.kind in guesses and one.published is not None and other.published is not None:
        near = abs(one.published - other.published) <= _SAME_NEWS_DAYS
        return 0.5 if near or family in _LASTING else 0.4
    if one.kind == other.kind == "month_without_year":
        return 0.5
    score = min(SCORE.get(one.kind, 1.0), SCORE.get(other.kind, 1.0))
    return max(score, 0.5) if family in _LASTING and "month_without_year" not in (one.kind, other.kind) else score


def slack_days(family: str) -> int:
    """By how many days two reports told to the day may differ and still mean one act of the family."""
    return _SLACK_DAYS.get(family, 1)

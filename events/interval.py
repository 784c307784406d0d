"""When something happened or is due: a stretch of days as precise as its source and no more.

A bound is an ISO 8601 date of reduced precision: ``2024-06-12``, ``2024-06``, ``2024``; or ``--06``
(a month whose year nobody told, written as in XML Schema's ``gMonth``). Nothing finer than the source
said is ever stored; the first and the last possible day are computed on demand.
"""

import calendar
import re
from datetime import date, timedelta
from typing import Literal, Self

import msgspec

from events.errors import InvalidInterval

Precision = Literal["day", "month", "year", "month_without_year"]
Basis = Literal["stated", "inherited", "inferred"]

_BOUND = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?|--(\d{2})")
_FIRST_YEAR, _LAST_YEAR = 1800, 2200


def precision_of(bound: str) -> Precision:
    """The precision of one bound; raises InvalidInterval where it is not a date that exists."""
    match = _BOUND.fullmatch(bound)
    if match is None:
        raise InvalidInterval(bound, "write YYYY, YYYY-MM, YYYY-MM-DD or --MM")
    year, month, day, bare_month = match.groups()
    if bare_month is not None:
        if not 1 <= int(bare_month) <= 12:
            raise InvalidInterval(bound, "months run from 01 to 12")
        return "month_without_year"
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise InvalidInterval(bound, f"years run from {_FIRST_YEAR} to {_LAST_YEAR}")
    if month is None:
        return "year"
    if not 1 <= int(month) <= 12:
        raise InvalidInterval(bound, "months run from 01 to 12")
    if day is None:
        return "month"
    if not 1 <= int(day) <= calendar.monthrange(int(year), int(month))[1]:
        raise InvalidInterval(bound, "that month has no such day")
    return "day"


def first_day(bound: str) -> date | None:
    """The first day a bound may mean; None for a month without a year."""
    match precision_of(bound):
        case "day":
            return date.fromisoformat(bound)
        case "month":
            return date.fromisoformat(bound + "-01")
        case "year":
            return date(int(bound), 1, 1)
        case "month_without_year":
            return None


def last_day(bound: str) -> date | None:
    """The last day a bound may mean; None for a month without a year."""
    match precision_of(bound):
        case "day":
            return date.fromisoformat(bound)
        case "month":
            year, month = int(bound[:4]), int(bound[5:])
            return date(year, month, calendar.monthrange(year, month)[1])
        case "year":
            return date(int(bound), 12, 31)
        case "month_without_year":
            return None


class Interval(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Start and end, each an ISO date of reduced precision or None where it is open.

    ``basis`` says where it comes from: *stated* by the source about this very act, *inherited* from
    the visit or meeting the act was part of, *inferred* from the date of publication.
    """

    start: str | None = None
    end: str | None = None
    basis: Basis = "stated"

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise InvalidInterval("", "give a start, an end or both; no interval at all is None")
        for bound in (self.start, self.end):
            if bound is not None:
                precision_of(bound)
        if self.start is not None and self.end is not None:
            begins, ends = first_day(self.start), last_day(self.end)
            if begins is not None and ends is not None and ends < begins:
                raise InvalidInterval(f"{self.start}/{self.end}", "the end lies before the start")

    @classmethod
    def of(cls, bound: str, basis: Basis = "stated") -> Self:
        """The interval that one date, month or year spans."""
        return cls(start=bound, end=bound, basis=basis)

    @property
    def precision(self) -> Precision:
        """The precision of the start, or of the end where there is no start."""
        return precision_of(self.start or self.end or "")

    @property
    def month_without_year(self) -> int | None:
        """The month (1..12) of an interval whose year nobody told, else None."""
        bound = self.start or self.end or ""
        return int(bound[2:]) if bound.startswith("--") else None

    def first(self) -> date | None:
        """The first possible day, None where the start is open or has no year."""
        return first_day(self.start) if self.start is not None else None

    def last(self) -> date | None:
        """The last possible day, None where the end is open or has no year."""
        return last_day(self.end) if self.end is not None else None

    def certain_by(self) -> date | None:
        """The day from which the act has surely begun: the last possible day of its start."""
        return last_day(self.start) if self.start is not None else self.last()

    def months(self, limit: int = 24) -> tuple[str, ...]:
        """Each calendar month touched, as ``YYYY-MM``; empty when open, without a year or longer than ``limit``."""
        begins = self.first() or self.last()
        ends = self.last() or self.first()
        if begins is None or ends is None or self.precision == "year":
            return ()
        count = (ends.year - begins.year) * 12 + ends.month - begins.month + 1
        if count > limit:
            return ()
        index = begins.year * 12 + begins.month - 1
        return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(index, index + count))

    def overlaps(self, other: "Interval", slack_days: int = 0) -> bool:
        """Whether the two may share a day, each widened by ``slack_days``; a month without a year meets that month."""
        mine, theirs = self.month_without_year, other.month_without_year
        if mine is not None or theirs is not None:
            return bool(_months_of(self) & _months_of(other))
        slack = timedelta(days=slack_days)
        my_first, my_last = self._span()
        other_first, other_last = other._span()
        return my_first - slack <= other_last and other_first - slack <= my_last

    def _span(self) -> tuple[date, date]:
        begins, ends = self.first(), self.last()
        if begins is None:
            begins = ends if ends is not None else date.min + timedelta(days=400)
        if ends is None:
            ends = begins
        return begins, ends


def _months_of(interval: Interval) -> set[int]:
    """The calendar months (1..12) an interval touches, whatever the year; all twelve for a year."""
    bare = interval.month_without_year
    if bare is not None:
        return {bare}
    months = interval.months()
    return {int(month[5:]) for month in months} if months else set(range(1, 13))

"""When something happened or is due: a stretch of days as precise as its source and no more.

A bound is an ISO 8601 date of reduced precision: ``2024-06-12``, ``2024-06``, ``2024``; or ``--06``
(a month whose year nobody told, written as in XML Schema's ``gMonth``). Nothing finer than the source
said is ever stored; the first and the last possible day are computed on demand.
"""

import calendar
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Generic, Literal, Self, TypeVar

import msgspec

from events.errors import InvalidInterval

Precision = Literal["day", "month", "year", "month_without_year"]
Basis = Literal["stated", "inherited", "inferred"]

T = TypeVar("T")

_BOUND = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?|--([0-9]{2})")
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_MONTHS, _LEAST_DAYS_OF_A_YEAR = 12, 365
_VAGUENESS: dict[Precision, int] = {"day": 0, "month": 1, "month_without_year": 2, "year": 3}


@lru_cache(maxsize=8192)
def precision_of(bound: str) -> Precision:
    """The precision of one bound; raises InvalidInterval where it is not a date that exists."""
    match = _BOUND.fullmatch(bound)
    if match is None:
        raise InvalidInterval(bound, "write YYYY, YYYY-MM, YYYY-MM-DD or --MM")
    year, month, day, bare_month = match.groups()
    if bare_month is not None:
        if not 1 <= int(bare_month) <= _MONTHS:
            raise InvalidInterval(bound, "months run from 01 to 12")
        return "month_without_year"
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise InvalidInterval(bound, f"years run from {_FIRST_YEAR} to {_LAST_YEAR}")
    if month is None:
        return "year"
    if not 1 <= int(month) <= _MONTHS:
        raise InvalidInterval(bound, "months run from 01 to 12")
    if day is None:
        return "month"
    if not 1 <= int(day) <= calendar.monthrange(int(year), int(month))[1]:
        raise InvalidInterval(bound, "that month has no such day")
    return "day"


@lru_cache(maxsize=8192)
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


@lru_cache(maxsize=8192)
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


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """The days an interval may mean, from ``first`` to ``last`` (proleptic ordinals, both included).

    Where nobody told the year, ``months`` (1..12) holds the months and the days mean nothing.
    """

    first: int
    last: int
    months: frozenset[int] = frozenset()

    def months_of_year(self) -> frozenset[int]:
        """The months (1..12) touched, whatever the year."""
        if self.months or self.last - self.first >= _LEAST_DAYS_OF_A_YEAR:
            return self.months or frozenset(range(1, 13))
        begins, ends = date.fromordinal(self.first), date.fromordinal(self.last)
        count = (ends.year - begins.year) * 12 + ends.month - begins.month
        return frozenset([(begins.month - 1 + n) % 12 + 1 for n in range(count + 1)])

    def meets(self, other: "Span", slack_days: int = 0) -> bool:
        """Whether the two may share a day, or lie ``slack_days`` apart; without a year, whether they share a month."""
        if self.months or other.months:
            return not self.months_of_year().isdisjoint(other.months_of_year())
        return self.first - slack_days <= other.last and other.first - slack_days <= self.last


EVER = Span(first=-(10**9), last=10**9)
"""All days there are."""


class Interval(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Start and end, each an ISO date of reduced precision or None where it is open.

    A month without a year stands on both sides or on one: ``--11`` to ``--02`` runs over the new year.

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
            if self.start.startswith("--") != self.end.startswith("--"):
                raise InvalidInterval(f"{self.start}/{self.end}", "give the year on both sides or on neither")
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

    def vaguest(self) -> Precision:
        """The less precise of the two bounds' precisions."""
        if self.start == self.end and self.start is not None:
            return precision_of(self.start)
        return max((precision_of(b) for b in (self.start, self.end) if b is not None), key=_VAGUENESS.__getitem__)

    def span(self) -> Span:
        """The days it may mean; an open side ends where the told side does."""
        if self.month_without_year is not None:
            begins, ends = (int((bound or self.start or self.end or "")[2:]) for bound in (self.start, self.end))
            months = frozenset((begins - 1 + n) % 12 + 1 for n in range((ends - begins) % 12 + 1))
            return Span(first=0, last=0, months=months)
        first = self.first() or first_day(self.end or "")
        last = self.last() or last_day(self.start or "")
        if first is None or last is None:  # Both bounds have a year here.
            raise AssertionError(self)
        return Span(first=first.toordinal(), last=last.toordinal())

    def overlaps(self, other: "Interval", slack_days: int = 0) -> bool:
        """Whether the two may share a day, or lie ``slack_days`` apart; a month without a year meets that month."""
        return self.span().meets(other.span(), slack_days)


class Calendar(Generic[T]):
    """Things laid out by the days they may have happened on, so that those near a day are found at once."""

    _LENGTHS = (5, 31, 366)
    """Spans are shelved by length in days (and one shelf for longer ones): a shelf is searched no wider than that."""

    def __init__(self) -> None:
        self._shelves: list[list[tuple[int, int, T]]] = [[] for _ in range(len(self._LENGTHS) + 1)]
        self._longest = 0
        self._things: list[T] = []
        # Filled when somebody asks by month: most never do.
        self._by_month: dict[int, list[int]] = {}
        self._in_months = 0
        self._without_year: dict[int, list[int]] = {}
        self._spans: list[Span] = []

    def add(self, span: Span, thing: T) -> None:
        """Lay a thing at its days."""
        number = len(self._spans)
        self._spans.append(span)
        self._things.append(thing)
        for month in span.months:
            self._without_year.setdefault(month, []).append(number)
        if not span.months:
            length = span.last - span.first
            self._longest = max(self._longest, length)
            insort(self._shelves[bisect_left(self._LENGTHS, length)], (span.first, number, thing), key=itemgetter(0))

    def near(self, span: Span, slack_days: int = 0) -> Iterator[T]:
        """Each thing whose span meets this one, once, in no order that means anything."""
        if span.months or self._without_year:
            shared = self._sort_by_month() if span.months else self._without_year
            for number in dict.fromkeys(each for month in span.months_of_year() for each in shared.get(month, ())):
                yield self._things[number]
        if span.months:
            return
        for shelf, length in zip(self._shelves, (*self._LENGTHS, self._longest), strict=True):
            begin = bisect_left(shelf, span.first - slack_days - length, key=itemgetter(0))
            end = bisect_right(shelf, span.last + slack_days, key=itemgetter(0))
            for _first, number, thing in shelf[begin:end]:
                if self._spans[number].last >= span.first - slack_days:
                    yield thing

    def _sort_by_month(self) -> dict[int, list[int]]:
        for number in range(self._in_months, len(self._spans)):
            for month in self._spans[number].months_of_year():
                self._by_month.setdefault(month, []).append(number)
        self._in_months = len(self._spans)
        return self._by_month

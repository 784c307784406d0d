"""Dates of reduced precision: what they may mean, whether two may share a day, and how they are found again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.errors import InvalidInterval
from events.interval import Calendar, Interval, Span, first_day, last_day, precision_of

bounds = st.one_of(
    st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(date.isoformat),
    st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(lambda day: day.isoformat()[:7]),
    st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(lambda day: day.isoformat()[:4]),
    st.integers(1, 12).map(lambda month: f"--{month:02d}"),
)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Short, long and yearless spans of about the same years."""
    if draw(st.booleans()):
        return Interval.of(draw(bounds)).span()
    first = draw(st.integers(730_000, 731_000))
    return Span(first=first, last=first + draw(st.integers(0, 500)))


@pytest.mark.parametrize(
    ("bound", "precision", "first", "last"),
    [
        ("2024-02-29", "day", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", "month", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024", "year", date(2024, 1, 1), date(2024, 12, 31)),
        ("--06", "month_without_year", None, None),
    ],
)
def test_a_bound_is_as_precise_as_it_is_written(
    bound: str, precision: str, first: date | None, last: date | None
) -> None:
    """Each precision has its first and last possible day; a month without a year has none."""
    assert precision_of(bound) == precision
    assert (first_day(bound), last_day(bound)) == (first, last)


@pytest.mark.parametrize(
    "bound",
    ["2023-02-29", "2024-13", "2024-00", "2024-06-31", "--13", "--00", "1799", "2201", "06", "24-06-01", "2024-6", "",
     "2024-06-01T00:00", "juin", "２０２４", "2024-06-1", " 2024", "---06"],
)  # fmt: skip
def test_what_is_no_date_is_refused(bound: str) -> None:
    """A date that cannot exist is refused, and the message says what would be right."""
    with pytest.raises(InvalidInterval, match="not a date that exists"):
        precision_of(bound)
    with pytest.raises(InvalidInterval):
        Interval.of(bound)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2024-06-12", "2024-06-11"), ("2024-06", "2024-05-31"), ("2024", "2023"), ("--06", "2024-06"), (None, None)],
)
def test_what_is_no_interval_is_refused(start: str | None, end: str | None) -> None:
    """An end before the start, a year on one side only, and nothing at all are no intervals."""
    with pytest.raises(InvalidInterval):
        Interval(start=start, end=end)


def test_bounds_of_unlike_precision_make_an_interval() -> None:
    """A visit from 12 June into June or July is as vague as its vaguer end."""
    within = Interval(start="2024-06-12", end="2024-06")
    assert (within.first(), within.last(), within.vaguest()) == (date(2024, 6, 12), date(2024, 6, 30), "month")
    assert within.precision == "day"
    assert Interval(start="2024-06-12").vaguest() == "day"
    assert Interval(end="--06").precision == "month_without_year"


def test_an_open_side_is_not_invented() -> None:
    """Where the end is not told there is no last day; for comparison it lasts as long as is told."""
    since = Interval(start="2024-03")
    until = Interval(end="2024-03-05")
    assert (since.last(), until.first()) == (None, None)
    assert since.certain_by() == date(2024, 3, 31)
    assert until.certain_by() == date(2024, 3, 5)
    assert since.overlaps(until)
    assert not since.overlaps(Interval.of("2024-04-01"))


@pytest.mark.parametrize(
    ("interval", "months"),
    [
        (Interval.of("2024-06-12"), ("2024-06",)),
        (Interval(start="2024-12-30", end="2025-01-02"), ("2024-12", "2025-01")),
        (Interval(start="2024-11", end="2025-02"), ("2024-11", "2024-12", "2025-01", "2025-02")),
        (Interval.of("2024"), ()),
        (Interval.of("--06"), ()),
        (Interval(start="2020-01", end="2024-01"), ()),
    ],
)
def test_months_are_those_touched(interval: Interval, months: tuple[str, ...]) -> None:
    """Every month that an interval touches; none where the year, or more than two years, is all that is told."""
    assert interval.months() == months


@pytest.mark.parametrize(
    ("one", "other", "slack", "meet"),
    [
        (Interval(start="2025-06-22", end="2025-06-26"), Interval.of("2025-06-26"), 0, True),
        (Interval.of("2025-06-22"), Interval.of("2025-06-23"), 0, False),
        (Interval.of("2025-06-22"), Interval.of("2025-06-23"), 1, True),
        (Interval.of("2025-06-22"), Interval.of("2025-06-25"), 2, False),
        (Interval.of("2025-06"), Interval.of("2025-06-30"), 0, True),
        (Interval.of("2025-06"), Interval.of("2025-07-01"), 0, False),
        (Interval.of("2025-06"), Interval.of("2025-07-01"), 1, True),
        (Interval.of("2025"), Interval.of("2025-12-31"), 0, True),
        (Interval.of("2025"), Interval.of("2026-01"), 0, False),
        (Interval.of("--06"), Interval(start="2025-06-22", end="2025-06-26"), 0, True),
        (Interval.of("--06"), Interval.of("2031-06"), 0, True),
        (Interval.of("--06"), Interval.of("2025-07-01"), 3, False),
        (Interval.of("--06"), Interval.of("2025"), 0, True),
        (Interval.of("--06"), Interval.of("--06"), 0, True),
        (Interval.of("--06"), Interval.of("--07"), 0, False),
        (Interval(start="--11", end="--02"), Interval.of("2025-01-15"), 0, True),
        (Interval(start="--11", end="--02"), Interval.of("2025-03-15"), 0, False),
        (Interval.of("--01"), Interval(start="2024-12-20", end="2025-01-02"), 0, True),
    ],
)
def test_intervals_meet_where_they_may_share_a_day(one: Interval, other: Interval, slack: int, meet: bool) -> None:  # noqa: FBT001
    """Overlap counts every day that may be meant; a month without a year meets that month of every year."""
    assert one.overlaps(other, slack_days=slack) is meet
    assert other.overlaps(one, slack_days=slack) is meet


@given(bounds, bounds)
def test_every_date_is_an_interval(one: str, other: str) -> None:
    """One bound always makes an interval that meets itself; two make one, or are refused."""
    assert Interval.of(one).overlaps(Interval.of(one))
    try:
        both = Interval(start=one, end=other)
    except InvalidInterval:
        return
    span = both.span()
    assert span.months or span.first <= span.last


@given(st.lists(spans(), max_size=30), spans(), st.integers(0, 10))
def test_a_calendar_finds_all_that_meet_and_nothing_else(laid: list[Span], asked: Span, slack: int) -> None:
    """Looking up near a span finds exactly what comparing with each would."""
    calendar: Calendar[int] = Calendar()
    for number, span in enumerate(laid):
        calendar.add(span, number)
    assert sorted(calendar.near(asked, slack)) == [n for n, span in enumerate(laid) if span.meets(asked, slack)]

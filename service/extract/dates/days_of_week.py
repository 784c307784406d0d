"""Days told by the day of the week: alone, in a week that is named, or with their number ("mardi 12")."""

from datetime import date, timedelta

from events.interval import Interval
from service.extract.dates.date_words import Kind
from service.extract.dates.resolve_dates import (
    MONTHS,
    Both,
    Publication,
    count_units,
    find_weekday,
    make_day,
    span,
    twice,
)


def read_weekdays(weekdays: list[int], direction: int, published: Publication | None) -> tuple[Both, Kind] | None:
    """A day of the week, or a first and a last one: the last counts from publication, the first from the last."""
    if published is None or published.month is None:
        return None
    if published.day is None:
        # Which Tuesday of the month nobody can tell: it was one of that month.
        return twice(Interval.of(published.first.isoformat()[:7])), "weekday"
    if len(weekdays) == 1:
        past, future = find_weekday(weekdays[0], published.day, direction)
        return (Interval.of(past.isoformat()), Interval.of(future.isoformat())), "weekday"
    length = timedelta((weekdays[1] - weekdays[0]) % 7)
    if direction:
        last = find_weekday(weekdays[-1], published.day, direction)[0]
        return twice(span(last - length, last)), "weekday"
    begun, _ = find_weekday(weekdays[0], published.day)
    if published.day < begun + length:
        # "is in Beijing from Tuesday to Friday", told on Thursday.
        return twice(span(begun, begun + length)), "weekday"
    last, _ = find_weekday(weekdays[1], published.day)
    _, first = find_weekday(weekdays[0], published.day)
    return (span(last - length, last), span(first, first + length)), "weekday"


def read_weekday_of(unit: str, direction: int, weekday: int, published: Publication | None) -> tuple[Both, Kind] | None:
    """The day of a week that is told beside it: "lundi de la semaine prochaine"."""
    around = count_units(unit, direction, published) if published is not None else None
    if around is None or unit != "week":
        return None if around is None else (twice(around), "relative")
    monday = around.first() or date.min
    return twice(Interval.of((monday + timedelta(weekday - 1)).isoformat())), "day"


def read_numbered_weekday(day: int, weekday: int, published: Publication | None) -> tuple[Both, Kind] | None:
    """The day of that number and that day of the week within a month of publication: "mardi 12"; else the latter."""
    if published is None or published.month is None:
        return None
    near = [
        make_day(month // MONTHS, month % MONTHS + 1, day) for month in range(published.month - 1, published.month + 2)
    ]
    found = [one for one in near if one is not None and one.isoweekday() == weekday]
    if not found:
        return read_weekdays([weekday], 0, published)
    nearest = min(found, key=lambda one: abs((one - published.last).days))
    return twice(Interval.of(nearest.isoformat())), "day"

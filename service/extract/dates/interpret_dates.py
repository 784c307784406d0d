"""What the slots of a matched date mean, behind and ahead of publication."""

import re
from datetime import date

import msgspec

from events.interval import Interval
from service.extract.dates.date_shapes import Match
from service.extract.dates.date_words import DateWords, Kind
from service.extract.dates.days_of_week import read_numbered_weekday, read_weekday_of, read_weekdays
from service.extract.dates.resolve_dates import (
    MONTHS,
    Both,
    Publication,
    count_units,
    find_day,
    find_month,
    find_season,
    find_weekend,
    make_day,
    month_index,
    name_month,
    season,
    span,
    stretch,
    twice,
)

_LONGEST_MONTH = 31
_ROUGH_UNITS = frozenset({"month", "year"})
"""Units that may be counted from a month or a year as well as from a day."""
_TWO_DIGITS = 100
_CENTURY = 2000  # "28/02/24" is written of this one


class Context(msgspec.Struct):
    """What a date is counted from: publication, and what was told before; and the words of the language.

    ``told`` is the last day, ``around`` the last month or year that was told behind it ("in 2019 ... that same year").
    """

    published: Publication | None
    told: Interval | None
    around: Interval | None
    words: DateWords


class Slots:
    """The bindings of a match by slot, in the order written."""

    def __init__(self, match: Match) -> None:
        self.values: dict[str, list[int | str | tuple[int, int]]] = {}
        for slot, value in match.bindings:
            self.values.setdefault(slot, []).append(value)
        self.order = tuple(slot for slot, _ in match.bindings)

    def numbers(self, slot: str) -> list[int]:
        """The numbers bound to a slot."""
        return [value for value in self.values.get(slot, []) if isinstance(value, int)]

    def number(self, slot: str, default: int = 0) -> int:
        """The first number bound to a slot."""
        return next(iter(self.numbers(slot)), default)

    def word(self, slot: str) -> str:
        """The first word bound to a slot, empty without one."""
        return next((value for value in self.values.get(slot, []) if isinstance(value, str)), "")


def interpret(match: Match, context: Context) -> tuple[Both, Kind] | None:
    """What the slots of a match mean behind and ahead of publication."""
    slots, shape, published = Slots(match), match.shape, context.published
    direction = slots.number("dir")
    if "iso" in slots.values or "slash" in slots.values:
        return _numeric(slots.word("iso") or slots.word("slash"), context.words.day_order)
    if shape.day is not None and shape.month is not None:
        return _days([shape.day], [shape.month], [], slots, published)
    if "d" in slots.values:
        if "m" in slots.values:
            return _days(slots.numbers("d"), slots.numbers("m"), slots.numbers("y"), slots, published)
        return _bare_days(slots, context, alone=shape.alone)
    if "w" in slots.values:
        unit = shape.unit or slots.word("u")
        return (
            read_weekday_of(unit, direction, slots.number("w"), published)
            if unit
            else read_weekdays(slots.numbers("w"), direction or (shape.offset or 0), published)
        )
    if "m" in slots.values:
        return _months(slots.numbers("m"), slots.numbers("y"), direction, published)
    if "s" in slots.values:
        return _season(slots, direction, published)
    if "y" in slots.values:
        return _years(slots.numbers("y"), decade=shape.decade)
    if shape.shift is not None:
        return _shifted(slots, shape.shift, shape.unit, context)
    return _counted(match, slots, published)


def _numeric(text: str, order: str) -> tuple[Both, Kind] | None:
    """A date in digits; one that can be read day first and month first tells nothing where both are usual."""
    if text[4:5] == "-":
        bound = text[:10]
        return twice(Interval.of(bound)), "day" if len(bound) > len("2024-06") else "month"
    parts = [int(part) for part in re.split(r"\D", text)]
    if parts[0] > _LONGEST_MONTH:
        year, month, day = parts
    else:
        first, second, year = parts
        day, month = (second, first) if order == "mdy" else (first, second)
        if order == "unknown" and "." not in text:
            if max(first, second) <= MONTHS and first != second:
                return None
            day, month = (first, second) if second <= MONTHS else (second, first)
    found = make_day(year if year >= _TWO_DIGITS else _CENTURY + year, month, day)
    return None if found is None else (twice(Interval.of(found.isoformat())), "day")


def _days(
    days: list[int], months: list[int], years: list[int], slots: Slots, published: Publication | None
) -> tuple[Both, Kind] | None:
    """A day, or a first and a last one; what the first leaves out it has from the last."""
    place = len(slots.order) - 1 - slots.order[::-1].index("d") if "d" in slots.order else 0
    weekday = slots.numbers("w")[-1] if place and slots.order[place - 1] == "w" else 0
    if years:
        last = make_day(years[-1], months[-1], days[-1])
        lasts = None if last is None else (last, last)
    elif published is None:
        return twice(_bare_months(months)), "day"
    else:
        lasts = find_day(days[-1], months[-1], published, slots.number("dir"), weekday)
    if lasts is None:
        return None
    if len(days) == 1:
        return (Interval.of(lasts[0].isoformat()), Interval.of(lasts[1].isoformat())), "day"
    pair: list[Interval] = []
    for last in lasts:
        year = years[0] if len(years) > 1 else last.year - ((months[0], days[0]) > (last.month, last.day))
        first = make_day(year, months[0], days[0])
        if first is None:
            return None
        pair.append(span(first, last))
    if published is not None and _under_way(pair[1], published):
        # "from 8 to 10 January", told on the 9th.
        return twice(pair[1]), "day"
    return (pair[0], pair[1]), "day"


def _under_way(ahead: Interval, published: Publication) -> bool:
    """Whether what ends on or after publication has begun by then."""
    first = ahead.first()
    return first is not None and first <= published.last


def _bare_months(months: list[int]) -> Interval:
    return Interval(start=f"--{months[0]:02d}", end=f"--{months[-1]:02d}")


def _days_of_month(days: list[int], away: int, published: Publication | None) -> tuple[Both, Kind] | None:
    """A day, or a first and a last one, of the month so many months from that of publication."""
    if published is None or published.month is None:
        return None
    month = published.month + away
    last = make_day(month // MONTHS, month % MONTHS + 1, days[-1])
    first = last if len(days) == 1 or last is None else make_day(last.year, last.month, days[0])
    return None if first is None or last is None or first > last else (twice(span(first, last)), "day")


def _day_near(day: int, context: Context) -> tuple[Both, Kind] | None:
    """The day of that number nearest to the one told before, or the last up to publication and the next from it on."""
    told = context.told.first() if context.told is not None and context.told.precision == "day" else None
    around = told or (context.published.day if context.published is not None else None)
    if around is None:
        return None
    month = month_index(around)
    # Two months each way: every other one may be too short for a 31st, or two in a row for what lies behind.
    days = [make_day(index // 12, index % 12 + 1, day) for index in range(month - 2, month + 3)]
    known = [one for one in days if one is not None]
    if told is not None:
        nearest = min(known, key=lambda one: abs((one - told).days)).isoformat()
        return twice(Interval.of(nearest)), "day"
    past, future = max(one for one in known if one <= around), min(one for one in known if one >= around)
    return (Interval.of(past.isoformat()), Interval.of(future.isoformat())), "day"


def _bare_days(slots: Slots, context: Context, *, alone: bool) -> tuple[Both, Kind] | None:
    """One day without the name of its month, or a first and a last one."""
    days, weekday = slots.numbers("d"), slots.number("w")
    if weekday:
        return read_numbered_weekday(days[0], weekday, context.published)
    if not alone:
        return _days_of_month(days, slots.number("dir"), context.published)
    return _day_near(days[0], context) if len(days) == 1 else _days_near(days[0], days[-1], context)


def _days_near(first: int, last: int, context: Context) -> tuple[Both, Kind] | None:
    """From a day to another of the same month, the nearest to the day told before or to publication: "du 28 au 30"."""
    near = _day_near(last, context)
    if near is None or first >= last:
        return None
    pair = [_from_day(first, end.last()) for end in near[0]]
    return None if pair[0] is None or pair[1] is None else ((pair[0], pair[1]), "day")


def _from_day(day: int, last: date | None) -> Interval | None:
    begins = make_day(last.year, last.month, day) if last is not None else None
    return span(begins, last) if begins is not None and last is not None else None


def _months(
    months: list[int], years: list[int], direction: int, published: Publication | None
) -> tuple[Both, Kind] | None:
    """A month, or a first and a last one."""
    if years:
        lasts = (years[-1] * 12 + months[-1] - 1,) * 2
    elif published is None:
        return twice(_bare_months(months)), "month"
    else:
        lasts = find_month(months[-1], published, direction)
    pair: list[Interval] = []
    for last in lasts:
        from_year = last - (years[0] * MONTHS + months[0] - 1) if len(years) > 1 else 0
        length = from_year or (months[-1] - months[0]) % MONTHS
        pair.append(Interval(start=name_month(last - length), end=name_month(last)))
    if len(months) > 1 and published is not None and not direction and _under_way(pair[1], published):
        return twice(pair[1]), "month"
    return (pair[0], pair[1]), "month"


def _season(slots: Slots, direction: int, published: Publication | None) -> tuple[Both, Kind] | None:
    months = slots.values["s"][0]
    if not isinstance(months, tuple):
        return None
    if "y" in slots.values:
        return twice(season(*months, slots.number("y"))), "season"
    return None if published is None else (find_season(*months, published, direction), "season")


def _years(years: list[int], *, decade: bool) -> tuple[Both, Kind]:
    last = years[-1] + 9 if decade else years[-1]
    return twice(Interval(start=f"{years[0]:04d}", end=f"{last:04d}")), "year"


def _shifted(slots: Slots, step: int, unit: str | None, context: Context) -> tuple[Both, Kind] | None:
    """What is counted from the day told before, or from publication where none was."""
    unit = slots.word("u") or unit or "day"
    told, around = context.told, context.around
    if around is not None and unit in _ROUGH_UNITS and around.precision in {"month", unit}:
        told = around
    if told is None and context.published is not None and context.published.day is not None:
        told = Interval.of(context.published.day.isoformat())
    if told is None or told.first() is None or told.last() is None:
        return None
    return shift(told, step * slots.number("n", 1), unit), "relative"


def shift(told: Interval, count: int, unit: str) -> Both:
    """A day, week, month or year counted from a date: backwards from its first day, forwards from its last."""
    base = (told.last() if count > 0 else told.first()) or date.min
    found = count_units(unit, count, Publication(base, base))
    return twice(found if found is not None else told)


def _counted(match: Match, slots: Slots, published: Publication | None) -> tuple[Both, Kind] | None:
    """What is counted from publication: yesterday, last year, three weeks ago, these last months."""
    if published is None:
        return None
    shape = match.shape
    unit = shape.unit or slots.word("u")
    direction = slots.number("dir") or (shape.offset or 0)
    count = slots.number("n", 1)
    if unit == "weekend":
        return None if published.day is None else (find_weekend(published.day, direction), "relative")
    if shape.open:
        found = stretch(unit, direction, published, slots.number("n"))
    elif unit == "hour" and "n" not in slots.values:
        return None
    elif "n" in slots.values and unit == "week" and count == 1:
        found = count_units("day", 7 * direction, published)
    else:
        found = count_units(unit, direction * count if "n" in slots.values or direction else 0, published)
    if found is not None and shape.unit == "day" and shape.offset is not None:
        found = count_units("day", shape.offset, published)
    return None if found is None else (twice(found), "relative")


def days_from_told(match: Match) -> int | None:
    """Days from the date told before, None where the date is not counted from it in days."""
    shift = match.shape.shift
    if shift is None:
        return None
    slots = Slots(match)
    days = {"day": 1, "week": 7, "fortnight": 14}.get(slots.word("u") or match.shape.unit or "day")
    return None if days is None else shift * days * slots.number("n", 1)

"""When things happen: every date a sentence names, as precise as it is written and no more.

``date_shapes`` finds where dates are written, ``resolve_dates`` counts days; here the two meet.
"""

import re
from datetime import date, timedelta
from typing import Literal

import msgspec

from events.errors import InvalidInterval
from events.interval import Interval
from service.extract.date_shapes import DateShapes, DateWords, Match, Relation, load_date_shapes
from service.extract.resolve_dates import (
    Both,
    Publication,
    count_units,
    find_day,
    find_month,
    find_season,
    find_weekday,
    make_day,
    name_month,
    season,
    span,
    stretch,
    twice,
)
from service.extract.tokens import Token, load_language

Kind = Literal["day", "month", "year", "weekday", "relative", "season"]


class DateMention(msgspec.Struct, frozen=True):
    """One date in a sentence: tokens ``first`` .. ``last`` (exclusive), its preposition and determiner included.

    ``past`` is the latest day, month, ... so named up to publication, ``future`` the next one from it on; both are
    the same for an absolute date. ``relation`` says how the words before it relate it ("since": the act begins
    then). ``offset`` is set for days counted from the date told before ("la veille": -1).
    """

    first: int
    last: int
    past: Interval
    future: Interval
    relation: Relation
    kind: Kind
    offset: int | None = None


_RELATIONS: dict[str, Relation] = {"since": "since", "until": "until", "before": "before", "after": "after"}


class _Context(msgspec.Struct):
    published: Publication | None
    told: Interval | None  # the last day told before
    words: DateWords


def find_dates(
    tokens: list[Token],
    published: date | str | Interval | None,
    language: str,
    told: Interval | None = None,
) -> list[DateMention]:
    """Every date named in a sentence's tokens, in order and without overlap.

    ``published`` may be a day, a month ("2024-02"), a year or None; ``told`` is the last day that the sentences
    before named, for "la veille" (publication stands in for it). A date that does not exist, and one that
    cannot be known without a day of publication, is left out.
    """
    shapes = load_date_shapes(language)
    starters = shapes.starters
    context = _Context(_publication(published), told, shapes.words)
    mentions: list[DateMention] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.fold in starters or token.fold[:1].isdigit():
            match = shapes.match(tokens, at)
            if match is not None:
                first, before = shapes.look_back(tokens, at)
                if _is_backed(match, tokens, first, at, shapes, language):
                    mention = _read(match, first, before, context)
                    if mention is not None:
                        mentions.append(mention)
                        if mention.past.precision == "day" and mention.relation != "before":
                            context.told = mention.past
                    at = match.end
                    continue
        at += 1
    return mentions


def shift_from(mention: DateMention, told: Interval) -> DateMention:
    """The same mention counted from another date told before: "la veille" of a day named in an earlier paragraph."""
    if mention.offset is None:
        return mention
    if told.first() is None or told.last() is None:
        return mention
    past, future = _shift(told, mention.offset, "day")
    return msgspec.structs.replace(mention, past=past, future=future)


def _publication(published: date | str | Interval | None) -> Publication | None:
    if published is None:
        return None
    if isinstance(published, date):
        return Publication(published, published)
    interval = Interval.of(published) if isinstance(published, str) else published
    first, last = interval.first() or interval.last(), interval.last() or interval.first()
    return None if first is None or last is None else Publication(first, last)


def _read(match: Match, first: int, before: str, context: _Context) -> DateMention | None:
    """What a match means; None where it is no date that exists or cannot be known."""
    try:
        found = _resolve(match, context)
    except (InvalidInterval, OverflowError):
        return None
    if found is None:
        return None
    (past, future), kind = found
    shape, slots = match.shape, [slot for slot, _ in match.bindings]
    is_span = before == "between" or shape.open or any(slots.count(slot) > 1 for slot in "dwmy")
    relation: Relation = shape.relation or ("span" if is_span else _RELATIONS.get(before, "on"))
    return DateMention(first, match.end, past, future, relation, kind, _offset(match))


def _is_backed(  # noqa: PLR0913
    match: Match, tokens: list[Token], first: int, at: int, shapes: DateShapes, language: str
) -> bool:
    """Whether the words in front make a date of what may be none: a month, a year or a season alone."""
    if match.shape.between:
        return shapes.look_back(tokens, at)[1] == "between"
    if not match.shape.needs:
        return True
    if first == at:
        return False
    match next(iter(match.bindings), ("", ""))[0]:
        case "s":
            return shapes.follows_season_word(tokens, first, at)
        case "y":
            if shapes.follows_year_word(tokens, first, at) or match.end >= len(tokens):
                return True
            after = tokens[match.end]
            return not after.text[0].isalnum() or after.fold in load_language(language).stop_words
        case _:
            # "le mars" is no month; "ce mois de mars" and "en mars" are.
            return at - first > 1 or tokens[first].fold not in shapes.words.before.determiners


def _offset(match: Match) -> int | None:
    """Days from the date told before, None where the date is not counted from it in days."""
    shift = match.shape.shift
    if shift is None:
        return None
    slots = _Slots(match)
    days = {"day": 1, "week": 7, "fortnight": 14}.get(slots.word("u") or "day")
    return None if days is None else shift * days * slots.number("n", 1)


class _Slots:
    """The bindings of a match by slot, in the order written."""

    def __init__(self, match: Match) -> None:
        self.values: dict[str, list[int | str | tuple[int, int]]] = {}
        for slot, value in match.bindings:
            self.values.setdefault(slot, []).append(value)
        self.order = tuple(slot for slot, _ in match.bindings)

    def numbers(self, slot: str) -> list[int]:
        return [value for value in self.values.get(slot, []) if isinstance(value, int)]

    def number(self, slot: str, default: int = 0) -> int:
        return next(iter(self.numbers(slot)), default)

    def word(self, slot: str) -> str:
        return next((value for value in self.values.get(slot, []) if isinstance(value, str)), "")


def _resolve(match: Match, context: _Context) -> tuple[Both, Kind] | None:  # noqa: C901, PLR0911
    """What the slots of a match mean behind and ahead of publication."""
    slots, shape, published = _Slots(match), match.shape, context.published
    direction = slots.number("dir")
    if "iso" in slots.values or "slash" in slots.values:
        return _numeric(slots.word("iso") or slots.word("slash"), context.words.day_order)
    if shape.day is not None and shape.month is not None:
        return _days([shape.day], [shape.month], [], slots, published)
    if "d" in slots.values:
        if "m" in slots.values:
            return _days(slots.numbers("d"), slots.numbers("m"), slots.numbers("y"), slots, published)
        return _day_of_this_month(slots.number("d"), published)
    if "w" in slots.values:
        return _weekdays(slots.numbers("w"), direction, published)
    if "m" in slots.values:
        return _months(slots.numbers("m"), slots.numbers("y"), direction, published)
    if "s" in slots.values:
        return _season(slots, direction, published)
    if "y" in slots.values:
        return _years(slots.numbers("y"), decade=shape.decade)
    if shape.shift is not None:
        return _shifted(slots, shape.shift, context)
    return _counted(match, slots, published)


def _numeric(text: str, order: str) -> tuple[Both, Kind] | None:
    """A date in digits; one that can be read day first and month first tells nothing where both are usual."""
    if text[4:5] == "-":
        bound = text[:10]
        return twice(Interval.of(bound)), "day" if len(bound) > len("2024-06") else "month"
    parts = [int(part) for part in re.split(r"\D", text)]
    if parts[0] > 31:
        year, month, day = parts
    else:
        first, second, year = parts
        day, month = (second, first) if order == "mdy" else (first, second)
        if order == "unknown" and "." not in text:
            if first <= 12 and second <= 12 and first != second:
                return None
            day, month = (first, second) if second <= 12 else (second, first)
    found = make_day(year if year > 99 else 2000 + year, month, day)
    return None if found is None else (twice(Interval.of(found.isoformat())), "day")


def _days(
    days: list[int], months: list[int], years: list[int], slots: _Slots, published: Publication | None
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
    return (pair[0], pair[1]), "day"


def _bare_months(months: list[int]) -> Interval:
    return Interval(start=f"--{months[0]:02d}", end=f"--{months[-1]:02d}")


def _day_of_this_month(day: int, published: Publication | None) -> tuple[Both, Kind] | None:
    if published is None or published.month is None:
        return None
    found = make_day(published.month // 12, published.month % 12 + 1, day)
    return None if found is None else (twice(Interval.of(found.isoformat())), "day")


def _weekdays(weekdays: list[int], direction: int, published: Publication | None) -> tuple[Both, Kind] | None:
    """A day of the week, or a first and a last one: the last counts from publication, the first from the last."""
    if published is None or published.day is None:
        return None
    if len(weekdays) == 1:
        past, future = find_weekday(weekdays[0], published.day, direction)
        return (Interval.of(past.isoformat()), Interval.of(future.isoformat())), "weekday"
    length = timedelta((weekdays[1] - weekdays[0]) % 7)
    last, _ = find_weekday(weekdays[1], published.day)
    _, first = find_weekday(weekdays[0], published.day)
    return (span(last - length, last), span(first, first + length)), "weekday"


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
        length = (months[-1] - months[0]) % 12 if len(years) < 2 else last - (years[0] * 12 + months[0] - 1)
        pair.append(Interval(start=name_month(last - length), end=name_month(last)))
    return (pair[0], pair[1]), "month"


def _season(slots: _Slots, direction: int, published: Publication | None) -> tuple[Both, Kind] | None:
    months = slots.values["s"][0]
    if not isinstance(months, tuple):
        return None
    if "y" in slots.values:
        return twice(season(*months, slots.number("y"))), "season"
    return None if published is None else (find_season(*months, published, direction), "season")


def _years(years: list[int], *, decade: bool) -> tuple[Both, Kind]:
    last = years[-1] + 9 if decade else years[-1]
    return twice(Interval(start=f"{years[0]:04d}", end=f"{last:04d}")), "year"


def _shifted(slots: _Slots, shift: int, context: _Context) -> tuple[Both, Kind] | None:
    """What is counted from the day told before, or from publication where none was."""
    told = context.told
    if told is None and context.published is not None and context.published.day is not None:
        told = Interval.of(context.published.day.isoformat())
    if told is None or told.first() is None or told.last() is None:
        return None
    return _shift(told, shift * slots.number("n", 1), slots.word("u") or "day"), "relative"


def _shift(told: Interval, count: int, unit: str) -> Both:
    """A day, week, month or year counted from a date: backwards from its first day, forwards from its last."""
    base = (told.last() if count > 0 else told.first()) or date.min
    found = count_units(unit, count, Publication(base, base))
    return twice(found if found is not None else told)


def _counted(match: Match, slots: _Slots, published: Publication | None) -> tuple[Both, Kind] | None:
    """What is counted from publication: yesterday, last year, three weeks ago, these last months."""
    if published is None:
        return None
    shape = match.shape
    unit = shape.unit or slots.word("u")
    direction = slots.number("dir") or (shape.offset or 0)
    count = slots.number("n", 1)
    if shape.open:
        found = stretch(unit, direction, published)
    elif unit == "hour" and "n" not in slots.values:
        return None
    elif "n" in slots.values and unit == "week" and count == 1:
        found = count_units("day", 7 * direction, published)
    else:
        found = count_units(unit, direction * count if "n" in slots.values or direction else 0, published)
    if found is not None and shape.unit == "day" and shape.offset is not None:
        found = count_units("day", shape.offset, published)
    return None if found is None else (twice(found), "relative")

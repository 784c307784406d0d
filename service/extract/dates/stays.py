"""How long a visit lasted: its first day, its last day and its length are often told in different sentences."""

from collections.abc import Sequence
from datetime import date, timedelta

from events.interval import Interval
from service.extract.amounts.numerals import load_numerals
from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.text.tokens import Token

LONGEST_STAY_DAYS = 14
"""Days told farther apart are of two visits."""


def days_told(dates: Sequence[Chunk], tokens: list[Token], language: Language) -> int:
    """The length in days that stands beside a visit ("de deux jours", "durer 48 heures"); 0 where none does."""
    units = language.grammar.duration_units
    numerals = load_numerals(language.code)
    for chunk in dates:
        hours = units.get(chunk.head)
        if hours is None or chunk.date is not None:
            continue
        for at in range(chunk.first, chunk.last):
            number = numerals.read(tokens, at)
            if number is not None and not number.vague and number.value > 0:
                return max(1, round(number.value * hours / 24))
    return 0


def stays_meet(one: Interval, other: Interval) -> bool:
    """Whether two tellings of a visit's days may be of one stay: an open end reaches as far as a stay lasts."""
    if one.overlaps(other, slack_days=1):
        return True
    first, second = _days(one), _days(other)
    if first is None or second is None or not (_is_open(one) or _is_open(other)):
        return False
    return all(abs((mine - theirs).days) <= LONGEST_STAY_DAYS for mine, theirs in zip(first, second, strict=True))


def join_stays(one: Interval, other: Interval) -> Interval:
    """The days of one stay told twice: from the earliest to the latest, where both tell days."""
    first, second = _days(one), _days(other)
    if first is None or second is None:
        return one
    begins, ends = min(first[0], second[0]), max(first[1], second[1])
    if (ends - begins).days > LONGEST_STAY_DAYS:
        return one
    return Interval(start=begins.isoformat(), end=ends.isoformat())


def lengthen(when: Interval, days: int) -> Interval:
    """A stay of a known day and a known length: from that day on, or up to it where ``days`` is negative."""
    told = _days(when)
    if told is None or abs(days) < 2 or told[0] != told[1]:  # noqa: PLR2004  (one day adds nothing)
        return when
    begins, ends = told[0], told[0] + timedelta(days=days - 1)
    if days < 0:
        begins, ends = told[0] + timedelta(days=days + 1), told[0]
    return Interval(start=begins.isoformat(), end=ends.isoformat(), basis=when.basis)


def _is_open(when: Interval) -> bool:
    return when.start is None or when.end is None


def _days(when: Interval) -> tuple[date, date] | None:
    """First and last day told; None where anything vaguer than a day is."""
    first, last = when.first(), when.last()
    begins, ends = first or last, last or first
    if begins is None or ends is None or when.precision != "day":
        return None
    return begins, ends

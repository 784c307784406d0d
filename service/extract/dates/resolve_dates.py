"""Which days a written date means: plain calendar arithmetic, the same for every language.

An incomplete date means two: the latest such day up to publication and the next one from publication on. What
cannot be known without a day of publication is not guessed: a month without a year stays one, the rest is None.
"""

from calendar import monthrange
from datetime import date, timedelta

import msgspec

from events.interval import Interval

Both = tuple[Interval, Interval]
MONTHS = 12
_SATURDAY = 6
_NEAR = 550  # days within which a day of the week tells the year
_FEW_DAYS = 2
_YEARS_TO_TRY = 9  # the 29th of February comes back within eight years


class Publication(msgspec.Struct, frozen=True):
    """The first and the last day on which an article may have appeared; the same where the day is known."""

    first: date
    last: date

    @property
    def day(self) -> date | None:
        """The day of publication, None where only its month or year is known."""
        return self.first if self.first == self.last else None

    @property
    def month(self) -> int | None:
        """The month of publication counted from the year 0, None where only its year is known."""
        index = month_index(self.first)
        return index if index == month_index(self.last) else None


def month_index(day: date) -> int:
    """Months since the year 0, so that months can be added."""
    return day.year * 12 + day.month - 1


def name_month(index: int) -> str:
    """The ISO form of a month counted from the year 0."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def twice(interval: Interval) -> Both:
    """An absolute date: the same behind and ahead."""
    return interval, interval


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, None where the month has no such day."""
    return date(year, month, day) if 1 <= month <= MONTHS and 1 <= day <= monthrange(year, month)[1] else None


def span(start: date, end: date) -> Interval:
    """The days from start to end, both counted."""
    return Interval(start=start.isoformat(), end=end.isoformat())


def find_day(
    day: int, month: int, published: Publication, direction: int = 0, weekday: int = 0
) -> tuple[date, date] | None:
    """The latest such day behind publication and the next one ahead; a matching day of the week decides the year.

    ``direction`` -1 is strictly before publication, 1 strictly after it; ``weekday`` is 1 (Monday) .. 7, or 0.
    """
    years = range(published.first.year - _YEARS_TO_TRY, published.last.year + _YEARS_TO_TRY + 1)
    days = [found for year in years if (found := make_day(year, month, day)) is not None]
    if not days:
        return None
    if weekday:
        near = [found for found in days if found.isoweekday() == weekday and abs((found - published.last).days) < _NEAR]
        if near:
            found = min(near, key=lambda found: abs((found - published.last).days))
            return found, found
    behind = [found for found in days if (found < published.last if direction < 0 else found <= published.last)]
    ahead = [found for found in days if (found > published.first if direction > 0 else found >= published.first)]
    past, future = behind[-1], ahead[0]
    return {-1: (past, past), 1: (future, future)}.get(direction, (past, future))


def find_weekday(weekday: int, published: date, direction: int = 0) -> tuple[date, date]:
    """The latest such day of the week up to publication, and the next from it on; strictly so with a direction."""
    back = (published.isoweekday() - weekday) % 7
    ahead = (weekday - published.isoweekday()) % 7
    if direction < 0:
        back = back or 7
        return published - timedelta(back), published - timedelta(back)
    if direction > 0:
        ahead = ahead or 7
        return published + timedelta(ahead), published + timedelta(ahead)
    return published - timedelta(back), published + timedelta(ahead)


def find_weekend(published: date, direction: int = 0) -> Both:
    """The latest Saturday and Sunday begun by publication, and the next not ended; strictly so with a direction."""
    behind, ahead = find_weekday(_SATURDAY, published, direction)
    if direction == 0 and published.isoweekday() > _SATURDAY:
        ahead = behind
    return span(behind, behind + timedelta(1)), span(ahead, ahead + timedelta(1))


def find_month(month: int, published: Publication, direction: int = 0) -> tuple[int, int]:
    """The latest such month up to that of publication and the next from it on, counted from the year 0."""
    first, last = month_index(published.first), month_index(published.last)
    back = (last - (month - 1)) % 12
    ahead = ((month - 1) - first) % 12
    if direction < 0:
        back = back or 12
        return last - back, last - back
    if direction > 0:
        ahead = ahead or 12
        return first + ahead, first + ahead
    return last - back, first + ahead


def week_of(day: date) -> Interval:
    """Monday to Sunday of the week of a day."""
    monday = day - timedelta(day.isoweekday() - 1)
    return span(monday, monday + timedelta(6))


def count_units(unit: str, count: int, published: Publication) -> Interval | None:
    """The day, week, month or year ``count`` units from publication, as precise as the unit and no more."""
    day, month = published.day, published.month
    match unit:
        case "hour" | "day":
            days = count if unit == "day" else round(count / 24)
            if day is None:
                # Yesterday of a day of June that nobody tells was in June, as good as sure.
                return None if month is None or abs(days) > _FEW_DAYS else Interval.of(name_month(month))
            return Interval.of((day + timedelta(days)).isoformat())
        case "week" | "fortnight":
            weeks = count if unit == "week" else 2 * count
            if day is None:
                return None if month is None or weeks else Interval.of(name_month(month))
            return week_of(day + timedelta(weeks=weeks))
        case "month":
            return None if month is None else Interval.of(name_month(month + count))
        case _:
            years = {published.first.year, published.last.year}
            return Interval.of(f"{published.first.year + count:04d}") if len(years) == 1 else None


def stretch(unit: str, direction: int, published: Publication, count: int = 0) -> Interval | None:
    """What ends (-1) or begins (1) with publication and is told in a unit: these last months, the coming days.

    ``count`` tells how many of them, where that is told: "the next three months" end, too.
    """
    bound = count_units("day" if unit in {"hour", "week", "fortnight"} else unit, 0, published)
    if bound is None:
        return None
    far = count_units(unit, direction * count, published) if count else None
    if far is not None:
        return Interval(start=far.start, end=bound.end) if direction < 0 else Interval(start=bound.start, end=far.end)
    return Interval(end=bound.end) if direction < 0 else Interval(start=bound.start)


def season(first: int, last: int, year: int) -> Interval:
    """The months of a season that begins in a year."""
    return Interval(start=f"{year:04d}-{first:02d}", end=f"{year + (last < first):04d}-{last:02d}")


def find_season(first: int, last: int, published: Publication, direction: int = 0) -> Both:
    """The latest such season that has begun by publication and the next that has not ended."""
    near = [season(first, last, published.first.year + step) for step in (-2, -1, 0, 1, 2)]
    begun = [one for one in near if _first(one) <= published.last and (direction == 0 or _last(one) < published.first)]
    open_ = [one for one in near if _last(one) >= published.first and (direction == 0 or _first(one) > published.last)]
    past, future = begun[-1], open_[0]
    return {-1: (past, past), 1: (future, future)}.get(direction, (past, future))


def _first(interval: Interval) -> date:
    return interval.first() or date.min


def _last(interval: Interval) -> date:
    return interval.last() or date.max

"""Visits: what was announced, what became of it, and what took place.

A visit's status turns with the calendar once at most (a visit under way is over, a pending one lapses), so a
row holds the status until that day and the one after it, and the question brings the day.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from events.interval import last_day
from projections.ground.facts import Act, Acts, Dated
from projections.ground.ground import Ground
from projections.ground.kept import read_fact
from projections.public.shapes import Announcement, Fact, Visit, VisitStatus, When
from projections.view import Row, View

UNDATED_LAPSES_DAYS = 180
"""An announced visit without a date is waited for as long after the last report of it: an answer to it may come
that much later (``events.answers``)."""

FAMILIES = ("visit",)
Order = tuple[date, str, str, str]
"""Where a visit stands in a list: day, happening, visitor, host."""
Outcome = Literal["occurred", "cancelled", "postponed"]


class VisitRow(Row, frozen=True):
    """An announced visit, one that took place, or a cancellation; a postponement may be answered like an announcement.

    On a day up to ``turns`` (None: ``recorded_on`` and half a year) its status is ``status``, later ``status_later``.
    """

    happening: str
    announces: bool
    visitor: str
    host: str
    status: VisitStatus
    status_later: VisitStatus
    turns: date | None
    moment: date | None
    answered_by: str | None
    outcome: Outcome | None
    day: date | None
    recorded_on: date | None
    settled: date
    fact: bytes


def rows(acts: Acts, happening: str) -> dict[str, list[Row]]:
    """The rows of one happening: one for each of its visits, announcements and cancellations."""
    return {"visit": [_row(acts.ground, act) for act in acts.of(happening, FAMILIES)]}


def _row(ground: Ground, act: Act) -> VisitRow:
    dated, fact = act.dated, act.dated.fact
    answered = None
    announces = fact.type != "VisitCancelled" and fact.stage != "cancelled"
    announces = announces and (fact.type == "VisitAnnounced" or fact.stage == "planned")
    if announces or fact.mode == "postponed":
        answered = ground.answers.get((fact.family, fact.parties, fact.happening))
    status, later, turns = _statuses(dated, announces=announces)
    return VisitRow(
        fact.happening,
        announces,
        fact.parties[0],
        fact.parties[1],
        status,
        later,
        turns,
        _moment(fact) or dated.day,
        None if answered is None else answered.answer,
        None if answered is None else msgspec.convert(answered.outcome, Outcome),
        dated.day,
        dated.recorded_on,
        dated.settled,
        act.fact,
    )


def _statuses(dated: Dated, *, announces: bool) -> tuple[VisitStatus, VisitStatus, date | None]:
    """The status until a day, the one after it, and that day."""
    fact = dated.fact
    if fact.type == "VisitCancelled" or fact.stage == "cancelled":
        called_off: VisitStatus = "postponed" if fact.mode == "postponed" else "cancelled"
        return called_off, called_off, date.max
    if not announces:
        return "under_way", "occurred", _under_way_until(fact)
    if is_unaccepted(fact):
        return "invited", "invited", date.max
    if fact.due is not None and fact.due.precision == "month_without_year":
        return "unknown_year", "unknown_year", date.max
    due = _last(fact.due)
    if due is not None:
        return "pending", "lapsed", due
    reported = _last_reported(fact)
    return "pending", "lapsed", None if reported is None else reported + timedelta(days=UNDATED_LAPSES_DAYS)


def is_unaccepted(fact: Fact) -> bool:
    """Whether an announced visit is an invitation that nobody accepted: its host's idea, told by its host alone."""
    return fact.initiator == fact.target and all(source.asserted_by == "target" for source in fact.sources)


def _under_way_until(fact: Fact) -> date:
    """The last day of a visit told by the day; of one told under way, the last day on which it was so told."""
    if fact.act is not None and fact.act.precision == "day" and fact.act.end is not None:
        return _last(fact.act) or date.min
    if fact.stage == "under_way":
        return _last_reported(fact) or date.min
    return date.min


def _moment(fact: Fact) -> date | None:
    return _last(fact.act if fact.type == "VisitOccurred" else fact.due) or _last(fact.due) or _last(fact.act)


def _last(when: When | None) -> date | None:
    bound = None if when is None else (when.end or when.start)
    return None if bound is None else last_day(bound)


def _last_reported(fact: Fact) -> date | None:
    days = [day for source in fact.sources if source.reported and (day := last_day(source.reported)) is not None]
    return max(days, default=None)


def turning_day(row: VisitRow) -> date:
    """The last day of the row's first status; as the column ``turned`` of visits.sql."""
    return row.turns or (row.recorded_on or date.min) + timedelta(days=UNDATED_LAPSES_DAYS)


def counted_day(row: VisitRow) -> date:
    """The day from which the row counts."""
    return min(day for day in (row.day, row.recorded_on) if day is not None)


def order_of(row: VisitRow) -> Order:
    """Where the row stands in a list, the greatest first; as the index of visits.sql."""
    return (row.moment or row.recorded_on or date.min, row.happening, row.visitor, row.host)


def status_on(row: VisitRow, day: date) -> VisitStatus:
    """A row's status on a day, leaving aside what may have answered it."""
    return row.status if day <= turning_day(row) else row.status_later


def answer_keys(rows: Sequence[VisitRow]) -> set[tuple[str, str, str]]:
    """The visits and cancellations among rows: what an announcement can be answered by."""
    return {(row.happening, row.visitor, row.host) for row in rows if not row.announces}


def is_answered(row: VisitRow, answers: set[tuple[str, str, str]]) -> bool:
    """Whether an announcement was answered by one of ``answers``: it then shows as part of that visit."""
    return row.answered_by is not None and (row.answered_by, row.visitor, row.host) in answers


def choose(  # noqa: PLR0913  (one a filter)
    rows: Sequence[VisitRow],
    day: date,
    status: Sequence[VisitStatus] = (),
    *,
    visitor: str | None = None,
    host: str | None = None,
    party: str | None = None,
    since: date | None = None,
    until: date | None = None,
    after: Order | None = None,
) -> list[VisitRow]:
    """What the statement ``page`` of visits.sql chooses, from rows in memory."""
    answers = answer_keys(rows)
    chosen = (
        row
        for row in rows
        if counted_day(row) <= day
        and (not status or status_on(row, day) in status)
        and visitor in {None, row.visitor}
        and host in {None, row.host}
        and party in {None, row.visitor, row.host}
        and (since is None or order_of(row)[0] >= since)
        and (until is None or order_of(row)[0] <= until)
        and (after is None or order_of(row) < after)
        and not is_answered(row, answers)
    )
    return sorted(chosen, key=order_of, reverse=True)


def describe(row: VisitRow, announcements: Sequence[VisitRow], day: date) -> Visit:
    """A visit on a day, with the announcements that it answers (an open announcement: itself)."""
    fact = _fact(row)
    status = status_on(row, day)
    own = [row] if row.announces else sorted(announcements, key=order_of)
    due = fact.due
    if due is None and not row.announces:
        due = next(
            (
                told.due
                for known in sorted(own, key=lambda each: each.announces)
                if (told := _fact(known)).due is not None
            ),
            None,
        )
    persons = fact.persons or tuple(dict.fromkeys(name for known in own for name in _fact(known).persons))
    return Visit(
        happening=row.happening,
        status=status,
        visitor=row.visitor,
        host=row.host,
        persons=persons,
        due=due,
        held=fact.act if status in {"under_way", "occurred"} else None,
        lapses=turning_day(row).isoformat() if status == "pending" else None,
        announcements=tuple(
            Announcement(
                happening=known.happening,
                answered_by=None if known is row else known.answered_by,
                outcome=None if known is row else known.outcome,
                fact=_fact(known),
            )
            for known in own
        ),
        fact=fact,
    )


def _fact(row: VisitRow) -> Fact:
    return read_fact(row.fact)


def answered_announcements(rows: Sequence[VisitRow]) -> Mapping[tuple[str, str, str], list[VisitRow]]:
    """Under each visit or cancellation, the announcements that it answers."""
    found: dict[tuple[str, str, str], list[VisitRow]] = {}
    for row in rows:
        if row.answered_by is not None:
            found.setdefault((row.answered_by, row.visitor, row.host), []).append(row)
    return found


VISITS = View(name="visits", fold=6, families=FAMILIES, tables={"visit": VisitRow}, rows=rows)

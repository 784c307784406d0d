"""What stands between two parties until an act ends it.

The fold that sanctions, memberships, envoys, embassies and military support share. A line is all that one party (the
subject) does to another (the object) in one of these; its acts, in the order of time, say what stands on a day. A view
says which types begin, alter and end what stands, and from whose side.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Generic, TypedDict, TypeVar

import msgspec

from projections.ground.facts import Act, Acts, Dated, counted_day
from projections.ground.kept import read_fact
from projections.public.registers import Line, LinePage
from projections.public.shapes import Fact
from projections.view import Row, View

LATEST_SHOWN = 20
"""Of a line's acts so many are shown, the latest first; the others are among the events."""
PLANNED, UNOBSERVED = "planned", "unobserved"
SEVERED = "RelationsSevered"
SEVERING = ("relations",)
"""The family of what breaks relations off."""


class ActRow(Row, frozen=True):
    """An act of a line: of ``subject`` towards ``object``, whichever of the two acted."""

    happening: str
    subject: str
    object: str
    type: str
    day: date | None
    recorded_on: date | None
    settled: date
    heard: date
    said: date
    entered: int
    touched: int
    fact: bytes


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How acts make something stand.

    ``states``: the status that a type gives, or a type in a mode (``MembershipEnded/suspended``); a type without one
    passes without changing anything. ``ending``: statuses in which nothing stands. ``by_object``: types whose source
    is the line's object. ``begun_counts``: whether an act under way is enough. ``by_item``: whether an end that names
    goods ends those alone. ``severing``: whether it ends where relations are broken off or suspended, from whichever
    side, and as which status.
    """

    states: Mapping[str, str]
    ending: frozenset[str]
    by_object: frozenset[str] = frozenset()
    begun_counts: bool = False
    by_item: bool = False
    severing: str | None = None

    def status_of(self, fact: Fact) -> str | None:
        """The status that an act gives to its line."""
        if fact.type == SEVERED:
            return self.severing
        return self.states.get(f"{fact.type}/{fact.mode}", self.states.get(fact.type))

    def is_firm(self, fact: Fact) -> bool:
        """Whether an act changes what stands: stated outright, and done."""
        return fact.factuality == "asserted" and (
            fact.stage == "done" or (self.begun_counts and fact.stage == "under_way")
        )


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on a line on a day.

    ``since``: the day from which the status holds without a break. ``present``: the acts by which something stands,
    ``planned``: what is to come, ``acts``: all that is known; each the latest first.
    """

    status: str
    since: date | None
    present: tuple[Dated, ...]
    planned: tuple[Dated, ...]
    acts: tuple[Dated, ...]


LineShape = TypeVar("LineShape", bound=Line)
Page = TypeVar("Page", bound=LinePage)


class Register(msgspec.Struct, Generic[LineShape, Page], frozen=True, kw_only=True, eq=False):
    """A view of lines, with how a line is shown, and a page of lines."""

    view: View
    course: Course
    show: Callable[[str, str, Standing], LineShape]
    page: Callable[..., Page]


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines are asked for: of a subject, of an object, of one or two parties on whichever side."""

    subject: str | None = None
    object: str | None = None
    parties: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[str, str] | None:
        """The two parties, where both sides of the line are named."""
        named = sorted({each for each in (self.subject, self.object, *self.parties) if each is not None})
        return (named[0], named[1]) if len(named) == 2 else None  # noqa: PLR2004  (a pair)

    @property
    def conditions(self) -> tuple[str | None, ...]:
        """The values that the statement ``lines`` of standing.sql takes for them."""
        one, other = (*self.parties, None, None)[:2]
        return (self.subject, self.object, one, other)

    def fit(self, row: ActRow) -> bool:
        """Whether a row's line is asked for."""
        return (
            self.subject in {None, row.subject}
            and self.object in {None, row.object}
            and all(party in {row.subject, row.object} for party in self.parties)
        )


class LineFields(TypedDict):
    """What every line shows."""

    since: str | None
    in_force: tuple[Fact, ...]
    planned: tuple[Fact, ...]
    last_acts: tuple[Fact, ...]
    acts: int


def fold_with(course: Course, families: tuple[str, ...]) -> Callable[[Acts, str], dict[str, list[Row]]]:
    """The fold of a view of lines: a row for each act of its families, and two for a break of relations."""

    def rows(acts: Acts, happening: str) -> dict[str, list[Row]]:
        found: list[Row] = []
        for act in acts.of(happening, families):
            parties = act.dated.fact.parties
            found.append(_row(act, *(parties[::-1] if act.dated.fact.type in course.by_object else parties)))
        if course.severing is not None:
            for act in acts.of(happening, SEVERING):
                if act.dated.fact.type == SEVERED:
                    one, other = act.dated.fact.parties
                    found += [_row(act, one, other), _row(act, other, one)]
        return {"act": found}

    return rows


def _row(act: Act, subject: str, object_: str) -> ActRow:
    dated, span = act.dated, act.span
    return ActRow(
        dated.fact.happening,
        subject,
        object_,
        dated.fact.type,
        dated.day,
        dated.recorded_on,
        dated.settled,
        span.heard,
        span.said,
        span.entered,
        span.touched,
        act.fact,
    )


def dated_of(row: ActRow) -> Dated:
    """The dated fact that a row holds."""
    return Dated(
        fact=read_fact(row.fact),
        day=row.day,
        recorded_on=row.recorded_on,
        settled=row.settled,
        effective=False,
    )


def group(rows: Iterable[ActRow], sides: Sides, day: date) -> dict[tuple[str, str], list[Dated]]:
    """The acts of each line on a day, in the order of the lines, as the statement ``lines`` of standing.sql chooses.

    A break of relations alone makes no line: nothing is known to have stood that it would end.
    """
    lines: dict[tuple[str, str], list[Dated]] = {}
    for row in rows:
        if sides.fit(row) and counted_day(row.day, row.recorded_on) <= day:
            lines.setdefault((row.subject, row.object), []).append(dated_of(row))
    return {key: lines[key] for key in sorted(lines) if any(each.fact.type != SEVERED for each in lines[key])}


def stand(course: Course, acts: Sequence[Dated]) -> Standing:
    """What stands on a line by the acts that count."""

    def in_time(dated: Dated) -> tuple[date, bool, str]:
        # An end of the same day comes after what it ends.
        return (dated.counted, course.status_of(dated.fact) in course.ending, dated.fact.happening)

    known = sorted(acts, key=in_time)
    firm = [dated for dated in known if course.is_firm(dated.fact)]
    present: list[Dated] = []
    turns: list[tuple[str, date]] = []
    for dated in firm:
        status = course.status_of(dated.fact)
        if status is None:
            continue
        if status in course.ending:
            if dated.fact.type == SEVERED and not turns:
                # Nothing is known to have stood that it would end.
                continue
            present = [other for other in present if not _ends(course, dated, other)]
            status = _last_status(course, present) or status
        else:
            present.append(dated)
        if not turns or turns[-1][0] != status:
            turns.append((status, dated.counted))
    planned = [dated for dated in known if _is_open(dated, firm, course)]
    fallback = (PLANNED if planned else UNOBSERVED, None)
    status, since = turns[-1] if turns else fallback
    return Standing(
        status=status,
        since=since,
        present=tuple(reversed(present)),
        planned=tuple(reversed(planned)),
        acts=tuple(reversed(known)),
    )


def _ends(course: Course, end: Dated, begun: Dated) -> bool:
    return not course.by_item or None in {end.fact.item, begun.fact.item} or end.fact.item == begun.fact.item


def _last_status(course: Course, present: Sequence[Dated]) -> str | None:
    return course.status_of(present[-1].fact) if present else None


def _is_open(dated: Dated, firm: Sequence[Dated], course: Course) -> bool:
    """Whether an act is still to come: planned or begun, and no act of its type has been done since it was told."""
    fact = dated.fact
    if fact.factuality != "asserted" or fact.stage not in {"planned", "under_way"} or course.is_firm(fact):
        return False
    return not any(other.fact.type == fact.type and other.counted >= dated.counted for other in firm)


def facts_of(dated: Iterable[Dated], most: int = LATEST_SHOWN) -> tuple[Fact, ...]:
    """The facts of the first few."""
    return tuple(each.fact for each in dated)[:most]


def line_fields(standing: Standing) -> LineFields:
    """What every line shows of what stands."""
    return LineFields(
        since=None if standing.since is None else standing.since.isoformat(),
        in_force=facts_of(standing.present),
        planned=facts_of(standing.planned),
        last_acts=facts_of(standing.acts),
        acts=len(standing.acts),
    )

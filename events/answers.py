"""Which act answers an announcement: a pure function of the groups of reports.

A visit, meeting or agreement that was announced is answered by one that took place, or by the news
that it would not, between the same parties and in the same direction. It must fit the time due (half a
year after the announcement, where none was told), and cannot have been over before the announcement
was published. What took place answers before what was called off: a visit may be revived. A visit
that was postponed to a date is answered by what took place then, and so is the postponement itself.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from events.happenings import Group, content_order
from events.interval import EVER, Calendar, Interval, Span, first_day
from events.likeness import persons_compatible, same_instrument, share_person
from events.timing import Place, place_interval, place_of
from events.vocabulary import Report, VisitCancelled, is_announcement, is_cancellation, is_planned, parties_of

Outcome = Literal["occurred", "cancelled", "postponed"]

ANSWERED_BY: dict[str, tuple[str, ...]] = {
    "VisitAnnounced": ("VisitOccurred", "VisitCancelled"),
    "MeetingAnnounced": ("MeetingHeld",),
    "AgreementAnnounced": ("AgreementSigned",),
}
"""What an announcement waits for; besides, a report of its own type at stage *cancelled* calls it off."""

_SURER_OUTCOMES: tuple[Outcome, ...] = ("occurred", "cancelled", "postponed")
AWAITING = frozenset({"visit", "meeting", "agreement"})
"""The families of what may be announced, and of what answers it."""
_SLACK_DAYS = 3
_UNDATED_WINDOW_DAYS = 180
_BEFORE_REPORT_DAYS = 1
_CALLED_OFF_AFTER_DAYS = 31
_SCORE = {"day": 0.9, "month": 0.8, "month_without_year": 0.7, "year": 0.6, "fresh": 0.6, "window": 0.5}
_NEEDS_PERSON = frozenset({"month_without_year", "year"})
"""Where so little is told of the time, the traveller must be the same, and named."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An announced happening and the one that answers it."""

    announcement: str
    parties: tuple[str, ...]
    family: str
    answer: str
    outcome: Outcome
    reason: str
    score: float


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """What a group tells as a whole, as an announcement or as an answer to one."""

    happening: str
    lead: Report
    place: Place | None
    persons: tuple[str, ...]
    since: int | None
    """The first ordinal on which it may have been announced."""
    outcome: Outcome
    due: Interval | None


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """A possible answer and how well it fits."""

    side: Side
    known: bool
    """Whether the same person stands on both sides."""
    when_due: bool
    """Whether it took place, and when it was due."""
    score: float
    days_apart: float
    """Days from the announcement to the act."""
    reason: str


def find_answers(groups: list[Group]) -> list[Answer]:
    """The best answer of each announced group; none where nothing fits.

    Neither the order of the groups nor that of their members matters.
    """
    shelves: dict[tuple[str, tuple[str, ...]], list[Side]] = {}
    for group in groups:
        report = group.members[0].report
        if report.family in AWAITING:
            shelves.setdefault((report.family, parties_of(report)), []).append(make_side(group))
    found = [answer for sides in shelves.values() for answer in answer_sides(sides, sides)]
    return sorted(found, key=lambda answer: (answer.family, answer.parties, answer.announcement))


def answer_sides(asking: Iterable[Side], sides: Sequence[Side]) -> list[Answer]:
    """The best answers of some of the sides of one family between the same parties, in their order.

    ``sides`` holds those that ask, all that bear their names, and all within their reach.
    """
    answering = Answering(sides)
    announced = {side.happening for side in sides if is_announcement(side.lead)}
    found: list[Answer] = []
    for side in asking:
        if is_announcement(side.lead):
            best = answering.best(side)
        else:
            best = None if side.happening in announced else answering.best_after(side)
        if best is not None:
            found.append(
                Answer(
                    announcement=side.happening,
                    parties=parties_of(side.lead),
                    family=side.lead.family,
                    answer=best.side.happening,
                    outcome=best.side.outcome,
                    reason=best.reason,
                    score=round(best.score, 3),
                )
            )
    return found


def make_side(group: Group) -> Side:
    """What a group tells as a whole."""
    reports = [told.report for told in sorted(group.members, key=content_order)]
    lead = reports[0]
    outcome: Outcome = "cancelled" if is_cancellation(lead) else "occurred"
    if any(_puts_off(report) for report in reports):
        outcome = "postponed"
    return Side(
        happening=group.happening,
        lead=lead,
        place=place_of(lead),
        persons=tuple(dict.fromkeys(name for report in reports for name in report.persons)),
        since=min((day for report in reports for day in _announced(report)), default=None),
        outcome=outcome,
        due=next((report.due for report in reports if report.due is not None), None),
    )


def extend_side(side: Side, happening: str, reports: Iterable[Report]) -> Side | None:
    """What a group tells, named ``happening`` now, once reports have joined it that are less sure than its first.

    None where that takes a look at all of them.
    """
    persons, since, outcome, due = side.persons, side.since, side.outcome, side.due
    for report in reports:
        if report.due is not None and side.lead.due is None and report.due != due:
            return None
        if not set(report.persons).issubset(persons):
            persons = tuple(dict.fromkeys((*persons, *report.persons)))
        since = min((*_announced(report), *(() if since is None else (since,))), default=None)
        outcome = "postponed" if _puts_off(report) else outcome
    return Side(
        happening=happening,
        lead=side.lead,
        place=side.place,
        persons=persons,
        since=since,
        outcome=outcome,
        due=due,
    )


def _puts_off(report: Report) -> bool:
    return isinstance(report, VisitCancelled) and report.mode == "postponed"


def _announced(report: Report) -> Iterable[int]:
    """The ordinals on which it may have been announced."""
    published = first_day(report.reported) if report.reported else None
    took_place = report.act.first() if report.act else None
    return [day.toordinal() for day in (published, took_place) if day is not None]


def find_reach(side: Side) -> Span | None:
    """The days within which whatever answers a side, or is answered by it, lies too; None where nothing can.

    Two sides can have to do with each other only where their reaches meet. Of a postponement it is followed to the
    new date: whatever may come then reaches into it, and it into whatever was put off.
    """
    spans: list[Span] = []
    if side.place is not None:
        spans.append(side.place.span)
    if is_announcement(side.lead) and side.place is not None:
        spans.append(_awaited(side.since, side.place.span))
    place = _was_due(side) if is_cancellation(side.lead) else None
    if place is not None:
        spans += [place.span, _awaited(side.since, place.span)]
    if not spans:
        return None
    if any(span.months for span in spans):
        return EVER
    return Span(first=min(span.first for span in spans) - _SLACK_DAYS, last=max(span.last for span in spans))


def _awaited(since: int | None, due: Span) -> Span:
    """From when to when the news may come that what was due is called off."""
    return Span(
        first=(since if since is not None else due.first - _UNDATED_WINDOW_DAYS) - _BEFORE_REPORT_DAYS,
        last=due.last + _CALLED_OFF_AFTER_DAYS,
    )


class Answering:
    """The possible answers of one family between the same parties, laid out in time."""

    def __init__(self, sides: Iterable[Side]) -> None:
        self._acts: Calendar[Side] = Calendar()
        self._called_off: Calendar[Side] = Calendar()
        self._off_when_due: Calendar[Side] = Calendar()
        for side in sides:
            if is_cancellation(side.lead):
                if side.place is not None:
                    self._called_off.add(side.place.span, side)
                was_due = _was_due(side)
                if was_due is not None:
                    self._off_when_due.add(was_due.span, side)
            elif not is_announcement(side.lead) and not is_planned(side.lead) and side.place is not None:
                self._acts.add(side.place.span, side)

    def best(self, promise: Side, seen: frozenset[str] = frozenset()) -> _Found | None:
        """The best answer to an announcement, followed to the new date where it is a postponement."""
        found = min((*self._held(promise), *self._off(promise, seen)), key=_rank, default=None)
        if found is None or found.side.outcome != "postponed" or found.side.due is None:
            return found
        off = found.side
        moved = msgspec.structs.replace(
            off,
            lead=promise.lead,
            place=place_interval(off.due, promise.lead.family, off.lead.reported, planned=True),
            persons=off.persons or promise.persons,
        )
        later = self.best(moved, seen | {off.happening})
        if later is None:
            return found
        return msgspec.structs.replace(later, reason=f"it was postponed; then {later.reason}")

    def best_after(self, off: Side) -> _Found | None:
        """The visit that a postponement to a date came to, on that date; None where it is none, or nothing fits."""
        if off.outcome != "postponed" or off.due is None or not isinstance(off.lead, VisitCancelled):
            return None
        return min(self._held(msgspec.structs.replace(off, place=_was_due(off))), key=_rank, default=None)

    def _held(self, promise: Side) -> Iterable[_Found]:
        acts = () if promise.place is None else self._acts.near(promise.place.span, _SLACK_DAYS)
        for act in acts:
            found = _fits(promise, act)
            if found is not None:
                yield found

    def _off(self, promise: Side, seen: frozenset[str]) -> Iterable[_Found]:
        if promise.place is None:
            return
        span = promise.place.span
        # By the day that it was due or that it was called off: which of them counts depends on both.
        near = [*self._off_when_due.near(span, _SLACK_DAYS)]
        if not span.months:
            near += self._called_off.near(_awaited(promise.since, span))
        for off in near:
            found = None if off.happening in seen else _calls_off(promise, off)
            if found is not None:
                yield found


def _rank(found: _Found) -> tuple[bool, bool, float, float, int, str, int]:
    """The best answer is the least: same person, took place when due, likeness, nearness, day, id, outcome.

    One article may say in one breath that a visit is put off and called off.
    """
    side = found.side
    first = side.place.span.first if side.place is not None else 0
    likeness = (not found.known, not found.when_due, -found.score, found.days_apart)
    return (*likeness, first, side.happening, _SURER_OUTCOMES.index(side.outcome))


def _over_before(promise: Side, act: Side) -> bool:
    """Whether an act was over before its announcement was published: then it is not what was announced."""
    if promise.since is None or act.place is None or act.place.span.months:
        return False
    return act.place.span.last < promise.since - _BEFORE_REPORT_DAYS


def _fits(promise: Side, act: Side) -> _Found | None:
    """How an act that took place answers an announcement."""
    if promise.place is None or act.place is None or _over_before(promise, act):
        return None
    if not persons_compatible(promise.persons, act.persons):
        return None
    kinds = {promise.place.kind, act.place.kind}
    guessed = not kinds.isdisjoint(("fresh", "window"))
    slack = _SLACK_DAYS if kinds == {"day"} else _BEFORE_REPORT_DAYS if guessed else 0
    if not promise.place.span.meets(act.place.span, slack):
        return None
    known = share_person(promise.persons, act.persons)
    alike = same_instrument(promise.lead, act.lead)
    vague = not kinds.isdisjoint(_NEEDS_PERSON) or (guessed and promise.lead.family == "agreement")
    if vague and not known and not alike:
        return None
    reason = "the parties agree and it followed the announcement" if guessed else "the parties and the time due agree"
    return _found(promise, act, min(_SCORE[kind] for kind in kinds), reason, when_due=not guessed)


def _calls_off(promise: Side, off: Side) -> _Found | None:
    """How the news that an act would not be, or not when it was due, answers its announcement."""
    awaited = type(promise.lead).__name__
    if type(off.lead).__name__ not in (awaited, *ANSWERED_BY[awaited]) or _over_before(promise, off):
        return None
    if not persons_compatible(promise.persons, off.persons):
        return None
    if off.outcome == "cancelled" and off.due is not None and promise.due is not None:
        return _called_off_when_due(promise, off)
    return _called_off_meanwhile(promise, off)


def _was_due(off: Side) -> Place | None:
    """When what was called off was due, as far as the news of it tells."""
    return None if off.due is None else place_interval(off.due, off.lead.family, off.lead.reported, planned=True)


def _called_off_when_due(promise: Side, off: Side) -> _Found | None:
    was_due = _was_due(off)
    if promise.place is None or was_due is None:
        return None
    kinds = {promise.place.kind, was_due.kind}
    if not promise.place.span.meets(was_due.span, _SLACK_DAYS if kinds == {"day"} else 0):
        return None
    if not kinds.isdisjoint(_NEEDS_PERSON) and not share_person(promise.persons, off.persons):
        return None
    return _found(promise, off, 0.9, "what was due then was called off")


def _called_off_meanwhile(promise: Side, off: Side) -> _Found | None:
    place = promise.place
    if place is None or off.place is None or place.span.months or off.place.span.months:
        return None
    if not _awaited(promise.since, place.span).meets(off.place.span):
        return None
    score = 0.5 if place.kind in ("fresh", "window") else 0.7
    return _found(promise, off, score, "it was called off after it had been announced")


def _found(promise: Side, act: Side, score: float, reason: str, *, when_due: bool = False) -> _Found:
    known = share_person(promise.persons, act.persons)
    if known:
        score, reason = score + 0.1, reason + ", and so do the persons"
    if same_instrument(promise.lead, act.lead):
        score, reason = score + 0.1, reason + ", and so does the instrument"
    days_apart = 0.0
    if act.place is not None and promise.since is not None and not act.place.span.months:
        days_apart = abs(act.place.span.last - promise.since)
    score = min(1.0, round(score, 3))
    return _Found(side=act, known=known, when_due=when_due, score=score, days_apart=days_apart, reason=reason)

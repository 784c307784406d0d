"""Which act answers an announcement: a pure function of the groups of reports.

A visit, meeting or agreement that was announced is answered by one that occurred (or was cancelled)
between the same parties, in the same direction, at the time it was due.
"""

from datetime import timedelta
from typing import Literal

import msgspec

from events.happenings import Group, persons_compatible, reported_day, same_person, when_of
from events.interval import Interval
from events.vocabulary import Act, Mutual, VisitCancelled

Outcome = Literal["occurred", "cancelled", "postponed"]

ANSWERED_BY: dict[str, tuple[str, ...]] = {
    "VisitAnnounced": ("VisitOccurred", "VisitCancelled"),
    "MeetingAnnounced": ("MeetingHeld",),
    "AgreementAnnounced": ("AgreementSigned",),
}
_SLACK_DAYS = 3
_UNDATED_WINDOW_DAYS = 180
_BEFORE_REPORT_DAYS = 1


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An announced happening and the one that answers it."""

    announcement: str
    parties: tuple[str, ...]
    family: str
    answer: str
    outcome: Outcome
    reason: str
    score: float


def find_answers(groups: list[Group]) -> list[Answer]:
    """The best answer of each announced group; none where nothing fits. Order does not matter."""
    found: list[Answer] = []
    for announced in groups:
        first = announced.members[0].report
        answer_types = ANSWERED_BY.get(type(first).__name__)
        if answer_types is None:
            continue
        best: tuple[tuple[float, float], Group, str] | None = None
        for candidate in groups:
            if type(candidate.members[0].report).__name__ not in answer_types:
                continue
            fit = _fits(announced, candidate)
            if fit is not None and (best is None or fit[0] > best[0]):
                best = (fit[0], candidate, fit[1])
        if best is None:
            continue
        (score, _nearness), candidate, reason = best
        found.append(
            Answer(
                announcement=announced.happening,
                parties=_parties(first),
                family=first.family,
                answer=candidate.happening,
                outcome=_outcome(candidate),
                reason=reason,
                score=round(score, 3),
            )
        )
    return sorted(found, key=lambda answer: (answer.announcement, answer.parties))


def _outcome(candidate: Group) -> Outcome:
    report = candidate.members[0].report
    return report.mode if isinstance(report, VisitCancelled) else "occurred"


def _parties(report: Act) -> tuple[str, ...]:
    if isinstance(report, Mutual):
        return report.parties
    return (report.source, report.target)  # type: ignore[attr-defined]  # every other act is directed


def _fits(announced: Group, candidate: Group) -> tuple[tuple[float, float], str] | None:
    """How well a candidate answers: (score, nearness in days as a negative number) and the reason."""
    promise, act = announced.members[0].report, candidate.members[0].report
    if _parties(promise) != _parties(act):
        return None
    persons = tuple({name for told in announced.members for name in told.report.persons})
    actors = tuple({name for told in candidate.members for name in told.report.persons})
    if not persons_compatible(persons, actors):
        return None
    known = any(same_person(one, other) for one in persons for other in actors)
    due, when = when_of(promise), when_of(act)
    first_report = min((day for told in announced.members if (day := reported_day(told.report)) is not None), default=None)
    last_day_of_act = None if when is None else (when.last() or when.first())
    if when is None:
        last_day_of_act = reported_day(act)
    if (
        first_report is not None
        and last_day_of_act is not None
        and last_day_of_act < first_report - timedelta(days=_BEFORE_REPORT_DAYS)
    ):
        # What was over before the announcement was published cannot be what it announced.
        return None
    nearness = 0.0
    if first_report is not None and last_day_of_act is not None:
        nearness = -abs((last_day_of_act - first_report).days)
    if due is not None and when is not None:
        if not due.overlaps(when, slack_days=_SLACK_DAYS):
            return None
        score = 0.9 if due.precision == "day" else 0.8 if due.precision == "month" else 0.7
        reason = "the parties and the time due agree"
    else:
        if first_report is None or last_day_of_act is None:
            return None
        window = Interval(
            start=first_report.isoformat(), end=(first_report + timedelta(days=_UNDATED_WINDOW_DAYS)).isoformat()
        )
        if not window.overlaps(Interval.of(last_day_of_act.isoformat()), slack_days=_BEFORE_REPORT_DAYS):
            return None
        if not known and isinstance(promise, Mutual) and promise.family == "agreement":
            return None
        score, reason = 0.5, "the parties agree, within half a year of the announcement"
    if known:
        score, reason = min(1.0, score + 0.1), reason + ", and so do the persons"
    return (score, nearness), reason



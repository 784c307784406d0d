"""What to append when new reports come: the reports, and what they change in what was decided before.

``decide`` is a pure function. It adds the new reports to those of the same buckets, computes the
partition and the answers afresh, compares them with the recorded ones, and returns the difference.
"""

from collections.abc import Iterable, Sequence

import msgspec

from events.answers import Answer, find_answers
from events.envelope import Query, QueryItem
from events.happenings import Group, Told, partition
from events.tags import party_tags
from events.vocabulary import (
    FAMILIES,
    AnnouncementAnswered,
    Event,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    Record,
    Report,
    parties_of,
)

_DECISION_TYPES = ("HappeningsMerged", "HappeningSplit", "AnnouncementAnswered", "EventRetracted")


Shelf = tuple[str, tuple[str, ...]]
"""A family and its parties (in order, where the act is directed): within it acts are alike or answer each other."""


class History(msgspec.Struct, kw_only=True):
    """What the ledger holds of some buckets, folded in position order."""

    told: dict[str, Report] = {}
    happening: dict[str, str] = {}
    answers: dict[tuple[Shelf, str], tuple[str, str]] = {}

    def apply(self, event_id: str, event: Event) -> None:
        """Take one recorded event into account."""
        match event:
            case HappeningsMerged() | HappeningSplit():
                for moved in event.events:
                    self.happening[moved] = event.happening
            case AnnouncementAnswered():
                key = ((event.family, event.parties), event.announcement)
                if event.answer is None or event.outcome is None:
                    self.answers.pop(key, None)
                else:
                    self.answers[key] = (event.answer, event.outcome)
            case EventRetracted():
                self.told.pop(event.event, None)
                self.happening.pop(event.event, None)
            case _ if isinstance(event, Report):
                self.told[event_id] = event
                self.happening.setdefault(event_id, event.happening)
            case _:
                pass


def relevant(reports: Iterable[Report]) -> Query:
    """What a decision about these reports must read, and must not have changed before it is appended."""
    items: dict[tuple[str, tuple[str, ...]], QueryItem] = {}
    for report in reports:
        parties = party_tags(parties_of(report))
        items[(report.family, parties)] = QueryItem(
            types=(*FAMILIES[report.family], *_DECISION_TYPES), tags=(*parties, f"family:{report.family}")
        )
    return Query(items=tuple(items[key] for key in sorted(items)))


def decide(new: Sequence[Told], history: History, retracted: Iterable[EventRetracted] = ()) -> list[Record]:
    """The decisions that the new reports (and retractions) call for beside themselves, in content order."""
    told = {event_id: report for event_id, report in history.told.items()}
    touched = {_shelf(item.report) for item in new}
    for withdrawal in retracted:
        gone = told.pop(withdrawal.event, None)
        if gone is not None:
            touched.add(_shelf(gone))
    told.update({item.id: item.report for item in new})
    groups = partition(Told(id=event_id, report=report) for event_id, report in told.items() if _shelf(report) in touched)
    recorded = history.happening | {item.id: item.report.happening for item in new}
    return [*_moves(groups, recorded), *_answers(groups, history, touched)]


def _shelf(report: Report) -> Shelf:
    return (report.family, parties_of(report))


def _moves(groups: list[Group], recorded: dict[str, str]) -> list[Record]:
    moves: list[Record] = []
    for group in groups:
        moved = tuple(sorted(member.id for member in group.members if recorded[member.id] != group.happening))
        if not moved:
            continue
        report = group.members[0].report
        if len(group.members) > 1:
            moves.append(
                HappeningsMerged(
                    family=report.family,
                    parties=parties_of(report),
                    happening=group.happening,
                    events=moved,
                    reason=group.reason,
                    score=group.score,
                )
            )
        else:
            moves.append(
                HappeningSplit(
                    family=report.family,
                    parties=parties_of(report),
                    happening=group.happening,
                    events=moved,
                    reason="a surer report fits the other act better",
                )
            )
    return moves


def _answers(groups: list[Group], history: History, touched: set[Shelf]) -> list[Record]:
    wanted: dict[tuple[Shelf, str], Answer] = {
        ((answer.family, answer.parties), answer.announcement): answer for answer in find_answers(groups)
    }
    changes: list[Record] = []
    for key in sorted(wanted):
        answer = wanted[key]
        if history.answers.get(key) != (answer.answer, answer.outcome):
            changes.append(
                AnnouncementAnswered(
                    family=answer.family,
                    parties=answer.parties,
                    announcement=answer.announcement,
                    answer=answer.answer,
                    outcome=answer.outcome,
                    reason=answer.reason,
                    score=answer.score,
                )
            )
    for key in sorted(history.answers):
        (family, parties), announcement = key
        if key not in wanted and key[0] in touched:
            changes.append(
                AnnouncementAnswered(
                    family=family,
                    parties=parties,
                    announcement=announcement,
                    answer=None,
                    outcome=None,
                    reason="what answered it now tells of another act, or it does itself",
                    score=0.0,
                )
            )
    return changes

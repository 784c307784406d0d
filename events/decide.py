"""What to append when new reports come: the reports, and what they change in what was decided before.

``decide`` is a pure function. It adds the new reports to those of the same family and parties, computes
the partition and the answers afresh, compares them with the recorded ones, and returns the difference.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter

import msgspec

from events.answers import Answer, find_answers
from events.envelope import Query, QueryItem
from events.happenings import Bucket, Group, Link, Told, bucket_of, partition
from events.tags import party_tags
from events.vocabulary import (
    FAMILIES,
    Act,
    AnnouncementAnswered,
    ArticleIngested,
    ArticleRevised,
    Event,
    EventCorrected,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    Redacted,
    Report,
    parties_of,
)

_DECISION_TYPES = (
    "HappeningsMerged",
    "HappeningSplit",
    "AnnouncementAnswered",
    "EventRetracted",
    "EventCorrected",
    "Redacted",
)

Shelf = tuple[str, tuple[str, ...]]
"""A family and its parties (in order, where the act is directed): within it acts are alike or answer each other."""

Decision = HappeningsMerged | HappeningSplit | AnnouncementAnswered
"""What is decided about reports, beside themselves."""

Correction = EventRetracted | EventCorrected | HappeningsMerged | HappeningSplit
"""What a curator, or a revised article, changes of what was recorded."""


class History(msgspec.Struct, kw_only=True):
    """What the ledger holds of some shelves, folded in position order.

    ``happening`` maps an event to the happening it tells of by the latest decision, ``answers`` an
    announced happening to the one that answers it and the outcome. What was retracted stays out, however
    often it is reported again under the same id; ``barred`` is what of it a curator retracted. A corrected event
    is told with the value that it has now, though its first value may not be on these shelves.
    """

    told: dict[str, Report] = {}
    happening: dict[str, str] = {}
    answers: dict[tuple[Shelf, str], tuple[str, str]] = {}
    retracted: set[str] = set()
    barred: set[str] = set()
    links: list[Link] = []

    def apply(self, event_id: str, event: Event) -> None:
        """Take one recorded event into account."""
        match event:
            case HappeningsMerged() | HappeningSplit():
                if event.evidence:
                    self.links.extend(self._links_of(event))
                self.happening.update(dict.fromkeys(event.events, event.happening))
            case AnnouncementAnswered():
                key = ((event.family, event.parties), event.announcement)
                if event.answer is None or event.outcome is None:
                    self.answers.pop(key, None)
                else:
                    self.answers[key] = (event.answer, event.outcome)
            case EventCorrected():
                if event.event not in self.retracted:
                    self.told[event.event] = event.corrected
                    self.happening.setdefault(event.event, event.happening)
            case EventRetracted() | Redacted():
                self.retracted.add(event.event)
                if isinstance(event, EventRetracted) and event.by == "curator":
                    self.barred.add(event.event)
                self.told.pop(event.event, None)
                self.happening.pop(event.event, None)
            case Act() if event_id not in self.retracted:
                self.told.setdefault(event_id, event)
                self.happening.setdefault(event_id, event.happening)
            case _:
                pass

    def copy(self) -> "History":
        """A history that can go on by itself."""
        return History(
            told=dict(self.told),
            happening=dict(self.happening),
            answers=dict(self.answers),
            retracted=set(self.retracted),
            barred=set(self.barred),
            links=list(self.links),
        )

    def _links_of(self, event: HappeningsMerged | HappeningSplit) -> list[Link]:
        """A curator's word as links between the events that it names and those it joins them to or parts them from."""
        moved = sorted(event.events)
        links = [Link(one=moved[0], other=each, same=True) for each in moved[1:]]
        if isinstance(event, HappeningsMerged):
            standing = sorted(
                each for each, happening in self.happening.items() if happening == event.happening and each not in moved
            )
            # What was kept apart before is joined now, each with each.
            named = {*moved, *standing}
            apart = (link for link in self.links if not link.same and link.one in named and link.other in named)
            return [
                *links,
                *(Link(one=moved[0], other=each, same=True) for each in standing),
                *(Link(one=link.one, other=link.other, same=True) for link in apart),
            ]
        if event.apart:
            return [Link(one=each, other=other, same=False) for each in moved for other in event.apart]
        left = {self.happening[each] for each in moved if each in self.happening}
        staying = sorted(each for each, happening in self.happening.items() if happening in left and each not in moved)
        return [*links, *(Link(one=each, other=other, same=False) for each in moved for other in staying)]


def relevant(reports: Iterable[Report]) -> Query:
    """What a decision about these reports must read, and must not have changed before it is appended."""
    return relevant_to(map(shelf_of, reports))


def relevant_to(shelves: Iterable[Shelf]) -> Query:
    """What a decision about acts of these families and parties must read."""
    items: dict[tuple[str, tuple[str, ...]], QueryItem] = {}
    for family, several in shelves:
        parties = party_tags(several)
        items[(family, parties)] = QueryItem(
            types=(*FAMILIES[family], *_DECISION_TYPES), tags=(*parties, f"family:{family}")
        )
    return Query(items=tuple(items[key] for key in sorted(items)))


def decide(new: Sequence[Told], history: History, corrections: Iterable[Correction] = ()) -> list[Decision]:
    """The decisions that new reports and corrections call for beside themselves, in content order.

    Reports that the history holds already, or that were retracted, call for nothing.
    """
    after = history.copy()
    touched: set[Shelf] = set()
    for item in new:
        if item.id not in after.told and item.id not in after.retracted:
            touched.add(shelf_of(item.report))
            after.apply(item.id, item.report)
    for correction in corrections:
        named = correction.events if isinstance(correction, HappeningsMerged | HappeningSplit) else (correction.event,)
        touched.update(shelf_of(after.told[each]) for each in named if each in after.told)
        if isinstance(correction, EventCorrected):
            touched.add(shelf_of(correction.corrected))
        after.apply("", correction)
    told = (Told(id=each, report=report) for each, report in after.told.items() if shelf_of(report) in touched)
    groups = partition(told, after.links)
    names: dict[Bucket, set[str]] = {}
    for group in groups:
        names.setdefault(bucket_of(group.members[0].report), set()).add(group.happening)
    moves = [
        move
        for group in groups
        for move in compare_group(group, after.happening, names[bucket_of(group.members[0].report)])
    ]
    wanted: dict[tuple[Shelf, str], Answer | None] = {key: None for key in history.answers if key[0] in touched}
    wanted.update({((each.family, each.parties), each.announcement): each for each in find_answers(groups)})
    return [*moves, *compare_answers(wanted, history.answers)]


def shelf_of(report: Report) -> Shelf:
    """The family and the parties of a report."""
    return (report.family, parties_of(report))


def shelves_of(event: Event) -> tuple[Shelf, ...]:
    """The shelves on which an event stands: of an article none, of a correction those of both values, former first."""
    if isinstance(event, Act):
        return (shelf_of(event),)
    if isinstance(event, ArticleIngested | ArticleRevised):
        return ()
    shelf = (event.family, event.parties)
    return (shelf, shelf_of(event.corrected)) if isinstance(event, EventCorrected) else (shelf,)


def compare_group(group: Group, recorded: Mapping[str, str], names: Collection[str]) -> list[Decision]:
    """What brings the recorded happenings of a group's events to the group; ``names`` are those of its whole bucket."""
    moved = sorted(member.id for member in group.members if recorded[member.id] != group.happening)
    if not moved:
        return []
    moves: list[Decision] = []
    report = group.members[0].report
    left = tuple(each for each in moved if len(group.members) == 1 or recorded[each] in names)
    joined = tuple(each for each in moved if each not in left)
    if left:
        moves.append(
            HappeningSplit(
                family=report.family,
                parties=parties_of(report),
                happening=group.happening,
                events=left,
                reason=_why_split(group),
            )
        )
    if joined:
        moves.append(
            HappeningsMerged(
                family=report.family,
                parties=parties_of(report),
                happening=group.happening,
                events=joined,
                reason=group.reason,
                score=group.score,
            )
        )
    return moves


def _why_split(group: Group) -> str:
    if len(group.members) == 1:
        return "of the reports that stand it agrees with none"
    return f"of the reports that stand it agrees best with these: {group.reason}"


def compare_answers(
    wanted: Mapping[tuple[Shelf, str], Answer | None], recorded: Mapping[tuple[Shelf, str], tuple[str, str]]
) -> list[Decision]:
    """What brings the recorded answers of some announcements to those wanted; None: it is to have none."""
    changes: list[Decision] = [
        AnnouncementAnswered(
            family=family,
            parties=parties,
            announcement=announcement,
            answer=None,
            outcome=None,
            reason="what answered it, or it itself, now tells of another act",
            score=0.0,
        )
        for (family, parties), announcement in sorted(key for key, answer in wanted.items() if answer is None)
        if ((family, parties), announcement) in recorded
    ]
    changes.extend(
        AnnouncementAnswered(
            family=answer.family,
            parties=answer.parties,
            announcement=answer.announcement,
            answer=answer.answer,
            outcome=answer.outcome,
            reason=answer.reason,
            score=answer.score,
        )
        for key, answer in sorted(wanted.items(), key=itemgetter(0))
        if answer is not None and recorded.get(key) != (answer.answer, answer.outcome)
    )
    return changes

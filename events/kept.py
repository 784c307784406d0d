"""What was told of one family and its parties, kept grouped, so that a new report costs what it changes.

``decide_kept`` decides as ``events.decide.decide`` does about the same reports and the same histories, but looks only
at the groups and answers that the reports can change. Everything else stands as it was decided before.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from events.answers import AWAITING, Answer, Side, answer_sides, extend_side, find_reach, make_side
from events.decide import Decision, History, Shelf, compare_answers, compare_group, shelf_of
from events.happenings import Bucket, Group, Told, Words, bucket_of, content_order
from events.interval import Span
from events.parts import Parts, Regrouped
from events.vocabulary import Event, Report


class _Standing(msgspec.Struct, frozen=True):
    """A group as a side of answers, with its reach and its place among the others."""

    side: Side
    reach: Span | None
    order: tuple[int, int, int, int, str, str]


_GroupName = tuple[Bucket, str]


class Kept(msgspec.Struct, eq=False):
    """The history of one shelf, and how its reports are grouped: ``parts`` and ``names`` of the groups of each bucket.

    ``settled``: what was recorded accords with the groups, so that only what changes need be compared.
    Only for a shelf from which, and to which, no correction has moved an event: of the others all that was ever moved
    must be looked at together.
    """

    shelf: Shelf
    history: History
    parts: dict[Bucket, Parts] = {}
    names: dict[Bucket, frozenset[str]] = {}
    sides: dict[_GroupName, _Standing] = {}
    grouped: bool = False
    settled: bool = False

    def __len__(self) -> int:
        """How many events it holds."""
        return len(self.history.told)

    def follow(self, event_id: str, event: Event) -> None:
        """Take into account what somebody else has recorded; it is grouped anew when next asked."""
        self.history.apply(event_id, event)
        self.parts, self.names, self.sides = {}, {}, {}
        self.grouped = self.settled = False

    def group(self) -> None:
        """Group what stands there, where that has not been done."""
        if not self.grouped:
            told = (Told(id=each, report=report) for each, report in self.history.told.items())
            self.regroup([each for each in told if shelf_of(each.report) == self.shelf])
            self.grouped = True

    def tell(self, new: Sequence[Told]) -> "tuple[Kept, list[Group], dict[tuple[Shelf, str], Answer | None]]":
        """What stands there with new reports, the groups to be compared with what is recorded, and the answers."""
        self.group()
        after = msgspec.structs.replace(
            self,
            history=self.history.copy(),
            parts=dict(self.parts),
            names=dict(self.names),
            sides=dict(self.sides),
        )
        for item in new:
            after.history.apply(item.id, item.report)
        come, changed = after.regroup(new)
        if self.settled:
            return after, come, after.answer(changed)
        groups = [group for parts in after.parts.values() for group in parts.groups()]
        wanted: dict[tuple[Shelf, str], Answer | None] = dict.fromkeys(self.history.answers)
        wanted |= after.find_answers(list(after.sides.values()), list(after.sides.values()))
        return after, groups, wanted

    def compare(self, group: Group) -> list[Decision]:
        """What brings the recorded happenings of a group's events to the group."""
        return compare_group(group, self.history.happening, self.names[bucket_of(group.members[0].report)])

    def settle(self, decisions: Iterable[Decision]) -> None:
        """Take what was decided about all that stands here as recorded."""
        for decision in decisions:
            self.history.apply("", decision)
        self.settled = True

    def regroup(self, new: Iterable[Told]) -> tuple[list[Group], list[_Standing]]:
        """Group new reports with the others: the groups that are new, and the sides that were or are no longer so."""
        by_bucket: dict[Bucket, list[Told]] = {}
        for item in new:
            by_bucket.setdefault(bucket_of(item.report), []).append(item)
        come: list[Group] = []
        changed: list[_Standing] = []
        for bucket, items in by_bucket.items():
            known = self.parts.get(bucket)
            parts = Parts(Words(self.history.links)) if known is None else known.copy()
            regrouped = parts.add(items)
            self.parts[bucket] = parts
            names = self.names.get(bucket, frozenset())
            self.names[bucket] = names.difference([each.happening for each in regrouped.gone]).union(
                [each.happening for each in regrouped.come]
            )
            come += regrouped.come
            if self.shelf[0] in AWAITING:
                changed += self._stand(bucket, regrouped)
        return come, changed

    def _stand(self, bucket: Bucket, regrouped: Regrouped) -> Iterable[_Standing]:
        """Put sides in the place of those that are no more; give both, but for those that are as they were."""
        before = {each.happening: self.sides.pop((bucket, each.happening)) for each in regrouped.gone}
        after: dict[str, _Standing] = {}
        for group in regrouped.come:
            former, reports = regrouped.grown.get(group.happening, ("", ()))
            after[group.happening] = _stand(group, before.get(former), reports)
        self.sides.update({(bucket, name): standing for name, standing in after.items()})
        return [
            standing
            for several, others in ((before, after), (after, before))
            for name, standing in several.items()
            if others.get(name) != standing
        ]

    def answer(self, changed: list[_Standing]) -> dict[tuple[Shelf, str], Answer | None]:
        """The answers, or None, of all announcements that sides which were or are no longer so can have to do with."""
        if self.shelf[0] not in AWAITING or not changed:
            return {}
        sides = list(self.sides.values())
        touched = self._follow([each.reach for each in changed if each.reach is not None])
        names = {each.side.happening for each in changed}
        names.update(each.side.happening for each in sides if _meets(each.reach, touched))
        asking = [each for each in sides if each.side.happening in names]
        reached = self._follow([each.reach for each in asking if each.reach is not None])
        near = [each for each in sides if each.side.happening in names or _meets(each.reach, reached)]
        wanted: dict[tuple[Shelf, str], Answer | None] = {(self.shelf, name): None for name in names}
        return wanted | self.find_answers(asking, near)

    def _follow(self, reach: list[Span]) -> list[Span]:
        """Days, with those that what was put off within them leads to."""
        found = _unite(reach)
        put_off = [
            each.reach
            for each in self.sides.values()
            if each.side.outcome == "postponed" and each.side.due is not None and each.reach is not None
        ]
        while met := [each for each in put_off if _meets(each, found)]:
            put_off = [each for each in put_off if not _meets(each, found)]
            found = _unite([*found, *met])
        return found

    def find_answers(self, asking: list[_Standing], sides: list[_Standing]) -> dict[tuple[Shelf, str], Answer | None]:
        """The answers of some sides, among those within their reach."""
        # Both in content order: of answers that fit alike the first counts.
        ordered = (sorted(each, key=lambda standing: standing.order) for each in (asking, sides))
        found = answer_sides(*([standing.side for standing in each] for each in ordered))
        return {(self.shelf, each.announcement): each for each in found}


def decide_kept(new: Sequence[Told], kept: Mapping[Shelf, Kept]) -> tuple[list[Decision], dict[Shelf, Kept]]:
    """The decisions that new reports call for, in content order, and their shelves once these are recorded.

    ``kept`` holds the shelves of all the reports, and is not changed. Reports that stand there already, or that were
    retracted, call for nothing.
    """
    fresh: dict[Shelf, dict[str, Told]] = {}
    for item in new:
        shelf = shelf_of(item.report)
        history = kept[shelf].history
        if item.id not in history.told and item.id not in history.retracted:
            fresh.setdefault(shelf, {}).setdefault(item.id, item)
    after: dict[Shelf, Kept] = {}
    groups: list[Group] = []
    wanted: dict[tuple[Shelf, str], Answer | None] = {}
    recorded: dict[tuple[Shelf, str], tuple[str, str]] = {}
    for shelf, items in fresh.items():
        after[shelf], come, answers = kept[shelf].tell(list(items.values()))
        groups += come
        wanted |= answers
        recorded |= kept[shelf].history.answers
    decisions: list[Decision] = []
    for group in sorted(groups, key=lambda each: content_order(each.members[0])):
        decisions += after[shelf_of(group.members[0].report)].compare(group)
    decisions += compare_answers(wanted, recorded)
    for shelf, kept_after in after.items():
        kept_after.settle(each for each in decisions if (each.family, each.parties) == shelf)
    return decisions, after


def _stand(group: Group, before: _Standing | None, reports: Sequence[Report]) -> _Standing:
    """A group as a side; ``before``: without some ``reports``, where it has only grown by them."""
    side = None if before is None else extend_side(before.side, group.happening, reports)
    if before is not None and side is not None:
        return before if side == before.side else _Standing(side, find_reach(side), before.order)
    side = make_side(group)
    return _Standing(side, find_reach(side), content_order(group.members[0]))


def _meets(reach: Span | None, spans: Iterable[Span]) -> bool:
    return reach is not None and any(reach.first <= span.last and span.first <= reach.last for span in spans)


def _unite(spans: Iterable[Span]) -> list[Span]:
    """The same days in as few spans as can be."""
    united: list[Span] = []
    for span in sorted(spans, key=lambda each: each.first):
        if united and span.first <= united[-1].last:
            united[-1] = Span(first=united[-1].first, last=max(united[-1].last, span.last))
        else:
            united.append(span)
    return united

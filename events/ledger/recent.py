"""What a process remembers of its own last appends, so that the database need not search them again.

A decision is made about the last few things that happened, and whoever decides mostly appended them. As long as the
process knows a stretch of the ledger whole, it tells by itself whether a condition finds something there; the
database then looks only at what others have appended since. It checks first that the stretch is still there.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from events.envelope import Condition, QueryItem
from events.ledger.checks import CheckedBatch

KEPT_EVENTS = 4_096
"""So many are remembered at least, twice as many or a batch more at most."""
MANY_ITEMS = 32
"""Items of a condition that the database answers sooner."""

# Position, type and tags of an event.
_Entry = tuple[int, str, frozenset[str]]


class Witness(msgspec.Struct, frozen=True):
    """The last event remembered, ``position`` 0 where there is none, and the Merkle tree (compact range) up to it."""

    position: int = 0
    id: UUID | None = None
    recorded_at: datetime | None = None
    tree: bytes | None = None


class _Stretch:
    """Neighbouring events after the position ``start``, by their tags, in order; the last position of each type."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.by_tag: defaultdict[str, list[_Entry]] = defaultdict(list)
        self.last_of: dict[str, int] = {}


class Recent:
    """The types and tags of a stretch of the ledger without a gap: what this process appended last."""

    def __init__(self) -> None:
        self.witness = Witness()
        self.alone = False
        """Whether nobody else appended between the last two times that this process did."""
        self._older = self._newer = _Stretch(0)
        self._noted: list[tuple[int, Sequence[CheckedBatch]]] = []  # not taken apart yet: the next flush goes out first

    def note(
        self, before: int, recorded_at: datetime | None, batches: Sequence[CheckedBatch], tree: bytes | None = None
    ) -> None:
        """Remember batches that stand committed right after the position ``before``, and the tree with them."""
        self.alone = before == self.witness.position
        if not self.alone:
            # Somebody else appended in between: what came earlier no longer reaches up to these.
            self._older = self._newer = _Stretch(before)
            self._noted.clear()
        if self._noted:
            self._take_apart()
        self._noted.append((before, batches))
        position = before + sum([len(batch.events) for batch in batches])
        last = batches[-1].events[-1].id if batches else self.witness.id
        self.witness = Witness(position, last, recorded_at, tree)

    def _take_apart(self) -> None:
        for before, batches in self._noted:
            position = before
            for batch in batches:
                if position - self._newer.start >= KEPT_EVENTS:
                    # Forgotten in one go: one event after the other takes as long as to remember them.
                    self._older = self._newer
                    self._newer = _Stretch(position)
                by_tag, last_of = self._newer.by_tag, self._newer.last_of
                # As many of both; to have that checked takes as long as to remember one of the four tags.
                for event, tags in zip(batch.events, batch.tags):  # noqa: B905
                    position += 1
                    last_of[event.type] = position
                    entry = (position, event.type, tags)
                    for tag in tags:
                        by_tag[tag].append(entry)
        self._noted.clear()

    def checks(self, condition: Condition) -> bool:
        """Whether nothing that the condition looks for stands in the ledger up to the witness; False: unknown."""
        if self._noted:
            self._take_apart()
        items = condition.query.items
        after = condition.after
        if after < self._older.start or not 0 < len(items) <= MANY_ITEMS:
            return False
        for item in items:
            if not item.tags:
                if self.witness.position > after:
                    return False
            elif _may_find(self._newer, item, after) or (
                after < self._newer.start and _may_find(self._older, item, after)
            ):
                return False
        return True


def _may_find(stretch: _Stretch, item: QueryItem, after: int) -> bool:
    types = item.types
    for name in types:
        if stretch.last_of.get(name, 0) > after:
            break
    else:
        if types:
            return False
    lead: list[_Entry] | None = None
    for tag in item.tags:
        entries = stretch.by_tag.get(tag)
        if entries is None:
            return False
        # The rarest tag leads, as in the database.
        if lead is None or len(entries) < len(lead):
            lead = entries
    for position, name, tags in reversed(lead or ()):
        if position <= after:
            return False
        if (not types or name in types) and tags.issuperset(item.tags):
            return True
    return False

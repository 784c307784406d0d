"""What a process remembers of its own last appends, so that the database need not search them again.

A decision is made about the last few things that happened, and whoever decides mostly appended them. As long as the
process knows a stretch of the ledger whole, it tells by itself whether a condition finds something there; the
database then looks only at what others have appended since. It checks first that the stretch is still there.
"""

from collections import deque
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from events.envelope import Condition, QueryItem
from events.ledger.checks import CheckedBatch

KEPT_EVENTS = 4_096
MANY_ITEMS = 32
"""Items of a condition that the database answers sooner."""


class Witness(msgspec.Struct, frozen=True):
    """The last event remembered: ``position`` 0 where there is none."""

    position: int = 0
    id: UUID | None = None
    recorded_at: datetime | None = None


class _Entry(msgspec.Struct, frozen=True):
    position: int
    type: str
    tags: frozenset[str]


class Recent:
    """The types and tags of a stretch of the ledger without a gap: what this process appended last."""

    def __init__(self) -> None:
        self.witness = Witness()
        self._start = 0
        self._entries: deque[_Entry] = deque()
        self._by_tag: dict[str, deque[_Entry]] = {}

    def note(self, before: int, recorded_at: datetime | None, batches: Iterable[CheckedBatch]) -> None:
        """Remember batches that stand committed right after the position ``before``."""
        if before != self.witness.position:
            # Somebody else appended in between: what came earlier no longer reaches up to these.
            self._entries.clear()
            self._by_tag.clear()
            self._start = before
        position = before
        last = self.witness.id
        for batch in batches:
            for event, tags in zip(batch.events, batch.tags, strict=True):
                position += 1
                last = event.id
                if len(batch.events) <= KEPT_EVENTS:
                    self._remember(_Entry(position, event.type, tags))
            if len(batch.events) > KEPT_EVENTS:
                self._entries.clear()
                self._by_tag.clear()
                self._start = position
        self.witness = Witness(position, last, recorded_at)
        while len(self._entries) > KEPT_EVENTS:
            self._forget()

    def checks(self, condition: Condition) -> bool:
        """Whether nothing that the condition looks for stands in the ledger up to the witness; False: unknown."""
        items = condition.query.items
        return (
            condition.after >= self._start
            and 0 < len(items) <= MANY_ITEMS
            and not any(self._may_find(item, condition.after) for item in items)
        )

    def _may_find(self, item: QueryItem, after: int) -> bool:
        if not item.tags:
            return self.witness.position > after
        nothing: deque[_Entry] = deque()
        # The rarest tag leads, as in the database.
        lead = min((self._by_tag.get(tag, nothing) for tag in item.tags), key=len)
        for entry in reversed(lead):
            if entry.position <= after:
                return False
            if entry.tags.issuperset(item.tags) and (not item.types or entry.type in item.types):
                return True
        return False

    def _remember(self, entry: _Entry) -> None:
        self._entries.append(entry)
        for tag in entry.tags:
            entries = self._by_tag.get(tag)
            if entries is None:
                self._by_tag[tag] = deque((entry,))
            else:
                entries.append(entry)

    def _forget(self) -> None:
        oldest = self._entries.popleft()
        self._start = oldest.position
        for tag in oldest.tags:
            entries = self._by_tag[tag]
            entries.popleft()
            if not entries:
                del self._by_tag[tag]

"""What the ledger sees of an event: opaque bytes, a type name and tags; and how one asks for events.

The ledger knows nothing of diplomacy. The vocabulary is encoded into these by ``events.codec``.
Queries and conditions have the shape of dcb.events: a query is a union of items; an item asks for any
of its types and all of its tags. None of these can be part of a cycle: Python's collector need not look at them.
"""

from datetime import datetime
from uuid import UUID

import msgspec


class NewEvent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An event to append: its id is derived from its content's origin, so a retry sends the same."""

    id: UUID
    type: str
    schema_version: int
    tags: tuple[str, ...]
    payload: bytes


class RecordedEvent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An event of the ledger; ``payload`` is None where it has been redacted."""

    position: int
    id: UUID
    type: str
    schema_version: int
    recorded_at: datetime
    tags: tuple[str, ...]
    author: str
    payload: bytes | None


class QueryItem(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Any of ``types`` (empty: every type) that carry all of ``tags`` (empty: whatever tags)."""

    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Query(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The union of its items; no item at all means every event."""

    items: tuple[QueryItem, ...] = ()


EVERYTHING = Query()


class Condition(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What must hold for an append: ``query`` finds nothing at any position greater than ``after``."""

    query: Query
    after: int


class Appended(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where the events of one append stand; ``known`` when all of them stood there before."""

    positions: tuple[int, ...]
    known: bool = False

    @property
    def last(self) -> int:
        """The position to wait for: the last of the batch."""
        return self.positions[-1]

"""Events for tests of the ledger, which does not know what they mean."""

from uuid import UUID, uuid4

from events.envelope import Condition, NewEvent, Query, QueryItem


def make_event(
    *tags: str,
    kind: str = "VisitOccurred",
    payload: bytes = b"{}",
    event_id: UUID | None = None,
    schema_version: int = 1,
) -> NewEvent:
    """Make an event with these tags, and an id of its own unless one is given."""
    return NewEvent(id=event_id or uuid4(), type=kind, schema_version=schema_version, tags=tags, payload=payload)


def none_of(*tags: str, types: tuple[str, ...] = (), after: int = 0) -> Condition:
    """Make the condition that no event of these types with all of these tags stands after a position."""
    return Condition(query=ask(*tags, types=types), after=after)


def ask(*tags: str, types: tuple[str, ...] = ()) -> Query:
    """Make the query for events of any of these types with all of these tags."""
    return Query(items=(QueryItem(types=types, tags=tags),))

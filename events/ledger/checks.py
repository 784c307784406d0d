"""What may be appended and asked: everything that is refused before the database sees it."""

import re
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import msgspec

from events.envelope import Condition, NewEvent, Query
from events.errors import (
    BatchTooLarge,
    EmptyBatch,
    EventTooLarge,
    InvalidEvent,
    InvalidQuery,
    InvalidTag,
    RepeatedId,
    UnknownType,
    WrongVersion,
)

MAX_EVENTS = 10_000
"""Events in one append."""
MAX_PAYLOAD = 1_048_576
"""Bytes of one payload."""
MAX_TAGS = 100
"""Tags of one event."""
MAX_NAME = 500
"""Characters of one tag, type or author."""
MAX_ITEMS = 1_000
"""Items of one query."""
MAX_POSITION = 2**63 - 1

# C0 and C1 controls, the line and paragraph separators, and surrogates that UTF-8 cannot carry.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class CheckedBatch(msgspec.Struct, frozen=True, kw_only=True):
    """Events that may be appended: ``tag_lines`` holds the sorted tags of each, joined by line feeds.

    ``ids`` holds their ids as numbers, which are compared in a tenth of the time.
    """

    events: Sequence[NewEvent]
    ids: set[int]
    tags: Sequence[frozenset[str]]
    tag_lines: Sequence[str]
    condition: Condition | None
    size: int


def check_batch(
    events: Sequence[NewEvent], condition: Condition | None, vocabulary: Mapping[str, int] | None
) -> CheckedBatch:
    """Check a batch as a whole; ``vocabulary`` gives the version written today of each type, None admits any.

    Raises:
        InvalidEvent: one of its subclasses, naming the event, the value, and what would be right.
        InvalidQuery: the condition is not one that can be answered.

    """
    if not events:
        raise EmptyBatch
    if len(events) > MAX_EVENTS:
        raise BatchTooLarge(f"{len(events)} events in one append; at most {MAX_EVENTS} fit, send them in parts")
    if len(events) == 1:
        return _check_one(events, condition, vocabulary)
    tags = [frozenset(event.tags) for event in events]
    ids = {event.id.int for event in events}
    sizes = [len(event.payload) for event in events]
    # What stands in many events is looked at once; only where something is wrong one event after the other.
    if (
        len(ids) < len(events)
        or max(sizes) > MAX_PAYLOAD
        or max(map(len, tags)) > MAX_TAGS
        or not _are_names({event.type for event in events}.union(*tags))
        or not all(_is_version(*kind, vocabulary) for kind in {(event.type, event.schema_version) for event in events})
    ):
        _refuse(events, vocabulary)
    if condition is not None:
        check_query(condition.query)
        _check_position(condition.after)
    return CheckedBatch(
        events=events,
        ids=ids,
        tags=tags,
        tag_lines=["\n".join(sorted(carried)) for carried in tags],
        condition=condition,
        size=sum(sizes),
    )


def _check_one(
    events: Sequence[NewEvent], condition: Condition | None, vocabulary: Mapping[str, int] | None
) -> CheckedBatch:
    """Check a batch of one event, as most are: the same without a collection for each of its fields."""
    event = events[0]
    tags = frozenset(event.tags)
    size = len(event.payload)
    names = [event.type, *tags]
    if condition is not None:
        for item in condition.query.items:
            names += item.types
            names += item.tags
    if (
        size > MAX_PAYLOAD
        or len(tags) > MAX_TAGS
        or not _are_names(names)
        or not _is_version(event.type, event.schema_version, vocabulary)
        or (condition is not None and len(condition.query.items) > MAX_ITEMS)
    ):
        _refuse(events, vocabulary)
        if condition is not None:
            check_query(condition.query)
    if condition is not None:
        _check_position(condition.after)
    return CheckedBatch(
        events=events,
        ids={event.id.int},
        tags=(tags,),
        tag_lines=("\n".join(sorted(tags)),),
        condition=condition,
        size=size,
    )


def _refuse(events: Sequence[NewEvent], vocabulary: Mapping[str, int] | None) -> None:
    """Name the first event that cannot be appended, and why."""
    seen: set[UUID] = set()
    for event in events:
        if event.id in seen:
            raise RepeatedId(f"the id {event.id} stands twice in one batch; each event needs an id of its own")
        seen.add(event.id)
        _check_type(event, vocabulary)
        if len(event.payload) > MAX_PAYLOAD:
            raise EventTooLarge(
                f"the payload of event {event.id} has {len(event.payload)} bytes; at most {MAX_PAYLOAD} are taken"
            )
        _check_tags(event)


def check_query(query: Query) -> None:
    """Check that every item of a query can be asked.

    Raises:
        InvalidQuery: a type or tag that no event can have, or too many items.

    """
    if len(query.items) > MAX_ITEMS:
        raise InvalidQuery(f"{len(query.items)} items in one query; at most {MAX_ITEMS} are taken")
    for item in query.items:
        names = (*item.types, *item.tags)
        if not _are_names(names):
            name = next(name for name in names if not is_name(name))
            raise InvalidQuery(f"no event can have the type or tag {name!r}: {_RULE}")


def check_author(author: str) -> str:
    """Return ``author`` if it can stand in the ledger, else raise InvalidEvent."""
    if not is_name(author):
        raise InvalidEvent(f"not an author: {author!r}; {_RULE}")
    return author


def _check_type(event: NewEvent, vocabulary: Mapping[str, int] | None) -> None:
    if vocabulary is None:
        if not is_name(event.type):
            raise UnknownType(f"not an event type: {event.type!r} of event {event.id}; {_RULE}")
        if not 1 <= event.schema_version < 2**31:
            raise WrongVersion(f"schema version {event.schema_version} of event {event.id}; versions count from 1")
        return
    today = vocabulary.get(event.type)
    if today is None:
        raise UnknownType(f"the vocabulary has no type {event.type!r} (event {event.id})")
    if event.schema_version != today:
        raise WrongVersion(
            f"event {event.id} comes in version {event.schema_version} of {event.type}; write version {today}"
        )


def _is_version(name: str, version: int, vocabulary: Mapping[str, int] | None) -> bool:
    if vocabulary is None:
        return 1 <= version < 2**31
    return vocabulary.get(name) == version


def _check_tags(event: NewEvent) -> None:
    carried = frozenset(event.tags)
    if len(carried) > MAX_TAGS:
        raise InvalidTag(f"event {event.id} has {len(carried)} tags; at most {MAX_TAGS} are taken")
    for tag in carried:
        if not is_name(tag):
            raise InvalidTag(f"not a tag: {tag!r} of event {event.id}; {_RULE}")


def _check_position(position: int) -> None:
    if not 0 <= position <= MAX_POSITION:
        raise InvalidQuery(f"not a position to look after: {position}; positions count from 1, 0 means from the start")


_RULE = f"write 1 to {MAX_NAME} characters without control characters"


def _are_names(names: Collection[str]) -> bool:
    # Of all at once it is told faster; only what is not that plain is looked at one by one.
    joined = "".join(names)
    short = len(joined) <= MAX_NAME or max(map(len, names)) <= MAX_NAME
    return (short and "" not in names and joined.isprintable()) or all(map(is_name, names))


def is_name(name: str) -> bool:
    """Whether a text can be a tag, a type or an author: short enough, not empty, without control characters."""
    # What Python calls printable is less than what is admitted, and told ten times as fast.
    return 0 < len(name) <= MAX_NAME and (name.isprintable() or _UNPRINTABLE.search(name) is None)

"""One transaction of several appends: what is sent to ``ledger.append``, and what its answer means for each."""

import asyncio
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from events.envelope import Appended, NewEvent, QueryItem, RecordedEvent
from events.errors import ConditionFailed, IdReused
from events.ledger import statements
from events.ledger.checks import CheckedBatch
from events.ledger.recent import Recent
from events.ledger.rows import decode_rows
from events.merkle.leaf import hash_payload

SALT_BYTES = 16
SEPARATOR = "\x1e"
"""Before each value of a column of texts: a control character, which no name has."""

Answer = Appended | ConditionFailed | IdReused


class Request(msgspec.Struct, eq=False):
    """A batch and where its caller waits for the answer."""

    batch: CheckedBatch
    answer: "asyncio.Future[Appended]"


class Flush(msgspec.Struct, eq=False):
    """The requests of one transaction; the clashes as parallel lists of later and earlier numbers (from 1)."""

    requests: list[Request]
    later: list[int]
    earlier: list[int]


def prepare(flush: Flush, recent: Recent) -> tuple[Any, ...]:
    """Lay out a flush as the arguments of ``append.sql`` after the author: a column each."""
    witness = recent.witness
    numbers: list[int] = []
    events: list[NewEvent] = []
    tags: list[str] = []
    items: list[tuple[int, int, int, str, str]] = []
    for number, request in enumerate(flush.requests, start=1):
        batch = request.batch
        numbers += [number] * len(batch.events)
        events += batch.events
        tags += batch.tag_lines
        if batch.condition is not None:
            after = batch.condition.after
            checked = max(after, witness.position) if recent.checks(batch.condition) else after
            items += (
                (number, after, checked, "\n".join(item.types), "\n".join(item.tags))
                for item in batch.condition.query.items or (QueryItem(),)
            )
    random = os.urandom(SALT_BYTES * len(events))
    salts = [random[start : start + SALT_BYTES] for start in range(0, len(random), SALT_BYTES)]
    return (
        _write_array(numbers),
        _write_array([event.id for event in events]),
        _write_texts([event.type for event in events]),
        _write_array([event.schema_version for event in events]),
        _write_texts(tags),
        [hash_payload(salt, event.payload) + salt + event.payload for salt, event in zip(salts, events, strict=True)],
        _write_array([item[0] for item in items]),
        _write_array([item[1] for item in items]),
        _write_texts([item[3] for item in items]),
        _write_texts([item[4] for item in items]),
        _write_array(flush.later),
        _write_array(flush.earlier),
        _write_array([item[2] for item in items]),
        witness.position,
        witness.id,
        witness.recorded_at,
    )


def _write_array(values: Iterable[int | UUID]) -> str:
    """Write an array as Postgres reads it from text; neither numbers nor ids need quoting."""
    return "{" + ",".join(map(str, values)) + "}"


def _write_texts(values: Iterable[str]) -> str:
    """Write texts as ``append.sql`` takes them apart; an empty one is a value too."""
    return "".join([SEPARATOR + value for value in values])


async def send(
    pool: "asyncpg.Pool[Any]", author: str, flush: Flush, arguments: tuple[Any, ...], recent: Recent
) -> list[Answer]:
    """Append a flush and return the answer to each request, in order, once it is committed; ``recent`` notes it.

    Raises:
        asyncpg.PostgresError, asyncpg.InterfaceError, OSError: nothing was written, or nobody knows.

    """
    row = await pool.fetchrow(statements.APPEND, author, *arguments)
    if row is None:
        raise asyncpg.InterfaceError("ledger.append gave no answer")
    before: int = row[0]
    known: list[int] = row[1]
    in_the_way: dict[int, int] = dict(zip(row[2], row[3], strict=True))
    standing: dict[UUID, RecordedEvent] = {}
    if known:
        ids: list[UUID] = [event.id for number in known for event in flush.requests[number - 1].batch.events]
        standing = {event.id: event for event in decode_rows(await pool.fetch(statements.READ_BY_IDS, ids))}
    appended: list[CheckedBatch] = []
    start = before
    answers: list[Answer] = []
    for number, request in enumerate(flush.requests, start=1):
        if number in in_the_way:
            answers.append(ConditionFailed(in_the_way[number]))
        elif number in known:
            answers.append(_recognize(request.batch, standing, author))
        else:
            after = before + len(request.batch.events)
            answers.append(Appended(positions=tuple(range(before + 1, after + 1))))
            appended.append(request.batch)
            before = after
    if appended:
        recent.note(start, row[4], appended)
    return answers


def _recognize(batch: CheckedBatch, standing: Mapping[UUID, RecordedEvent], author: str) -> Appended | IdReused:
    """Tell a batch that was appended before from one whose ids were used for something else."""
    taken = [standing[event.id] for event in batch.events if event.id in standing]
    if len(taken) == len(batch.events) and all(
        _is_same(event, tags, recorded, author)
        for event, tags, recorded in zip(batch.events, batch.tags, taken, strict=True)
    ):
        return Appended(positions=tuple(recorded.position for recorded in taken), known=True)
    return IdReused(
        f"{len(taken)} of {len(batch.events)} ids of the batch stand in the ledger with other content, another author "
        f"or without the rest of the batch: {_name(taken)}; a retry sends the very same events, new events need new ids"
    )


def _is_same(event: NewEvent, tags: frozenset[str], recorded: RecordedEvent, author: str) -> bool:
    # Of a redacted payload nobody can say any more that it was another one.
    return (
        (event.type, event.schema_version, author) == (recorded.type, recorded.schema_version, recorded.author)
        and tags == frozenset(recorded.tags)
        and recorded.payload in (event.payload, None)
    )


def _name(taken: Sequence[RecordedEvent]) -> str:
    return ", ".join(f"{event.id} at position {event.position}" for event in taken[:5])

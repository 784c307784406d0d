"""One transaction of several appends: what is sent to ``ledger.append``, and what its answer means for each."""

import asyncio
import os
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from events.envelope import Appended, QueryItem, RecordedEvent
from events.errors import ConditionFailed
from events.ledger import statements
from events.ledger.answers import Answer, recognize
from events.ledger.checks import CheckedBatch
from events.ledger.clashes import find_obstacle
from events.ledger.recent import Recent
from events.ledger.rows import decode_rows

SALT_BYTES = 16
DIGEST_BYTES = 32
SEPARATOR = "\x1e"
"""Before each value of a column of texts: a control character, which no name has."""


class Request(msgspec.Struct, eq=False):
    """A batch, digest, salt and payload in one of each of its events, and where its caller waits for the answer.

    ``free``: with which flush it may go out without its condition being looked at any more, by number; 0: with none.
    """

    batch: CheckedBatch
    sealed: Sequence[bytes]
    answer: "asyncio.Future[Appended]"
    free: int = 0


class Columns:
    """What ``append.sql`` takes of the events of a flush; laid out as they come, while the database works."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._types: list[str] = []
        self._versions: list[str] = []
        self._tags: list[str] = []
        self._sealed: list[bytes] = []

    def add(self, request: Request) -> None:
        """Add the events of a request."""
        for event in request.batch.events:
            self._ids.append("%032x" % event.id.int)  # noqa: UP031  (half the time of event.id.hex, or of an f-string)
            self._types.append(event.type)
            self._versions.append(str(event.schema_version))
        self._tags += request.batch.tag_lines
        self._sealed += request.sealed

    def write(self) -> tuple[str, str, str, str, list[bytes]]:
        """Write the columns of ids, types, versions, tags, and what is sealed."""
        return (
            "{" + ",".join(self._ids) + "}",
            _write_texts(self._types),
            "{" + ",".join(self._versions) + "}",
            _write_texts(self._tags),
            self._sealed,
        )


class Flush(msgspec.Struct, eq=False):
    """The requests of one transaction; the clashes as parallel lists of later and earlier numbers (from 1).

    ``number`` is the flush's own, from 1; ``columns`` what is laid out of it already, None where nothing is. ``mark``
    is the digest of its last event as it was sent, if nothing of it stands anywhere with that digest but all, where it
    was meant to.
    """

    requests: list[Request]
    later: list[int]
    earlier: list[int]
    number: int = 0
    columns: Columns | None = None
    mark: bytes | None = None

    def renew(self) -> None:
        """Give the last event another digest, so that what was sent before is not taken for what is sent now."""
        self.mark = self.columns = None
        last = self.requests[-1]
        last.sealed = [*last.sealed[:-1], *seal(last.batch)[-1:]]


class Flushed(NamedTuple):
    """What a flush came to: how many appends shared it, were committed, and were refused; events; seconds."""

    appends: int
    appended: int
    conflicts: int
    events: int
    seconds: float


def seal(batch: CheckedBatch) -> list[bytes]:
    """Give each payload its salt and its digest: the SHA-256 of both, the salt and the payload in one."""
    if len(batch.events) == 1:
        content = os.urandom(SALT_BYTES) + batch.events[0].payload
        return [sha256(content).digest() + content]
    random = os.urandom(SALT_BYTES * len(batch.events))
    sealed: list[bytes] = []
    start = 0
    for event in batch.events:
        end = start + SALT_BYTES
        content = random[start:end] + event.payload
        sealed.append(sha256(content).digest() + content)
        start = end
    return sealed


def _lay_out(flush: Flush) -> tuple[str, str, str, str, list[bytes]]:
    columns = flush.columns
    if columns is None:
        columns = Columns()
        for request in flush.requests:
            columns.add(request)
    return columns.write()


def _prepare(flush: Flush, recent: Recent, *, retried: bool) -> tuple[Any, ...]:
    """Lay out a flush as the arguments of ``append.sql`` after the author."""
    witness = recent.witness
    numbers: list[str] = []
    items: list[tuple[int, int, int, str, str]] = []
    for number, request in enumerate(flush.requests, start=1):
        batch = request.batch
        numbers += [str(number)] * len(batch.events)
        if batch.condition is not None:
            after = batch.condition.after
            checked = max(after, witness.position) if recent.checks(batch.condition) else after
            items += [
                (number, after, checked, "\n".join(item.types), "\n".join(item.tags))
                for item in batch.condition.query.items or (QueryItem(),)
            ]
    return (
        "{" + ",".join(numbers) + "}",
        *_lay_out(flush),
        _write_numbers([item[0] for item in items]),
        _write_numbers([item[1] for item in items]),
        _write_texts([item[3] for item in items]),
        _write_texts([item[4] for item in items]),
        _write_numbers(flush.later),
        _write_numbers(flush.earlier),
        _write_numbers([item[2] for item in items]),
        witness.position,
        witness.id,
        witness.recorded_at,
        witness.tree,
        retried,
    )


def _write_numbers(values: Iterable[int]) -> str:
    """Write an array as Postgres reads it from text."""
    return "{" + ",".join(map(str, values)) + "}"


def _write_texts(values: Iterable[str]) -> str:
    """Write texts as ``append.sql`` takes them apart; an empty one is a value too."""
    return "".join([SEPARATOR + value for value in values])


async def send(
    connection: "asyncpg.pool.PoolConnectionProxy[Any]",
    author: str,
    flush: Flush,
    recent: Recent,
    *,
    retried: bool,
) -> list[Answer]:
    """Append a flush and return the answer to each request, in order, once it is committed; ``recent`` notes it.

    ``retried``: some of the ids may stand in the ledger already.

    Raises:
        asyncpg.UniqueViolationError: they do, though it was not ``retried``: nothing was written.
        asyncpg.PostgresError, asyncpg.InterfaceError, OSError: nothing was written, or nobody knows.

    """
    if not retried and (answers := await _send_unopposed(connection, author, flush, recent)):
        return answers
    if flush.mark is not None:
        flush.renew()
    row = await connection.fetchrow(statements.APPEND, author, *_prepare(flush, recent, retried=retried))
    if row is None:
        raise asyncpg.InterfaceError("ledger.append gave no answer")
    before: int = row[0]
    known: list[int] = row[1]
    in_the_way: dict[int, int] = dict(zip(row[2], row[3], strict=True))
    standing: dict[UUID, RecordedEvent] = {}
    if known:
        ids: list[UUID] = [event.id for number in known for event in flush.requests[number - 1].batch.events]
        standing = {event.id: event for event in decode_rows(await connection.fetch(statements.READ_BY_IDS, ids))}
    appended: list[CheckedBatch] = []
    start = before
    answers: list[Answer] = []
    for number, request in enumerate(flush.requests, start=1):
        if number in in_the_way:
            answers.append(ConditionFailed(_locate(in_the_way[number], request.batch, start, appended)))
        elif number in known:
            answers.append(recognize(request.batch, standing, author))
        else:
            after = before + len(request.batch.events)
            answers.append(Appended(positions=tuple(range(before + 1, after + 1))))
            appended.append(request.batch)
            before = after
    if appended:
        recent.note(start, row[4], appended, row[5])
    return answers


def _locate(obstacle: int, refused: CheckedBatch, start: int, appended: Iterable[CheckedBatch]) -> int:
    """The position of the event that stands in the way of a batch.

    If that is one of the same flush (``appended`` right after ``start``), the database tells where its batch begins.
    """
    begins = start + 1
    for batch in appended:
        if begins == obstacle and refused.condition is not None:
            return begins + find_obstacle(refused.condition, batch)
        begins += len(batch.events)
    return obstacle


async def _send_unopposed(
    connection: "asyncpg.pool.PoolConnectionProxy[Any]", author: str, flush: Flush, recent: Recent
) -> list[Answer]:
    """Append a flush if it is known that nothing stands in the way of any of it; nothing: it was not written."""
    batches = [request.batch for request in flush.requests]
    asking = [request for request in flush.requests if request.batch.condition is not None]
    tree = recent.witness.tree if asking else None
    if flush.later or (asking and not (tree is not None and recent.alone and _are_free(asking, flush.number, recent))):
        return []
    if len(batches) == 1 and len(batches[0].events) == 1:
        event = batches[0].events[0]
        row = await connection.fetchval(
            statements.APPEND_ONE,
            *(author, event.id, event.type, event.schema_version, batches[0].tag_lines[0]),
            *(flush.requests[0].sealed[0], tree),
        )
    else:
        flush.mark = None if tree is None else _mark(flush)
        row = await connection.fetchval(statements.APPEND_ALL, author, *_lay_out(flush), tree, None)
    return settle(flush, row, recent)


async def follow(
    connection: "asyncpg.pool.PoolConnectionProxy[Any]", author: str, flush: Flush, before: bytes
) -> asyncpg.Record:
    """Send a flush that nothing is in the way of behind another, not answered yet, whose mark is ``before``."""
    flush.mark = _mark(flush)
    row: asyncpg.Record = await connection.fetchval(statements.APPEND_ALL, author, *_lay_out(flush), None, before)
    return row


def may_follow(flush: Flush) -> bool:
    """Whether nothing that was appended or is under way is in the way of any of it."""
    return not flush.later and all(
        request.batch.condition is None or 0 < request.free == flush.number for request in flush.requests
    )


def settle(flush: Flush, row: asyncpg.Record, recent: Recent) -> list[Answer]:
    """Return the answers to a flush that was written whole, which ``recent`` notes; nothing: it was not written."""
    start: int | None = row[0]
    if start is None:
        return []
    batches = [request.batch for request in flush.requests]
    recent.note(start, row[1], batches, row[2])
    answers: list[Answer] = []
    for batch in batches:
        end = start + len(batch.events)
        answers.append(Appended(positions=tuple(range(start + 1, end + 1))))
        start = end
    return answers


def _mark(flush: Flush) -> bytes:
    return flush.requests[-1].sealed[-1][:DIGEST_BYTES]


def _are_free(requests: Iterable[Request], number: int, recent: Recent) -> bool:
    """Whether nothing that this process has appended is in the way of any request."""
    for request in requests:
        condition = request.batch.condition
        if condition is not None and not 0 < request.free == number and not recent.checks(condition):
            return False
    return True


def tell(flush: Flush, answers: Sequence[Answer], seconds: float) -> Flushed:
    """Say what a flush came to."""
    committed = [
        len(request.batch.events)
        for request, answer in zip(flush.requests, answers, strict=True)
        if isinstance(answer, Appended) and not answer.known
    ]
    conflicts = sum(not isinstance(answer, Appended) for answer in answers)
    return Flushed(len(answers), len(committed), conflicts, sum(committed), seconds)


def give(flush: Flush, answers: Sequence[Answer | Exception]) -> None:
    """Answer the requests of a flush."""
    for request, answer in zip(flush.requests, answers, strict=True):
        if request.answer.done():
            continue  # its caller has gone
        if isinstance(answer, Appended):
            request.answer.set_result(answer)
        else:
            request.answer.set_exception(answer)

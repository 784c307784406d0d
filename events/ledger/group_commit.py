"""Concurrent appends of a process share a transaction; each gets its own verdict, after the commit.

While one flush is under way, further appends wait and make up the next one. Nothing runs while nothing is
appended. Appends whose outcome a lost connection left unknown are sent again: their ids make that safe.
"""

import asyncio
import logging
import time
from collections import deque
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from events.envelope import Appended, QueryItem
from events.errors import ChanceryError, ConditionFailed, IdReused, LedgerUnavailable
from events.ledger import statements
from events.ledger.checks import CheckedBatch
from events.ledger.clashes import Neighbours

FLUSH_EVENTS = 2_048
FLUSH_BYTES = 8 * 1_048_576
FLUSH_CLASHES = 1_000
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0

# What passes by itself: the server is away, starting, stopping, or somebody else held the lock for too long.
TRANSIENT = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)

_log = logging.getLogger(__name__)


class _Request(msgspec.Struct, eq=False):
    batch: CheckedBatch
    answer: "asyncio.Future[Appended]"


class _Flush(msgspec.Struct, eq=False):
    """The requests of one transaction; the clashes as parallel lists of later and earlier numbers (from 1)."""

    requests: list[_Request]
    later: list[int]
    earlier: list[int]


class GroupCommit:
    """Appends checked batches through ``ledger.append``, as many as are waiting at a time."""

    def __init__(self, pool: "asyncpg.Pool[Any]", author: str, *, patience: float) -> None:
        """``patience``: for how many seconds an unreachable database is tried again."""
        self._pool = pool
        self._author = author
        self._patience = patience
        self._waiting: deque[_Request] = deque()
        self._work: asyncio.Task[None] | None = None

    async def append(self, batch: CheckedBatch) -> Appended:
        """Append a batch with the flush that comes next and wait for its commit.

        A caller that is cancelled does not take its events back: they may be appended all the same.

        Raises:
            ConditionFailed: an event that the condition rules out stands in the ledger.
            IdReused: an id of the batch belongs to another event, or only a part of the batch was there.
            LedgerUnavailable: the database did not answer in time; the outcome is unknown.

        """
        request = _Request(batch, asyncio.get_running_loop().create_future())
        self._waiting.append(request)
        if self._work is None:
            self._work = asyncio.create_task(self._flush_all(), name="ledger group commit")
        return await request.answer

    async def _flush_all(self) -> None:
        requests: list[_Request] = []
        try:
            while self._waiting:
                flush = self._take()
                requests = flush.requests
                await self._write(flush)
        finally:
            self._work = None
            # Only a cancelled task leaves something unanswered here.
            for request in (*requests, *self._waiting):
                if not request.answer.done():
                    request.answer.cancel()
            self._waiting.clear()

    def _take(self) -> _Flush:
        """Take what fits into one transaction; equal ids and crowds of clashes wait for the next."""
        flush = _Flush([], [], [])
        neighbours = Neighbours()
        ids: set[UUID] = set()
        put_off: list[_Request] = []
        events = size = 0
        while self._waiting:
            batch = self._waiting[0].batch
            if flush.requests and (events + len(batch.events) > FLUSH_EVENTS or size + batch.size > FLUSH_BYTES):
                break
            request = self._waiting.popleft()
            if request.answer.done():
                continue  # its caller has gone before anything was sent
            own_ids = {event.id for event in batch.events}
            if not ids.isdisjoint(own_ids):
                put_off.append(request)
                continue
            flush.requests.append(request)
            number = len(flush.requests)
            clashes = neighbours.clashes_of(batch)
            flush.later += [number] * len(clashes)
            flush.earlier += clashes
            neighbours.join(number, batch)
            ids |= own_ids
            events += len(batch.events)
            size += batch.size
            if len(flush.later) > FLUSH_CLASHES:
                break
        self._waiting.extendleft(reversed(put_off))
        return flush

    async def _write(self, flush: _Flush) -> None:
        try:
            answers = await self._persist(flush)
        except ChanceryError as error:
            answers = [error] * len(flush.requests)
        except Exception as error:
            if len(flush.requests) == 1:
                answers = [error]
            else:
                # The database refused something that the checks let through: whoever sent it must not harm the rest.
                _log.warning(
                    "the database refused a flush of %d appends, each is sent alone: %s", len(flush.requests), error
                )
                for request in flush.requests:
                    await self._write(_Flush([request], [], []))
                return
        for request, answer in zip(flush.requests, answers, strict=True):
            if request.answer.done():
                continue
            if isinstance(answer, Appended):
                request.answer.set_result(answer)
            else:
                request.answer.set_exception(answer)

    async def _persist(self, flush: _Flush) -> "list[Appended | Exception]":
        """Send a flush until the database has answered, or patience is at its end."""
        arguments = _arguments(flush)
        deadline = time.monotonic() + self._patience
        pause = FIRST_PAUSE
        while True:
            try:
                rows = await self._pool.fetch(statements.APPEND, self._author, *arguments)
            except TRANSIENT as error:
                if time.monotonic() + pause > deadline:
                    raise LedgerUnavailable(
                        f"the database has not answered for {self._patience:g} s ({error}): whether the events were "
                        "appended is unknown; send the same ones again"
                    ) from error
                _log.warning("the ledger cannot be reached, %d appends are sent again: %s", len(flush.requests), error)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return _verdicts(flush, rows)


def _arguments(flush: _Flush) -> tuple[list[Any], ...]:
    """The arguments of ``ledger.append`` after the author: a list a column."""
    numbers: list[int] = []
    tags: list[str] = []
    items: list[tuple[int, int, str, str]] = []
    for number, request in enumerate(flush.requests, start=1):
        batch = request.batch
        numbers += [number] * len(batch.events)
        tags += batch.tag_lines
        if batch.condition is not None:
            items += (
                (number, batch.condition.after, "\n".join(item.types), "\n".join(item.tags))
                for item in batch.condition.query.items or (QueryItem(),)
            )
    written = [event for request in flush.requests for event in request.batch.events]
    return (
        numbers,
        [event.id for event in written],
        [event.type for event in written],
        [event.schema_version for event in written],
        tags,
        [event.payload for event in written],
        [item[0] for item in items],
        [item[1] for item in items],
        [item[2] for item in items],
        [item[3] for item in items],
        flush.later,
        flush.earlier,
    )


def _verdicts(flush: _Flush, rows: "list[asyncpg.Record]") -> "list[Appended | Exception]":
    """The answer to each request, in their order."""
    answers: dict[int, Appended | Exception] = {}
    for number, verdict, positions, obstacle in rows:
        match verdict:
            case "appended" | "known":
                answers[number] = Appended(positions=tuple(positions), known=verdict == "known")
            case "refused":
                answers[number] = ConditionFailed(obstacle)
            case _:
                answers[number] = _reused(flush.requests[number - 1].batch, positions)
    return [answers[number] for number in range(1, len(flush.requests) + 1)]


def _reused(batch: CheckedBatch, positions: list[int | None]) -> IdReused:
    taken = [
        f"{event.id} at position {position}"
        for event, position in zip(batch.events, positions, strict=True)
        if position is not None
    ]
    return IdReused(
        f"{len(taken)} of {len(batch.events)} ids of the batch are in the ledger with other content or without the "
        f"rest of it: {', '.join(taken[:5])}; a retry sends the very same events, new events need new ids"
    )

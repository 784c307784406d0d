"""Concurrent appends of a process share a transaction; each gets its own verdict, after the commit.

While one flush is under way, further appends wait and make up the next one: the more wait, the larger it is. (A second
flush sent behind the first halved both, had to search what the first wrote, and was slower.) Nothing runs while
nothing is appended. Appends whose outcome a lost connection left unknown are sent again: their ids make that safe.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from events.envelope import Appended
from events.errors import LedgerUnavailable
from events.ledger.checks import CheckedBatch
from events.ledger.clashes import Neighbours
from events.ledger.flush import Answer, Flush, Request, prepare, send
from events.ledger.recent import Recent

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


class GroupCommit:
    """Appends checked batches through ``ledger.append``, as many as are waiting at a time."""

    def __init__(self, pool: "asyncpg.Pool[Any]", author: str, *, patience: float) -> None:
        """``patience``: for how many seconds an unreachable database is tried again."""
        self._pool = pool
        self._author = author
        self._patience = patience
        self._waiting: deque[Request] = deque()
        self._work: asyncio.Task[None] | None = None
        self._recent = Recent()

    async def append(self, batch: CheckedBatch) -> Appended:
        """Append a batch with the flush that comes next and wait for its commit.

        A caller that is cancelled does not take its events back: they may be appended all the same.

        Raises:
            ConditionFailed: an event that the condition rules out stands in the ledger.
            IdReused: an id of the batch belongs to another event, or only a part of the batch was there.
            LedgerUnavailable: the database did not answer in time; the outcome is unknown.

        """
        request = Request(batch, asyncio.get_running_loop().create_future())
        self._waiting.append(request)
        if self._work is None:
            # It begins when all who are ready to append by now have done so, and takes them together.
            self._work = asyncio.create_task(self._flush_all(), name="ledger group commit")
        return await request.answer

    async def _flush_all(self) -> None:
        requests: list[Request] = []
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

    def _take(self) -> Flush:
        """Take what waits and fits into one transaction; equal ids and crowds of clashes wait."""
        flush = Flush([], [], [])
        neighbours = Neighbours()
        ids: set[UUID] = set()
        put_off: list[Request] = []
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

    async def _write(self, flush: Flush) -> None:
        try:
            answers: Sequence[Answer | Exception] = await self._persist(flush)
        except Exception as error:  # noqa: BLE001  (whatever went wrong, somebody waits to be told)
            if len(flush.requests) > 1 and not isinstance(error, LedgerUnavailable):
                # The database refused something that the checks let through: whoever sent it must not harm the rest.
                _log.warning(
                    "the database refused %d appends together, each is sent alone: %s", len(flush.requests), error
                )
                for request in flush.requests:
                    await self._write(Flush([request], [], []))
                return
            answers = [error] * len(flush.requests)
        for request, answer in zip(flush.requests, answers, strict=True):
            if request.answer.done():
                continue
            if isinstance(answer, Appended):
                request.answer.set_result(answer)
            else:
                request.answer.set_exception(answer)

    async def _persist(self, flush: Flush) -> list[Answer]:
        """Send a flush until the database has answered, or patience is at its end."""
        arguments = prepare(flush, self._recent)
        deadline = time.monotonic() + self._patience
        pause = FIRST_PAUSE
        while True:
            try:
                return await send(self._pool, self._author, flush, arguments, self._recent)
            except TRANSIENT as error:
                if time.monotonic() + pause > deadline:
                    raise LedgerUnavailable(
                        f"the database has not answered for {self._patience:g} s ({error}): whether the events were "
                        "appended is unknown; send the same ones again"
                    ) from error
                _log.warning("the ledger cannot be reached, %d appends are sent again: %s", len(flush.requests), error)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

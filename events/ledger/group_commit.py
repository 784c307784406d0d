"""Concurrent appends of a process share a transaction; each gets its own verdict, after the commit.

While one flush is under way, further appends wait and make up the next one: the more wait, the larger it is. Of many
writers a flush takes half, unless the disk is slow: the others get ready while the database works, and their flush
goes out before the first is answered, so that neither side waits for the other. (A second flush sent behind the first,
before its answer, had to search what the first wrote, and was slower.) Nothing runs while nothing is appended, and one
connection is kept only that long. Appends whose outcome a lost connection left unknown are sent again: their ids make
that safe.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from events.envelope import Appended
from events.errors import LedgerUnavailable
from events.ledger.checks import CheckedBatch
from events.ledger.clashes import Neighbours
from events.ledger.flush import Answer, Flush, Flushed, Request, seal, send
from events.ledger.recent import Recent

FLUSH_EVENTS = 2_048
FLUSH_BYTES = 8 * 1_048_576
FLUSH_CLASHES = 1_000
FEWEST = 2
"""So many appends go together, however few others are left for the next flush."""
PREPARED = 0.000075
"""Seconds that this process spends on an append, about, and twice that on each flush."""
WRITTEN = 0.00006
"""Seconds that the database spends on each event of a flush, about. What it takes longer, to set up and to commit, is
spent once more where a flush is halved; what this process spends on those who append is then no longer waited for."""
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0

# What passes by itself: the server is away, starting, stopping, slow, or somebody else held the lock for too long.
TRANSIENT = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)

_log = logging.getLogger(__name__)


class _Assembly:
    """A flush to which requests are still added."""

    def __init__(self) -> None:
        self.flush = Flush([], [], [])
        self.ids: set[UUID] = set()
        self._neighbours = Neighbours()
        self._events = 0
        self._size = 0

    def has_room_for(self, batch: CheckedBatch) -> bool:
        """Whether a batch fits in; any does that comes first."""
        return not self.flush.requests or (
            self._events + len(batch.events) <= FLUSH_EVENTS
            and self._size + batch.size <= FLUSH_BYTES
            and len(self.flush.later) <= FLUSH_CLASHES
        )

    def join(self, request: Request) -> None:
        """Add a request whose ids are all new here."""
        batch = request.batch
        self.flush.requests.append(request)
        number = len(self.flush.requests)
        clashes = self._neighbours.clashes_of(batch)
        self.flush.later += [number] * len(clashes)
        self.flush.earlier += clashes
        self._neighbours.join(number, batch)
        self.ids |= batch.ids
        self._events += len(batch.events)
        self._size += batch.size


class GroupCommit:
    """Appends checked batches through ``ledger.append``, as many as are waiting at a time."""

    def __init__(
        self,
        pool: "asyncpg.Pool[Any]",
        author: str,
        *,
        patience: float,
        on_flush: Callable[[Flushed], None] | None = None,
    ) -> None:
        """``patience``: for how many seconds an unreachable database is tried again."""
        self._on_flush = on_flush
        self._pool = pool
        self._author = author
        self._patience = patience
        self._waiting: deque[Request] = deque()
        self._work: asyncio.Task[None] | None = None
        self._recent = Recent()
        self._connection: asyncpg.pool.PoolConnectionProxy[Any] | None = None
        self._next = _Assembly()
        self._sent = 0
        self._set_up = 0.0  # seconds of the last flush that do not depend on how much was written

    async def append(self, batch: CheckedBatch) -> Appended:
        """Append a batch with the flush that comes next and wait for its commit.

        A caller that is cancelled does not take its events back: they may be appended all the same.

        Raises:
            ConditionFailed: an event that the condition rules out stands in the ledger.
            IdReused: an id of the batch belongs to another event, or only a part of the batch was there.
            LedgerUnavailable: the database did not answer in time; the outcome is unknown.

        """
        request = Request(batch, seal(batch), asyncio.get_running_loop().create_future())
        self._waiting.append(request)
        if self._work is None:
            # It begins when all who are ready to append by now have done so, and takes them together.
            self._work = asyncio.create_task(self._flush_all(), name="ledger group commit")
        elif self._sent:
            self._fill(self._sent)  # now, while the database works: once it has answered it waits for the next flush
        return await request.answer

    async def _flush_all(self) -> None:
        """Write flush after flush until nothing waits; the next is on its way before the last one is answered."""
        flush = done = Flush([], [], [])
        answers: Sequence[Answer | Exception] = []
        try:
            while True:
                if not self._is_halved(len(done.requests)):
                    await _give(done, answers)
                    done, answers = Flush([], [], []), []
                self._fill(len(done.requests))
                flush, self._next = self._next.flush, _Assembly()
                self._sent = len(flush.requests)
                if flush.requests and done.requests:
                    writing = asyncio.create_task(self._write(flush), name="ledger flush")
                    await asyncio.sleep(0)  # it goes out
                    await _give(done, answers)
                    answers = await writing
                elif flush.requests:
                    answers = await self._write(flush)
                else:
                    await _give(done, answers)
                    answers = []
                    if not self._waiting:
                        return
                done = flush
        finally:
            self._work = None
            self._sent = 0
            # Only a cancelled task leaves something unanswered here.
            for request in (*done.requests, *flush.requests, *self._next.flush.requests, *self._waiting):
                if not request.answer.done():
                    request.answer.cancel()
            self._next = _Assembly()
            if self._connection is not None:
                connection, self._connection = self._connection, None
                await self._pool.release(connection)

    def _fill(self, returning: int) -> None:
        """Let what waits join the next flush if it fits into one transaction; equal ids and crowds of clashes wait.

        ``returning``: how many are about to be answered, and will append again. Of all of them a flush takes half.
        """
        joined = self._next.flush.requests
        most = len(joined) + len(self._waiting)
        if self._is_halved(returning):
            most = max(FEWEST, (most + returning + 1) // 2)
        put_off: list[Request] = []
        while self._waiting and len(joined) < most and self._next.has_room_for(self._waiting[0].batch):
            request = self._waiting.popleft()
            if request.answer.done():
                continue  # its caller has gone before anything was sent
            if self._next.ids.isdisjoint(request.batch.ids):
                self._next.join(request)
            else:
                put_off.append(request)
        self._waiting.extendleft(reversed(put_off))

    def _is_halved(self, returning: int) -> bool:
        """Whether a flush leaves half of the appends to the next, so that process and database work at once."""
        return self._set_up < PREPARED * (2 + len(self._next.flush.requests) + len(self._waiting) + returning)

    async def _write(self, flush: Flush) -> Sequence[Answer | Exception]:
        """Write a flush and return the answer to each request."""
        try:
            return await self._persist(flush)
        except Exception as error:  # noqa: BLE001  (whatever went wrong, somebody waits to be told)
            if len(flush.requests) == 1 or isinstance(error, LedgerUnavailable):
                return [error] * len(flush.requests)
            # The database refused something that the checks let through: whoever sent it must not harm the rest.
            _log.warning("the database refused %d appends together, each is sent alone: %s", len(flush.requests), error)
        answers: list[Answer | Exception] = []
        for request in flush.requests:
            answers += await self._write(Flush([request], [], []))
        return answers

    async def _persist(self, flush: Flush) -> list[Answer]:
        """Send a flush until the database has answered, or patience is at its end."""
        retried = False
        deadline = time.monotonic() + self._patience
        pause = FIRST_PAUSE
        while True:
            sent = time.monotonic()
            try:
                connection = self._connection
                if connection is None:
                    connection = self._connection = await self._pool.acquire()
                answers = await send(connection, self._author, flush, self._recent, retried=retried)
            except asyncpg.UniqueViolationError:
                if retried:
                    raise
                # Some of the ids were there before: let the database look which, which else it need not do.
                retried = True
                continue
            except TRANSIENT as error:
                if self._connection is not None:
                    connection, self._connection = self._connection, None
                    await self._pool.release(connection)
                if time.monotonic() + pause > deadline:
                    raise LedgerUnavailable(
                        f"the database has not answered for {self._patience:g} s ({error}): whether the events were "
                        "appended is unknown; send the same ones again"
                    ) from error
                _log.warning("the ledger cannot be reached, %d appends are sent again: %s", len(flush.requests), error)
            else:
                written = sum(len(request.batch.events) for request in flush.requests)
                seconds = time.monotonic() - sent
                self._set_up = seconds - WRITTEN * written
                if self._on_flush is not None:
                    self._on_flush(_tell(flush, answers, seconds))
                return answers
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


def _tell(flush: Flush, answers: Sequence[Answer], seconds: float) -> Flushed:
    committed = [
        len(request.batch.events)
        for request, answer in zip(flush.requests, answers, strict=True)
        if isinstance(answer, Appended) and not answer.known
    ]
    conflicts = sum(not isinstance(answer, Appended) for answer in answers)
    return Flushed(len(answers), len(committed), conflicts, sum(committed), seconds)


async def _give(flush: Flush, answers: Sequence[Answer | Exception]) -> None:
    """Answer the requests of a flush, and let who has been answered append again."""
    for request, answer in zip(flush.requests, answers, strict=True):
        if request.answer.done():
            continue  # its caller has gone
        if isinstance(answer, Appended):
            request.answer.set_result(answer)
        else:
            request.answer.set_exception(answer)
    await asyncio.sleep(0)

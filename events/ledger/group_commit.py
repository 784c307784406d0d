"""Concurrent appends of a process share a transaction; each gets its own verdict, after the commit.

While one flush is under way, further appends wait and make up the next one: the more wait, the larger it is. Of many
writers a flush takes half, unless the disk is slow: the others get ready while the database works, and their flush
goes out before the first is answered, so that neither side waits for the other. (A second flush sent behind the first,
before its answer, had to search what the first wrote, and was slower.) Who appends alone writes by itself and waits for
nobody. Nothing runs while nothing is appended, and one connection is kept only that long. Appends whose outcome a lost
connection left unknown are sent again: their ids make that safe.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import asyncpg

from events.connection import AWAY
from events.envelope import Appended
from events.errors import LedgerUnavailable
from events.ledger.assembly import Assembly
from events.ledger.checks import CheckedBatch
from events.ledger.clashes import Neighbours
from events.ledger.flush import Answer, Flush, Flushed, Request, seal, send
from events.ledger.pace import Pace
from events.ledger.recent import Recent, Witness

FEWEST = 2
"""So many appends go together, however few others are left for the next flush."""
LINGER = 0.01
"""Seconds for which the connection is kept when nothing more is appended."""
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0

# What passes by itself: the server is away, starting, stopping, slow, or somebody else held the lock for too long.
TRANSIENT = (
    *AWAY,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)

_log = logging.getLogger(__name__)


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
        self._busy = False
        self._alone = False  # whether the last flush was that of one append, as the next may well be
        self._work: asyncio.Task[None] | None = None
        self._lingering: asyncio.TimerHandle | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._recent = Recent()
        self._pace = Pace()
        self._connection: asyncpg.pool.PoolConnectionProxy[Any] | None = None
        self._next = Assembly(1)
        self._under_way: Neighbours | None = None  # what the flush under way writes
        self._most = 0  # so many appends join the next flush as they come, while one is under way

    @property
    def witness(self) -> Witness:
        """The last event that was appended from here, and the tree with it."""
        return self._recent.witness

    async def append(self, batch: CheckedBatch) -> Appended:
        """Append a batch with the flush that comes next and wait for its commit.

        A caller that is cancelled does not take its events back: they may be appended all the same.

        Raises:
            ConditionFailed: an event that the condition rules out stands in the ledger.
            IdReused: an id of the batch belongs to another event, or only a part of the batch was there.
            LedgerUnavailable: the database did not answer in time; the outcome is unknown.

        """
        request = Request(batch, seal(batch), asyncio.get_running_loop().create_future())
        if not self._busy and self._alone:
            return await self._append_alone(request)
        if len(self._next.flush.requests) < self._most and not self._waiting and self._next.takes(batch):
            self._join(request)  # now, while the database works: once it has answered it waits for the next flush
        else:
            self._waiting.append(request)
        if not self._busy:
            # It begins when all who are ready to append by now have done so, and takes them together.
            self._begin()
        return await request.answer

    async def _append_alone(self, request: Request) -> Appended:
        """Write a request in the task of its caller, who need not be woken by another."""
        self._busy = True
        try:
            (answer,) = await self._write(Flush([request], [], []))
        except asyncio.CancelledError:
            self._let_go()  # the connection is not free before the database knows that nobody listens any more
            raise
        finally:
            self._busy = False
            if self._is_idle():
                self._linger()
            else:
                self._begin()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _begin(self) -> None:
        self._busy = True
        self._pace.begin()
        self._work = asyncio.create_task(self._flush_all(), name="ledger group commit")

    def _linger(self) -> None:
        """Keep the connection for a moment: who has been answered may append again, and to take another is work."""
        if self._lingering is None:
            self._lingering = asyncio.get_running_loop().call_later(LINGER, self._rest)

    def _rest(self) -> None:
        self._lingering = None
        if not self._busy:
            self._let_go()

    def _let_go(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            self._leaving = asyncio.create_task(self._release(connection), name="ledger release")

    async def _release(self, connection: "asyncpg.pool.PoolConnectionProxy[Any]") -> None:
        with suppress(asyncpg.InterfaceError, asyncpg.PostgresError, OSError):  # pool or server are gone: so is it
            await self._pool.release(connection)

    async def _flush_all(self) -> None:
        """Write flush after flush until nothing waits; the next is on its way before the last one is answered."""
        loop = asyncio.get_running_loop()
        flush = done = Flush([], [], [])
        answers: Sequence[Answer | Exception] = []
        try:
            while True:
                if not self._pace.halves(self._count(done)):
                    _give(done, answers)
                    done, answers = Flush([], [], []), []
                    await asyncio.sleep(0)  # who has been answered appends again
                self._fill(self._allow(self._count(done)))
                if self._next.flush.requests:
                    flush, self._under_way = self._next.flush, self._next.neighbours
                    self._next = Assembly(flush.number + 1)
                    self._most = self._allow(self._count(done) + len(flush.requests))
                    self._alone = len(flush.requests) == 1
                    loop.call_soon(_give, done, answers)  # once this one has gone out
                    answers = await self._write(flush)
                    self._under_way = None
                else:
                    _give(done, answers)
                    answers = []
                    await asyncio.sleep(0)
                    if self._is_idle():
                        return
                done, flush = flush, Flush([], [], [])
                if self._alone and self._is_idle():
                    _give(done, answers)
                    return  # who comes back, or else comes, need not wait for this task
        finally:
            self._busy = False
            self._most = 0
            self._under_way = None
            # Only a cancelled task leaves something unanswered here.
            for request in (*done.requests, *flush.requests, *self._next.flush.requests, *self._waiting):
                if not request.answer.done():
                    request.answer.cancel()
            self._next = Assembly(self._next.flush.number + 1)
            self._linger()

    def _fill(self, most: int) -> None:
        """Let what waits join the next flush if it fits into one transaction; equal ids and crowds of clashes wait."""
        put_off: list[Request] = []
        while (
            self._waiting and len(self._next.flush.requests) < most and self._next.has_room_for(self._waiting[0].batch)
        ):
            request = self._waiting.popleft()
            if request.answer.done():
                continue  # its caller has gone before anything was sent
            if self._next.takes(request.batch):
                self._join(request)
            else:
                put_off.append(request)
        self._waiting.extendleft(reversed(put_off))

    def _join(self, request: Request) -> None:
        """Let a request join the next flush, and look already whether anything is in its way."""
        condition = request.batch.condition
        if (
            condition is not None
            and self._recent.checks(condition)
            and not (self._under_way is not None and self._under_way.clashes_of(condition))
        ):
            request.free = self._next.flush.number
        self._next.join(request)

    def _is_idle(self) -> bool:
        return not self._waiting and not self._next.flush.requests

    def _count(self, done: Flush) -> int:
        """How many appends there are beside those under way: who is about to be answered will append again."""
        return len(self._next.flush.requests) + len(self._waiting) + len(done.requests)

    def _allow(self, appends: int) -> int:
        """How many of so many appends go together: half, if process and database are to work at the same time."""
        return max(FEWEST, (appends + 1) // 2) if self._pace.halves(appends) else appends

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
        # Others may have appended between two of these: who has joined the next flush meanwhile has to look again.
        self._next.flush.number += 1
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
                seconds = time.monotonic() - sent
                if len(answers) > 1:
                    self._pace.note(len(answers), seconds, time.thread_time())
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


def _give(flush: Flush, answers: Sequence[Answer | Exception]) -> None:
    """Answer the requests of a flush."""
    for request, answer in zip(flush.requests, answers, strict=True):
        if request.answer.done():
            continue  # its caller has gone
        if isinstance(answer, Appended):
            request.answer.set_result(answer)
        else:
            request.answer.set_exception(answer)

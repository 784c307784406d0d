"""Concurrent appends of a process share a transaction; each gets its own verdict, after the commit.

While one flush is under way, further appends wait and make up the next one: the more wait, the larger it is. Of many
writers a flush takes half, unless the disk is slow: the others get ready while the database works, so that neither
side waits for the other. Their flush is sent behind the first, on a second connection, before that one is answered, if
it is known by then that nothing is in its way: it waits for the head of the ledger, and is written at once when that
is free, but only if the ledger ends with the first then; else it is sent once more, to be checked by the database. Who
appends alone writes by itself and waits for nobody. Nothing runs while nothing is appended, and connections are kept
only that long. Appends whose outcome a lost connection left unknown are sent again: their ids make that safe.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import asyncpg

from events.connection import AWAY, LOST
from events.envelope import Appended
from events.errors import LedgerUnavailable
from events.ledger.answers import Answer
from events.ledger.assembly import Assembly
from events.ledger.checks import CheckedBatch
from events.ledger.clashes import Neighbours
from events.ledger.flush import Flush, Flushed, Request, follow, give, may_follow, seal, send, settle, tell
from events.ledger.lines import Lines
from events.ledger.pace import Pace
from events.ledger.recent import Recent, Witness

FEWEST = 2
"""So many appends go together, however few others are left for the next flush."""
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
        pace: Pace | None = None,
    ) -> None:
        """``patience``: for how many seconds an unreachable database is tried again; ``pace``: if not the usual."""
        self._on_flush = on_flush
        self._lines = Lines(pool, lambda: self._busy)
        self._author = author
        self._patience = patience
        self._waiting: deque[Request] = deque()
        self._busy = False
        self._alone = False  # whether the last flush was that of one append, as the next may well be
        self._work: asyncio.Task[None] | None = None
        self._recent = Recent()
        self._pace = pace or Pace()
        self._next = Assembly(1)
        self._under_way: list[tuple[Flush, Neighbours]] = []  # a flush, and perhaps one that was sent behind it
        self._behind: tuple[Flush, asyncio.Task[asyncpg.Record | None]] | None = None
        self._line = 0  # on which the last flush went out
        self._answered = 0.0  # when the last flush was
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
            self._lines.let_go()  # the connection is not free before the database knows that nobody listens any more
            raise
        finally:
            self._busy = False
            if self._is_idle():
                self._lines.linger()
            else:
                self._begin()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _begin(self) -> None:
        self._busy = True
        self._pace.begin()
        self._work = asyncio.create_task(self._flush_all(), name="ledger group commit")

    async def _flush_all(self) -> None:
        """Write flush after flush until nothing waits; the next is on its way before the last one is answered."""
        loop = asyncio.get_running_loop()
        flush = done = Flush([], [], [])
        answers: Sequence[Answer | Exception] = []
        try:
            while True:
                if self._behind is not None:
                    (flush, sent), self._behind = self._behind, None
                    give(done, answers)
                    self._most = self._allow(self._count(done) + len(flush.requests))
                    self._fill(self._most)
                    answers = await self._settle(flush, sent)
                    done, flush = flush, Flush([], [], [])
                    continue
                if not self._pace.halves(self._count(done)):
                    give(done, answers)
                    done, answers = Flush([], [], []), []
                    await asyncio.sleep(0)  # who has been answered appends again
                self._fill(self._allow(self._count(done)))
                if self._next.flush.requests:
                    flush = self._take_next()
                    self._most = self._allow(self._count(done) + len(flush.requests))
                    loop.call_soon(give, done, answers)  # once this one has gone out
                    answers = await self._write(flush)
                    self._under_way.pop(0)
                else:
                    give(done, answers)
                    answers = []
                    await asyncio.sleep(0)
                    if self._is_idle():
                        return
                done, flush = flush, Flush([], [], [])
                if self._alone and self._behind is None and self._is_idle():
                    give(done, answers)
                    return  # who comes back, or else comes, need not wait for this task
        finally:
            self._busy = False
            self._most = 0
            self._under_way.clear()
            # Only a cancelled task leaves something unanswered here.
            left = [*done.requests, *flush.requests, *self._next.flush.requests, *self._waiting]
            if self._behind is not None:
                left += self._behind[0].requests
                self._behind[1].cancel()
                self._behind = None
            for request in left:
                if not request.answer.done():
                    request.answer.cancel()
            self._next = Assembly(self._next.flush.number + 1)
            self._lines.linger()

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
            and not any(neighbours.clashes_of(condition) for _, neighbours in self._under_way)
        ):
            request.free = self._next.flush.number
        self._next.join(request)
        self._send_behind()

    def _take_next(self) -> Flush:
        """Close the next flush, which is to go out now, and begin another."""
        flush = self._next.flush
        self._under_way.append((flush, self._next.neighbours))
        self._next = Assembly(flush.number + 1)
        self._alone = len(flush.requests) == 1
        return flush

    def _send_behind(self) -> None:
        """Send the next flush behind the one under way, if it is complete and known to be free if that one is written.

        The database lets it wait until the one before it is committed, and goes on at once, while this process reads
        the answer.
        """
        appends = len(self._next.flush.requests)
        if len(self._under_way) != 1 or appends < self._most or not self._pace.halves(2 * appends):
            return
        before = self._under_way[0][0].mark
        line = 1 - self._line
        if before is None or not may_follow(self._next.flush) or not self._lines.has(line):
            return
        if self._pace.follows():
            self._line = line
            flush = self._take_next()
            self._behind = flush, asyncio.create_task(self._follow(flush, before, line), name="ledger flush behind")

    async def _follow(self, flush: Flush, before: bytes, line: int) -> asyncpg.Record | None:
        """Send a flush behind another and return what the database says; None: whether it was written is unknown."""
        try:
            return await follow(await self._lines.take_soon(line), self._author, flush, before)
        except Exception as error:  # noqa: BLE001  (it is sent once more, as any other, and that tells what is wrong)
            if isinstance(error, TRANSIENT):
                with suppress(*LOST):
                    await self._lines.drop(line)
            return None

    async def _settle(self, flush: Flush, sent: "asyncio.Task[asyncpg.Record | None]") -> Sequence[Answer | Exception]:
        """Await the answer to a flush that was sent behind another; if it was not written, write it as any other."""
        row = await sent
        answers: Sequence[Answer | Exception]
        if row is not None and (written := settle(flush, row, self._recent)):
            self._pace.note_behind(written=True)
            self._note(flush, written, self._answered)
            answers = written
        else:
            self._pace.note_behind(written=False)
            if self._behind is not None:
                await asyncio.wait([self._behind[1]])  # in vain as well, on the connection that is needed now
            flush.renew()
            self._forget()
            answers = await self._write(flush)
        self._under_way.pop(0)
        return answers

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
            flush.renew()  # so that nothing is taken for following all of it
            _log.warning("the database refused %d appends together, each is sent alone: %s", len(flush.requests), error)
        answers: list[Answer | Exception] = []
        for request in flush.requests:
            answers += await self._write(Flush([request], [], []))
        self._forget()
        return answers

    def _forget(self) -> None:
        """Let who has joined a flush since the one under way went out look again: others may have appended."""
        for flush, _ in self._under_way[1:]:
            flush.number += 1
        self._next.flush.number += 1

    async def _persist(self, flush: Flush) -> list[Answer]:
        """Send a flush until the database has answered, or patience is at its end."""
        retried = False
        deadline = time.monotonic() + self._patience
        pause = FIRST_PAUSE
        self._line = 0
        while True:
            sent = time.monotonic()
            try:
                connection = await self._lines.take(0)
                answers = await send(connection, self._author, flush, self._recent, retried=retried)
            except asyncpg.UniqueViolationError:
                if retried:
                    raise
                # Some of the ids were there before: let the database look which, which else it need not do.
                retried = True
                flush.renew()
                continue
            except TRANSIENT as error:
                flush.renew()  # the former attempt may still come about: what is sent now is another
                await self._lines.drop(0)
                if time.monotonic() + pause > deadline:
                    raise LedgerUnavailable(
                        f"the database has not answered for {self._patience:g} s ({error}): whether the events were "
                        "appended is unknown; send the same ones again"
                    ) from error
                _log.warning("the ledger cannot be reached, %d appends are sent again: %s", len(flush.requests), error)
            else:
                self._note(flush, answers, sent)
                return answers
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _note(self, flush: Flush, answers: Sequence[Answer], sent: float) -> None:
        now = time.monotonic()
        seconds = now - max(sent, self._answered)
        self._answered = now
        if len(answers) > 1:
            self._pace.note(len(answers), seconds, time.thread_time())
        if self._on_flush is not None:
            self._on_flush(tell(flush, answers, seconds))

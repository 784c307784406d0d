"""Many articles at once: read on all cores, decided about in their order, a verdict on each."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Coroutine, Sequence
from concurrent.futures.process import BrokenProcessPool
from itertools import islice, takewhile

import msgspec
import structlog

from events.connection import LOST
from events.errors import ChanceryError, LedgerUnavailable
from service.handle import TOGETHER, Handler
from service.lines import LONGEST, Line
from service.planning import Handled
from service.problems import PROBLEMS, Refusal, find_kind
from service.readers import Readers
from service.submission import Prepared, Submission

AHEAD = 32
"""Lines for each core that are read ahead of the decisions: twice as many as are decided about together, on two."""
HEAVY = 1_250_000
"""Bytes for each of which a line counts as one more, so that what is held stays bounded whatever the lines are."""
LINGER = 0.5
"""Seconds for which a line that has been read waits for those that are being read, to be decided about with them."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a line: how it was handled, or the problem that it has."""

    line: int
    handled: Handled | None = None
    problem: str = "internal"
    detail: str = ""

    @property
    def status(self) -> int:
        """What POST /articles would have answered: 201 recorded, 200 known already, or that of the problem."""
        if self.handled is None:
            return PROBLEMS[self.problem].status
        return 200 if self.handled.outcome == "known" else 201


async def judge(
    lines: AsyncIterable[Line], parse: Callable[[bytes], Submission], readers: Readers, handler: Handler
) -> AsyncGenerator[Judged]:
    """Take in the article of each line, in order; a line that cannot be taken is a verdict like any other.

    ``parse`` makes an article out of a line, and raises ChanceryError. Never more lines are held than ``AHEAD`` for
    each core. Lines that are read at about the same time are decided about together; none waits for a line that is
    still to come. Where the lines themselves break off (a Refusal), the last verdict says so.
    """
    ahead = _Ahead(lines, parse, readers)
    try:
        while unit := await ahead.take():
            async for judged in _judge(unit, handler):
                yield judged
            ahead.free(unit)
    finally:
        ahead.close()


class _Begun(msgspec.Struct, eq=False):
    """A line whose article is being read, and for how many it counts."""

    number: int
    weight: int
    work: asyncio.Task[Prepared]


class _Ahead:
    """The lines of a batch, read ahead of the decisions."""

    def __init__(self, lines: AsyncIterable[Line], parse: Callable[[bytes], Submission], readers: Readers) -> None:
        self._lines = lines
        self._parse = parse
        self._readers = readers
        self._room = asyncio.Semaphore(AHEAD * readers.count)
        self._begun: deque[_Begun] = deque()
        self._came = asyncio.Event()
        self._reading = asyncio.create_task(self._read(), name="batch")
        self._reading.add_done_callback(lambda _: self._came.set())

    async def take(self) -> list[_Begun]:
        """The next lines, as many as are decided about together; none at the end.

        Raises what ended the reading of lines, once all before it are taken.
        """
        while not self._begun and not self._reading.done():
            self._came.clear()
            await self._came.wait()
        if not self._begun:
            self._reading.result()
            return []
        await asyncio.wait([self._begun[0].work])
        until = time.monotonic() + LINGER
        while True:
            unread = next((each for each in islice(self._begun, TOGETHER) if not each.work.done()), None)
            left = until - time.monotonic()
            if unread is None or left <= 0:
                break
            await asyncio.wait([unread.work], timeout=left)
        ready = takewhile(lambda each: each.work.done(), islice(self._begun, TOGETHER))
        return list(ready)

    def free(self, taken: Sequence[_Begun]) -> None:
        """Let others be read in the place of the first lines, which have been judged."""
        for each in taken:
            self._begun.popleft()
            for _ in range(each.weight):
                self._room.release()

    def close(self) -> None:
        """Read no further."""
        self._reading.cancel()
        for each in self._begun:
            each.work.cancel()

    async def _read(self) -> None:
        number = 0
        try:
            async for line in self._lines:
                number = line.number
                weight = 1 + len(line.content or b"") // HEAVY
                for _ in range(weight):
                    await self._room.acquire()
                self._begin(number, weight, _read(line, self._parse, self._readers))
        except Refusal as broken:
            await self._room.acquire()
            self._begin(number + 1, 1, _refuse(broken))

    def _begin(self, number: int, weight: int, work: Coroutine[None, None, Prepared]) -> None:
        self._begun.append(_Begun(number=number, weight=weight, work=asyncio.create_task(work)))
        self._came.set()


async def _read(line: Line, parse: Callable[[bytes], Submission], readers: Readers) -> Prepared:
    if line.content is None:
        raise Refusal("body-too-large", f"the line has more than {LONGEST} bytes; send one article a line")
    return await readers.read(parse(line.content))


async def _refuse(broken: Refusal) -> Prepared:
    raise broken


async def _judge(unit: Sequence[_Begun], handler: Handler) -> AsyncGenerator[Judged]:
    """The verdicts on lines that have been read; whatever is wrong with one stays with it."""
    waiting: list[tuple[int, Prepared]] = []
    for each in unit:
        try:
            prepared = each.work.result()
            handler.check_size(prepared.text)
        except (ChanceryError, BrokenProcessPool) as error:
            async for judged in _decide(waiting, handler):
                yield judged
            waiting = []
            yield _refused(each.number, error)
        else:
            waiting.append((each.number, prepared))
    async for judged in _decide(waiting, handler):
        yield judged


async def _decide(waiting: Sequence[tuple[int, Prepared]], handler: Handler) -> AsyncGenerator[Judged]:
    """Decide about articles, as many at once as can be; where that fails, about each alone: one is at fault."""
    most = len(waiting)
    while waiting:
        first = waiting[:most]
        try:
            taken = await handler.handle_first([prepared for _, prepared in first])
        except (ChanceryError, *LOST) as error:
            if most > 1 and not isinstance(error, LedgerUnavailable):
                most = 1
                continue
            for number, _ in first:
                yield _refused(number, error)
            waiting = waiting[len(first) :]
        else:
            for (number, _), handled in zip(first, taken, strict=False):
                yield Judged(line=number, handled=handled)
            waiting = waiting[len(taken) :]


def _refused(number: int, error: Exception) -> Judged:
    if isinstance(error, ChanceryError):
        return Judged(line=number, problem=find_kind(error), detail=str(error))
    if isinstance(error, BrokenProcessPool):
        _log.error("whoever reads this line dies", line=number, exc_info=error)
        return Judged(
            line=number,
            detail="the article could not be read, nothing of it was recorded; report it with the log of the service",
        )
    _log.error("the database does not answer to a batch", line=number, exc_info=error)
    return Judged(line=number, problem="ledger-unavailable", detail=str(error) or type(error).__name__)

"""Many articles at once: read on all cores, decided about in their order, a verdict on each."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Coroutine
from concurrent.futures.process import BrokenProcessPool

import asyncpg
import msgspec
import structlog

from events.errors import ChanceryError
from service.handle import Handled, Handler
from service.lines import LONGEST, Line
from service.problems import PROBLEMS, Refusal, find_kind
from service.readers import Readers
from service.submission import Prepared, Submission

AHEAD = 4
"""Lines for each core that are read ahead of the decisions."""

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
    each core. Where the lines themselves break off (a Refusal), the last verdict says so.
    """
    waiting: asyncio.Queue[tuple[int, asyncio.Task[Prepared]] | None] = asyncio.Queue(AHEAD * readers.count)
    begun: set[asyncio.Task[Prepared]] = set()

    async def begin(number: int, work: Coroutine[None, None, Prepared]) -> None:
        task = asyncio.create_task(work)
        begun.add(task)
        await waiting.put((number, task))

    async def read_ahead() -> None:
        number = 0
        try:
            async for line in lines:
                number = line.number
                await begin(number, _read(line, parse, readers))
        except Refusal as broken:
            await begin(number + 1, _refuse(broken))
        await waiting.put(None)

    reading = asyncio.create_task(read_ahead(), name="batch")
    try:
        while (item := await _next(waiting, reading)) is not None:
            number, task = item
            yield await _judge(number, task, handler)
            begun.discard(task)
    finally:
        for task in (reading, *begun):
            task.cancel()


async def _next(
    waiting: "asyncio.Queue[tuple[int, asyncio.Task[Prepared]] | None]", reading: "asyncio.Task[None]"
) -> "tuple[int, asyncio.Task[Prepared]] | None":
    """The next line; raises what ended the reading of lines, once all before it are judged."""
    getting = asyncio.create_task(waiting.get())
    try:
        await asyncio.wait({getting, reading}, return_when=asyncio.FIRST_COMPLETED)
        if getting.done() or not waiting.empty():
            return await getting
        reading.result()
        return None
    finally:
        getting.cancel()


async def _read(line: Line, parse: Callable[[bytes], Submission], readers: Readers) -> Prepared:
    if line.content is None:
        raise Refusal("body-too-large", f"the line has more than {LONGEST} bytes; send one article a line")
    return await readers.read(parse(line.content))


async def _refuse(broken: Refusal) -> Prepared:
    raise broken


async def _judge(number: int, task: "asyncio.Task[Prepared]", handler: Handler) -> Judged:
    """The verdict on one line; whatever is wrong with it stays with it."""
    try:
        return Judged(line=number, handled=await handler.handle(await task))
    except ChanceryError as error:
        return Judged(line=number, problem=find_kind(error), detail=str(error))
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        _log.exception("the database does not answer to a batch", line=number)
        return Judged(line=number, problem="ledger-unavailable", detail=str(error) or type(error).__name__)
    except BrokenProcessPool:
        _log.exception("whoever reads this line dies", line=number)
        return Judged(line=number, detail="the article could not be read; nothing of it was recorded")

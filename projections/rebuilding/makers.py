"""Who makes the rows of a ledger, window by window: this process, or several side by side.

The windows fall to several processes in turn; each reads, folds and writes its own over connections of its own, so that
nothing goes from one process to another but how far they are. Rows may be on their way to the tables from all of them;
what is committed is so in the order of the windows, each with the position that it brings the views to.
"""

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any, TypeAlias

import asyncpg
import msgspec

from projections.errors import RebuildFailed
from projections.ground.stored import Stored
from projections.rebuilding.folding import fold_window
from projections.rebuilding.turns import GivenUp, Turns
from projections.rebuilding.windows import write_window
from projections.storing.store import load_window
from projections.view import GROUND, Tables, View
from projections.views import VIEWS

MANY = 100_000
"""From so many positions on, processes are worth their start."""
MOST_PROCESSES = 4
_CONNECTIONS = 2
"""That a process opens: one that reads and one that writes."""
_LOOK = 0.1
"""Seconds after which is looked again how far the processes are."""

Connect: TypeAlias = Callable[[], Awaitable["asyncpg.Connection[Any]"]]
"""Opens a connection; of a kind that can be handed to another process."""
Tell: TypeAlias = Callable[[int], None]


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """The windows to be made: each begins after one of ``starts`` and goes as far as the next, the last to ``upto``."""

    starts: range
    upto: int

    def end(self, after: int) -> int:
        """How far the window goes that begins after a position."""
        return min(after + self.starts.step, self.upto)


class Makers:
    """Makes rows by this process; ``pool`` has its connections."""

    def __init__(self, pool: "asyncpg.Pool[Any]") -> None:
        self._pool = pool

    async def fill(self, ground: Tables, views: Sequence[View], work: Work, tell: Tell) -> None:
        """Fill the views' tables from the ground; ``tell`` is told how far they are.

        Raises:
            RebuildFailed: an event cannot be read, a view cannot take a happening, a process has died or has got no
                connection, or somebody else has brought the views further.

        """
        for after in work.starts:
            reached = work.end(after)
            async with self._pool.acquire() as connection:
                stored = await load_window(connection, ground, after, reached)
            rows = await asyncio.to_thread(fold_window, views, stored)
            async with self._pool.acquire() as connection:
                await write_window(connection, views, rows, after, reached)
            tell(reached)


class ManyMakers(Makers):
    """Makes rows by several processes."""

    def __init__(self, pool: "asyncpg.Pool[Any]", processes: ProcessPoolExecutor, turns: Turns) -> None:
        super().__init__(pool)
        self._processes = processes
        self._turns = turns

    async def fill(self, ground: Tables, views: Sequence[View], work: Work, tell: Tell) -> None:
        """As by one process."""
        try:
            await self._share_out(ground, views, work, tell)
        except BrokenProcessPool as error:
            raise RebuildFailed(
                "a process that made rows has died, perhaps for want of memory",
                remedy="Rebuild again: it goes on from there",
            ) from error
        except asyncpg.TooManyConnectionsError as error:
            raise RebuildFailed(
                f"the server refuses connections of processes that make rows: {error}",
                remedy=f"Let it give {self._turns.count * _CONNECTIONS} more than the pool has, then rebuild again: it "
                "goes on from there",
            ) from error

    async def _share_out(self, ground: Tables, views: Sequence[View], work: Work, tell: Tell) -> None:
        """Let each process make its windows, and raise what has stopped one of them first of all."""
        loop = asyncio.get_running_loop()
        versions = {view.name: view.version for view in views}
        making: set[asyncio.Future[None]] = set()
        self._turns.begin(work.starts.start)
        try:
            for number in range(self._turns.count):
                share = partial(_make_share, ground.version, versions, work, number)
                making.add(loop.run_in_executor(self._processes, share))
            left = making
            while left:
                done, left = await asyncio.wait(left, timeout=_LOOK, return_when=asyncio.FIRST_EXCEPTION)
                if any(each.exception() is not None for each in done):
                    break
                tell(self._turns.reached)
        finally:
            self._turns.give_up()
            ends = await asyncio.gather(*making, return_exceptions=True)
        if problems := [end for end in ends if isinstance(end, BaseException)]:
            raise min(problems, key=lambda each: isinstance(each, GivenUp))


@contextmanager
def open_makers(
    pool: "asyncpg.Pool[Any]", connect: Connect | None, views: Sequence[View], positions: int
) -> Generator[Makers]:
    """Who makes the rows of so many positions; processes are ended when the context is left.

    ``connect``: how a process gets a connection; without it there is none but this one.
    """
    ours = {view.name: view.rows for view in VIEWS}
    count = count_processes()
    unknown = any(ours.get(view.name) is not view.rows for view in views)
    if connect is None or positions < MANY or count == 1 or unknown:
        yield Makers(pool)
        return
    context = multiprocessing.get_context("spawn")
    turns = Turns(context, count)
    processes = ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(connect, turns))
    try:
        for _ in range(count):
            processes.submit(_stand_ready)
        yield ManyMakers(pool, processes, turns)
    finally:
        processes.shutdown(cancel_futures=True)


def count_processes() -> int:
    """How many processes make rows: one a processor that this one may use."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, MOST_PROCESSES)


class _Maker:
    """What a process makes rows with."""

    def __init__(self, connect: Connect, turns: Turns) -> None:
        self._connect = connect
        self._turns = turns

    async def make(self, ground: Tables, views: Sequence[View], work: Work, number: int) -> None:
        """Make the windows that fall to the process of a number."""
        try:
            async with _open(self._connect) as reading, _open(self._connect) as writing:

                def load(starts: Iterable[int]) -> list[asyncio.Task[Stored]]:
                    return [
                        asyncio.create_task(load_window(reading, ground, after, work.end(after))) for after in starts
                    ]

                starts = work.starts[number :: self._turns.count]
                loading = load(starts[:1])
                for place, after in enumerate(starts, start=1):
                    stored = await loading.pop()
                    # The next is asked for before this process has no ear for anything else.
                    loading = load(starts[place : place + 1])
                    await asyncio.sleep(0)
                    rows = fold_window(views, stored)
                    await write_window(
                        writing, views, rows, after, work.end(after), await_turn=partial(self._turns.wait, number)
                    )
                    self._turns.pass_on(number, work.end(after))
                    del stored, rows
                    gc.collect()
        except BaseException:
            self._turns.give_up()
            raise


@asynccontextmanager
async def _open(connect: Connect) -> AsyncGenerator["asyncpg.Connection[Any]"]:
    connection = await connect()
    try:
        yield connection
        await connection.close()
    finally:
        connection.terminate()


_maker: _Maker | None = None


def _make_share(ground: int, versions: dict[str, int], work: Work, number: int) -> None:
    """Make the windows of one process."""
    if _maker is None:
        raise RuntimeError("this process has not begun")
    views = [msgspec.structs.replace(view, version=versions[view.name]) for view in VIEWS if view.name in versions]
    asyncio.run(_maker.make(msgspec.structs.replace(GROUND, version=ground), views, work, number))


def _stand_ready() -> None:
    """Nothing: a process is started for it."""


def _begin(connect: Connect, turns: Turns) -> None:
    """Let this process end with the one that started it, which is also the one to be interrupted."""
    global _maker  # noqa: PLW0603  (a process has one)
    _maker = _Maker(connect, turns)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def end() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=end, daemon=True).start()
    # What a window makes holds no cycles: looking for them took a tenth of the time.
    gc.disable()
    gc.freeze()

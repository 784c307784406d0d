"""Reading all feeds: once, or each as it falls due until told to stop. A feed that fails stops no other."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog

from events.connection import LOST
from events.errors import ChanceryError
from service.feeds.reading import FeedRead, FeedReader
from service.feeds.sources import Source
from service.feeds.store import State

AT_ONCE = 4
"""Feeds that are read side by side."""

PAUSE = 5.0
"""Seconds between two looks at which feeds there are and which are due."""

_REST = 60  # seconds

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

ListSources = Callable[[], Awaitable[Sequence[Source]]]
ListStates = Callable[[], Awaitable[dict[str, State]]]


async def read_all(reader: FeedReader, sources: Sequence[Source], stop: asyncio.Event) -> list[FeedRead]:
    """Read each feed once, due or not; what came of each, in their order."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def read(source: Source) -> FeedRead:
        async with turns:
            if stop.is_set():
                return FeedRead(url=source.url, outcome="passed over", problem="stopped before its turn")
            return await _read_safely(reader, source, stop)

    return list(await asyncio.gather(*map(read, sources)))


async def keep_reading(
    reader: FeedReader,
    list_sources: ListSources,
    list_states: ListStates,
    stop: asyncio.Event,
    *,
    clock: Callable[[], datetime],
    pause: float = PAUSE,
) -> None:
    """Read each feed whenever it is due, until ``stop``; then the items at hand are finished.

    Which feeds there are is asked again at every look: one added meanwhile is read without a restart.
    """
    turns = asyncio.Semaphore(AT_ONCE)
    running: dict[str, asyncio.Task[None]] = {}
    # Whatever came of a reading, also if nothing could be kept of it, the next is not at once.
    rested: dict[str, datetime] = {}

    async def read(source: Source) -> None:
        async with turns:
            if not stop.is_set():
                await _read_safely(reader, source, stop)
                rested[source.url] = clock() + timedelta(seconds=min(source.every, _REST))

    while not stop.is_set():
        try:
            sources, states = await list_sources(), await list_states()
        except (*LOST, ChanceryError) as error:
            _log.error("feeds cannot be listed; tried again soon", reason=str(error) or type(error).__name__)
            await _wait(stop, pause)
            continue
        now = clock()
        for source in sources:
            rests = rested.get(source.url, now) > now
            if source.url not in running and not rests and _is_due(states.get(source.url), now):
                running[source.url] = asyncio.create_task(read(source), name=f"feed {source.url}")
        await _wait(stop, pause)
        running = {url: task for url, task in running.items() if not task.done()}
    await asyncio.gather(*running.values())


async def _read_safely(reader: FeedReader, source: Source, stop: asyncio.Event) -> FeedRead:
    """Read a feed; whatever goes wrong is logged and told, and stays with this feed."""
    try:
        return await reader.read(source, stop)
    except (*LOST, ChanceryError) as error:
        problem = f"{type(error).__name__}: {error}; it is read again at the next turn"
        _log.error("feed not read", feed=source.url, reason=problem)
    except Exception as error:  # noqa: BLE001  (a fault of ours in one feed)
        problem = f"{type(error).__name__}; report it with the log"
        _log.exception("feed not read", feed=source.url)
    return FeedRead(url=source.url, outcome="failed", problem=problem)


def _is_due(state: State | None, now: datetime) -> bool:
    if state is None:
        return True
    times = (state.due_at, state.wait_until, state.claimed_until)
    return all(time is None or time <= now for time in times)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()

"""Times of single calls."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

from bench import peers
from bench.work import make_condition, make_events

SAMPLES = 300


async def times(do: Callable[[], Awaitable[Any]], samples: int = SAMPLES) -> list[float]:
    """Return the seconds of each call, ascending, after 20 that do not count."""
    for _ in range(20):
        await do()
    taken: list[float] = []
    for _ in range(samples):
        began = time.perf_counter()
        await do()
        taken.append(time.perf_counter() - began)
    return sorted(taken)


async def time_commit(pool: "asyncpg.Pool[Any]") -> float:
    """Return for how many microseconds one commit waits for the disk: a row inserted with the wait and without."""
    source = make_events(time.monotonic_ns())
    async with pool.acquire() as connection:

        async def insert() -> None:
            event = next(source)
            await connection.execute(peers.INSERT, event.id, event.type, event.payload, event.tags)

        waiting = percentile(await times(insert, 100), 50)
        await connection.execute("SET synchronous_commit = off")
        try:
            going_on = percentile(await times(insert, 100), 50)
        finally:
            await connection.execute("RESET synchronous_commit")
    return 1e6 * (waiting - going_on)


def time_generator() -> float:
    """Return the microseconds of processor time that one event and its condition take to be made up."""
    source = make_events(1)
    began = time.process_time()
    for _ in range(5_000):
        make_condition(next(source), 5_000)
    return 1e6 * (time.process_time() - began) / 5_000


async def median_time(do: Callable[[], Awaitable[Any]]) -> float:
    """Return the median of 500 calls, in seconds."""
    return percentile(await times(do, 500), 50)


def percentile(taken: list[float], percent: int) -> float:
    """Return a percentile of times that are sorted."""
    return taken[min(len(taken) - 1, len(taken) * percent // 100)]

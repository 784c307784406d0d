"""Who listens for appends does so while somebody watches, and no longer."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import asyncpg
import pytest

from events.ledger import wakes
from events.ledger.wakes import Wakes


class SlowPool:
    """Connections of a pool, the first of which is long in coming: who is cut off meanwhile gets an error instead.

    The driver does so where a connection is lost or too late at the moment of the cancellation.
    """

    def __init__(self, pool: "asyncpg.Pool[Any]") -> None:
        self.asked = asyncio.Event()
        self._pool = pool

    @asynccontextmanager
    async def acquire(self) -> AsyncGenerator[Any]:
        """Give a connection."""
        if not self.asked.is_set():
            self.asked.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError as error:
                raise TimeoutError from error
        async with self._pool.acquire() as connection:
            yield connection


async def test_nobody_listens_once_nobody_watches(pool: "asyncpg.Pool[Any]", monkeypatch: pytest.MonkeyPatch) -> None:
    """A listener whose cancellation got lost ends by itself, though nobody waits for its end any more."""
    monkeypatch.setattr(wakes, "PAUSE", 0.01)
    slow = SlowPool(pool)

    async def watch() -> None:
        async with Wakes(cast("asyncpg.Pool[Any]", slow), None).watch():
            await asyncio.Event().wait()

    watching = asyncio.create_task(watch())
    await slow.asked.wait()
    (listening,) = (task for task in asyncio.all_tasks() if task.get_name() == "ledger wakes")
    watching.cancel()
    await asyncio.sleep(0)  # it asks the listener to end, and waits for that
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    await asyncio.wait_for(listening, timeout=20)
    assert pool.get_idle_size() == pool.get_size()

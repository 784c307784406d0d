"""The connections of a group commit: one for its flushes, and another for those that are sent behind one.

Both are kept only for a moment after the last append. The second is taken where the pool has one to spare, and one is
left for all else.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg

LINGER = 0.01
"""Seconds for which the connections are kept when nothing more is appended: to take another is work."""
SHORT = 0.5
"""Seconds that a flush waits for a connection which seemed to be free."""


class Lines:
    """Up to two connections of a pool, numbered 0 and 1."""

    def __init__(self, pool: "asyncpg.Pool[Any]", is_busy: Callable[[], bool]) -> None:
        """``is_busy``: whether the connections are used, when they have lingered."""
        self._pool = pool
        self._is_busy = is_busy
        self._held: list[asyncpg.pool.PoolConnectionProxy[Any] | None] = [None, None]
        self._lingering: asyncio.TimerHandle | None = None
        self._leaving: set[asyncio.Task[None]] = set()

    async def take(self, number: int) -> "asyncpg.pool.PoolConnectionProxy[Any]":
        """Return a connection; it stays the same until it is dropped or let go."""
        connection = self._held[number]
        if connection is None:
            connection = self._held[number] = await self._pool.acquire()
        return connection

    async def take_soon(self, number: int) -> "asyncpg.pool.PoolConnectionProxy[Any]":
        """Return a connection as ``take`` does, unless others were first: they may keep theirs for ever.

        Raises:
            TimeoutError: they were.

        """
        async with asyncio.timeout(SHORT):
            return await self.take(number)

    def has(self, number: int) -> bool:
        """Whether a connection is held, or can be had and leaves one to whoever else needs one."""
        unopened = self._pool.get_max_size() - self._pool.get_size()
        return self._held[number] is not None or self._pool.get_idle_size() + unopened > 1

    async def drop(self, number: int) -> None:
        """Give a connection back at once, as something went wrong with it."""
        connection, self._held[number] = self._held[number], None
        if connection is not None:
            await self._pool.release(connection)

    def linger(self) -> None:
        """Keep the connections for a moment: who has been answered may append again."""
        if self._lingering is None:
            self._lingering = asyncio.get_running_loop().call_later(LINGER, self._rest)

    def _rest(self) -> None:
        self._lingering = None
        if not self._is_busy():
            self.let_go()

    def let_go(self) -> None:
        """Give the connections back."""
        for number, connection in enumerate(self._held):
            if connection is not None:
                self._held[number] = None
                leaving = asyncio.create_task(self._release(connection), name="ledger release")
                self._leaving.add(leaving)
                leaving.add_done_callback(self._leaving.discard)

    async def _release(self, connection: "asyncpg.pool.PoolConnectionProxy[Any]") -> None:
        with suppress(asyncpg.InterfaceError, asyncpg.PostgresError, OSError):  # pool or server are gone: so is it
            await self._pool.release(connection)

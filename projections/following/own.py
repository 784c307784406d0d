"""The connection of whoever follows the ledger, which has learnt what it is asked."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from projections.view import Connection

_LEAST = 4
"""Connections of a pool from which one is kept: one listens for appends, appends without end may use another, and one
must be left for all else."""


class OwnConnection:
    """One connection of a pool, kept while the ledger is followed.

    The first batch on a connection waits until it knows the types of all tables' rows and has planned its statements:
    twenty times as long as for the batch itself. Borrowed anew for each batch, all connections of the pool would have
    their first one some time.
    """

    def __init__(self, pool: "asyncpg.Pool[Any]") -> None:
        self._pool = pool
        self._kept: Connection | None = None
        self._keeper: asyncio.Task[Any] | None = None

    @property
    def is_kept(self) -> bool:
        """Whether a connection is kept, so that a server which ends is noticed at once."""
        return self._kept is not None

    @asynccontextmanager
    async def keep(self, get_ready: Callable[[Connection], Awaitable[None]]) -> AsyncGenerator[None]:
        """Keep a connection for the length of a block, from when it is ready; of a small pool none.

        Raises:
            ConnectionResetError: the connection was lost, wherever the block was. A server that crashed may have lost
                with it what it said was committed, if that did not wait for the disk.

        """
        if self._pool.get_max_size() < _LEAST:
            yield
            return
        async with self._pool.acquire() as connection, _until_lost(connection):
            await get_ready(connection)
            self._kept, self._keeper = connection, asyncio.current_task()
            try:
                yield
            finally:
                self._kept = self._keeper = None

    @asynccontextmanager
    async def acquire(self) -> AsyncGenerator[Connection]:
        """Give the connection that is kept to the task that keeps it; to others, and while there is none, another."""
        if self._kept is not None and self._keeper is asyncio.current_task():
            yield self._kept
            return
        async with self._pool.acquire() as connection:
            yield connection


@asynccontextmanager
async def _until_lost(connection: Connection) -> AsyncGenerator[None]:
    """End the block when the connection is lost."""
    loop = asyncio.get_running_loop()
    limit = asyncio.timeout(None)
    left = False

    def end(_: object) -> None:
        if not left:
            limit.reschedule(loop.time())

    try:
        async with limit:
            connection.add_termination_listener(end)
            try:
                yield
            finally:
                left = True
                with suppress(asyncpg.InterfaceError):  # it has ended
                    connection.remove_termination_listener(end)
    except TimeoutError as error:
        if limit.expired():
            raise ConnectionResetError("the connection that the views are folded by was lost") from error
        raise

"""Wakes everybody who follows the ledger when something has been appended: one LISTEN for a whole process."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from events.connection import LOST

CHANNEL = "ledger"
POLL = 5.0
"""Seconds after which followers look by themselves: a notification may be lost with its connection."""
PAUSE = 0.5

_log = logging.getLogger(__name__)


class Wakes:
    """Keeps one connection listening as long as anybody watches, and opens another when it is lost."""

    def __init__(self, pool: "asyncpg.Pool[Any]", listen_url: str | None) -> None:
        self._pool = pool
        self._url = listen_url
        self._watchers: set[asyncio.Event] = set()
        self._work: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def watch(self) -> AsyncGenerator[asyncio.Event]:
        """Give an event that is set at every append; the watcher clears it before it looks."""
        woken = asyncio.Event()
        self._watchers.add(woken)
        if self._work is None:
            self._work = asyncio.create_task(self._listen(), name="ledger wakes")
        try:
            yield woken
        finally:
            self._watchers.discard(woken)
            if not self._watchers:
                await self._stop()

    async def _stop(self) -> None:
        work, self._work = self._work, None
        while work is not None and not work.done():
            # A connection that is lost at that very moment answers the cancellation with an error of its own.
            work.cancel()
            await asyncio.wait([work], timeout=1)

    def _wake(self, *_: object) -> None:
        for woken in self._watchers:
            woken.set()

    async def _listen(self) -> None:
        # Whoever stops it may itself be cancelled while it waits for the end: not wanted any more, it ends by itself.
        listening = asyncio.current_task()
        while self._work is listening:
            try:
                async with self._connect() as connection:
                    await connection.add_listener(CHANNEL, self._wake)
                    try:
                        while self._work is listening and not connection.is_closed():
                            # Also what came before we listened, or while nobody did.
                            self._wake()
                            await asyncio.sleep(POLL)
                    finally:
                        if not connection.is_closed():
                            with suppress(*LOST):
                                await connection.remove_listener(CHANNEL, self._wake)
            except LOST as error:
                _log.warning("the connection that listens for appends is lost, another is opened: %s", error)
            self._wake()
            await asyncio.sleep(PAUSE)

    @asynccontextmanager
    async def _connect(self) -> AsyncGenerator["asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]"]:
        if self._url is None:
            async with self._pool.acquire() as connection:
                yield connection
            return
        connection = await asyncpg.connect(self._url)
        try:
            yield connection
        finally:
            await connection.close()

"""The state of the views' tables: while it stays as it is, so does every answer that is made from them."""

import asyncio
from datetime import datetime
from typing import Any, TypeAlias

import asyncpg

from projections.view import statement

State: TypeAlias = tuple[tuple[str, int, int, datetime], ...]
"""Name, version and position of all active tables, and when they last moved."""


class StateReader:
    """Reads the state, once for all who ask at the same time.

    Whoever asks while it is being read is given the next reading, which begins after they have asked: what they are
    given is never older than their question.
    """

    def __init__(self, pool: "asyncpg.Pool[Any]") -> None:
        self._pool = pool
        self._turn = asyncio.Lock()
        self._next: asyncio.Task[State] | None = None

    async def read(self) -> State:
        """The state, as it stands now or a moment later; raises what asyncpg does where no database answers."""
        if self._next is None:
            self._next = asyncio.create_task(self._read(), name="state of the views")
            self._next.add_done_callback(_look_at)
        # Whoever goes away leaves the reading to the others.
        return await asyncio.shield(self._next)

    async def _read(self) -> State:
        async with self._turn:
            self._next = None
            rows = await self._pool.fetch(statement("registry.sql", "state", 1))
        return tuple(map(tuple, rows))


def _look_at(read: "asyncio.Task[State]") -> None:
    """Take note of an error: where all who asked have gone away meanwhile, nobody else does."""
    if not read.cancelled():
        read.exception()

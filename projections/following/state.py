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
        self._waiting: list[asyncio.Future[State]] = []
        self._reading: asyncio.Task[None] | None = None

    async def read(self) -> State:
        """The state, as it stands now or a moment later; raises what asyncpg does where no database answers."""
        # A future each: whoever goes away takes nothing from the others.
        mine: asyncio.Future[State] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        if self._reading is None:
            self._reading = asyncio.create_task(self._read_on(), name="state of the views")
        return await mine

    async def _read_on(self) -> None:
        """Read for as long as somebody waits."""
        try:
            while self._waiting:
                asked, self._waiting = self._waiting, []
                await self._read_for(asked)
        finally:
            self._reading = None
            for each in self._waiting:
                each.cancel()
            self._waiting = []

    async def _read_for(self, asked: "list[asyncio.Future[State]]") -> None:
        try:
            rows = await self._pool.fetch(statement("registry.sql", "state", 1))
        except asyncio.CancelledError:
            for each in asked:
                each.cancel()
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, it is theirs who asked)
            for each in asked:
                if not each.done():
                    each.set_exception(error)
        else:
            state: State = tuple(map(tuple, rows))
            for each in asked:
                if not each.done():
                    each.set_result(state)

"""Keeps the views up with the ledger: catches up, then follows; several processes may do so at once."""

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Any

import asyncpg
import msgspec

from events.envelope import RecordedEvent
from events.ledger import Ledger
from projections.batch import fold_batch, parse, retry_parked
from projections.errors import BeyondHead, NotYetProjected, PoisonEvent
from projections.store import make_tables
from projections.view import View, statement
from projections.views import VIEWS

BATCH = 1000
"""Events folded in one transaction a view."""
_LOOK_AGAIN = 0.05
_PAUSE = 0.5

_log = logging.getLogger(__name__)


class ViewLag(msgspec.Struct, frozen=True, kw_only=True):
    """How a view stands to the ledger.

    ``behind`` in events, ``seconds`` since the oldest event that it has not folded was recorded; ``kept`` reports
    in its tables of the ``expected`` that the ledger holds for it up to its position (None where not counted);
    ``parked`` events wait for a fix; ``stopped`` says why it goes no further, in this process.
    """

    view: str
    version: int
    position: int
    behind: int
    seconds: float
    parked: int
    kept: int | None = None
    expected: int | None = None
    stopped: str | None = None


class Runner:
    """Folds the ledger into the tables of the views.

    Args:
        pool: connections as the role that owns the schema ``views``; nothing is set for their sessions.
        ledger: what to fold.
        views: which views to keep.
        batch: how many events a transaction folds at most.

    """

    def __init__(
        self, pool: "asyncpg.Pool[Any]", ledger: Ledger, views: Sequence[View] = VIEWS, *, batch: int = BATCH
    ) -> None:
        self._pool = pool
        self._ledger = ledger
        self._views = tuple(views)
        self._batch = batch
        self._stopped: dict[str, str] = {}
        self._moved = asyncio.Event()

    async def prepare(self) -> None:
        """Make the tables of the views where they are missing; needs the migrations to have been applied."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(statement("registry.sql", "lock_making", 1))
            known = await self._positions(connection)
            for view in self._views:
                if view.name not in known:
                    await make_tables(connection, view)
                    await connection.execute(statement("registry.sql", "register", 1), view.name, view.version)

    async def run(self) -> None:
        """Follow the ledger for ever; cancel to stop. A view that meets poison stops, the others go on."""
        while True:
            try:
                after = await self.catch_up()
                async for page in self._ledger.subscribe(after=after, page=self._batch):
                    reached = page[-1].position
                    if await self._fold(page, after=after, reached=reached) < reached:
                        await self.catch_up()
                    after = reached
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                _log.warning("the database is lost to the views, they go on when it answers: %s", error)
                await asyncio.sleep(_PAUSE)

    async def catch_up(self) -> int:
        """Fold everything up to the head as it is now, and return that position."""
        head = await self._ledger.head()
        while (after := await self._least()) < head:
            page = await self._ledger.read(after=after, limit=self._batch, upto=head)
            reached = page[-1].position if len(page) == self._batch else head
            await self._fold(page, after=after, reached=reached)
        return head

    async def wait_for(self, position: int, timeout: float) -> None:  # noqa: ASYNC109  (the error says how long)
        """Return once every view has folded ``position``; it need not be this process that folds it.

        Raises:
            BeyondHead: the ledger has not reached that position.
            NotYetProjected: ``timeout`` seconds were not enough.

        """
        until = time.monotonic() + timeout
        while (reached := await self.position()) < position:
            head = await self._ledger.head()
            if position > head:
                raise BeyondHead(position, head)
            left = until - time.monotonic()
            if left <= 0:
                raise NotYetProjected(position, reached, timeout)
            self._moved.clear()
            try:
                await asyncio.wait_for(self._moved.wait(), min(left, _LOOK_AGAIN))
            except TimeoutError:
                continue

    async def position(self) -> int:
        """The position that every view has folded; 0 where one has not begun."""
        async with self._pool.acquire() as connection:
            known = await self._positions(connection)
        return min((known.get(view.name, 0) for view in self._views), default=0)

    async def lag(self, *, count: bool = False) -> list[ViewLag]:
        """How each view stands; with ``count`` also whether it keeps as many reports as the ledger holds."""
        found: list[ViewLag] = []
        async with self._pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
            rows = await connection.fetch(statement("registry.sql", "lag", 1), *self._named())
            for row, view in zip(rows, sorted(self._views, key=lambda view: view.name), strict=True):
                kept = expected = None
                if count:
                    kept = await connection.fetchval(statement("ground.sql", "count_entries", view.version, view.name))
                    reports = sorted(view.reports)
                    expected = await connection.fetchval(
                        statement("registry.sql", "expected", 1), row["position"], reports
                    )
                found.append(
                    ViewLag(
                        view=view.name,
                        version=view.version,
                        position=row["position"],
                        behind=row["behind"],
                        seconds=row["seconds"],
                        parked=row["parked"],
                        kept=kept,
                        expected=expected,
                        stopped=self._stopped.get(view.name),
                    )
                )
        return found

    async def retry_parked(self) -> int:
        """Fold what is parked again, after the fix; return how many events stay parked."""
        left = 0
        for view in self._views:
            async with self._pool.acquire() as connection:
                rows = await connection.fetch(statement("registry.sql", "parked", 1), view.name, view.version)
            if rows:
                events = [
                    event for row in rows for event in await self._ledger.read(after=row[0] - 1, limit=1, upto=row[0])
                ]
                left += await retry_parked(self._pool, view, events)
        return left

    async def _fold(self, page: Sequence[RecordedEvent], *, after: int, reached: int) -> int:
        """Fold a page into each view that goes; return the least position among those."""
        parsed = parse(page)
        least = reached
        for view in self._going():
            try:
                least = min(least, await fold_batch(self._pool, view, parsed, after=after, reached=reached))
            except PoisonEvent as error:
                self._stopped[view.name] = str(error)
                _log.critical("%s", error)
        self._moved.set()
        return least

    def _going(self) -> list[View]:
        return [view for view in self._views if view.name not in self._stopped]

    async def _least(self) -> int:
        """The least position of the views that go; of none, beyond any."""
        async with self._pool.acquire() as connection:
            known = await self._positions(connection)
        return min((known.get(view.name, 0) for view in self._going()), default=1 << 62)

    async def _positions(
        self, connection: "asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]"
    ) -> dict[str, int]:
        rows = await connection.fetch(statement("registry.sql", "positions", 1), *self._named())
        return {row["name"]: row["position"] for row in rows}

    def _named(self) -> tuple[list[str], list[int]]:
        return [view.name for view in self._views], [view.version for view in self._views]

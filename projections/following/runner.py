"""Keeps the views up with the ledger: catches up, then follows; several processes may do so at once."""

import asyncio
import logging
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

import asyncpg

from events.connection import LOST
from events.envelope import RecordedEvent
from events.ledger import Ledger
from projections.errors import PoisonEvent
from projections.following.at_once import fold_at_once, get_ready
from projections.following.batch import (
    TRANSIENT,
    Folded,
    Parsed,
    catch_up,
    fold_batch,
    fold_fit,
    move,
    parse,
    retry_ground,
    retry_view,
)
from projections.following.gathering import BATCHES, PAUSE, Gathering
from projections.following.held import Held, hold_active
from projections.following.lag import ViewLag, measure_lag
from projections.following.own import OwnConnection
from projections.following.waiting import Waiting
from projections.storing.store import Connection, make_tables, open_turn, take_turn
from projections.view import GROUND, Tables, View, statement
from projections.views import VIEWS

BATCH = 1000
"""Events folded in one transaction."""
_PAUSE = 0.5

_log = logging.getLogger(__name__)


class Runner:
    """Folds the ledger into the tables of the views.

    Args:
        pool: connections as the role that owns the schema ``views``; nothing is set for their sessions.
        ledger: what to fold.
        views: which views to keep.
        batch: how many events a transaction folds at most.
        bulk_pause: seconds from one step to the next while events come in bulk, at least.

    """

    def __init__(
        self,
        pool: "asyncpg.Pool[Any]",
        ledger: Ledger,
        views: Sequence[View] = VIEWS,
        *,
        batch: int = BATCH,
        bulk_pause: float = PAUSE,
    ) -> None:
        self._pool = pool
        self._ledger = ledger
        self._views = {view.name: view for view in views}
        self._names = [GROUND.name, *sorted(self._views)]
        self._batch = batch
        self._gathering = Gathering(bulk_pause)
        self._stopped: dict[str, str] = {}
        self._own = OwnConnection(pool)
        self._waiting = Waiting(ledger, self.position, self._gathering.end_pause)

    @contextmanager
    def in_bulk(self) -> Generator[None]:
        """Say for the length of a block that many events come: the views may follow in steps, and let them gather.

        Whoever waits for a position (``wait_for``) does not wait for the end of a pause.
        """
        with self._gathering.expect_many():
            yield

    async def prepare(self) -> None:
        """Make the tables of the views where they are missing; needs the migrations to have been applied."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(statement("registry.sql", "lock_making", 1))
            for tables in (GROUND, *self._views.values()):
                made = await connection.fetchval(statement("registry.sql", "register", 1), tables.name, tables.fold)
                if made is not None:
                    await make_tables(connection, tables)
            (ground,) = await connection.fetch(statement("registry.sql", "active", 1), [GROUND.name])
        if ground["fold"] != GROUND.fold:
            self._stopped[GROUND.name] = _other_fold(ground["fold"], GROUND, "all --accept")
            _log.critical("no view goes on: %s", self._stopped[GROUND.name])

    async def run(self) -> None:
        """Follow the ledger for ever; cancel to stop. A view that meets poison stops, the others go on."""
        while True:
            try:
                async with self._own.keep(self._get_ready):
                    await self._follow()
            except LOST as error:
                self._waiting.forget()  # a server that crashed takes back what has not reached its disk
                _log.warning("the database is lost to the views, they go on when it answers: %s", error)
                await asyncio.sleep(_PAUSE)

    async def _get_ready(self, connection: Connection) -> None:
        if GROUND.name in self._stopped:
            return  # there is nothing to get ready for
        try:
            async with open_turn(connection):
                held = await self._hold(connection)
                await get_ready(connection, held.ground, [view for view, _ in held.views])
        except TRANSIENT:
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, it is found again by parts)
            _log.warning("the views are followed by a connection that has learnt nothing: %r", error)

    async def _follow(self) -> None:
        after = await self.catch_up()
        async for page in self._ledger.subscribe(after=after, page=self._batch):
            reached = page[-1].position
            if reached <= after:
                continue  # folded with the step before
            if self._gathering.in_bulk:
                after = await self._step()
                continue
            if await self._fold(page, after=after, reached=reached) < reached:
                await self.catch_up()
            after = reached

    async def catch_up(self) -> int:
        """Fold everything up to the head as it is now, and return that position."""
        head = await self._ledger.head()
        while (after := await self._ground_position()) < head and GROUND.name not in self._stopped:
            most = self._batch * (BATCHES if self._gathering.in_bulk else 1)
            page = await self._ledger.read(after=after, limit=most, upto=head)
            reached = page[-1].position if len(page) == most else head
            await self._fold(page, after=after, reached=reached)
        await self._bring_up_laggards()
        return head

    async def wait_for(self, position: int, timeout: float) -> None:  # noqa: ASYNC109  (the error says how long)
        """Return once every view has folded ``position``; it need not be this process that folds it.

        Raises:
            BeyondHead: the ledger has not reached that position.
            NotYetProjected: ``timeout`` seconds were not enough.

        """
        await self._waiting.wait_for(position, timeout)

    async def position(self) -> int:
        """The position that every view has folded; 0 where one has not begun."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(statement("registry.sql", "active", 1), sorted(self._views))
        known = {row["name"]: row["position"] for row in rows}
        return min((known.get(name, 0) for name in self._views), default=0)

    async def lag(self, *, count: bool = False) -> list[ViewLag]:
        """How each view stands; with ``count`` also whether it keeps as many reports as the ledger holds."""
        return await measure_lag(self._pool, self._views, self._reason, count=count)

    async def parked_keys(self) -> int:
        """How many keys have events that wait, because one of them could not be folded."""
        async with self._pool.acquire() as connection:
            count: int = await connection.fetchval(statement("registry.sql", "parked_keys_count", 1))
        return count

    async def retry_parked(self) -> int:
        """Fold what is parked again, after the fix, and let stopped views go on; return how many events stay parked."""
        self._stopped.clear()
        async with self._pool.acquire() as connection, connection.transaction():
            await take_turn(connection)
            held = await self._hold(connection)
            rows = await connection.fetch(statement("registry.sql", "parked", 1), GROUND.name, held.ground.version)
            if rows:
                places = [row["position"] for row in rows]
                events = [event for at in places for event in await self._ledger.read(after=at - 1, limit=1, upto=at)]
                fit = await retry_ground(connection, held.ground, events)
                await fold_fit(connection, held.ground, held.level, fit, reached=held.position)
            for view, position in held.views:
                await retry_view(connection, held.ground, view)
                # It stands where it stood, but its rows may be others.
                await move(connection, [view], position)
        await self.catch_up()
        async with self._pool.acquire() as connection:
            return sum(row["count"] for row in await connection.fetch(statement("registry.sql", "parked_count", 1)))

    async def _step(self) -> int:
        """Fold what has gathered, and let more gather."""
        started = time.monotonic()
        reached = await self.catch_up()
        await self._gathering.pause(time.monotonic() - started)
        return reached

    async def _fold(self, page: Sequence[RecordedEvent], *, after: int, reached: int) -> int:
        """Fold a page (all events after ``after`` up to ``reached``); return the ground's position afterwards.

        That is less than ``after`` when it stands before the page, and nothing was done.
        """
        parsed = parse(page)
        try:
            folded = await self._fold_at_once(parsed, after=after, reached=reached)
            if folded is None:
                folded = await self._fold_by_parts(parsed, after=after, reached=reached)
        except PoisonEvent as error:
            self._stop(GROUND.name, error)
            return reached
        for name, error in folded.stopped.items():
            self._stop(name, error)
        self._waiting.tell_moved()
        return folded.position

    async def _fold_at_once(self, parsed: Sequence[Parsed], *, after: int, reached: int) -> Folded | None:
        """Fold a page where nothing stands in the way; None where something does, and nothing was done."""
        if any(item.problem is not None for item in parsed):
            return None
        try:
            async with self._own.acquire() as connection, open_turn(connection):
                held = await self._hold(connection)
                fresh = held.choose_new(parsed, after=after, reached=reached)
                if fresh is None:
                    return Folded(position=held.position)
                if held.parked:
                    return None
                await fold_at_once(connection, held.ground, held.level, fresh, reached=reached)
        except (*TRANSIENT, PoisonEvent):
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, it is found again by parts)
            _log.warning("a batch cannot be taken as a whole, each view takes it alone: %r", error)
            return None
        if self._own.is_kept and len(held.level) == len(self._views):
            self._waiting.reach(reached)
        return Folded(position=reached)

    async def _fold_by_parts(self, parsed: Sequence[Parsed], *, after: int, reached: int) -> Folded:
        """Fold a page so that what is at fault is set aside."""
        async with self._own.acquire() as connection, connection.transaction():
            await take_turn(connection, following=True)
            held = await self._hold(connection)
            fresh = held.choose_new(parsed, after=after, reached=reached)
            if fresh is None:
                return Folded(position=held.position)
            return await fold_batch(connection, held.ground, held.level, fresh, reached=reached)

    async def _bring_up_laggards(self) -> None:
        """Bring the views that do not stand where the ground stands there, each in a transaction of its own."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(statement("registry.sql", "active", 1), self._names)
        positions = {row["name"]: row["position"] for row in rows}
        reached = positions.get(GROUND.name, 0)
        for name in sorted(self._views):
            if positions.get(name, reached) < reached and name not in self._stopped:
                try:
                    async with self._own.acquire() as connection, connection.transaction():
                        await take_turn(connection, following=True)
                        held = await self._hold(connection)
                        for view, position in held.views:
                            if view.name == name and position < held.position:
                                await catch_up(connection, held.ground, view, after=position, reached=held.position)
                except PoisonEvent as error:
                    self._stop(name, error)
                self._waiting.tell_moved()

    async def _hold(self, connection: Connection) -> Held:
        """Lock the active tables; of views those that have not stopped."""
        return await hold_active(connection, [view for view in self._views.values() if view.name not in self._stopped])

    def _stop(self, name: str, error: PoisonEvent) -> None:
        self._stopped[name] = str(error)
        _log.critical("%s", error)

    def _reason(self, view: View, fold: int) -> str | None:
        """Why a view goes no further; None where it goes on."""
        if fold != view.fold:
            return _other_fold(fold, view, view.name)
        return self._stopped.get(view.name) or self._stopped.get(GROUND.name)

    async def _ground_position(self) -> int:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(statement("registry.sql", "active", 1), [GROUND.name])
        return rows[0]["position"] if rows else 0


def _other_fold(fold: int, tables: Tables, what: str) -> str:
    return (
        f"its tables were filled by version {fold} of its fold, this program has version {tables.fold}; "
        f"run `chancery rebuild {what}`"
    )

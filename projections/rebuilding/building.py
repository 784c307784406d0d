"""The new versions of tables that a rebuild fills, step by step; each step says in the registry how far it has come."""

import asyncio
import itertools
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import ExitStack
from typing import Any

import asyncpg
import msgspec

from events.ledger import Ledger
from projections.errors import PoisonEvent, RebuildFailed
from projections.following.batch import fold_batch, move, parse
from projections.rebuilding.cycles import FILLING, collect_seldom
from projections.rebuilding.indexing import analyse, execute_long, work_in_turns
from projections.rebuilding.laying import PAGE, Laying
from projections.rebuilding.makers import Connect, Makers, Work, open_makers
from projections.rebuilding.windows import taken_up
from projections.storing.writing import summarise_all
from projections.view import GROUND_TABLES, Tables, View, statement

WINDOW = 5_000
"""Positions of the ledger taken up in one transaction."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a rebuild is: ``done`` of ``total`` events in this ``step``, and seconds since the rebuild began."""

    step: str
    done: int
    total: int
    seconds: float


class Building:
    """A ground and views that are being filled beside the live ones.

    ``every``: all views there are. ``resumed``: whether an earlier rebuild began it. ``progress`` is called often.
    ``connect``: how processes that help get connections.
    """

    def __init__(
        self,
        pool: "asyncpg.Pool[Any]",
        ledger: Ledger,
        ground: Tables,
        views: Sequence[View],
        *,
        every: Sequence[View],
        resumed: bool,
        progress: Callable[[Progress], None],
        connect: Connect | None = None,
    ) -> None:
        self.ground = ground
        self.views = views
        self.resumed = resumed
        self._pool = pool
        self._ledger = ledger
        self._every = every
        self._progress = progress
        self._connect = connect
        self._started = time.monotonic()

    @property
    def all(self) -> tuple[Tables, ...]:
        """The ground and the views."""
        return (self.ground, *self.views)

    @property
    def names(self) -> list[str]:
        """The names of the views."""
        return [view.name for view in self.views]

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.monotonic() - self._started

    def tell(self, step: str, done: int, total: int) -> None:
        """Say how far a step is."""
        self._progress(Progress(step=step, done=done, total=total, seconds=self.seconds))

    async def fill(self, upto: int) -> int:
        """Fill the tables with what the ledger holds up to a position; return how far they then are.

        That is further on where an earlier call had come further.

        Raises:
            RebuildFailed: an event cannot be read or folded.

        """
        states = [await self._state(view) for view in self.views]
        whole = all(state["position"] for state in states)
        left = 0 if whole else upto - min(state["built"] for state in states)
        if not whole:
            await self._set_autovacuum("SET (autovacuum_enabled = off)")
        with ExitStack() as opened, collect_seldom(FILLING):
            # The processes that make rows start while the server takes up reports, and end while it makes indexes.
            makers = opened.enter_context(open_makers(self._pool, self._connect, self.views, left))
            await self._make_ground(upto)
            upto = await self.position()
            if not whole:
                await self._make_rows(makers, upto)
                await asyncio.gather(asyncio.to_thread(opened.close), self._index_rows(upto))
        return upto

    async def position(self) -> int:
        """The position that the new ground has folded."""
        return (await self._state(self.ground))["position"]

    async def follow(self, upto: int) -> None:
        """Fold what was appended since into the new tables."""
        while (after := (await self._state(self.ground))["position"]) < upto:
            page = await self._ledger.read(after=after, limit=PAGE, upto=upto)
            reached = page[-1].position if len(page) == PAGE else upto
            async with self._pool.acquire() as connection, connection.transaction():
                try:
                    folded = await fold_batch(connection, self.ground, self.views, parse(page), reached=reached)
                except PoisonEvent as error:
                    raise RebuildFailed(str(error)) from error
                for error in folded.stopped.values():
                    raise RebuildFailed(str(error)) from error
            self.tell("folding what came meanwhile", reached, upto)

    async def _make_ground(self, upto: int) -> None:
        """Make the ground; at the end its position says that it is whole."""
        if (state := await self._state(self.ground))["position"]:
            return  # further on already
        laying = Laying(self._pool, self._ledger, self.ground, self._every, window=WINDOW, tell=self.tell)
        await laying.lay(state["built"], max(upto, state["built"]))

    async def _make_rows(self, makers: Makers, upto: int) -> None:
        articles = self.ground.table("article")
        await work_in_turns(
            (
                *(execute_long(self._pool, each) for each in self.ground.steps("late_indexes") if articles not in each),
                *(analyse(self._pool, self.ground, name) for name in ("answer", "article")),
            )
        )
        await analyse(self._pool, self.ground, "happening")
        states = [await self._state(view) for view in self.views]
        starts = range(min(state["built"] for state in states), upto, WINDOW)
        await makers.fill(
            self.ground,
            self.views,
            Work(starts=starts, upto=upto),
            lambda reached: self.tell("making rows", reached, upto),
        )

    async def _index_rows(self, upto: int) -> None:
        """Make what is made of rows once all are there; views of which that is done say that they are whole."""
        self.tell("indexing rows", upto, upto)
        articles = self.ground.table("article")
        late = self.ground.steps("late_indexes")
        remaining = (execute_long(self._pool, each) for each in late if articles in each)
        await work_in_turns(itertools.chain(itertools.chain.from_iterable(map(self._complete, self.views)), remaining))
        await work_in_turns(analyse(self._pool, view, name) for view in self.views for name in view.tables)
        await self._set_autovacuum("RESET (autovacuum_enabled)")
        for view in self.views:
            self.tell(f"indexing {view.name}", upto, upto)
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(statement("registry.sql", "not_waiting_for_disk", 1))
                await move(connection, [view], upto)

    def _complete(self, view: View) -> Iterable[Coroutine[Any, Any, None]]:
        """What is made of a view's rows once all are there: summaries with their indexes, and the other indexes."""
        late = tuple(view.table(name) for name in view.summaries)
        steps = view.steps("indexes")
        if late:
            yield self._summarise(view, [each for each in steps if any(name in each for name in late)])
        for each in steps:
            if not any(name in each for name in late):
                yield execute_long(self._pool, each)

    async def _set_autovacuum(self, change: str) -> None:
        """Keep the server from tidying tables that are being filled, over and over, or let it see to them again."""
        async with self._pool.acquire() as connection, connection.transaction():
            for tables in self.all:
                for name in tables.tables if isinstance(tables, View) else GROUND_TABLES:
                    await connection.execute(f"ALTER TABLE views.{tables.table(name)} {change}")

    async def _summarise(self, view: View, indexes: Sequence[str]) -> None:
        """Compute the summaries; those of an earlier call that did not come to its end are computed anew."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(statement("registry.sql", "not_waiting_for_disk", 1))
            for name in view.summaries:
                await connection.execute(f"TRUNCATE views.{view.table(name)}")
            await summarise_all(connection, view)
        for each in indexes:
            await execute_long(self._pool, each)

    async def _state(self, tables: Tables) -> asyncpg.Record:
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(statement("registry.sql", "hold_version", 1), tables.name, tables.version)
        if row is None:
            raise taken_up(f"and version {tables.version} of {tables.name} is no longer in the registry")
        return row

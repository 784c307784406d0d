"""The new versions of tables that a rebuild fills, step by step; each step says in the registry how far it has come."""

import asyncio
import itertools
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import ExitStack, aclosing
from typing import Any

import asyncpg
import msgspec

from events.envelope import Query, QueryItem
from events.ledger import Ledger
from projections.batch import fold_batch, known, move, parse
from projections.cycles import FILLING, collect_seldom
from projections.errors import PoisonEvent, RebuildFailed
from projections.makers import Connect, Makers, Work, open_makers
from projections.store import Connection, load_mentioned, save_ground, what_stands
from projections.view import ARTICLES, DECISIONS, GROUND_TABLES, Tables, View, statement
from projections.windows import MAY_WAIT, go_on, rebuild_sql, taken_up
from projections.writing import run_long, summarise_all

WINDOW = 5_000
"""Positions of the ledger taken up in one transaction."""
PAGE = 2_000
AT_ONCE = 3
"""So many connections make summaries and indexes."""


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
        """Take up reports, fold articles and decisions; at the end the ground's position says that it is whole."""
        ground = self.ground
        if (state := await self._state(ground))["position"]:
            return  # further on already
        upto = max(upto, state["built"])
        entry = ground.table("entry")
        for each in ground.steps("indexes"):
            if entry not in each:
                await self._execute(each)
        # What an earlier call that did not come to its end has left of articles. Not beside: who folds decisions looks
        # at the table, and waits at its end for the articles with that look's lock.
        await self._execute(f"TRUNCATE views.{ground.table('article')}")
        # Articles rest on no report, and no decision on an article: they are folded while all else is made.
        beside = [asyncio.create_task(self._fold_articles(upto), name="rebuild: fold articles")]
        try:
            await self._take_reports(state["built"], upto)
            beside.append(asyncio.create_task(self._analyse(ground, "entry"), name="rebuild: analyse reports"))
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(MAY_WAIT)
                await self._fold(connection, DECISIONS, upto, "folding decisions")
                self.tell("numbering happenings", upto, upto)
                await run_long(connection, ground.sql("take_happenings"))
                await asyncio.gather(*beside)
                await move(connection, [ground], upto)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def _fold_articles(self, upto: int) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(MAY_WAIT)
            await self._fold(connection, ARTICLES, upto, None)

    async def _take_reports(self, done: int, upto: int) -> None:
        ground = self.ground
        reports = sorted({name for view in self._every for name in view.reports})
        while done < upto:
            reached = min(done + WINDOW, upto)
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(statement("registry.sql", "not_waiting_for_disk", 1))
                await go_on(connection, [ground.name], done, reached)
                await connection.execute(ground.sql("take_reports"), done, reached, reports)
            done = reached
            self.tell("taking up reports", reached, upto)
        self.tell("indexing reports", upto, upto)
        entry = ground.table("entry")
        await self._in_turns(self._execute(each) for each in ground.steps("indexes") if entry in each)

    async def _fold(self, connection: Connection, types: Sequence[str], upto: int, step: str | None) -> None:
        """Fold the events of some types up to a position into the ground, in the caller's transaction."""
        ground = self.ground
        wanted = Query(items=(QueryItem(types=tuple(types)),))
        async with aclosing(self._ledger.stream(wanted, upto=upto, page=PAGE)) as pages:
            async for page in pages:
                parsed = parse(page)
                for item in parsed:
                    if item.problem is not None:
                        raise RebuildFailed(_unreadable(item.envelope.position, item.envelope.type, item.problem))
                events = [event for item in parsed if (event := known(item)) is not None]
                part = await load_mentioned(connection, ground, events)
                before = what_stands(part)
                for event_id, event, recorded in events:
                    part.apply(event_id, event, recorded)
                await save_ground(connection, ground, part, reached=None, before=before)
                if step is not None:
                    self.tell(step, page[-1].position, upto)

    async def _make_rows(self, makers: Makers, upto: int) -> None:
        late = self.ground.steps("late_indexes")
        numbers = self.ground.table("happening")
        names = [name for name in GROUND_TABLES if name not in {"entry", "happening"}]
        await self._in_turns(
            (
                *(self._execute(each) for each in late if numbers in each),
                *(self._analyse(self.ground, name) for name in names),
            )
        )
        await self._analyse(self.ground, "happening")
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
        numbers = self.ground.table("happening")
        late = self.ground.steps("late_indexes")
        remaining = (self._execute(each) for each in late if numbers not in each)
        await self._in_turns(itertools.chain(itertools.chain.from_iterable(map(self._complete, self.views)), remaining))
        await self._in_turns(self._analyse(view, name) for view in self.views for name in view.tables)
        await self._set_autovacuum("RESET (autovacuum_enabled)")
        for view in self.views:
            self.tell(f"indexing {view.name}", upto, upto)
            async with self._pool.acquire() as connection, connection.transaction():
                await move(connection, [view], upto)

    def _complete(self, view: View) -> Iterable[Coroutine[Any, Any, None]]:
        """What is made of a view's rows once all are there: summaries with their indexes, and the other indexes."""
        late = tuple(view.table(name) for name in view.summaries)
        steps = view.steps("indexes")
        if late:
            yield self._summarise(view, [each for each in steps if any(name in each for name in late)])
        for each in steps:
            if not any(name in each for name in late):
                yield self._execute(each)

    async def _in_turns(self, works: Iterable[Coroutine[Any, Any, None]]) -> None:
        """A few at a time, as many as the server has processors for."""
        turns = asyncio.Semaphore(AT_ONCE)

        async def take(work: Coroutine[Any, Any, None]) -> None:
            async with turns:
                await work

        begun = list(works)
        tasks = [asyncio.create_task(take(work)) for work in begun]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            for work in begun:
                work.close()  # it may not have had its turn

    async def _set_autovacuum(self, change: str) -> None:
        """Keep the server from tidying tables that are being filled, over and over, or let it see to them again."""
        async with self._pool.acquire() as connection, connection.transaction():
            for tables in self.all:
                for name in tables.tables if isinstance(tables, View) else GROUND_TABLES:
                    await connection.execute(f"ALTER TABLE views.{tables.table(name)} {change}")

    async def _execute(self, made: str) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await run_long(connection, made)

    async def _summarise(self, view: View, indexes: Sequence[str]) -> None:
        """Compute the summaries; those of an earlier call that did not come to its end are computed anew."""
        async with self._pool.acquire() as connection, connection.transaction():
            for name in view.summaries:
                await connection.execute(f"TRUNCATE views.{view.table(name)}")
            await summarise_all(connection, view)
        for each in indexes:
            await self._execute(each)

    async def _analyse(self, tables: Tables, name: str) -> None:
        """Tell the server's planner of the columns that are indexed; it finds out about the others by itself."""
        async with self._pool.acquire() as connection:
            table = f"views.{tables.table(name)}"
            columns: str | None = await connection.fetchval(rebuild_sql("indexed"), table)
            await connection.execute(f"ANALYZE {table}" + ("" if columns is None else f" ({columns})"))

    async def _state(self, tables: Tables) -> asyncpg.Record:
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(statement("registry.sql", "hold_version", 1), tables.name, tables.version)
        if row is None:
            raise taken_up(f"and version {tables.version} of {tables.name} is no longer in the registry")
        return row


def _unreadable(position: int, kind: str, problem: str) -> str:
    return f"the {kind} at position {position} cannot be read: {problem}"

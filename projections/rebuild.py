"""Views built anew beside the live ones, compared with them, and put in their place in one transaction.

The ledger's reports are taken up first, each under the happening that it was recorded with, then the decisions about
them are folded; on the ground that stands then each view's rows are made, a window of happenings at a time, so that
memory does not grow with the ledger. What is appended meanwhile is folded at the end. Every step says in the registry
how far it has come: a rebuild that was cancelled goes on from there. Until the swap nothing that answers is touched.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import asyncpg
import msgspec

from events.envelope import Query, QueryItem
from events.errors import UndecodableEvent
from events.ledger import Ledger
from projections.batch import fold_batch, known, move, parse
from projections.difference import Difference, compare_tables
from projections.errors import PoisonEvent, RebuildBusy, RebuildFailed, RebuildUnequal
from projections.facts import Acts
from projections.ground import Ground
from projections.store import (
    Connection,
    Known,
    add_rows,
    load,
    load_window,
    make_tables,
    save_ground,
    sql,
    summarise_all,
)
from projections.view import ARTICLES, DECISIONS, GROUND, Row, Tables, View, statement
from projections.views import VIEWS

WINDOW = 20_000
"""Positions of the ledger taken up in one transaction."""
PAGE = 2_000
_COMPARED_OF_GROUND = ("entry", "answer", "article")
_GROUND_TABLES = (*_COMPARED_OF_GROUND, "happening")
_CONNECTIONS = 6
GRACE = 60.0
"""Seconds for which the tables of the former version are kept at most for questions that began before the swap."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a rebuild is: ``done`` of ``total`` events in this ``step``, and seconds since the rebuild began."""

    step: str
    done: int
    total: int
    seconds: float


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What a rebuild has put in place, at which position, and how it differs from what was there before.

    ``events`` were folded in ``seconds``; ``differences`` is empty where the new tables equal the old.
    """

    views: tuple[str, ...]
    versions: Mapping[str, int]
    position: int
    events: int
    seconds: float
    resumed: bool
    differences: tuple[Difference, ...] = ()


class _Building(msgspec.Struct, frozen=True, kw_only=True):
    ground: Tables
    views: Sequence[View]
    resumed: bool

    @property
    def all(self) -> tuple[Tables, ...]:
        return (self.ground, *self.views)

    @property
    def names(self) -> list[str]:
        return [view.name for view in self.views]


class _Live(msgspec.Struct, frozen=True, kw_only=True):
    ground: Tables
    position: int
    views: Mapping[str, View]


class Rebuild:
    """A rebuild of some views or of all.

    Args:
        pool: connections as the role that owns the schema ``views``; six are used at a time.
        ledger: what to fold.
        views: the views to build anew.
        every: all views there are.
        accept: whether tables that differ from the live ones may take their place.
        progress: called often, with how far the rebuild is.

    """

    def __init__(
        self,
        pool: "asyncpg.Pool[Any]",
        ledger: Ledger,
        views: Sequence[View] = VIEWS,
        *,
        every: Sequence[View] = VIEWS,
        accept: bool = False,
        progress: Callable[[Progress], None] = lambda _progress: None,
    ) -> None:
        self._pool = pool
        self._ledger = ledger
        self._views = sorted(views, key=lambda view: view.name)
        self._every = every
        self._accept = accept
        self._progress = progress
        self._started = time.monotonic()

    async def run(self) -> Rebuilt:
        """Build, compare and swap.

        Cancelled or killed, it leaves the live views as they are, and another call goes on where it was.

        Raises:
            RebuildBusy: another rebuild is under way.
            RebuildFailed: an event cannot be folded; the live views are as they were.
            RebuildUnequal: the new tables differ from the live ones, and that is not accepted; they are kept for a
            call that accepts it.

        """
        if self._pool.get_max_size() < _CONNECTIONS:
            raise RebuildFailed(
                f"it needs {_CONNECTIONS} connections and the pool has {self._pool.get_max_size()}: set "
                f"CHANCERY_POOL_SIZE to {_CONNECTIONS} or more"
            )
        async with self._alone():
            building = await self._begin()
            upto = await self._ledger.head()
            await self._take_reports(building.ground, upto)
            await self._fold_decisions(building.ground, upto)
            upto = (await self._state(building.ground))["position"]
            await self._make_rows(building, upto)
            differences = await self._compare(building)
            if len(building.views) < len(self._every) and any(each.view == GROUND.name for each in differences):
                raise RebuildUnequal([*building.names], differences, remedy="chancery rebuild all --accept")
            if differences and not self._accept:
                raise RebuildUnequal(building.names, differences, remedy="the same command with --accept")
            position = await self._swap(building)
            await self._clear()
        return Rebuilt(
            views=tuple(building.names),
            versions={view.name: view.version for view in building.views},
            position=position,
            events=upto,
            seconds=time.monotonic() - self._started,
            resumed=building.resumed,
            differences=tuple(differences),
        )

    def _tell(self, step: str, done: int, total: int) -> None:
        self._progress(Progress(step=step, done=done, total=total, seconds=time.monotonic() - self._started))

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[None]:
        async with self._pool.acquire() as connection:
            if not await connection.fetchval(_own("lock")):
                raise RebuildBusy
            try:
                yield
            finally:
                try:
                    await asyncio.shield(connection.execute(_own("unlock")))
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncio.CancelledError):
                    connection.terminate()  # the lock goes with its session
                    raise

    async def _begin(self) -> _Building:
        """Take up what an earlier call left where it is of the same folds; else begin anew."""
        wanted = {GROUND.name: GROUND.fold, **{view.name: view.fold for view in self._views}}
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(_own("building"))
        resumed = {row["name"]: row["fold"] for row in rows} == wanted
        versions = {row["name"]: row["version"] for row in rows} if resumed else {}
        await self._drop_retired(versions)
        async with self._pool.acquire() as connection, connection.transaction():
            if not resumed:
                made = await connection.fetch(_own("begin"), list(wanted), list(wanted.values()))
                versions = {row["name"]: row["version"] for row in made}
            ground = msgspec.structs.replace(GROUND, version=versions[GROUND.name])
            views = [msgspec.structs.replace(view, version=versions[view.name]) for view in self._views]
            for tables in (ground, *views):
                await make_tables(connection, tables, indexes=False)
        return _Building(ground=ground, views=views, resumed=resumed)

    async def _state(self, tables: Tables) -> asyncpg.Record:
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(statement("registry.sql", "hold_version", 1), tables.name, tables.version)
        if row is None:
            raise RebuildFailed(f"version {tables.version} of {tables.name} is no longer in the registry; start again")
        return row

    async def _take_reports(self, ground: Tables, upto: int) -> None:
        reports = sorted({name for view in self._every for name in view.reports})
        state = await self._state(ground)
        if state["position"]:
            return  # further on already
        while (done := (await self._state(ground))["built"]) < upto:
            reached = min(done + WINDOW, upto)
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(sql(ground, "take_reports"), done, reached, reports)
                await connection.execute(_own("progress"), [ground.name], done, reached)
            self._tell("taking up reports", reached, upto)
        async with self._pool.acquire() as connection, connection.transaction():
            self._tell("indexing reports", upto, upto)
            await connection.execute(sql(ground, "indexes"))
            await connection.execute(f"ANALYZE views.{ground.table('entry')}")

    async def _fold_decisions(self, ground: Tables, upto: int) -> None:
        """Fold articles and decisions; at the end the ground's position says that it is whole up to there."""
        if (state := await self._state(ground))["position"]:
            return
        upto = max(upto, state["built"])
        wanted = Query(items=(QueryItem(types=(*ARTICLES, *DECISIONS)),))
        async with self._pool.acquire() as connection, connection.transaction():
            async for page in self._ledger.stream(wanted, upto=upto, page=PAGE):
                parsed = parse(page)
                for item in parsed:
                    if item.problem is not None:
                        raise RebuildFailed(_unreadable(item.envelope.position, item.envelope.type, item.problem))
                events = [event for item in parsed if (event := known(item)) is not None]
                part = await _fold(connection, ground, events)
                await save_ground(connection, ground, part, reached=None)
                self._tell("folding decisions", page[-1].position, upto)
            self._tell("numbering happenings", upto, upto)
            await connection.execute(sql(ground, "take_happenings"))
            await move(connection, [ground], upto)
        async with self._pool.acquire() as connection:
            for name in ("entry", "happening", "answer", "article"):
                await connection.execute(f"ANALYZE views.{ground.table(name)}")

    async def _make_rows(self, building: _Building, upto: int) -> None:
        states = [await self._state(view) for view in building.views]
        done = min((state["built"] for state in states), default=upto)
        if all(state["position"] for state in states):
            return
        # One window is read, one folded and one written at the same time: the server works while this process does.
        writing: asyncio.Task[None] | None = None
        part = self._read_window(building.ground, done, min(done + WINDOW, upto)) if done < upto else None
        while part is not None:
            reached = min(done + WINDOW, upto)
            ground = await part
            part = self._read_window(building.ground, reached, min(reached + WINDOW, upto)) if reached < upto else None
            rows = await asyncio.to_thread(_rows_of, building.views, ground)
            if writing is not None:
                await writing
            writing = asyncio.create_task(self._write_window(building, rows, done, reached), name="rebuild: write")
            done = reached
            self._tell("making rows", done, upto)
        if writing is not None:
            await writing
        for view in building.views:
            self._tell(f"indexing {view.name}", upto, upto)
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(sql(view, "indexes"))
                for name in view.tables:
                    if name not in view.summaries:
                        await connection.execute(f"ANALYZE views.{view.table(name)}")
                await summarise_all(connection, view)
                for name in view.summaries:
                    await connection.execute(f"ANALYZE views.{view.table(name)}")
                await move(connection, [view], upto)

    async def _write_window(
        self, building: _Building, rows: Mapping[str, Mapping[str, Sequence[Row]]], done: int, reached: int
    ) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            for view in building.views:
                await add_rows(connection, view, rows[view.name])
            await connection.execute(_own("progress"), building.names, done, reached)

    def _read_window(self, ground: Tables, after: int, upto: int) -> "asyncio.Task[Ground]":
        async def read() -> Ground:
            async with self._pool.acquire() as connection:
                try:
                    return await load_window(connection, ground, after, upto)
                except UndecodableEvent as error:
                    raise RebuildFailed(str(error)) from error

        return asyncio.create_task(read(), name="rebuild: read ahead")

    async def _follow(self, building: _Building, upto: int) -> None:
        """Fold what was appended since into the new tables."""
        while (after := (await self._state(building.ground))["position"]) < upto:
            page = await self._ledger.read(after=after, limit=PAGE, upto=upto)
            reached = page[-1].position if len(page) == PAGE else upto
            async with self._pool.acquire() as connection, connection.transaction():
                try:
                    folded = await fold_batch(connection, building.ground, building.views, parse(page), reached=reached)
                except PoisonEvent as error:
                    raise RebuildFailed(str(error)) from error
                for error in folded.stopped.values():
                    raise RebuildFailed(str(error)) from error
            self._tell("folding what came meanwhile", reached, upto)

    async def _compare(self, building: _Building) -> list[Difference]:
        """The new tables beside the live ones, both at one position, in a snapshot that holds nobody up."""
        await self._follow(building, await self._live_position(building))
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            # While the live tables are held, the new ones come to where those are; the snapshot is taken then.
            async with self._pool.acquire() as holder, holder.transaction():
                live = await self._hold_live(holder, building)
                if live is None:
                    return []
                await self._follow(building, live.position)
                await connection.fetchval("SELECT 1")
            differences: list[Difference] = []
            pairs: list[tuple[Tables, Tables, Sequence[str]]] = [(live.ground, building.ground, _COMPARED_OF_GROUND)]
            for view in building.views:
                old = live.views.get(view.name)
                if old is not None:
                    pairs.append((old, view, tuple(view.tables)))
            for old, new, names in pairs:
                for name in names:
                    self._tell(f"comparing {new.name} {name}", live.position, live.position)
                    differences += await compare_tables(connection, old, new, name)
            return differences

    async def _hold_live(self, connection: Connection, building: _Building) -> _Live | None:
        """Lock the live ground and views where they are; None where there are none yet."""
        names = [GROUND.name, *(view.name for view in self._every)]
        rows = await connection.fetch(statement("registry.sql", "hold", 1), names)
        ground = next((row for row in rows if row["name"] == GROUND.name), None)
        if ground is None:
            return None
        mine = {view.name: view for view in building.views}
        others = {view.name: view for view in self._every}
        views = {
            row["name"]: msgspec.structs.replace(mine.get(row["name"]) or others[row["name"]], version=row["version"])
            for row in rows
            if row["name"] in others or row["name"] in mine
        }
        return _Live(
            ground=msgspec.structs.replace(GROUND, version=ground["version"]), position=ground["position"], views=views
        )

    async def _live_position(self, building: _Building) -> int:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(statement("registry.sql", "active", 1), [GROUND.name])
        return rows[0]["position"] if rows else (await self._state(building.ground))["position"]

    async def _swap(self, building: _Building) -> int:
        """Put the new tables in the place of the live ones, at the live position, in one transaction."""
        self._tell("swapping", 1, 1)
        await self._follow(building, await self._live_position(building))
        async with self._pool.acquire() as connection, connection.transaction():
            live = await self._hold_live(connection, building)
            if live is not None:
                await self._follow(building, live.position)
            position = (await self._state(building.ground))["position"]
            names = [each.name for each in building.all]
            if live is not None and len(building.views) < len(live.views):
                # Other views stand on the live ground, which was found equal: it stays.
                names = building.names
            await connection.execute(_own("retire"), names)
            await connection.execute(_own("activate"), names)
            return position

    async def _clear(self) -> None:
        """Drop what was retired, once no question that began before can still read it."""
        until = time.monotonic() + GRACE
        async with self._pool.acquire() as connection:
            swapped: datetime = await connection.fetchval("SELECT clock_timestamp()")
            while time.monotonic() < until:
                oldest: datetime | None = await connection.fetchval(_own("oldest_question"))
                if oldest is None or oldest > swapped:
                    break
                await asyncio.sleep(0.1)
        await self._drop_retired({})

    async def _drop_retired(self, keep: Mapping[str, int]) -> None:
        """Drop the tables of retired versions, and of those that an earlier rebuild left unfinished unless kept."""
        kinds: dict[str, Tables] = {GROUND.name: GROUND, **{view.name: view for view in self._every}}
        async with self._pool.acquire() as connection, connection.transaction():
            for row in await connection.fetch(_own("retired"), list(keep), list(keep.values())):
                kind = kinds.get(row["name"])
                if kind is not None:
                    tables = msgspec.structs.replace(kind, version=row["version"])
                    names = _GROUND_TABLES if not isinstance(kind, View) else tuple(kind.tables)
                    for name in names:
                        await connection.execute(f"DROP TABLE IF EXISTS views.{tables.table(name)}")
                await connection.execute(_own("forget"), row["name"], row["version"])


async def _fold(connection: Connection, ground: Tables, events: Sequence[Known]) -> Ground:
    part = await load(connection, ground, events, told=False)
    for event_id, event, recorded in events:
        part.apply(event_id, event, recorded)
    return part


def _rows_of(views: Sequence[View], ground: Ground) -> dict[str, dict[str, list[Row]]]:
    """The rows of every happening of a ground, by view and table."""
    acts = Acts(ground)
    found: dict[str, dict[str, list[Row]]] = {
        view.name: {name: [] for name in view.tables if name not in view.summaries} for view in views
    }
    for happening in ground.happenings:
        for view in views:
            made = found[view.name]
            try:
                for name, rows in view.rows(acts, happening).items():
                    made[name].extend(rows)
            except Exception as error:
                raise RebuildFailed(f"the view {view.name} cannot take the happening {happening}: {error!r}") from error
    return found


def _unreadable(position: int, kind: str, problem: str) -> str:
    return f"the {kind} at position {position} cannot be read: {problem}"


def _own(name: str) -> str:
    return statement("rebuild.sql", name, 1)

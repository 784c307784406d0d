"""Views built anew beside the live ones, compared with them, and put in their place in one transaction.

The ledger's reports are taken up first, each under the happening that it was recorded with, then the decisions about
them are folded; on the ground that stands then each view's rows are made, a window of happenings at a time, so that
memory does not grow with the ledger. What is appended meanwhile is folded at the end. Every step says in the registry
how far it has come: a rebuild that was cancelled goes on from there. Until the swap nothing that answers is touched.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from typing import Any

import asyncpg
import msgspec

from events.connection import LOST
from events.ledger import Ledger
from projections.errors import RebuildBusy, RebuildFailed, RebuildUnequal
from projections.rebuilding.building import Building, Progress
from projections.rebuilding.difference import Difference, compare_tables
from projections.rebuilding.makers import Connect
from projections.rebuilding.windows import MAY_WAIT, rebuild_sql, taken_up
from projections.storing.store import Connection, hold, make_tables, open_snapshot
from projections.view import GROUND, GROUND_TABLES, Tables, View, statement
from projections.views import VIEWS

_COMPARED_OF_GROUND = tuple(name for name in GROUND_TABLES if name != "happening")
_CONNECTIONS = 6
PATIENCE = 30.0
"""Seconds that live views behind the new ones may stand still before the rebuild gives up."""
GRACE = 60.0
"""Seconds for which the tables of the former version are kept at most for questions that began before the swap."""
_log = logging.getLogger(__name__)


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
        connect: opens a connection like those of the pool, in whichever process: two for each of those that make the
            rows of a long ledger. Without it this process makes them alone.

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
        connect: Connect | None = None,
    ) -> None:
        self._pool = pool
        self._ledger = ledger
        self._views = sorted(views, key=lambda view: view.name)
        self._every = every
        self._accept = accept
        self._progress = progress
        self._connect = connect

    async def run(self) -> Rebuilt:
        """Build, compare and swap.

        Cancelled or killed, it leaves the live views as they are, and another call goes on where it was.

        Raises:
            RebuildBusy: another rebuild is under way.
            RebuildFailed: an event cannot be folded, or what it needs is gone; the live views are as they were.
            RebuildUnequal: the new tables differ from the live ones, and that is not accepted; they are kept for a
            call that accepts it.

        """
        if self._pool.get_max_size() < _CONNECTIONS:
            raise RebuildFailed(
                f"it needs {_CONNECTIONS} connections and the pool has {self._pool.get_max_size()}",
                remedy=f"Set CHANCERY_POOL_SIZE to {_CONNECTIONS} or more, then rebuild again",
            )
        async with self._alone():
            building = await self._begin()
            with _taken_up_by_another():
                upto = await building.fill(await self._reach())
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
            seconds=building.seconds,
            resumed=building.resumed,
            differences=tuple(differences),
        )

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[None]:
        async with self._pool.acquire() as connection:
            if not await connection.fetchval(rebuild_sql("lock")):
                raise RebuildBusy
            try:
                yield
            finally:
                try:
                    await asyncio.shield(connection.execute(rebuild_sql("unlock")))
                except LOST as error:
                    # Whatever was lost with it has been said already, or else all is done.
                    _log.warning("the session that held the rebuild's lock is lost, and the lock with it: %s", error)
                    _end(connection)
                except asyncio.CancelledError:
                    _end(connection)
                    raise

    async def _begin(self) -> Building:
        """Take up what an earlier call left where it is of the same folds; else begin anew."""
        wanted = {GROUND.name: GROUND.fold, **{view.name: view.fold for view in self._views}}
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(rebuild_sql("building"))
        resumed = {row["name"]: row["fold"] for row in rows} == wanted
        versions = {row["name"]: row["version"] for row in rows} if resumed else {}
        await self._drop_retired(versions)
        async with self._pool.acquire() as connection, connection.transaction():
            if not resumed:
                made = await connection.fetch(rebuild_sql("begin"), list(wanted), list(wanted.values()))
                versions = {row["name"]: row["version"] for row in made}
            ground = msgspec.structs.replace(GROUND, version=versions[GROUND.name])
            views = [msgspec.structs.replace(view, version=versions[view.name]) for view in self._views]
            for tables in (ground, *views):
                await make_tables(connection, tables, indexes=False)
        return Building(
            self._pool,
            self._ledger,
            ground,
            views,
            every=self._every,
            resumed=resumed,
            progress=self._progress,
            connect=self._connect,
        )

    async def _compare(self, building: Building) -> list[Difference]:
        """The new tables beside the live ones, both at one position, in a snapshot that holds nobody up."""
        await self._come_level(building)
        async with open_snapshot(self._pool) as connection:
            await connection.execute(MAY_WAIT)
            # While the live tables are held, the new ones come to where those are; the snapshot is taken then.
            async with self._pool.acquire() as holder, holder.transaction():
                live = await self._hold_live(holder, building)
                if live is None or live.position == 0:
                    return []
                await building.follow(live.position)
                await connection.fetchval("SELECT 1")
            differences: list[Difference] = []
            pairs: list[tuple[Tables, Tables, Sequence[str]]] = [(live.ground, building.ground, _COMPARED_OF_GROUND)]
            for view in building.views:
                old = live.views.get(view.name)
                if old is not None:
                    pairs.append((old, view, tuple(view.tables)))
            for old, new, names in pairs:
                for name in names:
                    building.tell(f"comparing {new.name} {name}", live.position, live.position)
                    differences += await compare_tables(connection, old, new, name)
            return differences

    async def _come_level(self, building: Building) -> None:
        """Bring the new tables to where the live ones are, or wait for those that began to be folded only now."""
        built, reached, since = await building.position(), -1, time.monotonic()
        while 0 < (live := await self._live_position()) < built:
            if live > reached:
                reached, since = live, time.monotonic()
            elif time.monotonic() - since > PATIENCE:
                raise RebuildFailed(
                    f"the live views stand at position {live}, behind {built}, which is built; nothing folds them on",
                    remedy="Start the service, then rebuild again: it goes on from there",
                )
            building.tell("waiting for the live views", live, built)
            await asyncio.sleep(0.1)
        await building.follow(live)

    async def _hold_live(self, connection: Connection, building: Building) -> _Live | None:
        """Lock the live ground and views where they are; None where there are none yet."""
        names = [GROUND.name, *(view.name for view in self._every)]
        # Who follows a bulk of events may be long at it: after all that was built, its end is awaited.
        await connection.execute("SET LOCAL lock_timeout = 0")
        rows = await hold(connection, names)
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

    async def _reach(self) -> int:
        """Where the live views are: what is built beside them must not be ahead of what it is compared with.

        Where nothing has been folded yet there is nothing to compare with, and all of the ledger is taken.
        """
        return await self._live_position() or await self._ledger.head()

    async def _live_position(self) -> int:
        """The position that the live ground has folded; 0 where there is none."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(statement("registry.sql", "active", 1), [GROUND.name])
        return rows[0]["position"] if rows else 0

    async def _swap(self, building: Building) -> int:
        """Put the new tables in the place of the live ones, at the live position, in one transaction."""
        building.tell("swapping", 1, 1)
        await building.follow(await self._live_position())
        async with self._pool.acquire() as connection, connection.transaction():
            live = await self._hold_live(connection, building)
            if live is not None:
                await building.follow(live.position)
            position = await building.position()
            names = [each.name for each in building.all]
            if live is not None and len(building.views) < len(live.views):
                # Other views stand on the live ground, which was found equal: it stays.
                names = building.names
            await connection.execute(rebuild_sql("retire"), names)
            await connection.execute(rebuild_sql("activate"), names)
            return position

    async def _clear(self) -> None:
        """Drop what was retired, once no question that began before can still read it."""
        until = time.monotonic() + GRACE
        async with self._pool.acquire() as connection:
            swapped: datetime = await connection.fetchval("SELECT clock_timestamp()")
            while time.monotonic() < until:
                oldest: datetime | None = await connection.fetchval(rebuild_sql("oldest_question"))
                if oldest is None or oldest > swapped:
                    break
                await asyncio.sleep(0.1)
        try:
            await self._drop_retired({})
        except asyncpg.LockNotAvailableError as error:
            # All else is done: the new tables are in place.
            _log.warning(
                "tables that the rebuild has replaced are still being read; the next rebuild drops them: %s", error
            )

    async def _drop_retired(self, keep: Mapping[str, int]) -> None:
        """Drop the tables of retired versions, and of those that an earlier rebuild left unfinished unless kept."""
        kinds: dict[str, Tables] = {GROUND.name: GROUND, **{view.name: view for view in self._every}}
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(rebuild_sql("retired"), list(keep), list(keep.values()))
            for row in rows:
                kind = kinds.get(row["name"])
                if kind is not None:
                    tables = msgspec.structs.replace(kind, version=row["version"])
                    names = GROUND_TABLES if not isinstance(kind, View) else tuple(kind.tables)
                    for name in names:
                        await connection.execute(f"DROP TABLE IF EXISTS views.{tables.table(name)}")
                await connection.execute(rebuild_sql("forget"), row["name"], row["version"])
        if rows:
            # A connection remembers the type of a table's rows by its name, which the next table may bear.
            await self._pool.expire_connections()


@contextmanager
def _taken_up_by_another() -> Generator[None]:
    """Whoever lost the lock may find the tables gone that it fills: another rebuild took them up and cleared them."""
    try:
        yield
    except asyncpg.UndefinedTableError as error:
        raise taken_up(f"and has cleared them: {error}") from error


def _end(connection: "asyncpg.pool.PoolConnectionProxy[Any]") -> None:
    """End a session, and with it the lock that it holds."""
    with suppress(asyncpg.InterfaceError):  # it has ended
        connection.terminate()

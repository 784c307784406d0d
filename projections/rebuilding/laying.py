"""The ground of a rebuild: reports are taken up, articles and decisions about them folded, and happenings numbered."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import Any

import asyncpg

from events.envelope import Query, QueryItem
from events.ledger import Ledger
from projections.errors import RebuildFailed
from projections.following.batch import known, move, parse
from projections.rebuilding.indexing import execute_long, work_in_turns
from projections.rebuilding.windows import MAY_WAIT, check_unfinished, go_on
from projections.storing.store import Connection, load_mentioned, save_ground, what_stands
from projections.storing.writing import run_long
from projections.view import ARTICLES, DECISIONS, Tables, View, statement

PAGE = 2_000
"""So many decisions or articles are folded at once."""
_TAKING = 2
"""So many connections take up reports."""

Tell = Callable[[str, int, int], None]


class Laying:
    """A ground that is being made of what the ledger holds up to a position.

    ``every``: the views that will stand on it, or on what is appended to it. ``window``: so many positions are taken up
    in one transaction. ``tell`` is told of each step how far it is.
    """

    def __init__(
        self,
        pool: "asyncpg.Pool[Any]",
        ledger: Ledger,
        ground: Tables,
        every: Sequence[View],
        *,
        window: int,
        tell: Tell,
    ) -> None:
        self._pool = pool
        self._ledger = ledger
        self._ground = ground
        self._every = every
        self._window = window
        self._tell = tell
        self._taken = 0
        self._moved = asyncio.Condition()

    async def lay(self, done: int, upto: int) -> None:
        """Make the ground, of which the reports up to position ``done`` are there; its position then says that it is.

        Raises:
            RebuildFailed: an event cannot be read, or somebody else has brought the ground further.

        """
        ground = self._ground
        entry = ground.table("entry")
        steps = ground.steps("indexes")
        for each in steps:
            if entry not in each:
                await execute_long(self._pool, each)
        # What an earlier call that did not come to its end has left of articles. Not beside: who folds decisions looks
        # at the table, and waits at its end for the articles with that look's lock.
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_BEGUN)
            await self._empty(connection, "article")
        # Articles rest on no report, and no decision on an article: they are folded while all else is made.
        beside = [asyncio.create_task(self._fold_articles(upto), name="rebuild: fold articles")]
        try:
            await self._take_reports(done, upto)
            self._tell("indexing reports", upto, upto)
            beside.append(asyncio.create_task(self._number(), name="rebuild: number happenings"))
            for each in steps:
                if entry in each:
                    await execute_long(self._pool, each)
            # Not beside the index, whose lock it would wait for.
            analysing = execute_long(self._pool, ground.sql("analyse_entries"))
            beside.append(asyncio.create_task(analysing, name="rebuild: analyse reports"))
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(_BEGUN)
                await self._fold(connection, DECISIONS, upto, "folding decisions")
                self._tell("numbering happenings", upto, upto)
                await asyncio.gather(*beside)
                await run_long(connection, ground.sql("take_moved"))
                await connection.execute(statement("registry.sql", "hold_version", 1), ground.name, ground.version)
                await check_unfinished(connection, ground)
                await move(connection, [ground], upto)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def _take_reports(self, done: int, upto: int) -> None:
        """Take reports up by several connections, each window in the transaction that says so, in their order."""
        self._taken = done
        reports = sorted({name for view in self._every for name in view.reports})
        starts = range(done, upto, self._window)
        await work_in_turns((self._take_window(after, upto, reports) for after in starts), _TAKING)

    async def _take_window(self, after: int, upto: int, reports: Sequence[str]) -> None:
        ground, reached = self._ground, min(after + self._window, upto)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_BEGUN)
            await connection.execute(ground.sql("take_reports"), after, reached, reports)
            async with self._moved:
                await self._moved.wait_for(lambda: self._taken == after)
            await go_on(connection, [ground.name], after, reached)
        async with self._moved:
            self._taken = reached
            self._moved.notify_all()
        self._tell("taking up reports", reached, upto)

    async def _number(self) -> None:
        """Number the happenings as they were recorded, which decisions that are folded meanwhile do not show in."""
        ground = self._ground
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_BEGUN)
            # An earlier call that did not come to its end may have numbered them.
            await self._empty(connection, "happening")
            await run_long(connection, ground.sql("take_happenings"))

    async def _empty(self, connection: Connection, name: str) -> None:
        """Take all rows out of a table, unless another rebuild has come to have the ground whole meanwhile."""
        await connection.execute(f"TRUNCATE views.{self._ground.table(name)}")
        # Once nobody else can be at the table: who fails here leaves it as it is.
        await check_unfinished(connection, self._ground)

    async def _fold_articles(self, upto: int) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_BEGUN)
            await self._fold(connection, ARTICLES, upto, None)
            # Where it is, who follows may have read later versions of them since.
            await check_unfinished(connection, self._ground)

    async def _fold(self, connection: Connection, types: Sequence[str], upto: int, step: str | None) -> None:
        """Fold the events of some types up to a position into the ground, in the caller's transaction."""
        ground = self._ground
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
                    self._tell(step, page[-1].position, upto)


# What fills a table waits for no disk: the swap does, and with it all that was written before.
_BEGUN = f"{statement('registry.sql', 'not_waiting_for_disk', 1)}\n{MAY_WAIT}"


def _unreadable(position: int, kind: str, problem: str) -> str:
    return f"the {kind} at position {position} cannot be read: {problem}"

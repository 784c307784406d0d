"""Several processes make the rows that one would make; whatever ends one of them, another call goes on."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Sequence
from functools import partial
from typing import Any, TypeAlias

import asyncpg
import pytest

from events.codec import derive_id, seal
from events.connection import AWAY
from events.envelope import NewEvent
from events.ledger import Ledger
from events.vocabulary import VisitOccurred
from projections.errors import RebuildFailed
from projections.following.runner import Runner
from projections.rebuilding import building, makers
from projections.rebuilding.building import Progress
from projections.rebuilding.makers import Connect
from projections.rebuilding.rebuild import Rebuild
from projections.rebuilding.windows import rebuild_sql
from projections.replaying.replay import compare, read_live
from projections.view import View
from projections.views import VIEWS
from projections.views.relation import RELATION
from service.database import connect as open_connection
from service.database import open_pool
from tests.database import TestDatabase, run
from tests.integration.projections.test_rebuild import another_takes_over, fill_ledger
from tests.integration.projections.test_runner import write_articles
from tests.unit.projections.newsroom import Article, on

Pool: TypeAlias = "asyncpg.Pool[Any]"


@pytest.fixture
def connect(database: TestDatabase, monkeypatch: pytest.MonkeyPatch) -> Connect:
    """Let processes make the rows of a short ledger too, by connections of their own."""
    monkeypatch.setattr(makers, "MANY", 1)
    monkeypatch.setattr(makers, "count_processes", lambda: 2)
    monkeypatch.setattr(building, "WINDOW", 40)
    return partial(open_connection, database.service_url, application="chancery-tests")


async def test_processes_make_the_same_rows(pool: Pool, ledger: Ledger, runner: Runner, connect: Connect) -> None:
    """Where the ledger is long, several processes make the rows of windows, and the tables are equal."""
    await fill_ledger(ledger, runner, seed=41, count=25)
    steps: list[Progress] = []
    done = await Rebuild(pool, ledger, connect=connect, progress=steps.append).run()
    assert done.differences == ()
    assert await compare(pool, ledger) == []
    assert steps[-1].step == "swapping"
    assert max(step.done for step in steps if step.step == "making rows") == done.position
    assert multiprocessing.active_children() == []


async def test_processes_that_are_cancelled_leave_whole_windows(
    pool: Pool, ledger: Ledger, runner: Runner, connect: Connect
) -> None:
    """Stopped while several make rows, the tables hold the windows up to a position, and the next call goes on."""
    newsroom = await fill_ledger(ledger, runner, seed=42, count=40)

    def stop(progress: Progress) -> None:
        if progress.step == "making rows":
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Rebuild(pool, ledger, connect=connect, progress=stop).run()
    assert multiprocessing.active_children() == []
    assert await compare(pool, ledger) == []
    await ledger.append(newsroom.publish(*write_articles(seed=43, count=5)))
    await runner.catch_up()
    done = await Rebuild(pool, ledger, connect=connect).run()
    assert (done.resumed, done.differences) == (True, ())
    assert await compare(pool, ledger) == []


async def test_a_process_whose_connections_are_ended_says_so(
    database: TestDatabase, pool: Pool, ledger: Ledger, runner: Runner, connect: Connect
) -> None:
    """What a process says of a session that was ended reaches who rebuilds, and another call goes on."""
    await fill_ledger(ledger, runner, seed=44, count=20)
    ended = partial(_open_ended, database)
    with pytest.raises(AWAY, match=r"closed|administrator command"):
        await Rebuild(pool, ledger, connect=ended).run()
    assert multiprocessing.active_children() == []
    done = await Rebuild(pool, ledger, connect=connect).run()
    assert (done.resumed, done.differences) == (True, ())


async def _open_ended(database: TestDatabase) -> Any:
    connection = await open_connection(database.service_url, application="chancery-tests")
    superuser = await asyncpg.connect(database.superuser_url)
    try:
        await superuser.execute("SELECT pg_terminate_backend($1, 5000)", connection.get_server_pid())
    finally:
        await superuser.close()
    return connection


@pytest.mark.parametrize("views", [VIEWS, [RELATION]], ids=["all", "one"])
async def test_processes_that_lost_the_lock_to_another_rebuild_touch_nothing_more(
    database: TestDatabase, pool: Pool, ledger: Ledger, runner: Runner, connect: Connect, views: Sequence[View]
) -> None:
    """Whoever goes on with the tables has them to himself: what the processes have made is not committed."""
    await fill_ledger(ledger, runner, seed=45, count=20)
    others, take_over = another_takes_over(database, views)
    late = partial(_open_when_all_is_built, connect)
    with pytest.raises(RebuildFailed, match=r"another rebuild.*\. Let that one end"):
        await Rebuild(pool, ledger, views, progress=take_over, connect=late).run()
    assert [other.resumed for other in others] == [True]
    assert await compare(pool, ledger) == []


async def _open_when_all_is_built(connect: Connect) -> Any:
    connection = await connect()
    async with asyncio.timeout(60):
        while await connection.fetchval("SELECT count(*) FROM views.view WHERE state = 'building'"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return connection


async def test_a_fold_that_fails_in_a_process_is_named(
    pool: Pool, ledger: Ledger, runner: Runner, connect: Connect
) -> None:
    """What a process cannot read is named as in the caller's own; the live views stay, and no process is left."""
    await fill_ledger(ledger, runner, seed=46, count=5)
    good = seal(
        Article("later").tells(VisitOccurred, act=on("2025-01-30"), source="TCD").told[0].report, derive_id("x")
    )
    await ledger.append([NewEvent(id=good.id, type=good.type, schema_version=2, tags=good.tags, payload=good.payload)])
    await runner.catch_up()
    before = await read_live(pool)
    with pytest.raises(RebuildFailed, match="a stored VisitOccurred has schema version 2") as failed:
        await Rebuild(pool, ledger, connect=connect).run()
    assert str(failed.value).count("the rebuild has stopped") == 1
    assert multiprocessing.active_children() == []
    assert await read_live(pool) == before


class _DiesInItsTurn(asyncpg.Connection):
    async def execute(self, query: str, *args: Any, **named: Any) -> str:
        if query == rebuild_sql("progress") and args[1] >= 40:
            os.kill(os.getpid(), signal.SIGKILL)
        return await super().execute(query, *args, **named)


class _DiesBeforeItsTurn(asyncpg.Connection):
    async def fetchval(self, query: str, *args: Any, **named: Any) -> Any:
        if query == rebuild_sql("not_beyond") and args[1] >= 40:
            os.kill(os.getpid(), signal.SIGKILL)
        return await super().fetchval(query, *args, **named)


class _DiesAfterItsCommit(asyncpg.Connection):
    async def execute(self, query: str, *args: Any, **named: Any) -> str:
        done = await super().execute(query, *args, **named)
        if query == "COMMIT;":
            os.kill(os.getpid(), signal.SIGKILL)
        return done


class _StaysInItsTurn(asyncpg.Connection):
    async def execute(self, query: str, *args: Any, **named: Any) -> str:
        if query == rebuild_sql("progress"):
            time.sleep(60)  # noqa: ASYNC251  (as who waits for his turn)
        return await super().execute(query, *args, **named)


async def _open(url: str, kind: type[Any]) -> Any:
    return await asyncpg.connect(url, connection_class=kind, server_settings={"application_name": "makers"})


@pytest.mark.parametrize("kind", [_DiesBeforeItsTurn, _DiesInItsTurn, _DiesAfterItsCommit])
async def test_a_process_that_is_killed_leaves_whole_windows(
    database: TestDatabase, pool: Pool, ledger: Ledger, runner: Runner, connect: Connect, kind: type[Any]
) -> None:
    """Who rebuilds is told, no process is left, the live views stay, and another call goes on and finds the same."""
    await fill_ledger(ledger, runner, seed=47, count=30)
    before = await read_live(pool)
    with pytest.raises(RebuildFailed, match=r"has died.*\. Rebuild again"):
        await Rebuild(pool, ledger, connect=partial(_open, database.service_url, kind)).run()
    assert multiprocessing.active_children() == []
    assert await read_live(pool) == before
    done = await Rebuild(pool, ledger, connect=connect).run()
    assert (done.resumed, done.differences) == (True, ())
    assert await compare(pool, ledger) == []


async def test_a_process_that_is_killed_before_there_is_anything_to_make_is_told_of(
    pool: Pool, ledger: Ledger, runner: Runner, connect: Connect
) -> None:
    """While the server takes up reports the processes wait: of whoever is gone then the same is said."""
    await fill_ledger(ledger, runner, seed=48, count=10)

    def kill(progress: Progress) -> None:
        if progress.step == "folding decisions":
            for process in multiprocessing.active_children():
                process.kill()
                process.join(20)

    with pytest.raises(RebuildFailed, match=r"has died.*\. Rebuild again"):
        await Rebuild(pool, ledger, connect=connect, progress=kill).run()
    assert multiprocessing.active_children() == []
    assert await compare(pool, ledger) == []


async def test_processes_end_with_the_one_that_started_them(
    database: TestDatabase, pool: Pool, ledger: Ledger, runner: Runner, connect: Connect
) -> None:
    """Killed with no word to anybody, a rebuild leaves nobody who works or waits, and another call goes on."""
    await fill_ledger(ledger, runner, seed=50, count=20)
    main = multiprocessing.get_context("spawn").Process(target=_rebuild_in_turns_that_stay, args=(database,))
    main.start()
    try:
        async with asyncio.timeout(60):
            while len(await _sessions(pool)) < 4:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            main.kill()
            while await _sessions(pool):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    finally:
        main.kill()
        main.join()
    done = await Rebuild(pool, ledger, connect=connect).run()
    assert (done.resumed, done.differences) == (True, ())


def _rebuild_in_turns_that_stay(database: TestDatabase) -> None:
    makers.MANY, makers.count_processes, building.WINDOW = 1, lambda: 2, 40

    async def rebuild() -> None:
        async with open_pool(database.service_url, application="chancery-tests") as pool:
            staying = partial(_open, database.service_url, _StaysInItsTurn)
            await Rebuild(pool, Ledger(pool, "tests"), connect=staying).run()

    run(rebuild())


async def _sessions(pool: Pool) -> list[Any]:
    return await pool.fetch("SELECT FROM pg_stat_activity WHERE application_name = 'makers'")


async def test_a_server_with_too_few_connections_is_named(
    database: TestDatabase, pool: Pool, ledger: Ledger, runner: Runner, connect: Connect
) -> None:
    """Who may open no more is told how many it takes; the next call goes on."""
    await fill_ledger(ledger, runner, seed=49, count=10)
    with pytest.raises(RebuildFailed, match=r"too many connections.* 4 more than the pool .*rebuild again"):
        await Rebuild(pool, ledger, connect=partial(_open_when_none_is_left, database)).run()
    assert multiprocessing.active_children() == []
    await _limit_connections(database, -1)
    done = await Rebuild(pool, ledger, connect=connect).run()
    assert (done.resumed, done.differences) == (True, ())


async def _open_when_none_is_left(database: TestDatabase) -> Any:
    await _limit_connections(database, 0)
    return await open_connection(database.service_url, application="chancery-tests")


async def _limit_connections(database: TestDatabase, most: int) -> None:
    superuser = await asyncpg.connect(database.superuser_url)
    try:
        # Of two that alter a database at once the server refuses one.
        await superuser.execute("SELECT pg_advisory_lock(1)")
        await superuser.execute(f"ALTER DATABASE {database.name} CONNECTION LIMIT {most}")
    finally:
        await superuser.close()

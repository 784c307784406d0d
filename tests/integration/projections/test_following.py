"""Following the ledger by a connection of its own, and by the fewest statements."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg
import pytest

from events.ledger import Ledger
from events.vocabulary import VisitOccurred
from projections.errors import BeyondHead
from projections.following.own import OwnConnection
from projections.following.runner import Runner
from projections.following.waiting import Waiting
from projections.replaying.replay import compare
from projections.storing.inserting import join_statements
from projections.view import Connection
from tests.database import TestDatabase
from tests.integration.projections.test_runner import write_articles
from tests.ledger_events import make_event
from tests.unit.projections.newsroom import Article, Newsroom, on

Pool: TypeAlias = "asyncpg.Pool[Any]"


@asynccontextmanager
async def _following(runner: Runner) -> AsyncGenerator[None]:
    task = asyncio.create_task(runner.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _server_of(own: OwnConnection) -> int:
    async with own.acquire() as connection:
        return await connection.fetchval("SELECT pg_backend_pid()")


async def test_who_keeps_a_connection_has_it_and_nobody_else_does(pool: Pool) -> None:
    """The connection that was made ready is given to the task that keeps it alone, and back to the pool at the end."""
    own = OwnConnection(pool)
    ready: list[int] = []

    async def get_ready(connection: Connection) -> None:
        ready.append(await connection.fetchval("SELECT pg_backend_pid()"))

    async with own.keep(get_ready):
        mine = [await _server_of(own) for _ in range(3)]
        others = await asyncio.gather(_server_of(own), _server_of(own))
        assert mine == ready * 3
        assert ready[0] not in others
    assert pool.get_idle_size() == pool.get_size()


async def test_of_a_pool_that_has_none_to_spare_no_connection_is_kept(
    database: TestDatabase,
) -> None:
    """With two connections, one of which listens, views follow all the same, and questions are answered beside it."""
    async with asyncpg.create_pool(database.service_url, min_size=1, max_size=2) as pool:
        ledger = Ledger(pool, "tests")
        runner = Runner(pool, ledger)
        await runner.prepare()
        async with _following(runner), asyncio.timeout(20):
            appended = await ledger.append(Newsroom().publish(*write_articles(seed=3, count=2)))
            await runner.wait_for(appended.last, 10)
            assert await runner.position() == appended.last


async def test_questions_are_answered_while_appends_never_end(database: TestDatabase) -> None:
    """With three connections, of which one listens and one appends without end, none is kept for the views."""
    async with asyncpg.create_pool(database.service_url, min_size=1, max_size=3) as pool:
        ledger = Ledger(pool, "tests")
        runner = Runner(pool, ledger)
        await runner.prepare()
        asked = asyncio.Event()

        async def append() -> None:
            while not asked.is_set():
                await ledger.append([make_event("a")])

        async with _following(runner), asyncio.timeout(20), asyncio.TaskGroup() as writers:
            appended = await ledger.append(Newsroom().publish(*write_articles(seed=7, count=1)))
            await runner.wait_for(appended.last, 10)
            for _ in range(4):
                writers.create_task(append())
            await asyncio.sleep(0.1)
            try:
                async with asyncio.timeout(10):
                    assert await pool.fetchval("SELECT 1") == 1
            finally:
                asked.set()


async def test_the_views_go_on_after_their_connection_was_ended(pool: Pool, ledger: Ledger, runner: Runner) -> None:
    """Where the server ends the connection that is kept, another is made ready, and nothing is lost."""
    newsroom = Newsroom()
    async with _following(runner), asyncio.timeout(30):
        appended = await ledger.append(newsroom.publish(*write_articles(seed=4, count=3)))
        await runner.wait_for(appended.last, 20)
        ended = await pool.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND state = 'idle' AND query = 'COMMIT'"
        )
        assert len(ended) == 1
        appended = await ledger.append(newsroom.publish(*write_articles(seed=5, count=3)))
        await runner.wait_for(appended.last, 20)
    assert await compare(pool, ledger) == []


async def test_the_views_fold_again_what_a_server_that_crashed_has_lost(
    pool: Pool, database: TestDatabase, ledger: Ledger, runner: Runner
) -> None:
    """Where the server has ended and the views stand before what it said was committed, they are folded on without an
    append.
    """
    async with _following(runner), asyncio.timeout(30):
        appended = await ledger.append(Newsroom().publish(*write_articles(seed=6, count=3)))
        await runner.wait_for(appended.last, 20)
        owner = await asyncpg.connect(database.superuser_url)
        try:
            tables = await owner.fetchval(
                "SELECT string_agg(format('views.%I', tablename), ', ') FROM pg_tables"
                " WHERE schemaname = 'views' AND tablename ~ '_v1$'"
            )
            await owner.execute(f"TRUNCATE {tables}; UPDATE views.view SET position = 0")  # noqa: S608
            await owner.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename <> current_user"
            )
        finally:
            await owner.close()
        for _ in range(400):
            if await runner.position() == appended.last:
                break
            await asyncio.sleep(0.05)
        assert await runner.position() == appended.last
        await runner.wait_for(appended.last, 20)
    assert await compare(pool, ledger) == []


async def test_a_view_whose_table_is_gone_does_not_hold_up_the_others(
    database: TestDatabase, ledger: Ledger, runner: Runner
) -> None:
    """A view that nobody can write to stops alone, also if it was broken before the views were followed."""
    articles = [
        Article(f"{number}", "2025-01-02").tells(VisitOccurred, source=f"S{number}", act=on("2025-01-01"))
        for number in range(12)
    ]
    appended = await ledger.append(Newsroom().publish(*articles))
    owner = await asyncpg.connect(database.superuser_url)
    try:
        await owner.execute("DROP TABLE views.visits_visit_v1")
    finally:
        await owner.close()
    behind: dict[str, int] = {}
    async with _following(runner):
        for _ in range(400):
            behind = {lag.view: lag.behind for lag in await runner.lag() if lag.behind}
            if behind.keys() <= {"visits"}:
                break
            await asyncio.sleep(0.05)
    assert behind == {"visits": appended.last}
    assert [lag.view for lag in await runner.lag() if lag.stopped] == ["visits"]


async def test_a_batch_is_few_statements(pool: Pool, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many views there are, what a batch of few rows asks of the server is a dozen statements at most."""
    asked: list[str] = []
    runner = Runner(pool, ledger)
    await runner.prepare()
    await ledger.append(Newsroom().publish(*write_articles(seed=8, count=2)))

    def note(record: Any) -> None:
        if "pg_type" not in record.query:  # by which the driver learns of rows
            asked.append(record.query)

    own: list[Connection] = []

    @asynccontextmanager
    async def acquire(_: OwnConnection) -> AsyncGenerator[Connection]:
        async with pool.acquire() as connection:
            connection.add_query_logger(note)
            own.append(connection)
            try:
                yield connection
            finally:
                connection.remove_query_logger(note)

    monkeypatch.setattr(OwnConnection, "acquire", acquire)
    await runner.catch_up()
    assert len(own) == 1
    assert 5 <= len(asked) <= 12
    assert await compare(pool, ledger) == []


async def test_many_who_wait_for_what_others_fold_look_together(ledger: Ledger) -> None:
    """Where another process folds, one look answers all who wait at the time; each is told when it has come so far."""
    appended = await ledger.append(Newsroom().publish(*write_articles(seed=9, count=1)))
    looks = 0

    async def position() -> int:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0.01)
        return appended.last if looks > 2 else 0

    waiting = Waiting(ledger, position, lambda: None)
    await asyncio.gather(*(waiting.wait_for(appended.last, 10) for _ in range(50)))
    assert 3 <= looks < 25
    with pytest.raises(BeyondHead):
        await waiting.wait_for(appended.last + 1, 10)


async def test_who_waits_for_what_this_process_folds_asks_nobody(ledger: Ledger) -> None:
    """What this process has appended and brought all views up to is told to whoever waits, without a question."""
    appended = await ledger.append(Newsroom().publish(*write_articles(seed=10, count=1)))

    async def position() -> int:
        raise AssertionError

    waiting = Waiting(ledger, position, lambda: None)
    waiter = asyncio.create_task(waiting.wait_for(appended.last, 10))
    await asyncio.sleep(0)
    waiting.reach(appended.last)
    waiting.tell_moved()
    await waiter
    await waiting.wait_for(appended.last, 0)


@pytest.mark.parametrize(
    ("statements", "joined"),
    [
        (["SELECT"], "SELECT"),
        (["INSERT $1, $2;\n", "UPDATE $1"], "WITH part1 AS (\nINSERT $1, $2\n)\nUPDATE $3"),
        (["A $2 $1", "B", "C $1 $2"], "WITH part1 AS (\nA $2 $1\n), part2 AS (\nB\n)\nC $3 $4"),
    ],
)
def test_statements_are_joined_with_their_arguments_in_a_row(statements: Sequence[str], joined: str) -> None:
    """Each statement but the last is a part, and its arguments are numbered on from those before it."""
    assert join_statements(tuple(statements)) == joined

"""A rebuild makes the views anew beside the live ones and swaps them, whatever happens meanwhile."""

import asyncio
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import asyncpg
import msgspec
import pytest

from events.codec import derive_id, seal
from events.connection import AWAY
from events.envelope import NewEvent
from events.ledger import Ledger
from events.vocabulary import VisitOccurred
from projections.errors import RebuildFailed, RebuildUnequal
from projections.following.runner import Runner
from projections.ground.facts import Acts
from projections.ground.ground import Ground
from projections.questions import looking_back
from projections.questions.queries import Queries
from projections.rebuilding import building, laying
from projections.rebuilding import rebuild as rebuilding
from projections.rebuilding.building import Building, Progress
from projections.rebuilding.laying import Laying
from projections.rebuilding.rebuild import Rebuild, Rebuilt
from projections.replaying.replay import compare, read_live
from projections.storing import store
from projections.storing.store import Connection
from projections.view import Row, View
from projections.views import VIEWS
from projections.views.relation import RELATION
from projections.views.visits import VISITS, VisitRow
from service.database import open_pool
from tests.database import TestDatabase, run
from tests.integration.projections.test_runner import write_articles
from tests.unit.projections.newsroom import Article, Newsroom, at, on

Pool: TypeAlias = "asyncpg.Pool[Any]"


async def fill_ledger(ledger: Ledger, runner: Runner, *, seed: int, count: int) -> Newsroom:
    """Some articles, and a retraction, appended and folded."""
    newsroom = Newsroom()
    articles = write_articles(seed=seed, count=count)
    for article in articles:
        await ledger.append(newsroom.publish(article))
    await ledger.append(newsroom.retract(articles[1].told[0]))
    await runner.catch_up()
    return newsroom


async def end_sessions(database: TestDatabase, *, locking: bool = False) -> None:
    """End all sessions of a database, or those that hold an advisory lock."""
    superuser = await asyncpg.connect(database.superuser_url)
    try:
        await superuser.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity AS s"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND (NOT $1 OR EXISTS (SELECT FROM pg_locks AS k WHERE k.pid = s.pid AND k.locktype = 'advisory'))",
            locking,
        )
    finally:
        await superuser.close()


def another_takes_over(
    database: TestDatabase, views: Sequence[View], step: str = "making rows"
) -> tuple[list[Rebuilt], Callable[[Progress], None]]:
    """What another rebuild has done, and the progress of one that it takes the lock from while that is at a step."""
    others: list[Rebuilt] = []

    async def rebuild() -> None:
        await end_sessions(database, locking=True)
        async with open_pool(database.service_url, application="chancery-tests") as another:
            others.append(await Rebuild(another, Ledger(another, "tests"), views).run())

    def take_over(progress: Progress) -> None:
        if progress.step == step and not others:
            with ThreadPoolExecutor(1) as threads:
                threads.submit(run, rebuild()).result()

    return others, take_over


async def _indexes(pool: Pool) -> set[str]:
    rows = await pool.fetch(r"SELECT indexname FROM pg_indexes WHERE schemaname = 'views' AND indexname ~ '_v[0-9]+'")
    return {row["indexname"] for row in rows}


async def _tables(pool: Pool) -> list[str]:
    rows = await pool.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'views' AND tablename LIKE '%\\_v_'")
    return sorted(row[0] for row in rows)


@pytest.mark.parametrize("window", [1, 7, 20_000])
async def test_a_rebuild_gives_the_same_tables_in_a_new_version(
    pool: Pool, ledger: Ledger, runner: Runner, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Built in windows of any size, the new version equals the old one and the replay, and only it is left."""
    monkeypatch.setattr(building, "WINDOW", window)
    await fill_ledger(ledger, runner, seed=21, count=25)
    before, indexes = await read_live(pool), await _indexes(pool)
    steps: list[Progress] = []
    done = await Rebuild(pool, ledger, progress=steps.append).run()
    assert done.views == tuple(sorted(view.name for view in VIEWS))
    assert set(done.versions.values()) == {2}
    assert (done.differences, done.resumed, done.position) == ((), False, await ledger.head())
    assert await read_live(pool) == before
    assert await compare(pool, ledger) == []
    assert all(name.endswith("_v2") for name in await _tables(pool))
    assert await _indexes(pool) == {name.replace("_v1", "_v2") for name in indexes}
    assert not await pool.fetch("SELECT FROM pg_class WHERE relname LIKE '%\\_v2' AND reloptions IS NOT NULL")
    assert {step.step for step in steps} >= {"taking up reports", "folding decisions", "making rows", "swapping"}
    assert all(step.done <= step.total for step in steps)


async def test_happenings_are_numbered_with_the_reports_that_decisions_put_under_them(
    pool: Pool, ledger: Ledger, runner: Runner
) -> None:
    """A window has every report of its happenings, wherever these were recorded first."""
    await fill_ledger(ledger, runner, seed=54, count=25)
    await Rebuild(pool, ledger).run()
    numbered = await pool.fetchrow(
        "SELECT count(*) FILTER (WHERE e.moved > 0) AS moved,"
        " count(*) FILTER (WHERE h.changed < e.last OR h.since > e.first OR h.happening IS NULL) AS unseen"
        " FROM (SELECT happening, max(position) AS last, min(position) AS first, count(moved) AS moved"
        " FROM views.ground_entry_v2 GROUP BY happening) AS e"
        " LEFT JOIN views.ground_happening_v2 AS h USING (happening)"
    )
    assert numbered is not None
    assert numbered["moved"] > 0
    assert numbered["unseen"] == 0


async def test_the_new_version_goes_on_following(pool: Pool, ledger: Ledger, runner: Runner) -> None:
    """After the swap a runner that was there before folds into the new tables, and merges with what they hold."""
    newsroom = await fill_ledger(ledger, runner, seed=22, count=10)
    await Rebuild(pool, ledger).run()
    for article in write_articles(seed=23, count=10):
        await ledger.append(newsroom.publish(article))
    await runner.catch_up()
    assert await compare(pool, ledger) == []
    assert all(lag.kept == lag.expected and lag.version == 2 for lag in await runner.lag(count=True))


async def test_one_view_alone_stays_on_the_live_ground(pool: Pool, ledger: Ledger, runner: Runner) -> None:
    """A rebuild of one view leaves the others' tables where they are, and mends what somebody changed by hand."""
    await fill_ledger(ledger, runner, seed=24, count=10)
    await pool.execute("UPDATE views.visits_visit_v1 SET host = 'CHN'")
    with pytest.raises(RebuildUnequal, match="visits built anew differ from the live tables in visits visit") as caught:
        await Rebuild(pool, ledger, [VISITS]).run()
    assert any('host: "CHN" ->' in line for line in caught.value.differences[0].lines)
    assert await compare(pool, ledger) != []
    done = await Rebuild(pool, ledger, [VISITS], accept=True).run()
    assert (done.resumed, done.versions) == (True, {"visits": 2})
    assert await compare(pool, ledger) == []
    assert [name for name in await _tables(pool) if name.endswith("_v2")] == ["visits_visit_v2"]


async def test_a_ground_that_differs_is_not_swapped_under_views_that_stay(
    pool: Pool, ledger: Ledger, runner: Runner
) -> None:
    """Where the live ground is damaged, one view cannot be mended alone: all must be rebuilt, and then it is mended."""
    await fill_ledger(ledger, runner, seed=25, count=6)
    await pool.execute(
        "DELETE FROM views.ground_entry_v1 WHERE position = (SELECT min(position) FROM views.ground_entry_v1)"
    )
    with pytest.raises(RebuildUnequal, match="chancery rebuild all --accept"):
        await Rebuild(pool, ledger, [VISITS], accept=True).run()
    await Rebuild(pool, ledger, accept=True).run()
    assert all(lag.kept == lag.expected for lag in await runner.lag(count=True))


async def test_a_changed_fold_shows_its_differences_and_is_accepted(pool: Pool, ledger: Ledger, runner: Runner) -> None:
    """A new version of a fold stops its view until a rebuild, which shows what changes and swaps if told so."""
    await fill_ledger(ledger, runner, seed=26, count=10)

    def rows(acts: Acts, happening: str) -> Mapping[str, Sequence[Row]]:
        made = VISITS.rows(acts, happening)["visit"]
        return {"visit": [msgspec.structs.replace(row, moment=None) for row in made if isinstance(row, VisitRow)]}

    changed = msgspec.structs.replace(VISITS, fold=VISITS.fold + 1, rows=rows)
    every = [changed if view is VISITS else view for view in VIEWS]
    with pytest.raises(RebuildUnequal) as caught:
        await Rebuild(pool, ledger, [changed], every=every).run()
    difference = caught.value.differences[0]
    assert (difference.view, difference.table) == ("visits", "visit")
    assert difference.gone == difference.come > 0
    await Rebuild(pool, ledger, [changed], every=every, accept=True).run()
    newer = Runner(pool, ledger, every)
    assert [lag.stopped for lag in await newer.lag()] == [None] * len(VIEWS)
    older = {lag.view: lag.stopped for lag in await runner.lag()}
    assert f"this program has version {VISITS.fold};" in (older["visits"] or "")


async def test_what_an_earlier_fold_kept_in_another_form_is_replaced(
    pool: Pool, ledger: Ledger, runner: Runner
) -> None:
    """Facts that this program cannot read any more differ from all others, and give way to those where told so."""
    await fill_ledger(ledger, runner, seed=27, count=3)
    await pool.execute("UPDATE views.visits_visit_v1 SET fact = convert_to('[7]', 'UTF8')")
    with pytest.raises(RebuildUnequal) as caught:
        await Rebuild(pool, ledger, [VISITS]).run()
    assert [(each.view, each.table) for each in caught.value.differences] == [("visits", "visit")]
    await Rebuild(pool, ledger, [VISITS], accept=True).run()
    assert await compare(pool, ledger) == []


@pytest.mark.parametrize("step", ["taking up reports", "folding decisions", "making rows", "indexing visits"])
async def test_a_cancelled_rebuild_goes_on_where_it_was(
    pool: Pool, ledger: Ledger, runner: Runner, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped at any step it leaves the live version alone; the next call goes on, with what came since."""
    monkeypatch.setattr(building, "WINDOW", 10)
    newsroom = await fill_ledger(ledger, runner, seed=27, count=20)

    def stop(progress: Progress) -> None:
        if progress.step == step and progress.done >= progress.total // 2:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Rebuild(pool, ledger, progress=stop).run()
    assert await compare(pool, ledger) == []
    await ledger.append(newsroom.publish(*write_articles(seed=28, count=5)))
    await runner.catch_up()
    done = await Rebuild(pool, ledger).run()
    assert (done.resumed, done.differences) == (True, ())
    assert await compare(pool, ledger) == []


async def test_a_rebuild_interrupted_among_its_indexes_leaves_no_work_behind(
    pool: Pool, ledger: Ledger, runner: Runner
) -> None:
    """Indexes that wait for their turn when it is interrupted are given up, without a warning of forgotten work."""
    await fill_ledger(ledger, runner, seed=30, count=5)

    def stop(progress: Progress) -> None:
        if progress.step == "indexing rows":
            asyncio.get_running_loop().call_soon(work.cancel)

    work = asyncio.create_task(Rebuild(pool, ledger, progress=stop).run())
    with warnings.catch_warnings(record=True, action="always") as warned, pytest.raises(asyncio.CancelledError):
        await work
    assert [str(each.message) for each in warned] == []


async def test_a_rebuild_whose_connections_are_ended_says_so_and_goes_on_where_it_was(
    database: TestDatabase, pool: Pool, ledger: Ledger, runner: Runner
) -> None:
    """The server ends every session: what is raised tells of that, and nothing of how the lock was given back."""
    await fill_ledger(ledger, runner, seed=29, count=8)

    def stop(progress: Progress) -> None:
        if progress.step == "numbering happenings":
            with ThreadPoolExecutor(1) as threads:
                threads.submit(run, end_sessions(database)).result()

    with pytest.raises(AWAY, match=r"closed|administrator command"):
        await Rebuild(pool, ledger, progress=stop).run()
    done = await Rebuild(pool, ledger).run()
    assert (done.resumed, done.differences) == (True, ())


@pytest.mark.parametrize("views", [VIEWS, [RELATION]], ids=["all", "one"])
async def test_a_rebuild_that_lost_its_lock_to_another_touches_nothing_more(
    database: TestDatabase,
    pool: Pool,
    ledger: Ledger,
    runner: Runner,
    views: Sequence[View],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The session of its lock is ended, another rebuild goes on with its tables and swaps them: they stay so."""
    monkeypatch.setattr(building, "WINDOW", 20)
    await fill_ledger(ledger, runner, seed=31, count=8)
    others, take_over = another_takes_over(database, views)
    with pytest.raises(RebuildFailed, match=r"another rebuild.*\. Let that one end"):
        await Rebuild(pool, ledger, views, progress=take_over).run()
    assert [other.resumed for other in others] == [True]
    assert await compare(pool, ledger) == []


async def test_a_rebuild_that_lost_its_lock_leaves_a_ground_that_is_whole_as_it_is(
    database: TestDatabase, pool: Pool, ledger: Ledger, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another has finished and swapped the ground before its happenings are numbered: their numbers stay so."""
    await fill_ledger(ledger, runner, seed=31, count=8)
    take_reports = Laying._take_reports  # pyright: ignore[reportPrivateUsage]

    async def take_with_articles(self: Laying, done: int, upto: int) -> None:
        await take_reports(self, done, upto)
        # The other would wait for the articles, and they here for the other.
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "rebuild: fold articles"))

    monkeypatch.setattr(Laying, "_take_reports", take_with_articles)
    others, take_over = another_takes_over(database, VIEWS, "indexing reports")
    with pytest.raises(RebuildFailed, match=r"another rebuild.*\. Let that one end"):
        await Rebuild(pool, ledger, progress=take_over).run()
    assert [other.resumed for other in others] == [True]
    assert await compare(pool, ledger) == []


async def test_live_views_that_lag_are_compared_where_they_are(pool: Pool, ledger: Ledger, runner: Runner) -> None:
    """What nobody has folded yet is left to the follower: the new tables are not ahead of the live ones."""
    newsroom = await fill_ledger(ledger, runner, seed=33, count=12)
    live = await ledger.head()
    for article in write_articles(seed=34, count=6):
        await ledger.append(newsroom.publish(article))
    done = await Rebuild(pool, ledger).run()
    assert (done.position, done.differences) == (live, ())
    await runner.catch_up()
    assert await compare(pool, ledger) == []


async def test_views_never_folded_are_built_from_the_whole_ledger(pool: Pool, ledger: Ledger, runner: Runner) -> None:
    """Where there is nothing to compare with, the rebuild comes to the head and the follower finds nothing to do."""
    newsroom = Newsroom()
    for article in write_articles(seed=35, count=8):
        await ledger.append(newsroom.publish(article))
    done = await Rebuild(pool, ledger).run()
    assert (done.position, done.differences) == (await ledger.head(), ())
    await runner.catch_up()
    assert await compare(pool, ledger) == []


@pytest.mark.parametrize("views", [VIEWS, [VISITS]], ids=["all", "one"])
async def test_who_waits_for_the_swap_folds_into_what_it_put_in_place(
    pool: Pool, ledger: Ledger, runner: Runner, views: Sequence[View]
) -> None:
    """A follower that came to the live tables during the swap goes on with the new ones, and leaves none behind."""
    newsroom = await fill_ledger(ledger, runner, seed=36, count=12)
    waiting: list[asyncio.Task[int]] = []

    class Slow(Rebuild):
        async def _hold_live(self, connection: Connection, building: Building) -> Any:
            live = await super()._hold_live(connection, building)
            if swapping:
                await ledger.append(newsroom.publish(write_articles(seed=37, count=1)[0]))
                waiting.append(asyncio.create_task(runner.catch_up()))
                await _until_somebody_waits(pool)
            return live

    swapping: list[Progress] = []
    await Slow(
        pool, ledger, views, progress=lambda step: swapping.append(step) if step.step == "swapping" else None
    ).run()
    assert len(waiting) == 1
    head = await waiting[0]
    assert head == await ledger.head()
    assert [(lag.view, lag.position) for lag in await runner.lag()] == sorted((view.name, head) for view in VIEWS)
    assert await compare(pool, ledger) == []


async def _until_somebody_waits(pool: Pool) -> None:
    async with asyncio.timeout(20):
        while not await pool.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):  # noqa: ASYNC110  (the server tells nobody)
            await asyncio.sleep(0.01)


async def test_articles_that_are_folded_late_are_in_nobodys_way(
    database: TestDatabase, ledger: Ledger, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decisions may be folded before the articles beside them have begun: neither waits for the other."""
    await fill_ledger(ledger, runner, seed=51, count=4)
    fold_articles = Laying._fold_articles  # pyright: ignore[reportPrivateUsage]

    async def begin_late(self: Laying, upto: int) -> None:
        await asyncio.sleep(0.5)
        await fold_articles(self, upto)

    monkeypatch.setattr(Laying, "_fold_articles", begin_late)
    settings = {"lock_timeout": "250ms"}
    async with asyncpg.create_pool(database.service_url, min_size=0, max_size=8, server_settings=settings) as impatient:
        done = await Rebuild(impatient, Ledger(impatient, "tests")).run()
    assert done.differences == ()


async def test_an_index_that_takes_long_is_in_nobodys_way(
    database: TestDatabase, ledger: Ledger, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made of reports beside their index waits for no lock that this one holds, however long it takes."""
    await fill_ledger(ledger, runner, seed=55, count=4)
    execute_long = laying.execute_long

    async def take_long(pool: Pool, made: str) -> None:
        await execute_long(pool, f"{made}; SELECT pg_sleep(1)" if "INDEX" in made and "ground_entry" in made else made)

    monkeypatch.setattr(laying, "execute_long", take_long)
    settings = {"lock_timeout": "250ms"}
    async with asyncpg.create_pool(database.service_url, min_size=0, max_size=8, server_settings=settings) as impatient:
        done = await Rebuild(impatient, Ledger(impatient, "tests")).run()
    assert done.differences == ()


async def test_tables_that_are_still_read_are_dropped_by_the_next_rebuild(
    database: TestDatabase, ledger: Ledger, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads what was replaced for longer than a lock is waited for does not make a rebuild fail that is done."""
    monkeypatch.setattr(rebuilding, "GRACE", 0.1)
    await fill_ledger(ledger, runner, seed=53, count=4)
    kept = "SELECT to_regclass('views.visits_visit_v1') IS NOT NULL"
    settings = {"lock_timeout": "250ms"}
    async with asyncpg.create_pool(database.service_url, min_size=0, max_size=8, server_settings=settings) as impatient:
        async with impatient.acquire() as reader, reader.transaction():
            await reader.execute("SELECT FROM views.visits_visit_v1")
            done = await Rebuild(impatient, Ledger(impatient, "tests"), [VISITS]).run()
            assert done.versions == {"visits": 2}
            assert await reader.fetchval(kept)
        await Rebuild(impatient, Ledger(impatient, "tests"), [VISITS]).run()
        assert not await impatient.fetchval(kept)


async def test_a_rebuild_awaits_a_follower_that_takes_longer_than_a_lock_may(
    database: TestDatabase, pool: Pool, ledger: Ledger, runner: Runner
) -> None:
    """Who folds a bulk of events may hold the live tables for longer than others wait: a rebuild has its turn then."""
    await fill_ledger(ledger, runner, seed=47, count=4)
    following: list[asyncio.Task[None]] = []

    async def follow() -> None:
        async with pool.acquire() as connection, connection.transaction():
            await store.hold(connection, [RELATION.name], following=True)
            held.set()
            await _until_somebody_waits(pool)
            await asyncio.sleep(0.4)

    class Busy(Rebuild):
        async def _hold_live(self, connection: Connection, building: Building) -> Any:
            held.clear()
            following.append(asyncio.create_task(follow()))
            await held.wait()
            return await super()._hold_live(connection, building)

    held = asyncio.Event()
    # Long enough for what the rebuild itself holds for a moment, also on a busy machine.
    settings = {"lock_timeout": "250ms"}
    async with asyncpg.create_pool(database.service_url, min_size=0, max_size=8, server_settings=settings) as impatient:
        try:
            done = await Busy(impatient, Ledger(impatient, "tests")).run()
        finally:
            for task in following:
                task.cancel()
            await asyncio.gather(*following, return_exceptions=True)
    assert (len(following), done.differences) == (2, ())
    assert await compare(pool, ledger) == []


async def test_articles_keep_coming_and_questions_keep_being_answered(
    pool: Pool, ledger: Ledger, runner: Runner, queries: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is rebuilt again and again, no question fails or mixes versions, and nothing appended is lost."""
    monkeypatch.setattr(building, "WINDOW", 25)
    newsroom = await fill_ledger(ledger, runner, seed=29, count=20)
    following = asyncio.create_task(runner.run())
    ended = asyncio.Event()
    asked = 0

    async def ask() -> None:
        nonlocal asked
        day = at("2025-07-01")
        while not ended.is_set():
            page = await queries.visits(day)
            events = await queries.events(limit=5)
            relation = await queries.relation("MLI", "RUS", day)
            assert page.items
            assert events.items[0].position <= events.position
            assert relation.coverage.facts > 0
            asked += 1

    async def publish() -> None:
        for article in write_articles(seed=30, count=30):
            await ledger.append(newsroom.publish(article))
            await asyncio.sleep(0.02)

    asking = [asyncio.create_task(ask()) for _ in range(2)]
    publishing = asyncio.create_task(publish())
    try:
        for version in (2, 3):
            done = await Rebuild(pool, ledger).run()
            assert (set(done.versions.values()), done.differences) == ({version}, ())
        await publishing
        await runner.wait_for(await ledger.head(), 20)
    finally:
        ended.set()
        await asyncio.gather(*asking)
        following.cancel()
        await asyncio.wait([following])
    assert asked > 10
    assert await compare(pool, ledger) == []


async def test_a_question_that_looks_back_outlives_the_tables_it_began_with(
    pool: Pool, ledger: Ledger, runner: Runner, queries: Queries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds no connection while it reads the ledger; a rebuild that comes in between drops what answered before."""
    await fill_ledger(ledger, runner, seed=33, count=8)
    times = msgspec.structs.replace(at("2025-07-01"), known_at=await ledger.head())
    before = await queries.visits(times)
    fold = looking_back.fold_query

    async def fold_and_rebuild(*arguments: Any, **named: Any) -> Ground:
        ground = await fold(*arguments, **named)
        await Rebuild(pool, ledger).run()
        return ground

    monkeypatch.setattr(looking_back, "fold_query", fold_and_rebuild)
    assert await queries.visits(times) == before
    assert before.items


async def test_an_event_that_cannot_be_read_stops_the_rebuild_only(pool: Pool, ledger: Ledger, runner: Runner) -> None:
    """The rebuild names the event and leaves the live views, which have it parked, as they were."""
    await fill_ledger(ledger, runner, seed=31, count=5)
    good = seal(
        Article("later").tells(VisitOccurred, act=on("2025-01-30"), source="TCD").told[0].report, derive_id("x")
    )
    await ledger.append([NewEvent(id=good.id, type=good.type, schema_version=2, tags=good.tags, payload=good.payload)])
    await runner.catch_up()
    before = await read_live(pool)
    with pytest.raises(RebuildFailed, match="a stored VisitOccurred has schema version 2"):
        await Rebuild(pool, ledger).run()
    assert await read_live(pool) == before


async def test_two_rebuilds_at_once_are_refused(pool: Pool, ledger: Ledger, runner: Runner) -> None:
    """The second says that one is under way; the first ends well."""
    await fill_ledger(ledger, runner, seed=32, count=10)
    ends = await asyncio.gather(*(Rebuild(pool, ledger).run() for _ in range(2)), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["RebuildBusy", "Rebuilt"]
    assert await compare(pool, ledger) == []


def test_every_view_says_how_it_is_indexed_and_summarised() -> None:
    """Each view's file has what a rebuild needs."""
    for view in VIEWS:
        summaries = ("take_out", "delete_summary", "summarise", "summarise_all") if view.summary_key else ()
        for name in ("tables", "indexes", *summaries):
            assert view.sql(name)

"""The runner keeps the tables equal to the ledger: across crashes, between processes, past poison."""

import asyncio
import random
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import asyncpg
import msgspec
import pytest

from events.codec import derive_id, seal
from events.envelope import NewEvent
from events.ledger import Ledger
from events.upcast import SCHEMA_VERSIONS
from events.vocabulary import (
    AidDelivered,
    Amount,
    CriticismExpressed,
    EnvoyRecalled,
    MeetingHeld,
    SanctionsImposed,
    SanctionsLifted,
    TotalReported,
    VisitAnnounced,
    VisitOccurred,
)
from projections.errors import BeyondHead, NotYetProjected
from projections.following.runner import Runner
from projections.ground.facts import Acts
from projections.questions.queries import Queries
from projections.replaying.replay import compare, read_live
from projections.storing import store
from projections.storing.inserting import FEW, Asked, Rows, count_computed, execute_joined, write_rows
from projections.view import Row
from projections.views import VIEWS
from projections.views.visits import VISITS
from tests.unit.projections.newsroom import Article, Newsroom, at, on

Pool: TypeAlias = "asyncpg.Pool[Any]"


KINDS = (
    VisitAnnounced,
    VisitOccurred,
    MeetingHeld,
    AidDelivered,
    TotalReported,
    CriticismExpressed,
    SanctionsImposed,
    SanctionsLifted,
    EnvoyRecalled,
)


def write_articles(seed: int, count: int, *, dated: bool = False) -> list[Article]:
    """Make articles of early 2025 that tell of the same few acts, some of them undated unless all are to be dated."""
    chance = random.Random(seed)
    found: list[Article] = []
    for number in range(count):
        month = chance.randint(1, 6)
        day = f"2025-{month:02}-{chance.randint(10, 28)}"
        published = chance.choice((day, f"2025-{month:02}", day if dated else None))
        article = Article(f"article {seed} {number}", published, chance.choice(("A", "B", None)))
        for _ in range(chance.randint(1, 4)):
            source, target = chance.sample(("MLI", "RUS", "BFA", "NER"), 2)
            when = on(chance.choice((f"2025-{month:02}", f"2025-{month:02}-{chance.randint(10, 28)}")))
            kind: Any = chance.choice(KINDS)
            fields: dict[str, Any] = {"source": source, "target": target, "act": when}
            if kind is MeetingHeld:
                fields = {"parties": tuple(sorted((source, target))), "act": when}
            if kind is VisitAnnounced:
                fields = {"source": source, "target": target, "due": when, "stage": "planned"}
            if kind in (AidDelivered, TotalReported):
                figure = chance.choice((10, 20))
                fields |= {"item": "wheat", "amount": Amount(min=figure, max=figure, unit="t")}
            if kind is TotalReported:
                fields["kind"] = "running"
            article.tells(kind, **fields)
        found.append(article)
    return found


@pytest.mark.parametrize(("batch", "few"), [(1, FEW), (2, FEW), (7, FEW), (7, 0), (1000, FEW)])
async def test_tables_equal_the_replay_whatever_the_batches(
    pool: Pool, ledger: Ledger, batch: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Merges, splits and answers across batches of any size, written by one statement or table by table: the tables
    are what the whole ledger folds to.
    """
    monkeypatch.setattr("projections.storing.inserting.FEW", few)
    runner = Runner(pool, ledger, batch=batch)
    await runner.prepare()
    newsroom = Newsroom()
    for article in write_articles(seed=batch, count=25):
        await ledger.append(newsroom.publish(article))
        if batch > 1:
            await runner.catch_up()
    await ledger.append(newsroom.retract(write_articles(seed=batch, count=25)[3].told[0]))
    head = await runner.catch_up()
    assert await runner.position() == head == len(newsroom.recorded)
    assert await compare(pool, ledger) == []
    for lag in await runner.lag(count=True):
        assert (lag.behind, lag.seconds, lag.parked) == (0, 0, 0)
        assert lag.kept == lag.expected


async def test_what_the_server_computes_stands_behind_what_rows_hold(pool: Pool, runner: Runner) -> None:
    """The columns of each table are the fields of its rows, in their order, then those that the server fills."""
    await runner.prepare()
    for view in VIEWS:
        for name, kind in view.tables.items():
            columns = await pool.fetch(
                "SELECT attname, attgenerated <> '' AS computed FROM pg_attribute"
                " WHERE attrelid = $1::text::regclass AND attnum > 0 ORDER BY attnum",
                f"views.{view.table(name)}",
            )
            assert [row["attname"] for row in columns if not row["computed"]] == list(kind.__struct_fields__)
            computed = [row["computed"] for row in columns]
            assert computed == sorted(computed)
            assert sum(computed) == count_computed(view, name)


@pytest.mark.parametrize("whole", [True, False], ids=["at once", "by parts"])
async def test_a_crash_between_and_within_batches_loses_and_doubles_nothing(
    pool: Pool, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    """A process that dies before its commit leaves rows and checkpoint as they were; another goes on from there."""
    newsroom = Newsroom()
    await ledger.append(newsroom.publish(*write_articles(seed=1, count=12)))
    runner = Runner(pool, ledger, batch=5)
    await runner.prepare()
    saves, crashes = 0, 0

    def die_at_times() -> None:
        nonlocal saves
        saves += 1
        if saves % 7 in {2, 4, 6}:
            raise ConnectionResetError

    async def take_out(connection: store.Connection, asked: Sequence[Asked]) -> list[asyncpg.Record]:
        rows = await execute_joined(connection, asked)
        die_at_times()
        return rows

    async def put_in(connection: store.Connection, filled: Sequence[Rows], then: Sequence[Asked] = ()) -> None:
        await write_rows(connection, filled, then)
        die_at_times()

    async def refuse(*_: object, **__: object) -> None:
        raise ValueError("not at once")

    if whole:
        # Now with what was there taken out, and now with all that came written, before the commit.
        monkeypatch.setattr("projections.storing.writing.execute_joined", take_out)
    else:
        # Now with the ground written and now with the views.
        monkeypatch.setattr("projections.following.runner.fold_at_once", refuse)
        monkeypatch.setattr("projections.storing.store.write_rows", put_in)
    monkeypatch.setattr("projections.storing.writing.write_rows", put_in)
    head = await ledger.head()
    while await runner.position() < head:
        try:
            await Runner(pool, ledger, batch=5).catch_up()
        except ConnectionResetError:
            crashes += 1
            assert await compare(pool, ledger) == []
    assert crashes > 3
    assert await compare(pool, ledger) == []


async def test_a_difference_between_tables_and_ledger_is_shown(pool: Pool, ledger: Ledger, runner: Runner) -> None:
    """A row that somebody changed or removed by hand stands in the comparison, on the side that has it."""
    newsroom = Newsroom()
    await ledger.append(newsroom.publish(Article("one", "2025-01-01").tells(VisitOccurred, act=on("2025-01-01"))))
    await runner.catch_up()
    await pool.execute("UPDATE views.visits_visit_v1 SET host = 'CHN'")
    await pool.execute("DELETE FROM views.relation_pair_v1")
    lines = await compare(pool, ledger)
    assert len(lines) == 2
    assert lines[0].startswith('+ relation.pair a="MLI" b="RUS" facts=1')
    assert lines[1].startswith("~ visits.visit ")
    assert lines[1].endswith(' host: "CHN" -> "RUS"')


async def test_two_runners_at_once_share_the_work(pool: Pool, ledger: Ledger) -> None:
    """Two processes fold the same ledger at the same time: nothing twice, nothing left out."""
    newsroom = Newsroom()
    await ledger.append(newsroom.publish(*write_articles(seed=2, count=30)))
    runners = [Runner(pool, ledger, batch=3) for _ in range(2)]
    await asyncio.gather(*(runner.prepare() for runner in runners))
    await asyncio.gather(*(runner.catch_up() for runner in runners))
    assert await compare(pool, ledger) == []
    assert all(lag.kept == lag.expected for lag in await runners[0].lag(count=True))


async def test_a_running_projection_follows_the_ledger(pool: Pool, ledger: Ledger, runner: Runner) -> None:
    """While it runs, what is appended can be waited for and is then seen; another process may wait too."""
    newsroom = Newsroom()
    follow = asyncio.create_task(runner.run())
    try:
        for article in write_articles(seed=3, count=10):
            appended = await ledger.append(newsroom.publish(article))
            await runner.wait_for(appended.last, 10)
            await Runner(pool, ledger).wait_for(appended.last, 10)
        assert await compare(pool, ledger) == []
    finally:
        follow.cancel()
        await asyncio.wait([follow])


async def test_waiting_has_bounds(ledger: Ledger, runner: Runner) -> None:
    """A position beyond the head is refused at once; one that nobody folds times out, and says how far it got."""
    await ledger.append(Newsroom().publish(Article("one", "2025-01-01").tells(MeetingHeld)))
    with pytest.raises(BeyondHead, match="position 3 lies beyond the head of the ledger, 2"):
        await runner.wait_for(3, 1)
    with pytest.raises(NotYetProjected, match="stand at position 0, not yet at 2"):
        await runner.wait_for(2, 0.1)


async def test_poison_parks_its_keys_and_what_follows_under_them(
    pool: Pool, ledger: Ledger, runner: Runner, queries: Queries
) -> None:
    """An event that cannot be read waits with the later ones of its pair; others go on; after the fix it is folded."""
    newsroom = Newsroom()
    visit = Article("later", "2025-02-01").tells(VisitOccurred, act=on("2025-01-30"), source="BFA")
    good = seal(visit.told[0].report, derive_id("from the future"))
    future = NewEvent(id=good.id, type=good.type, schema_version=2, tags=good.tags, payload=good.payload)
    await ledger.append([future])
    same_pair = Article("same", "2025-03-01").tells(
        CriticismExpressed, source="BFA", target="RUS", act=on("2025-03-01")
    )
    other_pair = Article("other", "2025-03-01").tells(MeetingHeld, act=on("2025-03-01"))
    await ledger.append(newsroom.publish(same_pair, other_pair))
    head = await runner.catch_up()
    assert await runner.position() == head
    today = at("2025-03-02")
    assert (await queries.relation("MLI", "RUS", today)).status == "normal"
    assert (await queries.relation("BFA", "RUS", today)).status == "unobserved"
    parked = {lag.view: lag.parked for lag in await runner.lag()}
    assert [parked[view] for view in ("aid", "relation", "timeline", "visits")] == [0, 2, 2, 1]
    assert await runner.retry_parked() == 2
    SCHEMA_VERSIONS["VisitOccurred"] = 2
    try:
        assert await runner.retry_parked() == 0
        assert (await queries.relation("BFA", "RUS", today)).coverage.facts == 2
        assert await compare(pool, ledger) == []
    finally:
        del SCHEMA_VERSIONS["VisitOccurred"]


async def test_much_poison_at_once_stops_everything_and_names_the_event(
    pool: Pool, ledger: Ledger, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten keys spoiled by one batch: nothing goes on, each view says at which event; after the mend all do."""
    bad: list[NewEvent] = []
    for number in range(10):
        article = Article(f"{number}", "2025-01-01").tells(VisitOccurred, source=f"S{number}", act=on("2025-01-01"))
        event = seal(article.told[0].report, derive_id(f"bad {number}"))
        bad.append(NewEvent(id=event.id, type=event.type, schema_version=2, tags=event.tags, payload=event.payload))
    await ledger.append(bad)
    await runner.catch_up()
    for lag in await runner.lag():
        assert lag.position == 0
        assert "VisitOccurred" in (lag.stopped or "")
        assert "position 1" in (lag.stopped or "")
    monkeypatch.setitem(SCHEMA_VERSIONS, "VisitOccurred", 2)
    assert await runner.retry_parked() == 0
    assert {(lag.position, lag.stopped) for lag in await runner.lag()} == {(10, None)}
    assert await compare(pool, ledger) == []


@pytest.mark.parametrize("where", ["fold", "table"])
async def test_what_a_view_cannot_take_is_parked_by_it_alone(pool: Pool, ledger: Ledger, where: str) -> None:
    """A happening that spoils one view waits there with its pair; the other views and pairs go on, a mend folds it."""
    broken = True

    def rows(acts: Acts, happening: str) -> dict[str, list[Row]]:
        made = VISITS.rows(acts, happening)
        if not (broken and any(act.dated.fact.parties[0] == "BFA" for act in acts.of(happening))):
            return {name: list(each) for name, each in made.items()}
        if where == "fold":
            raise ValueError("no such visitor")
        return {"visit": [msgspec.structs.replace(row, visitor="a zero \x00 in a text") for row in made["visit"]]}

    views = [msgspec.structs.replace(VISITS, rows=rows) if view is VISITS else view for view in VIEWS]
    runner = Runner(pool, ledger, views)
    await runner.prepare()
    newsroom = Newsroom()
    spoiled = Article("one", "2025-02-01").tells(VisitOccurred, act=on("2025-01-30"), source="BFA")
    waits = Article("two", "2025-03-01").tells(VisitOccurred, act=on("2025-02-27"), source="BFA")
    free = Article("three", "2025-03-01").tells(VisitOccurred, act=on("2025-02-27"))
    for article in (spoiled, waits, free):
        await ledger.append(newsroom.publish(article))
        await runner.catch_up()
    assert {lag.view: lag.parked for lag in await runner.lag() if lag.parked} == {"visits": 2}
    assert await pool.fetchval("SELECT array_agg(visitor) FROM views.visits_visit_v1") == ["MLI"]
    broken = False
    assert await runner.retry_parked() == 0
    assert await compare(pool, ledger) == []


@pytest.mark.parametrize("where", ["fold", "table"])
async def test_a_view_stops_at_an_emptied_happening_that_it_cannot_take(pool: Pool, ledger: Ledger, where: str) -> None:
    """A happening that a merge of the same batch has emptied has nothing to wait under: that view alone stops there."""
    broken = where == "fold"

    def rows(acts: Acts, happening: str) -> Mapping[str, Sequence[Row]]:
        if broken and not acts.ground.happenings[happening]:
            raise ValueError("nothing is told of it")
        return VISITS.rows(acts, happening)

    views = [msgspec.structs.replace(VISITS, rows=rows) if view is VISITS else view for view in VIEWS]
    runner = Runner(pool, ledger, views)
    await runner.prepare()
    if where == "table":
        await pool.execute(
            "CREATE FUNCTION views.refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'nothing goes'; END $$;"
            "CREATE TRIGGER refuse BEFORE INSERT OR DELETE ON views.visits_visit_v1 EXECUTE FUNCTION views.refuse()"
        )
    newsroom = Newsroom()
    told = [Article(name, "2025-02-01").tells(VisitOccurred, act=on("2025-01-30")) for name in ("one", "two")]
    await ledger.append(newsroom.publish(*told))
    assert "HappeningsMerged" in {each.type for each in newsroom.recorded}
    head = await runner.catch_up()
    stopped = {lag.view: (lag.position, lag.stopped) for lag in await runner.lag()}
    position, why = stopped.pop("visits")
    assert position == 0
    assert re.match(r"the view visits cannot take the emptied happening \S+ at position 5: .*nothing", why or "")
    assert set(stopped.values()) == {(head, None)}
    broken = False
    if where == "table":
        await pool.execute("DROP FUNCTION views.refuse() CASCADE")
    assert await runner.retry_parked() == 0
    assert await runner.position() == head
    assert await compare(pool, ledger) == []


async def test_a_view_that_is_new_takes_up_what_the_ledger_already_holds(pool: Pool, ledger: Ledger) -> None:
    """A release that knows one view more makes its tables and fills them from what all views stand on."""
    older = Runner(pool, ledger, [view for view in VIEWS if view is not VISITS])
    await older.prepare()
    newsroom = Newsroom()
    await ledger.append(newsroom.publish(*write_articles(seed=6, count=20)))
    await older.catch_up()
    newer = Runner(pool, ledger)
    await newer.prepare()
    assert await newer.position() == 0
    assert await newer.catch_up() == await newer.position()
    assert await compare(pool, ledger) == []


@pytest.mark.usefixtures("runner")
async def test_tables_of_another_fold_are_left_alone(pool: Pool, ledger: Ledger) -> None:
    """Tables that another version of a fold has filled are not folded on: the view says that it must be rebuilt."""
    newsroom = Newsroom()
    await ledger.append(newsroom.publish(*write_articles(seed=7, count=3)))
    views = [msgspec.structs.replace(VISITS, fold=VISITS.fold + 1) if view is VISITS else view for view in VIEWS]
    changed = Runner(pool, ledger, views)
    await changed.catch_up()
    stopped = {lag.view: lag.stopped for lag in await changed.lag()}
    assert stopped.pop("visits") == (
        f"its tables were filled by version {VISITS.fold} of its fold, this program has version {VISITS.fold + 1}; "
        "run `chancery rebuild visits`"
    )
    assert set(stopped.values()) == {None}
    assert await pool.fetchval("SELECT count(*) FROM views.visits_visit_v1") == 0


async def test_preparing_twice_changes_nothing(pool: Pool, ledger: Ledger, runner: Runner) -> None:
    """Tables that are there stay as they are, with their rows."""
    newsroom = Newsroom()
    await ledger.append(newsroom.publish(*write_articles(seed=5, count=3)))
    await runner.catch_up()
    before = await read_live(pool)
    await asyncio.gather(runner.prepare(), Runner(pool, ledger).prepare())
    assert await read_live(pool) == before

"""Queries answer from the tables what the folds say, at any of the three times, in pages, by index."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import combinations
from typing import Any, TypeAlias

import asyncpg
import pytest

from events.ledger import Ledger
from events.vocabulary import (
    AidDelivered,
    AidPledged,
    Amount,
    MeetingHeld,
    MilitarySupportProvided,
    SanctionsImposed,
    TotalReported,
    VisitAnnounced,
    VisitOccurred,
)
from projections.errors import BadCursor, BeyondHead, ViewMissing
from projections.following.runner import Runner
from projections.public.shapes import Shape
from projections.questions.queries import Queries
from projections.storing.inserting import join_statements
from projections.times import Times
from projections.view import View, statement
from projections.views import VIEWS
from projections.views.deliveries import DeliveryFilter
from projections.views.timeline import EventFilter
from service.database import open_pool
from tests.database import Server, create_database, drop_database, run
from tests.integration.projections.test_runner import write_articles
from tests.unit.projections.newsroom import Article, Given, Newsroom, at, on

Pool: TypeAlias = "asyncpg.Pool[Any]"
GOITA = ("Assimi Goïta",)
TODAY = date(2026, 2, 1)


def april() -> Article:
    """Announce the visit of June."""
    return Article("april", "2025-04-04", "A").tells(VisitAnnounced, persons=GOITA, due=on("2025-06"), stage="planned")


def june() -> Article:
    """Tell of the visit of June."""
    return Article("june", "2025-06-23", "B").tells(VisitOccurred, persons=GOITA, act=on("2025-06-22", "2025-06-26"))


async def test_the_visit_of_june_at_each_of_the_three_times(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """Pending as reported by May, as known before the article of June, occurred with everything, neither before."""
    newsroom = Newsroom()
    first = await ledger.append(newsroom.publish(april()))
    await ledger.append(newsroom.publish(june()))
    head = await runner.catch_up()

    async def statuses(**times: Given) -> list[str]:
        page = await queries.visits(Times(today=TODAY, **times), visitor="MLI", host="RUS")
        assert page.position == head
        return [visit.status for visit in page.items]

    assert await statuses() == ["occurred"]
    assert await statuses(reported_by=date(2025, 5, 1)) == ["pending"]
    assert await statuses(as_of=date(2025, 5, 15)) == ["pending"]
    assert await statuses(as_of=date(2025, 5, 15), known_at=first.last) == ["pending"]
    assert await statuses(known_at=first.last) == ["lapsed"]
    assert await statuses(as_of=date(2025, 6, 24)) == ["under_way"]
    assert await statuses(as_of=date(2024, 3, 1)) == []
    with pytest.raises(BeyondHead):
        await statuses(known_at=head + 1)


async def test_a_known_position_gives_the_answers_of_that_day(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """What the live tables answered at a position is what is answered later for that position."""
    newsroom = Newsroom()
    asked: list[tuple[int, list[dict[str, Any]]]] = []

    async def ask(**times: Given) -> list[dict[str, Any]]:
        when = Times(today=TODAY, **times)
        answers: list[Shape] = [
            await queries.relation("MLI", "RUS", when),
            await queries.relations(when),
            await queries.visits(when),
            await queries.aid_totals(when),
            await queries.deliveries(when),
        ]
        return [_without_times(answer) for answer in answers]

    for article in write_articles(seed=11, count=12, dated=True):
        appended = await ledger.append(newsroom.publish(article))
        await runner.catch_up()
        asked.append((appended.last, await ask()))
    for position, answers in asked:
        assert await ask(known_at=position) == answers


def _without_times(answer: Shape) -> dict[str, Any]:
    fields = {name: getattr(answer, name) for name in answer.__struct_fields__ if name not in {"times", "position"}}
    if "next" in fields:
        fields["next"] = fields["next"] is None
    return fields


async def test_a_day_asked_about_gives_the_same_from_tables_and_from_the_ledger(
    ledger: Ledger, runner: Runner, queries: Queries
) -> None:
    """As of any day, with or without the position of the head, which makes the ledger answer: equal.

    After June, when every report counts, it is the tables that answer without it.
    """
    newsroom = Newsroom()
    for article in write_articles(seed=12, count=40, dated=True):
        await ledger.append(newsroom.publish(article))
    head = await runner.catch_up()
    for days in (0, 60, 150, 181, 200, 240, 300, 500, 5000):
        day = date(2025, 1, 1) + timedelta(days=days)
        live, back = Times(today=TODAY, as_of=day), Times(today=TODAY, as_of=day, known_at=head)
        for now, then in (
            (await queries.visits(live), await queries.visits(back)),
            (await queries.aid_totals(live), await queries.aid_totals(back)),
            (await queries.deliveries(live), await queries.deliveries(back)),
            (await queries.relations(live), await queries.relations(back)),
            *[
                (await queries.relation(a, b, live), await queries.relation(a, b, back))
                for a, b in combinations(("BFA", "MLI", "NER", "RUS"), 2)
            ],
        ):
            assert _without_times(now) == _without_times(then)
    lines = (await queries.relations(Times(today=TODAY, as_of=date(2025, 7, 5)))).items
    assert {"sanctioned", "strained"} <= {line.status for line in lines}


async def test_pages_follow_one_another_without_gap_or_overlap(
    ledger: Ledger, runner: Runner, queries: Queries
) -> None:
    """Every list, two items at a time, gives what it gives at once; a cursor of nobody's is refused."""
    newsroom = Newsroom()
    await ledger.append(newsroom.publish(*write_articles(seed=13, count=60, dated=True)))
    await runner.catch_up()
    now = Times(today=TODAY)
    back = Times(today=TODAY, reported_by=TODAY)
    lists: list[Callable[..., Awaitable[Given]]] = [
        partial(queries.relations, now),
        partial(queries.relations, back),
        partial(queries.visits, now),
        partial(queries.visits, back),
        partial(queries.aid_totals, now),
        partial(queries.aid_totals, back),
        partial(queries.deliveries, now),
        partial(queries.deliveries, back),
        queries.events,
    ]
    for ask in lists:
        whole = (await ask(limit=1000)).items
        items: list[Any] = []
        after: str | None = None
        while True:
            page = await ask(limit=2, after=after)
            items.extend(page.items)
            after = page.next
            if after is None:
                break
        assert tuple(items) == whole
        assert len(whole) > 2
        with pytest.raises(BadCursor):
            await ask(after="nonsense")


async def test_a_date_ahead_of_the_clock_hides_and_slows_nothing(
    pool: Pool, ledger: Ledger, runner: Runner, queries: Queries
) -> None:
    """An article dated in years to come counts from the day it was recorded, and the tables still answer."""
    await ledger.append(Newsroom().publish(Article("ahead", "2199-01-01").tells(VisitOccurred, act=on("2198-12-30"))))
    await runner.catch_up()
    now = Times(today=datetime.now(UTC).date())
    assert (await queries.relation("MLI", "RUS", now)).status == "cooperative"
    assert (await queries.relation("MLI", "RUS", Times(today=TODAY))).status == "unobserved"
    assert not await pool.fetchval(statement("views/relation.sql", "unsettled", 1), now.day)


async def test_filters_choose(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """Relations by party and status, visits by status and side, aid by donor and item, events by each filter."""
    newsroom = Newsroom()
    wheat: dict[str, Given] = {
        "source": "RUS",
        "target": "MLI",
        "item": "wheat",
        "amount": Amount(min=25, max=25, unit="t"),
    }
    third = Article("third", "2024-01-30")
    third.tells(AidDelivered, act=on("2024-01"), **wheat).tells(TotalReported, kind="running", **wheat)
    third.tells(SanctionsImposed, source="USA", target="RUS", act=on("2024-01-20"))
    await ledger.append(newsroom.publish(april(), june(), third))
    await runner.catch_up()
    now = Times(today=TODAY)
    assert [(line.a, line.b) for line in (await queries.relations(now)).items] == [("MLI", "RUS"), ("RUS", "USA")]
    assert [line.b for line in (await queries.relations(now, party="USA")).items] == ["USA"]
    assert [line.status for line in (await queries.relations(now, status=["sanctioned"])).items] == ["sanctioned"]
    assert (await queries.visits(now, status=["pending"])).items == ()
    assert len((await queries.visits(now, status=["occurred"], party="RUS")).items) == 1
    assert (await queries.visits(now, visitor="RUS")).items == ()
    (line,) = (await queries.aid_totals(now, donor="RUS", item="wheat")).items
    assert (line.delivered[0].min, line.unitemised and line.unitemised.min) == (25, 0)
    assert (await queries.aid_totals(now, donor="MLI")).items == ()
    for when in (now, Times(today=TODAY, reported_by=TODAY)):
        (held,) = (await queries.visits(when, since=date(2025, 6, 1))).items
        assert held.held is not None
        day = date.fromisoformat(held.held.end or "")
        assert len((await queries.visits(when, since=day, until=day)).items) == 1
        assert (await queries.visits(when, since=day + timedelta(days=1))).items == ()
        assert (await queries.visits(when, until=day - timedelta(days=1))).items == ()
        (line,) = (await queries.aid_totals(when, donor="RUS", period="quarter")).items
        assert line.periods is not None
        assert [(each.period, each.delivered[0].min, each.pledged) for each in line.periods] == [("2024-Q1", 25, ())]
        (line,) = (await queries.aid_totals(when, since=date(2024, 1, 1), until=date(2024, 12, 31))).items
        assert (line.delivered[0].min, line.reported_total, line.periods) == (25, None, None)
        assert (await queries.aid_totals(when, since=date(2024, 2, 1))).items == ()
    for which, count in (
        (EventFilter(), 5),
        (EventFilter(parties=("USA",)), 1),
        (EventFilter(parties=("MLI", "RUS")), 4),
        (EventFilter(types=("VisitAnnounced", "VisitOccurred")), 2),
        (EventFilter(family="aid"), 1),
        (EventFilter(article="third"), 3),
        (EventFilter(since=date(2025, 1, 1)), 2),
        (EventFilter(until=date(2024, 1, 25)), 1),
    ):
        assert len((await queries.events(which)).items) == count


async def test_an_event_is_shown_as_it_stood(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """At a position before, an event has the value and the happening of then, and is not withdrawn yet."""
    newsroom = Newsroom()
    wrong = Article("wrong", "2025-06-25").tells(VisitOccurred, act=on("2025-06-24"))
    told = wrong.told[0]
    await ledger.append(newsroom.publish(wrong))
    read = await ledger.head()
    await ledger.append(newsroom.correct(told, {"act": on("2025-06-22")}))
    corrected = await ledger.head()
    await ledger.append(newsroom.retract(told))
    await runner.catch_up()

    async def shown(**times: Given) -> tuple[str | None, bool] | None:
        event = await queries.event(told.id, Times(today=TODAY, **times))
        return None if event is None else (event.fact.act and event.fact.act.start, event.retracted is not None)

    assert await shown() == ("2025-06-22", True)
    assert await shown(known_at=corrected) == ("2025-06-22", False)
    assert await shown(known_at=read) == ("2025-06-24", False)
    assert await shown(known_at=0) is None
    assert await shown(reported_by=date(2025, 6, 24)) is None
    assert await shown(reported_by=date(2025, 6, 25)) == ("2025-06-22", True)


async def test_deliveries_are_chosen_by_each_filter(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """What was given and promised stands act by act, from tables and folded anew; a reported total is neither."""

    def goods(item: str, unit: str, figure: float, **others: Given) -> dict[str, Given]:
        amount = Amount(min=figure, max=figure, unit=unit)
        return {"source": "RUS", "target": "MLI", "item": item, "amount": amount, **others}

    told = Article("told", "2024-03-30")
    told.tells(AidDelivered, act=on("2024-01-26"), **goods("wheat", "t", 25, terms="grant"))
    told.tells(TotalReported, kind="running", **goods("wheat", "t", 60))
    told.tells(AidDelivered, act=on("2024-02-02"), **goods("fertiliser", "t", 9, terms="loan", source="TUR"))
    told.tells(AidPledged, act=on("2024-03-01"), **goods("wheat", "t", 40, target="NER"))
    told.tells(MilitarySupportProvided, act=on("2024-03-05"), **goods("aircraft", "items", 2, domain="military"))
    await ledger.append(Newsroom().publish(told))
    await runner.catch_up()
    for times in (Times(today=TODAY), Times(today=TODAY, reported_by=TODAY)):
        for which, figures in (
            (DeliveryFilter(), [2, 40, 9, 25]),
            (DeliveryFilter(kind="pledge"), [40]),
            (DeliveryFilter(kind="delivery", donor="RUS"), [2, 25]),
            (DeliveryFilter(recipient="NER"), [40]),
            (DeliveryFilter(item="wheat"), [40, 25]),
            (DeliveryFilter(unit="items"), [2]),
            (DeliveryFilter(terms="loan"), [9]),
            (DeliveryFilter(terms="unknown"), [2, 40]),
            (DeliveryFilter(domain="civil"), [40, 9, 25]),
            (DeliveryFilter(since=date(2024, 2, 2), until=date(2024, 3, 1)), [40, 9]),
        ):
            items = (await queries.deliveries(times, which)).items
            assert [item.fact.amount and item.fact.amount.min for item in items] == figures, (times, which)
    asked = Times(today=TODAY, as_of=date(2024, 2, 1))
    (only,) = (await queries.deliveries(asked)).items
    assert (only.kind, only.donors, only.recipients, only.counts_from) == ("delivery", ("RUS",), ("MLI",), "2024-01-26")


async def test_events_and_articles_show_what_was_withdrawn(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """A withdrawn event stays readable with its reason, by its id and in its article, and leaves the lists."""
    newsroom = Newsroom()
    article = june()
    await ledger.append(newsroom.publish(article))
    await ledger.append(newsroom.retract(article.told[0]))
    await runner.catch_up()
    event = await queries.event(article.told[0].id)
    shown = await queries.article("june")
    assert event is not None
    assert event.retracted is not None
    assert event.retracted.why == "misread"
    assert event.fact.sources[0].title == "Title of june"
    assert shown is not None
    assert (shown.publisher, shown.published) == ("B", "2025-06-23")
    assert [told.id for told in shown.events] == [event.id]
    assert (await queries.events()).items == ()
    assert len((await queries.events(EventFilter(retracted=True))).items) == 1
    assert await queries.event("none") is None
    assert await queries.article("none") is None


async def test_views_that_were_never_made_are_named(queries: Queries) -> None:
    """Before the projections have run once, a question says what is missing and what to do."""
    with pytest.raises(ViewMissing, match="view relation has no tables yet"):
        await queries.relation("MLI", "RUS", at("2025-01-01"))


NONE = (None,) * 5
OPEN = (TODAY, TODAY, 10)
PLANS: list[tuple[str, str, tuple[Any, ...]]] = [
    ("relation", "pair", ("MLI", "RUS")),
    (
        "relation",
        "deciding",
        ("MLI", "RUS", *OPEN, [], ["VisitOccurred"], ["SanctionsImposed"], ["x"], ["x"], ["either"], 10),
    ),
    ("relation", "mixed", ("MLI", "RUS", *OPEN)),
    ("relation", "coverage", ("MLI", "RUS", *OPEN, [], [], [])),
    ("relation", "pairs", ("", "", None, 10)),
    ("relation", "pairs", ("", "", "MLI", 10)),
    ("relation", "weighed", (["MLI"], ["RUS"], TODAY, ["VisitOccurred"])),
    ("relation", "unsettled", (TODAY,)),
    ("relation", "take_out", (["x"],)),
    ("relation", "loosened", (["MLI"], ["RUS"], ["2025"], [None], [TODAY], ["MLI"], ["RUS"], ["A"])),
    ("relation", "summarise", (["MLI"], ["RUS"])),
    ("visits", "page", (TODAY, ["pending"], None, None, None, None, None, None, None, 10, None, None)),
    ("visits", "page", (TODAY, [], "MLI", "RUS", None, None, None, None, None, 10, TODAY, TODAY)),
    ("visits", "announcements", (["x"],)),
    ("visits", "unsettled", (TODAY,)),
    ("aid", "lines", (TODAY, None, None, None, None, *NONE, 10, None, None)),
    ("aid", "lines", (TODAY, "RUS", "MLI", None, None, *NONE, 10, TODAY, TODAY)),
    ("aid", "parcels", (TODAY, *[None] * 9, *NONE, 10)),
    ("aid", "parcels", (TODAY, "delivery", "RUS", "MLI", *[None] * 6, *NONE, 10)),
    ("aid", "unsettled", (TODAY,)),
    ("timeline", "events", (10, [], [], None, None, None, None, None, None, False, 10)),
    ("timeline", "events", (10, ["MLI"], [], None, None, None, None, None, None, False, 10)),
    ("timeline", "event", ("x",)),
    ("agreements", "page", (TODAY, [], [], None, None, None, None, None, 10)),
    ("agreements", "page", (TODAY, ["signed"], ["MLI", "RUS"], None, None, None, None, None, 10)),
    ("agreements", "related", (["x"], ["x"], TODAY)),
    ("agreements", "unsettled", (TODAY,)),
    ("officials", "page", (TODAY, None, None, None, 10)),
    ("officials", "page", (TODAY, "MLI", None, "a", 10)),
    ("officials", "unsettled", (TODAY,)),
    ("timeline", "articles_about", (["MLI"],)),
    ("timeline", "told", (["x"], None, None)),
    ("sanctions", "lines", (TODAY, None, None, None, None, None, None, 10)),
    ("sanctions", "lines", (TODAY, "RUS", None, None, None, None, None, 10)),
    ("envoys", "lines", (TODAY, None, "MLI", "RUS", None, "MLI", "RUS", 10)),
    ("memberships", "of_subjects", (["MLI", "RUS"], *OPEN)),
    ("relation", "felt", ("MLI", "RUS", *OPEN, [], TODAY)),
    ("relation", "facts", ("MLI", "RUS", *OPEN, [], [], None, None, None, None, None, None, 10)),
    ("relation", "lately", (["MLI"], ["RUS"], TODAY, 10)),
    ("relation", "unsettled_pairs", (["MLI"], ["RUS"], TODAY)),
    ("military", "unsettled", (TODAY,)),
    ("timeline", "events_of_article", ("x",)),
]


def _view(name: str) -> View:
    return next(view for view in VIEWS if view.name == name)


@pytest.fixture(scope="module")
def empty_views(postgres: Server) -> Iterator[str]:
    """Give the address of a database of the module's own, whose views have their tables and no rows."""
    database = run(create_database(postgres))

    async def prepare() -> None:
        async with open_pool(database.service_url, application="chancery-tests") as opened:
            await Runner(opened, Ledger(opened, "tests")).prepare()

    run(prepare())
    yield database.service_url
    run(drop_database(postgres, database))


async def explain(url: str, query: str, *values: Any) -> str:
    """The plan of a statement that may not read a whole table, if there is any other way."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET enable_seqscan = off")
        return "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {query}", *values))
    finally:
        await connection.close()


@pytest.mark.parametrize(("view", "name", "values"), PLANS)
async def test_each_statement_reads_by_an_index(
    empty_views: str, view: str, name: str, values: tuple[Any, ...]
) -> None:
    """No statement that answers a question has to read a whole table."""
    plan = await explain(empty_views, _view(view).sql(name), *values)
    assert "Index" in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("happenings_of_events", 1),
        ("other_happenings_of_articles", 2),
        ("entries_about", 3),
        ("entries", 1),
        ("answers", 1),
        ("articles", 1),
        ("delete_entries", 1),
    ],
)
async def test_each_statement_of_the_ground_reads_by_an_index(empty_views: str, name: str, count: int) -> None:
    """A batch loads what it touches, and nothing of the rest."""
    plan = await explain(empty_views, statement("ground/ground.sql", name, 1), *([["x"]] * count))
    assert "Index" in plan
    assert "Seq Scan" not in plan


async def test_the_facts_beside_a_batch_are_read_by_an_index(empty_views: str) -> None:
    """What the sums of pairs are reckoned from is joined behind the happenings of the same articles."""
    joined = join_statements(
        (statement("ground/ground.sql", "other_happenings_of_articles", 1), _view("relation").sql("beside"))
    )
    plan = await explain(empty_views, joined, ["x"], ["x"], ["MLI"], ["RUS"])
    assert "relation_fact_v1_" in plan
    assert "Seq Scan" not in plan


async def test_a_relation_names_its_facts_and_quotes(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """From a status to the rule, the fact, the event, and the words of the article."""
    await ledger.append(Newsroom().publish(june(), Article("x", "2025-06-23").tells(MeetingHeld, act=on("2025-06-23"))))
    await runner.catch_up()
    found = await queries.relation("RUS", "MLI", at("2025-07-01"))
    assert (found.a, found.b, found.status) == ("MLI", "RUS", "cooperative")
    assert found.reasons[0].rule == "exchange-of-visits"
    assert found.reasons[0].until == "2026-06-22"
    source = found.reasons[0].fact.sources[0]
    assert (source.article, source.publisher, source.reported) == ("june", "B", "2025-06-23")
    assert source.proofs[0].exact == "june tells this of VisitOccurred, number 0"
    assert found.coverage.articles == 2

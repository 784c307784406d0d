"""Answers that are kept while the views stand still."""

from datetime import UTC, date, datetime
from typing import Any, TypeAlias

import asyncpg

from events.ledger import Ledger
from events.vocabulary import SanctionsImposed, VisitOccurred
from projections.queries import Queries
from projections.rebuild import Rebuild
from projections.remembered import Remembered
from projections.runner import Runner
from projections.times import Times
from tests.unit.projections.newsroom import Article, Newsroom, on

Pool: TypeAlias = "asyncpg.Pool[Any]"
NOW = Times(today=date(2025, 7, 1))


async def test_an_answer_is_kept_until_the_views_move(
    pool: Pool, ledger: Ledger, runner: Runner, queries: Queries
) -> None:
    """Asked twice at one position, a pair has one answer; after another article or a rebuild it is made anew."""
    newsroom = Newsroom()
    visit = Article("visit", "2025-06-25").tells(VisitOccurred, act=on("2025-06-24"))
    await ledger.append(newsroom.publish(visit))
    await runner.catch_up()
    first = await queries.relation("MLI", "RUS", NOW)
    assert await queries.relation("RUS", "MLI", NOW) is first
    other_day = await queries.relation("MLI", "RUS", Times(today=date(2035, 7, 1)))
    assert (first.status, other_day.status) == ("cooperative", "unobserved")
    sanctions = Article("sanctions", "2025-06-28").tells(SanctionsImposed, source="RUS", target="MLI")
    await ledger.append(newsroom.publish(sanctions))
    assert await queries.relation("MLI", "RUS", NOW) is first
    await runner.catch_up()
    second = await queries.relation("MLI", "RUS", NOW)
    assert (second.status, second.position) == ("sanctioned", await ledger.head())
    await Rebuild(pool, ledger).run()
    third = await queries.relation("MLI", "RUS", NOW)
    assert third == second
    assert third is not second


def test_the_least_lately_asked_is_forgotten() -> None:
    """No more answers are kept than wanted, and none is given in another state than its own."""
    kept: Remembered[str] = Remembered(most=2)
    for question in ("a", "b"):
        kept.keep(question, (), f"answer to {question}")
    assert kept.find("a", ()) == "answer to a"
    kept.keep("c", (), "answer to c")
    assert [kept.find(question, ()) for question in ("a", "b", "c")] == ["answer to a", None, "answer to c"]
    moved = (("relation", 1, 7, datetime(2025, 7, 1, tzinfo=UTC)),)
    kept.keep("a", moved, "another")
    assert kept.find("a", ()) is None

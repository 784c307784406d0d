"""The sums of pairs that live views keep by difference."""

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.codec import derive_id, seal
from events.envelope import NewEvent
from events.happenings import Told
from events.ledger import Ledger
from events.vocabulary import ArticleRevised, MeetingHeld, SanctionsImposed, VisitOccurred
from projections.following.runner import Runner
from projections.view import Row, read_row
from projections.views.relation import RELATION, FactRow, PairRow, summarise_pairs
from service.database import open_pool
from tests.database import Server, create_database, drop_database, run
from tests.integration.projections.conftest import Pool
from tests.unit.projections.newsroom import Article, Newsroom, on

PUBLISHED = ("2025-04-04", "2025-06-23", "2025-07", None)
DAYS = ("2025-04-03", "2025-06-22", "2025-06", "2025-09-01")
WORDS = ("retract", "confirm", "day", "parties", "revise", "apart")
NAMES = itertools.count()
"""The ledger is one for all examples: each has articles of its own, the pairs are everybody's."""


class Following:
    """A ledger whose views are kept by batches of any size."""

    def __init__(self, loop: "asyncio.Runner", pool: Pool) -> None:
        self._loop = loop
        self._pool = pool
        self._ledger = Ledger(pool, "tests")
        loop.run(Runner(pool, self._ledger).prepare())

    def take(self, new: list[NewEvent], batch: int) -> None:
        """Append events and fold them, so many at a time."""

        async def take() -> None:
            if new:
                await self._ledger.append(new)
            await Runner(self._pool, self._ledger, batch=batch).catch_up()

        self._loop.run(take())

    def pairs(self) -> tuple[list[Row], list[Row]]:
        """The sums that are kept, and those of all facts."""

        async def read() -> tuple[list[Row], list[Row]]:
            async with self._pool.acquire() as connection:
                kept: list[Row] = [read_row(PairRow, row) for row in await connection.fetch(RELATION.sql("all_pair"))]
                facts = [read_row(FactRow, row) for row in await connection.fetch(RELATION.sql("all_fact"))]
            return sorted(kept, key=_pair), summarise_pairs({"fact": facts})

        return self._loop.run(read())


def _pair(row: Row) -> tuple[str, str]:
    assert isinstance(row, PairRow)
    return row.a, row.b


@pytest.fixture(scope="module")
def following(postgres: Server) -> Iterator[Following]:
    """Give a ledger of the module's own."""
    database = run(create_database(postgres))
    opened = AsyncExitStack()
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as loop:
        try:
            connecting = opened.enter_async_context(open_pool(database.service_url, application="chancery-tests"))
            yield Following(loop, loop.run(connecting))
        finally:
            loop.run(opened.aclose())
    run(drop_database(postgres, database))


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    """A few articles about few parties and days, so that they tell of the same acts."""
    found: list[Article] = []
    for _ in range(draw(st.integers(1, 4))):
        name = f"article {next(NAMES)}"
        article = Article(name, draw(st.sampled_from(PUBLISHED)), draw(st.sampled_from(("A", "B", "C", None))))
        for _ in range(draw(st.integers(1, 3))):
            kind: Any = draw(st.sampled_from((VisitOccurred, SanctionsImposed, MeetingHeld)))
            one, other = draw(st.permutations(("MLI", "RUS", "BFA")))[:2]
            fields: dict[str, Any] = {"source": one, "target": other}
            if kind is MeetingHeld:
                fields = {"parties": tuple(draw(st.sampled_from((sorted((one, other)), ["BFA", "MLI", "RUS"]))))}
            article.tells(kind, act=on(draw(st.sampled_from(DAYS))), **fields)
        found.append(article)
    return found


def curate(newsroom: Newsroom, article: Article, told: Told, word: str) -> list[NewEvent]:
    """What is recorded when a curator says something of an event, or its article is read anew from elsewhere."""
    match word:
        case "retract":
            return newsroom.retract(told)
        case "confirm":
            return newsroom.confirm(told)
        case "day":
            return newsroom.correct(told, {"act": on("2025-05-05")})
        case "parties" if isinstance(told.report, VisitOccurred):
            return newsroom.correct(told, {"target": "NER"})
        case "apart" if others := [each for each in newsroom.told if each.id != told.id and _stands(newsroom, each)]:
            return newsroom.keep_apart(told, others[-1])
        case _:
            revised = ArticleRevised(
                article=article.name,
                text_hash=f"{next(NAMES):064x}",
                former_text_hash=article.ingested().text_hash,
                length=3,
                language="fr",
                extractor="1",
                title="Read anew",
                publisher="D",
                published="2025-03-01",
            )
            return [seal(revised, derive_id(article.name, "revised", revised.text_hash))]


def _stands(newsroom: Newsroom, told: Told) -> bool:
    return told.id in newsroom.history.happening


@settings(max_examples=10)
@given(st.data())
def test_sums_by_difference_equal_those_of_all_facts(following: Following, data: st.DataObject) -> None:
    """Articles, corrections, withdrawals, merges, splits, in batches of any size: sums stay those of all facts."""
    newsroom = Newsroom()
    batch = data.draw(st.sampled_from((1, 2, 5, 1000)))
    published = data.draw(articles())
    for article in published:
        following.take(newsroom.publish(article), batch)
        kept, made = following.pairs()
        assert kept == made
    for article in published:
        for told in article.told:
            if data.draw(st.booleans()):
                following.take(curate(newsroom, article, told, data.draw(st.sampled_from(WORDS))), batch)
                kept, made = following.pairs()
                assert kept == made

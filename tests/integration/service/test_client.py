"""The client against a running service."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import httpx
import pytest

from service.api.shapes import NewArticle
from service.client import Client, Problem

Answer = TypeVar("Answer")

ARTICLES = (
    NewArticle(text="La Russie a livré 25 000 tonnes de blé au Mali.", published="2024-01-26", publisher="L'Écho"),
    NewArticle(text="Le Mali a convoqué l'ambassadeur d'Algérie.", published="2023-12-20", publisher="L'Écho"),
    NewArticle(text="La Russie a ouvert son ambassade au Burkina Faso.", published="2023-12-28", publisher="Le Matin"),
)


async def ask(client: httpx.AsyncClient, question: Callable[[Client], Answer]) -> Answer:
    """Ask the service that ``client`` knows, as a program without a loop does."""

    def work() -> Answer:
        with Client(str(client.base_url)) as chancery:
            return question(chancery)

    return await asyncio.to_thread(work)


def fill(chancery: Client) -> int:
    """Hand the articles in; the position to wait for."""
    return max(chancery.submit(article).position or 0 for article in ARTICLES)


async def test_an_article_is_handed_in_and_asked_about(client: httpx.AsyncClient) -> None:
    """What was handed in is answered in the shapes of the service, and what it links to is found again."""

    def question(chancery: Client) -> None:
        position = fill(chancery)
        assert chancery.submit(ARTICLES[0]).outcome == "known"
        relation = chancery.relation("MLI", "RUS", wait_for=position)
        fact = relation.last_events[0]
        assert (fact.type, fact.source, fact.target) == ("AidDelivered", "RUS", "MLI")
        assert fact.amount is not None
        assert fact.amount.min == 25_000
        source = fact.sources[0]
        assert chancery.event(source.event).fact.item == "wheat"
        assert chancery.article(source.article).publisher == "L'Écho"
        assert chancery.happening(fact.happening).facts[0].happening == fact.happening
        assert chancery.history(source.event).id == source.event
        assert source.event in chancery.history_page(source.event)
        assert [line.unit for line in chancery.aid_totals(donor="RUS", recipient="MLI")] == ["t"]
        assert [line.fact.happening for line in chancery.aid_deliveries(donor="RUS")] == [fact.happening]
        assert [each.a for each in chancery.compare([("MLI", "RUS"), ("BFA", "RUS")]).items] == ["MLI", "BFA"]
        proof = chancery.inclusion(event=source.event)
        assert proof.id == source.event
        assert proof.checkpoint
        assert "chancery" in chancery.metrics()
        assert chancery.is_ready().head == position

    await ask(client, question)


async def test_lists_are_read_to_their_end_page_by_page(client: httpx.AsyncClient) -> None:
    """With pages of one item, every list gives all that it gives at once, in the same order."""

    def question(chancery: Client) -> None:
        position = fill(chancery)
        lists = {
            "events": (chancery.events(limit=1, wait_for=position), chancery.events()),
            "relations": (chancery.relations(limit=1), chancery.relations()),
            "articles": (chancery.articles(limit=1), chancery.articles()),
            "changes": (chancery.changes(limit=1), chancery.changes()),
            "embassies": (chancery.embassies(limit=1), chancery.embassies(status=["open"])),
        }
        for name, (slow, fast) in lists.items():
            assert list(slow) == list(fast), name
        events = list(chancery.events(limit=1))
        assert len(events) == 3
        assert len(list(chancery.events(limit=1).pages())) == 3
        assert [event.fact.family for event in chancery.events(types=["AidDelivered", "EmbassyOpened"])] == [
            "embassy",
            "aid",
        ]

    await ask(client, question)


async def test_what_is_recorded_is_followed_and_resumed(client: httpx.AsyncClient) -> None:
    """The live stream gives the lines of /changes, and goes on after the position that one comes back with."""

    def question(chancery: Client) -> None:
        fill(chancery)
        wanted = list(chancery.changes(pair="MLI-RUS"))
        live = chancery.live(after=0, pair="MLI-RUS")
        first = next(live)
        assert first == wanted[0]
        assert first.position < chancery.is_ready().head

    await ask(client, question)


async def test_a_refusal_is_raised_with_its_details(client: httpx.AsyncClient) -> None:
    """What the service refuses is a Problem that holds its type, its status and what may have been meant."""

    def question(chancery: Client) -> None:
        with pytest.raises(Problem) as unknown:
            chancery.relation("MALI", "RUS")
        assert (unknown.value.name, unknown.value.details.status) == ("unknown-party", 400)
        assert "MLI" in unknown.value.details.nearest
        with pytest.raises(Problem) as missing:
            chancery.event("no such?event#")
        assert missing.value.name == "unknown-event"
        with pytest.raises(ValueError, match="slash"):
            chancery.event("some/history")
        with pytest.raises(Problem) as beyond:
            next(chancery.live(after=10**9))
        assert beyond.value.name == "beyond-head"
        assert chancery.problem(unknown.value.name).status == 400

    await ask(client, question)

"""The service is killed under mixed load: what it acknowledged is there, once, and the views catch up."""

import asyncio
import random
from collections import Counter
from pathlib import Path

import httpx
import msgspec
import pytest

from events.codec import unseal
from events.evidence import CuratorStatement
from events.ledger.audit import verify_ledger
from events.vocabulary import EventConfirmed
from projections.replaying.replay import compare
from service.app import open_service
from tests.database import TestDatabase
from tests.integration.service.conftest import settings_of
from tests.integration.service.process import run_service
from tests.integration.service.test_killed_service import write_article

ROUNDS = 20
ASKED = ("/relations/MLI/RUS", "/events?pair=MLI-RUS", "/aid/totals?recipient=MLI", "/changes", "/audit/checkpoint")


class Load(msgspec.Struct, kw_only=True):
    """What was acknowledged (position by article and by statement), and what was sent and not answered."""

    articles: dict[int, int] = {}
    statements: dict[str, str] = {}
    events: list[str] = []
    answers: int = 0
    unanswered: list[int] = []
    unsaid: list[tuple[str, str]] = []
    fresh: int = 0

    async def post(self, client: httpx.AsyncClient) -> None:
        """Hand articles in until the service is gone; what was not answered comes first."""
        while True:
            if self.unanswered:
                number = self.unanswered.pop()
            else:
                number, self.fresh = self.fresh, self.fresh + 1
            try:
                answer = await client.post("/articles", json=write_article(number))
            except httpx.TransportError:
                self.unanswered.append(number)
                return
            assert answer.status_code in {200, 201}, answer.text
            told = answer.json()
            self.articles[number] = told["position"]
            self.events += [event["id"] for event in told["events"]]

    async def curate(self, client: httpx.AsyncClient) -> None:
        """Confirm events until the service is gone, each with a reason of its own."""
        while True:
            if self.unsaid:
                event, why = self.unsaid.pop()
            elif self.events:
                event, why = random.choice(self.events), f"read again, for the time {random.getrandbits(64)}"
            else:
                await asyncio.sleep(0.01)
                continue
            try:
                answer = await client.post(f"/events/{event}/confirmation", json={"who": "kim", "why": why})
            except httpx.TransportError:
                self.unsaid.append((event, why))
                return
            assert answer.status_code in {200, 201}, answer.text
            self.statements[why] = event

    async def ask(self, client: httpx.AsyncClient) -> None:
        """Ask until the service is gone."""
        while True:
            try:
                answer = await client.get(random.choice(ASKED))
            except httpx.TransportError:
                return
            assert answer.status_code == 200 or answer.json()["type"] == "/problems/no-checkpoint", answer.text
            self.answers += 1

    def done(self) -> tuple[int, int, int]:
        """How much was answered, of each kind."""
        return len(self.articles), len(self.statements), self.answers


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_service_killed_under_mixed_load_loses_and_doubles_nothing(
    database: TestDatabase, tmp_path: Path
) -> None:
    """Twenty times it is killed while articles come in, events are confirmed and questions asked."""
    load = Load()
    for _ in range(ROUNDS):
        before = load.done()
        async with httpx.AsyncClient(timeout=60) as client:
            with run_service(database, tmp_path) as url:
                client.base_url = httpx.URL(url)
                working = [
                    asyncio.create_task(work(client))
                    for work in (load.post, load.post, load.curate, load.ask, load.ask)
                ]
                async with asyncio.timeout(100):
                    while not all(now > then for now, then in zip(load.done(), before, strict=True)):
                        await asyncio.sleep(0.01)
                        ended = [task.exception() or "gone" for task in working if task.done()]
                        assert not ended, ended
                await asyncio.sleep(random.random() * 0.2)
            await asyncio.gather(*working)
    async with open_service(settings_of(database, tmp_path)) as service:
        recorded = [event async for page in service.ledger.stream() for event in page]
        assert [event.position for event in recorded] == list(range(1, len(recorded) + 1))
        assert len({event.id for event in recorded}) == len(recorded)
        articles = Counter(tag for event in recorded if event.type == "ArticleIngested" for tag in event.tags)
        assert set(articles.values()) == {1}
        assert len(load.articles) <= len(articles) <= len(load.articles) + len(load.unanswered)
        assert max(load.articles.values()) <= len(recorded)
        said = Counter(
            (proof.why, event.event)
            for event in map(unseal, recorded)
            if isinstance(event, EventConfirmed)
            for proof in event.evidence
            if isinstance(proof, CuratorStatement)
        )
        assert set(said.values()) == {1}
        assert set(load.statements.items()) <= set(said)
        assert len(said) <= len(load.statements) + len(load.unsaid)
        assert (await verify_ledger(service.pool)).findings == ()
        await service.runner.catch_up()
        assert await service.runner.parked_keys() == 0
        assert await compare(service.pool, service.ledger) == []

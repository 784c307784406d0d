"""The service is killed while articles come in: what it acknowledged is there, once, and the views catch up."""

import asyncio
import json
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from events.ledger.audit import verify_ledger
from projections.replaying.replay import compare
from service.app import open_service
from tests.contract.commands import CHANCERY
from tests.database import TestDatabase
from tests.integration.service.conftest import KEY, settings_of

ROUNDS = 5
AT_ONCE = 4


@asynccontextmanager
async def serve_until_killed(database: TestDatabase, home: Path) -> AsyncGenerator[str]:
    """Run `chancery serve` in a process of its own, give its address, and kill it without warning at the end."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CHANCERY_")},
        "CHANCERY_DATABASE_URL": database.service_url,
        "CHANCERY_HOME": str(home),
        "CHANCERY_SIGNING_KEY": KEY.reveal(),
    }
    process = await asyncio.create_subprocess_exec(
        *(CHANCERY, "serve", "--json", "--port", "0"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        said = b""
        while not said.endswith(b"}\n"):
            line = await process.stdout.readline()
            assert line, "the service ended before it served"
            said += line
        yield json.loads(said)["serving"]
    finally:
        process.send_signal(signal.SIGKILL)
        await process.communicate()


def write_article(number: int) -> dict[str, str]:
    """An article that tells of a delivery of its own."""
    return {
        "text": f"La Russie a livré {1000 + number} tonnes de blé au Mali le {1 + number % 28} janvier 2024.",
        "url": f"https://news.example/{number}",
    }


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_killed_service_loses_and_doubles_nothing(database: TestDatabase, tmp_path: Path) -> None:
    """Five times the service is killed while articles come in; what was not answered is sent to the next one."""
    told: dict[int, int] = {}
    unanswered: list[int] = []
    fresh = iter(range(1_000_000))

    async def post(client: httpx.AsyncClient) -> None:
        while True:
            number = unanswered.pop() if unanswered else next(fresh)
            try:
                answer = await client.post("/articles", json=write_article(number))
            except (httpx.TransportError, asyncio.CancelledError):
                unanswered.append(number)
                return
            assert answer.status_code in {200, 201}, answer.text
            told[number] = answer.json()["position"]

    for _ in range(ROUNDS):
        before = len(told)
        async with httpx.AsyncClient(timeout=60) as client:
            async with serve_until_killed(database, tmp_path) as url:
                client.base_url = httpx.URL(url)
                posting = [asyncio.create_task(post(client)) for _ in range(AT_ONCE)]
                async with asyncio.timeout(100):
                    while len(told) < before + 4:
                        await asyncio.sleep(0.01)
                        failed = [task for task in posting if task.done()]
                        assert not failed, failed
                await asyncio.sleep(random.random() * 0.1)
            await asyncio.gather(*posting)
    async with open_service(settings_of(database, tmp_path)) as service:
        events = [event async for page in service.ledger.stream() for event in page]
        assert [event.position for event in events] == list(range(1, len(events) + 1))
        articles = Counter(tag for event in events if event.type == "ArticleIngested" for tag in event.tags)
        assert set(articles.values()) == {1}
        assert len(told) <= len(articles) <= len(told) + len(unanswered)
        assert len(set(told.values())) == len(told)
        assert max(told.values()) <= len(events)
        assert (await verify_ledger(service.pool)).findings == ()
        await service.runner.catch_up()
        assert await compare(service.pool, service.ledger) == []

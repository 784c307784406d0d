"""Live: everything once and in order, across lost connections and restarts, for many at once."""

import asyncio
import contextlib
import json
import os
import resource
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from service.api import live
from tests.database import TestDatabase
from tests.integration.service.test_killed_service import serve_until_killed, write_article
from tests.integration.service.texts import ANNOUNCED, SUMMONED, VISITED, WHEAT

MANY = 1000


class Message:
    """One block of the stream: the id that it sets, and what it holds (None: nothing)."""

    def __init__(self, block: list[str]) -> None:
        fields = dict(line.split(": ", 1) for line in block if not line.startswith(":"))
        self.id = int(fields["id"]) if "id" in fields else None
        self.data: dict[str, Any] | None = json.loads(fields["data"]) if "data" in fields else None


@asynccontextmanager
async def listen(client: httpx.AsyncClient, last: int | None = None, **asked: Any) -> AsyncGenerator[Any]:
    """Open the stream; gives what gives its messages, once the first, which is empty, has come."""
    headers = {} if last is None else {"last-event-id": str(last)}
    async with client.stream("GET", "/live", params=asked, headers=headers, timeout=60) as answer:
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")

        async def read() -> AsyncGenerator[Message]:
            block: list[str] = []
            async for line in answer.aiter_lines():
                if line:
                    block.append(line)
                else:
                    yield Message(block)
                    block = []

        messages = read()
        await anext(messages)
        yield messages
        await messages.aclose()


async def take(messages: Any, upto: int) -> list[dict[str, Any]]:
    """What the stream gives up to a position."""
    taken: list[dict[str, Any]] = []
    async with asyncio.timeout(60):
        async for message in messages:
            if message.data is not None:
                assert message.id == message.data["position"]
                taken.append(message.data)
            if message.id is not None and message.id >= upto:
                break
    return taken


async def post(client: httpx.AsyncClient, article: dict[str, str]) -> int:
    """Hand an article in; its position."""
    answer = await client.post("/articles", json=article)
    assert answer.status_code == 201, answer.text
    position: int = answer.json()["position"]
    return position


async def test_what_is_recorded_is_sent(client: httpx.AsyncClient) -> None:
    """Who listens gets what is recorded from then on, as /changes has it; a filter leaves out the rest."""
    before = await post(client, {"text": WHEAT, "published": "2024-01-27"})
    async with listen(client) as everything, listen(client, type="VisitOccurred", party="MLI") as visits:
        await post(client, {"text": SUMMONED, "published": "2023-12-21"})
        last = await post(client, {"text": f"{ANNOUNCED} {VISITED}", "published": "2025-06-25"})
        told = await take(everything, last)
        async with asyncio.timeout(60):
            visit = (await anext(visits)).data
    lines = (await client.get("/changes", params={"after": before, "limit": 200})).json()["items"]
    assert told == lines
    assert visit == next(line for line in lines if line["type"] == "VisitOccurred")


async def test_who_comes_back_gets_all_that_followed_once(client: httpx.AsyncClient) -> None:
    """With the id of the last event, or after a position, nothing is lost and nothing comes twice."""
    last = 0
    for number in range(4):
        last = await post(client, write_article(number))
    lines = (await client.get("/changes", params={"limit": 200})).json()["items"]
    async with listen(client, after=0) as messages:
        assert await take(messages, last) == lines
    met: list[dict[str, Any]] = []
    place = 0
    while place < last:
        # Hanging up after two each time.
        async with listen(client, last=place) as messages:
            async for message in messages:
                if message.data is not None:
                    met.append(message.data)
                    place = message.data["position"]
                    if len(met) % 2 == 0:
                        break
                if place >= last:
                    break
    assert met == lines
    async with listen(client, last=last, after=0) as messages:
        again = await post(client, write_article(99))
        assert [line["position"] for line in await take(messages, again)] == list(range(last + 1, again + 1))


async def test_a_place_that_is_none_is_refused(reader: httpx.AsyncClient) -> None:
    """A place beyond the head, or that is no number, is refused before anything is sent."""
    for headers, asked, problem in (
        ({"last-event-id": "7"}, {}, "beyond-head"),
        ({"last-event-id": "seven"}, {}, "invalid-request"),
        ({"last-event-id": "-1"}, {}, "invalid-request"),
        ({"last-event-id": "9" * 40}, {}, "invalid-request"),
        ({}, {"after": "1"}, "beyond-head"),
        ({}, {"party": "Mali"}, "unknown-party"),
    ):
        answer = await reader.get("/live", headers=headers, params=asked)
        assert (answer.status_code, answer.json()["type"]) == (400, f"/problems/{problem}")


async def test_silence_is_broken(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """In silence, or where a filter lets nothing through, an id comes that says how far was looked."""
    monkeypatch.setattr(live, "KEEPALIVE", 0.2)
    async with listen(client, party="JPN") as messages:
        assert (await anext(messages)).id == 0
        last = await post(client, write_article(1))
        async with asyncio.timeout(60):
            while (message := await anext(messages)).id != last:
                assert message.data is None


async def test_nothing_is_lost_or_doubled_when_the_service_is_killed(database: TestDatabase, tmp_path: Path) -> None:
    """Who listens while the service is killed three times, and comes back, has every position once."""
    met: list[int] = []
    number = 0
    last = 0
    for _ in range(3):
        async with serve_until_killed(database, tmp_path) as url, httpx.AsyncClient(base_url=url, timeout=60) as client:
            hearing = asyncio.Event()

            async def hear(client: httpx.AsyncClient = client, hearing: asyncio.Event = hearing) -> None:
                with contextlib.suppress(httpx.HTTPError):
                    async with listen(client, last=met[-1] if met else 0) as messages:
                        hearing.set()
                        async for message in messages:
                            met.extend([] if message.data is None else [message.data["position"]])

            listening = asyncio.create_task(hear())
            await hearing.wait()
            for _ in range(3):
                number += 1
                last = await post(client, write_article(number))
        await listening
    async with (
        serve_until_killed(database, tmp_path) as url,
        httpx.AsyncClient(base_url=url, timeout=60) as client,
        listen(client, last=met[-1]) as messages,
    ):
        number += 1
        last = await post(client, write_article(number))
        met.extend(line["position"] for line in await take(messages, last))
    assert met == list(range(1, last + 1))


async def test_a_service_that_is_told_to_stop_ends_its_streams(database: TestDatabase, tmp_path: Path) -> None:
    """SIGTERM ends what would go on for ever, in order: the stream is closed whole, and the process ends."""
    async with serve_until_killed(database, tmp_path) as url, httpx.AsyncClient(base_url=url, timeout=60) as client:
        last = await post(client, write_article(1))
        async with listen(client, after=0) as messages:
            assert len(await take(messages, last)) == last
            os.kill(_find_listener(url), signal.SIGTERM)
            async with asyncio.timeout(60):
                assert [message async for message in messages] == []


def _find_listener(url: str) -> int:
    """The process, a child of ours, that serves at an address."""
    port = urlsplit(url).port
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return next(
        int(child)
        for child in children
        if b"serve" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0") and port
    )


async def test_a_thousand_may_listen(client: httpx.AsyncClient) -> None:
    """A thousand idle listeners on one process: an article reaches each of them once, and others are answered."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 3 * MANY:
        pytest.skip(f"this process may open only {hard} files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 3 * MANY), hard))
    url = urlsplit(str(client.base_url))
    request = f"GET /live HTTP/1.1\r\nHost: {url.hostname}\r\n\r\n".encode()
    opened: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    try:
        for _ in range(MANY):
            reader, writer = await asyncio.open_connection(url.hostname, url.port)
            writer.write(request)
            opened.append((reader, writer))
        async with asyncio.timeout(300):
            for reader, _ in opened:
                await reader.readuntil(b"retry: 2000\n")
            last = await post(client, write_article(1))
            wanted = f"id: {last}\n".encode()
            heard = [await reader.readuntil(wanted) for reader, _ in opened]
        assert {text.count(b"\ndata: ") for text in heard} == {last - 1}
    finally:
        for _, writer in opened:
            writer.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

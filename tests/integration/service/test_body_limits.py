"""What is too large is refused at the limits that are set, and nothing of it is written."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from service.app import open_service
from service.ingest.errors import ArticleTooLarge
from service.submission import Submission, read_submission
from tests.database import TestDatabase
from tests.integration.service.conftest import settings_of
from tests.integration.service.serving import serve
from tests.integration.service.texts import WHEAT


async def test_the_limits_of_body_and_article_are_settings(database: TestDatabase, tmp_path: Path) -> None:
    """A body and a text just within their limits are taken, those beyond refused as such; bytes count, not letters."""
    settings = msgspec.structs.replace(settings_of(database, tmp_path), max_body=3_000, max_article=1_000)
    within = WHEAT + "é" * ((1_000 - len(WHEAT.encode())) // 2)
    async with serve(settings) as client:
        assert (await client.post("/articles", json={"text": within})).status_code == 201
        head = (await client.get("/health/ready")).json()["head"]
        for text, problem in ((f"{within}éé", "article-too-large"), ("a" * 3_000, "body-too-large")):
            refused = await client.post("/articles", json={"text": text})
            assert (refused.status_code, refused.json()["type"]) == (413, f"/problems/{problem}")
        assert "1000" in (await client.post("/articles", json={"text": f"{within}éé"})).json()["detail"]
        assert (await client.get("/health/ready")).json()["head"] == head


async def test_a_client_that_falls_silent_is_not_waited_for(database: TestDatabase, tmp_path: Path) -> None:
    """Half a body is refused as 408, half a line of a batch in the verdict on it, half a head without an answer.

    Nor is the rest of a body waited for that was refused before it came.
    """
    settings = msgspec.structs.replace(settings_of(database, tmp_path), request_timeout=0.3)
    post = b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: %s\r\nContent-Length: 99999\r\n\r\n%s"
    async with serve(settings) as client:

        async def send(*requests: bytes) -> bytes:
            """What comes after the last of them, each of which follows the answer to the one before."""
            reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
            try:
                async with asyncio.timeout(60):
                    for request in requests[:-1]:
                        writer.write(request)
                        await reader.readuntil(b"}")
                    writer.write(requests[-1])
                    return await reader.read()
            finally:
                writer.close()

        refused = await send(post % (b"/articles", b"application/json", b'{"text": "La'))
        assert refused.startswith(b"HTTP/1.1 408 ")
        assert b"connection: close" in refused.lower()
        assert b'"/problems/body-too-slow"' in refused
        for head in (b"", b"GET /me", b"GET /meta HTTP/1.1\r\nHost: 127"):
            assert await send(head) == b""
        asked = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        assert await send(asked, asked[:20]) == b""
        declared_wrong = post % (b"/articles", b"image/png", b"")
        assert await send(declared_wrong, b"a") == b""
        told = await send(post % (b"/articles/batch", b"application/x-ndjson", b'{"text": "La'))
        assert b'{"line":1,"status":408,' in told
        assert (await client.get("/health/ready")).json()["head"] == 0


async def test_the_limit_of_an_article_holds_wherever_it_comes_from(database: TestDatabase, tmp_path: Path) -> None:
    """What has been read elsewhere, of a feed or a file, is refused at the same limit."""
    settings = msgspec.structs.replace(settings_of(database, tmp_path), max_article=len(WHEAT.encode()) - 1)
    async with open_service(settings) as service:
        with pytest.raises(ArticleTooLarge):
            await service.handler.handle(read_submission(Submission(text=WHEAT)))
        assert await service.ledger.head() == 0

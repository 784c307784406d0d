"""The same request with the same key gets the same answer."""

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

from service.keys import create_key
from tests.database import TestDatabase
from tests.integration.service.texts import ANNOUNCED, VISITED, WHEAT

WHEAT_SENT = {"text": WHEAT, "published": "2024-01-27"}


async def send(client: httpx.AsyncClient, article: Any, key: str, **asked: Any) -> httpx.Response:
    """Hand an article in under a key."""
    return await client.post("/articles", json=article, headers={"idempotency-key": key}, params=asked)


async def test_the_same_request_gets_the_same_answer(client: httpx.AsyncClient) -> None:
    """Sent again with its key, an article is answered as it was the first time, to the byte; without it, as known."""
    first = await send(client, WHEAT_SENT, "a-1")
    again = await send(client, WHEAT_SENT, "a-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["content-type"] == first.headers["content-type"] == "application/json"
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    spaced = (
        '{ "published" : "2024-01-27", "text": ' + httpx.Request("POST", "http://e", json=WHEAT).content.decode() + "}"
    )
    same = await client.post(
        "/articles", content=spaced, headers={"content-type": "application/json", "idempotency-key": "a-1"}
    )
    assert same.content == first.content
    plain = await client.post("/articles", json=WHEAT_SENT)
    assert (plain.status_code, plain.json()["outcome"]) == (200, "known")


async def test_the_same_key_with_another_request_is_refused(client: httpx.AsyncClient) -> None:
    """A key names one request: with another body, or another parameter, it is refused and nothing is written."""
    first = await send(client, WHEAT_SENT, "a-1")
    for article, asked in (
        ({"text": VISITED}, {}),
        ({**WHEAT_SENT, "title": "x"}, {}),
        (WHEAT_SENT, {"dry_run": True}),
    ):
        refused = await send(client, article, "a-1", **asked)
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert (await client.get("/health/ready")).json()["head"] == first.json()["position"]
    assert (await send(client, {"text": VISITED}, "a-2")).status_code == 201


async def test_a_refused_request_does_not_use_its_key_up(client: httpx.AsyncClient) -> None:
    """What was refused may be corrected and sent again under the same key."""
    refused = await send(client, {**WHEAT_SENT, "published": "2024-02-30"}, "a-1")
    assert refused.status_code == 400
    assert (await send(client, WHEAT_SENT, "a-1")).status_code == 201


async def test_a_dry_run_is_answered_the_same_too(client: httpx.AsyncClient) -> None:
    """A dry run under a key stays what it was, though the article was recorded since."""
    tried = await send(client, WHEAT_SENT, "try", dry_run=True)
    assert (await send(client, WHEAT_SENT, "do")).status_code == 201
    assert (await send(client, WHEAT_SENT, "try", dry_run=True)).content == tried.content


async def test_requests_at_once_get_one_answer(client: httpx.AsyncClient) -> None:
    """Several at the same time under one key are all answered alike, and the article is recorded once."""
    answers = await asyncio.gather(*(send(client, WHEAT_SENT, "a-1") for _ in range(8)))
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    assert (await client.get("/health/ready")).json()["head"] == 2


async def test_a_request_that_was_cut_off_is_answered_when_it_comes_again(
    client: httpx.AsyncClient, database: TestDatabase
) -> None:
    """A service killed between taking a key and answering leaves the key to the same request, and to no other."""
    first = await send(client, WHEAT_SENT, "a-1")
    connection = await asyncpg.connect(database.service_url)
    try:
        await connection.execute("UPDATE requests.reply SET status = NULL, body = NULL, location = NULL")
    finally:
        await connection.close()
    assert (await send(client, {"text": VISITED}, "a-1")).status_code == 422
    again = await send(client, WHEAT_SENT, "a-1")
    assert (again.status_code, again.json()["article"]) == (200, first.json()["article"])
    assert (await send(client, WHEAT_SENT, "a-1")).content == again.content


async def test_whoever_bears_a_key_has_names_of_their_own(client: httpx.AsyncClient, database: TestDatabase) -> None:
    """Two bearers of API keys, and whoever bears none, may use the same Idempotency-Key for different requests."""
    owner = await asyncpg.connect(database.owner_url)
    try:
        made = [await create_key(owner, name, ["ingest"]) for name in ("Press", "Wire")]
        bearers = [{}, *({"authorization": f"Bearer {key.bearer.reveal()}"} for key in made)]
        for _ in range(2):
            for bearer, text in zip(bearers, (WHEAT, VISITED, ANNOUNCED), strict=True):
                answer = await client.post("/articles", json={"text": text}, headers={**bearer, "idempotency-key": "1"})
                assert answer.status_code == 201, answer.text
    finally:
        await owner.close()


async def test_answers_are_kept_for_a_week(client: httpx.AsyncClient, database: TestDatabase) -> None:
    """What is older than a week is dropped, and its key is free."""
    await send(client, WHEAT_SENT, "a-1")
    connection = await asyncpg.connect(database.service_url)
    try:
        await connection.execute("UPDATE requests.reply SET made_at = made_at - interval '8 days'")
    finally:
        await connection.close()
    assert (await send(client, {"text": VISITED}, "a-1")).status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "\u00e9"])
async def test_what_is_no_key_is_refused(reader: httpx.AsyncClient, key: str) -> None:
    """A key is 1 to 255 visible characters of ASCII."""
    answer = await reader.post("/articles", json=WHEAT_SENT, headers={b"idempotency-key": key.encode()})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "Idempotency-Key")

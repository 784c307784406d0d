"""The same question while the views stand still: the same bytes, without its being put again."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import asyncpg
import httpx
import msgspec

from events.ledger import Ledger
from projections.rebuilding.rebuild import Rebuild
from service.keys import create_key
from tests.database import TestDatabase
from tests.integration.service.conftest import settings_of
from tests.integration.service.serving import TODAY, serve
from tests.integration.service.test_watching_over_http import collect
from tests.integration.service.texts import ANNOUNCED, VISITED

PATHS = (
    "/relations", "/relations/MLI/RUS", "/relations/MLI/RUS/timeline", "/relations/compare?pairs=MLI-RUS", "/visits",
    "/aid/totals", "/aid/deliveries", "/agreements", "/sanctions", "/memberships", "/envoys", "/embassies",
    "/military", "/articles", "/officials", "/events", "/events.csv", "/visits?known_at=1", "/visits?as_of=2025-06-01",
)  # fmt: skip


async def count_kept(client: httpx.AsyncClient) -> float:
    """How many requests were answered with what had been kept."""
    return (await collect(client))["chancery_answers_kept_total", frozenset()]


async def test_an_answer_is_given_again_until_the_views_move(client: httpx.AsyncClient) -> None:
    """Every view answers the second request as the first, header for header; after an article it is asked anew."""
    first = (await client.post("/articles", json={"text": ANNOUNCED, "published": "2025-05-25"})).json()
    await client.get("/events", params={"wait_for": first["position"]})
    before = {path: await client.get(path) for path in PATHS}
    kept = await count_kept(client)
    for path, answer in before.items():
        again = await client.get(path)
        assert (again.status_code, again.content) == (200, answer.content), path
        ours = {name: value for name, value in again.headers.items() if name not in {"x-request-id", "date"}}
        assert ours.items() <= dict(answer.headers).items(), path
        assert again.headers["x-request-id"] != answer.headers["x-request-id"]
        unchanged = await client.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert (unchanged.status_code, unchanged.content) == (304, b""), path
    assert await count_kept(client) - kept == 2 * len(PATHS)
    second = (await client.post("/articles", json={"text": VISITED, "published": "2025-06-25"})).json()
    await client.get("/events", params={"wait_for": second["position"]})
    kept = await count_kept(client)
    for path in PATHS:
        assert (await client.get(path)).headers["x-position"] == str(second["position"])
    assert await count_kept(client) == kept


async def test_forms_of_a_list_are_told_apart(client: httpx.AsyncClient) -> None:
    """JSON, lines, CSV and Atom of one address, and hosts under which it is asked, have answers of their own."""
    told = (await client.post("/articles", json={"text": VISITED, "published": "2025-06-25"})).json()
    await client.get("/events", params={"wait_for": told["position"]})
    asked = [
        ("/events", {"accept": kind, "host": host})
        for kind in ("application/json", "application/x-ndjson", "text/csv", "application/atom+xml")
        for host in ("one.example", "two.example")
    ]
    first = [await client.get(path, headers=headers) for path, headers in asked]
    again = [await client.get(path, headers=headers) for path, headers in asked]
    assert [each.content for each in again] == [each.content for each in first]
    assert len({each.headers["content-type"] for each in again}) == len(asked) / 2
    assert b"two.example" in again[-1].content
    refused = await client.get("/events", headers={"host": "no host"})
    assert refused.status_code == 400


async def test_a_rebuild_and_another_day_are_answered_anew(database: TestDatabase, tmp_path: Path) -> None:
    """What stands in tables of another version, or is asked on another day, is made anew."""
    days = [TODAY]
    async with serve(settings_of(database, tmp_path), clock=lambda: days[-1]) as client:
        told = (await client.post("/articles", json={"text": ANNOUNCED, "published": "2025-05-25"})).json()
        first = await client.get("/visits", params={"wait_for": told["position"]})
        assert first.json()["items"][0]["status"] == "lapsed"
        await client.get("/visits")
        kept = await count_kept(client)
        days.append(date(2025, 6, 1))
        assert (await client.get("/visits")).json()["items"][0]["status"] == "pending"
        days.append(days[-1] + timedelta(days=1))
        await client.get("/visits")
        assert await count_kept(client) == kept
        async with asyncpg.create_pool(database.service_url, min_size=1, max_size=6) as pool:
            await Rebuild(pool, Ledger(pool, "tests")).run()
        await client.get("/visits")
        assert await count_kept(client) == kept
        await client.get("/visits")
        assert await count_kept(client) == kept + 1


async def test_what_is_kept_is_given_to_those_alone_who_may_ask(database: TestDatabase, tmp_path: Path) -> None:
    """An answer that was given to a key is not given to whoever bears none; each request counts once, kept or not."""
    connection = await asyncpg.connect(database.owner_url)
    made = await create_key(connection, "Reader", ["read"])
    await connection.close()
    settings = settings_of(database, tmp_path)
    bearing = {"Authorization": f"Bearer {made.bearer.reveal()}"}
    async with serve(msgspec.structs.replace(settings, reading="keyed")) as client:
        assert [(await client.get("/visits", headers=bearing)).status_code for _ in range(3)] == [200, 200, 200]
        for headers in ({}, {"Authorization": "Bearer none"}):
            refused = await client.get("/visits", headers=headers)
            assert refused.status_code == 401
            assert "etag" not in refused.headers
    async with serve(msgspec.structs.replace(settings, rate_limit=1, rate_burst=30)) as client:
        answers = [(await client.get("/visits")).status_code for _ in range(50)]
        assert 30 <= answers.count(200) < 40
        assert set(answers[:30]) == {200}
        assert set(answers) == {200, 429}


async def test_no_answer_is_older_than_its_question(client: httpx.AsyncClient) -> None:
    """While articles come, whoever asks without end never gets an answer from before what they have waited for."""
    done = asyncio.Event()

    async def ask() -> int:
        asked = 0
        while not done.is_set():
            least = positions[-1]
            answer = await client.get("/visits")
            assert answer.json()["position"] == int(answer.headers["x-position"]) >= least
            asked += 1
        return asked

    positions = [0]
    asking = [asyncio.create_task(ask()) for _ in range(2)]
    for number in range(4):
        article = {"text": VISITED, "published": "2025-06-25", "url": f"https://e.org/{number}"}
        told = (await client.post("/articles", json=article)).json()
        await client.get("/visits", params={"wait_for": told["position"]})
        positions.append(told["position"])
    done.set()
    assert min(await asyncio.gather(*asking)) > 0

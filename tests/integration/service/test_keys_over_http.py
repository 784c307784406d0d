"""Who may: keys with scopes, revoked and replaced while the service runs, curators under their key's name, limits."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from service.keys import REMEMBERED, KeyRefused, MadeKey, Scope, create_key, list_keys, revoke_key, rotate_key
from tests.database import TestDatabase
from tests.integration.service.conftest import settings_of
from tests.integration.service.serving import serve
from tests.integration.service.texts import WHEAT

ARTICLE = {"text": WHEAT, "published": "2024-01-26"}
OUTSIDE = "0.0.0.0"  # noqa: S104  (what is set; the test's server listens on loopback)


@pytest.fixture
async def owner(database: TestDatabase) -> "AsyncIterator[asyncpg.Connection[Any]]":
    """Give a connection as the owner of the schemas."""
    connection = await asyncpg.connect(database.owner_url)
    yield connection
    await connection.close()


def bear(made: MadeKey) -> dict[str, str]:
    """Give the header that bears a key."""
    return {"Authorization": f"Bearer {made.bearer.reveal()}"}


def problem_of(answer: httpx.Response) -> tuple[int, str]:
    """Give the status and the problem of an answer."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_beyond_loopback_writing_needs_a_key_with_the_scope(
    database: TestDatabase, owner: "asyncpg.Connection[Any]", tmp_path: Path
) -> None:
    """Reading stays open; without a key, with a bad one, or without the scope nothing is written; with it, it is."""
    reader, press = await create_key(owner, "Reader", ["read"]), await create_key(owner, "Press", ["ingest"])
    settings = msgspec.structs.replace(settings_of(database, tmp_path), host=OUTSIDE)
    async with serve(settings) as client:
        none = await client.post("/articles", json=ARTICLE)
        assert problem_of(none) == (401, "missing-key")
        assert none.headers["www-authenticate"].startswith("Bearer")
        for header in ("Basic eDp5", "Bearer", "Bearer x", f"{bear(press)['Authorization'][:-1]}g", "Bearer \u00e9"):
            bad = await client.post("/articles", json=ARTICLE, headers={b"Authorization": header.encode("latin-1")})
            assert problem_of(bad) == (401, "unknown-key"), header
        other = bear(press)["Authorization"][:-1] + ("0" if press.bearer.reveal()[-1] != "0" else "1")
        assert problem_of(await client.get("/visits", headers={"Authorization": other})) == (401, "unknown-key")
        assert problem_of(await client.post("/articles", json=ARTICLE, headers=bear(reader))) == (403, "scope-missing")
        assert (await client.get("/visits")).status_code == 200
        assert (await client.get("/health/ready")).json()["head"] == 0
        told = await client.post("/articles", json=ARTICLE, headers=bear(press))
        assert told.status_code == 201
        event = told.json()["events"][0]["id"]
        refused = await client.post(f"/events/{event}/confirmation", json={"why": "x"}, headers=bear(press))
        assert problem_of(refused) == (403, "scope-missing")


async def test_reading_can_be_keyed_and_health_stays_open(
    database: TestDatabase, owner: "asyncpg.Connection[Any]", tmp_path: Path
) -> None:
    """Where reading is keyed every question needs a key of any scope; health, problems and the description do not."""
    made = [await create_key(owner, scope, [scope]) for scope in _scopes()]
    settings = msgspec.structs.replace(settings_of(database, tmp_path), reading="keyed")
    async with serve(settings) as client:
        assert problem_of(await client.get("/events")) == (401, "missing-key")
        for path in ("/health/live", "/health/ready", "/problems/missing-key", "/schema/openapi.json"):
            assert (await client.get(path)).status_code == 200
        for key in made:
            assert (await client.get("/events", headers=bear(key))).status_code == 200


async def test_on_loopback_only_requests_of_this_machine_write_without_a_key(
    database: TestDatabase, tmp_path: Path
) -> None:
    """What a proxy hands on, or a page under another name sends, needs a key also where the service is on loopback."""
    async with serve(settings_of(database, tmp_path)) as client:
        for headers in ({"X-Forwarded-For": "192.0.2.1"}, {"Forwarded": "for=192.0.2.1"}, {"Host": "rebound.example"}):
            refused = await client.post("/articles", json=ARTICLE, headers=headers)
            assert problem_of(refused) == (401, "missing-key"), headers
        assert (await client.post("/articles", json=ARTICLE)).status_code == 201


async def test_keys_are_revoked_and_replaced_while_the_service_runs(
    database: TestDatabase, owner: "asyncpg.Connection[Any]", tmp_path: Path
) -> None:
    """A replaced key holds until its overlap ends, the new one at once; a revoked one holds no longer than a second."""
    old = await create_key(owner, "Press", ["ingest"])
    async with serve(msgspec.structs.replace(settings_of(database, tmp_path), reading="keyed")) as client:
        assert (await client.get("/visits", headers=bear(old))).status_code == 200
        new = await rotate_key(owner, "Press", overlap=3600)
        assert new.key.name == "Press"
        assert new.key.scopes == ("ingest",)
        assert (await client.get("/visits", headers=bear(new))).status_code == 200
        assert (await client.get("/visits", headers=bear(old))).status_code == 200
        newest = await rotate_key(owner, new.key.id, overlap=0)
        await revoke_key(owner, old.key.id)
        await asyncio.sleep(REMEMBERED * 1.1)
        for gone in (old, new):
            refused = await client.get("/visits", headers=bear(gone))
            assert problem_of(refused) == (401, "unknown-key")
            assert "was revoked" in refused.json()["detail"]
        assert (await client.get("/visits", headers=bear(newest))).status_code == 200
    successors = {key.id: key.successor for key in await list_keys(owner)}
    assert successors == {old.key.id: new.key.id, new.key.id: newest.key.id, newest.key.id: None}


async def test_a_key_ends_when_it_expires(
    database: TestDatabase, owner: "asyncpg.Connection[Any]", tmp_path: Path
) -> None:
    """From its moment on, by the database's clock, a key is refused as expired."""
    made = await create_key(owner, "Brief", ["read"], datetime.now(UTC) + timedelta(hours=1))
    async with serve(settings_of(database, tmp_path)) as client:
        assert (await client.get("/visits", headers=bear(made))).status_code == 200
        await owner.execute("UPDATE access.key SET expires_at = clock_timestamp()")
        await asyncio.sleep(REMEMBERED * 1.1)
        refused = await client.get("/visits", headers=bear(made))
        assert problem_of(refused) == (401, "unknown-key")
        assert "has expired" in refused.json()["detail"]


async def test_what_a_curator_says_is_recorded_under_the_name_of_their_key(
    database: TestDatabase, owner: "asyncpg.Connection[Any]", tmp_path: Path
) -> None:
    """The key's name stands in the ledger, whether the body names it or nobody; another name is refused."""
    chief = await create_key(owner, "Chief Editor", ["ingest", "curate"])
    settings = msgspec.structs.replace(settings_of(database, tmp_path), host=OUTSIDE)
    async with serve(settings) as client:
        client.headers.update(bear(chief))
        told = (await client.post("/articles", json=ARTICLE)).json()
        event = told["events"][0]["id"]
        path = f"/events/{event}/confirmation"
        other = await client.post(path, json={"who": "Somebody", "why": "read it"})
        assert problem_of(other) == (400, "invalid-request")
        assert "Chief Editor" in other.json()["detail"]
        for body in ({"why": "read it"}, {"who": "Chief Editor", "why": "read it twice"}):
            assert (await client.post(path, json=body)).status_code == 201
        history = (await client.get(f"/events/{event}/history")).json()
        assert [change["who"] for change in history["changes"][1:]] == ["Chief Editor", "Chief Editor"]


async def test_without_a_key_a_curator_must_say_who(client: httpx.AsyncClient) -> None:
    """Nobody's word is refused, and nothing is written."""
    told = (await client.post("/articles", json=ARTICLE)).json()
    refused = await client.post(f"/events/{told['events'][0]['id']}/retraction", json={"why": "misread"})
    assert problem_of(refused) == (400, "invalid-request")
    assert refused.json()["errors"] == [{"field": "who", "message": "Who says so"}]
    assert (await client.get("/health/ready")).json()["head"] == told["position"]


async def test_too_many_requests_are_answered_with_when_to_come_back(
    database: TestDatabase, owner: "asyncpg.Connection[Any]", tmp_path: Path
) -> None:
    """An address that asks too much gets 429 and Retry-After; a key has its own count, and health has none."""
    made = await create_key(owner, "Reader", ["read"])
    settings = msgspec.structs.replace(settings_of(database, tmp_path), rate_limit=1, rate_burst=3)
    async with serve(settings) as client:
        answers = [await client.get("/problems-of-nobody") for _ in range(5)]
        assert {answer.status_code for answer in answers} == {404}
        answers = await asyncio.gather(*(client.get("/visits") for _ in range(8)))
        refused = [answer for answer in answers if answer.status_code == 429]
        assert len(refused) >= 3
        assert {problem_of(answer) for answer in refused} == {(429, "too-many-requests")}
        assert all(1 <= int(answer.headers["retry-after"]) <= 2 for answer in refused)
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/visits", headers=bear(made))).status_code == 200
        await asyncio.sleep(1.2)
        assert (await client.get("/visits")).status_code == 200


async def test_behind_a_proxy_that_is_believed_each_client_has_its_own_limit(
    database: TestDatabase, tmp_path: Path
) -> None:
    """The address that the proxy names is counted; of a proxy that nobody named it is not believed."""
    settings = msgspec.structs.replace(settings_of(database, tmp_path), rate_limit=1, rate_burst=1)
    for proxies, expected in (("127.0.0.1", {200}), (None, {200, 429})):
        async with serve(msgspec.structs.replace(settings, proxies=proxies)) as client:
            statuses = {
                (await client.get("/visits", headers={"X-Forwarded-For": f"192.0.2.{n}"})).status_code for n in range(4)
            }
            assert statuses == expected


async def test_only_the_owner_makes_keys(database: TestDatabase, owner: "asyncpg.Connection[Any]") -> None:
    """The role that serves may make, replace and revoke none, and a name stands for one key at a time."""
    await create_key(owner, "Press", ["ingest"])
    service = await asyncpg.connect(database.service_url)
    try:
        for attempt in (
            create_key(service, "Mine", ["admin"]),
            rotate_key(service, "Press", overlap=0),
            revoke_key(service, "Press"),
        ):
            with pytest.raises(KeyRefused, match="CHANCERY_MIGRATE_URL"):
                await attempt
    finally:
        await service.close()
    with pytest.raises(KeyRefused, match="stands already"):
        await create_key(owner, " Press ", ["read"])
    with pytest.raises(KeyRefused, match="names nobody"):
        await create_key(owner, "\x00", ["read"])
    await revoke_key(owner, "Press")
    await create_key(owner, "Press", ["read"])


async def test_no_secret_shows(
    database: TestDatabase, owner: "asyncpg.Connection[Any]", tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the database, nor a representation, nor an answer, nor a log line holds the secret of a key."""
    caplog.set_level("DEBUG")
    made = await create_key(owner, "Press", ["ingest"])
    secret = made.bearer.reveal().rpartition("_")[2]
    assert len(secret) == 64
    kept = str([tuple(row) for row in await owner.fetch("SELECT * FROM access.key")])
    shown = [repr(made), str(made), kept, repr(await list_keys(owner))]
    async with serve(settings_of(database, tmp_path)) as client:
        for answer in (
            await client.get("/visits", headers=bear(made)),
            await client.post("/happenings/merge", json={}, headers=bear(made)),
            await client.get("/visits", headers={"Authorization": f"{bear(made)['Authorization']}0"}),
        ):
            shown += [answer.text, str(answer.headers)]
    assert [text for text in [*shown, caplog.text] if secret in text] == []


async def test_every_answer_bears_the_headers_that_browsers_heed(client: httpx.AsyncClient) -> None:
    """Answers, problems and what no route takes: nothing is sniffed, framed, run, or kept where it must not be."""
    for answer, kept in (
        (await client.get("/visits"), "private, no-cache"),
        (await client.get("/nowhere"), "no-store"),
        (await client.get("/relations/XXX/YYY"), "no-store"),
        (await client.post("/articles", json=ARTICLE), "no-store"),
        (await client.delete("/articles"), "no-store"),
    ):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == kept


def _scopes() -> list[Scope]:
    return ["read", "ingest", "curate", "admin"]

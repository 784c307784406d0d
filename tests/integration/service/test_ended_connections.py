"""What runs on a database that ends its connections, as a restart or an administrator does."""

import asyncio
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import httpx
import msgspec
import pytest

from service.app import Service, open_reader, open_service
from service.checkpoints import Checkpoints
from service.cli import demo
from service.cli.output import run
from service.database import DatabaseUnreachable
from service.doctor.examine import examine
from service.feeds.sources import Source
from service.feeds.store import FeedStore
from service.feeds.worker import keep_reading
from service.settings import Settings
from tests.database import TestDatabase
from tests.integration.service.conftest import KEY, settings_of
from tests.integration.service.test_killed_service import write_article
from tests.integration.service.test_live import listen, take

ENDINGS = 2


async def end_connections(database: TestDatabase) -> int:
    """End every connection to a database but the one that does it; how many there were."""
    admin = await asyncpg.connect(database.superuser_url)
    try:
        ended: int = await admin.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return ended
    finally:
        await admin.close()


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, which it must do soon."""
    for _ in range(3000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("what is waited for does not come")


async def test_requests_and_streams_go_on_after_connections_are_ended(
    client: httpx.AsyncClient, database: TestDatabase
) -> None:
    """A request that meets an ended connection is answered, or refused as the problem says; nothing fails for good.

    An article is recorded, the views take it up, and those who listen are told of it once.
    """

    async def ask(method: str, path: str, article: dict[str, str] | None = None) -> httpx.Response:
        for _ in range(20):
            answer = await client.request(method, path, json=article)
            if answer.is_success:
                return answer
            assert answer.status_code == 503, answer.text
            assert answer.json()["type"] in {"/problems/ledger-unavailable", "/problems/not-ready"}
            await asyncio.sleep(0.05)
        raise AssertionError(f"{path} is not answered any more")

    heard: list[int] = []
    wanted: list[int] = []
    async with listen(client) as messages:
        for number in range(ENDINGS):
            assert await end_connections(database)
            for path in ("/relations/MLI/RUS", "/visits", "/health/ready"):
                await ask("GET", path)
            await end_connections(database)
            position = (await ask("POST", "/articles", write_article(number))).json()["position"]
            wanted += [position - 1, position]
            heard += [change["position"] for change in await take(messages, position)]
            assert (await ask("GET", f"/events?wait_for={position}")).json()["position"] >= position
    assert heard == wanted


async def test_what_works_in_the_background_goes_on_after_connections_are_ended(
    service: Service, database: TestDatabase, tmp_path: Path
) -> None:
    """Signing of checkpoints and reading of feeds try again; neither ends."""
    checkpoints = Checkpoints(service.pool, KEY, tmp_path)
    store = FeedStore(service.pool)
    listed = 0

    async def list_sources() -> Sequence[Source]:
        nonlocal listed
        found = await store.list_added()
        listed += 1
        return found

    stop = asyncio.Event()
    async with open_reader(service) as reader:
        works = [
            asyncio.create_task(checkpoints.run(pause=0.01)),
            asyncio.create_task(
                keep_reading(reader, list_sources, store.list_states, stop, clock=lambda: datetime.now(UTC), pause=0.01)
            ),
        ]
        for _ in range(ENDINGS):
            before = listed
            await until(lambda before=before: listed > before)
            assert await end_connections(database)
            before = listed
            await until(lambda before=before: listed > before + 1)
        assert not any(work.done() for work in works)
        stop.set()
        works[0].cancel()
        await asyncio.gather(*works, return_exceptions=True)


async def test_the_doctor_tells_of_a_connection_that_is_ended(database: TestDatabase, tmp_path: Path) -> None:
    """Ended between two things that are looked at, the database is what is found wrong, with what mends it."""
    settings: Settings = msgspec.structs.replace(settings_of(database), home=tmp_path)
    found = [("", "")]
    async for each in examine(settings, now=lambda: datetime.now(UTC), free=lambda _: 10**12):
        found.append((each.about, each.state))
        if found[-1] == ("database", "fine"):
            assert await end_connections(database)
    assert found[-1] == ("database", "wrong")


def test_a_command_that_loses_the_database_says_so(database: TestDatabase, tmp_path: Path) -> None:
    """What a person sees is what happened and what to do, and no trace of the program."""

    async def lose() -> None:
        async with open_service(settings_of(database, tmp_path)) as service:
            await service.pool.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(DatabaseUnreachable, match=r"went away before .* give the command again"):
        run(lose())


def test_the_demo_that_loses_the_database_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first command that somebody gives is no exception."""

    async def lose() -> None:
        raise asyncpg.ConnectionDoesNotExistError("connection is closed")

    monkeypatch.setattr(demo, "_show", lose)
    with pytest.raises(DatabaseUnreachable, match="went away before"):
        demo.demo_command.main([], standalone_mode=False)


def test_a_reader_of_what_is_printed_that_goes_away_is_not_the_database() -> None:
    """Who pipes what a command prints into `head` is told nothing of databases."""
    read, write = os.pipe()
    os.close(read)

    async def print_one() -> None:
        with os.fdopen(write, "wb", buffering=0) as out:
            out.write(b"{}\n")

    with pytest.raises(BrokenPipeError):
        run(print_one())

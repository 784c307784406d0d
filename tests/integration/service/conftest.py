"""A real server on a database of the test's own, and the parts of the service without HTTP."""

import asyncio
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
import uvicorn

from events.merkle.note import SigningKey
from service.app import Service, follow_ledger, make_app, open_service
from service.settings import KeySource, Secret, Settings
from tests.database import Server, TestDatabase, create_database, drop_database, run

TODAY = date(2025, 8, 10)
KEY = SigningKey.generate("test.example/log")


def settings_of(database: TestDatabase, home: Path = Path("/nonexistent")) -> Settings:
    """The settings of a service on a test's database, which signs with ``KEY``."""
    return Settings(home=home, database_url=Secret(database.service_url), signing_key=KeySource(KEY.reveal()))


@pytest.fixture
async def client(database: TestDatabase, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of a server that listens on a port of its own; today is 10 August 2025."""
    config = uvicorn.Config(
        make_app(settings_of(database, tmp_path), clock=lambda: TODAY),
        host="127.0.0.1",
        port=0,
        log_config=None,
        lifespan="on",
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
        assert not serving.done(), "the server ended before it had started"
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as opened:
        yield opened
    server.should_exit = True
    await serving


@pytest.fixture
async def service(database: TestDatabase) -> AsyncIterator[Service]:
    """Give the parts of the service, with views that follow the ledger."""
    async with open_service(settings_of(database)) as opened, follow_ledger(opened):
        yield opened


@pytest.fixture(scope="module")
def served(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a server that a module's tests share, on a database of the module's own; see ``reader``.

    It runs in a thread, with a loop of its own, because it outlives the loop of a test.
    """
    database = run(create_database(postgres))
    # What a test's own output is caught in is closed at its end; this server writes for longer.
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(sys.__stderr__))
    settings = settings_of(database, tmp_path_factory.mktemp("served"))
    app = make_app(settings, clock=lambda: TODAY)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run, name="served")
    thread.start()
    while not server.started:
        time.sleep(0.01)
        assert thread.is_alive(), "the server ended before it had started"
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
    structlog.reset_defaults()
    run(drop_database(postgres, database))


@pytest.fixture
async def reader(served: str) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of the module's shared server to a test that records nothing; one that did fails at its end."""
    async with httpx.AsyncClient(base_url=served, timeout=30, verify=False) as opened:  # noqa: S501  (no TLS here)
        before = (await opened.get("/health/ready")).json()["head"]
        yield opened
        after = (await opened.get("/health/ready")).json()["head"]
    assert after == before, "a test that shares its server has recorded something; let it ask for `client` instead"


def hand_in(served: str, articles: Iterable[dict[str, str]]) -> dict[str, Any]:
    """Record a module's articles on its shared server, wait until the views have them, and return the last answer."""
    given: dict[str, Any] = {}
    with httpx.Client(base_url=served, timeout=30, verify=False) as client:  # noqa: S501  (no TLS here)
        for article in articles:
            answer = client.post("/articles", json=article)
            assert answer.status_code == 201, answer.text
            given = answer.json()
        assert client.get("/events", params={"wait_for": given["position"]}).status_code == 200
    return given

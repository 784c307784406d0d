"""A real server on a database of the test's own, and the parts of the service without HTTP."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx
import pytest
import uvicorn

from events.merkle.note import SigningKey
from service.app import Service, follow_ledger, make_app, open_service
from service.settings import KeySource, Secret, Settings
from tests.database import TestDatabase

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

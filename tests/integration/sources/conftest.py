"""A server that tells whatever a test wants, and the service that reads from it."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from service.app import Service, open_service
from service.settings import Settings
from tests.database import TestDatabase
from tests.integration.service.conftest import settings_of
from tests.tricks import Server, serve


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """Give a server on 127.0.0.1."""
    async with serve() as opened:
        yield opened


def reading_from(settings: Settings, *servers: Server) -> Settings:
    """The settings of a service for which the servers are an intranet, and which waits for nothing."""
    ports = " ".join(str(server.port) for server in servers)
    return msgspec.structs.replace(
        settings, fetch_allow="127.0.0.1", fetch_ports=f"80 443 {ports}", fetch_delay=0, fetch_backoff=0
    )


@pytest.fixture
async def service(database: TestDatabase, tmp_path: Path, server: Server) -> AsyncIterator[Service]:
    """Give the parts of the service, which may fetch from the server."""
    async with open_service(reading_from(settings_of(database, tmp_path), server)) as opened:
        yield opened

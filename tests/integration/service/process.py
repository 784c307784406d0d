"""`chancery serve` as a process of its own, and its answers to whatever bytes are sent to it."""

import http.client
import json
import os
import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager, suppress
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from tests.contract.commands import CHANCERY
from tests.database import TestDatabase
from tests.integration.service.conftest import KEY

PATIENCE = 60
"""Seconds after which a server that does not answer is given up."""


@contextmanager
def run_service(database: TestDatabase, home: Path, **more: str) -> Generator[str]:
    """Serve on a port of loopback, give the address, and kill it without warning at the end; the log is in ``home``."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CHANCERY_")},
        "CHANCERY_DATABASE_URL": database.service_url,
        "CHANCERY_HOME": str(home),
        "CHANCERY_SIGNING_KEY": KEY.reveal(),
        **more,
    }
    log = home / "log"
    with (
        log.open("ab") as written,
        subprocess.Popen(
            [CHANCERY, "serve", "--json", "--port", "0"], env=environment, stdout=subprocess.PIPE, stderr=written
        ) as process,
    ):
        assert process.stdout is not None
        try:
            said = b""
            while not said.endswith(b"}\n"):
                line = process.stdout.readline()
                assert line, f"the service ended before it served: {log.read_text()}"
                said += line
            yield json.loads(said)["serving"]
        finally:
            process.kill()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back: the headers as they were, the body whole."""

    status: int
    headers: Message
    body: bytes

    def json(self) -> Any:
        """Read the body as JSON."""
        return msgspec.json.decode(self.body)


def send(url: str, request: bytes, *, method: str) -> Answer:
    """Send the bytes of a request as they are, and read the one answer; ``method`` tells whether it has a body."""
    where = urlsplit(url)
    with socket.create_connection((where.hostname, where.port), timeout=PATIENCE) as connection:
        # Where it is refused before all of it has been sent, the answer is there all the same.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(request)
        with http.client.HTTPResponse(connection, method=method) as response:
            response.begin()
            return Answer(status=response.status, headers=response.headers, body=response.read())

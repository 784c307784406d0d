"""Others that do the work: plain statements of asyncpg, the library eventsourcing, the server UmaDB.

All of them are development dependencies; nothing that ships depends on them.
"""

import asyncio
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import asyncpg
import msgspec
import umadb
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from eventsourcing.dcb.postgres_tt import PostgresDCBRecorderTT, PostgresTTDCBFactory
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from eventsourcing.utils import Environment

from bench.work import RARE, RARE_TYPES, make_events
from events.envelope import NewEvent

PLAIN = """
CREATE TABLE public.plain (
    position bigserial PRIMARY KEY, id uuid, type text, payload bytea, tags text[],
    recorded_at timestamptz DEFAULT now());
CREATE TABLE public.copied (
    position bigint, id uuid, type text, schema_version integer, recorded_at timestamptz, author text, payload bytea);
GRANT ALL ON public.plain, public.copied, public.plain_position_seq TO chancery_service;
"""
INSERT = "INSERT INTO public.plain (id, type, payload, tags) VALUES ($1, $2, $3, $4)"

Write = Callable[[NewEvent], Awaitable[Any]]


async def insert_plainly(pool: "asyncpg.Pool[Any]", writers: int, seconds: float) -> float:
    """One row a transaction, each writer on a connection of its own; return events a second."""
    connections = [await pool.acquire() for _ in range(writers)]

    def write_on(connection: "asyncpg.pool.PoolConnectionProxy[Any]") -> Write:
        return lambda event: connection.execute(INSERT, event.id, event.type, event.payload, event.tags)

    try:
        return await run_tasks([write_on(connection) for connection in connections], seconds)
    finally:
        for connection in connections:
            await pool.release(connection)


async def run_tasks(writes: list[Write], seconds: float) -> float:
    """Let as many tasks as there are ways to write write one event after the other; return events a second."""
    written = 0

    async def work(seed: int, write: Write) -> None:
        nonlocal written
        for event in make_events(time.monotonic_ns() + seed):
            if time.perf_counter() > end:
                return
            await write(event)
            written += 1

    began = time.perf_counter()
    end = began + seconds
    await asyncio.gather(*(work(seed, write) for seed, write in enumerate(writes)))
    return written / (time.perf_counter() - began)


def run_threads(writers: int, seconds: float, write: Callable[[NewEvent], Any]) -> float:
    """Run threads that write one event after the other; return events a second."""
    written = [0] * writers
    began = time.perf_counter()
    end = began + seconds

    def work(number: int) -> None:
        for event in make_events(time.monotonic_ns() + number):
            if time.perf_counter() > end:
                return
            write(event)
            written[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(written) / (time.perf_counter() - began)


async def copy_batches(pool: "asyncpg.Pool[Any]", batches: list[list[NewEvent]]) -> float:
    """COPY rows without tags into a table without an index, a transaction a batch; return events a second."""
    columns = ["position", "id", "type", "schema_version", "author", "payload"]
    began = time.perf_counter()
    for number, batch in enumerate(batches):
        rows = [(number * 1000 + place, e.id, e.type, 1, "bench", e.payload) for place, e in enumerate(batch)]
        await pool.copy_records_to_table("copied", records=rows, columns=columns, schema_name="public")
    return sum(map(len, batches)) / (time.perf_counter() - began)


async def read_with_cursor(pool: "asyncpg.Pool[Any]", count: int) -> float:
    """Read and decode the ledger's rows through a server-side cursor; return events a second."""
    query = (
        "SELECT position, id, type, schema_version, recorded_at, tags, author, payload FROM ledger.event"
        " WHERE position <= $1 ORDER BY position"
    )
    decode = msgspec.json.Decoder().decode
    began = time.perf_counter()
    read = 0
    async with pool.acquire() as connection, connection.transaction():
        async for row in connection.cursor(query, count, prefetch=1000):
            decode(row["payload"])
            read += 1
    return read / (time.perf_counter() - began)


class EventSourcing:
    """eventsourcing's recorders on the same server: for dynamic consistency boundaries, and for applications."""

    name = "eventsourcing"

    def __init__(self, url: str) -> None:

        parts = urlsplit(url)
        settings = {
            "POSTGRES_DBNAME": parts.path[1:],
            "POSTGRES_HOST": parse_qs(parts.query)["host"][0],
            "POSTGRES_PORT": "5432",
            "POSTGRES_USER": str(parts.username),
            "POSTGRES_PASSWORD": "none",
            "POSTGRES_POOL_SIZE": "33",
            "POSTGRES_SCHEMA": "public",
        }
        dcb = PostgresTTDCBFactory(Environment("dcb", settings)).dcb_recorder()
        application = PostgresFactory(Environment("application", settings)).application_recorder()
        assert isinstance(dcb, PostgresDCBRecorderTT)  # noqa: S101  (the factories' types say less)
        assert isinstance(application, PostgresApplicationRecorder)  # noqa: S101  (the same)
        self.dcb = dcb
        self.application = application

    def append(self, event: NewEvent) -> None:
        """Append one event under a condition like ours."""
        query = DCBQuery([DCBQueryItem(types=["Never", "Neither"], tags=list(event.tags[:2]))])
        told = DCBEvent(type=event.type, data=event.payload, tags=list(event.tags))
        self.dcb.append([told], DCBAppendCondition(query, after=max(0, self.head - 1000)))
        self.head += 1

    head = 0

    def record(self, event: NewEvent) -> None:
        """Append one event as the first of an aggregate, without tags or condition."""
        self.application.insert_events([StoredEvent(uuid4(), 1, event.type, event.payload)])

    def fill(self, events: list[NewEvent]) -> None:
        """Append a batch without a condition."""
        self.dcb.append([DCBEvent(type=e.type, data=e.payload, tags=list(e.tags)) for e in events])

    def read_rare(self) -> int:
        """Read the events of two types with two tags; return how many there are."""
        return len(list(self.dcb.read(DCBQuery([DCBQueryItem(types=list(RARE_TYPES), tags=list(RARE))]))))

    def read_positions(self, after: int) -> list[int]:
        """The positions after one, of at most 1,000 events."""
        return [each.position for each in self.dcb.read(after=after, limit=1000)]

    def close(self) -> None:
        """Close the connections."""
        self.dcb.datastore.close()
        self.application.datastore.close()


class UmaDb:
    """The server UmaDB, on a folder of its own on the same disk."""

    name = "umadb"

    def __init__(self, folder: Path) -> None:

        program = shutil.which("umadb", path=str(Path(sys.executable).parent)) or shutil.which("umadb")
        if program is None:
            raise FileNotFoundError("the program umadb is not installed beside this Python; make setup installs it")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        log = (folder / "umadb.log").open("wb")
        self._server = subprocess.Popen(  # noqa: S603  (the peer's own program)
            [program, "--listen", address, "--db-path", str(folder)], stdout=log, stderr=log
        )
        self._local = threading.local()
        self._address = f"http://{address}"
        self.head = 0
        for _ in range(100):
            try:
                self._client().head()
            except Exception:  # noqa: BLE001  (whatever it says: it does not answer yet)
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("the server umadb does not answer; its umadb.log says why")

    def _client(self) -> umadb.Client:
        if not hasattr(self._local, "client"):
            self._local.client = umadb.Client(self._address)
        return self._local.client

    def append(self, event: NewEvent) -> None:
        """Append one event under a condition like ours."""
        item = umadb.QueryItem(types=["Never", "Neither"], tags=list(event.tags[:2]))
        condition = umadb.AppendCondition(umadb.Query(items=[item]), after=max(0, self.head - 1000))
        self.head = self._client().append([self._make(event)], condition)

    def fill(self, events: list[NewEvent]) -> None:
        """Append a batch without a condition."""
        self.head = self._client().append([self._make(event) for event in events])

    def read_rare(self) -> int:
        """Read the events of two types with two tags; return how many there are."""
        item = umadb.QueryItem(types=list(RARE_TYPES), tags=list(RARE))
        return len(list(self._client().read(query=umadb.Query(items=[item]))))

    def _make(self, event: NewEvent) -> umadb.Event:
        return umadb.Event(event_type=event.type, data=event.payload, tags=list(event.tags))

    def close(self) -> None:
        """Stop the server."""
        self._server.terminate()
        self._server.wait(10)

"""What happens when the answer to a commit is lost."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg

from events.ledger import Ledger
from tests.database import TestDatabase
from tests.ledger_events import make_event, none_of


class Line:
    """A line to the server that can be made to lose one answer: the server has done what it was asked, nobody hears."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self.lose_next = False
        self.lost = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        if self._host.startswith("/"):
            server = await asyncio.open_unix_connection(f"{self._host}/.s.PGSQL.{self._port}")
        else:
            server = await asyncio.open_connection(self._host, self._port)
        asked = asyncio.create_task(self._copy(reader, server[1], answers=False))
        try:
            await self._copy(server[0], writer, answers=True)
        finally:
            asked.cancel()
            for end in (server[1], writer):
                end.close()
        for end in (server[1], writer):
            with suppress(OSError):
                await end.wait_closed()

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, answers: bool) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                # After the row that was asked for (s: there may be more) comes ReadyForQuery (Z), after the commit;
                # what comes when a statement is prepared has no row.
                if answers and self.lose_next and b"s\x00\x00\x00\x04Z\x00\x00\x00\x05I" in data:
                    self.lose_next = False
                    self.lost += 1
                    return
                target.write(data)
                await target.drain()


@asynccontextmanager
async def open_line(url: str) -> AsyncGenerator[tuple[Line, str]]:
    """Open a line to the server of a URL; yield it and the URL that goes through it."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    host = unquote(query["host"][0]) if "host" in query else str(parts.hostname)
    line = Line(host, parts.port or 5432)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    account = f"{parts.username}:{parts.password}" if parts.password else parts.username
    try:
        yield line, f"postgresql://{account}@127.0.0.1:{port}{parts.path}?sslmode=disable"
    finally:
        server.close()
        await server.wait_closed()


async def test_an_answer_lost_after_the_commit_doubles_nothing(database: TestDatabase) -> None:
    """The connection is cut between COMMIT and its answer; the batch is sent again and stands where it stood."""
    async with open_line(database.service_url) as (line, url):
        pool = await asyncpg.create_pool(url, min_size=1, max_size=2)
        ledger = Ledger(pool, "tests")
        await ledger.append([make_event("seat")])
        batch = [make_event("seat"), make_event("seat")]
        line.lose_next = True
        answer = await ledger.append(batch, none_of("seat", after=1))
        assert line.lost == 1
        assert answer.positions == (2, 3)
        assert answer.known
        again = await ledger.append(batch, none_of("seat", after=1))
        assert (again.positions, await ledger.head()) == ((2, 3), 3)
        await pool.close()


async def test_an_answer_lost_after_the_commit_of_one_event_doubles_nothing(database: TestDatabase) -> None:
    """The same for a single event in whose way nothing can stand, which is written on the shortest way."""
    async with open_line(database.service_url) as (line, url):
        pool = await asyncpg.create_pool(url, min_size=1, max_size=2)
        ledger = Ledger(pool, "tests")
        for _ in range(3):
            await ledger.append([make_event("seat")])
        event = make_event("seat")
        line.lose_next = True
        answer = await ledger.append([event], none_of("seat", after=3))
        assert line.lost == 1
        assert (answer.positions, answer.known, await ledger.head()) == ((4,), True, 4)
        again = await ledger.append([event], none_of("seat", after=3))
        assert (again.positions, again.known, await ledger.head()) == ((4,), True, 4)
        await pool.close()


async def test_each_of_several_writers_learns_its_own_outcome(database: TestDatabase) -> None:
    """A flush of many appends whose answer is lost: each gets its positions, the refused one its refusal."""
    async with open_line(database.service_url) as (line, url):
        pool = await asyncpg.create_pool(url, min_size=1, max_size=2)
        ledger = Ledger(pool, "tests")
        await ledger.append([make_event("seat")])
        line.lose_next = True
        answers = await asyncio.gather(
            ledger.append([make_event("x")], none_of("seat")),
            *(ledger.append([make_event(f"t{n}")]) for n in range(20)),
            return_exceptions=True,
        )
        assert line.lost == 1
        assert type(answers[0]).__name__ == "ConditionFailed"
        positions = [answer.last for answer in answers if not isinstance(answer, BaseException)]
        assert sorted(positions) == list(range(2, 22))
        assert await ledger.head() == 21
        await pool.close()

"""The writer is killed, the server is stopped, at any moment: what was acknowledged is there, once."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import asyncpg
import msgspec
import pytest

from events.errors import LedgerUnavailable
from events.ledger import Ledger
from events.ledger.audit import verify_ledger
from migrations.runner import migrate
from service.database import OWNER, SERVICE, prepare_server
from service.embedded import EmbeddedPostgres
from tests.database import TestDatabase
from tests.ledger_writer import Acknowledged, numbered_events

ROOT = Path(__file__).parents[3]
ROUNDS = 20


async def write_until_killed(url: str, name: str) -> list[Acknowledged]:
    """Let a writer append until something was acknowledged and a moment has passed; kill -9; return its answers."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.ledger_writer", url, name, "4", "0"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    lines = [await process.stdout.readline()]
    await asyncio.sleep(random.random() * 0.3)
    process.send_signal(signal.SIGKILL)
    rest, _ = await process.communicate()
    lines += rest.splitlines(keepends=True)
    # A last line that the kill has cut short was not told to anybody.
    return [msgspec.json.decode(line, type=Acknowledged) for line in lines if line.endswith(b"\n")]


async def check_history(ledger: Ledger, told: Mapping[str, Sequence[Acknowledged]]) -> None:
    """Assert that positions have no gap, that no event is there twice, and that what was told is true."""
    events = [event async for page in ledger.stream() for event in page]
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    assert len({event.id for event in events}) == len(events)
    standing = {event.position: event for event in events}
    for writer, answers in told.items():
        for answer in answers:
            for position, event in zip(answer.positions, numbered_events(writer, answer.number), strict=True):
                assert (standing[position].id, standing[position].payload) == (event.id, event.payload)


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_killed_writer_leaves_a_whole_ledger(
    database: TestDatabase, ledger: Ledger, pool: "asyncpg.Pool[asyncpg.Record]"
) -> None:
    """Twenty writers are killed one after the other; a retry of whatever they sent doubles nothing."""
    told: dict[str, Sequence[Acknowledged]] = {}
    for number in range(ROUNDS):
        writer = f"killed-{number}"
        told[writer] = await write_until_killed(database.service_url, writer)
        assert told[writer]
    await check_history(ledger, told)
    for writer, answers in told.items():
        # The writer's name is the author: only it may retry.
        retry = Ledger(pool, writer)
        for number in range(max(answer.number for answer in answers) + 5):
            await retry.append(numbered_events(writer, number))
    await check_history(ledger, told)
    assert (await verify_ledger(pool)).findings == ()


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_server_stopped_at_once_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Twenty times the server stops without warning during appends; the writer goes on by itself each time."""
    home = tmp_path / "home"
    with EmbeddedPostgres(home) as postgres:
        superuser_url = postgres.url("postgres", "postgres")
        await prepare_server(superuser_url, "ledger")
        await migrate(postgres.url(OWNER, "ledger"))
        url = postgres.url(SERVICE, "ledger")
        told: dict[str, list[Acknowledged]] = {"tests": []}
        async with asyncpg.create_pool(url, min_size=2, max_size=4) as pool:
            ledger = Ledger(pool, "tests", patience=60)
            stopping = asyncio.Event()
            numbers = iter(range(sys.maxsize))

            async def work() -> None:
                for number in numbers:
                    if stopping.is_set():
                        return
                    try:
                        answer = await ledger.append(numbered_events("tests", number))
                    except LedgerUnavailable:
                        continue
                    told["tests"].append(Acknowledged(number, list(answer.positions)))

            workers = [asyncio.create_task(work()) for _ in range(8)]
            for _ in range(ROUNDS):
                before = len(told["tests"])
                async with asyncio.timeout(60):
                    while len(told["tests"]) < before + 30:  # noqa: ASYNC110  (appended by the workers)
                        await asyncio.sleep(0.01)
                await asyncio.sleep(random.random() * 0.1)
                stop_at_once(postgres)
                again = EmbeddedPostgres(home)
                await asyncio.to_thread(again.start)
                await asyncio.to_thread(again.stop)
            stopping.set()
            await asyncio.gather(*workers)
            await check_history(ledger, told)
            assert (await verify_ledger(pool)).findings == ()


def stop_at_once(postgres: EmbeddedPostgres) -> None:
    """Stop the server as ``pg_ctl stop -m immediate`` does: no checkpoint, every connection cut."""
    os.kill(int((postgres.data / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)

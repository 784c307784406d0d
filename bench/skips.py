"""What a reader of the tail misses, who asks again and again for positions greater than the last one that it saw.

Eight processes append one event after the other, without a condition. Where positions are given out before the commit,
a later one can be seen first, and the reader never comes back for the earlier one.
"""

import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import msgspec

from bench import peers
from bench.work import make_events
from events.ledger import Ledger
from migrations.runner import migrate
from service.database import OWNER, SERVICE, prepare_server
from service.embedded import EmbeddedPostgres

WRITERS = 8
ROOT = Path(__file__).parents[1]

Read = Callable[[int], Awaitable[list[int]]]
"""Gives the positions after one, in order, as a reader sees them now."""


class Skips(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader of a store missed of what was appended in all."""

    store: str
    appended: int
    missed: int


async def measure(events: int) -> list[Skips]:
    """Let the writers append ``events`` events each, to our ledger and to eventsourcing's, and count what is missed."""
    with tempfile.TemporaryDirectory(prefix="chancery-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # noqa: ASYNC240  (nothing else runs yet)
        with EmbeddedPostgres(folder / "home", options={"max_connections": "150"}) as postgres:
            await prepare_server(postgres.url("postgres", "postgres"), "bench")
            await migrate(postgres.url(OWNER, "bench"))
            return [
                await _follow_ours(postgres.url(SERVICE, "bench"), events),
                await _follow_theirs(postgres.url("postgres", "bench"), events),
            ]


async def _follow_ours(url: str, events: int) -> Skips:
    async with asyncpg.create_pool(url, min_size=1, max_size=1) as pool:
        ledger = Ledger(pool, "bench")

        async def read(after: int) -> list[int]:
            return [event.position for event in await ledger.read(after=after)]

        return await _follow("ledger", url, events, read)


async def _follow_theirs(url: str, events: int) -> Skips:
    other = peers.EventSourcing(url)

    async def read(after: int) -> list[int]:
        return await asyncio.to_thread(other.read_positions, after)

    try:
        return await _follow("eventsourcing", url, events, read)
    finally:
        other.close()


async def _follow(store: str, url: str, events: int, read: Read) -> Skips:
    writers = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.skips", store, url, str(events)), cwd=ROOT, stderr=asyncio.subprocess.PIPE
        )
        for _ in range(WRITERS)
    ]
    ended = asyncio.gather(*(writer.communicate() for writer in writers))
    seen: set[int] = set()
    while True:
        last_look = ended.done()
        found = await read(max(seen, default=0))
        seen.update(found)
        if last_look and not found:
            break
    for writer, (_, errors) in zip(writers, await ended, strict=True):
        if writer.returncode:
            raise RuntimeError(f"a writer of {store} has failed: {errors.decode()}")
    there = 0
    standing: set[int] = set()
    while page := await read(there):
        standing.update(page)
        there = page[-1]
    result = Skips(store=store, appended=len(standing), missed=len(standing - seen))
    print(f"{result.missed:6} of {result.appended} events missed by the reader of {store}", flush=True)
    return result


async def _write_ours(url: str, events: int) -> None:
    async with asyncpg.create_pool(url, min_size=1, max_size=1) as pool:
        ledger = Ledger(pool, "bench")
        for event in itertools.islice(make_events(time.monotonic_ns()), events):
            await ledger.append([event])


def _write_theirs(url: str, events: int) -> None:
    other = peers.EventSourcing(url)
    for event in itertools.islice(make_events(time.monotonic_ns()), events):
        other.fill([event])
    other.close()


def write_results(skips: list[Skips], path: Path) -> None:
    """Write what was counted as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(skips), indent=2) + b"\n")


def write(arguments: list[str]) -> None:
    """Be one of the writers: the store, its URL, how many events."""
    store, url, events = arguments
    if store == "ledger":
        asyncio.run(_write_ours(url, int(events)))
    else:
        _write_theirs(url, int(events))


if __name__ == "__main__":
    write(sys.argv[1:])

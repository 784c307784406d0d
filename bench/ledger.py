"""The ledger's figures, as ratios to others that did the same work in the same run on the same machine."""

import asyncio
import itertools
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from bench import peers
from bench.document import put_table
from bench.machine import describe_machine
from bench.pool import open_pool
from bench.work import RARE, RARE_EVENTS, RARE_TYPES, make_condition, make_events, make_rare_events
from events.envelope import NewEvent, Query, QueryItem
from events.ledger import Ledger
from migrations.runner import migrate
from service.database import OWNER, SERVICE, prepare_server
from service.embedded import EmbeddedPostgres

BATCH = 1000
SAMPLES = 300
MARK = "<!-- ledger -->"
SETTINGS = """
SELECT name, current_setting(name) AS setting FROM pg_settings
 WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'shared_buffers', 'max_wal_size')
"""
RARE_QUERY = Query(items=(QueryItem(types=RARE_TYPES, tags=RARE),))


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table: a ratio, what it should be, and what it was computed from."""

    name: str
    ratio: float
    wanted: str
    met: bool
    ours: float
    theirs: float
    unit: str


class Results(msgspec.Struct, kw_only=True):
    """What was measured, where, on how many events; ``load`` is the machine's load average before and after."""

    machine: str
    load: list[float]
    postgres: str
    settings: dict[str, str]
    workload: str
    rounds: int
    seconds: float
    events: int
    peer_events: int
    figures: list[Figure]


async def measure(events: int, peer_events: int, *, seconds: float, rounds: int) -> Results:
    """Measure everything on an embedded server with its usual settings (fsync on) in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="chancery-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # noqa: ASYNC240  (nothing else runs yet)
        with EmbeddedPostgres(folder / "home", options={"max_connections": "150"}) as postgres:
            await prepare_server(postgres.url("postgres", "postgres"), "bench")
            await migrate(postgres.url(OWNER, "bench"))
            superuser = await asyncpg.connect(postgres.url("postgres", "bench"))
            await superuser.execute(peers.PLAIN)
            version: str = await superuser.fetchval("SHOW server_version")
            settings = {row["name"]: row["setting"] for row in await superuser.fetch(SETTINGS)}
            await superuser.close()
            async with open_pool(postgres.url(SERVICE, "bench"), least=34, most=34) as pool:
                others = [peers.EventSourcing(postgres.url("postgres", "bench")), peers.UmaDb(folder)]
                try:
                    run = _Run(
                        pool,
                        others,
                        Results(
                            machine=describe_machine(),
                            load=[round(os.getloadavg()[0], 1)],
                            postgres=version,
                            settings=settings,
                            workload="events of about 650 bytes with 4 tags",
                            rounds=rounds,
                            seconds=seconds,
                            events=events,
                            peer_events=peer_events,
                            figures=[],
                        ),
                    )
                    await run.measure(seconds, rounds)
                    run.results.load.append(round(os.getloadavg()[0], 1))
                finally:
                    for other in others:
                        other.close()
    return run.results


class _Run:
    def __init__(
        self, pool: "asyncpg.Pool[Any]", others: "list[peers.EventSourcing | peers.UmaDb]", results: Results
    ) -> None:
        self.pool = pool
        self.others = others
        self.results = results
        self.ledger = Ledger(pool, "bench")
        self.head = 0

    async def measure(self, seconds: float, rounds: int) -> None:
        await self._measure_writers(seconds, rounds)
        await self._measure_batches(rounds)
        await self._fill(10_000)
        small = await self._time_appends()
        await self._fill(min(300_000, self.results.events))
        await self._measure_replay(rounds)
        await self._fill(self.results.events)
        await self._fill_others()
        large = await self._time_appends()
        self._add(f"p50 of one append at {self.results.events} events / at 10,000", large, small, "at most", 1.3, "s")
        await self._measure_queries()

    def _add(self, name: str, ours: float, theirs: float, sense: str, bound: float, unit: str) -> None:
        ratio = ours / theirs
        met = ratio >= bound if sense == "at least" else ratio <= bound
        figure = Figure(
            name=name, ratio=round(ratio, 3), wanted=f"{sense} {bound:g}", met=met, ours=ours, theirs=theirs, unit=unit
        )
        self.results.figures.append(figure)
        print(
            f"{'ok  ' if met else 'MISS'} {ratio:8.2f}  {figure.wanted:14} {name}  ({ours:.6g} / {theirs:.6g} {unit})",
            flush=True,
        )

    def _add_pairs(self, name: str, ours: list[float], theirs: list[float], bound: float) -> None:
        """Add a figure from rounds taken in turn: the pair whose ratio is the median, as others use the machine too."""
        pairs = sorted(zip(ours, theirs, strict=True), key=lambda pair: pair[0] / pair[1])
        own, other = pairs[(len(pairs) - 1) // 2]
        self._add(name, own, other, "at least", bound, "events/s")

    async def _measure_writers(self, seconds: float, rounds: int) -> None:
        rates: dict[tuple[str, int], list[float]] = {}
        for _, writers in itertools.product(range(rounds), (1, 8, 32)):
            rates.setdefault(("plain", writers), []).append(await peers.insert_plainly(self.pool, writers, seconds))
            rates.setdefault(("ledger", writers), []).append(await self._append(writers, seconds))
            if writers != 8:  # noqa: PLR2004  (what is asked of the others)
                for other in self.others:
                    rate = await asyncio.to_thread(peers.run_threads, writers, seconds, other.append)
                    rates.setdefault((other.name, writers), []).append(rate)
                    if isinstance(other, peers.EventSourcing):
                        rate = await asyncio.to_thread(peers.run_threads, writers, seconds, other.record)
                        rates.setdefault(("application recorder", writers), []).append(rate)
        for writers, bound in ((1, 0.5), (8, 0.9), (32, 1.3)):
            name = f"{writers} writers / plain INSERT with {writers} connections"
            self._add_pairs(name, rates["ledger", writers], rates["plain", writers], bound)
        for other, bound in (("umadb", 1.7), ("eventsourcing", 15), ("application recorder", 1)):
            self._add_pairs(f"32 writers / {other}, 32 writers", rates["ledger", 32], rates[other, 32], bound)

    async def _append(self, writers: int, seconds: float) -> float:
        self.head = await self.ledger.head()
        return await peers.run_tasks([self._write] * writers, seconds)

    async def _write(self, event: NewEvent) -> None:
        self.head = (await self.ledger.append([event], make_condition(event, self.head))).last

    async def _measure_batches(self, rounds: int) -> None:
        ours: list[float] = []
        theirs: list[float] = []
        for number in range(rounds):
            source = make_events(number)
            batches = [list(itertools.islice(source, BATCH)) for _ in range(20)]
            theirs.append(await peers.copy_batches(self.pool, batches))
            began = time.perf_counter()
            for batch in batches:
                self.head = (await self.ledger.append(batch, make_condition(batch[0], self.head))).last
            ours.append(20 * BATCH / (time.perf_counter() - began))
        name = "batches of 1,000 / COPY of the same rows without tags and index"
        self._add_pairs(name, ours, theirs, 0.35)

    async def _fill(self, size: int) -> None:
        source = make_events(time.monotonic_ns())
        rare = make_rare_events(size) if size == self.results.events else []
        spread = max(1, size // (len(rare) or 1) // BATCH)
        missing = size - await self.ledger.head()
        for number in range(0, missing, BATCH):
            batch = list(itertools.islice(source, min(BATCH, missing - number)))
            if rare and (number // BATCH) % spread == 0:
                batch[-1:] = [rare.pop()]
            await self.ledger.append(batch)
        for event in rare:
            await self.ledger.append([event])
        await self.pool.execute("SELECT 1")

    async def _fill_others(self) -> None:
        for other in self.others:
            source = make_events(1)
            for _ in range(0, self.results.peer_events, BATCH):
                await asyncio.to_thread(other.fill, list(itertools.islice(source, BATCH)))
            for event in make_rare_events(1):
                await asyncio.to_thread(other.fill, [event])

    async def _time_appends(self) -> float:
        source = make_events(time.monotonic_ns())
        return await _median_time(lambda: self._write(next(source)))

    async def _measure_replay(self, rounds: int) -> None:
        count = await self.ledger.head()
        decode = msgspec.json.Decoder().decode
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(rounds):
            theirs.append(await peers.read_with_cursor(self.pool, count))
            began = time.perf_counter()
            async for page in self.ledger.stream(upto=count):
                for event in page:
                    decode(event.payload or b"null")
            ours.append(count / (time.perf_counter() - began))
        name = f"reading and decoding {count} events / cursor and decode of the same rows"
        self._add_pairs(name, ours, theirs, 0.8)

    async def _measure_queries(self) -> None:
        head = await self.ledger.head()
        source = make_events(time.monotonic_ns())
        pick = itertools.cycle([1, head // 3, head // 2, head - 5])
        select = "SELECT payload FROM ledger.event WHERE position = $1"
        check = "SELECT ledger.find($1, $2, $3, $4, 1)"
        one = await _times(lambda: self.pool.fetch(select, next(pick)))

        async def ask() -> None:
            condition = make_condition(next(source), head)
            item = condition.query.items[0]
            types, tags = ["\n".join(item.types)], ["\n".join(item.tags)]
            await self.pool.fetch(check, types, tags, condition.after, head)

        checks = await _times(ask)
        name = "condition check (two types, two tags, after head - 1,000) p99 / primary-key select p99"
        self._add(name, _percentile(checks, 99), _percentile(one, 99), "at most", 5, "s")
        found = await self.ledger.read(RARE_QUERY)
        rare = await _times(lambda: self.ledger.read(RARE_QUERY))
        name = f"reading the {len(found)} events of a query (two types, two tags) p50 / primary-key select p50"
        self._add(name, _percentile(rare, 50), _percentile(one, 50), "at most", 30, "s")
        for other in self.others:
            assert await asyncio.to_thread(other.read_rare) >= RARE_EVENTS  # noqa: S101  (else nothing was compared)
            times = await _times(lambda other=other: asyncio.to_thread(other.read_rare), samples=50)
            name = f"the same query p50 / {other.name} on {self.results.peer_events} events"
            self._add(name, _percentile(rare, 50), _percentile(times, 50), "at most", 1, "s")


async def _times(do: Callable[[], Awaitable[Any]], samples: int = SAMPLES) -> list[float]:
    for _ in range(20):
        await do()
    times: list[float] = []
    for _ in range(samples):
        began = time.perf_counter()
        await do()
        times.append(time.perf_counter() - began)
    return sorted(times)


async def _median_time(do: Callable[[], Awaitable[Any]]) -> float:
    return _percentile(await _times(do, 500), 50)


def _percentile(times: list[float], percent: int) -> float:
    return times[min(len(times) - 1, len(times) * percent // 100)]


def write_results(results: Results, path: Path) -> None:
    """Write the results as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n")
    print(f"{sum(figure.met for figure in results.figures)} of {len(results.figures)} figures as wanted; see {path}")


def write_table(results: Results, path: Path) -> None:
    """Put the table of the results between the two marks in a document."""
    rows = [
        (
            figure.name,
            figure.wanted,
            f"{figure.ratio:.2f}",
            "yes" if figure.met else "no",
            f"{figure.ours:.4g}",
            f"{figure.theirs:.4g}",
            figure.unit,
        )
        for figure in results.figures
    ]
    put_table(path, MARK, ("figure", "wanted", "got", "as wanted", "ours", "theirs", "unit"), rows)

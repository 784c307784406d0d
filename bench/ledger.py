"""The ledger's figures, as ratios to others that did the same work in the same run on the same machine."""

import asyncio
import itertools
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
import msgspec

from bench import peers
from bench.ledger_results import Figure, Part, Results
from bench.machine import describe_machine, read_processor_time
from bench.moments import median_time, percentile, time_commit, time_generator, times
from bench.pool import open_pool
from bench.rows import TABLES, append_rows, insert_rows
from bench.work import RARE, RARE_EVENTS, RARE_TYPES, make_condition, make_events, make_rare_events
from events.envelope import NewEvent, Query, QueryItem
from events.ledger import Ledger
from events.ledger.flush import Flushed
from migrations.runner import migrate
from service.database import OWNER, SERVICE, prepare_server
from service.embedded import EmbeddedPostgres

BATCH = 1000
SETTINGS = """
SELECT name, current_setting(name) AS setting FROM pg_settings
 WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'shared_buffers', 'max_wal_size')
"""
RARE_QUERY = Query(items=(QueryItem(types=RARE_TYPES, tags=RARE),))


async def measure(
    events: int,
    peer_events: int,
    *,
    seconds: float,
    rounds: int,
    keep: Callable[[Results], None],
    programs: Path | None = None,
) -> Results:
    """Measure everything on a server of its own with its usual settings (fsync on) in a temporary folder.

    ``keep`` is called with the results so far after each part. ``programs``: the folder of another Postgres' programs
    than those of the embedded one.
    """
    with tempfile.TemporaryDirectory(prefix="chancery-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # noqa: ASYNC240  (nothing else runs yet)
        with EmbeddedPostgres(folder / "home", options={"max_connections": "150"}, programs=programs) as postgres:
            await prepare_server(postgres.url("postgres", "postgres"), "bench")
            await migrate(postgres.url(OWNER, "bench"))
            superuser = await asyncpg.connect(postgres.url("postgres", "bench"))
            await superuser.execute(peers.PLAIN + TABLES)
            version: str = await superuser.fetchval("SHOW server_version")
            configured: str = await superuser.fetchval("SELECT setting FROM pg_config WHERE name = 'CONFIGURE'")
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
                            openssl="openssl" in configured,
                            settings=settings,
                            workload="events of about 650 bytes with 4 tags",
                            rounds=rounds,
                            seconds=seconds,
                            events=events,
                            peer_events=peer_events,
                            figures=[],
                            parts=[],
                        ),
                        keep,
                    )
                    await run.measure(seconds, rounds)
                finally:
                    for other in others:
                        other.close()
    return run.results


class _Run:
    def __init__(
        self,
        pool: "asyncpg.Pool[Any]",
        others: "list[peers.EventSourcing | peers.UmaDb]",
        results: Results,
        keep: Callable[[Results], None],
    ) -> None:
        self.keep = keep
        self.began = time.monotonic()
        self.pool = pool
        self.others = others
        self.results = results
        self.flushes = 0
        self.rows = 0  # the last position among the rows written alone
        self.ledger = Ledger(pool, "bench", on_flush=self._count)
        self.head = 0

    async def measure(self, seconds: float, rounds: int) -> None:
        self._say(f"writers: {rounds} rounds of {seconds:g} s of each")
        await self._measure_writers(seconds, rounds)
        self._end("writers")
        await self._measure_batches(rounds)
        self._end("batches")
        await self._fill(10_000)
        small = await self._time_appends()
        await self._fill(min(300_000, self.results.events))
        self._say("reading everything")
        await self._measure_replay(rounds)
        self._end("reading everything")
        await self._fill(self.results.events)
        large = await self._time_appends()
        self._add(f"p50 of one append at {self.results.events} events / at 10,000", large, small, "at most", 1.3, "s")
        await self._measure_checks()
        self._end("appends and checks of the large ledger")
        await self._measure_rare()
        self._end("")

    def _say(self, what: str) -> None:
        print(f"[{time.monotonic() - self.began:5.0f} s] {what}", flush=True)

    def _end(self, part: str) -> None:
        """Keep what was measured up to the end of a part; the last has no name."""
        self.results.stopped_after = part
        self.results.load[1:] = [round(os.getloadavg()[0], 1)]
        self.keep(self.results)

    def _add(
        self, name: str, ours: float, theirs: float, sense: str, bound: float, unit: str, most: float | None = None
    ) -> None:
        ratio = ours / theirs
        met = ratio >= bound if sense == "at least" else ratio <= bound
        figure = Figure(
            name=name,
            ratio=round(ratio, 3),
            wanted=f"{sense} {bound:g}",
            met=met,
            ours=ours,
            theirs=theirs,
            unit=unit,
            most=most,
        )
        self.results.figures.append(figure)
        print(
            f"{'ok  ' if met else 'MISS'} {ratio:8.2f}  {figure.wanted:14} {name}  ({ours:.6g} / {theirs:.6g} {unit})",
            flush=True,
        )

    def _add_pairs(
        self, name: str, ours: list[float], theirs: list[float], bound: float, most: list[float] | None = None
    ) -> None:
        """Add a figure from rounds taken in turn: the pair whose ratio is the median, as others use the machine too.

        ``most``: the events a second of each round beyond which nobody comes who keeps the same rows, if measured.
        """
        pairs = sorted(zip(ours, theirs, strict=True), key=lambda pair: pair[0] / pair[1])
        own, other = pairs[(len(pairs) - 1) // 2]
        limit = (
            None if most is None else round(median([high / rate for high, rate in zip(most, theirs, strict=True)]), 3)
        )
        self._add(name, own, other, "at least", bound, "events/s", limit)

    async def _measure_writers(self, seconds: float, rounds: int) -> None:
        rates: dict[tuple[str, int], list[float]] = {}
        shares: dict[int, list[tuple[float, float, float, float]]] = {}
        bare: dict[int, list[float]] = {}
        commits: list[float] = []
        for number, writers in itertools.product(range(rounds), (1, 8, 32)):
            self._say(f"round {number + 1}, {writers} writers")
            commits.append(await time_commit(self.pool))
            rates.setdefault(("plain", writers), []).append(await peers.insert_plainly(self.pool, writers, seconds))
            rate, share = await self._append(writers, seconds)
            rates.setdefault(("ledger", writers), []).append(rate)
            shares.setdefault(writers, []).append(share)
            if writers > 1:
                bare.setdefault(writers, []).append(await self._append_rows(writers, seconds))
            if writers != 8:  # noqa: PLR2004  (what is asked of the others)
                for other in self.others:
                    rate = await asyncio.to_thread(peers.run_threads, writers, seconds, other.append)
                    rates.setdefault((other.name, writers), []).append(rate)
                    if isinstance(other, peers.EventSourcing):
                        rate = await asyncio.to_thread(peers.run_threads, writers, seconds, other.record)
                        rates.setdefault(("application recorder", writers), []).append(rate)
        generator = time_generator()
        commit = median(commits)
        for writers, each in shares.items():
            flush, wall, process, server = (median(values) for values in zip(*each, strict=True))
            self.results.parts.append(
                Part(
                    writers=writers,
                    flush=flush,
                    wall=wall,
                    process=process,
                    generator=generator,
                    server=server,
                    commit=commit,
                    bare=_middle(bare.get(writers)),
                    plain=median(rates["plain", writers]),
                    umadb=_middle(rates.get(("umadb", writers))),
                    eventsourcing=_middle(rates.get(("eventsourcing", writers))),
                )
            )
        for writers, bound in ((1, 0.5), (8, 0.9), (32, 1.3)):
            name = f"{writers} writers / plain INSERT with {writers} connections"
            self._add_pairs(name, rates["ledger", writers], rates["plain", writers], bound, bare.get(writers))
        for other, bound in (("umadb", 1.7), ("eventsourcing", 15), ("application recorder", 1)):
            name = f"32 writers / {other}, 32 writers"
            self._add_pairs(name, rates["ledger", 32], rates[other, 32], bound, bare[32])

    async def _append(self, writers: int, seconds: float) -> tuple[float, tuple[float, float, float, float]]:
        """Return events a second; and the events of a flush, and microseconds an event: wall, this process, server."""
        self.head = before = await self.ledger.head()
        rows = await self.pool.fetch("SELECT pid FROM pg_stat_activity WHERE pid IS NOT NULL")
        servers = [row["pid"] for row in rows]
        flushes = self.flushes
        server, process, began = read_processor_time(servers), time.process_time(), time.perf_counter()
        rate = await peers.run_tasks([self._write] * writers, seconds)
        wall, process = time.perf_counter() - began, time.process_time() - process
        server = read_processor_time(servers) - server
        events = await self.ledger.head() - before
        unit = 1e6 / events
        return rate, (events / (self.flushes - flushes), wall * unit, process * unit, server * unit)

    async def _append_rows(self, writers: int, seconds: float) -> float:
        """Return how many events a second so many writers bring to stand when nothing but rows and hashes is asked."""
        rates: list[float] = []
        for groups in (1, 2):
            rate, self.rows = await append_rows(self.pool, writers, seconds, self.rows, groups)
            rates.append(rate)
        return max(rates)

    def _count(self, _: Flushed) -> None:
        self.flushes += 1

    async def _write(self, event: NewEvent) -> None:
        self.head = (await self.ledger.append([event], make_condition(event, self.head))).last

    async def _measure_batches(self, rounds: int) -> None:
        ours: list[float] = []
        theirs: list[float] = []
        bare: list[float] = []
        for number in range(rounds):
            source = make_events(number)
            batches = [list(itertools.islice(source, BATCH)) for _ in range(20)]
            theirs.append(await peers.copy_batches(self.pool, batches))
            bare.append(await insert_rows(self.pool, batches, self.rows))
            self.rows += 20 * BATCH
            began = time.perf_counter()
            for batch in batches:
                self.head = (await self.ledger.append(batch, make_condition(batch[0], self.head))).last
            ours.append(20 * BATCH / (time.perf_counter() - began))
        self.results.rows = median(bare)
        name = "batches of 1,000 / COPY of the same rows without tags and index"
        self._add_pairs(name, ours, theirs, 0.35, bare)

    async def _fill(self, size: int) -> None:
        source = make_events(time.monotonic_ns())
        rare = make_rare_events(size) if size == self.results.events else []
        spread = max(1, size // (len(rare) or 1) // BATCH)
        missing = size - await self.ledger.head()
        for number in range(0, missing, BATCH):
            if number % 100_000 == 0:
                self._say(f"filling the ledger up to {size} events, {missing - number} are missing")
            batch = list(itertools.islice(source, min(BATCH, missing - number)))
            if rare and (number // BATCH) % spread == 0:
                batch[-1:] = [rare.pop()]
            await self.ledger.append(batch)
        for event in rare:
            await self.ledger.append([event])
        await self.pool.execute("SELECT 1")

    async def _fill_other(self, other: "peers.EventSourcing | peers.UmaDb") -> None:
        source = make_events(1)
        for number in range(0, self.results.peer_events, BATCH):
            if number % 50_000 == 0:
                self._say(f"filling {other.name}, {self.results.peer_events - number} events are missing")
            await asyncio.to_thread(other.fill, list(itertools.islice(source, BATCH)))
        for event in make_rare_events(1):
            await asyncio.to_thread(other.fill, [event])

    async def _time_appends(self) -> float:
        source = make_events(time.monotonic_ns())
        return await median_time(lambda: self._write(next(source)))

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

    async def _measure_checks(self) -> None:
        head = await self.ledger.head()
        source = make_events(time.monotonic_ns())
        check = "SELECT ledger.find($1, $2, $3, $4, 1)"
        one = await self._time_selects(head)

        async def ask() -> None:
            condition = make_condition(next(source), head)
            item = condition.query.items[0]
            types, tags = ["\n".join(item.types)], ["\n".join(item.tags)]
            await self.pool.fetch(check, types, tags, condition.after, head)

        checks = await times(ask)
        name = "condition check (two types, two tags, after head - 1,000) p99 / primary-key select p99"
        self._add(name, percentile(checks, 99), percentile(one, 99), "at most", 5, "s")

    async def _time_selects(self, head: int) -> list[float]:
        pick = itertools.cycle([1, head // 3, head // 2, head - 5])
        select = "SELECT payload FROM ledger.event WHERE position = $1"
        return await times(lambda: self.pool.fetch(select, next(pick)))

    async def _measure_rare(self) -> None:
        one = await self._time_selects(await self.ledger.head())
        found = await self.ledger.read(RARE_QUERY)
        rare = await times(lambda: self.ledger.read(RARE_QUERY))
        name = f"reading the {len(found)} events of a query (two types, two tags) p50 / primary-key select p50"
        self._add(name, percentile(rare, 50), percentile(one, 50), "at most", 30, "s")
        for other in self.others:
            await self._fill_other(other)
            assert await asyncio.to_thread(other.read_rare) >= RARE_EVENTS  # noqa: S101  (else nothing was compared)
            # Ours once more, so that both are asked in the same minutes.
            rare = await times(lambda: self.ledger.read(RARE_QUERY))
            theirs = await times(lambda other=other: asyncio.to_thread(other.read_rare), samples=50)
            name = f"the same query p50 / {other.name} on {self.results.peer_events} events"
            self._add(name, percentile(rare, 50), percentile(theirs, 50), "at most", 1, "s")
            self._end(f"the query of {other.name}")


def _middle(rates: list[float] | None) -> float | None:
    return median(rates) if rates else None

"""The views' figures: rebuilding, asking, and how soon what is appended shows; each beside its yardstick in one run."""

import asyncio
import itertools
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from bench.build import ROOT, unpack_wheel
from bench.document import put_table
from bench.machine import describe_machine
from bench.news import write_news
from bench.pool import open_pool
from bench.serving import load, serve, serve_bare
from bench.view_rates import Rates, Ratios, Rounds
from bench.work import STATES
from events.errors import ChanceryError
from events.ledger import Ledger
from migrations.runner import migrate
from projections.following.runner import Runner
from projections.questions.queries import Queries
from projections.rebuilding.cycles import collect_seldom
from projections.times import Times
from service.database import OWNER, SERVICE, prepare_server
from service.embedded import EmbeddedPostgres
from service.parties import check_party

MARK = "<!-- views -->"
SMALL = 100_000
PAIR = ("QQQ", "RRR")
PAIR_EVENTS = 10_000
PAGE = 2_000
SAMPLES = 100
RATE = 200
"""Appends a second while what is visible is timed."""
FOLLOWED_SECONDS = 15
"""How long that goes on; each append is timed."""
SERVER_OPTIONS = {
    "max_connections": "100",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "wal_compression": "off",
}
"""As deploy/compose.yaml sets them for a server that is to hold much; the peer has the same server."""
PORTS = (8471, 8472)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table: a ratio or a plain figure, what it should be, and what it was computed from.

    ``each``: of what was measured several times in turn, every ratio; ``got`` is their median.
    """

    name: str
    got: float
    wanted: str
    met: bool
    ours: float
    theirs: float | None
    unit: str
    each: list[float] | None = None


class Results(msgspec.Struct, kw_only=True):
    """What was measured, where, on how many events; ``load`` is the machine's load average before and after.

    ``folds``: whether what rebuilds is compiled.
    """

    machine: str
    load: list[float]
    events: int
    workload: str
    figures: list[Figure]
    missing: list[str] = []
    folds: str = ""


async def measure(events: int, *, seconds: float, rounds: int, keep: Callable[[Results], None]) -> Results:
    """Measure everything on an embedded server set as for deployment (fsync on) in a temporary folder.

    ``keep`` is given what is known after each figure, so that a run which is stopped leaves what it has measured.
    """
    with tempfile.TemporaryDirectory(prefix="chancery-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # noqa: ASYNC240  (nothing else runs yet)
        compiled = unpack_wheel(folder / "packages")
        with EmbeddedPostgres(folder / "home", options=SERVER_OPTIONS) as postgres:
            run = _Run(
                postgres,
                Results(
                    machine=describe_machine(),
                    load=[round(os.getloadavg()[0], 1)],
                    events=events,
                    workload="articles of four reports each, every tenth merged with an earlier one",
                    figures=[],
                    folds="compiled" if compiled else "Python, not compiled",
                ),
                keep,
                folder / "packages" if compiled else ROOT,
            )
            await run.measure(seconds, rounds)
            run.results.load.append(round(os.getloadavg()[0], 1))
            keep(run.results)
    return run.results


class _Run:
    def __init__(
        self, postgres: EmbeddedPostgres, results: Results, keep: Callable[[Results], None], packages: Path
    ) -> None:
        self._packages = packages
        self.postgres = postgres
        self.results = results
        self._keep = keep
        self._began = time.monotonic()

    async def measure(self, seconds: float, rounds: int) -> None:
        small = min(SMALL, self.results.events)
        async with self._database("small") as pool:
            await self._fill(pool, small)
        async with self._database("large") as pool:
            await self._fill(pool, self.results.events)
        rounds_of_rates = Rounds(self.postgres, "small", "large", self._tell, self._packages)
        self._add_rates(await rounds_of_rates.measure(rounds), small)
        async with open_pool(self.postgres.url(SERVICE, "large"), least=6, most=6) as pool:
            await self._ask(pool)
            await self._follow(pool)
            await self._serve(seconds)

    def _add_rates(self, rates: Rates, small: int) -> None:
        self._add_median("rebuilding relation / the projection runner of eventsourcing 9.5.6", 25, rates.peer)
        self._add_median("rebuilding relation, visits and aid / reading and decoding", 0.25, rates.few)
        self._add_median("rebuilding all views / reading and decoding", 0.10, rates.every)
        self._add_median(f"the rate at {self.results.events} events / at {small}", 0.9, rates.growth)
        self._add("most memory of the rebuild", rates.most_memory, "<=", 500, rates.most_memory, None, "MB")
        self._add_median(
            "memory for three views at the larger / at the smaller ledger",
            1.5,
            rates.memory_growth,
            sense="<=",
            unit="MB",
        )

    def _add_median(
        self, name: str, bound: float, ratios: Ratios, *, sense: str = ">=", unit: str = "events/s"
    ) -> None:
        """Add the median of what was measured in turn; what it was computed from are the medians too."""
        each = ratios.each
        ours, theirs = statistics.median(ratios.ours), statistics.median(ratios.theirs)
        self._add(name, statistics.median(each), sense, bound, ours, theirs, unit, each=each)

    def _add(
        self,
        name: str,
        got: float,
        sense: str,
        bound: float,
        ours: float,
        theirs: float | None,
        unit: str = "events/s",
        *,
        each: Sequence[float] = (),
    ) -> None:
        met = got >= bound if sense == ">=" else got <= bound
        wanted = f"at {'least' if sense == '>=' else 'most'} {bound:g}"
        figure = Figure(
            name=name,
            got=float(f"{got:.3g}"),
            wanted=wanted,
            met=met,
            ours=float(f"{ours:.4g}"),
            theirs=None if theirs is None else float(f"{theirs:.4g}"),
            unit=unit,
            each=[float(f"{ratio:.3g}") for ratio in each] or None,
        )
        self.results.figures.append(figure)
        self._keep(self.results)
        print(
            f"{'ok  ' if met else 'MISS'} {got:9.3f}  {wanted:14} {name}  ({ours:.5g} / {theirs or 1:.5g} {unit})",
            flush=True,
        )

    def _tell(self, doing: str) -> None:
        print(f"{time.monotonic() - self._began:6.0f} s  {doing}", flush=True)

    @asynccontextmanager
    async def _database(self, name: str) -> "AsyncGenerator[asyncpg.Pool[Any]]":
        await prepare_server(self.postgres.url("postgres", "postgres"), name)
        await migrate(self.postgres.url(OWNER, name))
        async with open_pool(self.postgres.url(SERVICE, name), least=6, most=6) as pool:
            yield pool

    async def _fill(self, pool: "asyncpg.Pool[Any]", events: int) -> None:
        """Append news up to a number of events, the last of them of one pair."""
        self._tell(f"appending {events} events")
        ledger = Ledger(pool, "bench")
        few = min(PAIR_EVENTS, events // 10)
        news = itertools.chain(
            itertools.islice(write_news(1), events - few),
            itertools.islice(write_news(2, pair=PAIR, articles_a_day=few / 15_000), few),
        )
        while batch := list(itertools.islice(news, PAGE)):
            await ledger.append(batch)

    async def _ask(self, pool: "asyncpg.Pool[Any]") -> None:
        """Questions about the pair of many events: live, and at random triples of times."""
        self._tell("asking")
        runner = Runner(pool, Ledger(pool, "bench"))
        await runner.prepare()
        head = await runner.catch_up()
        queries = Queries(pool, Ledger(pool, "bench"))
        chance = random.Random(3)  # noqa: S311
        today = date(2026, 1, 1)

        def triple() -> Times:
            day = date(2018, 1, 1) + timedelta(days=chance.randint(30, 2_800))
            return Times(
                today=today,
                as_of=day,
                reported_by=day + timedelta(days=chance.randint(0, 60)),
                known_at=head - chance.randint(0, PAIR_EVENTS // 2),
            )

        # Both are made anew: what keeps answers is in the layers of HTTP.
        live = await _times(lambda: queries.compare([PAIR], Times(today=today)))
        back = await _times(lambda: queries.compare([PAIR], triple()))
        self._add(
            f"p99 at three times of a pair with {PAIR_EVENTS} events / live", back / live, "<=", 10, back, live, "s"
        )

    async def _follow(self, pool: "asyncpg.Pool[Any]") -> None:
        """Seconds from an append to its being visible, while so many are appended a second.

        It begins with a checkpoint: what was measured before is no longer being written to the disk, and each page goes
        to the server's log whole when it is first changed, the most that it ever does.
        """
        self._tell("appending and waiting until it shows")
        await self._checkpoint()
        ledger = Ledger(pool, "bench")
        runner = Runner(pool, ledger)
        following = asyncio.create_task(runner.run())
        news = write_news(7)
        # Until it is at work: it gets its connection ready once, when a process starts.
        first = time.perf_counter()
        await runner.wait_for((await ledger.append([next(news)])).last, 60)
        self._tell(f"the first append showed after {time.perf_counter() - first:.3f} s, with the start of following")
        waits: list[float] = []
        waiting: list[asyncio.Task[None]] = []

        async def wait(position: int, since: float) -> None:
            await runner.wait_for(position, 30)
            waits.append(time.perf_counter() - since)

        # As the service does.
        with collect_seldom():
            started = time.perf_counter()
            for number in range(RATE * FOLLOWED_SECONDS):
                await asyncio.sleep(max(0, started + number / RATE - time.perf_counter()))
                appended = await ledger.append([next(news)])
                waiting.append(asyncio.create_task(wait(appended.last, time.perf_counter())))
            rate = len(waiting) / (time.perf_counter() - started)
            await asyncio.gather(*waiting)
        following.cancel()
        await asyncio.wait([following])
        p50, p99 = (sorted(waits)[int(len(waits) * share)] for share in (0.5, 0.99))
        self._tell(f"{rate:.0f} appends a second; half of them showed within {p50:.3f} s")
        self._add(f"seconds from append to visible, p99 at {RATE} appends a second", p99, "<=", 0.1, p99, None, "s")

    async def _checkpoint(self) -> None:
        connection = await asyncpg.connect(self.postgres.url("postgres", "large"))
        try:
            await connection.execute("CHECKPOINT")
        finally:
            await connection.close()

    async def _serve(self, seconds: float) -> None:
        """Requests a second of one relation and of a bare handler with one select, by wrk, in turn."""
        wrk = shutil.which("wrk")
        if wrk is None:
            self.results.missing.append("requests a second: wrk is not installed (Debian: apt install wrk)")
            return
        self._tell("serving")
        url = self.postgres.url(SERVICE, "large")
        with tempfile.TemporaryDirectory(prefix="chancery-bench-key-") as folder:
            async with serve(url, PORTS[0], Path(folder)), serve_bare(url, PORTS[1]):
                await self._load_both(wrk, url, seconds)

    async def _load_both(self, wrk: str, url: str, seconds: float) -> None:
        rates: list[tuple[float, float]] = []
        async with asyncpg.create_pool(url, min_size=1, max_size=1) as pool:
            # Of the codes that the news are made of, few are states.
            states = [code for code in STATES if _is_party(code)]
            table = await _table(pool, "relation_pair")
            pair = await pool.fetchrow(
                f"SELECT a, b FROM views.{table} WHERE a = ANY ($1) AND b = ANY ($1) ORDER BY facts DESC LIMIT 1",  # noqa: S608
                states,
            )
        path = "/relations/MLI/RUS" if pair is None else f"/relations/{pair['a']}/{pair['b']}"
        for _ in range(3):
            ours = (await load(wrk, f"http://127.0.0.1:{PORTS[0]}{path}", seconds)).rate
            theirs = (await load(wrk, f"http://127.0.0.1:{PORTS[1]}/1", seconds)).rate
            rates.append((ours, theirs))
        ours, theirs = sorted(rates, key=lambda pair: pair[0] / pair[1])[len(rates) // 2]
        self._add(
            "GET of a relation / bare handler with one select", ours / theirs, ">=", 0.7, ours, theirs, "requests/s"
        )


async def _times(ask: Callable[[], Awaitable[object]]) -> float:
    """The 99th percentile of seconds of a question."""
    for _ in range(5):
        await ask()
    found: list[float] = []
    for _ in range(SAMPLES):
        started = time.perf_counter()
        await ask()
        found.append(time.perf_counter() - started)
    return statistics.quantiles(found, n=100)[98]


async def _table(pool: "asyncpg.Pool[Any]", name: str) -> str:
    """The active version of a view's table."""
    view = name.partition("_")[0]
    version = await pool.fetchval("SELECT version FROM views.view WHERE name = $1 AND state = 'active'", view)
    return f"{name}_v{version}"


def _is_party(code: str) -> bool:
    try:
        check_party(code)
    except ChanceryError:
        return False
    return True


def write(results: Results, path: Path, document: Path) -> None:
    """Write the figures as JSON, and as the table of the document."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n")
    rows = [
        [
            f.name,
            f.wanted,
            f"{f.got:g}" if f.each is None else f"{f.got:g} ({min(f.each):g} to {max(f.each):g})",
            "yes" if f.met else "no",
            f"{f.ours:g}",
            "" if f.theirs is None else f"{f.theirs:g}",
            f.unit,
        ]
        for f in results.figures
    ]
    put_table(document, MARK, ("figure", "wanted", "got", "as wanted", "ours", "theirs", "unit"), rows)

"""How many events a second a rebuild of views folds, beside its yardsticks: all in rounds, so that none is favoured.

A machine's speed may change by a third within minutes. So what is divided is measured close together, the yardstick
before and after, several times in a run; each time gives a ratio, and the median of these counts.
"""

import asyncio
import itertools
import resource
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from bench.build import ROOT, with_packages
from bench.news import write_news
from bench.pool import open_pool
from bench.projection_peer import project
from events.codec import unseal
from events.ledger import Ledger
from projections.rebuilding.makers import count_processes
from projections.rebuilding.rebuild import Rebuild
from projections.views import VIEWS
from service.database import SERVICE, prepare_server
from service.embedded import EmbeddedPostgres

PAGE = 2_000
DECODED = 300_000
"""So many events, the first, are enough to time decoding, whose rate does not change with their number."""
PEER_EVENTS = 4_000
"""So many are enough for the peer, whose rate does not fall with their number."""
FEW = ("aid", "relation", "visits")


class Ratios(msgspec.Struct, kw_only=True):
    """What was measured of one figure, each time: ours, the yardstick, and so the ratio."""

    ours: list[float] = []
    theirs: list[float] = []

    def add(self, ours: float, *theirs: float) -> None:
        """Take one time: the yardstick measured before and after."""
        self.ours.append(ours)
        self.theirs.append(sum(theirs) / len(theirs))

    @property
    def each(self) -> list[float]:
        """The ratio of each time."""
        return [ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True)]


class Rates(msgspec.Struct, kw_only=True):
    """Events a second, and the most memory (MB): of rebuilds of three views at each size, and of any."""

    peer: Ratios = msgspec.field(default_factory=Ratios)
    few: Ratios = msgspec.field(default_factory=Ratios)
    every: Ratios = msgspec.field(default_factory=Ratios)
    growth: Ratios = msgspec.field(default_factory=Ratios)
    memory_growth: Ratios = msgspec.field(default_factory=Ratios)
    most_memory: float = 0


class Rounds:
    """Measures rates on a server that has a database of each size; ``tell`` is told what is being done.

    ``packages``: a folder with what rebuilds.
    """

    def __init__(
        self, postgres: EmbeddedPostgres, small: str, large: str, tell: Callable[[str], None], packages: Path = ROOT
    ) -> None:
        self._packages = packages
        self._postgres = postgres
        self._small = small
        self._large = large
        self._tell = tell

    async def measure(self, rounds: int) -> Rates:
        """Measure everything, so many times in turn; at the end the large database has all views."""
        rates = Rates()
        for number in range(1, rounds + 1):
            self._tell(f"round {number} of {rounds}")
            rates.peer.add((await self._rebuild(self._small, ["relation"]))[0], await self._project())
            slow = [await self._rebuild(self._small, FEW)]
            decoded = [await self._decode()]
            few = await self._rebuild(self._large, FEW)
            decoded.append(await self._decode())
            slow.append(await self._rebuild(self._small, FEW))
            rates.few.add(few[0], *decoded)
            rates.growth.add(few[0], *(rate for rate, _ in slow))
            rates.peer.add((await self._rebuild(self._small, ["relation"]))[0], await self._project())
            every = await self._rebuild(self._large, [view.name for view in VIEWS])
            rates.every.add(every[0], decoded[1], await self._decode())
            rates.memory_growth.add(few[1], *(memory for _, memory in slow))
            rates.most_memory = max(rates.most_memory, few[1], every[1])
        return rates

    async def _project(self) -> float:
        """Events a second of the peer's runner, over the first of the same events, in a new database of its own."""
        self._tell("folding with the peer")
        name = f"peer_{time.monotonic_ns()}"
        await prepare_server(self._postgres.url("postgres", "postgres"), name)
        events = list(itertools.islice(write_news(1), PEER_EVENTS))
        return await asyncio.to_thread(project, self._postgres.url("postgres", name), events)

    async def _decode(self) -> float:
        """Events a second of only reading and decoding the ledger."""
        self._tell("reading and decoding")
        async with open_pool(self._postgres.url(SERVICE, self._large), least=2, most=2) as pool:
            ledger = Ledger(pool, "bench")
            upto = min(DECODED, await ledger.head())
            started, count = time.perf_counter(), 0
            async for page in ledger.stream(upto=upto, page=PAGE):
                for event in page:
                    unseal(event)
                count += len(page)
            return count / (time.perf_counter() - started)

    async def _rebuild(self, name: str, views: Sequence[str]) -> tuple[float, float]:
        """Events a second and most memory (MB) of a rebuild by a process of its own."""
        self._tell(f"rebuilding {', '.join(views)} ({name})")
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-c",
            "from bench import view_rates; view_rates.rebuild_once()",
            self._postgres.url(SERVICE, name),
            *views,
            stdout=asyncio.subprocess.PIPE,
            env=with_packages(self._packages),
        )
        answer, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"the rebuild of {', '.join(views)} ended with code {process.returncode}; see above")
        return msgspec.json.decode(answer, type=tuple[float, float])


def rebuild_once() -> None:
    """Rebuild the views named on the command line in the database there; print the rate and the most memory in MB.

    The memory is that of all its processes together: of those that fold, as often the largest's as there are.
    """
    url, *names = sys.argv[1:]

    async def run() -> float:
        async with open_pool(url, least=6, most=6) as pool:
            await _drop_views(pool)
            views = [view for view in VIEWS if view.name in names]
            connect = partial(asyncpg.connect, url)
            done = await Rebuild(pool, Ledger(pool, "bench"), views, every=views, connect=connect).run()
            return done.events / done.seconds

    rate = asyncio.run(run())
    own, folding = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(msgspec.json.encode((rate, own + count_processes() * folding)).decode())


async def _drop_views(pool: "asyncpg.Pool[Any]") -> None:
    await pool.execute("DELETE FROM views.view")
    for row in await pool.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'views'"):
        if row[0] not in {"view", "parked"}:
            await pool.execute(f"DROP TABLE views.{row[0]}")

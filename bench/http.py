"""What the service answers in a second over HTTP, beside a bare handler and the bare extractor in the same run."""

import asyncio
import itertools
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import httpx
import msgspec

from bench.document import put_table
from bench.extraction import Article, load_articles
from bench.machine import describe_machine
from bench.news import write_news
from bench.pool import open_pool
from bench.serving import Load, load, read_memory, serve, serve_bare
from events.ledger import Ledger
from migrations.runner import migrate
from projections.following.runner import Runner
from service.database import OWNER, SERVICE, prepare_server
from service.embedded import EmbeddedPostgres
from service.readers import count_cores
from service.submission import Submission, read_submission

MARK = "<!-- http -->"
PAIR = ("MLI", "RUS")
ROUTES = ("/relations/MLI/RUS", "/visits", "/events", "/agreements")
PORTS = (8481, 8482)
PAGE = 2_000
WANTED, WANTED_READ, WANTED_GROWTH = 0.6, 0.7, 1.1


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """How much is done: events in the ledger, seconds of a measurement, rounds, articles a batch, requests in all."""

    events: int
    seconds: float
    rounds: int
    articles: int
    requests: int


WHOLE = Size(events=100_000, seconds=5, rounds=3, articles=400, requests=100_000)
FIRST_LOOK = Size(events=2_000, seconds=1, rounds=1, articles=60, requests=2_000)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table; ``p99`` in milliseconds, ours and theirs, where requests are timed."""

    name: str
    got: float
    wanted: str
    met: bool
    ours: float
    theirs: float
    unit: str
    p99: tuple[float, float] | None = None


class Results(msgspec.Struct, kw_only=True):
    """What was measured, where, at which size; ``load`` is the machine's load average before and after."""

    machine: str
    load: list[float]
    size: Size
    texts: str
    generator: str = "wrk, one thread and eight connections, on the same machine"
    figures: list[Figure]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a line of a batch was answered, as far as it matters here."""

    outcome: str | None = None
    position: int | None = None


async def measure(size: Size) -> Results:
    """Measure everything on an embedded server with its usual settings (fsync on) in a temporary folder.

    Raises:
        RuntimeError: wrk is not installed, or an answer was an error.

    """
    wrk = shutil.which("wrk")
    if wrk is None:
        raise RuntimeError("wrk is not installed; install it (Debian: apt install wrk)")
    name, articles = load_articles()
    results = Results(
        machine=describe_machine(),
        load=[round(os.getloadavg()[0], 1)],
        size=size,
        texts=f"{name}: {len(articles)} articles",
        figures=[],
    )
    with tempfile.TemporaryDirectory(prefix="chancery-bench-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)  # noqa: ASYNC240  (nothing else runs yet)
        with EmbeddedPostgres(folder / "home", options={"max_connections": "100"}) as postgres:
            await prepare_server(postgres.url("postgres", "postgres"), "http")
            await migrate(postgres.url(OWNER, "http"))
            url = postgres.url(SERVICE, "http")
            await _fill(url, size.events)
            async with serve(url, PORTS[0], folder) as process, serve_bare(url, PORTS[1]):
                for route in ROUTES:
                    _add(results, await _compare(wrk, route, size))
                _add(results, await _watch_memory(wrk, process, size))
                _add(results, await _ingest(articles, size))
    results.load.append(round(os.getloadavg()[0], 1))
    return results


def _add(results: Results, figure: Figure) -> None:
    results.figures.append(figure)
    print(
        f"{'ok  ' if figure.met else 'MISS'} {figure.got:7.3f}  {figure.wanted:12} {figure.name}  "
        f"({figure.ours:.5g} / {figure.theirs:.5g} {figure.unit}"
        f"{'' if figure.p99 is None else f', p99 {figure.p99[0]:g} / {figure.p99[1]:g} ms'})"
    )


async def _fill(url: str, events: int) -> None:
    """Append news of many pairs, a tenth of them of one pair, and bring the views up to them."""
    async with open_pool(url, least=2, most=6) as pool:
        ledger = Ledger(pool, "bench")
        few = events // 10
        news = itertools.chain(
            itertools.islice(write_news(1), events - few),
            itertools.islice(write_news(2, pair=PAIR, articles_a_day=few / 15_000), few),
        )
        while batch := list(itertools.islice(news, PAGE)):
            await ledger.append(batch)
        runner = Runner(pool, ledger)
        await runner.prepare()
        await runner.catch_up()


async def _compare(wrk: str, route: str, size: Size) -> Figure:
    """A route and the bare handler in turn; the round whose ratio is the median.

    Both are asked for a second before: the first answers are made anew, and kept from then on.
    """
    pairs: list[tuple[Load, Load]] = []
    for url in (f"http://127.0.0.1:{PORTS[0]}{route}", f"http://127.0.0.1:{PORTS[1]}/1"):
        await load(wrk, url, 1)
    for _ in range(size.rounds):
        ours = await load(wrk, f"http://127.0.0.1:{PORTS[0]}{route}", size.seconds)
        theirs = await load(wrk, f"http://127.0.0.1:{PORTS[1]}/1", size.seconds)
        pairs.append((ours, theirs))
    ours, theirs = sorted(pairs, key=lambda pair: pair[0].rate / pair[1].rate)[len(pairs) // 2]
    got = ours.rate / theirs.rate
    return Figure(
        name=f"GET {route} / bare handler with one SELECT",
        got=got,
        wanted=f"at least {WANTED:g}",
        met=got >= WANTED,
        ours=ours.rate,
        theirs=theirs.rate,
        unit="requests/s",
        p99=(ours.p99, theirs.p99),
    )


async def _watch_memory(wrk: str, process: int, size: Size) -> Figure:
    """The service's resident memory before and after many requests of all routes, which have all been asked before."""
    before, asked = read_memory(process), 0
    for route in itertools.cycle(ROUTES):
        asked += (await load(wrk, f"http://127.0.0.1:{PORTS[0]}{route}", size.seconds)).requests
        if asked >= size.requests:
            break
    after = read_memory(process)
    return Figure(
        name=f"resident memory after {asked} requests / before",
        got=after / before,
        wanted=f"at most {WANTED_GROWTH:g}",
        met=after / before <= WANTED_GROWTH,
        ours=after,
        theirs=before,
        unit="MB",
    )


async def _ingest(articles: Sequence[Article], size: Size) -> Figure:
    """Articles through POST /articles/batch, and read by nothing but the extractor on as many processes, in turn.

    Each round sends the texts under addresses of its own, so that every article is new, read and decided about.
    """
    rates: list[tuple[float, float]] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count_cores(), mp_context=context) as pool:
        for number in range(-1, size.rounds):
            # The first round starts the processes on both sides, and does not count.
            batch = [
                Submission(
                    text=article.text,
                    published=article.published,
                    language=article.language,
                    publisher="bench.example",
                    url=f"https://bench.example/{number + 1}/{place}",
                )
                for place, article in enumerate(itertools.islice(itertools.cycle(articles), size.articles))
            ]
            theirs = await asyncio.to_thread(_read_all, pool, batch)
            rates.append((await _post_all(batch), theirs))
    ours, theirs = sorted(rates[1:], key=lambda pair: pair[0] / pair[1])[(len(rates) - 1) // 2]
    return Figure(
        name="POST /articles/batch / bare extractor on the same cores",
        got=ours / theirs,
        wanted=f"at least {WANTED_READ:g}",
        met=ours / theirs >= WANTED_READ,
        ours=ours,
        theirs=theirs,
        unit="articles/s",
    )


def _read_all(pool: ProcessPoolExecutor, batch: Sequence[Submission]) -> float:
    started = time.perf_counter()
    read = sum(pool.map(read_reports, batch))
    if not read:
        raise RuntimeError("the extractor read no report in any article")
    return len(batch) / (time.perf_counter() - started)


def read_reports(submission: Submission) -> int:
    """Read an article; only the number of its reports comes back."""
    return len(read_submission(submission).reports)


async def _post_all(batch: Sequence[Submission]) -> float:
    """Articles a second, until the last verdict has come; raises RuntimeError where one is not new."""
    fields = ("text", "published", "language", "publisher", "url")
    encoder = msgspec.json.Encoder()

    async def lines() -> AsyncGenerator[bytes]:
        for each in batch:
            yield encoder.encode({name: getattr(each, name) for name in fields}) + b"\n"

    verdicts: list[Verdict] = []
    started = time.perf_counter()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORTS[0]}", timeout=600) as client:
        async with client.stream(
            "POST", "/articles/batch", content=lines(), headers={"content-type": "application/x-ndjson"}
        ) as answer:
            verdicts.extend([msgspec.json.decode(line, type=Verdict) async for line in answer.aiter_lines()])
        seconds = time.perf_counter() - started
        # The views come up to them before anything else is measured.
        for _ in range(10):
            reached = await client.get("/events", params={"limit": 1, "wait_for": verdicts[-1].position or 0})
            if reached.is_success:
                break
    outcomes = [each.outcome for each in verdicts]
    if outcomes != ["recorded"] * len(batch):
        raise RuntimeError(f"of {len(batch)} articles {outcomes.count('recorded')} were recorded; all must be new")
    return len(batch) / seconds


def write(results: Results, path: Path, document: Path) -> None:
    """Write the figures as JSON, and as the table of the document."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n")
    rows = [
        (
            each.name,
            each.wanted,
            f"{each.got:.3g}",
            "yes" if each.met else "no",
            f"{each.ours:.4g}",
            f"{each.theirs:.4g}",
            each.unit,
            "" if each.p99 is None else f"{each.p99[0]:g} / {each.p99[1]:g}",
        )
        for each in results.figures
    ]
    put_table(document, MARK, ("figure", "wanted", "got", "as wanted", "ours", "theirs", "unit", "p99, ms"), rows)

"""The commands that fetch and follow: addresses and archives ingested, feeds read, workers stopped and killed."""

import asyncio
import gzip
import json
import signal
import subprocess
import threading
import time
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.contract.commands import CHANCERY, run_in, shell_environment
from tests.database import TestDatabase
from tests.tricks import Server, reply, serve

WHEAT = "La Russie a livré 25 000 tonnes de blé au Mali, a annoncé le ministre de l'Agriculture à Bamako."
ARTICLES = 12


def page(amount: str) -> bytes:
    """The page of an article."""
    text = WHEAT.replace("25 000", amount)
    return reply(f"<html><head><title>Blé</title></head><body><article><p>{text}</p></article></body></html>")


def feed(paths: list[str]) -> bytes:
    """A feed of these pages, all of one day."""
    items = "".join(
        f"<item><link>{path}</link><title>Blé</title><pubDate>Fri, 26 Jan 2024 08:00:00 +0100</pubDate></item>"
        for path in paths
    )
    return reply(
        f"<rss version='2.0'><channel><title>L'Écho</title>{items}</channel></rss>", content_type="application/rss+xml"
    )


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a server with a feed of two articles, beside the test."""
    with beside() as opened:
        opened.answers["/rss"] = feed(["/2", "/1"])
        opened.answers["/1"], opened.answers["/2"] = page("25 000"), page("30 000")
        yield opened


@contextmanager
def beside() -> Generator[Server]:
    """A server in a thread of its own: commands are waited for in this one."""
    ready, found = threading.Event(), list[Server]()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def run() -> None:
        async with serve() as opened:
            found.append(opened)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert ready.wait(10)
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def environment(database: TestDatabase, server: Server, **more: str) -> dict[str, str]:
    """What a command sees: the test's database, and a server that it may fetch from."""
    return {
        **shell_environment(),
        "CHANCERY_DATABASE_URL": database.service_url,
        "CHANCERY_FETCH_ALLOW": "127.0.0.1",
        "CHANCERY_FETCH_PORTS": f"80 443 {server.port}",
        "CHANCERY_FETCH_DELAY": "0",
        "CHANCERY_FETCH_BACKOFF": "0",
        **more,
    }


def run(seen: dict[str, str], *arguments: str, code: int = 0) -> Any:
    """The JSON that a command answers with, and the code that it must end with."""
    done = run_in(seen, *arguments, "--json")
    assert done.returncode == code, done.stderr.decode()
    return json.loads(done.stdout) if done.stdout else done.stderr.decode()


def test_addresses_archives_and_lines_are_ingested(database: TestDatabase, server: Server, tmp_path: Path) -> None:
    """Each article is told by its name; what is refused has a reason, stops nothing and makes the exit code 1."""
    seen = environment(database, server)
    lines = tmp_path / "a.jsonl.gz"
    lines.write_bytes(gzip.compress(json.dumps({"text": WHEAT, "url": f"{server.url}/9"}).encode() + b"\n{}\n"))
    archive = tmp_path / "b.warc"
    archive.write_bytes(b"no archive")
    results = run(
        seen,
        *("ingest", f"{server.url}/1", f"{server.url}/gone", "http://10.0.0.1/", str(lines), str(archive)),
        "--published=2024-01-26",
        code=1,
    )
    outcomes = {result["file"].removeprefix(server.url): result["outcome"] for result in results}
    assert outcomes == {
        "/1": "recorded",
        "/gone": "refused",
        "http://10.0.0.1/": "refused",
        "a.jsonl.gz:1": "recorded",
        "a.jsonl.gz:2": "refused",
        "b.warc": "refused",
    }
    assert all(result["error"] for result in results if result["outcome"] == "refused")
    (again,) = run(seen, "ingest", f"{server.url}/1", "--published=2024-01-26")
    assert again["outcome"] == "known"


def test_feeds_are_kept_and_read(database: TestDatabase, server: Server, tmp_path: Path) -> None:
    """Feeds come from the command and from the file; one reading tells what came of each, and a failure makes it 1."""
    file = tmp_path / "feeds.toml"
    file.write_text(f'[[feed]]\nurl = "{server.url}/missing"\npublisher = "L\'Écho"\n', encoding="utf-8")
    seen = environment(database, server, CHANCERY_FEEDS=str(file))
    assert "no feed" in run(seen, "feeds", "add", f"{server.url}/1", code=1)
    added = run(seen, "feeds", "add", f"{server.url}/rss", "--publisher=L'Écho")
    assert (added["new"], added["title"], added["items"]) == (True, "L'Écho", 2)
    failed, read = sorted(run(seen, "feeds", "run", "--once", code=1), key=lambda each: each["outcome"])
    assert "404" in failed["problem"]
    assert (read["outcome"], read["recorded"]) == ("read", 2)
    listed = {each["source"]["url"].rpartition("/")[2]: each for each in run(seen, "feeds", "list")}
    assert (listed["rss"]["named_in"], listed["rss"]["state"]["articles"]) == ("feeds add", 2)
    assert (listed["missing"]["named_in"], listed["missing"]["state"]["failures"]) == (str(file), 1)
    assert str(file) in run(seen, "feeds", "remove", f"{server.url}/missing", code=1)
    run(seen, "feeds", "remove", f"{server.url}/rss")
    assert "feeds list" in run(seen, "feeds", "remove", f"{server.url}/rss", code=1)
    file.write_text("[[feed]]\n", encoding="utf-8")
    assert "feeds.toml" in run(seen, "feeds", "run", "--once", code=1)


def test_a_worker_ends_at_sigterm(database: TestDatabase, server: Server) -> None:
    """The worker reads what is due and, told to stop, ends with success; the views have kept up."""
    seen = environment(database, server)
    run(seen, "feeds", "add", f"{server.url}/rss")
    working = start(seen, server, "/2")
    working.send_signal(signal.SIGTERM)
    assert working.wait(60) == 0
    (read,) = run(seen, "feeds", "run", "--once")
    assert (read["outcome"], read["left"]) == ("read", 0)
    assert len(run(seen, "events")["items"]) == 2


def test_a_worker_that_is_killed_loses_and_doubles_nothing(database: TestDatabase, server: Server) -> None:
    """Killed in the middle again and again, the worker in the end has recorded each article once."""
    seen = environment(database, server)
    paths = [f"/{number}" for number in range(1, ARTICLES + 1)]
    server.answers["/rss"] = feed(paths)
    for number, path in enumerate(paths):
        server.answers[path] = page(f"{20 + number} 000")
    run(seen, "feeds", "add", f"{server.url}/rss")
    for path in ("/11", "/7", "/3"):
        working = start(seen, server, path)
        working.kill()
        working.wait()
        asyncio.run(end_claim(database))
    (read,) = run(seen, "feeds", "run", "--once")
    assert read["left"] == 0
    assert len({event["id"] for event in run(seen, "events", "--limit=100")["items"]}) == ARTICLES
    assert asyncio.run(count_articles(database)) == ARTICLES
    # It ends with success where every view equals the replay.
    run(seen, "replay", "--diff")


def start(seen: dict[str, str], server: Server, path: str) -> "subprocess.Popen[bytes]":
    """A worker that has asked for a path."""
    working = subprocess.Popen([CHANCERY, "feeds", "run"], stderr=subprocess.DEVNULL, env=seen)
    while path not in server.paths():
        assert working.poll() is None, "the worker ended before"
        time.sleep(0.05)
    return working


async def end_claim(database: TestDatabase) -> None:
    """Let the time of a claim pass."""
    async with connected(database) as connection:
        await connection.execute("UPDATE feeds.state SET claimed_until = NULL")


async def count_articles(database: TestDatabase) -> int:
    """How many articles the ledger holds."""
    async with connected(database) as connection:
        return int(await connection.fetchval("SELECT count(*) FROM ledger.event WHERE type = 'ArticleIngested'"))


@asynccontextmanager
async def connected(database: TestDatabase) -> "AsyncGenerator[asyncpg.Connection[Any]]":
    """A connection as the role that serves."""
    connection = await asyncpg.connect(database.service_url)
    try:
        yield connection
    finally:
        await connection.close()

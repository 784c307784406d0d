"""Feeds read into the ledger: what is new, what has changed, what fails, over real sockets and a real database."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from service.app import Service, open_reader, open_visitor
from service.doctor.feeds import check_feeds
from service.feeds.reading import FeedRead, FeedReader
from service.feeds.sources import Source
from service.feeds.standing import FAILING, LATE, Feeds
from service.feeds.store import LEASE, FeedStore
from service.feeds.worker import keep_reading, read_all
from tests.tricks import Request, Server, reply

WHEAT = "La Russie a livré 25 000 tonnes de blé au Mali, a annoncé le ministre de l'Agriculture à Bamako."
SUMMONED = "Le Mali a convoqué mercredi l'ambassadeur d'Algérie à Bamako, selon le ministère."


def page(title: str, *paragraphs: str) -> str:
    """The page of an article."""
    told = "".join(f"<p>{each}</p>" for each in paragraphs)
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{told}</article></body></html>"


def feed(*items: tuple[str, str]) -> str:
    """A feed of paths and titles, the newest first, all of one day."""
    told = "".join(
        f"<item><guid>{path}</guid><title>{title}</title><link>{path}</link>"
        "<pubDate>Fri, 26 Jan 2024 08:00:00 +0100</pubDate></item>"
        for path, title in items
    )
    return f"<rss version='2.0'><channel><title>L'Écho</title>{told}</channel></rss>"


def told(body: str, **headers: Any) -> bytes:
    """A feed as a server gives it."""
    return reply(body, content_type="application/rss+xml; charset=utf-8", **headers)


async def read(service: Service, *urls: str, **about: Any) -> list[FeedRead]:
    """Read feeds once."""
    async with open_reader(service) as reader:
        return await read_all(reader, [Source(url=url, **about) for url in urls], asyncio.Event())


async def fill(server: Server) -> str:
    """A feed of two articles; its address."""
    server.answers["/rss"] = told(feed(("/b", "Convocation"), ("/a", "Blé")), etag='"v1"', last_modified="yesterday")
    server.answers["/a"] = reply(page("Blé", WHEAT))
    server.answers["/b"] = reply(page("Convocation", SUMMONED))
    return f"{server.url}/rss"


async def articles(service: Service) -> list[Any]:
    """The articles that the ledger holds, the views having caught up."""
    await service.runner.catch_up()
    async with service.pool.acquire() as connection:
        rows = await connection.fetch(
            "SELECT type, convert_from(payload, 'UTF8') AS payload FROM ledger.event ORDER BY 1"
        )
    return [row for row in rows if row["type"].startswith("Article")]


async def test_items_become_articles_with_what_the_feed_tells(service: Service, server: Server) -> None:
    """Each item's page is fetched and read; publisher, address, title and day stand with it, as if it were posted."""
    url = await fill(server)
    (result,) = await read(service, url, publisher="L'Écho")
    assert (result.outcome, result.recorded, result.refused, result.left) == ("read", 2, 0, 0)
    payloads = "".join(row["payload"] for row in await articles(service))
    for expected in ("L'Écho", f"{server.url}/a", "Convocation", "2024-01-26"):
        assert expected in payloads
    assert server.paths() == ["/rss", "/a", "/b"]


async def test_what_is_known_is_not_fetched_again(service: Service, server: Server) -> None:
    """A second reading asks under a condition and fetches no page; where nothing changed, the answer is empty."""
    url = await fill(server)
    await read(service, url)
    head = await service.ledger.head()
    (again,) = await read(service, url)
    assert (again.outcome, again.recorded) == ("read", 0)
    assert server.paths() == ["/rss", "/a", "/b", "/rss"]
    asked = server.asked[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"v1"', "yesterday")
    server.answers["/rss"] = reply("", status=304)
    (third,) = await read(service, url)
    assert third.outcome == "unchanged"
    assert (await read(service, url))[0].outcome == "unchanged"
    assert server.asked[-1].headers["if-none-match"] == '"v1"'
    assert await service.ledger.head() == head


async def test_a_changed_item_is_a_revision(service: Service, server: Server) -> None:
    """When the feed tells something new of an item, its page is read again: another text revises the article."""
    url = await fill(server)
    await read(service, url)
    server.answers["/a"] = reply(page("Blé", WHEAT.replace("25 000", "30 000")))
    server.answers["/rss"] = told(feed(("/b", "Convocation"), ("/a", "Blé (mis à jour)")))
    (result,) = await read(service, url)
    assert (result.recorded, result.revised, result.known) == (0, 1, 0)
    assert server.paths()[-2:] == ["/rss", "/a"]


async def test_an_article_that_was_posted_already_is_known(service: Service, server: Server) -> None:
    """Two feeds that name the same page tell of one article."""
    url = await fill(server)
    server.answers["/other"] = server.answers["/rss"]
    await read(service, url)
    (result,) = await read(service, f"{server.url}/other")
    assert (result.recorded, result.known) == (0, 2)


async def test_text_can_come_from_the_feed_itself(service: Service, server: Server) -> None:
    """A feed that holds whole articles is read without fetching their pages; a changed text revises."""
    body = feed(("/a", "Blé")).replace("<pubDate>", f"<description>&lt;p&gt;{WHEAT}&lt;/p&gt;</description><pubDate>")
    server.answers["/rss"] = told(body)
    (result,) = await read(service, f"{server.url}/rss", content="feed")
    assert result.recorded == 1
    server.answers["/rss"] = told(body.replace("25 000", "30 000"))
    assert (await read(service, f"{server.url}/rss", content="feed"))[0].revised == 1
    assert server.paths() == ["/rss", "/rss"]


async def test_a_feed_that_fails_stops_no_other(service: Service, server: Server) -> None:
    """Missing, broken, refused, endless and hostile feeds are told with a reason, and the good one is read."""
    good = await fill(server)
    server.answers["/html"] = reply(page("Blé", WHEAT))
    server.answers["/bomb"] = told('<!DOCTYPE a [<!ENTITY b "c">]><rss version="2.0"><channel/></rss>')
    server.answers["/loop"] = reply("", status=302, location="/loop")
    server.answers["/out"] = reply("", status=302, location="http://169.254.169.254/")
    server.answers["/down"] = reply("", status=500)
    bad = ["missing", "html", "bomb", "loop", "out", "down"]
    urls = [*(f"{server.url}/{name}" for name in bad), "file:///etc/passwd", "http://nobody.invalid/rss"]
    *failed, read_well = await read(service, *urls, good)
    assert {result.outcome for result in failed} == {"failed"}
    assert all(result.problem for result in failed)
    assert (read_well.outcome, read_well.recorded) == ("read", 2)
    states = await FeedStore(service.pool).list_states(counted=True)
    assert all(states[url].failures == 1 and states[url].problem for url in urls)
    assert (states[good].failures, states[good].problem, states[good].articles) == (0, None, 2)


async def test_items_that_fail_stop_no_other(service: Service, server: Server) -> None:
    """A page that is gone, empty or out of reach is told; one that may come back is tried again."""
    items = [
        ("/a", "Blé"),
        ("/gone", "x"),
        ("/empty", "x"),
        ("http://10.0.0.1/", "x"),
        ("javascript:x", "x"),
        ("/late", "x"),
    ]
    server.answers["/rss"] = told(feed(*items), etag='"v1"')
    server.answers["/a"] = reply(page("Blé", WHEAT))
    server.answers["/empty"] = reply("<html></html>")
    server.answers["/late"] = reply("", status=503)
    (result,) = await read(service, f"{server.url}/rss")
    assert (result.outcome, result.recorded, result.refused, result.left) == ("read", 1, 4, 1)
    server.answers["/late"] = reply(page("Convocation", SUMMONED))
    (again,) = await read(service, f"{server.url}/rss")
    assert "if-none-match" not in server.asked[-2].headers
    assert (again.recorded, again.refused, again.left) == (1, 0, 0)
    assert server.paths()[-2:] == ["/rss", "/late"]


async def test_an_item_that_never_comes_is_given_up(service: Service, server: Server) -> None:
    """After some readings an item that keeps failing is left, so that its feed is asked under a condition again."""
    server.answers["/rss"] = told(feed(("/late", "x")), etag='"v1"')
    server.answers["/late"] = reply("", status=503)
    left = [(await read(service, f"{server.url}/rss"))[0].left for _ in range(6)]
    assert left == [1, 1, 1, 1, 0, 0]
    assert server.asked[-1].headers["if-none-match"] == '"v1"'


async def test_a_server_that_asks_for_time_is_left_alone(service: Service, server: Server) -> None:
    """Within the time of a Retry-After the feed is not asked for again, not even by a reading of all."""
    server.answers["/rss"] = reply("", status=429, retry_after="600")
    (failed,) = await read(service, f"{server.url}/rss")
    assert failed.outcome == "failed"
    (passed,) = await read(service, f"{server.url}/rss")
    assert passed.outcome == "passed over"
    assert server.paths() == ["/rss"]


async def test_a_feed_is_read_by_one_process_at_a_time(service: Service, server: Server) -> None:
    """Of two readings at once one passes the feed over; the claim of a process that vanished ends by itself."""
    url = await fill(server)
    results = await asyncio.gather(read(service, url), read(service, url))
    assert sorted(result.outcome for (result,) in results) == ["passed over", "read"]
    store, now = FeedStore(service.pool), datetime.now(UTC)
    assert await store.claim(url, now) is not None
    assert await store.claim(url, now) is None
    assert await store.claim(url, now + LEASE + timedelta(seconds=1)) is not None


async def test_later_readings_of_a_failing_feed_lie_further_apart(service: Service, server: Server) -> None:
    """Each failure doubles the pause, up to a day; a success takes it back."""
    source, now = Source(url=f"{server.url}/rss", every=1000), datetime(2026, 11, 22, tzinfo=UTC)
    store = FeedStore(service.pool)
    pauses: list[float] = []
    async with open_visitor(service.settings) as visitor:
        reader = FeedReader(store, visitor, service.handler, clock=lambda: now)
        for _ in range(9):
            await reader.read(source, asyncio.Event())
            due = (await store.list_states())[source.url].due_at
            assert due is not None
            pauses.append((due - now).total_seconds())
        server.answers["/rss"] = told(feed())
        await reader.read(source, asyncio.Event())
    assert pauses == [1000, 2000, 4000, 8000, 16000, 32000, 64000, 86400, 86400]
    state = (await store.list_states())[source.url]
    assert (state.failures, state.due_at) == (0, now + timedelta(seconds=1000))


async def test_the_worker_reads_what_is_due_until_it_is_stopped(service: Service, server: Server) -> None:
    """Feeds are read when due, one added meanwhile without a restart; stopped in an article, it ends at once, whole."""
    url = await fill(server)
    store, stop = FeedStore(service.pool), asyncio.Event()
    second, reached = asyncio.Event(), asyncio.Event()

    async def tell(request: Request, writer: asyncio.StreamWriter) -> None:  # noqa: ARG001
        writer.write(reply(page("Convocation", SUMMONED)))
        await writer.drain()
        second.set()

    async def hang(request: Request, writer: asyncio.StreamWriter) -> None:  # noqa: ARG001
        reached.set()
        await asyncio.sleep(600)
        writer.close()

    server.answers["/b"] = tell
    server.answers["/slow"] = told(feed(("/hangs", "x")), etag='"v1"')
    server.answers["/hangs"] = hang
    await store.add(Source(url=url), datetime.now(UTC))
    async with open_reader(service) as reader:
        work = asyncio.create_task(
            keep_reading(reader, store.list_added, store.list_states, stop, clock=lambda: datetime.now(UTC), pause=0.05)
        )
        await second.wait()
        await store.add(Source(url=f"{server.url}/slow"), datetime.now(UTC))
        await reached.wait()
        stop.set()
        await work
    assert server.paths().count("/rss") == 1
    states = await store.list_states()
    slow = states[f"{server.url}/slow"]
    assert (slow.claimed_until, slow.etag, states[url].claimed_until) == (None, None, None)


async def test_a_lost_database_is_told_and_the_feed_is_read_later(service: Service, server: Server) -> None:
    """Where the database refuses in the middle, the reading fails with a reason, and the next finds what was left."""
    url = await fill(server)
    owner = await asyncpg.connect(service.urls.owner)
    await owner.execute("ALTER TABLE feeds.item RENAME TO away")
    (failed,) = await read(service, url)
    assert failed.outcome == "failed"
    assert "away" not in (failed.problem or "")
    await owner.execute("ALTER TABLE feeds.away RENAME TO item")
    await owner.close()
    (result,) = await read(service, url)
    assert (result.outcome, result.recorded) == ("read", 2)


@pytest.mark.parametrize("removed", [True, False])
async def test_what_was_added_is_listed_and_removed(service: Service, removed: bool) -> None:  # noqa: FBT001
    """A feed is added once, changed by adding it again, and removed with all that is known of it."""
    store, now = FeedStore(service.pool), datetime.now(UTC)
    source = Source(url="https://e.example/rss", publisher="L'Écho")
    assert await store.add(source, now)
    assert not await store.add(Source(url=source.url, every=60), now)
    assert await store.list_added() == [Source(url=source.url, every=60)]
    await store.claim(source.url, now)
    if removed:
        assert await store.remove(source.url)
    assert not await store.remove("https://e.example/other")
    assert (await store.list_added() == []) is removed
    assert (await store.list_states() == {}) is removed


async def test_feeds_that_fail_or_lie_are_told_to_whoever_runs_them(
    service: Service, server: Server, tmp_path: Path
) -> None:
    """They are counted by how they fare; the doctor names those that fail, then those that nobody reads."""
    good, store, file = await fill(server), FeedStore(service.pool), tmp_path / "feeds.toml"
    file.write_text(f'[[feed]]\nurl = "{server.url}/missing"\n', encoding="utf-8")
    today = datetime.now(UTC)
    assert (await check_feeds(store, None, today)).said == "no feed is to be read"
    await store.add(Source(url=good), today)
    assert "feeds run" in ((await check_feeds(store, None, today)).mend or "")
    await read(service, good, f"{server.url}/missing")
    assert dict(await Feeds(store, file, lambda: today).count()) == {"well": 2, "unread": 0, "failing": 0, "late": 0}
    assert (await check_feeds(store, file, today)).state == "fine"
    for _ in range(FAILING - 1):
        await read(service, f"{server.url}/missing")
    found = await check_feeds(store, file, today)
    assert (found.state, f"{server.url}/missing (" in found.said) == ("warning", True)
    assert "feeds remove" in (found.mend or "")
    later = today + LATE + timedelta(hours=1)
    found = await check_feeds(store, None, later)
    assert (found.state, good in found.said, "feeds run" in (found.mend or "")) == ("warning", True, True)
    assert dict(await Feeds(store, file, lambda: later).count()) == {"well": 0, "unread": 0, "failing": 1, "late": 1}
    file.write_text("feed = 1", encoding="utf-8")
    assert "CHANCERY_FEEDS" in ((await check_feeds(store, file, today)).mend or "")

"""Fetching with manners: robots.txt, rest between requests, tries and Retry-After, over real sockets."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import msgspec
import pytest

from service.app import open_visitor
from service.ingest.addresses import read_reach
from service.ingest.articles import fetch_article
from service.ingest.fetch import Fetcher, Limits
from service.ingest.fetch_errors import NotAPage, NotFetched, NotGiven, RefusedByRobots, RobotsUnknown, TryLater
from service.ingest.visits import Manners, Visitor, read_retry_after
from service.settings import Settings
from tests.tricks import Request, Server, hold, reply, serve

LIMITS = Limits(largest=100_000, seconds=5, redirects=3)
NO_PAUSE = Manners(agent="chancery", delay=0, tries=3, backoff=0)


@asynccontextmanager
async def visiting(*servers: Server, manners: Manners = NO_PAUSE) -> AsyncGenerator[Visitor]:
    """A visitor to whom the servers are open."""
    ports = " ".join(str(server.port) for server in servers)
    reach = read_reach(schemes="http", ports=ports, allow="127.0.0.0/8")
    async with Fetcher(reach, LIMITS, agent=manners.agent) as fetcher:
        yield Visitor(fetcher, manners)


def failing(times: int, *, status: int = 503, **headers: str) -> tuple[list[float], object]:
    """An answer that fails so many times before it succeeds, and when it was asked for."""
    asked: list[float] = []

    async def act(request: Request, writer: asyncio.StreamWriter) -> None:  # noqa: ARG001
        asked.append(time.monotonic())
        writer.write(reply("no", status=status, **headers) if len(asked) <= times else reply("yes"))
        await writer.drain()

    return asked, act


async def test_robots_are_asked_once_and_obeyed(server: Server) -> None:
    """What robots.txt shuts is not fetched, and the error says so; the rest is; the file is asked for once."""
    server.answers["/robots.txt"] = reply("User-agent: chancery\nDisallow: /private", content_type="text/plain")
    server.answers["/open"] = reply("yes")
    async with visiting(server) as visitor:
        results = await asyncio.gather(*(visitor.visit(f"{server.url}/open") for _ in range(3)))
        assert {result.body for result in results} == {b"yes"}
        with pytest.raises(RefusedByRobots, match="chancery"):
            await visitor.visit(f"{server.url}/private/a")
    assert sorted(request.path for request in server.asked) == ["/open", "/open", "/open", "/robots.txt"]


async def test_a_redirect_does_not_lead_past_robots(server: Server) -> None:
    """The robots.txt of the host that a redirect leads to is obeyed as well."""
    async with serve() as other:
        other.answers["/robots.txt"] = reply("User-agent: *\nDisallow: /", content_type="text/plain")
        server.answers["/"] = reply("", status=302, location=f"{other.url}/a")
        async with visiting(server, other) as visitor:
            with pytest.raises(RefusedByRobots):
                await visitor.visit(f"{server.url}/")
        assert other.paths() == []


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_robots_that_cannot_be_read_shut_the_host(server: Server, status: int) -> None:
    """A host whose robots.txt fails is left alone, and not asked at once again; a missing one opens it."""
    server.answers["/robots.txt"] = reply("", status=status)
    async with visiting(server) as visitor:
        for _ in range(2):
            with pytest.raises(RobotsUnknown, match=str(status)):
                await visitor.visit(f"{server.url}/a")
    assert [request.path for request in server.asked] == ["/robots.txt"]


async def test_a_host_is_given_rest(server: Server) -> None:
    """Requests to one host follow each other with the delay between them, also the one that its robots.txt asks for."""
    server.answers["/a"] = reply("yes")
    server.answers["/robots.txt"] = reply("User-agent: *\nCrawl-delay: 0.4", content_type="text/plain")
    started = time.monotonic()
    async with visiting(server, manners=msgspec.structs.replace(NO_PAUSE, delay=0.1, tries=1)) as visitor:
        await asyncio.gather(*(visitor.visit(f"{server.url}/a") for _ in range(3)))
    assert time.monotonic() - started >= 0.8


async def test_what_fails_is_tried_again(server: Server) -> None:
    """A server that fails and then answers gives the answer; one that goes on failing is an error after all tries."""
    _, server.answers["/a"] = failing(2)  # pyright: ignore[reportArgumentType]
    asked, server.answers["/b"] = failing(9)  # pyright: ignore[reportArgumentType]
    async with visiting(server) as visitor:
        assert (await visitor.visit(f"{server.url}/a")).body == b"yes"
        with pytest.raises(TryLater, match="503"):
            await visitor.visit(f"{server.url}/b")
    assert len(asked) == 3


async def test_what_is_still_asked_for_ends_with_the_visitor() -> None:
    """A robots.txt asked for on behalf of a visit that was stopped keeps no connection once the visitor has left."""
    async with hold(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n") as server:
        reach = read_reach(schemes="http", ports=str(server.port), allow="127.0.0.1")
        for steps in range(2, 12):
            async with Fetcher(reach, msgspec.structs.replace(LIMITS, seconds=60), agent=NO_PAUSE.agent) as fetcher:
                visiting_it = asyncio.create_task(Visitor(fetcher, NO_PAUSE).visit(f"http://127.0.0.1:{server.port}/a"))
                for _ in range(steps):
                    await asyncio.sleep(0)
                visiting_it.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await visiting_it
        # Whoever was still connecting when its visitor left has been let go too.
        await asyncio.sleep(0.05)
        assert await server.emptied()
        assert server.taken


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 204, 206, 304])
async def test_what_will_not_be_given_is_asked_for_once(server: Server, status: int) -> None:
    """An answer that no other try will change is told at once, with its status."""
    asked, server.answers["/a"] = failing(9, status=status)  # pyright: ignore[reportArgumentType]
    async with visiting(server) as visitor:
        with pytest.raises(NotGiven, match=str(status)):
            await visitor.visit(f"{server.url}/a")
    assert len(asked) == 1


async def test_a_server_is_given_the_time_that_it_asks_for(server: Server) -> None:
    """A short Retry-After is waited for; a long one ends the tries, and the error tells it."""
    asked, server.answers["/a"] = failing(1, status=429, retry_after="1")  # pyright: ignore[reportArgumentType]
    never, server.answers["/b"] = failing(9, retry_after="3600")  # pyright: ignore[reportArgumentType]
    async with visiting(server) as visitor:
        assert (await visitor.visit(f"{server.url}/a")).body == b"yes"
        with pytest.raises(TryLater) as raised:
            await visitor.visit(f"{server.url}/b")
    assert asked[1] - asked[0] >= 0.99
    assert (raised.value.wait, len(never)) == (3600, 1)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (None, None),
        ("120", 120),
        ("Sun, 22 Nov 2026 10:01:00 GMT", 60),
        ("Sun, 22 Nov 2020 10:01:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("9" * 5000, 999_999_999),
    ],
)
def test_retry_after_is_read_in_both_forms(told: str | None, seconds: float | None) -> None:
    """Seconds or a date; what is neither asks for nothing."""
    assert read_retry_after(told, datetime(2026, 11, 22, 10, 0, tzinfo=UTC)) == seconds


async def test_an_article_is_fetched_with_what_its_page_tells(server: Server) -> None:
    """A page becomes an article under the address that gave it at last; feeds and pictures are told apart."""
    server.answers["/go"] = reply("", status=301, location="/a")
    server.answers["/a"] = reply(
        "<html><head><title>Blé</title></head><body><p>La Russie a livré du blé au Mali.</p></body></html>"
    )
    server.answers["/t"] = reply("La Russie a livré du blé.", content_type="text/plain")
    server.answers["/f"] = reply("<rss version='2.0'/>", content_type="application/rss+xml")
    server.answers["/x"] = reply("<?xml version='1.0'?><feed/>", content_type="text/xml")
    server.answers["/p"] = reply(b"\x89PNG", content_type="image/png")
    async with visiting(server) as visitor:
        article = await fetch_article(visitor, f"{server.url}/go")
        assert (article.url, article.title) == (f"{server.url}/a", "Blé")
        assert article.text == "Blé\n\nLa Russie a livré du blé au Mali."
        assert (await fetch_article(visitor, f"{server.url}/t")).text == "La Russie a livré du blé."
        for path, told in (("f", "feeds add"), ("x", "feeds add"), ("p", "image/png")):
            with pytest.raises(NotAPage, match=told):
                await fetch_article(visitor, f"{server.url}/{path}")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"fetch_allow": ""}, "CHANCERY_FETCH_ALLOW"),
        ({"fetch_ports": "443"}, "CHANCERY_FETCH_PORTS"),
        ({"fetch_schemes": "https"}, "CHANCERY_FETCH_SCHEMES"),
        ({"fetch_limit": 1000}, "CHANCERY_FETCH_LIMIT"),
        ({"fetch_timeout": 0.2}, "CHANCERY_FETCH_TIMEOUT"),
        ({"fetch_redirects": 0}, "after 0 redirects"),
        ({"fetch_agent": "other/1.0"}, r"robots\.txt does not let 'other/1\.0' in"),
        ({"fetch_tries": 1}, "503"),
    ],
)
async def test_every_setting_of_fetching_has_its_effect(server: Server, change: dict[str, object], told: str) -> None:
    """What is fetched under the other settings is refused under this one, by the message that names it."""
    server.answers["/robots.txt"] = reply("User-agent: other\nDisallow: /", content_type="text/plain")
    asked: list[str] = []

    async def act(request: Request, writer: asyncio.StreamWriter) -> None:
        asked.append(request.headers["user-agent"])
        await asyncio.sleep(0.5)
        writer.write(reply("", status=302, location="/there") if len(asked) > 1 else reply("", status=503))
        await writer.drain()

    server.answers["/go"] = act
    server.answers["/there"] = reply("x" * 2000)
    usual = Settings(fetch_allow="127.0.0.1", fetch_ports=str(server.port), fetch_delay=0, fetch_backoff=0)
    async with open_visitor(usual) as visitor:
        assert len((await visitor.visit(f"{server.url}/go")).body) == 2000
    assert set(asked) == {"chancery"}
    asked.clear()
    async with open_visitor(msgspec.structs.replace(usual, **change)) as visitor:
        with pytest.raises(NotFetched, match=told):
            await visitor.visit(f"{server.url}/go")


@pytest.mark.parametrize("name", ["fetch_delay", "fetch_backoff"])
async def test_pauses_are_those_of_the_settings(server: Server, name: str) -> None:
    """The delay lies between two requests, the backoff between two tries."""
    asked, server.answers["/a"] = failing(1)  # pyright: ignore[reportArgumentType]
    pauses = {"fetch_delay": 0, "fetch_backoff": 0, name: 0.4}
    settings = Settings(fetch_allow="127.0.0.1", fetch_ports=str(server.port), **pauses)  # pyright: ignore[reportArgumentType]
    async with open_visitor(settings) as visitor:
        await visitor.visit(f"{server.url}/a")
    assert asked[1] - asked[0] >= 0.39

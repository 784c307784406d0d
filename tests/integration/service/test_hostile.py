"""Hostile input over every route and from every source: refused with a documented problem, or stored harmlessly."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import asyncpg
import msgspec
import pytest
import pytest_asyncio

from events.errors import ChanceryError
from events.ledger import Ledger
from events.ledger.audit import verify_ledger
from projections.replaying.replay import compare
from service.app import Service, make_app, open_service
from service.ingest.addresses import Address, read_reach
from service.ingest.connecting import resolve_host
from service.ingest.feeds import read_feed
from service.ingest.fetch import Fetcher, Limits
from service.ingest.html import read_page
from service.ingest.jsonl import read_jsonl
from service.ingest.warc import read_warc
from service.problems import PROBLEMS
from service.settings import Settings
from service.submission import Submission, read_submission
from tests.database import Server, TestDatabase, create_database, drop_database, run
from tests.integration.service.conftest import settings_of
from tests.integration.service.hostile import Request, Source, put_in, read_cases
from tests.integration.service.process import Answer, run_service, send
from tests.integration.service.texts import SUMMONED, VISITED, WHEAT

CASES = read_cases()
LISTS = (
    "/articles", "/relations", "/relations/MLI/RUS/timeline", "/visits", "/aid/totals", "/aid/deliveries",
    "/agreements", "/sanctions", "/memberships", "/envoys", "/embassies", "/military", "/officials", "/events",
    "/changes",
)  # fmt: skip
LARGEST = 1_000_000
# What the routing itself may answer, of whatever address.
OF_ANY_ADDRESS = {"not-found", "method-not-allowed"}

pytestmark = pytest.mark.timeout(600)


class Hostility(msgspec.Struct, frozen=True, kw_only=True):
    """The one server of this file, the ids of what it knew at first, and which problems its routes document."""

    url: str
    home: Path
    database: TestDatabase
    ids: dict[str, str]
    documented: dict[tuple[str, str], set[str]]
    loop: asyncio.Runner
    ledger: Ledger

    def head(self) -> int:
        """The last position of the ledger."""
        return self.loop.run(self.ledger.head())


def get(url: str, target: str) -> Answer:
    """Ask for an address as anybody would."""
    return send(url, f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode(), method="GET")


@pytest.fixture(scope="module")
def hostility(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostility]:
    """Give a service that knows three articles."""
    database = run(create_database(postgres))
    home = tmp_path_factory.mktemp("hostile")
    with run_service(database, home) as url, asyncio.Runner(loop_factory=asyncio.new_event_loop) as loop:
        pool = loop.run(connect(database))
        for text, published in ((VISITED, "2025-06-24"), (WHEAT, "2024-01-26"), (SUMMONED, "2023-12-21")):
            body = msgspec.json.encode({"text": text, "published": published}).decode()
            told = send(url, Request(name="", body=body, expect="").wire({}), method="POST").json()
        (event,) = get(url, f"/events?type=AidDelivered&wait_for={told['position']}").json()["items"]
        ids = {"EVENT": event["id"], "HAPPENING": event["happening"], "ARTICLE": told["article"]}
        yield Hostility(
            url=url,
            home=home,
            database=database,
            ids=ids,
            documented=read_documented(),
            loop=loop,
            ledger=Ledger(pool, "tests"),
        )
        loop.run(pool.close())
    run(drop_database(postgres, database))


async def connect(database: TestDatabase) -> "asyncpg.Pool[Any]":
    """Give connections by which the ledger's head is looked at."""
    return await asyncpg.create_pool(database.service_url, min_size=1, max_size=1)


def read_documented() -> dict[tuple[str, str], set[str]]:
    """The problems that the OpenAPI document names, by method and path template."""
    described: Any = make_app(Settings()).openapi_schema.to_schema()
    return {
        (method.upper(), path): {
            name
            for status, answer in operation["responses"].items()
            if int(status) >= 400
            for name in answer["description"].removeprefix("Problem: ").rstrip(".").split(", ")
        }
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }


def check(hostility: Hostility, case: Request, *, before: int) -> Answer:
    """Send a case; whatever it is, it is no failure of the service, harms nothing, and is refused as documented."""
    answer = send(hostility.url, case.wire(hostility.ids), method=case.method)
    assert answer.status < 500, (case.name, answer.body[:1000])
    assert not {"x-injected", "set-cookie"} & {name.lower() for name in answer.headers}
    if case.expect == "not-http":
        assert (answer.status, answer.body) == (400, b"Invalid HTTP request received.")
        assert hostility.head() == before
        return answer
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    if answer.status >= 400 and case.method != "HEAD":
        assert answer.headers["content-type"].startswith("application/problem+json")
        told = answer.json()
        name = told["type"].removeprefix("/problems/")
        assert PROBLEMS[name].status == told["status"] == answer.status
        assert told["detail"]
        assert name in OF_ANY_ADDRESS | find_documented(hostility, case), case.name
        assert hostility.head() == before, "what was refused has changed the ledger"
    return answer


def find_documented(hostility: Hostility, case: Request) -> set[str]:
    """The problems documented for the route of a case: of all the templates that its path may be of."""
    method, target = case.send.split(" ", 1)
    parts = target.partition("?")[0].split("/")
    # The description of the routes is no route of it.
    found = {"invalid-request", "unknown-parameter"} if parts[1:2] == ["schema"] else set[str]()
    for (each, path), problems in hostility.documented.items():
        wanted = path.split("/")
        if each == method and len(wanted) == len(parts) and any(part.startswith("{") for part in wanted):
            found |= problems if all(w[:1] == "{" or w == p for w, p in zip(wanted, parts, strict=True)) else set()
        elif each == method and path == target.partition("?")[0].partition(".")[0]:
            found |= problems
    return found


@pytest.mark.parametrize("case", CASES.request, ids=lambda case: case.name)
def test_a_hostile_request_is_refused_or_harmless(hostility: Hostility, case: Request) -> None:
    """Each request of the file is answered as the file says; what is refused leaves the ledger as it was."""
    before = hostility.head()
    answer = check(hostility, case, before=before)
    match case.expect:
        case "not-http":
            pass
        case "recorded":
            assert answer.status == 201, answer.body[:500]
            assert hostility.head() > before
        case "answered":
            assert answer.status in {200, 204}, answer.body[:500]
            assert case.verdicts or hostility.head() == before
        case _:
            assert PROBLEMS[case.expect].status == answer.status, answer.body[:500]
            if case.method != "HEAD":
                assert answer.json()["type"] == f"/problems/{case.expect}", answer.body[:500]
    if case.verdicts:
        told = [msgspec.json.decode(line) for line in answer.body.splitlines()]
        assert tuple(each["outcome"] or each["problem"]["type"][10:] for each in told) == case.verdicts


@pytest.mark.parametrize("place", CASES.places)
def test_no_hostile_text_does_harm_in_a_place(hostility: Hostility, place: str) -> None:
    """Each text in each parameter and field: an answer, or a documented problem; nothing is run, lost or injected."""
    for case in put_in(CASES, place):
        answer = check(hostility, case, before=hostility.head())
        if answer.status == 200:
            # Only an empty name leads elsewhere than to the place: to the list above it.
            assert answer.headers["content-type"].startswith(("application/json", "application/vnd.oai")), case.name
            answer.json()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(hostility: Hostility) -> AsyncIterator[Service]:
    """Give another process of the same ledger, as a command that ingests is."""
    async with open_service(settings_of(hostility.database, hostility.home)) as opened:
        yield opened


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("case", CASES.source, ids=lambda case: case.name)
async def test_a_hostile_source_is_refused_or_harmless(service: Service, case: Source) -> None:
    """Each page, feed, archive, line and address of the file ends as the file says, and stops no other."""
    outcomes: list[str] = []
    for found in await read_source(case):
        before = await service.ledger.head()
        try:
            if isinstance(found, Submission):
                prepared = await asyncio.to_thread(read_submission, found)
                outcomes.append((await service.handler.handle(prepared)).outcome)
                continue
            problem = found
        except ChanceryError as error:
            problem = error
        outcomes.append(problem.problem)
        assert str(problem)
        assert await service.ledger.head() == before
    assert tuple(outcomes) == case.expect


async def read_source(case: Source) -> list[Submission | ChanceryError]:
    """Read what a source gives: its articles, and what is wrong with the others."""
    try:
        if case.of == "fetch":
            return [await fetch(case)]
        return await asyncio.to_thread(parse_source, case)
    except ChanceryError as error:
        return [error]


def parse_source(case: Source) -> list[Submission | ChanceryError]:
    """Read bytes of a source."""
    raw, url = case.content(), f"https://news.example/{quote(case.name)}"
    match case.of:
        case "html":
            page = read_page(raw, url=url, charset=case.head or None)
            return [Submission(text=page.text, title=page.title, url=url, published=page.published)]
        case "jsonl":
            lines = read_jsonl(io.BytesIO(raw), name="lines")
            return [found for line in lines if (found := line.submission or line.error) is not None]
        case "warc":
            captured = read_warc(io.BytesIO(wrap(raw, case.head, url)), name="archive", largest=LARGEST)
            return [found for each in captured if (found := each.submission or each.error) is not None]
        case _:
            items = read_feed(raw, url=url).items
            return [Submission(text=each.title or "", url=each.url, published=each.published) for each in items]


def wrap(body: bytes, head: str, url: str) -> bytes:
    """A web archive of one captured answer."""
    http = f"HTTP/1.1 200 OK\r\n{head or 'Content-Type: text/html'}\r\n\r\n".encode() + body
    told = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        "WARC-Date: 2024-01-26T00:00:00Z\r\n"
        f"WARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return told.encode() + http + b"\r\n\r\n"


async def fetch(case: Source) -> Submission:
    """Ask for an address as the service does by default, with names that lead where the case says."""

    async def resolve(host: str, port: int) -> list[Address]:  # noqa: ARG001
        return [ip_address(each) for each in case.leads]

    reach = read_reach(schemes="http https", ports="80 443", allow="")
    limits = Limits(largest=LARGEST, seconds=2, redirects=5)
    async with Fetcher(reach, limits, agent="tests", resolve=resolve if case.leads else resolve_host) as one:
        fetched = await one.fetch(case.content().decode())
    return Submission(text=fetched.body)


def test_there_are_cases_of_every_kind() -> None:
    """At least 200 cases stand in the file by name, none twice, of every route and every source."""
    named = [case.name for case in (*CASES.request, *CASES.source)]
    assert len(named) >= 200
    assert len(set(named)) == len(named)
    assert {case.of for case in CASES.source} == {"html", "feed", "jsonl", "warc", "fetch"}
    sent = [*(case.send for case in CASES.request), *(where.partition(" {")[0] for where in CASES.places.values())]
    for method, path in read_documented():
        parts = path.split("/")
        assert any(is_of(each, method, parts) for each in sent), f"no case of {method} {path}"


def is_of(sent: str, method: str, parts: list[str]) -> bool:
    """Whether a case is sent to a route."""
    verb, target = sent.split(" ", 1)
    given = target.partition("?")[0].split("/")
    return (
        verb == method
        and len(given) == len(parts)
        and all(want.startswith("{") or want == part for want, part in zip(parts, given, strict=True))
    )


@pytest.mark.parametrize("path", LISTS)
def test_lists_are_well_formed_after_all_that(hostility: Hostility, path: str) -> None:
    """What was stored is given in every form, each of which can be read by whoever reads that form."""
    for suffix in (".json", ".ndjson", ".csv", *((".atom",) if path in {"/events", "/changes"} else ())):
        answer = get(hostility.url, f"{path}{suffix}?limit=200")
        assert answer.status == 200
        match suffix:
            case ".json":
                assert answer.json()["position"] >= 1
            case ".ndjson":
                assert all(msgspec.json.decode(line) for line in answer.body.splitlines())
            case ".csv":
                rows = list(csv.reader(io.StringIO(answer.body.decode(), newline="")))
                assert {len(row) for row in rows} == {len(rows[0])}
                assert not any(cell.startswith(("=", "@", "+")) for row in rows for cell in row)
            case _:
                assert ET.fromstring(answer.body).tag == "{http://www.w3.org/2005/Atom}feed"  # noqa: S314  (our own)


def test_a_page_shows_markup_as_text(hostility: Hostility) -> None:
    """The history of an event shows what curators wrote, markup and all, as they wrote it: escaped."""
    why = "<script>alert(1)</script> <img src=x onerror=alert(1)> <svg onload=alert(1)>"
    case = Request(
        name="markup for a reason",
        send="POST /events/$EVENT/confirmation",
        body=msgspec.json.encode({"who": "kim", "why": why}).decode(),
        expect="recorded",
    )
    told = send(hostility.url, case.wire(hostility.ids), method=case.method).json()
    assert get(hostility.url, f"/events?limit=1&wait_for={told['position']}").status == 200
    page = get(hostility.url, f"/events/{hostility.ids['EVENT']}/history.html")
    shown = page.body.decode()
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<svg onload" not in shown
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.asyncio(loop_scope="module")
async def test_the_ledger_and_the_views_are_whole_after_all_that(service: Service) -> None:
    """The ledger verifies, no view has set anything aside, and the views are what a replay gives."""
    assert (await verify_ledger(service.pool)).findings == ()
    await service.runner.catch_up()
    assert await service.runner.parked_keys() == 0
    assert await compare(service.pool, service.ledger) == []

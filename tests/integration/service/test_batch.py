"""Many articles in one request, over HTTP."""

import asyncio
import contextlib
import gzip
import json
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import msgspec

from events.codec import encode
from projections.replaying.replay import compare
from service.api.batches import parse_line
from service.app import Service, open_service
from service.batch import AHEAD, judge
from service.lines import LONGEST, Line, split_lines
from service.readers import GIVES_WAY, Readers
from service.submission import Submission, read_submission
from tests.database import TestDatabase
from tests.integration.service.conftest import settings_of
from tests.integration.service.test_killed_service import serve_until_killed, write_article
from tests.integration.service.texts import ANNOUNCED, VISITED

LINES = {"content-type": "application/x-ndjson"}


def write(*articles: object) -> bytes:
    """Lines of JSON."""
    return b"".join(json.dumps(article).encode() + b"\n" for article in articles)


def read(answer: httpx.Response) -> list[dict[str, Any]]:
    """The verdicts."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


async def test_each_line_has_its_verdict_in_order(client: httpx.AsyncClient) -> None:
    """Articles are taken in the order of the lines; the same lines again are known, and nothing is written."""
    body = write(*(write_article(number) for number in range(12)))
    first = read(await client.post("/articles/batch", content=body, headers=LINES))
    assert [verdict["line"] for verdict in first] == list(range(1, 13))
    assert {(verdict["status"], verdict["outcome"], verdict["problem"]) for verdict in first} == {
        (201, "recorded", None)
    }
    positions = [verdict["position"] for verdict in first]
    assert positions == sorted(set(positions))
    assert all(verdict["events"] == 1 for verdict in first)
    again = read(
        await client.post("/articles/batch", content=gzip.compress(body), headers={**LINES, "content-encoding": "gzip"})
    )
    assert [(verdict["status"], verdict["outcome"]) for verdict in again] == [(200, "known")] * 12
    assert [verdict["article"] for verdict in again] == [verdict["article"] for verdict in first]
    assert (await client.get("/health/ready")).json()["head"] == positions[-1]
    alone = await client.post("/articles", json=write_article(3))
    assert (alone.status_code, alone.json()["article"]) == (200, first[3]["article"])


async def test_decisions_are_made_in_the_order_of_the_lines(client: httpx.AsyncClient) -> None:
    """What a line tells is decided about with what the lines before it told."""
    body = write({"text": ANNOUNCED, "published": "2025-05-25"}, {"text": VISITED, "published": "2025-06-25"})
    verdicts = read(await client.post("/articles/batch", content=body, headers=LINES))
    assert [verdict["decisions"] > 0 for verdict in verdicts] == [False, True]


BAD = [
    (b"{", 400, "malformed-json"),
    (b"\xff\xfe", 400, "malformed-json"),
    (b"[" * 5000, 400, "invalid-request"),
    (b"null", 400, "invalid-request"),
    (b"[]", 400, "invalid-request"),
    (b'{"title": "x"}', 400, "invalid-request"),
    (b'{"text": 5}', 400, "invalid-request"),
    (b'{"text": "a", "publishd": "2025"}', 400, "invalid-request"),
    (b'{"text": ""}', 400, "empty-article"),
    (b'{"text": "\\u0000\\u0001"}', 400, "binary-article"),
    (b'{"text": "a", "published": "2025-02-30"}', 400, "invalid-date"),
    (b'{"text": "a", "url": "file:///etc/passwd"}', 400, "invalid-url"),
    (b'{"text": "' + b"a" * 3_000_000 + b'"}', 413, "article-too-large"),
    (b'{"text": "' + b"a" * (LONGEST + 1) + b'"}', 413, "body-too-large"),
]


async def test_a_bad_line_harms_no_other(client: httpx.AsyncClient) -> None:
    """Every kind of bad line is one refused verdict; the lines around it are taken, blank ones have no verdict."""
    good = [write(write_article(number)) for number in range(len(BAD) + 1)]
    body = (
        good[0]
        + b"\n  \r\n"
        + b"".join(line + b"\n" + after for (line, _, _), after in zip(BAD, good[1:], strict=True))
    )
    verdicts = read(await client.post("/articles/batch", content=body.rstrip(b"\n"), headers=LINES))
    assert [verdict["line"] for verdict in verdicts] == [1, *range(4, 4 + 2 * len(BAD))]
    told = [(verdict["status"], verdict["problem"] and verdict["problem"]["type"]) for verdict in verdicts]
    assert told[::2] == [(201, None)] * len(good)
    assert told[1::2] == [(status, f"/problems/{problem}") for _, status, problem in BAD]
    assert (await client.get("/health/ready")).json()["head"] == 2 * len(good)


async def test_verdicts_come_while_lines_are_sent(client: httpx.AsyncClient) -> None:
    """The verdict on a line does not wait for the next line, nor for the end."""
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    head = "POST /articles/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
    writer.write(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
    try:
        async with asyncio.timeout(120):
            for number in range(3):
                line = write(write_article(number))
                writer.write(b"%x\r\n%s\r\n" % (len(line), line))
                assert b'"line":%d' % (number + 1) in await reader.readuntil(b"}\n")
            writer.write(b"0\r\n\r\n")
            await reader.readuntil(b"\r\n0\r\n\r\n")
    finally:
        writer.close()


async def test_a_batch_that_breaks_off_is_told(client: httpx.AsyncClient) -> None:
    """What came whole before the break is taken; the last verdict says what is wrong with the stream."""
    body = gzip.compress(write(*(write_article(number) for number in range(3))))[:-4]
    verdicts = read(await client.post("/articles/batch", content=body, headers={**LINES, "content-encoding": "gzip"}))
    assert [verdict["status"] for verdict in verdicts] == [201, 201, 201, 400]
    assert verdicts[-1]["problem"]["type"] == "/problems/malformed-body"


async def test_a_body_of_another_kind_is_refused(client: httpx.AsyncClient) -> None:
    """Lines must be declared as such; nothing at all is no error."""
    refused = await client.post("/articles/batch", json={"text": "a"})
    assert (refused.status_code, refused.json()["type"]) == (415, "/problems/unsupported-media-type")
    assert read(await client.post("/articles/batch", content=b"", headers=LINES)) == []


async def test_whoever_hangs_up_leaves_whole_articles(client: httpx.AsyncClient) -> None:
    """A connection lost in the middle of a line stops the batch; what was judged is recorded, nothing else."""

    async def break_off() -> AsyncIterator[bytes]:
        yield write(*(write_article(number) for number in range(4)))
        yield b'{"text": "half'
        raise ConnectionResetError

    with contextlib.suppress(ConnectionResetError):
        await client.post("/articles/batch", content=break_off(), headers=LINES)
    head = -1
    for _ in range(100):
        await asyncio.sleep(0.1)
        before, head = head, (await client.get("/health/ready")).json()["head"]
        if head == before == 8:
            break
    assert head == 8


async def test_a_killed_service_has_what_it_acknowledged(database: TestDatabase, tmp_path: Path) -> None:
    """Killed in the middle of a batch: every verdict that was sent holds, the same batch again ends it, once each."""
    body = write(*(write_article(number) for number in range(60)))
    seen: list[dict[str, Any]] = []
    async with serve_until_killed(database, tmp_path) as url, httpx.AsyncClient(base_url=url, timeout=120) as client:
        try:
            async with client.stream("POST", "/articles/batch", content=body, headers=LINES) as answer:
                async for line in answer.aiter_lines():
                    seen.append(json.loads(line))
                    if len(seen) == 5:
                        os.kill(_find_server(), signal.SIGKILL)
        except httpx.HTTPError:
            pass
    assert 5 <= len(seen) <= 60
    async with serve_until_killed(database, tmp_path) as url, httpx.AsyncClient(base_url=url, timeout=120) as client:
        verdicts = read(await client.post("/articles/batch", content=body, headers=LINES))
        head = (await client.get("/health/ready")).json()["head"]
    for told, again in zip(seen, verdicts, strict=False):
        assert (again["status"], again["article"], again["position"]) == (200, told["article"], told["position"])
    assert {verdict["status"] for verdict in verdicts} <= {200, 201}
    assert head == 120
    async with open_service(settings_of(database, tmp_path)) as service:
        await service.runner.catch_up()
        assert await compare(service.pool, service.ledger) == []


def _find_server() -> int:
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return next(
        int(child) for child in children if b"serve" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
    )


async def test_no_more_is_read_ahead_than_there_is_to_do(service: Service) -> None:
    """However many lines wait and however slowly verdicts are taken, only some for each reader are held.

    Those who read give way to the service that answers, and send what it would have read itself, to the byte.
    """
    taken = 0

    async def give() -> AsyncIterator[Line]:
        nonlocal taken
        for number in range(1, 61):
            taken += 1
            yield Line(number=number, content=write(write_article(number)))

    readers = Readers(1)
    judged = 0
    before = set(multiprocessing.active_children())
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    try:
        async for verdict in judge(give(), parse_line, readers, service.handler):
            judged += 1
            assert (verdict.line, verdict.status) == (judged, 201)
            await asyncio.sleep(0.01)
            begun = [child.pid or 0 for child in set(multiprocessing.active_children()) - before]
            assert begun
            assert min(19, usual + GIVES_WAY) in {os.getpriority(os.PRIO_PROCESS, pid) for pid in begun}
            assert taken - judged <= AHEAD * readers.count + 2
        submission = Submission(text=VISITED, published="2025-06-25", publisher="a paper")
        there, here = await readers.read(submission), read_submission(submission)
    finally:
        readers.close()
    assert judged == taken == 60
    assert there == msgspec.structs.replace(here, reading=there.reading, seconds=there.seconds)
    assert [encode(report) for report in there.reports] == [encode(report) for report in here.reports] != []


async def test_lines_are_split_however_they_come() -> None:
    """The same lines come out of any cut of the same bytes; a long one is told and not kept, its neighbours are."""
    text = b"one\n\n  \ntwo\r\n" + b"x" * 50 + b"\nthree\n" + b"y" * 21
    for size in (1, 2, 3, 7, 1000):

        async def pieces(size: int = size) -> AsyncIterator[bytes]:
            for start in range(0, len(text), size):
                yield text[start : start + size]

        found = [(line.number, line.content) async for line in split_lines(pieces(), 20)]
        assert found == [(1, b"one"), (4, b"two\r"), (5, None), (6, b"three"), (7, None)]

"""The service as a process: what it logs, and how it stops."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from events.ledger.audit import verify_ledger
from service.app import open_service
from tests.contract.commands import CHANCERY
from tests.database import TestDatabase
from tests.integration.service.conftest import KEY, settings_of

AT_ONCE = 24


@asynccontextmanager
async def run_service(
    database: TestDatabase, home: Path, **more: str
) -> AsyncGenerator[tuple[asyncio.subprocess.Process, str, Path]]:
    """Run `chancery serve`; give the process, its address, and the file of its log."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CHANCERY_")},
        "CHANCERY_DATABASE_URL": database.service_url,
        "CHANCERY_HOME": str(home),
        "CHANCERY_SIGNING_KEY": KEY.reveal(),
        **more,
    }
    log = home / "log"
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            *(CHANCERY, "serve", "--json", "--port", "0"),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=written,
        )
    assert process.stdout is not None
    try:
        said = b""
        while not said.endswith(b"}\n"):
            line = await process.stdout.readline()
            assert line, f"the service ended before it served: {log.read_text()}"
            said += line
        yield process, json.loads(said)["serving"], log
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def read_log(log: Path) -> list[dict[str, Any]]:
    """Read each line of a log, which must be a JSON object."""
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def write_article(number: int) -> dict[str, str]:
    """Write an article that tells of a delivery of its own, and long enough to take a while."""
    first = f"La Russie a livré {1000 + number} tonnes de blé au Mali le {1 + number % 28} janvier 2024."
    rest = "Le ministre malien des Affaires étrangères a rencontré son homologue russe à Moscou. " * 200
    return {"text": f"{first}\n\n{rest}", "url": f"https://news.example/{number}", "published": "2024-02-01"}


async def test_whoever_is_being_answered_when_it_stops_is_answered_and_nothing_is_half_done(
    database: TestDatabase, tmp_path: Path
) -> None:
    """On SIGTERM what is under way is done and answered, the process ends with 0; what was recorded was answered."""
    async with (
        run_service(database, tmp_path) as (process, url, log),
        httpx.AsyncClient(base_url=url, timeout=60, limits=httpx.Limits(max_connections=AT_ONCE)) as client,
    ):
        posts = [asyncio.create_task(client.post("/articles", json=write_article(n))) for n in range(AT_ONCE)]
        done, _ = await asyncio.wait(posts, return_when=asyncio.FIRST_COMPLETED)
        process.send_signal(signal.SIGTERM)
        outcomes = await asyncio.gather(*posts, return_exceptions=True)
        assert await asyncio.wait_for(process.wait(), 60) == 0
        lines = read_log(log)
    # A request that had not yet been taken up when the signal came finds the door closed, and must be sent again.
    assert all(isinstance(each, httpx.Response | httpx.TransportError) for each in outcomes)
    answers = [each for each in outcomes if isinstance(each, httpx.Response)]
    assert len(answers) > len(done), "nothing was under way when the signal came"
    assert {answer.status_code for answer in answers} == {201}
    assert [line for line in lines if line["level"] in {"error", "critical"} or "never" in line["event"]] == []
    async with open_service(settings_of(database, tmp_path)) as service:
        events = [event async for page in service.ledger.stream() for event in page]
        recorded = {f"/articles/{tag[8:]}" for event in events for tag in event.tags if tag.startswith("article:")}
        assert recorded == {answer.headers["location"] for answer in answers}
        assert len(events) == max(answer.json()["position"] for answer in answers)
        assert (await verify_ledger(service.pool)).findings == ()


async def test_log_lines_are_json_and_bear_the_request_and_no_secret(database: TestDatabase, tmp_path: Path) -> None:
    """What is logged for a request bears its id; the policy is told at the start; no line holds key or password."""
    bearer = f"chancery_{'0' * 12}_{'5ecre7' * 10}abcd"
    async with run_service(database, tmp_path, CHANCERY_READING="keyed") as (process, url, log):
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            await client.post("/articles", json=write_article(1), headers={"X-Request-Id": "the-first-one"})
            await client.get("/visits", headers={"X-Request-Id": "the-second-one", "Authorization": f"Bearer {bearer}"})
            await client.get("/health/live")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 60) == 0
        lines = read_log(log)
    assert any("reading needs a key" in line["event"] for line in lines)
    assert any("chancery keys create" in line["event"] for line in lines)
    assert {line["event"] for line in lines if line.get("request") == "the-first-one"} >= {
        "article recorded",
        "answered",
    }
    (answered,) = [line for line in lines if line.get("request") == "the-second-one"]
    assert (answered["status"], answered["path"], answered["method"]) == (401, "/visits", "GET")
    assert not any(line.get("path") == "/health/live" for line in lines)
    assert "5ecre7" not in log.read_text("utf-8")
    assert KEY.reveal() not in log.read_text("utf-8")

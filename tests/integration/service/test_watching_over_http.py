"""What whoever runs the service sees of it: metrics, request ids, traces."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

from tests.database import TestDatabase
from tests.integration.service.conftest import settings_of
from tests.integration.service.serving import serve
from tests.integration.service.texts import WHEAT

ARTICLE = {"text": WHEAT, "published": "2024-01-26"}
VIEWS = {"relation", "visits", "aid"}


async def collect(client: httpx.AsyncClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Read the metrics as Prometheus would: each sample by its name and labels."""
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def labels(**given: str) -> frozenset[tuple[str, str]]:
    """Give the labels of a sample."""
    return frozenset(given.items())


async def test_requests_are_counted_by_the_template_of_their_route(client: httpx.AsyncClient) -> None:
    """However many addresses and methods are tried, the labels are routes that exist, and the rest together."""
    for path in ("/relations/MLI/RUS", "/relations/MLI/FRA", "/relations/XXX/RUS", "/nowhere/1", "/nowhere/2"):
        await client.get(path)
    await client.request("FROBNICATE", "/nowhere/3")
    found = await collect(client)
    requests = {key[1]: value for key, value in found.items() if key[0] == "chancery_requests_total"}
    assert requests[labels(route="/relations/{a}/{b}", method="GET", status="200")] == 2
    assert requests[labels(route="/relations/{a}/{b}", method="GET", status="400")] == 1
    assert requests[labels(route="unmatched", method="GET", status="404")] == 2
    assert {dict(key)["method"] for key in requests} == {"GET", "other"}
    assert found["chancery_request_seconds_count", labels(route="/relations/{a}/{b}", method="GET")] == 3


async def test_appends_reading_and_views_are_counted(client: httpx.AsyncClient) -> None:
    """An article recorded is one append in one flush; its reading is timed by stage; the views are level with it."""
    told = (await client.post("/articles", json=ARTICLE)).json()
    await client.get("/visits", params={"wait_for": told["position"]})
    await client.post("/articles", json=ARTICLE)
    found = await collect(client)
    alone: dict[str, float] = {key[0]: value for key, value in found.items() if not key[1]}
    assert (alone["chancery_appends_total"], alone["chancery_flush_appends_count"]) == (1, 1)
    assert alone["chancery_appended_events_total"] == alone["chancery_ledger_head"] == told["position"]
    assert (alone["chancery_append_conflicts_total"], alone["chancery_parked_keys"]) == (0, 0)
    assert alone["chancery_database_up"] == 1
    stages = {
        dict(key[1])["stage"]: value for key, value in found.items() if key[0] == "chancery_reading_seconds_count"
    }
    assert stages == dict.fromkeys(("text", "metadata", "names", "clauses", "reports", "check"), 2)
    behind = {dict(key[1])["view"]: value for key, value in found.items() if key[0] == "chancery_view_behind_events"}
    assert set(behind) >= VIEWS
    assert set(behind.values()) == {0}


async def test_a_conflict_is_counted(client: httpx.AsyncClient, database: TestDatabase, tmp_path: Path) -> None:
    """Of two services that decide about the same at once, whoever comes second is counted as in conflict."""
    async with serve(settings_of(database, tmp_path / "second")) as other:
        for n in range(30):
            article = {"text": WHEAT, "published": "2024-01-26", "url": f"https://e.org/{n}"}
            answers = await asyncio.gather(
                client.post("/articles", json=article), other.post("/articles", json={**article, "publisher": "Other"})
            )
            assert {answer.status_code for answer in answers} <= {200, 201}
            found = [await collect(each) for each in (client, other)]
            if sum(each["chancery_append_conflicts_total", frozenset()] for each in found):
                return
        pytest.fail("sixty articles about the same act were never in each other's way")


async def test_metrics_are_given_without_a_database(client: httpx.AsyncClient, database: TestDatabase) -> None:
    """Where the database answers no more, the metrics say so, and leave out what only it knows."""
    admin = await asyncpg.connect(database.superuser_url.replace(database.name, "postgres"))
    try:
        await admin.execute(f'ALTER DATABASE "{database.name}" ALLOW_CONNECTIONS false')
        await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", database.name)
        found = await collect(client)
        assert found["chancery_database_up", frozenset()] == 0
        assert not any(name == "chancery_view_behind_events" for name, _ in found)
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["type"]) == (503, "/problems/not-ready")
    finally:
        await admin.execute(f'ALTER DATABASE "{database.name}" ALLOW_CONNECTIONS true')
        await admin.close()


async def test_a_well_formed_request_id_is_taken_and_another_is_replaced(client: httpx.AsyncClient) -> None:
    """The id comes back in the header and in a problem; one that could forge a log line or a header does not."""
    taken = await client.get("/nowhere", headers={"X-Request-Id": "trace-1234.5_6"})
    assert taken.headers["x-request-id"] == taken.json()["request"] == "trace-1234.5_6"
    for given in ("short", "x" * 65, "with blank in it", "<script>alert", "é" * 10, ""):
        answer = await client.get("/nowhere", headers={b"X-Request-Id": given.encode("latin-1")})
        assert answer.headers["x-request-id"] != given
        assert len(answer.headers["x-request-id"]) == 32
        assert answer.json()["request"] == answer.headers["x-request-id"]


@pytest.fixture
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """Run a collector: its address, and what it was sent."""
    received: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = HTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", received
    server.shutdown()
    thread.join()
    server.server_close()


async def test_a_collector_gets_a_span_of_each_request(
    database: TestDatabase, tmp_path: Path, collector: tuple[str, list[bytes]]
) -> None:
    """A span bears the route, the status and the request's id, in the trace of whoever asked; the end sends all."""
    address, received = collector
    settings = msgspec.structs.replace(settings_of(database, tmp_path), telemetry_endpoint=address)
    trace = "0af7651916cd43dd8448eb211c80319c"
    async with serve(settings) as client:
        await client.get("/relations/MLI/RUS", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})
        await client.get("/nowhere", headers={"X-Request-Id": "lost-and-gone"})
    spans = [
        span
        for body in received
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    assert [span.name for span in spans] == ["GET /relations/{a}/{b}", "GET unmatched"]
    assert spans[0].trace_id.hex() == trace
    told = {each.key: each.value for each in spans[1].attributes}
    assert told["chancery.request"].string_value == "lost-and-gone"
    assert told["http.response.status_code"].int_value == 404


async def test_metrics_are_whole_where_the_feeds_cannot_be_read(database: TestDatabase, tmp_path: Path) -> None:
    """A file of feeds that is broken costs the count of feeds and nothing else."""
    file = tmp_path / "feeds.toml"
    file.write_text("feed = 1", encoding="utf-8")
    settings = msgspec.structs.replace(settings_of(database, tmp_path), feeds=file)
    async with serve(settings) as served:
        told = await collect(served)
    assert told["chancery_database_up", labels()] == 1
    assert "chancery_view_stopped" in {name for name, _ in told}
    assert "chancery_feeds" not in {name for name, _ in told}

"""Lists in every form, the one grammar of filters, and what was recorded since."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from tests.integration.service.conftest import hand_in
from tests.integration.service.texts import ANNOUNCED, VISITED, WHEAT

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def told(served: str) -> dict[str, Any]:
    """Three articles of two publishers; what the last answer said."""
    texts = ((ANNOUNCED, "Journal du Fleuve"), (VISITED, "=Gazette"), (WHEAT, "Journal du Fleuve"))
    return hand_in(
        served,
        (
            {
                "text": text,
                "publisher": publisher,
                "url": f"https://e.org/{number}",
                "published": f"2025-0{number + 5}-25",
            }
            for number, (text, publisher) in enumerate(texts)
        ),
    )


async def test_a_list_is_given_in_the_form_asked_for(reader: httpx.AsyncClient, told: dict[str, Any]) -> None:
    """JSON, a line of JSON an item, CSV: by Accept or by the end of the address, with the same items."""
    items = (await reader.get("/events")).json()["items"]
    assert len(items) >= 3
    lines = await reader.get("/events", headers={"accept": "application/x-ndjson"})
    assert lines.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(line) for line in lines.text.splitlines()] == items
    by_suffix = await reader.get("/events.ndjson")
    assert by_suffix.content == lines.content
    table = await reader.get("/events.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.content == (await reader.get("/events", headers={"accept": "text/csv"})).content
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["id"] for row in rows] == [item["id"] for item in items]
    assert [row["fact.type"] for row in rows] == [item["fact"]["type"] for item in items]
    assert (await reader.get("/events.json")).json()["items"] == items
    assert int(table.headers["x-position"]) == told["position"]


@pytest.mark.usefixtures("told")
async def test_a_page_names_the_next_one_in_every_form(reader: httpx.AsyncClient) -> None:
    """Followed from page to page by the header Link, a list gives each item once, whatever its form."""
    whole = [item["id"] for item in (await reader.get("/events")).json()["items"]]
    for path in ("/events.csv", "/events.ndjson", "/events.json"):
        address: str | None = f"{path}?limit=1&party=MLI"
        met: list[str] = []
        while address:
            answer = await reader.get(address)
            assert answer.is_success
            match path.rpartition(".")[2]:
                case "csv":
                    met.extend(row["id"] for row in csv.DictReader(io.StringIO(answer.text)))
                case "ndjson":
                    met.extend(json.loads(line)["id"] for line in answer.text.splitlines())
                case _:
                    met.extend(item["id"] for item in answer.json()["items"])
            address = answer.links["next"]["url"] if "next" in answer.links else None
            assert address is None or address.startswith(path)
        assert met == whole


@pytest.mark.usefixtures("told")
async def test_every_list_is_given_as_a_table(reader: httpx.AsyncClient) -> None:
    """Each list has its CSV, whose columns do not depend on what stands in it."""
    for path in (
        "articles", "relations", "relations/MLI/RUS/timeline", "visits", "aid/totals", "aid/deliveries", "agreements",
        "sanctions", "memberships", "envoys", "embassies", "military", "officials", "events", "changes",
    ):  # fmt: skip
        answer = await reader.get(f"/{path}.csv")
        assert answer.status_code == 200, answer.text
        none = await reader.get(f"/{path}.csv", params={"limit": 1})
        assert none.text.splitlines()[0] == answer.text.splitlines()[0]
        assert (await reader.get(f"/{path}.ndjson")).status_code == 200


@pytest.mark.usefixtures("told")
async def test_a_table_holds_no_formula(reader: httpx.AsyncClient) -> None:
    """A text that a spreadsheet would compute is preceded by an apostrophe."""
    rows = list(csv.DictReader(io.StringIO((await reader.get("/articles.csv")).text)))
    assert {row["publisher"] for row in rows} == {"'=Gazette", "Journal du Fleuve"}


async def test_a_form_that_is_not_given_is_refused(reader: httpx.AsyncClient) -> None:
    """Accept without any form that the list has is refused; whatever else it takes as well is answered."""
    for accept, status in (
        ("image/png", 406),
        ("application/atom+xml", 406),
        ("text/html,*/*;q=0.8", 200),
        ("application/*", 200),
    ):
        answer = await reader.get("/visits", headers={"accept": accept})
        assert answer.status_code == status, accept
    for path in ("/visits.atom", "/visits.xml", "/events/x.csv", "/health/live.json", "/.csv", "/problems/x.csv"):
        answer = await reader.get(path)
        assert answer.status_code in {400, 404}, path


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("path", ["/events.atom", "/changes.atom"])
async def test_a_list_of_filters_is_a_feed(reader: httpx.AsyncClient, path: str) -> None:
    """Atom: an entry for each item, with its id, when it was recorded, what it is about and its quotes."""
    answer = await reader.get(path, params={"pair": "MLI-RUS", "type": ["VisitOccurred", "AidDelivered"]})
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = ET.fromstring(answer.content)  # noqa: S314  (our own server's)
    entries = feed.findall(f"{ATOM}entry")
    asked = {"pair": "MLI-RUS", "type": ["VisitOccurred", "AidDelivered"]}
    items = (await reader.get(path.removesuffix(".atom"), params=asked)).json()["items"]
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [f"urn:uuid:{item['id']}" for item in items]
    assert len(entries) >= 2
    for entry in entries:
        assert entry.findtext(f"{ATOM}updated")
        assert entry.findtext(f"{ATOM}summary")
    by_accept = await reader.get(path.removesuffix(".atom"), headers={"accept": "application/atom+xml"})
    assert by_accept.headers["content-type"].startswith("application/atom+xml")


async def test_changes_are_the_ledger_in_its_order(reader: httpx.AsyncClient, told: dict[str, Any]) -> None:
    """Without a filter, each position stands there once, articles and decisions too; paging changes nothing."""
    whole = (await reader.get("/changes", params={"limit": 200})).json()
    assert [item["position"] for item in whole["items"]] == list(range(1, told["position"] + 1))
    assert (whole["next"], whole["position"]) == (None, told["position"])
    met: list[dict[str, Any]] = []
    after: str | None = "0"
    while after is not None:
        page = (await reader.get("/changes", params={"after": after, "limit": 2})).json()
        met.extend(page["items"])
        after = page["next"]
    assert met == whole["items"]
    types = [item["type"] for item in met]
    assert types.count("ArticleIngested") == 3
    assert "AnnouncementAnswered" in types or "HappeningsMerged" in types
    later = await reader.get("/changes", params={"after": told["position"]})
    assert later.json()["items"] == []
    beyond = await reader.get("/changes", params={"after": told["position"] + 1})
    assert (beyond.status_code, beyond.json()["type"]) == (400, "/problems/beyond-head")


FILTERS: list[dict[str, Any]] = [
    {"party": "MLI"},
    {"party": "FRA"},
    {"pair": "MLI-RUS"},
    {"pair": "MLI-RUS", "family": "aid"},
    {"type": "VisitOccurred"},
    {"type": ["VisitOccurred", "AidDelivered"], "party": "RUS"},
    {"family": "visit"},
    {"publisher": "Journal du Fleuve"},
    {"publisher": "=Gazette", "family": "visit"},
    {"publisher": "nobody"},
    {"since": "2025-06-01"},
    {"until": "2025-06-24"},
    {"since": "2025-06-01", "until": "2025-06-30", "party": "MLI"},
    {"min_confidence": 0.5},
    {"min_confidence": 1},
]


@pytest.mark.usefixtures("told")
async def test_one_grammar_of_filters(reader: httpx.AsyncClient, subtests: pytest.Subtests) -> None:
    """The same filter lets the same reports through wherever it is given: /events, /changes."""
    for which in FILTERS:
        with subtests.test(str(which)):
            events = (await reader.get("/events", params={**which, "limit": 200})).json()["items"]
            changes = (await reader.get("/changes", params={**which, "limit": 200})).json()["items"]
            reports = [item["id"] for item in changes if item["told"] is not None]
            assert reports == [item["id"] for item in reversed(events)]
    some = (await reader.get("/events", params={"publisher": "=Gazette"})).json()["items"]
    article = some[0]["fact"]["sources"][0]["article"]
    for which in ({"article": article}, {"article": article, "publisher": "=Gazette"}):
        assert (await reader.get("/events", params=which)).json()["items"] == some
        told = (await reader.get("/changes", params=which)).json()["items"]
        assert {item["article"] for item in told} == {article}
    other = {"article": article, "publisher": "Journal du Fleuve"}
    assert (await reader.get("/events", params=other)).json()["items"] == []
    assert (await reader.get("/changes", params=other)).json()["items"] == []


async def test_a_filter_that_cannot_be_is_refused(reader: httpx.AsyncClient, subtests: pytest.Subtests) -> None:
    """A misspelt country, type or family names the nearest; an id that none is, and a bad position, are refused."""
    for path in ("/events", "/changes"):
        for which, problem in (
            ({"party": "Niger"}, "unknown-party"),
            ({"pair": "MLI"}, "invalid-request"),
            ({"type": "VisitOcurred"}, "invalid-request"),
            ({"family": "visits"}, "invalid-request"),
            ({"article": "a\nb"}, "invalid-request"),
            ({"happening": "\x1b[0m"}, "invalid-request"),
            ({"since": "2025-02-30"}, "invalid-date"),
            ({"publishr": "x"}, "unknown-parameter"),
        ):
            with subtests.test(f"{path} {which}"):
                answer = await reader.get(path, params=which)
                assert (answer.status_code, answer.json()["type"]) == (400, f"/problems/{problem}")
    assert (await reader.get("/events", params={"party": "Niger"})).json()["nearest"] == ["NER"]
    for after in ("-1", "x", str(2**63), "1.5"):
        assert (await reader.get("/changes", params={"after": after})).status_code == 400

"""Questions over HTTP: the views, the three times, and questions that are refused."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest

from projections.views.climate import read_scores
from projections.views.status import read_rules
from tests.integration.service.conftest import hand_in
from tests.integration.service.test_articles_over_http import assert_problem
from tests.integration.service.texts import ANNOUNCED, SUMMONED, VISITED, WHEAT

ARTICLES = (
    (SUMMONED, "2023-12-20"),
    (WHEAT, "2024-01-26"),
    (ANNOUNCED, "2025-04-04"),
    (VISITED, "2025-06-24"),
)


@pytest.fixture(scope="module")
def articles(served: str) -> None:
    """The four articles read on the module's server, whose views have them all."""
    hand_in(served, ({"text": text, "published": published} for text, published in ARTICLES))


@pytest.fixture
def told(articles: None, reader: httpx.AsyncClient) -> httpx.AsyncClient:  # noqa: ARG001  (has them read)
    """Give a client of a server that has read the four articles."""
    return reader


async def ask(client: httpx.AsyncClient, path: str, **params: Any) -> Any:
    """The JSON of an answer that must be 200."""
    answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_relation_names_its_status_and_what_decided_it(told: httpx.AsyncClient) -> None:
    """The relation of a pair has a status that rests on facts with quotes, whichever way round it is asked for."""
    relation = await ask(told, "/relations/MLI/RUS")
    assert relation["status"] in {"cooperative", "normal"}
    assert relation["reasons"][0]["fact"]["sources"][0]["proofs"][0]["exact"]
    assert relation == await ask(told, "/relations/rus/mli")


async def test_silence_is_unobserved(told: httpx.AsyncClient) -> None:
    """A pair about which nothing was read is unobserved: an answer, not an error."""
    assert (await ask(told, "/relations/AUT/BTN"))["status"] == "unobserved"


async def test_an_announced_visit_is_pending_until_it_takes_place(told: httpx.AsyncClient) -> None:
    """As of April the visit announced for June is pending; today it is one visit with its announcement."""
    before = await ask(told, "/visits", status="pending", as_of="2025-04-30")
    assert [(each["visitor"], each["host"]) for each in before["items"]] == [("MLI", "RUS")]
    assert (await ask(told, "/visits", status="pending"))["items"] == []
    (visit,) = (await ask(told, "/visits", status="occurred", visitor="MLI"))["items"]
    assert [each["outcome"] for each in visit["announcements"]] == ["occurred"]


async def test_known_at_shows_what_the_ledger_held(told: httpx.AsyncClient) -> None:
    """Of a position before the visit was recorded, the ledger knew only the announcement, which has lapsed by today."""
    (announced,) = (await ask(told, "/events", type="VisitAnnounced"))["items"]
    held = await ask(told, "/visits", visitor="MLI", known_at=announced["position"])
    assert [each["status"] for each in held["items"]] == ["lapsed"]
    assert [each["status"] for each in (await ask(told, "/visits", visitor="MLI"))["items"]] == ["occurred"]


async def test_aid_is_summed_with_its_quotes(told: httpx.AsyncClient) -> None:
    """A delivery stands under donor, recipient, item and unit, with the fact it rests on."""
    (line,) = (await ask(told, "/aid/totals", donor="RUS", domain="civil"))["items"]
    assert (line["recipients"], line["item"], line["unit"]) == (["MLI"], "wheat", "t")
    assert line["delivered"][0]["facts"][0]["sources"][0]["proofs"][0]["exact"]
    assert (await ask(told, "/aid/totals", donor="MLI"))["items"] == []


async def test_a_delivery_is_listed_with_its_quotes(told: httpx.AsyncClient) -> None:
    """What the sums of aid add up stands act by act: who gave what to whom, from which day, in which words."""
    (given,) = (await ask(told, "/aid/deliveries", donor="RUS", unit="t", since="2024-01-01"))["items"]
    assert (given["kind"], given["recipients"], given["counts_from"]) == ("delivery", ["MLI"], "2024-01-26")
    assert (given["fact"]["item"], given["fact"]["amount"]["min"]) == ("wheat", 25_000)
    assert given["fact"]["sources"][0]["proofs"][0]["exact"]
    assert (await ask(told, "/aid/deliveries", kind="pledge"))["items"] == []
    assert (await ask(told, "/aid/deliveries", until="2024-01-25"))["items"] == []


async def test_the_service_says_what_answers(told: httpx.AsyncClient) -> None:
    """Its versions, languages, types and limits, which hold: the last position, and one more than a page holds."""
    about = await ask(told, "/meta")
    events = await ask(told, "/events")
    assert about["position"] == events["position"]
    assert {"fr", "en"} <= set(about["languages"])
    article = await ask(told, f"/articles/{events['items'][0]['fact']['sources'][0]['article']}")
    assert about["extractor"] == article["extractor"]
    assert {each["view"] for each in (await ask(told, "/health/ready"))["views"]} <= {
        each["view"] for each in about["folds"]
    }
    assert {each["name"]: each["version"] for each in about["mappings"]} == {
        "scores": read_scores().version,
        "relation_rules": read_rules().version,
    }
    types = {each["type"]: each for each in about["types"]}
    assert (types["VisitOccurred"]["family"], types["VisitOccurred"]["directed"]) == ("visit", True)
    assert (types["MeetingHeld"]["directed"], types["EventRetracted"]["schema_version"]) == (False, 2)
    assert all(each["meaning"] for each in about["types"])
    most = about["limits"]["page_items"]
    await ask(told, "/events", limit=most)
    assert (await told.get("/events", params={"limit": most + 1})).status_code == 400
    too_long = {"text": "x" * (about["limits"]["article_bytes"] + 1)}
    assert (await told.post("/articles", json=too_long)).status_code == 413
    assert about["limits"]["requests_per_second"] is None


async def test_events_are_listed_page_by_page(told: httpx.AsyncClient) -> None:
    """Following `next` gives every event once, the newest first; filters narrow the list."""
    everything = (await ask(told, "/events"))["items"]
    paged: list[Any] = []
    after: dict[str, str] = {}
    while True:
        page = await ask(told, "/events", limit=1, **after)
        paged += page["items"]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert paged == everything
    positions = [each["position"] for each in everything]
    assert positions == sorted(positions, reverse=True)
    visits = (await ask(told, "/events", type="VisitOccurred", pair="MLI-RUS"))["items"]
    assert {each["fact"]["type"] for each in visits} == {"VisitOccurred"}
    assert {each["fact"]["family"] for each in (await ask(told, "/events", family="aid"))["items"]} == {"aid"}
    assert (await ask(told, "/events", party="DZA"))["items"]
    assert (await ask(told, "/events", since="2030-01-01"))["items"] == []


async def test_events_are_counted_by_what_they_have(told: httpx.AsyncClient) -> None:
    """Each facet counts what the list itself shows, most frequent first; the filter and the limit are heeded."""
    everything = (await ask(told, "/events"))["items"]
    counted = await ask(told, "/events/facets")
    assert counted["events"] == len(everything)
    held = {
        "type": [[each["fact"]["type"]] for each in everything],
        "family": [[each["fact"]["family"]] for each in everything],
        "party": [each["fact"]["parties"] for each in everything],
    }
    facets = {each["facet"]: each for each in counted["facets"]}
    assert list(facets) == ["type", "family", "party", "publisher", "year"]
    for name, values in held.items():
        expected = Counter(value for each in values for value in each)
        assert {each["value"]: each["events"] for each in facets[name]["values"]} == expected
        assert facets[name]["values"] == sorted(
            facets[name]["values"], key=lambda each: (-each["events"], each["value"])
        )
    assert sum(each["events"] for each in facets["year"]["values"]) == len(everything)
    assert sum(each["events"] for each in facets["publisher"]["values"]) == len(everything)
    aid = await ask(told, "/events/facets", facet=["type", "party"], family="aid", limit=1)
    assert [each["facet"] for each in aid["facets"]] == ["type", "party"]
    assert [len(each["values"]) for each in aid["facets"]] == [1, 1]
    parties = {party for each in everything if each["fact"]["family"] == "aid" for party in each["fact"]["parties"]}
    assert aid["facets"][1]["more"] == len(parties) - 1
    nothing = await ask(told, "/events/facets", since="2030-01-01")
    assert (nothing["events"], {each["more"] for each in nothing["facets"]}) == (0, {0})
    assert (await told.get("/events/facets", params={"facet": "colour"})).status_code == 400


async def test_relations_are_listed(told: httpx.AsyncClient) -> None:
    """Every pair with facts has a line; a party narrows the list."""
    pairs = {(each["a"], each["b"]) for each in (await ask(told, "/relations"))["items"]}
    assert {("MLI", "RUS"), ("DZA", "MLI")} <= pairs
    assert {(each["a"], each["b"]) for each in (await ask(told, "/relations", party="DZA"))["items"]} == {
        ("DZA", "MLI")
    }


REFUSED = [
    ("/relations/MLI/Russie", 400, "unknown-party", "RUS"),
    ("/relations/MLI/ZZZ", 400, "unknown-party", "ZZZ"),
    ("/relations/MLI/MLI", 400, "invalid-request", "itself"),
    ("/relations/MLI/RUS?as_of=2025-02-30", 400, "invalid-date", "as_of"),
    ("/relations/MLI/RUS?as_of=2025", 400, "invalid-date", "YYYY-MM-DD"),
    ("/relations/MLI/RUS?reported_by=x", 400, "invalid-date", "reported_by"),
    ("/relations/MLI/RUS?known_at=x", 400, "invalid-moment", "time zone"),
    ("/relations/MLI/RUS?known_at=0001-01-01T00:00:00%2B14:00", 400, "invalid-moment", "0001-01-01"),
    ("/relations/MLI/RUS?known_at=9999-12-31T23:59:59-14:00", 400, "invalid-moment", "9999-12-31"),
    ("/relations/MLI/RUS?known_at=999", 400, "beyond-head", "999"),
    ("/relations/MLI/RUS?wait_for=999", 400, "beyond-head", "999"),
    ("/relations/MLI/RUS?wait_for=-1", 400, "invalid-request", "wait_for"),
    ("/relations?after=%2F", 400, "bad-cursor", "next"),
    ("/relations?after=%00", 400, "invalid-request", "NUL"),
    ("/relations?limit=0", 400, "invalid-request", "limit"),
    ("/relations?limit=201", 400, "invalid-request", "limit"),
    ("/relations?status=friendly", 400, "invalid-request", "cooperative"),
    ("/visits?statuz=pending", 400, "unknown-parameter", "'status'"),
    ("/visits?visitor=MLI&visitor=RUS", 400, "invalid-request", "visitor is given 2 times"),
    ("/relations/MLI/RUS?as_of=2025-01-01&as_of=2025-01-01", 400, "invalid-request", "as_of is given 2 times"),
    ("/aid/totals?domain=military&domain=food", 400, "invalid-request", "domain is given 2 times"),
    ("/events?limit=1&type=VisitOccurred&limit=2", 400, "invalid-request", "limit is given 2 times"),
    ("/visits?status=soon", 400, "invalid-request", "pending"),
    ("/visits?visitor=Mali", 400, "unknown-party", "MLI"),
    ("/aid/totals?domain=naval", 400, "invalid-request", "military"),
    ("/aid/deliveries?terms=gift", 400, "invalid-request", "grant"),
    ("/aid/deliveries?kind=total", 400, "invalid-request", "pledge"),
    ("/aid/deliveries?since=2025-13-01", 400, "invalid-date", "since"),
    ("/aid/deliveries?after=x", 400, "bad-cursor", "next"),
    ("/meta?as_of=2025-01-01", 400, "unknown-parameter", "as_of"),
    ("/events?type=VisitOcurred", 400, "invalid-request", "VisitOccurred"),
    ("/events?pair=MLI", 400, "invalid-request", "MLI-RUS"),
    ("/events?since=2025-13-01", 400, "invalid-date", "since"),
    ("/events/nothing", 404, "unknown-event", "nothing"),
    ("/events/%00", 400, "invalid-request", "NUL"),
    ("/articles/nothing", 404, "unknown-article", "nothing"),
    ("/problems/nothing", 404, "unknown-problem", "nothing"),
    ("/nowhere", 404, "not-found", "/nowhere"),
]


async def test_a_question_that_cannot_be_answered_says_what_would_be_right(
    reader: httpx.AsyncClient, subtests: pytest.Subtests
) -> None:
    """Each wrong question is a problem of its own, whose detail names the value or the remedy."""
    for path, status, problem, says in REFUSED:
        with subtests.test(path):
            answer = await reader.get(path)
            assert_problem(answer, status, problem)
            assert says in answer.json()["detail"]


async def test_a_filter_that_takes_several_values_may_be_repeated(
    reader: httpx.AsyncClient, subtests: pytest.Subtests
) -> None:
    """Statuses and types are lists: given twice they are both asked for."""
    for path in (
        "/relations?status=cooperative&status=normal",
        "/visits?status=pending&status=occurred",
        "/events?type=VisitOccurred&type=VisitAnnounced",
    ):
        with subtests.test(path):
            answer = await reader.get(path)
            assert answer.status_code == 200, answer.text


async def test_a_method_that_a_route_lacks_is_named_with_those_it_has(reader: httpx.AsyncClient) -> None:
    """405 names the methods that are there, in its header and in words."""
    answer = await reader.delete("/events")
    assert_problem(answer, 405, "method-not-allowed")
    assert "GET" in answer.headers["allow"]
    assert "GET" in answer.json()["detail"]


async def test_health(reader: httpx.AsyncClient) -> None:
    """A service with its database, migrations and views is live and ready, and says how far each view is."""
    assert (await ask(reader, "/health/live")) == {"status": "live"}
    ready = await ask(reader, "/health/ready")
    assert ready["status"] == "ready"
    assert {each["view"] for each in ready["views"]} >= {"relation", "visits", "aid", "timeline"}


async def test_a_service_whose_views_no_longer_follow_is_not_ready(client: httpx.AsyncClient) -> None:
    """When the work that keeps the views has ended, the service lives, is not ready, and says why."""
    (following,) = (task for task in asyncio.all_tasks() if task.get_name() == "projections")
    following.cancel()
    await asyncio.wait({following})
    answer = await client.get("/health/ready")
    assert_problem(answer, 503, "not-ready")
    assert "no longer follow the ledger: it was cancelled" in answer.json()["detail"]
    assert (await ask(client, "/health/live")) == {"status": "live"}

"""Articles over HTTP: recorded once, revised, tried without writing, refused."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.integration.service.texts import ANNOUNCED, NOTHING, VISITED, WHEAT

LARGE = b'{"text": "' + b"a" * 50_000_000 + b'"}'


async def head_of(client: httpx.AsyncClient) -> int:
    """The last position of the ledger."""
    ready = await client.get("/health/ready")
    position: int = ready.json()["head"]
    return position


async def test_an_article_is_recorded_and_its_events_can_be_read(client: httpx.AsyncClient) -> None:
    """A new article answers 201 with its events, and after its position the views hold them."""
    answer = await client.post("/articles", json={"text": WHEAT, "published": "2024-01-26", "url": "https://e.org/1"})
    assert answer.status_code == 201
    given = answer.json()
    assert (given["outcome"], given["position"], given["published"]) == ("recorded", 2, "2024-01-26")
    (event,) = given["events"]
    assert (event["type"], event["source"], event["target"]) == ("AidDelivered", "RUS", "MLI")
    assert (event["item"], event["amount"]["min"], event["amount"]["unit"]) == ("wheat", 25000, "t")
    assert event["quotes"]
    assert all(quote in WHEAT for quote in event["quotes"])
    assert answer.headers["location"] == f"/articles/{given['article']}"
    article = await client.get(answer.headers["location"], params={"wait_for": given["position"]})
    assert article.status_code == 200
    assert [each["id"] for each in article.json()["events"]] == [event["id"]]
    recorded = (await client.get(f"/events/{event['id']}")).json()
    assert recorded["fact"]["sources"][0]["proofs"][0]["exact"] in WHEAT


async def test_the_same_article_again_changes_nothing(client: httpx.AsyncClient) -> None:
    """The same bytes answer 200 with what was recorded and decided the first time, and the ledger stays as it is."""
    await client.post("/articles", json={"text": ANNOUNCED, "published": "2025-04-04"})
    first = await client.post("/articles", json={"text": VISITED, "published": "2025-06-24"})
    assert first.json()["decisions"]
    head = await head_of(client)
    again = await client.post("/articles", json={"text": VISITED, "published": "2025-06-24"})
    assert again.status_code == 200
    assert again.json()["outcome"] == "known"
    assert again.json()["position"] == first.json()["position"]
    assert again.json()["decisions"] == first.json()["decisions"]
    assert [each["id"] for each in again.json()["events"]] == [each["id"] for each in first.json()["events"]]
    assert await head_of(client) == head


async def test_a_dry_run_shows_all_and_writes_nothing(client: httpx.AsyncClient) -> None:
    """A dry run answers with the events and decisions that would be recorded, and the ledger stays empty."""
    tried = await client.post("/articles", params={"dry_run": "true"}, json={"text": VISITED})
    assert tried.status_code == 200
    assert (tried.json()["dry_run"], tried.json()["outcome"], tried.json()["position"]) == (True, "recorded", None)
    assert tried.json()["events"]
    assert await head_of(client) == 0
    done = await client.post("/articles", json={"text": VISITED})
    assert done.json()["events"] == tried.json()["events"]


async def test_an_article_in_spanish_goes_the_whole_way(client: httpx.AsyncClient) -> None:
    """A language that is a folder of data is told from the text, read, recorded and shown like the others."""
    text = (
        "El presidente de Colombia llegó a Pekín el 13 de mayo de 2025. Según la cancillería, los dos países "
        "firmaron un convenio de cooperación. China donó a Colombia 500 toneladas de arroz."
    )
    answer = await client.post("/articles", json={"text": text, "published": "2025-05-14"})
    assert answer.status_code == 201
    given = answer.json()
    assert given["language"] == "es"
    assert sorted(event["type"] for event in given["events"]) == ["AgreementSigned", "AidDelivered", "VisitOccurred"]
    visits = await client.get("/visits", params={"status": "occurred", "wait_for": given["position"]})
    assert [(each["visitor"], each["host"]) for each in visits.json()["items"]] == [("COL", "CHN")]


async def test_events_are_given_with_their_confidence_and_can_be_asked_for_by_it(client: httpx.AsyncClient) -> None:
    """Each event says how often readings of its kind were right, and on how many that rests; a bar leaves some out."""
    given = (await client.post("/articles", json={"text": WHEAT, "published": "2024-01-26"})).json()
    wait = {"wait_for": given["position"]}
    (event,) = (await client.get("/events", params=wait)).json()["items"]
    trust = event["fact"]["sources"][0]["confidence"]
    assert 0 < trust["value"] < 1
    assert trust["support"] > 0
    for bar, shown in ((trust["value"] - 0.001, 1), (trust["value"], 1), (trust["value"] + 0.001, 0)):
        found = await client.get("/events", params={"min_confidence": round(bar, 3), **wait})
        assert len(found.json()["items"]) == shown
    refused = await client.get("/events", params={"min_confidence": 2})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "min_confidence")


async def test_an_article_that_tells_nothing_is_recorded(client: httpx.AsyncClient) -> None:
    """An article without any act between states is kept, so that it is known when it comes again."""
    answer = await client.post("/articles", json={"text": NOTHING})
    assert (answer.status_code, answer.json()["events"], answer.json()["position"]) == (201, [], 1)


async def test_a_wire_copy_is_an_article_of_its_own(client: httpx.AsyncClient) -> None:
    """The same text under another address is another article that tells of the same happening."""
    answers = [
        await client.post("/articles", json={"text": WHEAT, "url": f"https://{host}/a", "published": "2024-01-26"})
        for host in ("one.example", "two.example")
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    articles = [answer.json()["article"] for answer in answers]
    assert articles[0] != articles[1]
    events = await client.get("/events", params={"pair": "MLI-RUS", "wait_for": answers[1].json()["position"]})
    assert len({each["happening"] for each in events.json()["items"]}) == 1
    aid = (await client.get("/aid/totals")).json()["items"]
    assert [line["delivered"][0]["min"] for line in aid] == [25000]


async def test_another_text_of_an_article_revises_it(client: httpx.AsyncClient) -> None:
    """What only the former text told is retracted, what both tell keeps its event, what is new is added."""
    where = {"url": "https://e.org/a", "published": "2025-06-24"}
    first = (await client.post("/articles", json={"text": f"{VISITED}\n\n{WHEAT}", **where})).json()
    revised = await client.post(
        "/articles", json={"text": f"{VISITED}\n\n{ANNOUNCED.replace('juin', 'août')}", **where}
    )
    assert revised.status_code == 201
    second = revised.json()
    assert (second["outcome"], second["article"]) == ("revised", first["article"])
    wheat = {each["id"] for each in first["events"] if each["type"] == "AidDelivered"}
    assert {each["events"][0] for each in second["decisions"] if each["type"] == "EventRetracted"} == wheat
    kept = {each["id"] for each in second["events"] if not each["added"]}
    assert kept == {each["id"] for each in first["events"]} - wheat
    assert any(each["added"] for each in second["events"])
    aid = await client.get("/aid/totals", params={"wait_for": second["position"]})
    assert aid.json()["items"] == []


async def test_a_text_may_come_back(client: httpx.AsyncClient) -> None:
    """A publisher who restores a former text restores what it told, as new events; each text is a revision."""
    where = {"url": "https://e.org/a", "published": "2024-01-27"}
    texts = (WHEAT, NOTHING, WHEAT, NOTHING, WHEAT)
    answers = [(await client.post("/articles", json={"text": text, **where})).json() for text in texts]
    assert [answer["outcome"] for answer in answers] == ["recorded", *["revised"] * 4]
    assert [len(answer["events"]) for answer in answers] == [1, 0, 1, 0, 1]
    aid = await client.get("/aid/totals", params={"wait_for": answers[-1]["position"]})
    assert [line["delivered"][0]["min"] for line in aid.json()["items"]] == [25000]


REFUSED = [
    (b"", "application/json", 400, "empty-body"),
    (b"   ", "application/json", 400, "empty-body"),
    (b"{", "application/json", 400, "malformed-json"),
    (b'{"text": "\xff\xfe"}', "application/json", 400, "malformed-json"),
    (b'{"text": "\\ud800"}', "application/json", 400, "malformed-json"),
    (b"[" * 5000, "application/json", 400, "malformed-json"),
    (b"[]", "application/json", 400, "invalid-request"),
    (b"{}", "application/json", 400, "invalid-request"),
    (b'{"text": 5}', "application/json", 400, "invalid-request"),
    (b'{"text": "a", "publishd": "2025-01-01"}', "application/json", 400, "invalid-request"),
    (b'{"text": "a", "language": "French"}', "application/json", 400, "invalid-request"),
    (b'{"text": ""}', "application/json", 400, "empty-article"),
    (b'{"text": "\\u0000\\u0001\\u0002"}', "application/json", 400, "binary-article"),
    (b'{"text": "a", "published": "2025-02-30"}', "application/json", 400, "invalid-date"),
    (b'{"text": "a", "published": "June"}', "application/json", 400, "invalid-date"),
    (b'{"text": "a", "url": "file:///etc/passwd"}', "application/json", 400, "invalid-url"),
    (b"text", "text/plain", 415, "unsupported-media-type"),
    (b"text=a", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
    (LARGE, "application/json", 413, "body-too-large"),
    (b'{"text": "' + b"a" * 3_000_000 + b'"}', "application/json", 413, "article-too-large"),
]


async def test_what_is_no_article_is_refused_and_nothing_is_written(
    client: httpx.AsyncClient, subtests: pytest.Subtests
) -> None:
    """Malformed, empty, binary and huge bodies and impossible values have a problem each; nothing is written."""
    for body, kind, status, problem in REFUSED:
        with subtests.test(body[:40].decode("latin-1")):
            answer = await client.post("/articles", content=body, headers={"content-type": kind})
            assert_problem(answer, status, problem)
            assert await head_of(client) == 0


async def test_a_body_without_a_length_has_the_same_limit(client: httpx.AsyncClient) -> None:
    """A body that comes in chunks is cut off at the limit too."""

    async def stream() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b"a" * 1_000_000

    answer = await client.post("/articles", content=stream(), headers={"content-type": "application/json"})
    assert_problem(answer, 413, "body-too-large")


def assert_problem(answer: httpx.Response, status: int, problem: str) -> None:
    """The answer is the problem, whole."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    given = answer.json()
    assert given["type"] == f"/problems/{problem}"
    assert given["status"] == status
    assert given["title"]
    assert given["detail"]
    assert given["request"] == answer.headers["x-request-id"]

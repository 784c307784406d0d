"""Curators correct, retract, confirm, merge and split over HTTP; history tells it, and `known_at` looks behind it."""

from typing import Any

import httpx

from tests.integration.service.texts import WHEAT

MORE_WHEAT = WHEAT.replace("25 000", "30 000")
CURATOR = {"who": "A. <b>Curator</b>", "why": "read the communiqué"}


async def tell(client: httpx.AsyncClient, text: str = WHEAT, published: str = "2024-01-26", **more: str) -> Any:
    """Hand in an article and return what was answered."""
    answer = await client.post("/articles", json={"text": text, "published": published, **more})
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def tell_two(client: httpx.AsyncClient, published: str) -> tuple[Any, Any]:
    """Hand in two articles, of other amounts, the second of this day, and return the event that each tells."""
    one = await tell(client)
    other = await tell(client, MORE_WHEAT, published)
    return one["events"][0], other["events"][0]


async def delivered(client: httpx.AsyncClient, **when: str | int) -> list[float]:
    """Sum what Russia delivered to Mali."""
    answer = await client.get("/aid/totals", params={"donor": "RUS", "recipient": "MLI", **when})
    assert answer.status_code == 200, answer.text
    return [each["max"] for line in answer.json()["items"] for each in line["delivered"]]


def tonnes(figure: int) -> dict[str, Any]:
    """Give another amount."""
    return {"amount": {"min": figure, "max": figure, "unit": "t"}}


async def test_a_correction_changes_every_answer_but_those_about_before(client: httpx.AsyncClient) -> None:
    """The new amount counts from its position on; known before it the old one does; the same word again is known."""
    first = await tell(client)
    event = first["events"][0]["id"]
    body = {"changes": tonnes(20_000), **CURATOR, "expected_version": 0}
    answer = await client.post(f"/events/{event}/corrections", json=body)
    assert answer.status_code == 201, answer.text
    given = answer.json()
    assert (given["outcome"], given["version"]) == ("recorded", 1)
    wait = {"wait_for": given["position"]}
    assert await delivered(client, **wait) == [20_000]
    assert await delivered(client, known_at=first["position"]) == [25_000]
    assert await delivered(client, reported_by="2024-01-27") == [20_000]
    again = await client.post(f"/events/{event}/corrections", json=body)
    assert (again.status_code, again.json()["outcome"]) == (200, "known")
    assert again.json()["records"] == given["records"]
    unversioned = {"changes": tonnes(20_000), **CURATOR}
    assert (await client.post(f"/events/{event}/corrections", json=unversioned)).status_code == 200
    stale = await client.post(f"/events/{event}/corrections", json={**body, "changes": tonnes(1)})
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/stale-version")
    shown = (await client.get(f"/events/{event}")).json()
    assert shown["fact"]["amount"]["max"] == 20_000
    assert {proof["kind"] for proof in shown["fact"]["sources"][0]["proofs"]} == {"quote", "curator"}


async def test_history_shows_the_old_value_struck_out_and_runs_nothing(client: httpx.AsyncClient) -> None:
    """The page escapes what curators write and strikes out what they corrected; its policy allows no script."""
    first = await tell(client)
    event = first["events"][0]["id"]
    await client.post(f"/events/{event}/corrections", json={"changes": tonnes(20_000), **CURATOR})
    await client.post(f"/events/{event}/confirmation", json={"who": "B. Curator", "why": "checked"})
    history = (await client.get(f"/events/{event}/history")).json()
    assert [change["what"] for change in history["changes"]] == ["told", "corrected", "confirmed"]
    (field,) = history["changes"][1]["fields"]
    assert (field["field"], field["before"]["max"], field["after"]["max"]) == ("amount", 25_000, 20_000)
    before = (await client.get(f"/events/{event}/history", params={"known_at": first["position"]})).json()
    assert (before["version"], len(before["changes"])) == (0, 1)
    page = await client.get(f"/events/{event}/history.html")
    assert page.headers["content-type"].startswith("text/html")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert f"Event {event}, corrected 1 time;\nit counts.\nRead from the ledger" in page.text
    assert "A. &lt;b&gt;Curator" in page.text
    assert "<b>Curator" not in page.text
    struck = page.text.partition("<del>")[2].partition("</del>")[0]
    assert "25000" in struck
    assert "20000" in page.text.partition("<ins>")[2].partition("</ins>")[0]


async def test_what_a_curator_retracted_stays_out_though_a_revision_says_it_again(client: httpx.AsyncClient) -> None:
    """Retracted: it counts no more, also after the publisher reprints it in another text of the same article."""
    first = await tell(client, url="https://e.org/wheat")
    event = first["events"][0]["id"]
    gone = await client.post(f"/events/{event}/retraction", json={**CURATOR, "expected_version": 0})
    assert gone.status_code == 201
    assert await delivered(client, wait_for=gone.json()["position"]) == []
    assert await delivered(client, known_at=first["position"]) == [25_000]
    again = await client.post(f"/events/{event}/retraction", json=CURATOR)
    assert (again.status_code, again.json()["outcome"]) == (200, "known")
    other = await client.post(f"/events/{event}/retraction", json={**CURATOR, "why": "other"})
    assert (other.status_code, other.json()["type"]) == (409, "/problems/event-retracted")
    revised = await tell(client, f"{WHEAT}\n\nLes autorités n'ont rien ajouté.", url="https://e.org/wheat")
    assert revised["outcome"] == "revised"
    assert await delivered(client, wait_for=revised["position"]) == []


async def test_merged_and_split_happenings_stay_so(client: httpx.AsyncClient) -> None:
    """Two deliveries joined by a curator count once, parted again twice, whatever article comes after."""
    one, other = await tell_two(client, "2024-03-30")
    assert one["happening"] != other["happening"]
    body = {"happenings": [one["happening"], other["happening"]], **CURATOR}
    merged = await client.post("/happenings/merge", json=body)
    assert merged.status_code == 201, merged.text
    assert (await client.post("/happenings/merge", json=body)).json()["outcome"] == "known"
    third = await tell(client, MORE_WHEAT, "2024-04-02", url="https://e.org/third")
    listed = (await client.get("/events", params={"wait_for": third["position"], "type": one["type"]})).json()["items"]
    happenings = {each["id"]: each["happening"] for each in listed}
    assert happenings[one["id"]] == happenings[other["id"]]
    stale = {"events": [other["id"]], **CURATOR, "expected_version": 1}
    refused = await client.post(f"/happenings/{happenings[one['id']]}/split", json=stale)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/stale-version")
    body = {"events": [other["id"]], **CURATOR}
    split = await client.post(f"/happenings/{happenings[one['id']]}/split", json=body)
    assert split.status_code == 201, split.text
    assert (await client.post(f"/happenings/{happenings[one['id']]}/split", json=body)).json()["outcome"] == "known"
    fourth = await tell(client, MORE_WHEAT, "2024-04-03", url="https://e.org/fourth")
    listed = (await client.get("/events", params={"wait_for": fourth["position"], "type": one["type"]})).json()["items"]
    happenings = {each["id"]: each["happening"] for each in listed}
    assert happenings[one["id"]] != happenings[other["id"]]


async def test_happenings_kept_apart_stay_so(client: httpx.AsyncClient) -> None:
    """Two deliveries that a curator keeps apart stay two when one is corrected to be like the other; history tells."""
    one, other = await tell_two(client, "2024-03-30")
    body = {"happenings": [one["happening"], other["happening"]], **CURATOR}
    apart = await client.post("/happenings/apart", json=body)
    assert apart.status_code == 201, apart.text
    (decided,) = apart.json()["decisions"]
    assert (decided["events"], decided["apart"]) == ([other["id"]], [one["id"]])
    assert (await client.post("/happenings/apart", json=body)).json()["outcome"] == "known"
    stale = await client.post("/happenings/apart", json={**body, "why": "other", "expected_version": 1})
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/nothing-to-change")
    alike = {"changes": {"amount": one["amount"], "reported": "2024-03-29"}, **CURATOR}
    corrected = await client.post(f"/events/{other['id']}/corrections", json=alike)
    assert corrected.status_code == 201, corrected.text
    listed = (
        await client.get("/events", params={"wait_for": corrected.json()["position"], "type": one["type"]})
    ).json()
    happenings = {each["id"]: each["happening"] for each in listed["items"]}
    assert happenings[one["id"]] != happenings[other["id"]]
    for event in (one, other):
        changes = (await client.get(f"/events/{event['id']}/history")).json()["changes"]
        (word,) = [each for each in changes if each["what"] == "kept_apart"]
        assert (word["who"], word["why"]) == (CURATOR["who"], CURATOR["why"])


async def test_a_word_that_stands_no_more_is_not_answered_as_known(client: httpx.AsyncClient) -> None:
    """Kept apart, then merged: to keep apart what is one now is refused; nor is it taken for a split of like words."""
    one, other = await tell_two(client, "2024-03-30")
    body = {"happenings": [one["happening"], other["happening"]], **CURATOR}
    assert (await client.post("/happenings/apart", json=body)).status_code == 201
    alone = {"events": [other["id"]], **CURATOR}
    refused = await client.post(f"/happenings/{other['happening']}/split", json=alone)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/nothing-to-change")
    assert (await client.post("/happenings/merge", json=body)).status_code == 201
    refused = await client.post("/happenings/apart", json=body)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/nothing-to-change")


async def test_what_makes_no_sense_is_refused_and_nothing_is_written(client: httpx.AsyncClient) -> None:
    """Unknown events, fields, values and parties, statements without who or why: a problem that says what is wrong."""
    first = await tell(client)
    event = first["events"][0]["id"]
    path = f"/events/{event}/corrections"
    refused: tuple[tuple[dict[str, Any], str], ...] = (
        ({"evidence": []}, "invalid-request"),
        ({"happening": "x"}, "invalid-request"),
        ({"type": "WheatSown"}, "invalid-request"),
        ({"target": "RUS"}, "invalid-request"),
        ({"target": "Mordor"}, "unknown-party"),
        ({"act": "2024-13"}, "invalid-request"),
        (tonnes(-3), "invalid-request"),
        (tonnes(25_000), "nothing-to-change"),
    )
    for changes, problem in refused:
        answer = await client.post(path, json={"changes": changes, **CURATOR})
        assert answer.json()["type"] == f"/problems/{problem}", (changes, answer.text)
        assert answer.status_code in {400, 409}
    assert (await client.post(path, json={"changes": tonnes(1), "who": "x"})).status_code == 400
    assert (await client.post(path, json={"changes": tonnes(1), **CURATOR, "who": ""})).status_code == 400
    assert (await client.post(path, json={"changes": tonnes(1), **CURATOR, "since": "2024-02-01"})).status_code == 400
    assert (await client.post("/events/nothing/confirmation", json=CURATOR)).status_code == 404
    assert (await client.post("/happenings/nothing/split", json={"events": [event], **CURATOR})).status_code == 404
    ready = (await client.get("/health/ready")).json()
    assert ready["head"] == first["position"]


async def test_a_word_on_happenings_goes_with_events_that_are_moved(client: httpx.AsyncClient) -> None:
    """Kept apart, then both corrected to other parties and alike: the next article told of these joins them not."""
    one, other = await tell_two(client, "2024-01-27")
    named = {"happenings": [one["happening"], other["happening"]], **CURATOR}
    assert (await client.post("/happenings/apart", json=named)).status_code == 201
    for event in (one, other):
        body = {"changes": {"target": "BFA", **tonnes(20_000)}, **CURATOR}
        assert (await client.post(f"/events/{event['id']}/corrections", json=body)).status_code == 201
    more = await tell(client, MORE_WHEAT.replace("Mali", "Burkina Faso").replace("30 000", "20 000"), "2024-01-28")
    answer = await client.get("/events", params={"wait_for": more["position"], "type": one["type"]})
    happenings = {each["id"]: each["happening"] for each in answer.json()["items"]}
    assert len(happenings) == 3
    assert happenings[one["id"]] != happenings[other["id"]]

"""Who asks again is told that nothing has changed."""

import httpx

from tests.integration.service.texts import ANNOUNCED, VISITED


async def test_who_asks_again_is_told_that_nothing_changed(client: httpx.AsyncClient) -> None:
    """Each answer to a GET has a tag; with it the same question is a 304, until something is recorded."""
    first = await client.post("/articles", json={"text": ANNOUNCED, "published": "2025-05-25"})
    await client.get("/events", params={"wait_for": first.json()["position"]})
    paths = (
        "/relations/MLI/RUS", "/relations?party=MLI", "/events", "/events.csv", "/changes", "/visits", "/articles",
        "/relations/MLI/RUS/timeline", "/relations/compare?pairs=MLI-RUS", "/changes.atom",
    )  # fmt: skip
    tags: dict[str, str] = {}
    for path in paths:
        answer = await client.get(path)
        tags[path] = answer.headers["etag"]
        assert tags[path].startswith(f'"{first.json()["position"]}-'), path
        for given in (tags[path], f'W/{tags[path]}, "other"', f'"other",{tags[path]}', "*"):
            again = await client.get(path, headers={"if-none-match": given})
            assert (again.status_code, again.content) == (304, b""), path
            assert again.headers["etag"] == tags[path]
            assert "content-type" not in again.headers
        other = await client.get(path, headers={"if-none-match": '"other"'})
        assert (other.status_code, other.content) == (200, answer.content)
    assert len({*tags.values()}) == len(tags)
    second = await client.post("/articles", json={"text": VISITED, "published": "2025-06-25"})
    await client.get("/events", params={"wait_for": second.json()["position"]})
    for path in paths:
        answer = await client.get(path, headers={"if-none-match": tags[path]})
        assert (answer.status_code, answer.headers["etag"] != tags[path]) == (200, True), path


async def test_what_fails_has_no_tag(client: httpx.AsyncClient) -> None:
    """A refusal and an answer to a POST have no tag, and no If-None-Match hides them."""
    for answer in (
        await client.get("/events", params={"party": "XXX"}, headers={"if-none-match": "*"}),
        await client.get("/events/none", headers={"if-none-match": "*"}),
        await client.post("/articles", json={"text": VISITED}, headers={"if-none-match": "*"}),
    ):
        assert answer.status_code in {400, 404, 201}
        assert "etag" not in answer.headers

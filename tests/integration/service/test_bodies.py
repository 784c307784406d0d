"""Bodies in other charsets, and packed ones, over HTTP."""

import gzip
import json
import random

import httpx
import pytest

TEXT = "Le président malien Assimi Goïta s'est rendu en Russie le 23 juin 2025."
ARTICLE = json.dumps({"text": TEXT, "published": "2025-06-24"}, ensure_ascii=False)
PLAIN = {"content-type": "application/json"}


def read_problem(answer: httpx.Response) -> tuple[int, str]:
    """The status of a refusal, and the name of its problem."""
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_a_body_is_read_in_the_charset_that_it_declares(
    client: httpx.AsyncClient, subtests: pytest.Subtests
) -> None:
    """The same article in another charset is the same article: its bytes are read as declared."""
    first = await client.post("/articles", content=ARTICLE.encode(), headers=PLAIN)
    assert first.status_code == 201
    for charset in ("utf-8", '"UTF-8"', "iso-8859-1", "windows-1252", "utf-16", "latin1"):
        with subtests.test(charset):
            again = await client.post(
                "/articles",
                content=ARTICLE.encode(charset.strip('"')),
                headers={"content-type": f"application/json; charset={charset}"},
            )
            assert again.status_code == 200
            assert again.json()["article"] == first.json()["article"]


@pytest.mark.parametrize("charset", ["klingon", "rot13", "base64", "utf-7", "idna", "", "\u00e9"])
async def test_an_unknown_charset_is_refused(reader: httpx.AsyncClient, charset: str) -> None:
    """A charset that is none, or none of texts, is named in the refusal."""
    headers = {b"content-type": f"application/json; charset={charset}".encode("latin-1")}
    answer = await reader.post("/articles", content=ARTICLE.encode(), headers=headers)
    assert read_problem(answer) == (415, "unsupported-media-type")


async def test_a_body_that_is_not_in_its_charset_is_refused(reader: httpx.AsyncClient) -> None:
    """Bytes that the declared charset does not have, or half a character at the end, are a malformed body."""
    for charset, body in (("us-ascii", ARTICLE.encode()), ("utf-16", b'{"text": "abc"}')):
        headers = {"content-type": f"application/json; charset={charset}"}
        answer = await reader.post("/articles", content=body, headers=headers)
        assert read_problem(answer) == (400, "malformed-body"), charset


async def test_a_packed_body_is_unpacked(client: httpx.AsyncClient) -> None:
    """Gzip is taken, in one member or several, also with a charset inside."""
    packed = {**PLAIN, "content-encoding": "gzip"}
    raw = ARTICLE.encode()
    for body in (gzip.compress(raw), gzip.compress(raw[:20]) + gzip.compress(raw[20:])):
        assert (await client.post("/articles", content=body, headers=packed)).is_success
    latin = {"content-type": "application/json; charset=latin-1", "content-encoding": "gzip"}
    answer = await client.post("/articles", content=gzip.compress(ARTICLE.encode("latin-1")), headers=latin)
    assert answer.json()["outcome"] == "known"


async def test_a_packed_body_of_any_size_comes_out_whole(client: httpx.AsyncClient) -> None:
    """Nothing is lost where a packed body is unpacked in many pieces."""
    letters = random.Random(1)
    words = " ".join("".join(letters.choices("aeioubcdfg", k=6)) for _ in range(40_000))
    sent = json.dumps({"text": f"{TEXT}\n\n{words} fin"})
    answers = [
        await client.post("/articles", content=body, headers={**PLAIN, **more})
        for body, more in ((sent.encode(), {}), (gzip.compress(sent.encode()), {"content-encoding": "gzip"}))
    ]
    assert [answer.status_code for answer in answers] == [201, 200]


async def test_a_bomb_is_stopped_at_the_limit(reader: httpx.AsyncClient) -> None:
    """A small archive that unpacks to more than the limit of a body is refused, and what breaks off or is none too."""
    packed = {**PLAIN, "content-encoding": "gzip"}
    bomb = gzip.compress(b'{"text": "' + b"a" * 60_000_000 + b'"}')
    assert len(bomb) < 100_000
    assert read_problem(await reader.post("/articles", content=bomb, headers=packed)) == (413, "body-too-large")
    for body in (b"not packed", gzip.compress(ARTICLE.encode())[:-9], gzip.compress(ARTICLE.encode()) + b"x"):
        assert read_problem(await reader.post("/articles", content=body, headers=packed)) == (400, "malformed-body")
    assert (await reader.get("/health/ready")).json()["head"] == 0


async def test_another_packing_is_refused(reader: httpx.AsyncClient) -> None:
    """What is packed in a way that is not read is refused, and the one that is read is named."""
    for coding in ("br", "deflate", "zstd", "gzip, gzip", "compress"):
        answer = await reader.post("/articles", content=b"{}", headers={**PLAIN, "content-encoding": coding})
        assert read_problem(answer) == (415, "unsupported-media-type")
        assert "gzip" in answer.json()["detail"]

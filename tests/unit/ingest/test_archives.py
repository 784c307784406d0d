"""Articles out of web archives and JSON lines: every one that is there, and a reason for every one that is not."""

import gzip
import io
import json

import pytest

from service.ingest.jsonl import LONGEST_LINE, read_jsonl
from service.ingest.warc import BrokenArchive, read_warc

HTML = (
    '<html><head><title>Blé</title><meta property="article:published_time" content="2024-01-26"></head><body><article>'
    "<p>La Russie a livré 25 000 tonnes de blé au Mali, a annoncé le ministre.</p></article></body></html>"
)
LIMIT = 1_000_000


def record(url: str, http: bytes, kind: str = "response") -> bytes:
    """One record of an archive."""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:11111111-1111-1111-1111-111111111111>\r\n"
        f"WARC-Date: 2025-06-24T10:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def answer(body: bytes, *, status: int = 200, kind: str = "text/html", **headers: str) -> bytes:
    """An answer as it was captured."""
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} Told\r\nContent-Type: {kind}\r\n{told}\r\n".encode() + body


RECORDS = {
    "https://e.example/plain": answer(HTML.encode(), kind="text/html; charset=utf-8"),
    "https://e.example/latin": answer(HTML.encode("cp1252"), kind="text/html; charset=iso-8859-1"),
    "https://e.example/packed": answer(gzip.compress(HTML.encode()), Content_Encoding="gzip"),
    "https://e.example/chunked": answer(
        f"{len(HTML.encode()):x}\r\n".encode() + HTML.encode() + b"\r\n0\r\n\r\n", Transfer_Encoding="chunked"
    ),
    "https://e.example/bomb": answer(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip"),
    "https://e.example/broken": answer(b"not packed", Content_Encoding="gzip"),
    "https://e.example/unknown": answer(b"x", Content_Encoding="zstd"),
    "https://e.example/empty": answer(b""),
    "https://e.example/gone": answer(HTML.encode(), status=404),
    "https://e.example/picture": answer(b"\x89PNG", kind="image/png"),
    "https://e.example/nonsense": b"no answer at all",
    "https://e.example/last": answer(HTML.encode()),
}


@pytest.mark.parametrize("packed", [True, False])
def test_every_page_of_an_archive_is_read(packed: bool) -> None:  # noqa: FBT001
    """Pages are unpacked and decoded; bombs, broken and empty ones are told with a reason and stop no other."""
    records = [record(url, http) for url, http in RECORDS.items()]
    records.insert(0, record("https://e.example/plain", b"GET / HTTP/1.1\r\n\r\n", kind="request"))
    data = b"".join(gzip.compress(each) if packed else each for each in records)
    pages = list(read_warc(io.BytesIO(data), name="a.warc", largest=LIMIT))
    read = {page.url.rpartition("/")[2]: page.submission for page in pages if page.submission}
    assert set(read) == {"plain", "latin", "packed", "chunked", "last"}
    assert len({submission.text for submission in read.values()}) == 1
    plain = read["plain"]
    assert (plain.title, plain.url, plain.published) == ("Blé", "https://e.example/plain", "2024-01-26")
    refused = {page.url.rpartition("/")[2]: str(page.error) for page in pages if page.error}
    assert set(refused) == {"bomb", "broken", "unknown", "empty"}
    assert "CHANCERY_FETCH_LIMIT" in refused["bomb"]


def test_a_damaged_archive_gives_what_comes_before() -> None:
    """The pages before the damage are read; then the error says how far it went. What is no archive is told as such."""
    whole = gzip.compress(record("https://e.example/plain", RECORDS["https://e.example/plain"]))
    damaged = whole + whole[:30] + b"\xff" * 200
    pages: list[str] = []
    with pytest.raises(BrokenArchive, match=r"a\.warc\.gz"):  # noqa: PT012  (what came before counts)
        for page in read_warc(io.BytesIO(damaged), name="a.warc.gz", largest=LIMIT):
            pages.append(page.url)  # noqa: PERF401
    assert pages == ["https://e.example/plain"]
    for data in (b"", b"Bonjour", gzip.compress(b"Bonjour")):
        with pytest.raises(BrokenArchive):
            list(read_warc(io.BytesIO(data), name="b.warc", largest=LIMIT))


def test_every_line_is_an_article_or_an_error() -> None:
    """Lines with text or HTML are read, blank ones passed over, bad ones told by their number."""
    lines = [
        json.dumps({"text": "Bonjour", "url": "https://e.example/1", "published": "2025-06-23", "language": "fr"}),
        "",
        json.dumps({"html": HTML, "publisher": "L'Écho"}),
        "{",
        json.dumps({"text": "x", "txet": "y"}),
        json.dumps({"title": "nothing else"}),
        json.dumps({"text": "x", "html": HTML}),
        json.dumps(["text"]),
        "[" * 100_000,
        json.dumps({"text": 1}),
        "\ufeff" + json.dumps({"text": "Au revoir"}),
    ]
    raw = "\n".join(lines).encode() + b"\n\xff\xfe\n"
    read = list(read_jsonl(io.BytesIO(raw), name="a.jsonl"))
    good = {line.number: line.submission for line in read if line.submission}
    assert set(good) == {1, 3, 11}
    assert good[1].language == "fr"
    assert (good[3].title, good[3].publisher, good[3].published) == ("Blé", "L'Écho", "2024-01-26")
    bad = {line.number: str(line.error) for line in read if line.error}
    assert set(bad) == {4, 5, 6, 7, 8, 9, 10, 12}
    assert all(f"a.jsonl, line {number}" in told for number, told in bad.items())
    assert "txet" in bad[5]


def test_a_line_without_end_is_not_kept_in_memory() -> None:
    """A line over the limit is passed over in pieces, and the next is read."""
    raw = b'{"text": "' + b"x" * (LONGEST_LINE + 10) + b'"}\n{"text": "Bonjour"}\n'
    first, second = read_jsonl(io.BytesIO(raw), name="a.jsonl")
    assert "line 1" in str(first.error)
    assert second.submission is not None
    assert second.number == 2

"""The hostile cases of ``hostile.toml``, and how each is turned into bytes."""

import gzip
import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import msgspec

FILE = Path(__file__).with_suffix(".toml")


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bytes: ``body``, or ``hex``, or ``before`` + ``unit`` as many ``times`` as it says + ``after``; then packed."""

    name: str
    body: str = ""
    hex: str = ""
    before: str = ""
    unit: str = ""
    times: int = 0
    after: str = ""
    pack: Literal["", "gzip", "gzip twice", "cut gzip"] = ""

    def content(self) -> bytes:
        """Make the bytes."""
        raw = bytes.fromhex(self.hex) or f"{self.body}{self.before}{self.unit * self.times}{self.after}".encode()
        match self.pack:
            case "gzip":
                return gzip.compress(raw, 1)
            case "gzip twice":
                return gzip.compress(gzip.compress(raw, 1))
            case "cut gzip":
                return gzip.compress(raw)[:-5]
            case _:
                return raw


class Request(Content, frozen=True, kw_only=True):
    """A request and what must become of it.

    ``expect``: the name of the problem that refuses it; ``recorded`` (201) or ``answered`` (2xx, nothing written);
    ``not-http`` where the HTTP server itself refuses it. ``raw`` is the whole request as it is, a line for each line.
    """

    send: str = "POST /articles"
    expect: str
    type: str = "application/json"
    host: str = "127.0.0.1"
    head: tuple[str, ...] = ()
    raw: str = ""
    verdicts: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        """The method that it is sent by."""
        return (self.raw or self.send).split(" ")[0]

    def wire(self, ids: dict[str, str]) -> bytes:
        """Write the request; $EVENT, $HAPPENING and $ARTICLE in it become ``ids``."""
        if self.raw:
            return self.raw.replace("\n", "\r\n").encode()
        body = self.content()
        target = self.send
        for name, value in ids.items():
            target = target.replace(f"${name}", value)
            if len(body) < 10_000:
                body = body.replace(f"${name}".encode(), value.encode())
        lines = [f"{target} HTTP/1.1", f"Host: {self.host}", "Connection: close"]
        if self.method == "POST":
            lines += [f"Content-Length: {len(body)}", *([f"Content-Type: {self.type}"] if self.type else [])]
        return "\r\n".join([*lines, *self.head, "", ""]).encode() + body


class Source(Content, frozen=True, kw_only=True):
    """What a source gives, and what must become of it, item by item; ``recorded`` or the name of a problem.

    ``of``: html, feed, jsonl and warc are read; fetch asks for the address in ``body``, whose name leads to ``leads``.
    ``head``: of the captured answer (warc), or the charset that is declared (html).
    """

    of: Literal["html", "feed", "jsonl", "warc", "fetch"]
    expect: tuple[str, ...]
    head: str = ""
    leads: tuple[str, ...] = ()


class Cases(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them: ``texts`` are put into each of the ``places``."""

    request: tuple[Request, ...]
    source: tuple[Source, ...]
    texts: dict[str, str]
    places: dict[str, str]


def read_cases() -> Cases:
    """Read the file."""
    told: Any = tomllib.loads(FILE.read_text("utf-8"))
    return msgspec.convert(told, Cases)


def put_in(cases: Cases, place: str) -> list[Request]:
    """Every text in one place: in a JSON body (after a blank) as a string, in an address escaped."""
    target, _, body = cases.places[place].partition(" {")
    return [
        Request(
            name=f"{place}: {kind}",
            send=target.replace("TEXT", quote(text, safe="")),
            body=f"{{{body.replace('TEXT', msgspec.json.encode(text).decode()[1:-1])}" if body else "",
            expect="",
        )
        for kind, text in cases.texts.items()
    ]

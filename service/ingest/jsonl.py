"""Articles as JSON lines: on each line one object, with what `POST /articles` takes, or ``html`` for ``text``."""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from events.errors import ChanceryError
from service.ingest.html import read_page
from service.submission import Submission

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of one line: an article of the largest size, with all of its letters escaped, and room for the rest."""


class BadLine(ChanceryError):
    """A line that is no article."""

    problem = "bad-line"


class Written(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a line may hold: ``text`` or ``html``, and what is known of the article."""

    text: str | None = None
    html: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line by its number, from 1: the article on it, or what is wrong with it."""

    number: int
    submission: Submission | None = None
    error: ChanceryError | None = None


_decode = msgspec.json.Decoder(Written).decode


def read_jsonl(stream: BinaryIO, *, name: str) -> Iterator[Line]:
    """Every line that is not blank, one at a time; a bad one stops no other."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
            yield Line(
                number=number,
                error=BadLine(f"{name}, line {number} has more than {LONGEST_LINE} bytes; send one article a line"),
            )
        elif line.strip():
            try:
                yield Line(number=number, submission=_read_line(line, f"{name}, line {number}"))
            except ChanceryError as error:
                yield Line(number=number, error=error)


def _read_line(line: bytes, place: str) -> Submission:
    try:
        written = _decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadLine(
            f"{place} is no article: {error}; give an object with text (or html), url, title, published"
        ) from None
    if (written.text is None) == (written.html is None):
        raise BadLine(f"{place} must have either text or html; give one of the two")
    if written.html is None:
        text, title, published = written.text or "", written.title, written.published
    else:
        page = read_page(written.html, url=written.url or "")
        text, title, published = page.text, written.title or page.title, written.published or page.published
    return Submission(
        text=text,
        title=title,
        url=written.url,
        publisher=written.publisher,
        published=published,
        language=written.language,
    )

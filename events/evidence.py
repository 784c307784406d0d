"""What proves an event: an exact quote of an article, a curator's statement or an imported record.

A quote is a W3C text-quote selector together with a text-position selector: the words, their
neighbours, and where they stand in the stored clean text.
"""

import hashlib
from functools import lru_cache

import msgspec

from events.errors import EvidenceMismatch

CONTEXT = 32
"""Characters of context kept on either side of a quote."""


class Quote(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="quote"):
    """Words of an article: ``text[start:end] == exact`` in the clean text whose SHA-256 is ``text_hash``.

    ``rule`` names the frame that read them, ``extractor`` the version of the reading engine.
    """

    article: str
    text_hash: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    rule: str
    extractor: str


class CuratorStatement(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="curator"):
    """A person's word: who states it, why, and the source they rest on."""

    who: str
    why: str
    source: str


class ImportedRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind", tag="import"):
    """A record coded elsewhere: the data set, its coder, and the SHA-256 of the row.

    ``quotes``: the words of an article on which the coder says it rests; they were not checked against any text.
    """

    source: str
    coder: str
    row_hash: str
    quotes: tuple[str, ...] = ()


Evidence = Quote | CuratorStatement | ImportedRecord


@lru_cache(maxsize=2)
def hash_text(text: str) -> str:
    """The SHA-256 of a clean text in hexadecimal: its key in the library of article texts."""
    return hashlib.sha256(text.encode()).hexdigest()


def quote_span(text: str, start: int, end: int, *, article: str, text_hash: str, rule: str, extractor: str) -> Quote:
    """The quote of ``text[start:end]`` with its context."""
    return Quote(
        article=article,
        text_hash=text_hash,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        rule=rule,
        extractor=extractor,
    )


def check_quote(quote: Quote, text: str) -> None:
    """Raise EvidenceMismatch unless the quote stands in ``text`` exactly where it says."""
    if hash_text(text) != quote.text_hash:
        raise EvidenceMismatch(f"the quote {quote.exact!r} was taken from another text of article {quote.article}")
    # A negative start would count from the end of the text.
    found = text[quote.start : quote.end] if 0 <= quote.start < quote.end <= len(text) else ""
    if found != quote.exact or not found:
        raise EvidenceMismatch(
            f"characters {quote.start} to {quote.end} of article {quote.article} read {found!r}, not {quote.exact!r}"
        )
    if not text.endswith(quote.prefix, 0, quote.start) or not text.startswith(quote.suffix, quote.end):
        raise EvidenceMismatch(f"the context of the quote {quote.exact!r} does not stand in article {quote.article}")

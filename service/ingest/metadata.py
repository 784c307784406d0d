"""Title, address, publisher, day of publication and language: as told with the article, else read from it."""

import csv
import re
from functools import lru_cache
from importlib import resources
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from events.errors import InvalidInterval
from events.interval import precision_of
from service.extract.language_files import languages, load_language
from service.extract.text.blocks import Block, split_blocks
from service.ingest.errors import InvalidLanguage, InvalidUrl
from service.ingest.published import find_published

Basis = Literal["given", "text"]

_TRACKING = re.compile(
    r"(?:utm_|at_|pk_|mtm_|hsa_|stm_)\w+|fbclid|gclid|dclid|msclkid|yclid|twclid|mc_[ce]id|igshid|igsh|xtor|cmpid|cmp|ocid|smid"
    r"|ref_src|ref_url|__twitter_impression|_ga|_gl|ns_\w+|spm|share",
    re.IGNORECASE,
)
_TIMESTAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_TEXT_TO_TELL_LANGUAGE = 3000  # characters
_WORD = re.compile(r"[^\W\d_]+'?")
_FEWEST_FUNCTION_WORDS = 0.15  # of the words of a text, for its language to be told
_HOST = re.compile(r"[\w.:-]+")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an article besides its text; ``published`` is a day or a month in ISO 8601.

    ``published_basis`` says whether the day was given or read from the text; ``language`` is ISO 639-1, or
    ``other`` where the text is in none of the languages that can be read.
    """

    title: str | None
    url: str | None
    publisher: str | None
    published: str | None
    published_basis: Basis | None
    language: str


def read_metadata(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    language: str | None = None,
) -> Metadata:
    """The metadata of a clean text: what was given wins, the rest is read from the text and the address.

    Raises InvalidInterval for a day that does not exist, InvalidUrl and InvalidLanguage.
    """
    given = None if published is None else check_published(published)
    address = None if url is None else canonical_url(url)
    spoken = detect_language(text) if language is None else _check_language(language)
    blocks = split_blocks(text, spoken, title) if spoken in languages() else []
    found = given or find_published(text, blocks, spoken)
    return Metadata(
        title=title.strip() if title and title.strip() else _title_of(text, blocks),
        url=address,
        publisher=publisher.strip() if publisher and publisher.strip() else _publisher_of(address),
        published=found,
        published_basis="given" if given else ("text" if found else None),
        language=spoken,
    )


def check_published(published: str) -> str:
    """The day or month of a given date or timestamp; raises InvalidInterval where it does not exist."""
    value = published.strip()
    timestamp = _TIMESTAMP.fullmatch(value)
    if timestamp is not None:
        value = timestamp[1]
    if precision_of(value) not in {"day", "month"}:
        raise InvalidInterval(published, "write the day or at least the month of publication: YYYY-MM-DD or YYYY-MM")
    return value


def canonical_url(url: str) -> str:
    """One address for one article: lower-case host, no default port, no fragment, no tracking parameters."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidUrl(url) from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host or parts.username is not None or not _HOST.fullmatch(host):
        raise InvalidUrl(url)
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in {None, _DEFAULT_PORTS[scheme]} else f"{shown}:{port}"
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = urlencode([(key, value) for key, value in query if not _TRACKING.fullmatch(key)])
    return urlunsplit((scheme, netloc, parts.path or "/", kept, ""))


def detect_language(text: str) -> str:
    """The language whose function words are most frequent at the head of a text; ``other`` where few are known.

    Neighbouring languages share many of them, so words that only one of them writes so count as well.
    """
    words = _WORD.findall(text[:_TEXT_TO_TELL_LANGUAGE].lower().replace("’", "'"))
    if not words:
        return "other"
    shares = {code: _count(words, load_language(code).stop_words) / len(words) for code in languages()}
    told = {code: shares[code] + _count(words, load_language(code).telling_words) / len(words) for code in languages()}
    best = max(told, key=lambda code: told[code])
    return best if shares[best] >= _FEWEST_FUNCTION_WORDS else "other"


def _count(words: list[str], known: frozenset[str]) -> int:
    return sum(map(known.__contains__, words))


def _check_language(language: str) -> str:
    found = _LANGUAGE.fullmatch(language.strip())
    if found is None:
        raise InvalidLanguage(language)
    return found[1].lower()


def _title_of(text: str, blocks: list[Block]) -> str | None:
    return next((" ".join(text[block.start : block.end].split()) for block in blocks if block.kind == "title"), None)


def _publisher_of(url: str | None) -> str | None:
    """The publisher of an address by its domain, the domain itself where it is not listed."""
    if url is None:
        return None
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = _load_publishers()
    labels = host.split(".")
    domains = [".".join(labels[at:]) for at in range(len(labels) - 1)]
    return next((names[domain] for domain in domains if domain in names), host or None)


@lru_cache(maxsize=1)
def _load_publishers() -> dict[str, str]:
    """Domain to name, from ``seeds/publishers.csv``."""
    table = resources.files("seeds").joinpath("publishers.csv").read_text(encoding="utf-8")
    return {row["domain"]: row["name"] for row in csv.DictReader(table.splitlines()) if row["domain"]}

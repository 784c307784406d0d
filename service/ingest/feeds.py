"""What a feed tells, RSS or Atom: its items, newest as it lists them. Blocking: call it in a thread."""

import hashlib
import io
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from time import struct_time
from typing import Any

import feedparser  # pyright: ignore[reportMissingTypeStubs]
import msgspec

from service.ingest.fetch_errors import NotAFeed

MOST_ITEMS = 500
"""Items of a feed that are looked at, the first ones."""

MOST_TAGS = 100_000
"""Tags of a feed that is read, its articles' own included, several times those of a long one."""

_parse: Any = feedparser.parse  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
_LONGEST = 2000  # characters of a title, an address or a key


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One article as a feed announces it.

    ``key`` is what the feed calls it for ever, ``digest`` changes when the feed tells something else of it;
    ``published`` is a day in ISO 8601, in the publisher's own time; ``html`` what of the article the feed itself holds.
    """

    key: str
    url: str
    title: str | None
    published: str | None
    html: str | None
    digest: str


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as it was read; ``left`` counts the items that were left out: without an address, or too many."""

    title: str | None
    items: tuple[Item, ...]
    left: int


def read_feed(body: bytes, *, url: str, content_type: str = "") -> Feed:
    """Read a feed; faults that leave it readable are passed over.

    Raises:
        NotAFeed: it is no feed, or defines entities of its own, which no feed needs and bombs are made of.

    """
    if b"<!ENTITY" in body.replace(b"\0", b"").upper():
        raise NotAFeed(f"{url} defines entities of its own, which no feed needs; it is left alone, ask its owner")
    if body.count(b"<") > MOST_TAGS:
        raise NotAFeed(f"{url} has more than {MOST_TAGS} tags; give the address of a feed of recent articles")
    try:
        # As a stream: bytes themselves might be taken for the name of a file.
        read = _parse(
            io.BytesIO(body),
            response_headers={"content-location": url, **({"content-type": content_type} if content_type else {})},
        )
    except (RecursionError, ValueError, LookupError, AssertionError, TypeError, AttributeError) as error:
        raise NotAFeed(f"{url} cannot be read as a feed ({type(error).__name__}); correct the address") from error
    entries: list[Any] = read.get("entries") or []
    if not read.get("version") and not entries:
        raise NotAFeed(f"{url} is no feed in RSS or Atom; give the address of the feed, not of the site")
    items: dict[str, Item] = {}
    for entry in entries[:MOST_ITEMS]:
        # As a plain dictionary: feedparser's own stands in for what is missing, and warns.
        item = _read_item(dict(entry))
        if item is not None:
            items.setdefault(item.key, item)
    return Feed(
        title=_line(read.get("feed", {}).get("title")), items=tuple(items.values()), left=len(entries) - len(items)
    )


def _read_item(entry: dict[str, Any]) -> Item | None:
    url = (_line(entry.get("link")) or "").strip()
    if not url:
        return None
    title = _strip_tags(entry.get("title"))
    published = _day(entry, "published") or _day(entry, "updated")
    contents: list[Any] = entry.get("content") or []
    html = max((str(each.get("value") or "") for each in contents), key=len, default="") or entry.get("summary")
    told = (url, title, entry.get("published"), entry.get("updated"))
    return Item(
        key=_line(entry.get("id")) or url,
        url=url,
        title=title,
        published=published,
        html=str(html) if html else None,
        digest=hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest(),
    )


def _day(entry: dict[str, Any], name: str) -> str | None:
    """The day that an entry tells, as its publisher writes it: converted to UTC it might be the day before."""
    told: Any = entry.get(name)
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(str(told).strip()).date().isoformat()
        except (ValueError, TypeError, OverflowError):
            continue
    parsed = entry.get(f"{name}_parsed")
    if not isinstance(parsed, struct_time):
        return None
    try:
        return datetime(parsed.tm_year, parsed.tm_mon, parsed.tm_mday).date().isoformat()  # noqa: DTZ001  (a day)
    except ValueError:
        return None


def _line(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())[:_LONGEST] or None


def _strip_tags(value: object) -> str | None:
    """A headline without the markup that some feeds put into it."""
    return _line(re.sub(r"<[^<>]{0,200}>", "", value)) if isinstance(value, str) else None

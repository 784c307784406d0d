"""Which feeds are read: those of a TOML file, and those added by command."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from events.errors import ChanceryError

EVERY = 900
"""Seconds from one reading of a feed to the next, where nobody says otherwise."""

Content = Literal["page", "feed"]


class BadFeeds(ChanceryError):
    """The file that names the feeds cannot be read."""

    problem = "bad-feeds"


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A feed and what is known about it.

    ``publisher`` is who publishes its articles (default: told by the address of each), ``language`` ISO 639-1
    (default: told from the text), ``every`` seconds, ``content`` whether the text of an article is on its own page or
    in the feed.
    """

    url: Annotated[str, Meta(min_length=1, max_length=2000)]
    publisher: Annotated[str, Meta(min_length=1, max_length=300)] | None = None
    language: Annotated[str, Meta(pattern="^[a-z]{2}$")] | None = None
    every: Annotated[int, Meta(ge=10, le=31_536_000)] = EVERY
    content: Content = "page"


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    feed: tuple[Source, ...] = ()


def load_sources(file: Path | None) -> tuple[Source, ...]:
    """The feeds of a file, none where no file is named.

    Raises:
        BadFeeds: it cannot be read, or names a feed twice.

    """
    if file is None:
        return ()
    try:
        read = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _File)
    except OSError as error:
        raise BadFeeds(f"{file} cannot be read ({error.strerror or error}); correct CHANCERY_FEEDS") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadFeeds(
            f"{file} names no feeds ({error}); write for each a table [[feed]] with url, and if you like publisher, "
            "language, every and content"
        ) from error
    urls = [source.url for source in read.feed]
    twice = sorted({url for url in urls if urls.count(url) > 1})
    if twice:
        raise BadFeeds(f"{file} names {', '.join(twice)} more than once; keep one")
    return read.feed


def join_sources(named: Sequence[Source], added: Sequence[Source]) -> list[Source]:
    """All feeds, each once; what the file says of one wins."""
    return list({source.url: source for source in (*added, *named)}.values())

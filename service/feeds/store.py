"""What the database keeps of feeds: those added by command, and what is known of each from one reading to the next."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

import asyncpg
import msgspec

from service.feeds.sources import Source

LEASE = timedelta(minutes=10)
"""For how long a process that reads a feed keeps others from it, unless it says again that it does."""

REMEMBERED = timedelta(days=90)
"""For how long an item is remembered that its feed names no more."""


def _read(name: str) -> str:
    return files("service.feeds").joinpath(name).read_text(encoding="utf-8")


_ADD = _read("add.sql")
_REMOVE = _read("remove.sql")
_LIST_ADDED = _read("list_added.sql")
_LIST_STATES = _read("list_states.sql")
_CLAIM = _read("claim.sql")
_EXTEND = _read("extend.sql")
_RELEASE = _read("release.sql")
_SUCCEED = _read("succeed.sql")
_FAIL = _read("fail.sql")
_KNOWN_ITEMS = _read("known_items.sql")
_KEEP_ITEM = _read("keep_item.sql")
_FORGET_ITEMS = _read("forget_items.sql")


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a feed; ``articles`` and ``refused`` count its items, where that was asked for."""

    url: str
    etag: str | None = None
    modified: str | None = None
    read_at: datetime | None = None
    succeeded_at: datetime | None = None
    due_at: datetime | None = None
    wait_until: datetime | None = None
    failures: int = 0
    problem: str | None = None
    claimed_until: datetime | None = None
    articles: int = 0
    refused: int = 0


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """The right to read a feed, with the condition of the request."""

    etag: str | None
    modified: str | None
    failures: int


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an item when it was last fetched."""

    digest: str
    settled: bool
    attempts: int


class FeedStore:
    """The tables of the schema ``feeds``; times are handed in."""

    def __init__(self, pool: "asyncpg.Pool[Any] | asyncpg.Connection[Any]") -> None:
        self._pool = pool

    async def add(self, source: Source, now: datetime) -> bool:
        """Keep a feed, or what is told of it now; whether it is new."""
        return bool(
            await self._pool.fetchval(
                _ADD, source.url, source.publisher, source.language, source.every, source.content, now
            )
        )

    async def remove(self, url: str) -> bool:
        """Forget a feed that was added, and all that is known of it; whether there was one."""
        return await self._pool.fetchval(_REMOVE, url) is not None

    async def list_added(self) -> list[Source]:
        """The feeds added by command, in that order."""
        return [Source(**dict(row)) for row in await self._pool.fetch(_LIST_ADDED)]

    async def list_states(self, *, counted: bool = False) -> dict[str, State]:
        """What is known of each feed that was ever read, with its items counted if ``counted``."""
        return {row["url"]: State(**dict(row)) for row in await self._pool.fetch(_LIST_STATES, counted)}

    async def claim(self, url: str, now: datetime) -> Claim | None:
        """Take the right to read a feed; None while another process reads it, or its server wants to be left alone."""
        row = await self._pool.fetchrow(_CLAIM, url, now, now + LEASE)
        return None if row is None else Claim(**dict(row))

    async def extend(self, url: str, now: datetime) -> None:
        """Say that it is still being read."""
        await self._pool.execute(_EXTEND, url, now + LEASE)

    async def release(self, url: str) -> None:
        """Give the right back, with nothing learnt."""
        await self._pool.execute(_RELEASE, url)

    async def succeed(self, url: str, *, etag: str | None, modified: str | None, now: datetime, due: datetime) -> None:
        """Keep that a feed was read, the condition of the next request and when that is due; gives the right back."""
        await self._pool.execute(_SUCCEED, url, etag, modified, now, due)

    async def fail(self, url: str, problem: str, *, now: datetime, due: datetime, wait: datetime | None) -> None:
        """Keep why a feed could not be read, and when it is to be tried again; gives the right back."""
        await self._pool.execute(_FAIL, url, problem.replace("\0", ""), now, due, wait)

    async def known_items(self, url: str, keys: Sequence[str], now: datetime) -> dict[str, Known]:
        """What became of those items that are known, by their keys; all are noted as seen."""
        hashes = {hash_key(key): key for key in keys}
        rows = await self._pool.fetch(_KNOWN_ITEMS, url, list(hashes), now)
        return {
            hashes[row["key"]]: Known(digest=row["digest"], settled=row["settled"], attempts=row["attempts"])
            for row in rows
        }

    async def keep_item(
        self,
        url: str,
        key: str,
        *,
        digest: str,
        article: str | None,
        problem: str | None,
        attempts: int,
        settled: bool,
        now: datetime,
    ) -> None:
        """Keep what became of an item."""
        told = None if problem is None else problem.replace("\0", "")
        await self._pool.execute(_KEEP_ITEM, url, hash_key(key), digest, article, told, attempts, settled, now)

    async def forget_items(self, url: str, now: datetime) -> None:
        """Forget the items that a feed has not named for long."""
        await self._pool.execute(_FORGET_ITEMS, url, now - REMEMBERED)


def hash_key(key: str) -> bytes:
    """The key of an item as it is kept: feeds call their items what they like."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()

"""API keys: made, listed, replaced and revoked by the owner of the database; looked up by the service.

A key is ``chancery_<id>_<secret>``. The secret is 256 random bits, shown once; the database holds its SHA-256.
"""

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final, Literal

import asyncpg
import msgspec
from msgspec import Meta

from events.errors import ChanceryError
from service.problems import Refusal
from service.settings import Secret

Scope = Literal["read", "ingest", "curate", "admin"]
SCOPES: Final[tuple[Scope, ...]] = ("read", "ingest", "curate", "admin")
REMEMBERED = 1.0
"""Seconds for which a key that was found is not looked up again: a revoked one may pass for as long."""
LONGEST_NAME = 200

_PREFIX = "chancery_"
_FORM = re.compile(r"chancery_([0-9a-f]{12})_([0-9a-f]{64})")
_STATEMENT = re.compile(r"^-- name: (\w+)\n", flags=re.MULTILINE)


class KeyRefused(ChanceryError):
    """A key that cannot be made, replaced or revoked as asked."""

    problem = "key-refused"


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key as everybody may see it: without its secret, and without what is kept of the secret."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    made_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    successor: Annotated[str | None, Meta(description="Id of the key that replaces it.")] = None

    def may(self, scope: Scope) -> bool:
        """Whether it lets its bearer do that: every key may read, and ``admin`` everything."""
        return scope == "read" or scope in self.scopes or "admin" in self.scopes


class MadeKey(msgspec.Struct, frozen=True, kw_only=True):
    """A new key and, this once, what its bearer sends."""

    key: Key
    bearer: Secret


async def create_key(
    owner: "asyncpg.Connection[Any]", name: str, scopes: Sequence[Scope], expires_at: datetime | None = None
) -> MadeKey:
    """Make a key; ``owner`` is a connection as the role that owns the schemas.

    Raises:
        KeyRefused: the name is empty, too long, or that of another key; or the connection's role may not.

    """
    tidy = " ".join(name.split())
    if not tidy or not tidy.isprintable() or len(tidy.encode()) > LONGEST_NAME:
        raise KeyRefused(f"{name!r} names nobody; give 1 to {LONGEST_NAME} bytes of printable text")
    try:
        return await _insert(owner, tidy, scopes, expires_at)
    except asyncpg.UniqueViolationError:
        raise KeyRefused(
            f"a key of the name {tidy!r} stands already, and names say who acted; "
            f"replace it with `chancery keys rotate`, revoke it first, or choose another name"
        ) from None
    except asyncpg.InsufficientPrivilegeError as error:
        raise _explain_rights(error) from None


async def rotate_key(
    owner: "asyncpg.Connection[Any]", which: str, *, overlap: float, expires_at: datetime | None = None
) -> MadeKey:
    """Replace a key, named by its name or id, by a new one of the same name and scopes.

    Args:
        owner: a connection as the role that owns the schemas.
        which: its name or its id.
        overlap: seconds for which the former one still holds.
        expires_at: of the new one; by default that of the former.

    Raises:
        KeyRefused: no such key stands, or the connection's role may not.

    """
    try:
        async with owner.transaction():
            row = await owner.fetchrow(_sql("replaceable"), which)
            if row is None:
                raise KeyRefused(f"no standing key has the name or id {which!r}; `chancery keys list` lists them")
            named = _make_id()
            await owner.execute(_sql("replace"), row["id"], named, overlap)
            return await _insert(owner, row["name"], row["scopes"], expires_at or row["expires_at"], named)
    except asyncpg.InsufficientPrivilegeError as error:
        raise _explain_rights(error) from None


async def revoke_key(owner: "asyncpg.Connection[Any]", which: str) -> list[Key]:
    """Revoke the key of an id, or all of a name, and return them.

    Raises:
        KeyRefused: no such key stands, or the connection's role may not.

    """
    try:
        rows = await owner.fetch(_sql("revoke"), which)
    except asyncpg.InsufficientPrivilegeError as error:
        raise _explain_rights(error) from None
    if not rows:
        raise KeyRefused(f"no standing key has the name or id {which!r}; `chancery keys list` lists them")
    return [_read(row) for row in rows]


async def list_keys(connection: "asyncpg.Connection[Any] | asyncpg.Pool[Any]") -> list[Key]:
    """Every key that was ever made, the oldest first."""
    return [_read(row) for row in await connection.fetch(_sql("list"))]


async def count_standing(connection: "asyncpg.Connection[Any] | asyncpg.Pool[Any]") -> int:
    """How many keys hold now."""
    count: int = await connection.fetchval(_sql("count_standing"))
    return count


class Keyring:
    """Finds the key that a request bears.

    Args:
        pool: connections as the role that serves.
        clock: seconds that only grow.

    """

    def __init__(self, pool: "asyncpg.Pool[Any]", clock: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._clock = clock
        # Only keys that exist are remembered, so that guessing fills no memory.
        self._known: dict[str, tuple[float, asyncpg.Record]] = {}

    async def find(self, bearer: str) -> Key:
        """The key of what a request bears.

        Raises:
            Refusal: unknown-key: it is none, was never made, was revoked or has expired.

        """
        form = _FORM.fullmatch(bearer)
        row = await self._look_up(form[1]) if form else None
        if form is None or row is None or not hmac.compare_digest(_digest(form[2]), row["digest"]):
            raise Refusal("unknown-key", "the key is not one of this service; send it whole, as it was shown once")
        if row["revoked_at"] is not None:
            raise Refusal("unknown-key", f"the key {row['id']} was revoked; ask for another")
        if row["expired"]:
            raise Refusal("unknown-key", f"the key {row['id']} has expired; ask for another")
        return _read(row)

    async def _look_up(self, named: str) -> asyncpg.Record | None:
        now = self._clock()
        known = self._known.get(named)
        if known is not None and now - known[0] < REMEMBERED:
            return known[1]
        row = await self._pool.fetchrow(_sql("find"), named)
        if row is None:
            self._known.pop(named, None)
        else:
            self._known[named] = (now, row)
        return row


async def _insert(
    owner: "asyncpg.Connection[Any]",
    name: str,
    scopes: Sequence[Scope],
    expires_at: datetime | None,
    named: str | None = None,
) -> MadeKey:
    named = named or _make_id()
    secret = secrets.token_hex(32)
    ordered = [scope for scope in SCOPES if scope in scopes]
    row = await owner.fetchrow(_sql("insert"), named, name, ordered, _digest(secret), expires_at)
    if row is None:
        raise KeyRefused("the database made no key; look at its log")
    return MadeKey(key=_read(row), bearer=Secret(f"{_PREFIX}{named}_{secret}"))


def _make_id() -> str:
    return secrets.token_hex(6)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _read(row: asyncpg.Record) -> Key:
    return Key(
        id=row["id"],
        name=row["name"],
        scopes=tuple(row["scopes"]),
        made_at=row["made_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
        successor=row["successor"],
    )


def _explain_rights(error: asyncpg.InsufficientPrivilegeError) -> KeyRefused:
    return KeyRefused(
        f"the role of this connection may not change keys ({error}); set CHANCERY_MIGRATE_URL to the URL of the owner"
    )


def _sql(name: str) -> str:
    return _statements()[name]


@cache
def _statements() -> dict[str, str]:
    parts = _STATEMENT.split(files("service").joinpath("keys.sql").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))

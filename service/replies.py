"""The same request, the same answer: what requests that bear an Idempotency-Key were answered, for a week."""

import re
from importlib.resources import files
from typing import Any

import asyncpg
import msgspec

from service.problems import Refusal

_FILE = files("service").joinpath("replies.sql").read_text(encoding="utf-8")
_PARTS = re.split(r"^-- name: *(\w+)\n", _FILE, flags=re.MULTILINE)
_SQL = dict(zip(_PARTS[1::2], _PARTS[2::2], strict=True))


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A request that bears a key: whose it is (an id in access.key, or empty), the key, SHA-256 of what is asked."""

    caller: str
    key: str
    fingerprint: bytes


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it was given."""

    status: int
    body: bytes
    location: str


class Replies:
    """Keeps answers. Of several requests at once with one key, all get the answer that is kept first."""

    def __init__(self, pool: "asyncpg.Pool[Any]") -> None:
        self._pool = pool

    async def begin(self, claim: Claim) -> Reply | None:
        """The answer that the request was given before; None where it is to be answered now.

        Raises:
            Refusal: idempotency-key-reused: the key was sent with another request.

        """
        async with self._pool.acquire() as connection:
            await connection.execute(_SQL["drop_old"])
            await connection.execute(_SQL["claim"], claim.caller, claim.key, claim.fingerprint)
            row = await connection.fetchrow(_SQL["find"], claim.caller, claim.key)
        if row is None or (row["status"] is None and row["fingerprint"] == claim.fingerprint):
            return None
        if row["fingerprint"] != claim.fingerprint:
            raise Refusal(
                "idempotency-key-reused",
                f"the Idempotency-Key {claim.key!r} was sent with another request; send a new one with this request",
            )
        return Reply(status=row["status"], body=row["body"], location=row["location"])

    async def keep(self, claim: Claim, reply: Reply) -> Reply:
        """Keep an answer; gives the one to be sent: another, where one was kept meanwhile."""
        whose = (claim.caller, claim.key)
        async with self._pool.acquire() as connection:
            await connection.execute(_SQL["keep"], *whose, claim.fingerprint, reply.status, reply.body, reply.location)
            row = await connection.fetchrow(_SQL["find"], *whose)
        if row is None or row["status"] is None or row["fingerprint"] != claim.fingerprint:
            return reply
        return Reply(status=row["status"], body=row["body"], location=row["location"])

    async def forget(self, claim: Claim) -> None:
        """Let the key of a request that was refused be used again."""
        await self._pool.execute(_SQL["forget"], claim.caller, claim.key, claim.fingerprint)

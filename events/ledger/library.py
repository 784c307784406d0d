"""The library: the clean text of each article, kept by its hash beside the ledger.

Events quote a text by its hash and offsets. A text is never changed; its owner may take it down, and the
ledger still proves what was quoted.
"""

import hashlib
from typing import Any

import asyncpg

from events.ledger import statements


async def keep_text(executor: "asyncpg.Pool[Any] | asyncpg.Connection[Any]", text: str) -> bytes:
    """Keep ``text`` and return its SHA-256 (of the UTF-8 bytes); keeping it again changes nothing."""
    encoded = text.encode()
    digest = hashlib.sha256(encoded).digest()
    await executor.execute(statements.KEEP_TEXT, digest, text)
    return digest


async def read_text(executor: "asyncpg.Pool[Any] | asyncpg.Connection[Any]", digest: bytes) -> str | None:
    """Return the text whose SHA-256 is ``digest``; None where it was never kept or has been taken down."""
    content: str | None = await executor.fetchval(statements.READ_TEXT, digest)
    return content

"""The library: the clean text of each article, kept by its hash beside the ledger.

Events quote a text by its hash and offsets. A text is never changed; its owner may take it down, and the
ledger still proves what was quoted.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import asyncpg

from events.ledger import statements


async def keep_texts(executor: "asyncpg.Pool[Any] | asyncpg.Connection[Any]", texts: Sequence[str]) -> list[bytes]:
    """Keep texts and return the SHA-256 of each (of the UTF-8 bytes); keeping one again changes nothing."""
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    await executor.execute(statements.KEEP_TEXTS, digests, list(texts))
    return digests


async def read_text(executor: "asyncpg.Pool[Any] | asyncpg.Connection[Any]", digest: bytes) -> str | None:
    """Return the text whose SHA-256 is ``digest``; None where it was never kept or has been taken down."""
    content: str | None = await executor.fetchval(statements.READ_TEXT, digest)
    return content

"""The leaf of an event, in format 1: what the tree commits to.

Each field is preceded by its length in bytes, as four bytes, the highest first; numbers are written the highest
byte first, texts in UTF-8:

======================  ==========================================================================
format version          one byte, 1
position                eight bytes
id                      the sixteen bytes of the UUID
type                    text
schema version          four bytes
recorded_at             eight bytes: microseconds since 1970-01-01T00:00Z
tags                    sorted by their bytes, joined by line feeds, which no tag contains
author                  text
digest                  SHA-256 of the salt followed by the payload
======================  ==========================================================================

The digest stays when a payload is redacted: the leaf can still be computed, and nobody can guess the payload
from it, since the salt is gone as well. ``ledger.leaf_hash`` computes the same in the database.
"""

import hashlib
import struct
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

FORMAT = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def hash_payload(salt: bytes, payload: bytes) -> bytes:
    """The digest of a payload."""
    return hashlib.sha256(salt + payload).digest()


def count_microseconds(moment: datetime) -> int:
    """Microseconds from 1970-01-01T00:00Z to ``moment``, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def encode_leaf(
    *,
    position: int,
    id: UUID,  # noqa: A002  (the field is called so everywhere)
    type: str,  # noqa: A002  (the same)
    schema_version: int,
    recorded_at: datetime,
    tags: Iterable[str],
    author: str,
    digest: bytes,
) -> bytes:
    """The bytes of a leaf, as the table above lays them out."""
    fields = (
        bytes([FORMAT]),
        struct.pack(">q", position),
        id.bytes,
        type.encode(),
        struct.pack(">i", schema_version),
        struct.pack(">q", count_microseconds(recorded_at)),
        "\n".join(sorted(tags)).encode(),
        author.encode(),
        digest,
    )
    return b"".join(struct.pack(">I", len(field)) + field for field in fields)

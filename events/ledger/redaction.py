"""Taking a payload out of the ledger: its owner may, the ledger says so, and every proof still holds."""

import os
from typing import Any

import asyncpg

from events.envelope import NewEvent
from events.errors import InvalidEvent
from events.ledger import statements
from events.ledger.checks import check_author, check_batch
from events.ledger.flush import SALT_BYTES
from events.merkle.leaf import hash_payload

REDACTED = "Redacted"


def redaction_tag(position: int) -> str:
    """The tag that an event of type Redacted carries for each position whose payload it takes away."""
    return f"redacts:{position}"


async def redact(connection: "asyncpg.Connection[Any]", author: str, position: int, event: NewEvent) -> int:
    """Null the payload and the salt of the event at ``position`` and append ``event``, which says so.

    Args:
        connection: as the owner of the ledger; the service's role may not.
        author: who redacts, as it will stand in the ledger.
        position: of the event whose payload goes.
        event: of type Redacted, with who and why in its payload; ``redaction_tag(position)`` is added to its tags.

    Returns:
        The position of ``event``. The same call again changes nothing.

    Raises:
        InvalidEvent: ``event`` is of another type or not well formed.
        asyncpg.NoDataFoundError: there is no event at ``position``, or it is itself the record of a redaction.
        asyncpg.InsufficientPrivilegeError: the connection is not the owner's.

    """
    if event.type != REDACTED:
        raise InvalidEvent(f"an event of type {event.type} cannot record a redaction; it must be of type {REDACTED}")
    batch = check_batch([event], None, None)
    tags = "\n".join(sorted(batch.tags[0] | {redaction_tag(position)}))
    salt = os.urandom(SALT_BYTES)
    recorded: int = await connection.fetchval(
        statements.REDACT,
        position,
        check_author(author),
        event.id,
        event.schema_version,
        tags,
        hash_payload(salt, event.payload),
        salt,
        event.payload,
    )
    return recorded

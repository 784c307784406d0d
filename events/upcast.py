"""Old payloads are read as new ones; stored bytes are never rewritten.

To change a type: raise its number in ``SCHEMA_VERSIONS`` and register in ``STEPS`` how a payload of
the version before becomes one of the new version. Types that are not listed stand at version 1.
Fields that have their default are not stored: a changed default is a new version, whose step writes
the old default down.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from events.errors import UndecodableEvent

Step = Callable[[dict[str, Any]], dict[str, Any]]


def _say_who_retracted(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 1 told apart revisions and curators by the name of the extractor alone, which stood for who said so."""
    said_by = [str(piece.get("who", "")) for piece in fields["evidence"]]
    return {**fields, "by": "revision" if any(who.startswith("chancery ") for who in said_by) else "curator"}


SCHEMA_VERSIONS: dict[str, int] = {"EventRetracted": 2}
STEPS: dict[tuple[str, int], Step] = {("EventRetracted", 1): _say_who_retracted}


def upcast(name: str, schema_version: int, payload: bytes) -> bytes:
    """The payload brought from ``schema_version`` to the present one of type ``name``."""
    present = SCHEMA_VERSIONS.get(name, 1)
    if schema_version == present:
        return payload
    if schema_version > present:
        raise UndecodableEvent(
            f"a stored {name} has schema version {schema_version}, this release reads up to {present}; upgrade it"
        )
    fields = msgspec.json.decode(payload, type=dict[str, Any])
    for version in range(schema_version, present):
        step = STEPS.get((name, version))
        if step is None:
            raise UndecodableEvent(f"no step brings a {name} from schema version {version} to {version + 1}")
        try:
            fields = step(fields)
        except (KeyError, TypeError, ValueError) as error:
            raise UndecodableEvent(
                f"a stored {name} of schema version {version} has not the fields of that version: {error!r}"
            ) from error
    return msgspec.json.encode(fields)

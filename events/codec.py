"""Events of the vocabulary to ledger bytes and back.

The payload is JSON with an explicit ``type``. Ids are UUIDv5 of the article, the extractor's version
and an ordinal, so the same reading of the same article gives the same ids and a retry the same bytes.
"""

from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from events.envelope import NewEvent, RecordedEvent
from events.errors import UndecodableEvent
from events.tags import tags_of
from events.upcast import SCHEMA_VERSIONS, upcast
from events.vocabulary import Event

CHANCERY_NAMESPACE = uuid5(NAMESPACE_URL, "chancery:events")

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def derive_id(*parts: str) -> UUID:
    """The UUIDv5 of parts that name an origin; other parts give another id, wherever they are cut."""
    return uuid5(CHANCERY_NAMESPACE, msgspec.json.encode(parts).decode())


def encode(event: Event) -> bytes:
    """The canonical payload of an event."""
    return _encoder.encode(event)


def seal(event: Event, event_id: UUID) -> NewEvent:
    """The event as the ledger takes it: bytes, type, version and tags."""
    name = type(event).__name__
    return NewEvent(
        id=event_id,
        type=name,
        schema_version=SCHEMA_VERSIONS.get(name, 1),
        tags=tags_of(event),
        payload=encode(event),
    )


def open_payload(name: str, schema_version: int, payload: bytes) -> Event:
    """The event in a stored payload, brought up to the present schema; raises UndecodableEvent."""
    try:
        event = _decoder.decode(upcast(name, schema_version, payload))
    except msgspec.DecodeError as error:
        raise UndecodableEvent(f"a stored {name} of schema version {schema_version} cannot be read: {error}") from error
    if type(event).__name__ != name:
        raise UndecodableEvent(f"an event stored as {name} holds a {type(event).__name__}; its payload is not its own")
    return event


def unseal(recorded: RecordedEvent) -> Event | None:
    """The event of a recorded one; None where its payload was redacted."""
    if recorded.payload is None:
        return None
    return open_payload(recorded.type, recorded.schema_version, recorded.payload)

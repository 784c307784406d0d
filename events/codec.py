"""Events of the vocabulary to ledger bytes and back.

The payload is JSON with an explicit ``type``. Ids are UUIDv5 of the article, the extractor's version
and an ordinal, so the same reading of the same article gives the same ids and a retry the same bytes.
"""

import hashlib
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from events.envelope import NewEvent, RecordedEvent
from events.errors import InvalidEvent, UndecodableEvent
from events.tags import tags_of
from events.upcast import SCHEMA_VERSIONS, upcast
from events.vocabulary import RECORD_TYPES, REPORT_TYPES, Event, Redacted, Report, parties_of

CHANCERY_NAMESPACE = uuid5(NAMESPACE_URL, "chancery:events")

VOCABULARY: dict[str, int] = {name: SCHEMA_VERSIONS.get(name, 1) for name in (*REPORT_TYPES, *RECORD_TYPES)}
"""Every event type with the schema version that is written today, as it is registered with the ledger."""

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def derive_id(*parts: str) -> UUID:
    """The UUIDv5 of parts that name an origin; other parts give another id, wherever they are cut."""
    return uuid5(CHANCERY_NAMESPACE, msgspec.json.encode(parts).decode())


def derive_name(*parts: str) -> str:
    """What ``derive_id`` gives, written out: without the objects that a UUID is made of."""
    digest = bytearray(
        hashlib.sha1(CHANCERY_NAMESPACE.bytes + msgspec.json.encode(parts), usedforsecurity=False).digest()
    )
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    written = digest.hex()
    return f"{written[:8]}-{written[8:12]}-{written[12:16]}-{written[16:20]}-{written[20:32]}"


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


def seal_redaction(recorded: RecordedEvent, who: str, why: str) -> NewEvent:
    """The event that says that the payload of a report was taken away; ``events.ledger.redaction.redact`` records it.

    Raises:
        InvalidEvent: not a report. Articles and decisions hold nothing of a text but titles and reasons, and views
            could not forget them; the text itself is outside the ledger.

    """
    event = unseal(recorded)
    if not isinstance(event, Report):
        raise InvalidEvent(
            f"the event at position {recorded.position} is of type {recorded.type}, no report that could be redacted"
            f"{': its payload is gone' if event is None else ''}; take a text out of the library, retract a decision"
        )
    redacted = Redacted(family=event.family, parties=parties_of(event), event=str(recorded.id), who=who, why=why)
    return seal(redacted, derive_id(str(recorded.id), "redacted"))


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

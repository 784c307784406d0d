"""All that proves one event to somebody without the ledger: its leaf, its path, and a signed checkpoint."""

from datetime import datetime
from uuid import UUID

import msgspec

from events.errors import InvalidProof
from events.merkle.checkpoint import Checkpoint, open_any_checkpoint
from events.merkle.leaf import encode_leaf, hash_payload
from events.merkle.note import VerifierKey
from events.merkle.proofs import verify_inclusion
from events.merkle.tree import hash_leaf


class EventProof(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that proves an event; as JSON, bytes are base64. Salt and payload are null where it was redacted."""

    position: int
    id: UUID
    type: str
    schema_version: int
    recorded_at: datetime
    tags: list[str]
    author: str
    digest: bytes
    salt: bytes | None
    payload: bytes | None
    inclusion: list[bytes]
    checkpoint: str


def verify_event_proof(content: bytes, *keys: VerifierKey) -> tuple[EventProof, Checkpoint]:
    """Check a proof file against the keys that the log has had, with no database at hand.

    Raises:
        InvalidProof: the file is not of the form, or does not prove the event that it tells.
        InvalidCheckpoint: the checkpoint in it is not one that any of the keys has signed.

    """
    try:
        proof = msgspec.json.decode(content, type=EventProof)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidProof(f"not the proof of an event: {error}; write one with the ledger's audit commands") from error
    checkpoint = open_any_checkpoint(keys, proof.checkpoint)
    if proof.recorded_at.tzinfo is None:
        raise InvalidProof("recorded_at has no zone; write an instant, such as 2025-06-22T08:00:00Z")
    if (proof.salt is None) != (proof.payload is None):
        raise InvalidProof("salt and payload are both there, or both null where the event was redacted")
    if proof.salt is not None and proof.payload is not None and hash_payload(proof.salt, proof.payload) != proof.digest:
        raise InvalidProof(f"the payload of the event at position {proof.position} is not the one that was recorded")
    leaf = encode_leaf(
        position=proof.position,
        id=proof.id,
        type=proof.type,
        schema_version=proof.schema_version,
        recorded_at=proof.recorded_at,
        tags=proof.tags,
        author=proof.author,
        digest=proof.digest,
    )
    verify_inclusion(proof.position - 1, checkpoint.size, hash_leaf(leaf), proof.inclusion, checkpoint.root)
    return proof, checkpoint

"""Checkpoints: how large the ledger was and what root its tree had, as C2SP ``tlog-checkpoint`` writes it.

Source: https://c2sp.org/tlog-checkpoint. Three lines, signed as a note: the origin, the number of leaves, the root
in base64. Who keeps a checkpoint elsewhere can prove at any later time that nothing before it was changed.
"""

import base64
import binascii
from collections.abc import Sequence

import msgspec

from events.errors import InvalidCheckpoint
from events.merkle.note import SigningKey, VerifierKey
from events.merkle.tree import HASH_BYTES


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """The tree of the log ``origin`` at ``size`` leaves."""

    origin: str
    size: int
    root: bytes


def sign_checkpoint(key: SigningKey, size: int, root: bytes) -> str:
    """The signed note that the log of this key had ``size`` leaves and this root."""
    return key.sign_note(f"{key.verifier.name}\n{size}\n{base64.b64encode(root).decode()}\n")


def open_checkpoint(key: VerifierKey, note: str) -> Checkpoint:
    """Read a checkpoint of the log of this key and check its signature.

    Raises:
        InvalidCheckpoint: not a note that this key has signed, not a checkpoint, or one of another log.

    """
    checkpoint = read_checkpoint(key.open_note(note))
    if checkpoint.origin != key.name:
        raise InvalidCheckpoint(f"a checkpoint of the log {checkpoint.origin!r}; that of {key.name!r} is expected")
    return checkpoint


def open_any_checkpoint(keys: Sequence[VerifierKey], note: str) -> Checkpoint:
    """As ``open_checkpoint``, for a log whose key has changed: any one of its keys, at least one, may have signed."""
    problems: list[str] = []
    for key in keys:
        try:
            return open_checkpoint(key, note)
        except InvalidCheckpoint as error:
            problems.append(str(error))
    raise InvalidCheckpoint("; ".join(dict.fromkeys(problems)))


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint, signed or not; further lines are extensions and are passed over.

    Raises:
        InvalidCheckpoint: the text does not begin with an origin, a number and the base64 of a hash.

    """
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0]:  # noqa: PLR2004  (three lines and what follows the last line feed)
        raise InvalidCheckpoint("not a checkpoint: a line with the origin, one with the size and one with the root")
    origin, size, encoded = lines[:3]
    if not (size.isascii() and size.isdigit()) or str(int(size)) != size:
        raise InvalidCheckpoint(f"not a number of leaves: {size[:30]!r}; write it in decimals without leading zeros")
    try:
        root = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        root = b""
    if len(root) != HASH_BYTES:
        raise InvalidCheckpoint(f"not the base64 of a SHA-256: {encoded[:60]!r}")
    return Checkpoint(origin=origin, size=int(size), root=root)

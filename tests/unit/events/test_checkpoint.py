"""Leaves, signed notes and checkpoints."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.errors import InvalidCheckpoint, InvalidKey
from events.merkle.checkpoint import Checkpoint, open_checkpoint, read_checkpoint, sign_checkpoint
from events.merkle.leaf import count_microseconds, encode_leaf
from events.merkle.note import SigningKey, VerifierKey

# The example in the documentation of golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_a_leaf_has_the_bytes_that_its_format_lays_down() -> None:
    """Format 1 byte by byte; the order in which tags are given does not matter."""
    leaf = encode_leaf(
        position=2,
        id=UUID("00112233-4455-6677-8899-aabbccddeeff"),
        type="Visité",
        schema_version=3,
        recorded_at=datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC),
        tags=["b", "a"],
        author="me",
        digest=bytes(32),
    )
    assert leaf.hex(" ", -4) == bytes.fromhex(
        """
        00000001 01
        00000008 0000000000000002
        00000010 00112233445566778899aabbccddeeff
        00000007 5669736974c3a9
        00000004 00000003
        00000008 00000000000f4245
        00000003 610a62
        00000002 6d65
        00000020 0000000000000000000000000000000000000000000000000000000000000000
        """
    ).hex(" ", -4)


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)), st.integers(-600, 600))  # noqa: DTZ001
def test_microseconds_are_exact_in_any_zone(naive: datetime, minutes: int) -> None:
    """The same instant counts the same from every zone, and no microsecond is lost."""
    moment = naive.replace(tzinfo=UTC)
    counted = count_microseconds(moment)
    assert count_microseconds(moment.astimezone(timezone(timedelta(minutes=minutes)))) == counted
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=counted) == moment


def test_notes_of_others_are_opened() -> None:
    """A note signed by another implementation is accepted, and written back its key is the same text."""
    key = VerifierKey.parse(PETER)
    assert str(key) == PETER
    assert key.open_note(PETERS_NOTE) == PETERS_NOTE.partition("\n\n")[0] + "\n"


@pytest.mark.parametrize(
    "note",
    [
        "",
        "no signature\n",
        PETERS_NOTE.replace("answer", "answers"),
        PETERS_NOTE.replace("x08go", "x08gp"),
        PETERS_NOTE.replace("PeterNeumann", "Peter"),
        PETERS_NOTE.replace("— ", "- "),
        PETERS_NOTE.rstrip("\n"),
        PETERS_NOTE + "— broken\n",
        PETERS_NOTE + "\n",
    ],
)
def test_a_note_with_anything_changed_is_refused(note: str) -> None:
    """A changed text, signature, signer or form is not accepted."""
    with pytest.raises(InvalidCheckpoint):
        VerifierKey.parse(PETER).open_note(note)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "a+b+c",
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER[:-4],
        PETER.replace("+ARpc", "+Arpc"),
        "a b" + PETER,
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    """A key is taken only whole: a name, its hash, and an Ed25519 key that has this hash."""
    with pytest.raises(InvalidKey):
        VerifierKey.parse(text)
    with pytest.raises(InvalidKey) as caught:
        SigningKey.parse("PRIVATE+KEY+" + text)
    assert "ARpc" not in str(caught.value)


def test_a_checkpoint_is_signed_and_opened() -> None:
    """What was signed is read back by the key's other half; the secret survives its text form and is not shown."""
    key = SigningKey.generate("ledger.example/one")
    again = SigningKey.parse(key.reveal())
    note = sign_checkpoint(key, 7, bytes(range(32)))
    assert note == sign_checkpoint(again, 7, bytes(range(32)))
    assert note.startswith(
        f"ledger.example/one\n7\n{base64.b64encode(bytes(range(32))).decode()}\n\n— ledger.example/one "
    )
    verifier = VerifierKey.parse(str(key.verifier))
    assert open_checkpoint(verifier, note) == Checkpoint(origin="ledger.example/one", size=7, root=bytes(range(32)))
    assert key.reveal().split("+", 4)[4] not in repr(key)


def test_the_checkpoint_of_another_log_is_refused() -> None:
    """A key vouches for its own log only, even where it signed the text of another one's checkpoint."""
    key = SigningKey.generate("ledger.example/one")
    note = key.sign_note(f"ledger.example/two\n7\n{base64.b64encode(bytes(32)).decode()}\n")
    with pytest.raises(InvalidCheckpoint, match=r"ledger\.example/two"):
        open_checkpoint(key.verifier, note)


@pytest.mark.parametrize(
    "text", ["", "origin\n7\n", "origin\n07\nAAAA\n", "origin\n-1\nAAAA\n", "origin\n7\nAAAA\n", "origin\n٧\nAAAA\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    """A checkpoint needs an origin, a plain decimal size and a root of 32 bytes."""
    with pytest.raises(InvalidCheckpoint):
        read_checkpoint(text)


@pytest.mark.parametrize("text", ["no line feed", "two\n\n", "bell\a\n"])
def test_what_cannot_be_a_note_is_not_signed(text: str) -> None:
    """A text that would not be opened again is refused before it is signed."""
    with pytest.raises(InvalidCheckpoint):
        SigningKey.generate("a").sign_note(text)

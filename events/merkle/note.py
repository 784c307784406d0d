"""Signed notes: a text and the Ed25519 signatures under it, as C2SP ``signed-note`` fixes them.

Source: https://c2sp.org/signed-note. Keys are written as the Go project's sumdb writes them: a verifier key is
``name+hash+base64(1 || public key)``, a signing key ``PRIVATE+KEY+name+hash+base64(1 || seed)``.
"""

import base64
import binascii
import hashlib
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from events.errors import InvalidCheckpoint, InvalidKey

ED25519 = b"\x01"
PRIVATE = "PRIVATE+KEY+"
KEY_BYTES = 32
HASH_BYTES = 4
SIGNATURE_BYTES = 64
_DASH = "— "
_MOST_SIGNATURES = 100


class VerifierKey:
    """Checks the notes of one signer; made from its text form."""

    def __init__(self, name: str, public: bytes) -> None:
        if not _is_name(name):
            raise InvalidKey(f"not the name of a key: {name!r}; write it without blanks and plus signs")
        self.name = name
        self.hash = hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:HASH_BYTES]
        self._public = public

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``name+hash+base64``.

        Raises:
            InvalidKey: it is not of that form, of another kind than Ed25519, or its hash does not belong to it.

        """
        name, digest, public = _take_apart(text)
        key = cls(name, public)
        if key.hash != digest:
            raise InvalidKey(f"the key of {name} says that its hash is {digest.hex()}, but it is {key.hash.hex()}")
        return key

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{base64.b64encode(ED25519 + self._public).decode()}"

    def open_note(self, note: str) -> str:
        """Return the text of a note that this key has signed, with its last line feed.

        Raises:
            InvalidCheckpoint: it is not a signed note, or this key's signature is missing or wrong.

        """
        text, separator, signatures = note.rpartition("\n\n")
        if not separator or not signatures.endswith("\n"):
            raise InvalidCheckpoint("not a signed note: a text, an empty line and lines of signatures are expected")
        text += "\n"
        lines = signatures[:-1].split("\n")
        if len(lines) > _MOST_SIGNATURES:
            raise InvalidCheckpoint(f"a note with {len(lines)} signatures; at most {_MOST_SIGNATURES} are read")
        # Every line must be well formed; the first of ours decides; what other signers say is not ours to judge.
        ours = [
            signature
            for name, digest, signature in map(_read_signature, lines)
            if (name, digest) == (self.name, self.hash)
        ]
        if not ours:
            raise InvalidCheckpoint(f"the note is not signed by {self.name} ({self.hash.hex()})")
        try:
            Ed25519PublicKey.from_public_bytes(self._public).verify(ours[0], text.encode())
        except InvalidSignature as error:
            raise InvalidCheckpoint(f"the signature of {self.name} does not belong to this text") from error
        return text


class SigningKey:
    """Signs notes; its text form is a secret and ``str`` does not show it."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self._seed = seed
        public = self._private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.verifier = VerifierKey(name, public)

    @classmethod
    def generate(cls, name: str) -> Self:
        """Make a new key under a name: the host or URL under which the log is known."""
        private = Ed25519PrivateKey.generate()
        return cls(name, private.private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``PRIVATE+KEY+name+hash+base64``; the errors name no part of the secret.

        Raises:
            InvalidKey: it is not of that form, of another kind than Ed25519, or its hash does not belong to it.

        """
        if not text.startswith(PRIVATE):
            raise InvalidKey(f"not a signing key: it begins with {PRIVATE}")
        name, digest, seed = _take_apart(text.removeprefix(PRIVATE))
        key = cls(name, seed)
        if key.verifier.hash != digest:
            raise InvalidKey(
                f"the signing key of {name} says that its hash is {digest.hex()}; it belongs to another key"
            )
        return key

    def reveal(self) -> str:
        """The text form of the secret, to be stored where only the service reads it."""
        secret = base64.b64encode(ED25519 + self._seed).decode()
        return f"{PRIVATE}{self.verifier.name}+{self.verifier.hash.hex()}+{secret}"

    def sign_note(self, text: str) -> str:
        """Return the note of ``text``, which ends with a line feed and has no empty line at its end, signed.

        Raises:
            InvalidCheckpoint: the text is not of that form or holds control characters.

        """
        if not text.endswith("\n") or text.endswith("\n\n") or any(c < " " and c != "\n" for c in text):
            raise InvalidCheckpoint("a note's text ends with one line feed and holds no control characters")
        signature = base64.b64encode(self.verifier.hash + self._private.sign(text.encode())).decode()
        return f"{text}\n{_DASH}{self.verifier.name} {signature}\n"

    def __repr__(self) -> str:
        return f"SigningKey({self.verifier.name!r})"


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " for c in name)


def _take_apart(text: str) -> tuple[str, bytes, bytes]:
    name, _, rest = text.strip().partition("+")
    digest, _, encoded = rest.partition("+")
    try:
        key_hash, key = bytes.fromhex(digest), base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        key_hash = key = b""
    if len(key_hash) != HASH_BYTES or key[:1] != ED25519 or len(key) != 1 + KEY_BYTES:
        raise InvalidKey("not a key: name+hash+base64 of an Ed25519 key (33 bytes, the first of them 1) is expected")
    return name, key_hash, key[1:]


def _read_signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    try:
        value = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        value = b""
    if not line.startswith(_DASH) or not _is_name(name) or len(value) <= HASH_BYTES:
        raise InvalidCheckpoint(f"not a line of a signature: {line[:100]!r}")
    return name, value[:HASH_BYTES], value[HASH_BYTES:]

"""Facts as the rows of views keep them: MessagePack without the fields that have their default.

What is kept reads back as the public shape with every field. Facts are folded in the kept shape, which is public too
but for how it is written: what goes to somebody who asked is read back first.
"""

import msgspec

from projections.errors import ViewOutdated
from projections.public import Fact, Proof, Source


class KeptProof(Proof, frozen=True, omit_defaults=True):
    """A proof of which only what it has is written."""


class KeptSource(Source, frozen=True, omit_defaults=True):
    """A source of which only what it has is written."""


class KeptFact(Fact, frozen=True, omit_defaults=True):
    """A fact of which only what it has is written."""


write_fact = msgspec.msgpack.Encoder().encode
"""A kept fact as a row holds it."""
_decode = msgspec.msgpack.Decoder(Fact).decode


def read_fact(kept: bytes) -> Fact:
    """The public fact that a row holds.

    Raises:
        ViewOutdated: an earlier version of a fold kept it in another form.

    """
    try:
        return _decode(kept)
    except msgspec.DecodeError as error:
        raise ViewOutdated from error

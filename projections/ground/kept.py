"""Facts as the rows of views keep them: MessagePack by place, without the names of their fields.

Facts are folded in the kept shape, which is public too but for how it is written: what goes to somebody who asked is
read back first, and then has the public shape. Rows are read by the places of their values: whoever adds a field, takes
one away or moves one raises the ``fold`` of all views that keep facts.
"""

import msgspec

from projections.errors import ViewOutdated
from projections.public.shapes import Fact, Proof, Quantity, Source, When


class KeptWhen(When, frozen=True, array_like=True, gc=False):
    """A date of which only the values are written."""


class KeptQuantity(Quantity, frozen=True, array_like=True, gc=False):
    """A quantity of which only the values are written."""


class KeptProof(Proof, frozen=True, array_like=True, gc=False):
    """A proof of which only the values are written."""


class KeptSource(Source, frozen=True, array_like=True, gc=False):
    """A source of which only the values are written."""

    proofs: tuple[KeptProof, ...]


class KeptFact(Fact, frozen=True, array_like=True, gc=False):
    """A fact of which only the values are written."""

    act: KeptWhen | None
    due: KeptWhen | None
    sources: tuple[KeptSource, ...]
    amount: KeptQuantity | None = None
    value: KeptQuantity | None = None


write_fact = msgspec.msgpack.Encoder().encode
"""A kept fact as a row holds it."""
_decode = msgspec.msgpack.Decoder(KeptFact).decode
_values = msgspec.structs.astuple
_ACT, _DUE, _SOURCES, _AMOUNT, _VALUE = map(Fact.__struct_fields__.index, ("act", "due", "sources", "amount", "value"))
_PROOFS = Source.__struct_fields__.index("proofs")


def read_fact(kept: bytes) -> Fact:
    """The public fact that a row holds.

    Raises:
        ViewOutdated: an earlier version of a fold kept it in another form.

    """
    try:
        return publish(_decode(kept))
    except msgspec.DecodeError as error:
        raise ViewOutdated from error


def publish(kept: Fact) -> Fact:
    """A kept fact in its public shape."""
    values = list(_values(kept))
    values[_SOURCES] = tuple([_publish_source(source) for source in kept.sources])
    for place in (_ACT, _DUE):
        when = values[place]
        if when is not None:
            values[place] = When(*_values(when))
    for place in (_AMOUNT, _VALUE):
        much = values[place]
        if much is not None:
            values[place] = Quantity(min=much.min, max=much.max, approximate=much.approximate, unit=much.unit)
    return Fact(*values)


def _publish_source(kept: Source) -> Source:
    values = list(_values(kept))
    values[_PROOFS] = tuple([Proof(*_values(proof)) for proof in kept.proofs])
    return Source(*values)

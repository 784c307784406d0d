"""What an auditor asks: the signed checkpoint, the proof of one event, the proof between two sizes."""

import base64
from typing import Annotated

import msgspec
from litestar import MediaType, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from events.ledger import Ledger
from events.merkle.checkpoint import read_checkpoint
from projections.errors import BeyondHead
from service.api.documented import refusals
from service.api.shapes import Consistency, Inclusion
from service.audit import find_place
from service.checkpoints import Checkpoints
from service.problems import Refusal

Signed = NamedDependency[Checkpoints]


@get(
    "/audit/checkpoint",
    summary="The latest signed checkpoint",
    media_type=MediaType.TEXT,
    responses=refusals("unknown-parameter", "no-checkpoint", "inconsistent-ledger", "ledger-unavailable"),
)
async def get_checkpoint(checkpoints: Signed) -> str:
    """Give the checkpoint as a note of C2SP tlog-checkpoint; signed now where the last is ten seconds old."""
    return await _sign(checkpoints)


@get(
    "/audit/inclusion",
    summary="Proof that an event is in the ledger",
    responses=refusals(
        "invalid-request", "unknown-parameter", "unknown-event", "beyond-head", "no-checkpoint", "not-signed",
        "inconsistent-ledger", "ledger-unavailable",
    ),
)  # fmt: skip
async def get_inclusion(
    checkpoints: Signed,
    ledger: NamedDependency[Ledger],
    event: Annotated[str | None, QueryParameter(description="Id of the event.", max_length=100)] = None,
    position: Annotated[int | None, QueryParameter(description="Its position, instead of its id.", ge=1)] = None,
) -> Inclusion:
    """Prove an event under the latest checkpoint; the answer is the file that `chancery audit verify-proof` reads."""
    if (event is None) == (position is None):
        said = "name the event by its id, or by its position, and by one of the two only"
        raise Refusal("invalid-request", said, errors=(("event", "Its id, or `position`"),))
    place = await find_place(ledger, event) if event is not None else position or 0
    head = await ledger.head()
    if place > head:
        raise BeyondHead(place, head)
    note = await _sign(checkpoints)
    size = read_checkpoint(note).size
    if place > size:
        raise Refusal(
            "not-signed",
            f"the event stands at position {place}, the last checkpoint covers {size}; ask again in ten seconds",
        )
    return msgspec.convert(msgspec.to_builtins(await checkpoints.tree.prove_event(place, size, note)), Inclusion)


@get(
    "/audit/consistency",
    summary="Proof that the ledger only grew",
    responses=refusals(
        "invalid-request", "unknown-parameter", "beyond-head", "inconsistent-ledger", "ledger-unavailable"
    ),
)
async def get_consistency(
    checkpoints: Signed,
    ledger: NamedDependency[Ledger],
    first: Annotated[int, QueryParameter(name="from", description="Size of the earlier tree, in events.", ge=0)],
    last: Annotated[int, QueryParameter(name="to", description="Size of the later tree, in events.", ge=0)],
) -> Consistency:
    """Prove that the ledger of `to` events begins with that of `from` events, unchanged."""
    if first > last:
        said = f"`from` is {first} and `to` is {last}; the earlier tree is the smaller one"
        raise Refusal("invalid-request", said, errors=(("from", f"At most {last}"),))
    head = await ledger.head()
    if last > head:
        raise BeyondHead(last, head)
    tree = checkpoints.tree
    return Consistency(
        from_size=first,
        from_root=_write(await tree.root(first)),
        to_size=last,
        to_root=_write(await tree.root(last)),
        proof=tuple(map(_write, await tree.prove_consistency(first, last))),
    )


async def _sign(checkpoints: Checkpoints) -> str:
    note = await checkpoints.sign()
    if note is None:
        raise Refusal("no-checkpoint", "nothing has been recorded yet, and so nothing was signed; ingest an article")
    return note


def _write(value: bytes) -> str:
    return base64.b64encode(value).decode()

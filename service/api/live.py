"""Server-sent events: what is recorded, as it is recorded."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Annotated

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import Stream

from events.ledger import Ledger
from projections.errors import BeyondHead
from projections.views.timeline import EventFilter
from service.api.change_conversion import show_change
from service.api.documented import refusals
from service.api.watches import Watched
from service.changes import Change, Changes, is_published_by
from service.problems import Refusal
from service.tail import Tail
from service.watching import admits

KEEPALIVE = 15.0
"""Seconds of silence after which something is sent, so that nobody on the way takes the connection for dead."""
RETRY = 2000
"""Milliseconds after which a client that lost its connection comes back."""
PAGE = 200
EVENT_STREAM = "text/event-stream"

_LONGEST = 18


def write_message(change: Change) -> bytes:
    """A change as a server-sent event whose id is its position."""
    line = msgspec.json.encode(show_change(change))
    return b"id: %d\ndata: %s\n\n" % (change.recorded.position, line)


@get(
    "/live",
    summary="What is recorded, as it is recorded",
    description="Server-sent events: each is a line of /changes, its id the position. Without `after` or Last-Event-ID "
    "it begins with what comes next. Whoever comes back with the id of the last one gets all that followed it, once, "
    "whether the connection was lost or the service was restarted; browsers do so by themselves. In silence an id "
    "alone is sent every 15 seconds.",
    media_type=EVENT_STREAM,
    responses={
        200: ResponseSpec(
            str,
            media_type=EVENT_STREAM,
            generate_examples=False,
            description="The stream; it ends when the service stops.",
        ),
        **refusals(
            "invalid-request", "unknown-parameter", "unknown-party", "invalid-date", "beyond-head", "ledger-unavailable"
        ),
    },
)
async def get_live(
    ledger: NamedDependency[Ledger],
    recorded: NamedDependency[Changes],
    tail: NamedDependency[Tail],
    which: Watched,
    after: Annotated[
        int | None,
        QueryParameter(description="Begin after this position, not with what comes next.", ge=0, le=2**63 - 1),
    ] = None,
    last_event_id: Annotated[
        str | None,
        HeaderParameter(name="Last-Event-ID", description="The id of the last event received; it beats `after`."),
    ] = None,
) -> Stream:
    """Follow what is recorded."""
    start = after if not last_event_id else _read_id(last_event_id)
    head = await ledger.head()
    if start is not None and start > head:
        raise BeyondHead(start, head)
    return Stream(
        _follow(recorded, tail, which, head if start is None else start),
        media_type=EVENT_STREAM,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _read_id(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= _LONGEST):
        said = f"Last-Event-ID: {written!r} is no position; send the id of the last event, or nothing"
        raise Refusal("invalid-request", said, errors=(("Last-Event-ID", "a position"),))
    return int(written)


async def _follow(changes: Changes, tail: Tail, which: EventFilter, after: int) -> AsyncGenerator[bytes]:
    """What a filter lets through after a position, for ever: out of memory, from the ledger where that begins later.

    The id in a moment of silence is the position looked at: who comes back need not have it all looked through again.
    """
    yield b": chancery\nretry: %d\nid: %d\n\n" % (RETRY, after)
    clock = asyncio.get_running_loop().time
    async with tail.follow():
        spoken = clock()
        while not tail.ended:
            moved = tail.moved
            messages, reached = await _look(changes, tail, which, after)
            for message in messages:
                yield message
                spoken = clock()
            if clock() - spoken >= KEEPALIVE:
                yield b"id: %d\n\n" % reached
                spoken = clock()
            if reached > after:
                after = reached
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout_at(spoken + KEEPALIVE):
                    await moved.wait()


async def _look(changes: Changes, tail: Tail, which: EventFilter, after: int) -> tuple[list[bytes], int]:
    """What a filter lets through after a position, as messages, and the position that was looked at last."""
    kept = tail.since(after)
    if kept is None:
        found = await changes.find(which, after, PAGE)
        return [write_message(change) for change in found.changes], found.reached
    lines, reached = kept
    return [line.written for line in lines if _is_wanted(which, line.change)], reached


def _is_wanted(which: EventFilter, change: Change) -> bool:
    return admits(which, change.event, change.recorded) and is_published_by(which, change)

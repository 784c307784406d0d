"""One batch of the ledger folded into one view, with its checkpoint, in one transaction.

The row of the registry is locked first: of several processes one folds at a time, the next finds the checkpoint
moved and goes on from there, and the lock dies with its process.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import asyncpg
import msgspec

from events.codec import unseal
from events.envelope import RecordedEvent
from events.errors import UndecodableEvent
from events.vocabulary import Event, Report
from projections.errors import PoisonEvent
from projections.ground import Ground
from projections.store import Connection, Known, load, save
from projections.times import Recorded
from projections.view import DECISIONS, View, statement

MOST_PARKED_KEYS = 10
"""So many keys poisoned by one batch are no accident of an event: the view stops instead."""
_TRANSIENT = (
    OSError,
    asyncpg.ConnectionDoesNotExistError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
)
"""What is no fault of an event: the same batch may succeed a moment later."""


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """An envelope and the event in it; ``problem`` says why there is none, and is None where it was redacted."""

    envelope: RecordedEvent
    event: Event | None
    problem: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """What must be folded in order: the parties, as tagged; of an event without any, its article."""
        parties = tuple(tag for tag in self.envelope.tags if tag.startswith(("dyad:", "party:")))
        return parties or tuple(tag for tag in self.envelope.tags if tag.startswith("article:"))

    @property
    def waits_for(self) -> frozenset[str]:
        """The keys whose parking parks this event too."""
        return frozenset((*self.keys, *(tag for tag in self.envelope.tags if tag.startswith("article:"))))


def parse(events: Iterable[RecordedEvent]) -> list[Parsed]:
    """The events in their envelopes; one that cannot be read keeps the reason."""
    return [_parse(envelope) for envelope in events]


def _parse(envelope: RecordedEvent) -> Parsed:
    try:
        return Parsed(envelope=envelope, event=unseal(envelope))
    except UndecodableEvent as error:
        return Parsed(envelope=envelope, event=None, problem=str(error))


def known(parsed: Parsed) -> Known | None:
    """The event as a ground takes it; None where there is none."""
    if parsed.event is None:
        return None
    envelope = parsed.envelope
    return (str(envelope.id), parsed.event, Recorded(position=envelope.position, recorded_at=envelope.recorded_at))


def concerns(view: View, parsed: Parsed) -> bool:
    """Whether a view folds an event."""
    if parsed.envelope.type not in view.types:
        return False
    if parsed.envelope.type not in DECISIONS:
        return True
    family = next((tag for tag in parsed.envelope.tags if tag.startswith("family:")), "")
    return family.removeprefix("family:") in view.families


async def fold_batch(
    pool: "asyncpg.Pool[Any]", view: View, batch: Sequence[Parsed], *, after: int, reached: int
) -> int:
    """Fold the part of a batch (all events at ``after`` < position <= ``reached``) that a view has not folded yet.

    Returns the view's position afterwards: less than ``after`` when it stands before the batch, and nothing was done.

    Raises:
        PoisonEvent: more events than an accident would spoil cannot be read, or a fold has failed.

    """
    async with pool.acquire() as connection, connection.transaction():
        position = await connection.fetchval(statement("registry.sql", "hold", 1), view.name, view.version)
        if position is None or position < after or position >= reached:
            return position or 0
        fresh = [item for item in batch if item.envelope.position > position and concerns(view, item)]
        fresh = await _set_aside(connection, view, fresh)
        await apply(connection, view, fresh)
        await connection.execute(statement("registry.sql", "move", 1), view.name, view.version, reached)
    return reached


async def apply(connection: Connection, view: View, batch: Sequence[Parsed]) -> None:
    """Fold events into a view's tables, in the caller's transaction; raises PoisonEvent naming the one that fails."""
    events = [event for item in batch if (event := known(item)) is not None]
    if not events:
        return
    ground = await load(connection, view, events)
    for event_id, event, recorded in events:
        try:
            ground.apply(event_id, event, recorded)
        except Exception as error:
            raise PoisonEvent(view.name, recorded.position, event_id, type(event).__name__, repr(error)) from error
    try:
        await save(connection, view, ground)
    except _TRANSIENT:
        raise
    except Exception as error:
        event_id, event, recorded = _first_touched(events, ground)
        raise PoisonEvent(view.name, recorded.position, event_id, type(event).__name__, repr(error)) from error


async def retry_parked(pool: "asyncpg.Pool[Any]", view: View, read: Sequence[RecordedEvent]) -> int:
    """Fold the parked events of a view (``read``: all of them, in order) again; those that fail are parked anew.

    Returns how many are parked afterwards.
    """
    async with pool.acquire() as connection, connection.transaction():
        await connection.fetchval(statement("registry.sql", "hold", 1), view.name, view.version)
        await connection.execute(statement("registry.sql", "unpark", 1), view.name, view.version)
        parsed = parse(read)
        fit = await _set_aside(connection, view, parsed)
        await apply(connection, view, fit)
    return len(parsed) - len(fit)


async def _set_aside(connection: Connection, view: View, batch: Sequence[Parsed]) -> list[Parsed]:
    """Park the events that cannot be read, and those that must wait for them; return the others."""
    rows = await connection.fetch(statement("registry.sql", "parked_keys", 1), view.name, view.version)
    parked = {str(row[0]) for row in rows}
    if not parked and all(item.problem is None for item in batch):
        return list(batch)
    before = len(parked)
    fit: list[Parsed] = []
    aside: list[Parsed] = []
    for item in batch:
        if item.problem is not None or not parked.isdisjoint(item.waits_for):
            aside.append(item)
            parked.update(item.keys)
        else:
            fit.append(item)
    spoiled = [item for item in aside if item.problem is not None]
    if spoiled and len(parked) - before >= MOST_PARKED_KEYS:
        first = spoiled[0]
        raise PoisonEvent(
            view.name, first.envelope.position, str(first.envelope.id), first.envelope.type, first.problem or ""
        )
    if aside:
        await connection.execute(
            statement("registry.sql", "park", 1),
            view.name,
            view.version,
            [item.envelope.position for item in aside],
            [str(item.envelope.id) for item in aside],
            ["\n".join(item.keys) for item in aside],
            [item.problem for item in aside],
        )
    return fit


def _first_touched(events: Sequence[Known], ground: Ground) -> Known:
    """The first event whose fact may be the one that failed: the batch's first report in a touched happening."""
    return next((e for e in events if isinstance(e[1], Report) and e[1].happening in ground.touched), events[0])

"""One batch of the ledger folded into the ground and into the views that stand on it, in one transaction.

The rows of the registry are locked first: of several processes one folds at a time, the next finds the checkpoint
moved and goes on from there, and the lock dies with its process. What an event spoils is parked by its keys, and
later events under the same keys wait for it: in the ground where the event cannot be read, in a view where its fold
or its tables cannot take what the event makes of a happening.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import asyncpg
import msgspec

from events.codec import unseal
from events.connection import AWAY
from events.envelope import RecordedEvent
from events.errors import UndecodableEvent
from events.vocabulary import Event
from projections.errors import PoisonEvent
from projections.following.parking import Parked, find_parking, keys_of, park, park_happening, parked_keys
from projections.ground.facts import Acts
from projections.ground.ground import Ground
from projections.storing.inserting import Asked
from projections.storing.store import Connection, Known, Stands, load, load_happenings, save_ground, what_stands
from projections.storing.writing import Replaced, replace_rows, replace_together
from projections.times import Recorded
from projections.view import Row, Tables, View, statement

_log = logging.getLogger(__name__)

WINDOW = 2_000
"""Changed happenings that a view which lags behind takes up at a time."""
_MANY = 20
"""Happenings that are much to do at once: whoever asks something meanwhile comes in between."""
TRANSIENT = (
    *AWAY,
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


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch: the ground's position now, and the views that stopped before it, with the reason."""

    position: int
    stopped: Mapping[str, PoisonEvent] = {}


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


async def fold_batch(
    connection: Connection,
    ground: Tables,
    views: Sequence[View],
    batch: Sequence[Parsed],
    *,
    reached: int,
) -> Folded:
    """Fold a batch (all events after the ground's position up to ``reached``) in the caller's transaction.

    ``ground`` and ``views``: the versions to fold into, locked by the caller and all at the ground's position.

    Raises:
        PoisonEvent: more events than an accident would spoil cannot be read, or the ground cannot take one.

    """
    parked = await find_parking(connection, [ground, *views])
    fit = batch
    if ground.name in parked or any(item.problem is not None for item in batch):
        fit = await _set_aside(connection, ground, batch)
    return await fold_fit(connection, ground, views, fit, reached=reached, parked=parked)


async def fold_fit(
    connection: Connection,
    ground: Tables,
    views: Sequence[View],
    fit: Sequence[Parsed],
    *,
    reached: int,
    parked: Collection[str] | None = None,
) -> Folded:
    """Fold events of which none can be unreadable or must wait, as ``fold_batch`` does.

    ``parked``: the views that may have set happenings aside; None: any.
    """
    events = [event for item in fit if (event := known(item)) is not None]
    stopped: dict[str, PoisonEvent] = {}
    if events:
        part = await load(connection, ground, events)
        before = what_stands(part)
        apply_all(part, events, ground)
        await save_ground(connection, ground, part, reached=reached, before=before)
        acts = Acts(part)
        work = [(view, concerning(view, part.touched)) for view in views]
        free = [each for each in work if parked is not None and each[0].name not in parked]
        if await _fold_together(connection, ground, free, acts, before):
            work = [each for each in work if each not in free]
        for view, happenings in work:
            if not happenings:
                continue
            try:
                async with connection.transaction():
                    await fold_happenings(connection, view, acts, happenings)
            except PoisonEvent as error:
                stopped[view.name] = error
    moved = [ground, *(view for view in views if view.name not in stopped)]
    await move(connection, moved, reached)
    return Folded(position=reached, stopped=stopped)


def apply_all(part: Ground, events: Iterable[Known], ground: Tables) -> None:
    """Fold events into the part of the ground that they may change.

    Raises:
        PoisonEvent: the ground cannot take one.

    """
    for event_id, event, recorded in events:
        try:
            part.apply(event_id, event, recorded)
        except Exception as error:
            name = type(event).__name__
            raise PoisonEvent(ground.name, recorded.position, event_id, name, repr(error)) from error


async def make_anew(work: Iterable[tuple[View, Sequence[str]]], acts: Acts, before: Stands) -> list[Replaced]:
    """The rows of several views of the happenings that each has to make anew."""
    replaced: list[Replaced] = []
    for view, happenings in work:
        if len(happenings) > _MANY:
            await asyncio.sleep(0)
        if view.event_row is not None:
            replaced.append(_renew_events(view, view.event_row, acts, before))
            continue
        made = _together(view, [view.rows(acts, name) for name in happenings])
        replaced.append(Replaced(view, made, happenings, [name for name in happenings if name in before.happenings]))
    return replaced


async def _fold_together(
    connection: Connection, ground: Tables, work: Sequence[tuple[View, Sequence[str]]], acts: Acts, before: Stands
) -> bool:
    """Make the rows of several views anew where nothing is set aside; whether all went well, else nothing is done.

    Nearly always it does: what is at fault is looked for only where it does not.
    """
    if not any(happenings for _, happenings in work):
        return True
    try:
        async with connection.transaction():
            await replace_together(connection, ground, await make_anew(work, acts, before))
    except TRANSIENT:
        raise
    except Exception as error:  # noqa: BLE001  (whatever it is, each view finds it again)
        _log.warning("a batch cannot be taken as a whole, each view takes it alone: %r", error)
        return False
    return True


def _renew_events(view: View, event_row: Callable[[Acts, str], Row], acts: Acts, before: Stands) -> Replaced:
    """The rows of the events that changed: a happening of which much is told has many others."""
    (name,) = view.tables
    changed = sorted(acts.ground.changed_events())
    rows = [event_row(acts, event) for event in changed if event in acts.ground.entries]
    return Replaced(view, {name: rows}, changed, [event for event in changed if event in before.entries], "event")


async def catch_up(connection: Connection, ground: Tables, view: View, *, after: int, reached: int) -> None:
    """Bring a view that lags behind its ground to the ground's position ``reached``, in the caller's transaction.

    Raises:
        PoisonEvent: too much of it cannot be taken.

    """
    place: tuple[int, str] = (after, "")
    while rows := await connection.fetch(ground.sql("changed"), *place, reached, WINDOW):
        names = [row["happening"] for row in rows]
        await fold_happenings(connection, view, Acts(await load_happenings(connection, ground, names)), names)
        place = (rows[-1]["changed"], rows[-1]["happening"])
    await move(connection, [view], reached)


async def move(connection: Connection, tables: Sequence[Tables], reached: int) -> None:
    """Write down how far tables have come."""
    text, arguments = moving(tables, reached)
    await connection.execute(text, *arguments)


def moving(tables: Sequence[Tables], reached: int) -> Asked:
    """The statement that writes down how far tables have come."""
    names, versions = [each.name for each in tables], [each.version for each in tables]
    return statement("registry.sql", "move", 1), (names, versions, reached)


def concerning(view: View, touched: Mapping[str, set[str]]) -> list[str]:
    """Of touched happenings (with the families of what touched them), those that a view shows."""
    return sorted(happening for happening, families in touched.items() if not families.isdisjoint(view.families))


async def fold_happenings(connection: Connection, view: View, acts: Acts, happenings: Sequence[str]) -> None:
    """Make a view's rows of some happenings anew; what spoils one is parked with its keys.

    Raises:
        PoisonEvent: so much is spoiled that it is no accident of an event, or a happening that no event tells of.

    """
    if not happenings:
        return
    keys = await parked_keys(connection, view)
    aside = [
        park_happening(view, acts.ground, name)
        for name in happenings
        if keys and not keys.isdisjoint(keys_of(acts.ground, name))
    ]
    waiting = {each.event for each in aside}
    made: dict[str, dict[str, Sequence[Row]]] = {}
    for name in happenings:
        if waiting and not waiting.isdisjoint(acts.ground.happenings.get(name, ())):
            continue
        try:
            made[name] = dict(view.rows(acts, name))
        except Exception as error:  # noqa: BLE001  (whatever a fold raises spoils the happening, and only that)
            aside.append(park_happening(view, acts.ground, name, problem=repr(error)))
    aside += await _write(connection, view, acts, made)
    await park(connection, view, aside, known=len(keys))


async def _write(
    connection: Connection, view: View, acts: Acts, made: Mapping[str, Mapping[str, Sequence[Row]]]
) -> list[Parked]:
    """Write the rows of happenings; of a lot that the tables refuse, each alone, to find the one at fault."""
    if not made:
        return []
    try:
        async with connection.transaction():
            await replace_rows(connection, view, _together(view, made.values()), list(made))
    except TRANSIENT:
        raise
    except Exception as error:  # noqa: BLE001  (whatever the tables refuse, it is the rows' fault)
        if len(made) > 1:
            names = list(made)
            halves = (names[: len(names) // 2], names[len(names) // 2 :])
            return [
                parked
                for half in halves
                for parked in await _write(connection, view, acts, {name: made[name] for name in half})
            ]
        return [park_happening(view, acts.ground, next(iter(made)), problem=repr(error))]
    return []


def _together(view: View, made: Iterable[Mapping[str, Sequence[Row]]]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {name: [] for name in view.tables if name not in view.summaries}
    for tables in made:
        for name, each in tables.items():
            rows[name].extend(each)
    return rows


async def retry_ground(connection: Connection, ground: Tables, read: Sequence[RecordedEvent]) -> list[Parsed]:
    """Take the ground's parked events (``read``: all of them, in order) out; return those that can be folded now.

    The others are parked anew.
    """
    await connection.execute(statement("registry.sql", "unpark", 1), ground.name, ground.version)
    return await _set_aside(connection, ground, parse(read))


async def retry_view(connection: Connection, ground: Tables, view: View) -> None:
    """Make a view's rows of its parked happenings anew; those that fail are parked again."""
    rows = await connection.fetch(statement("registry.sql", "parked", 1), view.name, view.version)
    await connection.execute(statement("registry.sql", "unpark", 1), view.name, view.version)
    found = await connection.fetch(ground.sql("happenings_of_events"), [row["event"] for row in rows])
    names = sorted({row["happening"] for row in found})
    await fold_happenings(connection, view, Acts(await load_happenings(connection, ground, names)), names)


async def _set_aside(connection: Connection, ground: Tables, batch: Sequence[Parsed]) -> list[Parsed]:
    """Park the events that cannot be read, and those that must wait for them; return the others."""
    keys = await parked_keys(connection, ground)
    if not keys and all(item.problem is None for item in batch):
        return list(batch)
    blocked = set(keys)
    fit: list[Parsed] = []
    aside: list[Parked] = []
    for item in batch:
        if item.problem is None and blocked.isdisjoint(item.waits_for):
            fit.append(item)
            continue
        blocked.update(item.keys)
        envelope = item.envelope
        aside.append(
            Parked(
                position=envelope.position,
                event=str(envelope.id),
                type=envelope.type,
                keys=item.keys,
                problem=item.problem,
            )
        )
    await park(connection, ground, aside, known=len(keys))
    return fit

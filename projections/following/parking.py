"""What an event spoils is set aside by its keys until it is mended, and what comes later under the same keys waits."""

from collections.abc import Sequence

import msgspec

from events.tags import party_tags
from events.vocabulary import parties_of
from projections.errors import PoisonEvent
from projections.ground.ground import Ground
from projections.storing.store import Connection
from projections.view import Tables, statement

MOST_PARKED_KEYS = 10
"""So many keys poisoned by one batch are no accident of an event: the view stops instead."""


class Parked(msgspec.Struct, frozen=True, kw_only=True):
    """An event set aside; without a ``problem`` it waits for another of the same keys."""

    position: int
    event: str
    type: str
    keys: tuple[str, ...]
    problem: str | None = None


async def find_parking(connection: Connection, tables: Sequence[Tables]) -> frozenset[str]:
    """The names of the tables, of these versions, that have set something aside; nearly always none has."""
    names, versions = [each.name for each in tables], [each.version for each in tables]
    return frozenset(row[0] for row in await connection.fetch(statement("registry.sql", "parking", 1), names, versions))


async def parked_keys(connection: Connection, tables: Tables) -> frozenset[str]:
    """The keys under which tables have set something aside."""
    rows = await connection.fetch(statement("registry.sql", "parked_keys", 1), tables.name, tables.version)
    return frozenset(row[0] for row in rows)


async def park(connection: Connection, tables: Tables, aside: Sequence[Parked], *, known: int) -> None:
    """Write down what is set aside, unless it is so much that the tables had better stop."""
    spoiled = [each for each in aside if each.problem is not None]
    keys = {key for each in aside for key in each.keys}
    if spoiled and len(keys) - known >= MOST_PARKED_KEYS:
        first = spoiled[0]
        raise PoisonEvent(tables.name, first.position, first.event, first.type, first.problem or "")
    if aside:
        await connection.execute(
            statement("registry.sql", "park", 1),
            tables.name,
            tables.version,
            [each.position for each in aside],
            [each.event for each in aside],
            ["\n".join(each.keys) for each in aside],
            [each.problem for each in aside],
        )


def _emptied_at(ground: Ground, happening: str) -> int:
    """The position since which a happening is empty, by what left it for another; 0: by a redaction."""
    moves = (move for entry in ground.entries.values() for move in entry.moves if move.before == happening)
    return max((move.position for move in moves), default=0)


def keys_of(ground: Ground, happening: str) -> frozenset[str]:
    """The keys of all that is told of a happening."""
    entries = (ground.entries[event] for event in ground.happenings.get(happening, ()))
    return frozenset(key for entry in entries for key in party_tags(parties_of(entry.report)))


def park_happening(view: Tables, ground: Ground, happening: str, *, problem: str | None = None) -> Parked:
    """A happening as the first of its events stands for it.

    Raises:
        PoisonEvent: it has none any more, so that nothing can wait: the view stops, and takes it up again later.

    """
    told = [ground.entries[event] for event in ground.happenings.get(happening, ())]
    if not told:
        raise PoisonEvent(view.name, _emptied_at(ground, happening), happening, "emptied happening", problem or "")
    entry = min(told, key=lambda entry: entry.recorded.position)
    return Parked(
        position=entry.recorded.position,
        event=entry.event,
        type=type(entry.report).__name__,
        keys=tuple(sorted(keys_of(ground, happening))),
        problem=problem,
    )

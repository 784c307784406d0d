"""A part of the ledger folded into a ground: what a query finds, and what belongs to it beyond the query.

A correction may give an event another family or other parties. Then what it was first told as, what was decided
about it since, and what took it back may stand where the query does not look: those are read too.
"""

from uuid import UUID

from events.decide import shelves_of
from events.envelope import Query, QueryItem
from events.ledger import Ledger
from events.tags import party_tags
from events.vocabulary import EventCorrected
from projections.following.batch import known, parse
from projections.ground.ground import Ground
from projections.times import Times, is_known
from projections.view import DECISIONS

_MOST_ITEMS = 300
"""Above this many items it is cheaper to read every decision."""


async def fold_query(ledger: Ledger, query: Query, times: Times, *, upto: int) -> Ground:
    """The ground of the events that a query finds up to a position, as far as ``known_at`` admits them.

    What concerns neither query nor corrected events is in it only by chance.
    """
    beyond: frozenset[QueryItem] = frozenset()
    while True:
        ground, found = await _fold(ledger, _widen(query, beyond), times, upto)
        if found <= beyond:
            return ground
        beyond |= found


async def _fold(ledger: Ledger, query: Query, times: Times, upto: int) -> tuple[Ground, frozenset[QueryItem]]:
    """Fold once; return also what must be read beside, where a correction leads elsewhere."""
    ground = Ground()
    beyond: set[QueryItem] = set()
    async for page in ledger.stream(query, upto=upto):
        for item in parse(page):
            told = known(item)
            if told is None or not is_known(told[2], times):
                continue
            if isinstance(told[1], EventCorrected):
                beyond.update(_crossed(told[1]))
                await _add_first_value(ledger, ground, told[1])
            ground.apply(*told)
    return ground, frozenset(beyond)


def _crossed(correction: EventCorrected) -> tuple[QueryItem, ...]:
    """Where the other decisions about a corrected event stand, if it has left its family or its parties."""
    sides = set(shelves_of(correction))
    if len(sides) == 1:
        return ()
    shelves = (
        QueryItem(types=DECISIONS, tags=(*party_tags(parties), f"family:{family}")) for family, parties in sorted(sides)
    )
    return (*shelves, QueryItem(types=DECISIONS, tags=(f"event:{correction.event}",)))


def _widen(query: Query, beyond: frozenset[QueryItem]) -> Query:
    if len(query.items) + len(beyond) > _MOST_ITEMS:
        return Query(items=(*query.items, QueryItem(types=DECISIONS)))
    return Query(items=(*query.items, *sorted(beyond, key=lambda item: item.tags)))


async def _add_first_value(ledger: Ledger, ground: Ground, correction: EventCorrected) -> None:
    """Read the report that is corrected, where it was told of other parties or as another family."""
    if correction.event in ground.entries:
        return
    recorded = await ledger.event(UUID(correction.event))
    told = None if recorded is None else known(parse([recorded])[0])
    if told is not None:
        ground.apply(*told)
        ground.move(correction.event, correction.happening, 0)

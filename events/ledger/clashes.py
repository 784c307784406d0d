"""Which appends of one flush stand in each other's way.

The database checks each condition against what it holds; events that are about to be written in the same
flush are not there yet, so their writers' conditions are compared here, by content alone.
"""

from collections import defaultdict
from collections.abc import Iterator

from events.envelope import Condition, QueryItem
from events.ledger.checks import CheckedBatch


class Neighbours:
    """The batches of one flush, in order, and the events that later conditions may find among them."""

    def __init__(self) -> None:
        self._joined: list[tuple[int, CheckedBatch]] = []
        self._tags: set[str] = set()
        self._types: set[str] = set()
        self._events: list[tuple[int, str, frozenset[str]]] = []
        self._by_tag: defaultdict[str, list[tuple[int, str, frozenset[str]]]] = defaultdict(list)

    def clashes_of(self, condition: Condition) -> list[int]:
        """The numbers of the batches joined so far whose events a condition would find, ascending."""
        # Mostly nobody has one of the types or all the tags, and no more need be known than which there are.
        items = [
            item
            for item in condition.query.items or (QueryItem(),)
            if not (item.types and self._types.isdisjoint(item.types)) and self._tags.issuperset(item.tags)
        ]
        if not items:
            return []
        self._index()
        return sorted({number for item in items for number in self._find(item)})

    def join(self, number: int, batch: CheckedBatch) -> None:
        """Add the events of a batch under its number."""
        self._joined.append((number, batch))
        for tags in batch.tags:
            self._tags |= tags
        for event in batch.events:
            self._types.add(event.type)

    def _index(self) -> None:
        # Only now: nobody may ask after the last batch, and that one may be large.
        by_tag = self._by_tag
        for number, batch in self._joined:
            for event, tags in zip(batch.events, batch.tags, strict=True):
                entry = (number, event.type, tags)
                self._events.append(entry)
                for tag in tags:
                    by_tag[tag].append(entry)
        self._joined.clear()

    def _find(self, item: QueryItem) -> Iterator[int]:
        candidates = self._events
        for tag in item.tags:
            entries = self._by_tag.get(tag)
            if entries is None:
                return
            # The rarest tag leads, as in the database.
            if len(entries) < len(candidates):
                candidates = entries
        for number, name, tags in candidates:
            if _finds(item, name, tags):
                yield number


def find_obstacle(condition: Condition, batch: CheckedBatch) -> int:
    """The place in a batch, from 0, of the first event that a condition finds; it finds one."""
    items = condition.query.items or (QueryItem(),)
    return next(
        place
        for place, (event, tags) in enumerate(zip(batch.events, batch.tags, strict=True))
        if any(_finds(item, event.type, tags) for item in items)
    )


def _finds(item: QueryItem, name: str, tags: frozenset[str]) -> bool:
    return (not item.types or name in item.types) and tags.issuperset(item.tags)

"""The shelves that were asked for last, as the ledger holds them up to a position, ready for the next decision.

Nothing here reads or writes the ledger: whoever keeps a cabinet tells it all that is recorded, in order.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence

from events.decide import Decision, History, Shelf, shelf_of, shelves_of
from events.happenings import Told
from events.kept import Kept, decide_kept
from events.vocabulary import Event, EventCorrected, Redacted


class Cabinet:
    """Shelves of at most ``most`` events in all, each shelf counted as one more, but for those asked for last.

    Shelves between which a correction has moved an event are never kept: what was said of it on the one counts on the
    other, so that they must be read together.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._kept: OrderedDict[Shelf, Kept] = OrderedDict()
        self._tied: set[Shelf] = set()
        self._oversized: set[Shelf] = set()

    def __len__(self) -> int:
        """How many events and shelves it holds."""
        return self._held

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._tied.clear()
        self._oversized.clear()
        self._held = 0

    def find_missing(self, shelves: Iterable[Shelf]) -> list[Shelf]:
        """The shelves that are to be read from the ledger: not those of which it is known that they are never kept."""
        return sorted(set(shelves) - self._kept.keys() - self._tied)

    def take_in(self, shelves: Collection[Shelf], events: Iterable[tuple[str, Event]]) -> None:
        """Take in shelves that were read: all that the ledger holds of them, in order, and whatever else came along."""
        read = {shelf: Kept(shelf, History()) for shelf in shelves}
        for event_id, event in events:
            self._tie(event)
            for shelf in set(shelves_of(event)):
                if shelf in read:
                    read[shelf].history.apply(event_id, event)
        for shelf, kept in read.items():
            self._put(shelf, kept)
        for shelf in self._tied & self._kept.keys():
            self._forget(shelf)

    def follow(self, event_id: str, event: Event) -> None:
        """Take into account what somebody else has recorded."""
        self._tie(event)
        for shelf in set(shelves_of(event)):
            kept = self._kept.get(shelf)
            if kept is None:
                continue
            if shelf in self._tied or isinstance(event, Redacted):
                # What a redacted report told is read no more: nor may it be remembered.
                self._forget(shelf)
            else:
                before = len(kept)
                kept.follow(event_id, event)
                self._held += len(kept) - before
                self._weigh(shelf, kept)

    def holds(self, shelves: Iterable[Shelf]) -> bool:
        """Whether it can decide about reports on these shelves."""
        return self._kept.keys() >= set(shelves)

    def decide(self, new: Sequence[Told]) -> tuple[list[Decision], Mapping[Shelf, Kept]]:
        """What new reports call for, and their shelves once it is recorded; nothing is changed before ``replace``."""
        shelves = {shelf_of(told.report) for told in new}
        for shelf in shelves:
            self._kept.move_to_end(shelf)
        return decide_kept(new, {shelf: self._kept[shelf] for shelf in shelves})

    def replace(self, after: Mapping[Shelf, Kept]) -> None:
        """Put shelves in the place of what they were, once what was decided is recorded."""
        for shelf, kept in after.items():
            self._put(shelf, kept)

    def shrink(self) -> None:
        """Forget what was asked for longest ago, down to what may be held.

        A shelf that alone is more goes first: it would take all others with it.
        """
        for shelf in self._oversized & self._kept.keys():
            self._forget(shelf)
        self._oversized.clear()
        while self._held > self._most and self._kept:
            _shelf, kept = self._kept.popitem(last=False)
            self._held -= 1 + len(kept)

    def _put(self, shelf: Shelf, kept: Kept) -> None:
        if shelf in self._kept:
            self._forget(shelf)
        self._kept[shelf] = kept
        self._held += 1 + len(kept)
        self._weigh(shelf, kept)

    def _weigh(self, shelf: Shelf, kept: Kept) -> None:
        if len(kept) >= self._most:
            self._oversized.add(shelf)

    def _forget(self, shelf: Shelf) -> None:
        self._held -= 1 + len(self._kept.pop(shelf))

    def _tie(self, event: Event) -> None:
        if isinstance(event, EventCorrected) and len(shelves := set(shelves_of(event))) > 1:
            self._tied.update(shelves)

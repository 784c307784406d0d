"""The shelves that decisions are about, kept from one article to the next and brought up to the ledger before each.

What is kept can cost a decision a second try, never make it a wrong one: an append stands only if nothing that its
decision rests on has come since, and a ledger that is no longer the one that was read is read anew.
"""

from collections.abc import Collection, Mapping, Sequence

from events.cabinet import Cabinet
from events.codec import unseal
from events.decide import Decision, Shelf, relevant_to
from events.envelope import EVERYTHING, Appended
from events.errors import UndecodableEvent
from events.happenings import Told
from events.kept import Kept
from events.ledger import Ledger
from events.ledger.recent import Witness
from events.vocabulary import Event

MOST_FOLLOWED = 2_000
"""Events of others after which it is cheaper to forget everything than to read them all."""
PAGE = 2_000
"""Events that are read at once: a look for those of many shelves costs the same however few of them it gives."""


class Shelves:
    """What one process remembers of the shelves of a ledger: at most ``most`` events, but for those of one decision."""

    def __init__(self, ledger: Ledger, most: int) -> None:
        self._ledger = ledger
        self._cabinet = Cabinet(most)
        self._mark = Witness()

    async def come_up(self) -> int:
        """Take into account what others have recorded, and return the position of the last event in the ledger."""
        self._cabinet.shrink()
        mark, same = await self._ledger.mark(self._mark)
        if not same or mark.position - self._mark.position > MOST_FOLLOWED:
            self._cabinet.clear()
        elif len(self._cabinet) and mark.position > self._mark.position:
            others = await self._ledger.read(EVERYTHING, self._mark.position, MOST_FOLLOWED, mark.position)
            try:
                events = [(str(recorded.id), unseal(recorded)) for recorded in others]
            except UndecodableEvent:
                # What a newer release recorded concerns those alone who decide about its parties: they will read it.
                self._cabinet.clear()
            else:
                for event_id, event in events:
                    if event is not None:
                        self._cabinet.follow(event_id, event)
        self._mark = mark
        return mark.position

    async def open(self, shelves: Collection[Shelf]) -> set[Shelf]:
        """Have shelves ready as they stand at the position that ``come_up`` has given.

        Gives those that cannot be kept, since corrections moved events from them or to them.
        """
        missing = self._cabinet.find_missing(shelves)
        if missing:
            read: list[tuple[str, Event]] = []
            async for page in self._ledger.stream(relevant_to(missing), upto=self._mark.position, page=PAGE):
                for recorded in page:
                    event = unseal(recorded)
                    if event is not None:
                        read.append((str(recorded.id), event))
            self._cabinet.take_in(missing, read)
        return {shelf for shelf in shelves if not self._cabinet.holds([shelf])}

    def decide(self, new: Sequence[Told]) -> tuple[list[Decision], Mapping[Shelf, Kept]]:
        """What new reports on shelves that are open call for, and these shelves once it is recorded."""
        return self._cabinet.decide(new)

    def keep(self, after: Mapping[Shelf, Kept], appended: Appended) -> None:
        """Have shelves as they stand after an append; where others came before it, it is read back with theirs."""
        last = self._ledger.last_append
        if appended.positions[0] == self._mark.position + 1 and last.position == appended.last:
            self._cabinet.replace(after)
            self._mark = last

"""A flush that is being made up: what fits into one transaction, and which of it stands in each other's way."""

from events.ledger.checks import CheckedBatch
from events.ledger.clashes import Neighbours
from events.ledger.flush import Columns, Flush, Request

FLUSH_EVENTS = 2_048
FLUSH_BYTES = 8 * 1_048_576
FLUSH_CLASHES = 1_000


class Assembly:
    """A flush to which requests are still added."""

    def __init__(self, number: int) -> None:
        self.columns = Columns()
        self.flush = Flush([], [], [], number, self.columns)
        self.ids: set[int] = set()
        self.neighbours = Neighbours()
        self._events = 0
        self._size = 0

    def has_room_for(self, batch: CheckedBatch) -> bool:
        """Whether a batch fits in; any does that comes first."""
        return not self.flush.requests or (
            self._events + len(batch.events) <= FLUSH_EVENTS
            and self._size + batch.size <= FLUSH_BYTES
            and len(self.flush.later) <= FLUSH_CLASHES
        )

    def takes(self, batch: CheckedBatch) -> bool:
        """Whether a batch fits in and its ids are all new here."""
        return self.has_room_for(batch) and self.ids.isdisjoint(batch.ids)

    def join(self, request: Request) -> None:
        """Add a request whose ids are all new here."""
        batch = request.batch
        self.flush.requests.append(request)
        number = len(self.flush.requests)
        if batch.condition is not None and (clashes := self.neighbours.clashes_of(batch.condition)):
            self.flush.later += [number] * len(clashes)
            self.flush.earlier += clashes
        self.neighbours.join(number, batch)
        self.columns.add(request)
        self.ids |= batch.ids
        self._events += len(batch.events)
        self._size += batch.size

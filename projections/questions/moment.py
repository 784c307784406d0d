"""How far the ledger had come at a moment."""

from datetime import datetime

from events.ledger import Ledger
from projections.errors import BeyondHead


async def find_position(ledger: Ledger, at: int | datetime | None) -> int:
    """A position as given, that of the last event recorded at a moment or before, or the head; 0 before the first.

    Raises:
        BeyondHead: the ledger has not reached that position.

    """
    head = await ledger.head()
    if at is None:
        return head
    if isinstance(at, int):
        if at > head:
            raise BeyondHead(at, head)
        return at
    # Events are recorded in the order of time: halve.
    first, last = 0, head
    while first < last:
        middle = (first + last + 1) // 2
        (event,) = await ledger.read(after=middle - 1, limit=1, upto=middle)
        if event.recorded_at <= at:
            first = middle
        else:
            last = middle - 1
    return first

"""The ledger as its callers see it: append, read, subscribe."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from events.envelope import EVERYTHING, Appended, Condition, NewEvent, Query, RecordedEvent
from events.errors import LedgerUnavailable
from events.ledger import statements
from events.ledger.checks import MAX_POSITION, check_author, check_batch, check_query
from events.ledger.flush import Flushed
from events.ledger.group_commit import GroupCommit
from events.ledger.recent import Witness
from events.ledger.rows import decode_rows
from events.ledger.wakes import Wakes

PAGE = 250
"""Events that a reader is given at a time. Each brings two objects that Python's collector counts; after 700 of them it
looks at all that is new, which takes longer than to decode the events."""


class Ledger:
    """An ordered, gapless sequence of events that can only grow.

    Args:
        pool: connections as the role ``chancery_service``; each use is one statement and sets nothing for the session;
            its sessions should have a ``lock_timeout`` and time-outs for clients that vanish.
        author: who appends, as it stands in every event: the service's name and version, or a curator's.
        vocabulary: the schema version written today of each event type; None admits any type and version.
        listen_url: where to LISTEN; a pooler that shares connections by transaction cannot. By default one
            connection of the pool is kept as long as anybody is subscribed.
        patience: for how many seconds an append tries an unreachable database again.
        on_flush: told of each transaction of appends, once it is committed.

    """

    def __init__(
        self,
        pool: "asyncpg.Pool[Any]",
        author: str,
        *,
        vocabulary: Mapping[str, int] | None = None,
        listen_url: str | None = None,
        patience: float = 30.0,
        on_flush: Callable[[Flushed], None] | None = None,
    ) -> None:
        self._pool = pool
        self._vocabulary = vocabulary
        self._commits = GroupCommit(pool, check_author(author), patience=patience, on_flush=on_flush)
        self._wakes = Wakes(pool, listen_url)

    async def append(self, events: Sequence[NewEvent], condition: Condition | None = None) -> Appended:
        """Append a batch whole or not at all, and return where it stands once it is committed.

        All ids there before, with the same content: nothing is written, the first positions are returned with
        ``known`` set, and the condition is not asked (a retry must not conflict with itself). ``known`` may also
        be set when the connection was lost during the commit and the batch had been sent again.

        Raises:
            InvalidEvent: a batch that is empty or too large, an event that is not well formed (subclasses say what).
            InvalidQuery: a condition that no database could check.
            ConditionFailed: an event that the condition rules out was appended before.
            IdReused: an id stands in the ledger with other content, or only a part of the batch does.
            LedgerUnavailable: no answer in time; the outcome is unknown, send the same again.

        """
        return await self._commits.append(check_batch(events, condition, self._vocabulary))

    async def read(
        self, query: Query = EVERYTHING, after: int = 0, limit: int = 1000, upto: int | None = None
    ) -> list[RecordedEvent]:
        """Return the first ``limit`` events of ``query`` at positions ``after`` < position <= ``upto``, in order.

        Fewer than ``limit`` means that there was no further one when this was read.
        """
        last = MAX_POSITION if upto is None else upto
        if not query.items:
            rows = await self._pool.fetch(statements.READ_ALL, after, last, limit)
        else:
            check_query(query)
            types = ["\n".join(item.types) for item in query.items]
            tags = ["\n".join(item.tags) for item in query.items]
            rows = await self._pool.fetch(statements.READ_MATCHING, types, tags, after, last, limit)
        return decode_rows(rows)

    async def stream(
        self, query: Query = EVERYTHING, after: int = 0, upto: int | None = None, page: int = PAGE
    ) -> AsyncGenerator[list[RecordedEvent]]:
        """Yield all events of ``query`` up to ``upto`` (default: the head as it is now) in lists of at most ``page``.

        While one list is dealt with the next is read. No snapshot is held open between two: the ledger cannot change
        behind the reader.
        """
        last = await self.head() if upto is None else upto
        if after >= last:
            return
        events = await self.read(query, after, page, last)
        while len(events) == page and events[-1].position < last:
            ahead = asyncio.create_task(self.read(query, events[-1].position, page, last), name="ledger read")
            try:
                await asyncio.sleep(0)  # it goes out
                yield events
                events = await ahead
            finally:
                ahead.cancel()  # if the reader has gone
                await asyncio.gather(ahead, return_exceptions=True)
        if events:
            yield events

    async def head(self) -> int:
        """Return the last position taken; 0 when nothing has been appended yet."""
        position: int = await self._pool.fetchval(statements.READ_HEAD)
        return position

    async def mark(self, former: Witness) -> tuple[Witness, bool]:
        """Return the last event and the tree, and whether an earlier answer is still a part of what stands here.

        It is not where the ledger was restored from an older copy. ``Witness()`` is a part of none.
        """
        row = await self._pool.fetchrow(
            statements.READ_MARK, former.position, former.id, former.recorded_at, former.tree
        )
        if row is None:
            raise LedgerUnavailable("the ledger has no head; was the database migrated whole?")
        return Witness(row[0], row[1], row[2], row[3]), row[4] is True

    @property
    def last_append(self) -> Witness:
        """The last event that this process has appended, and the tree with it."""
        return self._commits.witness

    async def event(self, id: UUID) -> RecordedEvent | None:  # noqa: A002 - the field is called so everywhere
        """Return the event of an id, None where there is none."""
        events = decode_rows(await self._pool.fetch(statements.READ_BY_IDS, [id]))
        return events[0] if events else None

    async def subscribe(
        self, query: Query = EVERYTHING, after: int = 0, page: int = PAGE
    ) -> AsyncGenerator[list[RecordedEvent]]:
        """Yield the events of ``query`` after a position in lists of at most ``page``, then those to come, for ever.

        A consumer keeps the position of the last event that it has dealt with in the transaction of its own rows
        and resumes from there. NOTIFY only wakes: what is read are positions greater than the last, in order.
        """
        check_query(query)
        async with self._wakes.watch() as woken:
            while True:
                woken.clear()
                if not query.items:
                    # Mostly a few have come, which one question finds.
                    events = await self.read(query, after, page)
                    if events:
                        yield events
                        after = events[-1].position
                    if len(events) < page:
                        await woken.wait()
                        continue
                last = await self.head()
                async for events in self.stream(query, after, last, page):
                    yield events
                after = max(after, last)
                await woken.wait()

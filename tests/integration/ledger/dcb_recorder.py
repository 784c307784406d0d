"""Our ledger behind the interface that ``eventsourcing`` has for recorders of dynamic consistency boundaries."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

import asyncpg
from eventsourcing.dcb.api import (
    DCBAppendCondition,
    DCBEvent,
    DCBQuery,
    DCBReadResponse,
    DCBRecorder,
    DCBSequencedEvent,
    DCBSubscription,
)
from eventsourcing.persistence import IntegrityError

from events.envelope import Condition, NewEvent, Query, QueryItem, RecordedEvent
from events.errors import ConditionFailed
from events.ledger import Ledger


class LedgerRecorder(DCBRecorder):
    """Runs the ledger on an event loop in a thread of its own."""

    def __init__(self, url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._pool = self.wait_for(self._open(url))
        self.ledger = Ledger(self._pool, "recorder")

    async def _open(self, url: str) -> "asyncpg.Pool[Any]":
        return await asyncpg.create_pool(url, min_size=1, max_size=4)

    def wait_for(self, awaitable: Any) -> Any:
        """Run a coroutine on the ledger's loop and give its result."""
        return asyncio.run_coroutine_threadsafe(awaitable, self._loop).result(30)

    def close(self) -> None:
        """Close the connections and end the thread."""
        self.wait_for(self._pool.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> int:
        """Append events that get ids of their own."""
        new = [
            NewEvent(id=uuid4(), type=event.type, schema_version=1, tags=tuple(event.tags), payload=event.data)
            for event in events
        ]
        asked = condition and Condition(query=_translate(condition.fail_if_events_match), after=condition.after or 0)
        try:
            return self.wait_for(self.ledger.append(new, asked)).last
        except ConditionFailed as error:
            raise IntegrityError(str(error)) from error

    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> DCBReadResponse:
        """Read at once what there is."""
        head = self.wait_for(self.ledger.head())
        wanted = _translate(query or DCBQuery())
        if limit is None:
            return _Response(self.wait_for(self._read_all(wanted, after or 0, head)), head)
        events: list[RecordedEvent] = self.wait_for(self.ledger.read(wanted, after or 0, limit)) if limit else []
        return _Response(events, events[-1].position if events else None)

    async def _read_all(self, query: Query, after: int, upto: int) -> list[RecordedEvent]:
        return [event async for page in self.ledger.stream(query, after, upto) for event in page]

    def subscribe(
        self, query: DCBQuery | None = None, *, after: int | None = None
    ) -> "DCBSubscription[LedgerRecorder]":
        """Follow the ledger."""
        return _Subscription(self, query, after)


class _Response(DCBReadResponse):
    def __init__(self, events: list[RecordedEvent], head: int | None) -> None:
        self._events: Iterator[RecordedEvent] = iter(events)
        self._head = head

    @property
    def head(self) -> int | None:
        return self._head

    def __next__(self) -> DCBSequencedEvent:
        return _sequence(next(self._events))


class _Subscription(DCBSubscription[LedgerRecorder]):
    def __init__(self, recorder: LedgerRecorder, query: DCBQuery | None, after: int | None) -> None:
        super().__init__(recorder, query, after)
        self._pages = recorder.ledger.subscribe(_translate(query or DCBQuery()), after or 0)
        self._events: Iterator[RecordedEvent] = iter(())

    def __next__(self) -> DCBSequencedEvent:
        event = next(self._events, None)
        if event is None:
            self._events = iter(self._recorder.wait_for(anext(self._pages)))
            event = next(self._events)
        return _sequence(event)

    def stop(self) -> None:
        super().stop()
        self._recorder.wait_for(self._pages.aclose())


def _translate(query: DCBQuery) -> Query:
    return Query(items=tuple(QueryItem(types=tuple(item.types), tags=tuple(item.tags)) for item in query.items))


def _sequence(event: RecordedEvent) -> DCBSequencedEvent:
    told = DCBEvent(type=event.type, data=event.payload or b"", tags=list(event.tags))
    return DCBSequencedEvent(event=told, position=event.position)

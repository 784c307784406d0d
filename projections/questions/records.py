"""Questions about what was recorded: events and articles."""

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final, get_args

import asyncpg
import msgspec

from projections.ground.facts import Acts
from projections.ground.ground import as_seen
from projections.public.facets import Facet, FacetName, Facets, FacetValue
from projections.public.shapes import Article, EventPage, RecordedFact
from projections.questions.cursor import read_cursor, write_cursor
from projections.questions.snapshot import Reader, Snapshot
from projections.storing.store import load_articles, load_happenings
from projections.times import Times, is_known, is_reported
from projections.view import read_row
from projections.views import timeline
from projections.views.timeline import EVERY_EVENT, TIMELINE, EventFilter, EventRow

_BEYOND_ALL = (1 << 63) - 1
FACETS: Final[tuple[FacetName, ...]] = get_args(FacetName)
_FETCHED = 500
"""Rows that a stream of events holds at once."""


class EventStream(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Every event that a filter lets through, the oldest first, as one snapshot of the views has them.

    ``count``: how many there are, ``position``: of the snapshot, ``events``: to be read once.
    """

    count: int
    position: int
    events: AsyncIterator[RecordedFact]


class RecordQueries(Reader):
    """What articles told."""

    async def events(self, which: EventFilter = EVERY_EVENT, *, limit: int = 50, after: str | None = None) -> EventPage:
        """Recorded events that a filter lets through, the newest first.

        Raises:
            BadCursor: ``after`` is no cursor of this list.

        """
        before = _BEYOND_ALL if after is None else read_cursor(after, int)
        async with self._look(TIMELINE) as seen:
            records = await seen.fetch("events", before, *await _conditions(seen, which), limit + 1)
        rows = [read_row(EventRow, record) for record in records]
        following = write_cursor(rows[limit - 1].position) if len(rows) > limit else None
        items = tuple(timeline.describe(row) for row in rows[:limit])
        return EventPage(items=items, next=following, position=seen.position)

    async def facets(
        self, which: EventFilter = EVERY_EVENT, names: Sequence[FacetName] = FACETS, *, limit: int = 20
    ) -> Facets:
        """How the events that a filter lets through are spread over the values of some facets.

        ``limit``: values shown of each, those of most events first.
        """
        async with self._look(TIMELINE) as seen:
            values = (0, *await _conditions(seen, which))
            count: int = (await seen.fetch("count_events", *values))[0][0]
            asked = (
                f"WITH chosen AS ({seen.view.sql('events_in_order').rstrip(';')}), "
                f"published AS ({seen.ground.sql('publishers').rstrip(';')}) {seen.view.sql('facets')}"
            )
            records = await seen.connection.fetch(asked, *values, list(names), limit)
        found: dict[FacetName, list[asyncpg.Record]] = {
            name: [record for record in records if record["facet"] == name] for name in dict.fromkeys(names)
        }
        facets = tuple(
            Facet(
                facet=name,
                values=tuple(FacetValue(value=each["value"], events=each["events"]) for each in told),
                more=told[0]["values"] - len(told) if told else 0,
            )
            for name, told in found.items()
        )
        return Facets(events=count, facets=facets, position=seen.position)

    @asynccontextmanager
    async def stream_events(self, which: EventFilter = EVERY_EVENT) -> AsyncGenerator[EventStream]:
        """Recorded events that a filter lets through, the oldest first: all of them, in bounded memory.

        The snapshot is held until the end of the block, so that a long stream is of one moment.
        """
        async with self._look(TIMELINE) as seen:
            values = (0, *await _conditions(seen, which))
            count = (await seen.fetch("count_events", *values))[0][0]
            cursor = seen.connection.cursor(seen.view.sql("events_in_order"), *values, prefetch=_FETCHED)
            yield EventStream(count=count, position=seen.position, events=_describe_each(cursor))

    async def event(self, event_id: str, times: Times | None = None) -> RecordedFact | None:
        """One recorded event, as it stands or as it stood; None where none of that id was known and said by then.

        ``as_of`` changes nothing: an event is a report, and was made whenever its act took place.

        Raises:
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        if times is None or not times.looks_back:
            async with self._look(TIMELINE) as seen:
                records = await seen.fetch("event", event_id)
            return timeline.describe(read_row(EventRow, records[0])) if records else None
        placed = await self._place(times)
        async with self._look(TIMELINE, placed) as seen:
            found = await seen.connection.fetch(seen.ground.sql("happenings_of_events"), [event_id])
            part = await load_happenings(seen.connection, seen.ground, [row["happening"] for row in found])
        entry = part.entries.get(event_id)
        if entry is None or not is_known(entry.recorded, placed):
            return None
        entry = as_seen(entry, placed)
        if not is_reported(entry.report, entry.recorded, placed):
            return None
        return timeline.describe(timeline.row_of(entry, Acts(part).act(entry.happening, [entry])))

    async def article(self, article_id: str) -> Article | None:
        """An article and what it told, retracted events included; None where none of that id was read."""
        async with self._look(TIMELINE) as seen:
            articles = await load_articles(seen.connection, seen.ground, [article_id])
            records = await seen.fetch("events_of_article", article_id)
        rows = [read_row(EventRow, record) for record in records]
        return timeline.show_article(articles[0], rows, seen.position) if articles else None


async def _conditions(seen: Snapshot, which: EventFilter) -> tuple[object, ...]:
    articles: list[str] | None = None
    if which.publisher is not None:
        told = await seen.connection.fetch(seen.ground.sql("articles_of"), which.publisher)
        articles = [row["article"] for row in told]
    return timeline.conditions(which, articles)


async def _describe_each(records: "AsyncIterable[asyncpg.Record]") -> AsyncGenerator[RecordedFact]:
    async for record in records:
        yield timeline.describe(read_row(EventRow, record))

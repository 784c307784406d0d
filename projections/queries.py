"""What the views are asked: each answer is read in one snapshot and says its position.

Live tables answer whatever they can; a question that looks back (``reported_by``, ``known_at``, or a day on
which not every report counted yet) is answered by folding the events that its times admit.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg
import msgspec

from events.ledger import Ledger
from projections import aid, relation, timeline, visits
from projections.aid import AID, ParcelRow
from projections.cursor import read_cursor, write_cursor
from projections.errors import BeyondHead, ViewMissing
from projections.looking_back import pair_of, rows_at
from projections.public import (
    AidPage,
    Article,
    Asked,
    EventPage,
    RecordedFact,
    Relation,
    RelationLine,
    RelationPage,
    VisitPage,
    VisitStatus,
)
from projections.relation import RELATION, FactRow, PairRow
from projections.status import read_rules
from projections.store import Connection, load_articles
from projections.timeline import EVERY_EVENT, TIMELINE, EventFilter, EventRow
from projections.times import Times
from projections.view import GROUND, Row, Tables, View, read_row, statement
from projections.visits import VISITS, VisitRow

_BEYOND_ALL = (1 << 63) - 1


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A view as one transaction sees it: its active version, the ground's, and the position that it has folded."""

    connection: Connection
    view: View
    ground: Tables
    position: int

    async def fetch(self, name: str, *values: object) -> "list[asyncpg.Record]":
        """Run a statement of the view's own .sql."""
        return await self.connection.fetch(statement(f"{self.view.name}.sql", name, self.view.version), *values)


class Queries:
    """Read-only questions to the views.

    Args:
        pool: connections that may read the schemas ``views`` and ``ledger``.
        ledger: where questions that look back read.

    """

    def __init__(self, pool: "asyncpg.Pool[Any]", ledger: Ledger) -> None:
        self._pool = pool
        self._ledger = ledger

    async def relation(self, a: str, b: str, times: Times) -> Relation:
        """The relation of two parties, whichever way round they are given; unobserved where nothing is known.

        Raises:
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        a, b = min(a, b), max(a, b)
        rules = read_rules()
        facts: list[FactRow] = []
        async with self._look(RELATION, times) as seen:
            records = await seen.fetch("pair", a, b)
            pair = read_row(PairRow, records[0]) if records else None
            back = pair is not None and (times.looks_back or pair.settled > times.day)
            if not back:
                decide = (list(rules.weighed_types), list(rules.standing_types), relation.LAST_EVENTS)
                facts = [read_row(FactRow, record) for record in await seen.fetch("deciding", a, b, times.day, *decide)]
        if back:
            tables = await self._rows_at(seen, times, (a, b))
            pairs = [row for row in tables["pair"] if isinstance(row, PairRow) and (row.a, row.b) == (a, b)]
            facts = [row for row in tables["fact"] if isinstance(row, FactRow) and (row.a, row.b) == (a, b)]
            pair = pairs[0] if pairs else None
        return relation.describe(
            a,
            b,
            [relation.dated_of(row) for row in facts],
            relation.coverage_of(pair),
            day=times.day,
            times=_asked(times),
            position=seen.position,
        )

    async def relations(
        self,
        times: Times,
        *,
        party: str | None = None,
        status: Sequence[str] = (),
        limit: int = 50,
        after: str | None = None,
    ) -> RelationPage:
        """The pairs about which something is known, alphabetically, of one party and of some statuses or of all.

        Raises:
            BadCursor: ``after`` is no cursor of this list.
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        place = ("", "") if after is None else read_cursor(after, tuple[str, str])
        found: list[RelationLine] = []
        async with self._look(RELATION, times) as seen:
            back = times.looks_back or (await seen.fetch("unsettled", times.day))[0][0]
            while not back and len(found) <= limit:
                pairs = [read_row(PairRow, record) for record in await seen.fetch("pairs", *place, party, limit + 1)]
                if not pairs:
                    break
                place = (pairs[-1].a, pairs[-1].b)
                found.extend(line for line in await self._outline(seen, pairs, times) if _is_of(line, status, party))
        if back:
            tables = await self._rows_at(seen, times)
            lines = relation.outline_all(tables["pair"], tables["fact"], times.day)
            found = [line for line in lines if (line.a, line.b) > place and _is_of(line, status, party)]
        items = tuple(found[:limit])
        following = write_cursor((items[-1].a, items[-1].b)) if len(found) > limit else None
        return RelationPage(items=items, next=following, times=_asked(times), position=seen.position)

    async def visits(
        self,
        times: Times,
        *,
        status: Sequence[VisitStatus] = (),
        visitor: str | None = None,
        host: str | None = None,
        party: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> VisitPage:
        """Visits of some statuses or of all, the latest due or held first.

        An announcement that was answered shows as part of the visit or the cancellation that answered it.

        Raises:
            BadCursor: ``after`` is no cursor of this list.
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        place = None if after is None else read_cursor(after, visits.Order)
        rows: list[VisitRow] = []
        announced: list[VisitRow] = []
        async with self._look(VISITS, times) as seen:
            back = times.looks_back or (await seen.fetch("unsettled", times.day))[0][0]
            if not back:
                records = await seen.fetch(
                    "page", times.day, list(status), visitor, host, party, *(place or (None,) * 4), limit + 1
                )
                rows = [read_row(VisitRow, record) for record in records]
                answers = [row.happening for row in rows if not row.announces]
                announced = [read_row(VisitRow, record) for record in await seen.fetch("announcements", answers)]
        if back:
            pair = pair_of((visitor, host)) or pair_of((party, visitor or host))
            announced = [row for row in (await self._rows_at(seen, times, pair))["visit"] if isinstance(row, VisitRow)]
            chosen = visits.choose(announced, times.day, status, visitor=visitor, host=host, party=party, after=place)
            rows = chosen[: limit + 1]
        answered = visits.answered_announcements(announced)
        items = tuple(
            visits.describe(row, answered.get((row.happening, row.visitor, row.host), ()), times.day)
            for row in rows[:limit]
        )
        following = write_cursor(visits.order_of(rows[limit - 1])) if len(rows) > limit else None
        return VisitPage(items=items, next=following, times=_asked(times), position=seen.position)

    async def aid_totals(
        self,
        times: Times,
        *,
        donor: str | None = None,
        recipient: str | None = None,
        item: str | None = None,
        domain: aid.Domain | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> AidPage:
        """What donors gave and promised recipients, a line for each item and unit, beside the totals reported.

        A joint amount stands on one line with all who share it, and counts nowhere else.

        Raises:
            BadCursor: ``after`` is no cursor of this list.
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        place = None if after is None else read_cursor(after, aid.LineKey)
        rows: list[ParcelRow] = []
        async with self._look(AID, times) as seen:
            back = times.looks_back or (await seen.fetch("unsettled", times.day))[0][0]
            if not back:
                start = (None,) * 5 if place is None else msgspec.structs.astuple(place)
                records = await seen.fetch("lines", times.day, donor, recipient, item, domain, *start, limit + 1)
                rows = [read_row(ParcelRow, record) for record in records]
        if back:
            parcels = (row for row in (await self._rows_at(seen, times))["parcel"] if isinstance(row, ParcelRow))
            rows = aid.choose(parcels, donor=donor, recipient=recipient, item=item, domain=domain, after=place)
        lines = aid.sum_up(rows, times.day)
        following = write_cursor(aid.key_of_line(lines[limit - 1])) if len(lines) > limit else None
        return AidPage(items=tuple(lines[:limit]), next=following, times=_asked(times), position=seen.position)

    async def events(self, which: EventFilter = EVERY_EVENT, *, limit: int = 50, after: str | None = None) -> EventPage:
        """Recorded events that a filter lets through, the newest first.

        Raises:
            BadCursor: ``after`` is no cursor of this list.

        """
        before = _BEYOND_ALL if after is None else read_cursor(after, int)
        async with self._look(TIMELINE) as seen:
            records = await seen.fetch("events", before, *timeline.conditions(which), limit + 1)
        rows = [read_row(EventRow, record) for record in records]
        following = write_cursor(rows[limit - 1].position) if len(rows) > limit else None
        items = tuple(timeline.describe(row) for row in rows[:limit])
        return EventPage(items=items, next=following, position=seen.position)

    async def event(self, event_id: str) -> RecordedFact | None:
        """One recorded event; None where there is none of that id."""
        async with self._look(TIMELINE) as seen:
            records = await seen.fetch("event", event_id)
        return timeline.describe(read_row(EventRow, records[0])) if records else None

    async def article(self, article_id: str) -> Article | None:
        """An article and what it told, retracted events included; None where none of that id was read."""
        async with self._look(TIMELINE) as seen:
            articles = await load_articles(seen.connection, seen.ground, [article_id])
            records = await seen.fetch("events_of_article", article_id)
        rows = [read_row(EventRow, record) for record in records]
        return timeline.show_article(articles[0], rows, seen.position) if articles else None

    @asynccontextmanager
    async def _look(self, view: View, times: Times | None = None) -> AsyncGenerator[Snapshot]:
        """One snapshot of a view's active version."""
        if times is not None and isinstance(times.known_at, int):
            head = await self._ledger.head()
            if times.known_at > head:
                raise BeyondHead(times.known_at, head)
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            rows = await connection.fetch(statement("registry.sql", "active", 1), [GROUND.name, view.name])
            active = {row["name"]: row for row in rows}
            if view.name not in active or GROUND.name not in active:
                raise ViewMissing(view.name)
            yield Snapshot(
                connection=connection,
                view=_version(view, active[view.name]["version"]),
                ground=_version(GROUND, active[GROUND.name]["version"]),
                position=active[view.name]["position"],
            )

    async def _rows_at(self, seen: Snapshot, times: Times, pair: tuple[str, str] | None = None) -> dict[str, list[Row]]:
        """A view's rows at three times, of one pair or of all; holds no connection while it reads the ledger."""
        return await rows_at(self._pool, self._ledger, seen.view, seen.ground, times, upto=seen.position, pair=pair)

    async def _outline(self, seen: Snapshot, pairs: Sequence[PairRow], times: Times) -> list[RelationLine]:
        """The lines of some pairs, from the live tables."""
        named = ([pair.a for pair in pairs], [pair.b for pair in pairs])
        records = await seen.fetch("weighed", *named, times.day, list(read_rules().weighed_types))
        return relation.outline_all(pairs, [read_row(FactRow, record) for record in records], times.day)


_Kept = TypeVar("_Kept", bound=Tables)


def _version(tables: _Kept, version: int) -> _Kept:
    return tables if tables.version == version else msgspec.structs.replace(tables, version=version)


def _is_of(line: RelationLine, status: Sequence[str], party: str | None) -> bool:
    return (not status or line.status in status) and party in {None, line.a, line.b}


def _asked(times: Times) -> Asked:
    known = times.known_at
    return Asked(
        as_of=times.day.isoformat(),
        reported_by=None if times.reported_by is None else times.reported_by.isoformat(),
        known_at=None if known is None else str(known) if isinstance(known, int) else known.isoformat(),
    )

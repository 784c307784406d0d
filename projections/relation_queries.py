"""Questions about the relation of two parties."""

from collections.abc import Sequence

from projections import relation
from projections.cursor import read_cursor, write_cursor
from projections.public import Relation, RelationLine, RelationPage
from projections.relation import RELATION, FactRow, PairRow
from projections.snapshot import Reader, Snapshot, show_times
from projections.status import read_rules
from projections.times import Times
from projections.view import read_row


class RelationQueries(Reader):
    """What is known between parties."""

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
            times=show_times(times),
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
            back = times.looks_back or await seen.is_unsettled(times)
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
        return RelationPage(items=items, next=following, times=show_times(times), position=seen.position)

    async def _outline(self, seen: Snapshot, pairs: Sequence[PairRow], times: Times) -> list[RelationLine]:
        """The lines of some pairs, from the live tables."""
        named = ([pair.a for pair in pairs], [pair.b for pair in pairs])
        records = await seen.fetch("weighed", *named, times.day, list(read_rules().weighed_types))
        return relation.outline_all(pairs, [read_row(FactRow, record) for record in records], times.day)


def _is_of(line: RelationLine, status: Sequence[str], party: str | None) -> bool:
    return (not status or line.status in status) and party in {None, line.a, line.b}

"""Questions about the relation of two parties."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from projections import climate, relation
from projections.climate import Felt
from projections.cursor import read_cursor, write_cursor
from projections.membership_table import members_on, share
from projections.memberships import MEMBERSHIPS
from projections.public import BlocActs, Comparison, FactPage, Relation, RelationLine, RelationPage
from projections.relation import RELATION, FactRow, PairRow
from projections.snapshot import Reader, Snapshot, show_times
from projections.standing import ActRow
from projections.status import read_rules
from projections.timeline import TIMELINE
from projections.times import Times
from projections.view import read_row


class RelationQueries(Reader):
    """What is known between parties."""

    async def relation(self, a: str, b: str, times: Times, *, blocs: bool = False) -> Relation:
        """The relation of two parties, whichever way round they are given; unobserved where nothing is known.

        ``blocs``: also the acts of the organisations of which one of them is a member, outside the status.

        Raises:
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        return (await self.compare([(a, b)], times, blocs=blocs)).items[0]

    async def compare(self, pairs: Sequence[tuple[str, str]], times: Times, *, blocs: bool = False) -> Comparison:
        """The relations of several pairs, read in one snapshot; raises as ``relation``."""
        async with self._look(RELATION, times, MEMBERSHIPS, TIMELINE) as seen:
            read = [await _read(seen, min(pair), max(pair), times) for pair in pairs]
        relations = [await self._describe(seen, each, times, blocs=blocs) for each in read]
        return Comparison(items=tuple(relations), times=show_times(times), position=seen.position)

    async def _describe(self, seen: Snapshot, read: "_Read", times: Times, *, blocs: bool) -> Relation:
        """A relation from what was read; where it looks back, from the ledger."""
        a, b, pair, facts, felt = read.a, read.b, read.pair, read.facts, read.felt
        if read.back:
            tables = await self._rows_at(seen, times, (a, b))
            pairs = [row for row in tables["pair"] if isinstance(row, PairRow) and (row.a, row.b) == (a, b)]
            facts = [row for row in tables["fact"] if isinstance(row, FactRow) and (row.a, row.b) == (a, b)]
            pair, felt = (pairs[0] if pairs else None), None
        joined = read.joined
        if read.joined_back:
            rows = await self._rows_at(seen, times, *read.joined_dyads, view=MEMBERSHIPS) if read.joined_dyads else {}
            joined = [row for row in rows.get("act", ()) if isinstance(row, ActRow)]
        mine, theirs = (members_on(party, joined, self._members, times.day) for party in (a, b))
        return relation.describe(
            a,
            b,
            [relation.dated_of(row) for row in facts],
            relation.coverage_of(pair),
            day=times.day,
            times=show_times(times),
            position=seen.position,
            felt=felt,
            shared=share(mine, theirs),
            blocs=await self._of_blocs(seen, (a, mine), (b, theirs), times) if blocs else None,
        )

    async def _of_blocs(
        self, seen: Snapshot, one: tuple[str, Mapping[str, bool]], other: tuple[str, Mapping[str, bool]], times: Times
    ) -> tuple[BlocActs, ...]:
        """What the organisations of each side and the other side did to each other."""
        wanted = {
            (min(bloc, outside), max(bloc, outside)): (bloc, member, outside)
            for (member, blocs), (outside, _) in ((one, other), (other, one))
            for bloc in blocs
            if bloc != outside
        }
        if not wanted:
            return ()
        columns = ([a for a, _ in wanted], [b for _, b in wanted])
        rows: list[FactRow] = []
        async with self._look(RELATION, times) as now:
            back = times.looks_back or (await now.fetch("unsettled_pairs", *columns, times.day))[0][0]
            if not back:
                records = await now.fetch("lately", *columns, times.day, relation.LAST_EVENTS)
                rows = [read_row(FactRow, record) for record in records]
        if back:
            tables = await self._rows_at(seen, times, *wanted)
            rows = [row for row in tables["fact"] if isinstance(row, FactRow) and (row.a, row.b) in wanted]
        return relation.show_blocs(wanted, rows, times.day)

    async def timeline(
        self,
        a: str,
        b: str,
        times: Times,
        *,
        types: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> FactPage:
        """The acts between two parties, the latest first, of some types and days or of all.

        Raises:
            BadCursor: ``after`` is no cursor of this list.
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        a, b = min(a, b), max(a, b)
        place = None if after is None else read_cursor(after, relation.Order)
        rows: list[FactRow] = []
        async with self._look(RELATION, times) as seen:
            records = await seen.fetch("pair", a, b)
            back = times.looks_back or (bool(records) and records[0]["settled"] > times.day)
            if not back:
                asked = (a, b, times.day, list(types), since, until, *(place or (None,) * 4), limit + 1)
                rows = [read_row(FactRow, record) for record in await seen.fetch("facts", *asked)]
        if back:
            tables = await self._rows_at(seen, times, (a, b))
            facts = [row for row in tables["fact"] if isinstance(row, FactRow) and (row.a, row.b) == (a, b)]
            rows = relation.choose(facts, times.day, types, since=since, until=until, after=place)
        following = write_cursor(relation.order_of(rows[limit - 1])) if len(rows) > limit else None
        items = tuple(relation.dated_of(row).fact for row in rows[:limit])
        return FactPage(items=items, next=following, times=show_times(times), position=seen.position)

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


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    """What the tables give of a pair; ``back`` and ``joined_back``: where the ledger must be asked instead."""

    a: str
    b: str
    pair: PairRow | None
    facts: Sequence[FactRow]
    felt: Sequence[Felt] | None
    back: bool
    joined: Sequence[ActRow]
    joined_back: bool
    joined_dyads: Sequence[tuple[str, str]]


async def _read(seen: Snapshot, a: str, b: str, times: Times) -> _Read:
    rules = read_rules()
    records = await seen.fetch("pair", a, b)
    pair = read_row(PairRow, records[0]) if records else None
    back = pair is not None and (times.looks_back or pair.settled > times.day)
    facts: list[FactRow] = []
    felt: list[Felt] = []
    if pair is not None and not back:
        decide = (list(rules.weighed_types), list(rules.standing_types), relation.LAST_EVENTS)
        facts = [read_row(FactRow, record) for record in await seen.fetch("deciding", a, b, times.day, *decide)]
        acts = await seen.fetch("felt", a, b, climate.since(times.day), times.day)
        felt = [(record["type"], record["counted"], record["acts"]) for record in acts]
    joined = [read_row(ActRow, record) for record in await seen.fetch_of(MEMBERSHIPS, "of_subjects", [a, b])]
    joined_back = times.looks_back or any(row.settled > times.day for row in joined)
    dyads: list[tuple[str, str]] = []
    if joined_back:
        # Withdrawn reports are in no other view, and may have counted then.
        told = await seen.fetch_of(TIMELINE, "dyads", [a, b], sorted(MEMBERSHIPS.reports))
        dyads = [(record["parties"][0], record["parties"][1]) for record in told]
    return _Read(
        a=a,
        b=b,
        pair=pair,
        facts=facts,
        felt=felt,
        back=back,
        joined=joined,
        joined_back=joined_back,
        joined_dyads=dyads,
    )


def _is_of(line: RelationLine, status: Sequence[str], party: str | None) -> bool:
    return (not status or line.status in status) and party in {None, line.a, line.b}

"""Questions about the relation of two parties."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from projections.public.shapes import BlocActs, Comparison, Coverage, FactPage, Relation, RelationLine, RelationPage
from projections.questions.cursor import read_cursor, write_cursor
from projections.questions.mixed import about_pairs, bounds_of, fold_mixed
from projections.questions.snapshot import Reader, Snapshot, show_times
from projections.times import Times
from projections.view import read_row
from projections.views import climate, relation
from projections.views.climate import Felt
from projections.views.membership_table import members_on, share
from projections.views.memberships import MEMBERSHIPS
from projections.views.relation import RELATION, FactRow, PairRow
from projections.views.standing import ActRow
from projections.views.status import read_rules


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
        placed = await self._place(times)
        async with self._look(RELATION, placed, MEMBERSHIPS) as seen:
            read = [await _read(seen, min(pair), max(pair), placed) for pair in pairs]
        relations = [await self._describe(seen, each, times, blocs=blocs) for each in read]
        return Comparison(items=tuple(relations), times=show_times(times), position=seen.position)

    async def _describe(self, seen: Snapshot, read: "_Read", times: Times, *, blocs: bool) -> Relation:
        """A relation from what was read."""
        a, b = read.a, read.b
        mine, theirs = (members_on(party, read.joined, self._members, times.day) for party in (a, b))
        return relation.describe(
            a,
            b,
            [relation.dated_of(row) for row in read.facts],
            read.coverage,
            day=times.day,
            times=show_times(times),
            position=seen.position,
            felt=read.felt,
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
        placed = await self._place(times)
        async with self._look(RELATION, placed) as seen:
            pair = await _read_pair(seen, a, b, placed)
            asked = (*pair.values, list(types), since, until, *(place or (None,) * 4), limit + 1)
            rows = [read_row(FactRow, record) for record in await seen.fetch("facts", *asked)]
        rows += relation.choose(pair.mixed, times.day, types, since=since, until=until, after=place)
        rows = sorted(rows, key=relation.order_of, reverse=True)[: limit + 1]
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
    """What is known of a pair: the facts that decide, the acts that make the climate, and who joined what."""

    a: str
    b: str
    coverage: Coverage
    facts: Sequence[FactRow]
    felt: Sequence[Felt]
    joined: Sequence[ActRow]


class _Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A pair, and its acts that the times admit in part, as they were; ``values`` ask the tables for all others.

    ``whole``: the times admit all there is.
    """

    row: PairRow | None
    whole: bool
    values: tuple[object, ...]
    mixed: Sequence[FactRow]


async def _read(seen: Snapshot, a: str, b: str, times: Times) -> _Read:
    rules = read_rules()
    pair = await _read_pair(seen, a, b, times)
    begin = climate.since(times.day)
    felt: list[Felt] = []
    facts = list(pair.mixed)
    coverage = relation.coverage_of(pair.row)
    if pair.row is not None or not pair.whole:
        ended = [list(column) for column in zip(*rules.endings, strict=True)]
        decide = (list(rules.latest_types), list(rules.whole_types), *ended, relation.LAST_EVENTS)
        facts += [read_row(FactRow, record) for record in await seen.fetch("deciding", *pair.values, *decide)]
        acts = await seen.fetch("felt", *pair.values, begin)
        felt = [(record["type"], record["counted"], record["acts"]) for record in acts]
        felt += [(row.type, day, 1) for row in pair.mixed if row.effective and (day := relation.counted(row)) >= begin]
    if not pair.whole:
        told = {article for row in pair.mixed for article in row.articles}
        undated = {article for row in pair.mixed for article in row.undated_articles}
        (record,) = await seen.fetch("coverage", *pair.values, sorted(told), sorted(undated))
        coverage = relation.cover(dict(record), pair.mixed)
    return _Read(a=a, b=b, coverage=coverage, facts=facts, felt=felt, joined=await _read_joined(seen, (a, b), times))


async def _read_pair(seen: Snapshot, a: str, b: str, times: Times) -> _Pair:
    records = await seen.fetch("pair", a, b)
    row = read_row(PairRow, records[0]) if records else None
    bounds = bounds_of(times).values
    mixed: list[FactRow] = []
    names: list[str] = []
    whole = not times.looks_back and (row is None or row.settled <= times.day)
    if not whole:
        found = [record["happening"] for record in await seen.fetch("mixed", a, b, *bounds)]
        part = await fold_mixed(seen, times, found, words=about_pairs([(a, b)]))
        names = part.happenings
        made = (made for name in part.acts.ground.happenings for made in relation.rows(part.acts, name)["fact"])
        mixed = [each for each in made if isinstance(each, FactRow) and (each.a, each.b) == (a, b)]
    return _Pair(row=row, whole=whole, values=(a, b, *bounds, names), mixed=mixed)


async def _read_joined(seen: Snapshot, parties: Sequence[str], times: Times) -> list[ActRow]:
    """The acts by which parties joined and left organisations."""
    records = await seen.fetch_of(MEMBERSHIPS, "of_subjects", list(parties), *bounds_of(times).values)
    split = {record["happening"] for record in records if not record["whole"]}
    part = await fold_mixed(seen, times, split, words=["family:membership"], parties=parties)
    made = (made for name in part.acts.ground.happenings for made in MEMBERSHIPS.rows(part.acts, name)["act"])
    kept = [read_row(ActRow, record) for record in records if record["happening"] not in set(part.happenings)]
    return [*kept, *(row for row in made if isinstance(row, ActRow))]


def _is_of(line: RelationLine, status: Sequence[str], party: str | None) -> bool:
    return (not status or line.status in status) and party in {None, line.a, line.b}

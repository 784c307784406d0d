"""The relation between two parties: its facts as rows, a pair's coverage, and the answer made of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Annotated, Any

from events.vocabulary import FAMILIES
from projections.ground.facts import Act, Acts, Dated, counted_day
from projections.ground.kept import read_fact
from projections.public.shapes import Asked, BlocActs, Coverage, Relation, RelationLine, SharedMembership, Source
from projections.view import Row, View
from projections.views.climate import Felt, measure
from projections.views.sectors import sectors_of
from projections.views.status import find_in_force, judge, recency

LAST_EVENTS = 10
Order = tuple[date, str, str, tuple[str, ...]]
"""Where an act stands in a pair's timeline: day, happening, type, parties."""


class FactRow(Row, frozen=True):
    """A fact as one pair of its parties sees it; ``a`` < ``b``, and ``way`` 0 is a towards b, 1 b towards a, 2 both."""

    happening: str
    a: str
    b: str
    type: str
    way: Annotated[int, "smallint"]
    day: date | None
    recorded_on: date | None
    settled: date
    heard: date
    said: date
    entered: int
    touched: int
    effective: bool
    articles: tuple[str, ...]
    undated_articles: tuple[str, ...]
    publishers: tuple[str, ...]
    first_reported: str | None
    last_reported: str | None
    parties: tuple[str, ...]
    fact: bytes


class PairRow(Row, frozen=True, kw_only=True):
    """What is known of a pair in all."""

    a: str
    b: str
    facts: int
    articles: int
    undated_articles: int
    publishers: tuple[str, ...]
    first_reported: str | None
    last_reported: str | None
    settled: date


def rows(acts: Acts, happening: str) -> dict[str, list[Row]]:
    """The rows of one happening: a fact for each pair of the parties of each of its acts."""
    found: list[Row] = []
    for act in acts.of(happening):
        parties = act.dated.fact.parties
        if len(parties) != 2:  # noqa: PLR2004  (a pair, as nearly always)
            pairs = combinations(sorted(set(parties)), 2)
        elif parties[0] == parties[1]:
            continue
        else:
            pairs = (parties if parties[0] < parties[1] else parties[::-1],)
        found += _fact_rows(act, pairs)
    return {"fact": found}


def _fact_rows(act: Act, pairs: Iterable[tuple[str, ...]]) -> Iterable[FactRow]:
    dated, fact, span = act.dated, act.dated.fact, act.span
    sources = fact.sources
    if len(sources) == 1:
        first = last = sources[0].reported
    else:
        reported = [source.reported for source in sources if source.reported is not None]
        first, last = min(reported, default=None), max(reported, default=None)
    articles = _articles(sources)
    undated = () if len(sources) == 1 and first is not None else _undated(sources)
    return [
        FactRow(
            fact.happening,
            a,
            b,
            fact.type,
            2 if fact.source is None else int(fact.source == b),
            dated.day,
            dated.recorded_on,
            dated.settled,
            span.heard,
            span.said,
            span.entered,
            span.touched,
            dated.effective,
            articles,
            undated,
            fact.publishers,
            first,
            last,
            fact.parties,
            act.fact,
        )
        for a, b in pairs
    ]


def _undated(sources: Sequence[Source]) -> tuple[str, ...]:
    undated = [source for source in sources if source.reported is None]
    return _articles(undated) if undated else ()


def _articles(sources: Sequence[Source]) -> tuple[str, ...]:
    return (sources[0].article,) if len(sources) == 1 else tuple(sorted({source.article for source in sources}))


def dated_of(row: FactRow) -> Dated:
    """The dated fact that a row holds."""
    return Dated(
        fact=read_fact(row.fact),
        day=row.day,
        recorded_on=row.recorded_on,
        settled=row.settled,
        effective=row.effective,
    )


def summarise_pairs(tables: Mapping[str, Sequence[Row]]) -> list[Row]:
    """The pairs of all facts, as the statement ``summarise`` of relation.sql computes them."""
    pairs: dict[tuple[str, str], list[FactRow]] = {}
    for row in tables["fact"]:
        if isinstance(row, FactRow):
            pairs.setdefault((row.a, row.b), []).append(row)
    return [_pair_row(a, b, facts) for (a, b), facts in sorted(pairs.items())]


def _pair_row(a: str, b: str, facts: Sequence[FactRow]) -> PairRow:
    return PairRow(
        a=a,
        b=b,
        facts=len(facts),
        articles=len({article for row in facts for article in row.articles}),
        undated_articles=len({article for row in facts for article in row.undated_articles}),
        publishers=tuple(sorted({publisher for row in facts for publisher in row.publishers})),
        first_reported=min((row.first_reported for row in facts if row.first_reported is not None), default=None),
        last_reported=max((row.last_reported for row in facts if row.last_reported is not None), default=None),
        settled=max(row.settled for row in facts),
    )


def coverage_of(pair: PairRow | None) -> Coverage:
    """A pair's coverage; of None, that of a pair nobody wrote about."""
    if pair is None:
        return Coverage(facts=0, articles=0, publishers=(), undated_articles=0, first_reported=None, last_reported=None)
    return Coverage(
        facts=pair.facts,
        articles=pair.articles,
        publishers=pair.publishers,
        undated_articles=pair.undated_articles,
        first_reported=pair.first_reported,
        last_reported=pair.last_reported,
    )


def cover(kept: Mapping[str, Any], beside: Sequence[FactRow]) -> Coverage:
    """A pair's coverage from the statement ``coverage`` of relation.sql, and rows whose articles it has counted."""
    facts = kept["facts"] + len(beside)
    if not facts:
        return coverage_of(None)
    first = [row.first_reported for row in beside] + [kept["first_reported"]]
    last = [row.last_reported for row in beside] + [kept["last_reported"]]
    return Coverage(
        facts=facts,
        articles=kept["articles"],
        publishers=tuple(sorted({*kept["publishers"], *(name for row in beside for name in row.publishers)})),
        undated_articles=kept["undated_articles"],
        first_reported=min((each for each in first if each is not None), default=None),
        last_reported=max((each for each in last if each is not None), default=None),
    )


def describe(  # noqa: PLR0913  (what a relation is made of)
    a: str,
    b: str,
    facts: Sequence[Dated],
    coverage: Coverage,
    *,
    day: date,
    times: Asked,
    position: int,
    felt: Sequence[Felt] | None = None,
    shared: tuple[SharedMembership, ...] = (),
    blocs: tuple[BlocActs, ...] | None = None,
) -> Relation:
    """The relation of ``a`` and ``b`` on a day.

    ``facts``: all of the pair, or those that decide: the latest of each type in each direction, all of the
    standing types, and the last events. Each once or more often. ``felt``: the acts that make the climate; None:
    those among ``facts``, which then are all.
    """
    present = {(d.fact.happening, d.fact.type, d.fact.parties): d for d in facts if d.counted <= day}
    known = sorted(present.values(), key=recency, reverse=True)
    reasons = judge(known, day)
    in_force = tuple(dated.fact for dated in find_in_force(known, day))
    last_events = tuple(dated.fact for dated in known[:LAST_EVENTS])
    if felt is None:
        felt = [(dated.fact.type, dated.counted, 1) for dated in known if dated.effective]
    return Relation(
        a=a,
        b=b,
        status=reasons[0].status if reasons else "unobserved",
        reasons=reasons,
        in_force=in_force,
        last_events=last_events,
        sectors=tuple(sorted({sector for fact in (*in_force, *last_events) for sector in sectors_of(fact)})),
        climate=measure(felt, day),
        shared_memberships=shared,
        blocs=blocs,
        coverage=coverage,
        times=times,
        position=position,
    )


def show_blocs(
    wanted: Mapping[tuple[str, str], tuple[str, str, str]], rows: Sequence[FactRow], day: date
) -> tuple[BlocActs, ...]:
    """What organisations and sides did to each other, in alphabetical order.

    ``wanted``: for each pair the organisation, the side that is its member and the other side.
    """
    facts: dict[tuple[str, str], list[Dated]] = {}
    for row in rows:
        dated = dated_of(row)
        if dated.counted <= day:
            facts.setdefault((row.a, row.b), []).append(dated)
    return tuple(
        BlocActs(
            organisation=organisation,
            member=member,
            other=other,
            last_acts=tuple(dated.fact for dated in sorted(facts[pair], key=recency, reverse=True)[:LAST_EVENTS]),
        )
        for pair, (organisation, member, other) in sorted(wanted.items(), key=lambda each: each[1])
        if pair in facts
    )


def counted(row: FactRow) -> date:
    """The day from which an act counts."""
    return counted_day(row.day, row.recorded_on)


def order_of(row: FactRow) -> Order:
    """Where an act stands in a pair's timeline, the greatest first."""
    return (counted(row), row.happening, row.type, row.parties)


def choose(
    rows: Sequence[FactRow],
    day: date,
    types: Sequence[str] = (),
    *,
    since: date | None = None,
    until: date | None = None,
    after: Order | None = None,
) -> list[FactRow]:
    """What the statement ``facts`` of relation.sql chooses, from a pair's rows in memory."""
    placed = [(order_of(row), row) for row in rows]
    chosen = [
        (place, row)
        for place, row in placed
        if place[0] <= min(day, until or day)
        and (since is None or place[0] >= since)
        and (not types or row.type in types)
        and (after is None or place < after)
    ]
    return [row for _, row in sorted(chosen, key=lambda each: each[0], reverse=True)]


def outline_all(pairs: Sequence[Row], facts: Sequence[Row], day: date) -> list[RelationLine]:
    """The relations of some pairs on a day as lines of a list, in the order of the pairs."""
    known: dict[tuple[str, str], list[Dated]] = {}
    for row in facts:
        if isinstance(row, FactRow):
            known.setdefault((row.a, row.b), []).append(dated_of(row))
    return [_outline(pair, known.get((pair.a, pair.b), ()), day) for pair in pairs if isinstance(pair, PairRow)]


def _outline(pair: PairRow, facts: Sequence[Dated], day: date) -> RelationLine:
    reasons = judge(facts, day)
    return RelationLine(
        a=pair.a,
        b=pair.b,
        status=reasons[0].status if reasons else "unobserved",
        rule=reasons[0].rule if reasons else None,
        happening=reasons[0].fact.happening if reasons else None,
        coverage=coverage_of(pair),
    )


RELATION = View(
    name="relation",
    fold=6,
    families=tuple(FAMILIES),
    tables={"fact": FactRow, "pair": PairRow},
    rows=rows,
    summaries={"pair": summarise_pairs},
    summary_key=("a", "b"),
)

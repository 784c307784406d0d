"""Answers at other times than now: the events that the three times admit, folded by the same fold as the views."""

from collections.abc import Collection, Sequence
from typing import Any

import asyncpg

from events.envelope import Query, QueryItem
from events.ledger import Ledger
from events.tags import dyad
from projections.ground.ground import Ground, restrict
from projections.questions.admitted import fold_query
from projections.storing.store import find_ground, load_articles, open_snapshot
from projections.times import Times
from projections.view import DECISIONS, Row, View, fold_rows


async def rows_at(
    pool: "asyncpg.Pool[Any]",
    ledger: Ledger,
    view: View,
    times: Times,
    *,
    upto: int,
    pairs: Collection[tuple[str, str]] | None = None,
) -> dict[str, list[Row]]:
    """A view's rows at three times, of some pairs of parties or of all, from the ledger's events up to a position."""
    return fold_rows(view, await ground_at(pool, ledger, view, times, upto=upto, pairs=pairs))


async def ground_at(
    pool: "asyncpg.Pool[Any]",
    ledger: Ledger,
    view: View,
    times: Times,
    *,
    upto: int,
    pairs: Collection[tuple[str, str]] | None = None,
) -> Ground:
    """The ground of a view at three times, of some pairs of parties or of all.

    Titles and publishers of articles, which no time changes, are those of the stored ground that answers when the
    events have been read: a rebuild may have replaced the one that answered before.
    """
    if pairs is not None and not pairs:
        return Ground()
    last = min(upto, times.known_at) if isinstance(times.known_at, int) else upto
    ground = await fold_query(ledger, _query(view, pairs), times, upto=last)
    seen = restrict(ground, times)
    articles = {entry.report.article for entry in seen.entries.values()} - ground.articles.keys()
    async with open_snapshot(pool) as connection:
        for article in await load_articles(connection, await find_ground(connection), articles):
            seen.articles[article.latest.article] = article
    return seen


def _query(view: View, pairs: Collection[tuple[str, str]] | None) -> Query:
    """The reports that a view folds and the decisions about them; its articles are in the stored ground."""
    if pairs is None:
        reports = QueryItem(types=tuple(sorted(view.reports)))
        decisions = (QueryItem(types=DECISIONS, tags=(f"family:{family}",)) for family in view.families)
        return Query(items=(reports, *decisions))
    types = tuple(sorted((*view.reports, *DECISIONS)))
    named = sorted({dyad(*pair) for pair in pairs})
    apart = (QueryItem(types=types, tags=(f"dyad:{name}",)) for name in named)
    # Acts of so many parties that each has a tag of its own.
    together = (QueryItem(types=types, tags=(f"party:{one}", f"party:{other}")) for one, other in sorted(set(pairs)))
    return Query(items=(*apart, *together))


def pair_of(parties: Sequence[str | None]) -> tuple[str, str] | None:
    """The pair that two filters name, None where one is open."""
    named = [party for party in parties if party is not None]
    return (named[0], named[1]) if len(set(named)) == 2 else None  # noqa: PLR2004  (a pair)

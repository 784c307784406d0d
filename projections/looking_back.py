"""Answers at other times than now: the events that the three times admit, folded by the same fold as the views."""

from collections.abc import Sequence
from typing import Any

import asyncpg

from events.envelope import Query, QueryItem
from events.ledger import Ledger
from events.tags import dyad
from projections.batch import concerns, known, parse
from projections.ground import Ground, restrict
from projections.store import load_articles
from projections.times import Times, is_known
from projections.view import Row, Tables, View, fold_rows


async def rows_at(
    pool: "asyncpg.Pool[Any]",
    ledger: Ledger,
    view: View,
    kept: Tables,
    times: Times,
    *,
    upto: int,
    pair: tuple[str, str] | None = None,
) -> dict[str, list[Row]]:
    """A view's rows at three times, of one pair of parties or of all, from the ledger's events up to a position.

    ``kept``: the stored ground, whose articles give titles and publishers, which no time changes.
    """
    ground = Ground()
    last = min(upto, times.known_at) if isinstance(times.known_at, int) else upto
    async for page in ledger.stream(_query(view, pair), upto=last):
        for item in parse(page):
            told = known(item)
            if told is not None and concerns(view, item) and is_known(told[2], times):
                ground.apply(*told)
    seen = restrict(ground, times)
    articles = {entry.report.article for entry in seen.entries.values()} - ground.articles.keys()
    async with pool.acquire() as connection:
        for article in await load_articles(connection, kept, articles):
            seen.articles[article.latest.article] = article
    return fold_rows(view, seen)


def _query(view: View, pair: tuple[str, str] | None) -> Query:
    types = tuple(sorted(view.types))
    if pair is None:
        return Query(items=(QueryItem(types=types),))
    together = tuple(f"party:{party}" for party in pair)
    return Query(items=(QueryItem(types=types, tags=(f"dyad:{dyad(*pair)}",)), QueryItem(types=types, tags=together)))


def pair_of(parties: Sequence[str | None]) -> tuple[str, str] | None:
    """The pair that two filters name, None where one is open."""
    named = [party for party in parties if party is not None]
    return (named[0], named[1]) if len(set(named)) == 2 else None  # noqa: PLR2004  (a pair)

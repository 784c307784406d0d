"""Folds the whole ledger afresh, in memory, and compares the views that come out with the live ones."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import asyncpg
import msgspec

from events.ledger import Ledger
from projections.batch import concerns, known, parse
from projections.ground import Ground
from projections.view import Row, View, canonical, fold_rows, read_row, statement
from projections.views import VIEWS

Canonical = Mapping[str, Mapping[str, Sequence[bytes]]]
"""By view, by table: the rows as canonical JSON, sorted."""

_SHOWN = 300


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """The live views in one snapshot, and the position that each has folded."""

    positions: Mapping[str, int]
    views: Canonical


async def replay(
    ledger: Ledger, upto: int | Mapping[str, int] | None = None, views: Sequence[View] = VIEWS
) -> Canonical:
    """Every view, folded from the ledger's events and from nothing else.

    ``upto``: a position (default: the head), or one for each view.
    """
    limits: Mapping[str, int] = {} if upto is None or isinstance(upto, int) else upto
    last = upto if isinstance(upto, int) else max(limits.values(), default=None)
    grounds = {view.name: Ground() for view in views}
    async for page in ledger.stream(upto=last):
        for item in parse(page):
            told = known(item)
            if told is None:
                continue
            for view in views:
                if concerns(view, item) and item.envelope.position <= limits.get(view.name, item.envelope.position):
                    grounds[view.name].apply(*told)
    return {view.name: canonical(fold_rows(view, grounds[view.name])) for view in views}


async def read_live(pool: "asyncpg.Pool[Any]", views: Sequence[View] = VIEWS) -> Live:
    """Every view as its tables hold it, in one snapshot."""
    found: dict[str, dict[str, list[bytes]]] = {}
    named = ([view.name for view in views], [view.version for view in views])
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        positions = await connection.fetch(statement("registry.sql", "positions", 1), *named)
        for view in views:
            tables: dict[str, list[Row]] = {}
            for name, kind in view.tables.items():
                records = await connection.fetch(statement(f"{view.name}.sql", f"all_{name}", view.version))
                tables[name] = [read_row(kind, record) for record in records]
            found[view.name] = canonical(tables)
    return Live(positions={row["name"]: row["position"] for row in positions}, views=found)


async def compare(pool: "asyncpg.Pool[Any]", ledger: Ledger, views: Sequence[View] = VIEWS) -> list[str]:
    """The difference between the live views and their replay up to the position of each; empty where there is none."""
    live = await read_live(pool, views)
    return list(diff(live.views, await replay(ledger, live.positions, views)))


def diff(live: Canonical, fresh: Canonical) -> Iterator[str]:
    """What stands only in the live views (``-``) and only in the replayed ones (``+``), a line a row."""
    for view in sorted({*live, *fresh}):
        tables, others = live.get(view, {}), fresh.get(view, {})
        for table in sorted({*tables, *others}):
            have, want = tables.get(table, ()), others.get(table, ())
            yield from (f"- {view}.{table} {_shorten(row)}" for row in _without(have, want))
            yield from (f"+ {view}.{table} {_shorten(row)}" for row in _without(want, have))


def _without(rows: Sequence[bytes], others: Sequence[bytes]) -> list[bytes]:
    """The rows that the others do not have, each as often as it is missing there."""
    left: dict[bytes, int] = {}
    for row in others:
        left[row] = left.get(row, 0) + 1
    found: list[bytes] = []
    for row in rows:
        if left.get(row, 0) > 0:
            left[row] -= 1
        else:
            found.append(row)
    return found


def _shorten(row: bytes) -> str:
    text = row.decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"

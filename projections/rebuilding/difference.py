"""Two versions of a view's tables, compared in the database."""

from collections.abc import Sequence

import asyncpg

from projections.errors import Difference
from projections.replaying.replay import diff
from projections.storing.store import Connection
from projections.view import Tables, View, canonical, read_row

SHOWN = 20
"""Rows of each side that are shown."""


async def compare_tables(connection: Connection, old: Tables, new: Tables, name: str) -> list[Difference]:
    """How one table of two versions differs; empty where they are equal.

    Equal tables are told by a digest of their rows, without sorting them.
    """
    tables = (f"views.{old.table(name)}", f"views.{new.table(name)}")
    columns = [await connection.fetchval(_COLUMNS, table) for table in tables]
    if columns[0] != columns[1]:
        # A fold that writes other columns: there is no row to hold against another.
        gone, come = [int(await connection.fetchval(_ALL.format(table))) for table in tables]
        line = f"! {new.name}.{name} has other columns: {', '.join(sorted(set(columns[0]) ^ set(columns[1])))}"
        return [Difference(view=new.name, table=name, gone=gone, come=come, lines=(line,))]
    digests = [await connection.fetchrow(_DIGEST.format(table)) for table in tables]
    if digests[0] == digests[1]:
        return []
    left, right = [await _only(connection, *pair) for pair in (tables, tables[::-1])]
    lines = _show(new, name, left[1], right[1])
    return [Difference(view=new.name, table=name, gone=left[0], come=right[0], lines=lines)]


_COLUMNS = """
SELECT array_agg(attname::text ORDER BY attname) FROM pg_attribute
 WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped"""
_ALL = "SELECT count(*) FROM {}"
_DIGEST = "SELECT count(*), sum(hashtextextended(t::text, 0)::numeric) FROM {} AS t"
_COUNT = "SELECT count(*) FROM (SELECT * FROM {} EXCEPT ALL SELECT * FROM {}) AS only_there"
_ONLY = "SELECT * FROM {} EXCEPT ALL SELECT * FROM {} LIMIT $1"


async def _only(connection: Connection, one: str, other: str) -> "tuple[int, list[asyncpg.Record]]":
    """How many rows only one of two tables has, and the first of them."""
    count: int = await connection.fetchval(_COUNT.format(one, other))
    return count, await connection.fetch(_ONLY.format(one, other), SHOWN)


def _show(
    tables: Tables, name: str, gone: "Sequence[asyncpg.Record]", come: "Sequence[asyncpg.Record]"
) -> tuple[str, ...]:
    if not isinstance(tables, View):
        return tuple(
            f"{sign} {tables.name}.{name} {dict(row)}" for sign, rows in (("-", gone), ("+", come)) for row in rows
        )
    kind = tables.tables[name]
    sides = [{tables.name: canonical({name: [read_row(kind, row) for row in rows]})} for rows in (gone, come)]
    return tuple(diff(sides[0], sides[1]))

"""Few rows of many tables written by one statement.

What some events make is a few rows in nearly every table: by a COPY for each table, a batch waited for the server twice
as often as there are tables, and with much else to do on the machine each wait is long.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from projections.view import Connection, Tables, View

FEW = 200
"""Up to so many rows in all, one statement is quicker than a COPY for each table."""


class Rows(msgspec.Struct, frozen=True):
    """Rows for a table of the schema ``views``: values in the order of the columns, which are the table's first.

    ``computed``: how many columns the server fills, behind those.
    """

    table: str
    columns: tuple[str, ...]
    computed: int
    values: Sequence[tuple[Any, ...]]


def rows_of(view: View, name: str, made: Sequence[msgspec.Struct]) -> Rows:
    """Rows of a view's table."""
    columns = view.tables[name].__struct_fields__
    computed = count_computed(view, name)
    values = [msgspec.structs.astuple(row) for row in made]
    return Rows(view.table(name), columns, computed, values)


def count_computed(tables: Tables, name: str) -> int:
    """How many columns of a table the server fills by itself, after all others."""
    _, _, behind = tables.sql("tables").partition(f" views.{tables.table(name)} (")
    return behind.partition("\n);")[0].count(" GENERATED ALWAYS AS ")


async def write_rows(connection: Connection, filled: Sequence[Rows]) -> None:
    """Put rows into several tables.

    Tables that get none had better be among them: it is the same statement then, whichever of them get rows.
    """
    count = sum(len(rows.values) for rows in filled)
    if count > FEW:
        for rows in filled:
            if rows.values:
                await connection.copy_records_to_table(
                    rows.table, schema_name="views", columns=list(rows.columns), records=rows.values
                )
    elif count:
        statement = _insert(tuple((rows.table, rows.columns) for rows in filled))
        values = [[(*each, *(None for _ in range(rows.computed))) for each in rows.values] for rows in filled]
        await connection.execute(statement, *values)


@lru_cache(maxsize=256)
def _insert(tables: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    parts: list[str] = []
    for place, (table, columns) in enumerate(tables, start=1):
        listed, read = ", ".join(columns), ", ".join(f"r.{each}" for each in columns)
        source = f"SELECT {read} FROM unnest(${place}::views.{table}[]) AS r"  # noqa: S608  (names of ours)
        parts.append(f"w{place} AS (INSERT INTO views.{table} ({listed}) {source})")
    return f"WITH {', '.join(parts)} SELECT"


async def delete_rows(connection: Connection, gone: Sequence[tuple[str, str, Sequence[str]]]) -> None:
    """Take rows out of several tables, of each those that have one of some values in a column."""
    await connection.execute(_delete(tuple((table, column) for table, column, _ in gone)), *(each[2] for each in gone))


@lru_cache(maxsize=256)
def _delete(tables: tuple[tuple[str, str], ...]) -> str:
    parts = [
        f"w{place} AS (DELETE FROM views.{table} WHERE {column} = ANY (${place}::text[]))"  # noqa: S608  (names of ours)
        for place, (table, column) in enumerate(tables, start=1)
    ]
    return f"WITH {', '.join(parts)} SELECT"

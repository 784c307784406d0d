"""Few rows of many tables written by one statement, and statements joined into one.

What some events make is a few rows in nearly every table: by a COPY for each table, a batch waited for the server twice
as often as there are tables, and with much else to do on the machine each wait is long.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, TypeAlias

import asyncpg
import msgspec

from projections.view import Connection, Tables, View

Gone: TypeAlias = tuple[str, str, Sequence[str]]
"""A table, a column, and the values there of the rows to be taken out."""
Asked: TypeAlias = tuple[str, Sequence[object]]
"""A statement and its arguments."""

FEW = 1_000
"""Up to so many rows in all, one statement is quicker than a COPY for each table, though not less work."""


NOTHING: tuple[Asked, ...] = (("SELECT", ()),)
"""Behind statements of which nothing is to be returned."""
_ARGUMENT = re.compile(r"\$(\d+)")


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


async def write_rows(connection: Connection, filled: Sequence[Rows], then: Sequence[Asked] = ()) -> None:
    """Put rows into several tables, and run statements with it that see nothing of them.

    Tables that get none had better be among them: it is the same statement then, whichever of them get rows.
    """
    count = sum(len(rows.values) for rows in filled)
    asked = [*then]
    if count > FEW:
        await _copy_rows(connection, filled)
    elif count or then:
        asked = [*_insertions(filled), *(then or NOTHING)]
    if asked:
        await execute_joined(connection, asked)


async def _copy_rows(connection: Connection, filled: Sequence[Rows]) -> None:
    """Put rows into several tables, one after the other."""
    for rows in filled:
        if rows.values:
            await connection.copy_records_to_table(
                rows.table, schema_name="views", columns=list(rows.columns), records=rows.values
            )


async def delete_rows(connection: Connection, gone: Sequence[Gone]) -> None:
    """Take rows out of several tables."""
    await execute_joined(connection, [*deletions(gone), *NOTHING])


def _insertions(filled: Sequence[Rows]) -> list[Asked]:
    """The statement for each table that puts rows into it."""
    return [
        (_insert(rows.table, rows.columns), ([(*each, *(None for _ in range(rows.computed))) for each in rows.values],))
        for rows in filled
    ]


def deletions(gone: Sequence[Gone]) -> list[Asked]:
    """The statement for each table that takes rows out of it."""
    return [
        (f"DELETE FROM views.{table} WHERE {column} = ANY ($1::text[])", (values,))  # noqa: S608  (names of ours)
        for table, column, values in gone
    ]


async def execute_joined(connection: Connection, asked: Sequence[Asked]) -> list[asyncpg.Record]:
    """Run statements as one, which see nothing of each other, and return the rows of the last."""
    arguments = [argument for _, each in asked for argument in each]
    return await connection.fetch(join_statements(tuple(text for text, _ in asked)), *arguments)


@lru_cache(maxsize=256)
def join_statements(statements: tuple[str, ...]) -> str:
    """One statement of several that returns the rows of the last; its arguments are theirs in a row."""
    numbered: list[str] = []
    before = 0
    for text in statements:
        numbers = [int(number) for number in _ARGUMENT.findall(text)]
        numbered.append(_ARGUMENT.sub(lambda found, by=before: f"${int(found[1]) + by}", text.rstrip("; \n")))
        before += max(numbers, default=0)
    *others, last = numbered
    if not others:
        return last
    beside = ", ".join(f"part{place} AS (\n{text}\n)" for place, text in enumerate(others, start=1))
    return f"WITH {beside}\n{last}"


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    listed, read = ", ".join(columns), ", ".join(f"r.{each}" for each in columns)
    return f"INSERT INTO views.{table} ({listed}) SELECT {read} FROM unnest($1::views.{table}[]) AS r"  # noqa: S608  (names of ours)

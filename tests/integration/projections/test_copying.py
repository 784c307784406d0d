"""Rows in the form that COPY takes."""

from collections.abc import AsyncGenerator
from datetime import date
from typing import Any, TypeAlias

import asyncpg

from projections.storing.copying import encode_rows, frame_rows
from projections.view import Row

Pool: TypeAlias = "asyncpg.Pool[Any]"


class ListsRow(Row, frozen=True):
    """Lists of texts under the names that are written in ways of their own, and days without end."""

    happening: str
    articles: tuple[str, ...]
    parties: tuple[str, ...]
    publishers: tuple[str, ...]
    day: date | None


async def test_lists_of_any_length_reach_the_server_as_they_are(pool: Pool) -> None:
    """None, one, two and three texts, of one byte a letter and of more, empty ones too."""
    lists = ((), ("a",), ("é", "ñandú"), ("MLI", "RUS"), ("", "b", "日本"))
    days = (None, date.max, date.min, date(2025, 6, 22), date(1999, 12, 31))
    rows = [ListsRow(f"é{n}", each, each, each, day) for n, (each, day) in enumerate(zip(lists, days, strict=True))]

    async def pieces() -> AsyncGenerator[bytes]:
        for piece in frame_rows([encode_rows(ListsRow, rows[:2]), encode_rows(ListsRow, rows[2:])]):
            yield piece

    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(
            "CREATE TEMPORARY TABLE lists (happening text, articles text[], parties text[], publishers text[],"
            " day date) ON COMMIT DROP"
        )
        await connection.copy_to_table(
            "lists", columns=list(ListsRow.__struct_fields__), source=pieces(), format="binary"
        )
        found = await connection.fetch("SELECT * FROM lists ORDER BY happening")
    assert [tuple(row) for row in found] == [
        (row.happening, list(row.articles), list(row.parties), list(row.publishers), row.day) for row in rows
    ]

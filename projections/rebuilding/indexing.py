"""What is made of whole tables once they are filled, by a few connections side by side: indexes, statistics, sums."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any

import asyncpg

from projections.rebuilding.windows import rebuild_sql
from projections.storing.writing import run_long
from projections.view import Tables, statement

AT_ONCE = 3
"""So many connections make summaries and indexes."""


async def work_in_turns(works: Iterable[Coroutine[Any, Any, None]], at_once: int = AT_ONCE) -> None:
    """Do all of the works, begun in their order and a few at a time; if one fails, the others are given up."""
    turns = asyncio.Semaphore(at_once)

    async def take(work: Coroutine[Any, Any, None]) -> None:
        async with turns:
            await work

    begun = list(works)
    tasks = [asyncio.create_task(take(work)) for work in begun]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        for work in begun:
            work.close()  # it may not have had its turn


async def execute_long(pool: "asyncpg.Pool[Any]", made: str) -> None:
    """Run a statement over a whole table in a transaction of its own, which does not wait for the disk."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(statement("registry.sql", "not_waiting_for_disk", 1))
        await run_long(connection, made)


async def analyse(pool: "asyncpg.Pool[Any]", tables: Tables, name: str) -> None:
    """Tell the server's planner of the columns that are indexed; it finds out about the others by itself."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(statement("registry.sql", "not_waiting_for_disk", 1))
        table = f"views.{tables.table(name)}"
        columns: str | None = await connection.fetchval(rebuild_sql("indexed"), table)
        await connection.execute(f"ANALYZE {table}" + ("" if columns is None else f" ({columns})"))

"""One window of the ledger written as rows, together with how far the views are then."""

from collections.abc import Callable, Sequence

import asyncpg

from projections.errors import RebuildFailed
from projections.rebuilding.folding import Encoded
from projections.storing.store import Connection
from projections.storing.writing import add_rows
from projections.view import Tables, View, statement

MAY_WAIT = "SET LOCAL idle_in_transaction_session_timeout = 0"
"""For a transaction that is silent while others work for it."""
_ANOTHERS = "since the session that kept others out was lost"


async def write_window(
    connection: Connection,
    views: Sequence[View],
    rows: Encoded,
    after: int,
    reached: int,
    *,
    await_turn: Callable[[], None] = lambda: None,
) -> None:
    """Write the rows of the window between two positions, and that the views have come to its end.

    ``await_turn`` returns when all windows before are in the tables: only then does this one say that it is.

    Raises:
        RebuildFailed: somebody else has brought the views further.

    """
    names = [view.name for view in views]
    async with connection.transaction():
        await connection.execute(f"{statement('registry.sql', 'not_waiting_for_disk', 1)}\n{MAY_WAIT}")
        if await connection.fetchval(rebuild_sql("not_beyond"), names, after) != len(names):
            raise taken_up(_ANOTHERS)
        try:
            for view in views:
                await add_rows(connection, view, rows[view.name])
        except asyncpg.UniqueViolationError as error:
            raise taken_up(f"{_ANOTHERS}: {error}") from error
        await_turn()
        await go_on(connection, names, after, reached)


async def go_on(connection: Connection, names: Sequence[str], done: int, reached: int) -> None:
    """Write down how far tables are, in the transaction of what brings them there.

    Raises:
        RebuildFailed: somebody else has brought them further.

    """
    moved = await connection.execute(rebuild_sql("progress"), names, done, reached)
    if moved != f"UPDATE {len(names)}":
        raise taken_up(_ANOTHERS)


async def check_unfinished(connection: Connection, tables: Tables) -> None:
    """See that tables are not whole yet.

    Raises:
        RebuildFailed: somebody else has finished them.

    """
    if not await connection.fetchval(rebuild_sql("unfinished"), tables.name, tables.version):
        raise taken_up(_ANOTHERS)


def taken_up(how: str) -> RebuildFailed:
    """That another rebuild goes on with what this one was filling."""
    return RebuildFailed(
        f"another rebuild has taken up the same tables, {how}",
        remedy="Let that one end; `chancery doctor` says how the views stand",
    )


def rebuild_sql(name: str) -> str:
    """A statement of rebuild.sql."""
    return statement("rebuilding/rebuild.sql", name, 1)

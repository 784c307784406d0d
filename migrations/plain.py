"""What a version calls to run its plain SQL."""

from importlib.resources import files

import asyncpg
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_connection


def run_sql(name: str) -> None:
    """Run the whole file ``migrations/sql/<name>`` inside the migration's transaction.

    The file goes to the server as it stands, through the driver's connection: it may hold any number of
    statements, with dollar quoting and colons. It must not hold BEGIN, COMMIT or ROLLBACK.
    """
    statements = files("migrations").joinpath("sql", name).read_text(encoding="utf-8")

    async def execute(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        await connection.execute(statements)

    bound = op.get_bind()
    # The dialect begins its transaction with its own first statement: without one, the file would run outside
    # any transaction and outlive a rollback.
    bound.execute(text("SELECT 1"))
    adapted = bound.connection.dbapi_connection
    if not isinstance(adapted, AsyncAdapt_asyncpg_connection):
        raise TypeError(f"migrations run over asyncpg, not over {type(adapted).__name__}")
    adapted.run_async(execute)

"""What Alembic runs for every command: one transaction, one migration at a time, on the connection it is given.

``migrations.upgrade`` gives the connection. There is no ``alembic.ini``: it configures everything.
"""

from collections.abc import Collection, Mapping
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection, text

# Any number, as long as nothing else of this database locks it: two processes that start together migrate in turn.
MIGRATION_LOCK = 7_241_386_059_512_447

connection: Connection = context.config.attributes["connection"]
applied: list[str] = context.config.attributes["applied"]


def _note(
    ctx: MigrationContext,  # noqa: ARG001  (Alembic passes all four by name)
    step: MigrationInfo,
    heads: Collection[Any],  # noqa: ARG001
    run_args: Mapping[str, Any],  # noqa: ARG001
) -> None:
    applied.extend(step.up_revision_ids)


context.configure(
    connection=connection,
    version_table="version",
    version_table_schema="migrations",
    transaction_per_migration=False,
    on_version_apply=_note,
)
with context.begin_transaction():
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS migrations"))
    context.run_migrations()
    # Whoever serves must be able to tell whether the database has the shape that the code expects.
    connection.execute(text("GRANT USAGE ON SCHEMA migrations TO PUBLIC"))
    connection.execute(text("GRANT SELECT ON migrations.version TO PUBLIC"))

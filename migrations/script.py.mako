"""${message}."""

from migrations.plain import run_sql

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Run the version's SQL."""
    run_sql("${up_revision}.sql")

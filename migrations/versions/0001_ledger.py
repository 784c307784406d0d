"""The ledger of events, the library of texts, and the roles that may use them."""

from migrations.plain import run_sql

revision = "0001_ledger"
down_revision = None


def upgrade() -> None:
    """Run the version's SQL."""
    run_sql("0001_ledger.sql")

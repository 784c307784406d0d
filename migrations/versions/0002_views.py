"""The registry of the views and the events parked by them."""

from migrations.plain import run_sql

revision = "0002_views"
down_revision = "0001_ledger"


def upgrade() -> None:
    """Run the version's SQL."""
    run_sql("0002_views.sql")

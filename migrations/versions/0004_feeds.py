"""The feeds that are read, and what is known of each from one reading to the next."""

from migrations.plain import run_sql

revision = "0004_feeds"
down_revision = "0003_keys"


def upgrade() -> None:
    """Run the version's SQL."""
    run_sql("0004_feeds.sql")

"""What requests that bear an Idempotency-Key were answered."""

from migrations.plain import run_sql

revision = "0005_replies"
down_revision = "0004_feeds"


def upgrade() -> None:
    """Run the version's SQL."""
    run_sql("0005_replies.sql")

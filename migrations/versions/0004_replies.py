"""What requests that bear an Idempotency-Key were answered."""

from migrations.plain import run_sql

revision = "0004_replies"
down_revision = "0003_keys"


def upgrade() -> None:
    """Run the version's SQL."""
    run_sql("0004_replies.sql")

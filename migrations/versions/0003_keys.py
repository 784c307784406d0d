"""Who may: the keys that requests bear."""

from migrations.plain import run_sql

revision = "0003_keys"
down_revision = "0002_views"


def upgrade() -> None:
    """Run the version's SQL."""
    run_sql("0003_keys.sql")

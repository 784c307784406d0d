"""The database's shape, version by version: thin Alembic revisions over plain SQL."""

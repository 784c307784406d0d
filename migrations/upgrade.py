"""Alembic at work: apply versions over one connection."""

import asyncio
import threading
from importlib.resources import as_file, files
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

# What Alembic's env.py sees as "context" is one for the whole process.
_ALEMBIC = threading.Lock()


def upgrade(owner_url: str) -> list[str]:
    """Apply every version that the database lacks, in one transaction; return their names, oldest first."""
    applied: list[str] = []

    def run(connection: Connection, folder: Path) -> None:
        configuration = configure(folder)
        configuration.attributes.update(connection=connection, applied=applied)
        command.upgrade(configuration, "head")

    async def connect_and_run() -> None:
        # asyncpg itself reads the URL, so that every form it takes elsewhere is taken here too.
        engine = create_async_engine(
            "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(owner_url), poolclass=NullPool
        )
        try:
            with as_file(files("migrations")) as folder:
                async with engine.connect() as connection:
                    await connection.run_sync(run, folder)
                    await connection.commit()
        finally:
            await engine.dispose()

    with _ALEMBIC, asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(connect_and_run())
    return applied


def configure(folder: Path) -> Config:
    """How Alembic finds the versions in a folder."""
    configuration = Config()
    # Alembic interpolates percent signs in its options.
    configuration.set_main_option("script_location", str(folder).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    return configuration

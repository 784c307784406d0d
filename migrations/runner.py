"""Bring a database to the shape that this code expects, and tell whether it has it."""

import asyncio
import threading
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from events.errors import ChanceryError

# What Alembic's env.py sees as "context" is one for the whole process.
_ALEMBIC = threading.Lock()
_RECORDED = "SELECT version_num FROM migrations.version"


class UnknownVersion(ChanceryError):
    """The database has a version that this code does not know."""

    problem = "unknown-version"

    def __init__(self, recorded: str, latest: str) -> None:
        super().__init__(
            f"the database has version {recorded}, which this code does not know (its latest is {latest}); "
            "run the release that migrated it, or a later one"
        )


async def migrate(owner_url: str) -> list[str]:
    """Apply every version that the database lacks, all in one transaction.

    Args:
        owner_url: ``postgresql://`` URL of the role that owns the schemas; it may create schemas and roles.

    Returns:
        The versions applied now, oldest first; empty when there was nothing to do.

    Raises:
        asyncpg.PostgresError: a version failed; the database is as it was before.
        OSError: no server answers at this URL.

    """
    if not await pending(owner_url):
        return []
    return await asyncio.to_thread(_upgrade, owner_url)


async def pending(url: str) -> list[str]:
    """Name the versions that the database lacks, oldest first; any role may ask.

    Raises:
        OSError: no server answers at this URL.
        UnknownVersion: a later release has migrated the database.

    """
    connection = await asyncpg.connect(url)
    try:
        recorded = await connection.fetchval(_RECORDED)
    except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError):
        recorded = None
    finally:
        await connection.close()
    known = versions()
    if recorded is None:
        return known
    if recorded not in known:
        raise UnknownVersion(recorded, known[-1])
    return known[known.index(recorded) + 1 :]


def versions() -> list[str]:
    """Name every version there is, oldest first."""
    with as_file(files("migrations")) as folder:
        script = ScriptDirectory.from_config(_configure(folder))
        newest_first: Sequence[str] = [version.revision for version in script.walk_revisions()]
    return list(reversed(newest_first))


def _upgrade(owner_url: str) -> list[str]:
    applied: list[str] = []

    def run(connection: Connection, folder: Path) -> None:
        configuration = _configure(folder)
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


def _configure(folder: Path) -> Config:
    configuration = Config()
    # Alembic interpolates percent signs in its options.
    configuration.set_main_option("script_location", str(folder).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    return configuration

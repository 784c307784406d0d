"""Bring a database to the shape that this code expects, and tell whether it has it."""

import asyncio
from importlib.resources import files

import asyncpg

from events.errors import ChanceryError

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
    # Alembic takes longer to load than most commands take to answer, and is rarely needed.
    from migrations.upgrade import upgrade  # noqa: PLC0415

    return await asyncio.to_thread(upgrade, owner_url)


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
    """Name every version there is, oldest first: each is called as its file, whose number says its place."""
    names = (entry.name for entry in files("migrations").joinpath("versions").iterdir())
    return sorted(name.removesuffix(".py") for name in names if name.endswith(".py") and name[0].isdigit())

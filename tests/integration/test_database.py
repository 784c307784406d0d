"""The roles, the pool and the migrations against a real Postgres."""

import asyncio

import asyncpg
import pytest

from migrations.runner import UnknownVersion, migrate, pending, versions
from service.database import DatabaseUnreachable, open_pool
from tests.database import TestDatabase


async def test_every_version_is_applied_once(empty_database: TestDatabase) -> None:
    """Migrating an empty database applies every version in order; migrating it again applies none."""
    assert await pending(empty_database.service_url) == versions()
    assert await migrate(empty_database.owner_url) == versions()
    assert await migrate(empty_database.owner_url) == []
    assert await pending(empty_database.service_url) == []


async def test_processes_that_start_together_migrate_in_turn(empty_database: TestDatabase) -> None:
    """Of several processes that migrate at once, one applies the versions and the others find nothing to do."""
    applied = await asyncio.gather(*(migrate(empty_database.owner_url) for _ in range(3)))
    assert sorted(applied) == [[], [], versions()]


async def test_a_database_of_a_later_release_is_refused(database: TestDatabase) -> None:
    """A version that this code does not know is an error, and not a database to be migrated."""
    connection = await asyncpg.connect(database.owner_url)
    await connection.execute("UPDATE migrations.version SET version_num = '9999_later'")
    await connection.close()
    with pytest.raises(UnknownVersion, match="9999_later"):
        await migrate(database.owner_url)


async def test_json_columns_are_python_values(pool: "asyncpg.Pool[asyncpg.Record]") -> None:
    """A connection of the pool takes and gives JSON as lists and dictionaries, and serves as the service's role."""
    row = await pool.fetchrow("SELECT current_user::text AS role, $1::jsonb AS value", {"a": [1, None, "é"]})
    assert row is not None
    assert dict(row) == {"role": "chancery_service", "value": {"a": [1, None, "é"]}}


async def test_an_unreachable_database_is_named_without_its_password() -> None:
    """The error says which server does not answer and what to do, and does not show the password."""
    with pytest.raises(DatabaseUnreachable, match=r"kim:\*\*\*@127.0.0.1:1/.*CHANCERY_DATABASE_URL") as raised:
        async with open_pool("postgresql://kim:hidden@127.0.0.1:1/chancery"):
            pass
    assert "hidden" not in str(raised.value)

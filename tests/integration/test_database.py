"""The roles, the pool and the migrations against a real Postgres."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest
from alembic.script import ScriptDirectory

import migrations
from events.errors import LedgerUnavailable
from events.ledger import Ledger
from migrations.runner import UnknownVersion, migrate, pending, versions
from migrations.upgrade import configure
from service.app import open_ledger
from service.database import DatabaseUnreachable, Timeouts, open_pool
from tests.database import TestDatabase
from tests.integration.service.conftest import settings_of
from tests.ledger_events import make_event


def test_the_versions_are_those_that_alembic_walks() -> None:
    """A file's name is its revision, and their order is that of the numbers they begin with."""
    folder = Path(migrations.__file__).parent
    walked = ScriptDirectory.from_config(configure(folder)).walk_revisions()
    assert versions() == [version.revision for version in walked][::-1]


def test_whoever_only_asks_does_not_load_alembic() -> None:
    """Commands start without the migrations' machinery, which takes longer to load than they take to answer."""
    code = "import sys, service.app; sys.exit('alembic' in sys.modules or 'sqlalchemy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


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


class _Lent:
    """A pool of the one connection whose transaction is to hold the ledger's head."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def acquire(self) -> Any:
        return self._connection

    async def release(self, connection: Any) -> None:
        """Keep it: the transaction is the caller's."""


async def test_the_settings_bound_how_long_a_session_may_take(database: TestDatabase) -> None:
    """The time-outs of the settings are those of every session of the service; on TCP also those of the network."""
    settings = msgspec.structs.replace(settings_of(database), lock_timeout=3, idle_timeout=40, statement_timeout=90)
    async with open_ledger(settings) as opened:

        async def show(name: str) -> str:
            return str(await opened.pool.fetchval("SELECT current_setting($1)", name))

        assert await show("lock_timeout") == "3s"
        assert await show("idle_in_transaction_session_timeout") == "40s"
        assert await show("statement_timeout") == "90s"
        on_tcp = await opened.pool.fetchval("SELECT inet_client_addr() IS NOT NULL")
        names = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout")
        shown = [await show(name) for name in names]
        # Before Postgres 16 the last is shown in plain milliseconds.
        assert shown[:3] == (["40", "10", "3"] if on_tcp else ["0"] * 3)
        assert shown[3] in ({"40s", "40000"} if on_tcp else {"0"})


async def test_a_writer_that_vanishes_within_a_transaction_holds_nobody_up(database: TestDatabase) -> None:
    """Its transaction has locked the head and never ends: the server drops it, the next append takes its position."""
    timeouts = Timeouts(lock=30, idle=1)
    async with (
        open_pool(database.service_url, timeouts=timeouts) as its_pool,
        open_pool(database.service_url, timeouts=timeouts) as pool,
    ):
        vanished = await its_pool.acquire()
        await vanished.execute("BEGIN")
        never = await Ledger(_Lent(vanished), "vanished").append([make_event("a")])  # pyright: ignore[reportArgumentType]
        assert never.positions == (1,)
        ledger = Ledger(pool, "tests", patience=30.0)
        assert (await ledger.append([make_event("b")])).positions == (1,)
        assert [event.author for event in await ledger.read()] == ["tests"]
        with pytest.raises((asyncpg.IdleInTransactionSessionTimeoutError, asyncpg.InterfaceError, OSError)):
            await vanished.execute("COMMIT")


async def test_an_append_waits_for_the_lock_only_so_long_and_then_tries_again(database: TestDatabase) -> None:
    """While somebody holds the head the statement gives up after the lock time-out; the append succeeds afterwards."""
    async with (
        open_pool(database.service_url) as its_pool,
        open_pool(database.service_url, timeouts=Timeouts(lock=1)) as pool,
    ):
        async with its_pool.acquire() as holder, holder.transaction():
            await Ledger(_Lent(holder), "holder").append([make_event("a")])  # pyright: ignore[reportArgumentType]
            with pytest.raises(LedgerUnavailable, match="lock timeout"):
                await Ledger(pool, "hasty", patience=0.1).append([make_event("c")])
            waiting = asyncio.create_task(Ledger(pool, "tests", patience=30.0).append([make_event("b")]))
            done, _ = await asyncio.wait([waiting], timeout=1.5)
            assert not done
        assert (await waiting).positions == (2,)

"""Nobody changes what was recorded: not the service, not the owner, not by hand."""

import asyncpg
import pytest

from events.ledger import Ledger
from tests.database import TestDatabase
from tests.ledger_events import make_event

TABLES = ("head", "event", "event_id", "tag", "node", "checkpoint")
ATTEMPTS = [
    *(f"DELETE FROM ledger.{table}" for table in TABLES),  # noqa: S608  (the names stand above)
    *(f"TRUNCATE ledger.{table}" for table in TABLES),
    "UPDATE ledger.event SET payload = 'x' WHERE position = 1",
    "UPDATE ledger.event SET payload = NULL, salt = NULL WHERE position = 1",
    "UPDATE ledger.event SET recorded_at = now(), position = position + 10",
    "UPDATE ledger.event_id SET position = 2",
    "UPDATE ledger.tag SET tag = 'b'",
    "UPDATE ledger.node SET hash = hash",
    "UPDATE ledger.checkpoint SET note = ''",
    "UPDATE ledger.head SET position = 0",
    "UPDATE ledger.head SET tagged = 2",
    "UPDATE ledger.head SET tagged = -1, position = position + 1",
    "UPDATE ledger.head SET recorded_at = '2000-01-01', position = position + 1",
]
FORBIDDEN = [
    "INSERT INTO ledger.tag VALUES ('a', 1, 1)",
    "INSERT INTO ledger.event_id VALUES (gen_random_uuid(), 1)",
    "INSERT INTO ledger.head VALUES (false, 1, now(), '')",
    "ALTER TABLE ledger.event DISABLE TRIGGER ALL",
    "DROP TABLE ledger.tag",
    "CREATE TABLE ledger.own (a int)",
    "SELECT ledger.grow_tree(0, '', '')",
    "SELECT ledger.put_tags(0, 0)",
    "UPDATE library.text SET content = ''",
    "DELETE FROM library.text",
]


@pytest.mark.parametrize("role", ["service", "owner", "replica"])
async def test_no_statement_changes_the_ledger(database: TestDatabase, ledger: Ledger, role: str) -> None:
    """The service lacks the right; the owner runs into a trigger, also where triggers are off for replication."""
    await ledger.append([make_event("a"), make_event("a")])
    before = await ledger.read()
    url = {"service": database.service_url, "owner": database.owner_url, "replica": database.superuser_url}[role]
    expected = asyncpg.InsufficientPrivilegeError if role == "service" else asyncpg.RestrictViolationError
    connection = await asyncpg.connect(url)
    try:
        if role == "replica":
            await connection.execute("SET session_replication_role = replica")
        for statement in ATTEMPTS:
            with pytest.raises(expected):
                await connection.execute(statement)
    finally:
        await connection.close()
    assert await ledger.read() == before
    assert await ledger.head() == 2


async def test_the_service_can_only_append_and_read(database: TestDatabase) -> None:
    """Everything but ``ledger.append`` with its short ways, and SELECT, is denied to the role of the service."""
    connection = await asyncpg.connect(database.service_url)
    try:
        for statement in FORBIDDEN:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_the_service_owns_its_views(database: TestDatabase) -> None:
    """Projections are the service's own: it may build and drop tables in the schema ``views``."""
    connection = await asyncpg.connect(database.service_url)
    try:
        await connection.execute("CREATE TABLE views.own (a int); DROP TABLE views.own")
    finally:
        await connection.close()


async def test_the_library_refuses_a_text_under_a_wrong_hash(database: TestDatabase) -> None:
    """A text can only be kept under its own SHA-256."""
    connection = await asyncpg.connect(database.service_url)
    try:
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute("INSERT INTO library.text VALUES (sha256('other'), 'text')")
    finally:
        await connection.close()

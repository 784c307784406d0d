"""Signing as the ledger grows, and the checkpoint that is kept outside the database."""

import asyncio
import stat
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from events.errors import InconsistentLedger, InvalidCheckpoint
from events.ledger import Ledger
from events.merkle.checkpoint import open_checkpoint, sign_checkpoint
from events.merkle.note import SigningKey
from service.checkpoints import Checkpoints, NotKept, NotSigned, follow_growth, read_last, sign_growth
from service.settings import KeySource, Secret, Settings
from service.signing import NoSigningKey
from tests.database import TestDatabase, tamper
from tests.ledger_events import make_event

KEY = SigningKey.generate("press.example/chancery")


@pytest.fixture
def ledger(pool: "asyncpg.Pool[Any]") -> Ledger:
    """Give a ledger on the test's database."""
    return Ledger(pool, "tests", patience=5.0)


@pytest.fixture
def checkpoints(pool: "asyncpg.Pool[Any]", tmp_path: Path) -> Checkpoints:
    """Give what signs for it, with a folder outside the database."""
    return Checkpoints(pool, KEY, tmp_path / "outside")


def settings_of(database: TestDatabase, home: Path, key: SigningKey | None = KEY) -> Settings:
    """Settings of a service on a test's database."""
    source = None if key is None else KeySource(key.reveal())
    return Settings(home=home, database_url=Secret(database.service_url), signing_key=source)


async def age_checkpoints(database: TestDatabase, *statements: str) -> None:
    """Let the last checkpoint be eleven seconds old, as a superuser who has switched the triggers off."""
    aged = "UPDATE ledger.checkpoint SET signed_at = signed_at - interval '11 seconds'"
    await tamper(database, aged, *statements)


async def test_the_last_checkpoint_is_kept_inside_and_outside(
    database: TestDatabase, ledger: Ledger, checkpoints: Checkpoints, pool: "asyncpg.Pool[Any]"
) -> None:
    """What is signed stands in the database and in a file that anybody may read; a later one takes its place."""
    assert await checkpoints.sign() is None
    assert not checkpoints.file.exists()
    for size in (1, 2):
        await ledger.append([make_event("a")])
        note = await checkpoints.sign()
        assert note is not None
        assert open_checkpoint(KEY.verifier, note).size == size
        assert await read_last(pool) == note
        assert checkpoints.file.read_text(encoding="utf-8") == note
        assert await checkpoints.sign() == note
        await age_checkpoints(database)
    assert stat.S_IMODE(checkpoints.file.stat().st_mode) == 0o644
    lock = f".{checkpoints.file.name}.lock"
    assert sorted(each.name for each in checkpoints.file.parent.iterdir()) == [lock, checkpoints.file.name]


async def test_a_lost_file_is_written_again(ledger: Ledger, checkpoints: Checkpoints) -> None:
    """Where the file is missing, as after a crash between database and file, the checkpoint is kept again."""
    await ledger.append([make_event("a")])
    note = await checkpoints.sign()
    checkpoints.file.unlink()
    assert await checkpoints.sign() == note
    assert checkpoints.file.read_text(encoding="utf-8") == note


async def test_nothing_is_signed_that_contradicts_the_file(
    database: TestDatabase, ledger: Ledger, checkpoints: Checkpoints
) -> None:
    """A ledger whose own checkpoints were removed is still compared with the file; the file stays as it is."""
    await ledger.append([make_event("a", payload=b"1")])
    note = await checkpoints.sign()
    await age_checkpoints(
        database,
        "DELETE FROM ledger.checkpoint",
        "UPDATE ledger.event SET leaf_hash = sha256('x')",
        "UPDATE ledger.head SET compact_range = sha256('x')",
    )
    await ledger.append([make_event("a", payload=b"2")])
    with pytest.raises(InconsistentLedger, match=str(checkpoints.file)):
        await checkpoints.sign()
    assert checkpoints.file.read_text(encoding="utf-8") == note


async def test_a_damaged_head_row_is_an_inconsistent_ledger(
    database: TestDatabase, ledger: Ledger, checkpoints: Checkpoints
) -> None:
    """A head row whose tree cannot be read stops the signing, with the command that finds out why."""
    await ledger.append([make_event("a")])
    await age_checkpoints(database, "UPDATE ledger.head SET position = position + 2")
    with pytest.raises(InconsistentLedger, match="chancery audit verify"):
        await checkpoints.sign()


@pytest.mark.parametrize("content", ["", "something else\n", SigningKey.generate("other").sign_note("other\n1\nx\n")])
async def test_a_file_of_something_else_stops_the_signing(
    ledger: Ledger, checkpoints: Checkpoints, content: str
) -> None:
    """A file that this key has not signed is neither believed nor written over."""
    await ledger.append([make_event("a")])
    await checkpoints.sign()
    checkpoints.file.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidCheckpoint, match=str(checkpoints.file)):
        await checkpoints.sign()
    assert checkpoints.file.read_text(encoding="utf-8") == content


async def test_a_new_key_goes_on_where_the_last_one_ended(
    database: TestDatabase, ledger: Ledger, checkpoints: Checkpoints, pool: "asyncpg.Pool[Any]"
) -> None:
    """With another key the last checkpoint stays that of the former one until the ledger has grown."""
    await ledger.append([make_event("a")])
    note = await checkpoints.sign()
    await age_checkpoints(database)
    key = SigningKey.generate("press.example/second")
    second = Checkpoints(pool, key, checkpoints.file.parent)
    assert await second.sign() == note
    assert not second.file.exists()
    await ledger.append([make_event("b")])
    assert open_checkpoint(key.verifier, str(await second.sign())).size == 2
    assert second.file.exists()


async def test_a_new_key_continues_what_the_former_one_signed_outside(
    ledger: Ledger, checkpoints: Checkpoints, pool: "asyncpg.Pool[Any]"
) -> None:
    """Until the new key has signed, its first checkpoint must continue the last one of each former key."""
    await ledger.append([make_event("a")])
    folder = checkpoints.file.parent
    folder.mkdir()
    key = SigningKey.generate("press.example/second")
    checkpoints.file.write_text(sign_checkpoint(KEY, 9, bytes(32)), encoding="utf-8")
    second = Checkpoints(pool, key, folder, [KEY.verifier])
    with pytest.raises(InconsistentLedger, match=str(checkpoints.file)):
        await second.sign()
    size, root = await second.tree.head()
    checkpoints.file.write_text(sign_checkpoint(KEY, size, root), encoding="utf-8")
    assert open_checkpoint(key.verifier, str(await second.sign())).size == 1


async def test_a_running_service_signs_what_was_appended(
    database: TestDatabase, ledger: Ledger, checkpoints: Checkpoints, pool: "asyncpg.Pool[Any]"
) -> None:
    """It signs as soon as something was appended, again once ten seconds have passed, and goes on after a failure."""
    running = asyncio.create_task(checkpoints.run(pause=0.02))
    try:
        await ledger.append([make_event("a")])
        await _wait_for(pool, 1)
        await ledger.append([make_event("b")])
        await asyncio.sleep(0.2)
        assert await _signed(pool) == 1
        note = checkpoints.file.read_text(encoding="utf-8")
        checkpoints.file.write_text("damaged", encoding="utf-8")
        await asyncio.sleep(1)  # a signing that read the file before ends
        await age_checkpoints(database)
        await asyncio.sleep(0.2)
        assert await _signed(pool) == 1
        checkpoints.file.write_text(note, encoding="utf-8")
        await _wait_for(pool, 2)
    finally:
        running.cancel()


async def test_a_checkpoint_over_a_position_is_waited_for(
    database: TestDatabase, ledger: Ledger, checkpoints: Checkpoints
) -> None:
    """Where the last checkpoint is too young for another, the next one is waited for."""
    await ledger.append([make_event("a")])
    await checkpoints.sign()
    await ledger.append([make_event("b")])
    waiting = asyncio.create_task(checkpoints.sign_over(2))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    await age_checkpoints(database)
    assert open_checkpoint(KEY.verifier, await waiting).size == 2
    with pytest.raises(NotSigned):
        await checkpoints.sign_over(3, patience=0.1)


async def test_the_service_needs_a_key_and_a_folder(
    database: TestDatabase, pool: "asyncpg.Pool[Any]", tmp_path: Path
) -> None:
    """Without a key, or where no checkpoint can be kept, it does not start; a command without a key signs nothing."""
    with pytest.raises(NoSigningKey):
        async with follow_growth(settings_of(database, tmp_path, key=None), pool):
            pass
    assert await sign_growth(settings_of(database, tmp_path, key=None), pool) is None
    (tmp_path / "file").touch()
    with pytest.raises(NotKept, match="CHANCERY_CHECKPOINTS"):
        async with follow_growth(settings_of(database, tmp_path / "file"), pool):
            pass


async def _signed(pool: "asyncpg.Pool[Any]") -> int:
    return await pool.fetchval("SELECT coalesce(max(size), 0) FROM ledger.checkpoint")


async def _wait_for(pool: "asyncpg.Pool[Any]", size: int) -> None:
    async with asyncio.timeout(20):
        while await _signed(pool) < size:  # noqa: ASYNC110  (the database raises no event)
            await asyncio.sleep(0.02)

"""What an audit finds, in a database that somebody with every right has tampered with."""

from typing import Any

import asyncpg
import msgspec
import pytest

from events.errors import InconsistentLedger, InvalidCheckpoint, InvalidProof
from events.ledger import Ledger
from events.ledger.audit import verify_ledger
from events.ledger.notary import Notary
from events.ledger.redaction import redact
from events.ledger.tree import Tree
from events.merkle.event_proof import EventProof, verify_event_proof
from events.merkle.note import SigningKey
from events.merkle.proofs import verify_consistency
from tests.database import TestDatabase, switch_triggers_off, tamper
from tests.ledger_events import ask, make_event, none_of

KEY = SigningKey.generate("ledger.example")


async def fill(ledger: Ledger, count: int) -> None:
    """Append events in batches of several sizes, so that tiles and rows of tags are full, begun and crossed."""
    sizes = (1, 7, 250, 1, 60, 300, 5)
    done = 0
    while done < count:
        for size in sizes:
            batch = [
                make_event(f"dyad:{n % 5}", "family:visit", payload=b'{"n": %d}' % n) for n in range(done, done + size)
            ]
            await ledger.append(batch)
            done += size


async def test_an_untouched_ledger_passes(ledger: Ledger, pool: "asyncpg.Pool[Any]") -> None:
    """Nothing is found, the root is the one that the head row holds, and the progress reaches the end."""
    await fill(ledger, 1000)
    steps: list[tuple[int, int]] = []
    note = await Notary(pool, KEY).sign()
    report = await verify_ledger(
        pool, keys=[KEY.verifier], checkpoints=[str(note)], progress=lambda done, size: steps.append((done, size))
    )
    assert report.findings == ()
    assert (report.size, report.root) == await Tree(pool).head()
    assert (report.redacted, report.checkpoints) == (0, 2)
    assert steps[-1] == (report.size, report.size)


async def test_events_appended_one_by_one_pass_too(ledger: Ledger, pool: "asyncpg.Pool[Any]") -> None:
    """Single events, under a condition, without one, without tags, between batches: the same tree, tags and ids."""
    head = 0
    for number in range(530):
        tags = (f"dyad:{number % 5}", "family:visit", f"n:{number}") if number % 7 else ()
        condition = none_of("dyad:0", "family:never", after=max(0, head - 20)) if number % 3 else None
        head = (await ledger.append([make_event(*tags)], condition)).last
        if number % 100 == 99:
            head = (await ledger.append([make_event("batch"), make_event("batch")])).last
    report = await verify_ledger(pool)
    assert (report.size, report.findings) == (540, ())
    assert (report.size, report.root) == await Tree(pool).head()


async def test_an_empty_ledger_passes(pool: "asyncpg.Pool[Any]") -> None:
    """A ledger without events is in order, has the root of the empty tree, and nothing to sign."""
    report = await verify_ledger(pool)
    assert (report.size, report.findings) == (0, ())
    assert await Notary(pool, KEY).sign() is None


TAMPERING = {
    "a byte of a payload": (["UPDATE ledger.event SET payload = '{\"n\": 3}' WHERE position = 302"], 302),
    "a payload with its digest": (
        ["UPDATE ledger.event SET payload = 'x', digest = sha256(salt || 'x') WHERE position = 302"],
        302,
    ),
    "a type": (["UPDATE ledger.event SET type = 'VisitCancelled' WHERE position = 500"], 500),
    "a version": (["UPDATE ledger.event SET schema_version = 2 WHERE position = 500"], 500),
    "an author": (["UPDATE ledger.event SET author = 'nobody' WHERE position = 1"], 1),
    "a time": (["UPDATE ledger.event SET recorded_at = recorded_at + interval '1 us' WHERE position = 256"], 256),
    "an id": (["UPDATE ledger.event SET id = gen_random_uuid() WHERE position = 256"], 256),
    "a tag of an event": (["UPDATE ledger.event SET tags = '{dyad:0,family:aid}' WHERE position = 20"], 20),
    "a tag with a line feed": (
        ["UPDATE ledger.event SET tags = ARRAY[E'dyad:4\\nfamily:visit'] WHERE position = 20"],
        20,
    ),
    "a tag row": (["UPDATE ledger.tag SET tag = 'family:aid' WHERE tag = 'family:visit' AND position = 258"], 1),
    "a tag row gone": (["DELETE FROM ledger.tag WHERE tag = 'family:visit' AND position = 258"], 1),
    "a tag row too many": (["INSERT INTO ledger.tag VALUES ('family:aid', 40, ledger.kind('VisitOccurred'))"], 40),
    "a tag row beyond those that are put": (
        ["INSERT INTO ledger.tag VALUES ('family:visit', 622, ledger.kind('VisitOccurred'))"],
        622,
    ),
    "the kinds of a tag row": (["UPDATE ledger.tag SET kinds = 1 WHERE tag = 'family:visit' AND position = 258"], 1),
    "the kinds of a later tag row": (
        ["UPDATE ledger.tag SET kinds = 1 WHERE tag = 'family:visit' AND position > 258"],
        259,
    ),
    "tags said to be put that are not": (["UPDATE ledger.head SET tagged = 624"], 620),
    "tags said to be put beyond the end": (
        [
            """INSERT INTO ledger.tag
               SELECT unnest(tags), position, ledger.kind(type) FROM ledger.event WHERE position > 619""",
            "UPDATE ledger.head SET tagged = 700",
        ],
        624,
    ),
    "tags said not to be put that are": (["UPDATE ledger.head SET tagged = 300"], 301),
    "an earlier position of a tag row": (
        [
            """UPDATE ledger.tag SET earlier = array_remove(earlier, 100)
                WHERE tag = 'family:visit' AND 100 = ANY (earlier)""",
        ],
        100,
    ),
    "the positions of two ids": (
        [
            "UPDATE ledger.event_id AS k SET position = 13 - k.position WHERE k.position IN (6, 7)",
        ],
        6,
    ),
    "an id too many": (["INSERT INTO ledger.event_id VALUES (gen_random_uuid(), 9)"], 9),
    "a swapped pair": (
        [
            "UPDATE ledger.event SET position = -400 WHERE position = 400",
            "UPDATE ledger.event SET position = 400 WHERE position = 401",
            "UPDATE ledger.event SET position = 401 WHERE position = -400",
        ],
        400,
    ),
    "an event removed from the middle": (["DELETE FROM ledger.event WHERE position = 77"], 77),
    "the last event removed": (["DELETE FROM ledger.event WHERE position = 624"], 624),
    "a leaf hash": (["UPDATE ledger.event SET leaf_hash = sha256('x') WHERE position = 3"], 3),
    "a node": (["UPDATE ledger.node SET hash = sha256('x') WHERE level = 8 AND index = 1"], 257),
    "a node gone": (["DELETE FROM ledger.node WHERE level = 8 AND index = 0"], 1),
    "the root in the head row": (["UPDATE ledger.head SET compact_range = set_byte(compact_range, 0, 0)"], 624),
    "the time in the head row": (["UPDATE ledger.head SET recorded_at = recorded_at + interval '1 hour'"], 624),
    "a payload gone without notice": (["UPDATE ledger.event SET payload = NULL, salt = NULL WHERE position = 8"], 8),
    "a salt gone": (["UPDATE ledger.event SET salt = NULL WHERE position = 8"], 8),
}


async def test_each_change_is_found_at_its_position(
    database: TestDatabase, ledger: Ledger, pool: "asyncpg.Pool[Any]"
) -> None:
    """Whatever is changed behind the ledger's back, the audit names the first position that it concerns."""
    await fill(ledger, 600)
    assert await ledger.head() == 624
    for name, (statements, position) in TAMPERING.items():
        connection = await asyncpg.connect(database.superuser_url)
        try:
            transaction = connection.transaction()
            await transaction.start()
            await switch_triggers_off(connection)
            for statement in statements:
                await connection.execute(statement)
            report = await verify_ledger(connection)
            await transaction.rollback()
        finally:
            await connection.close()
        assert report.first_wrong == position, (name, report.findings[:3])
    assert (await verify_ledger(pool)).findings == ()


TRUNCATED = """
    CREATE TEMPORARY TABLE rest AS SELECT * FROM ledger.event WHERE position <= 300 ORDER BY position;
    TRUNCATE ledger.event, ledger.event_id, ledger.tag, ledger.node, ledger.checkpoint;
    INSERT INTO ledger.event SELECT * FROM rest;
    INSERT INTO ledger.event_id SELECT id, position FROM rest;
    INSERT INTO ledger.tag SELECT unnest(tags), position, ledger.kind(type) FROM rest;
    UPDATE ledger.head SET position = 300, tagged = 300, recorded_at = (SELECT max(recorded_at) FROM rest),
        compact_range = ledger.grow_tree(0, '', (SELECT string_agg(leaf_hash, '' ORDER BY position) FROM rest));
"""


async def test_a_truncated_end_is_found_by_a_checkpoint_kept_elsewhere(
    database: TestDatabase, ledger: Ledger, pool: "asyncpg.Pool[Any]"
) -> None:
    """A shortened ledger with everything recomputed looks whole; a checkpoint from outside tells where it ended."""
    await fill(ledger, 600)
    notary = Notary(pool, KEY)
    note = str(await notary.sign())
    await tamper(database, TRUNCATED)
    assert (await verify_ledger(pool, keys=[KEY.verifier])).findings == ()
    report = await verify_ledger(pool, keys=[KEY.verifier], checkpoints=[note])
    assert report.first_wrong == 301
    with pytest.raises(InconsistentLedger, match="events at its end are gone"):
        await notary.check(note)


async def test_rewritten_history_is_found_by_a_checkpoint_kept_elsewhere(
    database: TestDatabase, ledger: Ledger, pool: "asyncpg.Pool[Any]"
) -> None:
    """Events replaced by others, the tree recomputed: nothing is signed any more, and the audit says so."""
    await fill(ledger, 600)
    notary = Notary(pool, KEY)
    note = str(await notary.sign())
    await tamper(database, TRUNCATED)
    await fill(ledger, 600)
    with pytest.raises(InconsistentLedger, match="are not those of the checkpoint"):
        await notary.check(note)
    report = await verify_ledger(pool, keys=[KEY.verifier], checkpoints=[note])
    assert report.findings[0].position == 624
    await tamper(database, f"INSERT INTO ledger.checkpoint SELECT 624, sha256('x'), $note${note}$note$, now()")
    with pytest.raises(InconsistentLedger):
        await notary.sign()


async def test_checkpoints_are_signed_when_the_ledger_has_grown(
    database: TestDatabase, ledger: Ledger, pool: "asyncpg.Pool[Any]"
) -> None:
    """The same ledger keeps its checkpoint; a grown one gets a new one, but not within ten seconds of the last."""
    await fill(ledger, 300)
    notary = Notary(pool, KEY)
    first = await notary.sign()
    assert await notary.sign() == first
    await ledger.append([make_event("a")])
    assert await notary.sign() == first
    await tamper(database, "UPDATE ledger.checkpoint SET signed_at = signed_at - interval '11 seconds'")
    second = await notary.sign()
    assert second != first
    assert (await notary.check(str(second))).size == (await notary.check(str(first))).size + 1
    with pytest.raises(InvalidCheckpoint):
        await Notary(pool, SigningKey.generate("ledger.example")).check(str(first))


async def test_an_event_is_proved_without_the_database(ledger: Ledger, pool: "asyncpg.Pool[Any]") -> None:
    """A proof file holds for any event, is short, and fails when anything in it is changed."""
    await fill(ledger, 1200)
    tree, note = Tree(pool), str(await Notary(pool, KEY).sign())
    size, _ = await tree.head()
    for position in (1, 2, 256, 257, 511, 512, 513, 1000, size):
        proof = await tree.prove_event(position, size, note)
        assert len(proof.inclusion) <= size.bit_length()
        content = msgspec.json.encode(proof)
        told, checkpoint = verify_event_proof(content, KEY.verifier)
        assert (told, checkpoint.size) == (proof, size)
        changed: list[EventProof] = [
            msgspec.structs.replace(proof, **{field: value})
            for field, value in {
                "position": position + 1,
                "type": "Other",
                "schema_version": 2,
                "tags": ["other"],
                "author": "other",
                "payload": b"other",
                "digest": bytes(32),
                "salt": None,
                "recorded_at": proof.recorded_at.replace(year=1999),
                "inclusion": proof.inclusion[1:],
            }.items()
        ]
        for wrong in changed:
            with pytest.raises(InvalidProof):
                verify_event_proof(msgspec.json.encode(wrong), KEY.verifier)
    with pytest.raises(InvalidProof):
        verify_event_proof(b"{}", KEY.verifier)
    with pytest.raises(InvalidProof):
        await tree.prove_event(size + 1, size, note)
    with pytest.raises(InvalidProof):
        await tree.prove_inclusion(1, size + 1)


async def test_any_two_sizes_are_proved_consistent(ledger: Ledger, pool: "asyncpg.Pool[Any]") -> None:
    """Between any two sizes that the ledger ever had there is a proof, read from the tiles."""
    await fill(ledger, 1200)
    tree = Tree(pool)
    size, root = await tree.head()
    assert await tree.root(size) == root
    for first in (0, 1, 7, 255, 256, 257, 600, 1023, 1024, size):
        proof = await tree.prove_consistency(first, size)
        verify_consistency(first, size, await tree.root(first), root, proof)
        assert len(proof) <= 2 * size.bit_length()


async def test_a_redaction_takes_the_payload_and_keeps_the_proof(
    database: TestDatabase, ledger: Ledger, pool: "asyncpg.Pool[Any]"
) -> None:
    """The owner nulls a payload; the ledger says so, reads give None, the old checkpoint and proofs still hold."""
    await fill(ledger, 300)
    note = str(await Notary(pool, KEY).sign())
    size, _ = await Tree(pool).head()
    notice = make_event("article:a", kind="Redacted", payload=b'{"why": "a court"}')
    owner = await asyncpg.connect(database.owner_url)
    try:
        recorded = await redact(owner, "the owner", 5, notice)
        assert await redact(owner, "the owner", 5, notice) == recorded == size + 1
        with pytest.raises(asyncpg.NoDataFoundError):
            await redact(owner, "the owner", 9999, make_event(kind="Redacted"))
        with pytest.raises(asyncpg.NoDataFoundError):
            await redact(owner, "the owner", recorded, make_event(kind="Redacted"))
        with pytest.raises(asyncpg.RestrictViolationError):
            await owner.execute("UPDATE ledger.event SET payload = NULL, salt = NULL WHERE position = 6")
        with pytest.raises(asyncpg.RestrictViolationError):
            await owner.execute("UPDATE ledger.event SET payload = 'x', salt = 'x' WHERE position = 5")
    finally:
        await owner.close()
    (event,) = await ledger.read(after=4, limit=1)
    assert event.payload is None
    assert [event.position for event in await ledger.read(ask("redacts:5"))] == [recorded]
    assert await ledger.head() == recorded
    report = await verify_ledger(pool, keys=[KEY.verifier], checkpoints=[note])
    assert (report.findings, report.redacted) == ((), 1)
    proof = await Tree(pool).prove_event(5, size, note)
    assert (proof.salt, proof.payload) == (None, None)
    verify_event_proof(msgspec.json.encode(proof), KEY.verifier)


async def test_the_service_may_not_redact(pool: "asyncpg.Pool[Any]", ledger: Ledger) -> None:
    """The role of the service has no right to take anything away."""
    await fill(ledger, 10)
    async with pool.acquire() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await redact(connection, "the service", 5, make_event(kind="Redacted"))  # pyright: ignore[reportArgumentType]

"""The auditor's commands on a database that somebody with every right has tampered with, and without a database."""

import asyncio
import base64
import json
import stat
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest

from events.merkle.note import SigningKey
from service.app import open_service
from service.checkpoints import sign_growth
from service.cli.ingesting import find_texts, ingest_files
from service.settings import KeySource, Secret, Settings
from service.signing import write_key
from tests.contract.commands import run_in, shell_environment
from tests.database import Server, TestDatabase, create_database, drop_database, run, tamper

KEY = SigningKey.generate("press.example/chancery")


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """Where an operator works: a database, a home and a key; or an auditor with less of it."""

    home: Path
    database: TestDatabase | None = None
    key: Path | None = None
    former: str | None = None

    def call(self, *arguments: str, given: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
        """Run a command with these settings and no others."""
        environment = shell_environment(CHANCERY_HOME=str(self.home))
        if self.database is not None:
            environment["CHANCERY_DATABASE_URL"] = self.database.service_url
        if self.key is not None:
            environment["CHANCERY_SIGNING_KEY"] = str(self.key)
        if self.former is not None:
            environment["CHANCERY_FORMER_VERIFIERS"] = self.former
        return run_in(environment, *arguments, given=given)

    def ask(self, *arguments: str) -> Any:
        """The JSON that a command answers with, whatever its exit code."""
        done = self.call(*arguments, "--json")
        assert done.stdout, done.stderr.decode()
        return json.loads(done.stdout)

    def settings(self) -> Settings:
        """The same settings, for what works in this process."""
        assert self.database is not None
        return Settings(
            home=self.home,
            database_url=Secret(self.database.service_url),
            signing_key=None if self.key is None else KeySource(str(self.key)),
        )

    def moved(self, home: Path, database: TestDatabase | None = None) -> "Desk":
        """The same with another home, and on another database."""
        return msgspec.structs.replace(self, home=home, database=database or self.database)


@pytest.fixture(scope="module")
def desk(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Give an operator whose database holds the sample articles, under a checkpoint; tests change only copies."""
    folder = tmp_path_factory.mktemp("operator")
    write_key(KEY, folder / "key")
    database = run(create_database(postgres))
    made = Desk(home=folder / "home", database=database, key=folder / "key")
    run(_ingest(made))
    yield made
    run(drop_database(postgres, database))


async def _ingest(desk: Desk) -> None:
    """What `chancery demo` does, in this process."""
    async with open_service(desk.settings()) as service:
        async for result in ingest_files(service, find_texts(files("seeds").joinpath("articles"))):
            assert result.error is None
        await service.runner.catch_up()
        await sign_growth(service.settings, service.pool)


@contextmanager
def tampered(postgres: Server, desk: Desk, *statements: str) -> Generator[TestDatabase]:
    """A copy of the operator's database in which a superuser, triggers off, has run the statements."""
    assert desk.database is not None
    copy = run(_copy(postgres, desk.database, statements))
    try:
        yield copy
    finally:
        run(drop_database(postgres, copy))


async def _copy(postgres: Server, original: TestDatabase, statements: tuple[str, ...]) -> TestDatabase:
    copy = await create_database(postgres, migrated=False)
    server = await asyncpg.connect(postgres.superuser_url)
    try:
        await server.execute(f'DROP DATABASE "{copy.name}"')
        # Whoever was connected to the original a moment ago may still be leaving.
        for attempt in range(50):
            try:
                await server.execute(f'CREATE DATABASE "{copy.name}" TEMPLATE "{original.name}"')
                break
            except asyncpg.ObjectInUseError:
                if attempt == 49:
                    raise
                await asyncio.sleep(0.1)
    finally:
        await server.close()
    await tamper(copy, *statements)
    return copy


TAMPERING = {
    "a byte of a payload": (
        ["UPDATE ledger.event SET payload = set_byte(payload, 40, get_byte(payload, 40) # 1) WHERE position = 10"],
        10,
    ),
    "a column": (["UPDATE ledger.event SET author = 'nobody' WHERE position = 11"], 11),
    "a tag": (["UPDATE ledger.event SET tags = array_append(tags, 'zz:added') WHERE position = 12"], 12),
    "a swapped pair": (
        [
            "UPDATE ledger.event SET position = -20 WHERE position = 20",
            "UPDATE ledger.event SET position = 20 WHERE position = 21",
            "UPDATE ledger.event SET position = 21 WHERE position = -20",
        ],
        20,
    ),
    "an event removed from the middle": (["DELETE FROM ledger.event WHERE position = 30"], 30),
}

# The ledger cut after 30 events, the tree recomputed, every trace of the rest removed, the views' too.
TRUNCATED = """
    CREATE TEMPORARY TABLE kept AS SELECT * FROM ledger.event WHERE position <= 30 ORDER BY position;
    TRUNCATE ledger.event, ledger.event_id, ledger.tag, ledger.node, ledger.checkpoint;
    INSERT INTO ledger.event SELECT * FROM kept;
    INSERT INTO ledger.event_id SELECT id, position FROM kept;
    INSERT INTO ledger.tag SELECT unnest(tags), position, ledger.kind(type) FROM kept;
    UPDATE ledger.head SET position = 30, tagged = 30, recorded_at = (SELECT max(recorded_at) FROM kept),
        compact_range = ledger.grow_tree(0, '', (SELECT string_agg(leaf_hash, '' ORDER BY position) FROM kept));
    DO $$ DECLARE each record; BEGIN
        FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'views' LOOP
            EXECUTE format('TRUNCATE views.%I CASCADE', each.tablename);
        END LOOP;
    END $$;
"""


def test_an_untouched_ledger_passes(desk: Desk) -> None:
    """Nothing is wrong: exit code 0, every event recomputed, checkpoints inside and outside compared, views equal."""
    told = desk.call("audit", "verify")
    assert told.returncode == 0, told.stdout.decode()
    assert "Nothing is wrong." in told.stdout.decode()
    assert "The views are equal to a replay" in told.stdout.decode()
    audited = desk.ask("audit", "verify")
    signed = desk.ask("audit", "checkpoint")
    assert audited["sound"] is True
    assert audited["checkpoints"] == 2
    assert audited["verifiers"] == [signed["verifier"]] == [str(KEY.verifier)]
    assert signed["checkpoint"].split("\n")[:3] == [KEY.verifier.name, str(audited["events"]), audited["root"]]
    unsigned = Desk(home=desk.home / "elsewhere", database=desk.database)
    audited = unsigned.ask("audit", "verify", "--verifier", str(KEY.verifier))
    assert (audited["sound"], audited["verifiers"], audited["checkpoints"]) == (True, [str(KEY.verifier)], 1)


@pytest.mark.parametrize("name", TAMPERING)
def test_each_change_is_found_at_its_position(desk: Desk, postgres: Server, name: str) -> None:
    """Whatever was changed, the command ends with 1 and names the first wrong position, without key or checkpoint."""
    statements, position = TAMPERING[name]
    with tampered(postgres, desk, *statements) as copy:
        done = Desk(home=desk.home / "elsewhere", database=copy).call("audit", "verify")
    assert done.returncode == 1
    assert f"The first wrong position is {position}:\n  {position}: " in done.stdout.decode()
    assert "signatures unchecked" in done.stdout.decode()


def test_a_changed_view_is_found(desk: Desk, postgres: Server) -> None:
    """A row of a view that the ledger does not give is told as a difference, with no position wrong; exit code 1."""
    with tampered(postgres, desk, "UPDATE views.visits_visit_v1 SET host = 'FRA'") as copy:
        done = desk.moved(desk.home, copy).call("audit", "verify", "--json")
    assert done.returncode == 1
    audited = json.loads(done.stdout)
    assert (audited["sound"], audited["first_wrong"], audited["findings"]) == (False, None, [])
    assert all("visits.visit" in line for line in audited["views"]["difference"])
    assert audited["views"]["difference"]


def test_a_truncated_end_is_found_by_a_checkpoint_kept_elsewhere(desk: Desk, postgres: Server, tmp_path: Path) -> None:
    """A ledger cut short and made whole again passes by itself; a checkpoint from outside tells where it was cut."""
    (outside,) = (desk.home / "checkpoints").glob("*.checkpoint")
    kept = tmp_path / "kept.checkpoint"
    kept.write_bytes(outside.read_bytes())
    with tampered(postgres, desk, TRUNCATED) as copy:
        unaware = desk.moved(tmp_path / "elsewhere", copy)
        run(_catch_up(unaware))
        audited = unaware.ask("audit", "verify")
        assert (audited["sound"], audited["events"], audited["views"]["position"]) == (True, 30, 30)
        told = unaware.call("audit", "verify", "--checkpoint", str(kept))
        assert told.returncode == 1
        assert "The first wrong position is 31:" in told.stdout.decode()
        # The file that the service kept outside the database does the same, and nothing more is signed.
        aware = desk.moved(desk.home, copy)
        assert aware.ask("audit", "verify")["first_wrong"] == 31
        ingested = aware.call("ingest", str(_write_article(tmp_path)))
    assert ingested.returncode == 1
    assert "recorded" in ingested.stdout.decode()
    assert "events at its end are gone" in ingested.stderr.decode()
    assert outside.read_bytes() == kept.read_bytes()


def test_a_checkpoint_of_another_log_is_refused(desk: Desk, tmp_path: Path) -> None:
    """What is no checkpoint, or not one of this log, is an error that names the file."""
    file = tmp_path / "other.checkpoint"
    for content in (b"\xff", SigningKey.generate("other").sign_note("other\n1\nAAAA\n").encode()):
        file.write_bytes(content)
        refused = desk.call("audit", "verify", "--checkpoint", str(file))
        assert refused.returncode == 1
        assert str(file) in refused.stderr.decode()
        assert "Traceback" not in refused.stderr.decode()


def test_a_proof_is_checked_without_a_database(desk: Desk, tmp_path: Path) -> None:
    """The proof of an event holds for whoever has the verifier key; a flipped bit of it proves nothing."""
    event = desk.ask("events", "--limit", "1")["items"][0]
    file = tmp_path / "event.proof.json"
    written = desk.ask("audit", "prove", event["id"], "--out", str(file))
    assert written["event"] == event["id"]
    auditor = Desk(home=tmp_path / "nowhere")
    checked = auditor.ask("audit", "verify-proof", str(file), "--verifier", str(KEY.verifier))
    assert checked["proved"] is True
    assert (checked["event"], checked["type"]) == (event["id"], event["fact"]["type"])
    assert checked["position"] == written["position"]
    (tmp_path / "verifier").write_text(f"{KEY.verifier}\n")
    content = file.read_bytes()
    told = auditor.call("audit", "verify-proof", "-", "--verifier", str(tmp_path / "verifier"), given=content)
    assert told.returncode == 0
    assert told.stdout.decode().startswith(f"Proved: {event['fact']['type']} {event['id']} stands at")
    proof = json.loads(content)
    _expect_no_proof(auditor, tmp_path, {**proof, "payload": _flip(proof["payload"])})
    _expect_no_proof(auditor, tmp_path, {**proof, "inclusion": [_flip(proof["inclusion"][0]), *proof["inclusion"][1:]]})
    text, _, signature = proof["checkpoint"].rpartition(" ")
    _expect_no_proof(auditor, tmp_path, {**proof, "checkpoint": f"{text} {_flip(signature.strip())}\n"})
    other = auditor.call(
        "audit", "verify-proof", str(file), "--verifier", str(SigningKey.generate("press.example/chancery").verifier)
    )
    assert other.returncode == 1
    assert "is not signed by" in other.stderr.decode()


def test_a_proof_is_checked_with_the_key_that_is_here(desk: Desk, tmp_path: Path) -> None:
    """Where the signing key is, no verifier need be given; where none is, the call is wrong and says what to give."""
    shown = desk.call("audit", "prove", "1", "--out", "-")
    assert shown.returncode == 0
    assert desk.call("audit", "verify-proof", "-", given=shown.stdout).returncode == 0
    nowhere = Desk(home=tmp_path / "nowhere").call("audit", "verify-proof", "-", given=shown.stdout)
    assert nowhere.returncode == 2
    assert "--verifier KEY" in nowhere.stderr.decode()
    assert not (tmp_path / "nowhere").exists()
    wrong = desk.call("audit", "verify-proof", "-", "--verifier", "no+key", given=shown.stdout)
    assert wrong.returncode == 2


@pytest.mark.parametrize("event", ["0", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_is_not_proved(desk: Desk, event: str, tmp_path: Path) -> None:
    """A position or an id that the ledger does not have gives no file, and one line that says so."""
    refused = desk.call("audit", "prove", event, "--out", str(tmp_path / "proof"))
    assert refused.returncode == 1
    assert refused.stderr.decode().count("\n") == 1
    assert not (tmp_path / "proof").exists()


def test_without_a_key_there_is_only_what_was_signed(desk: Desk, postgres: Server, tmp_path: Path) -> None:
    """Who has no key reads the last checkpoint and can prove what it covers, and nothing newer."""
    with tampered(postgres, desk) as copy:
        keyless = Desk(home=tmp_path, database=copy)
        signed = keyless.ask("audit", "checkpoint")
        assert signed["verifier"] is None
        assert signed["checkpoint"].startswith(f"{KEY.verifier.name}\n{signed['events']}\n")
        assert keyless.call("ingest", str(_write_article(tmp_path))).returncode == 0
        refused = keyless.call("audit", "prove", str(signed["events"] + 1), "--out", "-")
    assert refused.returncode == 1
    assert "set CHANCERY_SIGNING_KEY" in refused.stderr.decode()


def test_what_a_former_key_signed_stays_verifiable(desk: Desk, postgres: Server, tmp_path: Path) -> None:
    """After the key was changed, old checkpoints and proofs hold for whoever names both keys, and for nobody else."""
    second = SigningKey.generate("press.example/second")
    write_key(second, tmp_path / "key")
    (tmp_path / "former").write_text(f"{KEY.verifier}\n")
    both = ("--verifier", str(second.verifier), "--verifier", str(KEY.verifier))
    proof = desk.call("audit", "prove", "1", "--out", "-").stdout
    older = "UPDATE ledger.checkpoint SET signed_at = signed_at - interval '11 seconds'"
    with tampered(postgres, desk, older) as copy:
        alone = Desk(home=tmp_path / "home", database=copy, key=tmp_path / "key")
        assert alone.ask("audit", "checkpoint")["verifier"] is None
        changed = msgspec.structs.replace(alone, former=str(tmp_path / "former"))
        assert changed.ask("audit", "checkpoint")["verifier"] == str(KEY.verifier)
        assert changed.call("ingest", str(_write_article(tmp_path))).returncode == 0
        assert changed.ask("audit", "checkpoint")["verifier"] == str(second.verifier)
        unaware = alone.ask("audit", "verify")
        assert (unaware["sound"], unaware["checkpoints"]) == (False, 3)
        assert "is not signed by press.example/second" in unaware["findings"][0]["what"]
        audited = changed.ask("audit", "verify")
        assert (audited["sound"], audited["checkpoints"]) == (True, 3)
        assert audited["verifiers"] == [str(second.verifier), str(KEY.verifier)]
        assert Desk(home=tmp_path / "auditor", database=copy).ask("audit", "verify", *both)["sound"] is True
    assert alone.call("audit", "verify-proof", "-", given=proof).returncode == 1
    assert changed.call("audit", "verify-proof", "-", given=proof).returncode == 0
    auditor = Desk(home=tmp_path / "auditor")
    assert auditor.call("audit", "verify-proof", "-", *both, given=proof).returncode == 0


def test_nothing_is_signed_on_an_empty_ledger(database: TestDatabase, tmp_path: Path) -> None:
    """An empty ledger is sound and has no checkpoint; its views need not have been made."""
    write_key(KEY, tmp_path / "key")
    empty = Desk(home=tmp_path, database=database, key=tmp_path / "key")
    audited = empty.ask("audit", "verify")
    assert (audited["sound"], audited["events"]) == (True, 0)
    assert "views have not been made" in audited["views"]["reason"]
    refused = empty.call("audit", "checkpoint")
    assert refused.returncode == 1
    assert "nothing was signed yet" in refused.stderr.decode()


def test_serve_refuses_to_start_without_a_key(database: TestDatabase, tmp_path: Path) -> None:
    """On a database of one's own, `serve` names the command that makes a key; with that key it gets further."""
    keyless = Desk(home=tmp_path, database=database)
    refused = keyless.call("serve", "--port", "0")
    assert refused.returncode == 1
    assert "chancery audit new-key" in refused.stderr.decode()
    assert refused.stderr.decode().count("\n") == 1
    file = tmp_path / "log.key"
    made = keyless.ask("audit", "new-key", str(file), "--origin", "press.example/log")
    assert made["verifier"].startswith("press.example/log+")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    again = keyless.call("audit", "new-key", str(file))
    assert again.returncode == 1
    assert "never written over" in again.stderr.decode()
    assert file.read_bytes() == before
    assert keyless.call("audit", "new-key", str(tmp_path / "b"), "--origin", "a b").returncode == 2
    # The folder of the checkpoints is a file: the key was taken, and the next thing that is missing is told.
    (tmp_path / "checkpoints").touch()
    next_refusal = Desk(home=tmp_path, database=database, key=file).call("serve", "--port", "0")
    assert next_refusal.returncode == 1
    assert "CHANCERY_CHECKPOINTS" in next_refusal.stderr.decode()


async def _catch_up(desk: Desk) -> None:
    async with open_service(desk.settings()) as service:
        await service.runner.catch_up()


def _write_article(folder: Path) -> Path:
    file = folder / "article.txt"
    file.write_text("Le Mali a convoqué mercredi 20 décembre 2023 l'ambassadeur d'Algérie à Bamako.", encoding="utf-8")
    return file


def _flip(encoded: str) -> str:
    content = bytearray(base64.b64decode(encoded))
    content[len(content) // 2] ^= 1
    return base64.b64encode(content).decode()


def _expect_no_proof(auditor: Desk, folder: Path, proof: dict[str, Any]) -> None:
    file = folder / "changed.json"
    file.write_text(json.dumps(proof), encoding="utf-8")
    checked = auditor.call("audit", "verify-proof", str(file), "--verifier", str(KEY.verifier), "--json")
    assert checked.returncode == 1
    told = json.loads(checked.stdout)
    assert (told["proved"], told["event"]) == (False, None)
    assert told["reason"]

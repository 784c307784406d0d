"""The commands on a database: demo, ingest, questions, replay; and evaluate without one."""

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import httpx

from events.merkle.note import SigningKey
from tests.contract.commands import CHANCERY, read_json, run_chancery, shell_environment
from tests.database import TestDatabase


def event_of(relation: Any) -> str:
    """The id of the first event behind a relation's status."""
    found: str = relation["reasons"][0]["fact"]["sources"][0]["event"]
    return found


def test_a_second_demo_adds_no_event(database: TestDatabase) -> None:
    """The demo shows relation, visits and aid with quotes; run again it adds nothing and says so."""
    first = run_chancery("demo", database=database.service_url)
    assert first.returncode == 0, first.stderr.decode()
    shown = first.stdout.decode()
    for expected in ("MLI - RUS", "Pending visits", "2030-10", "25,000 t", "50,000 t", "22,000 t", "“", "make serve"):
        assert expected in shown
    again = run_chancery("demo", database=database.service_url)
    assert again.returncode == 0
    assert "Nothing was added" in again.stdout.decode()
    assert read_json("demo", database=database.service_url)["added"] == 0
    replayed = run_chancery("replay", "--diff", database=database.service_url)
    assert replayed.returncode == 0, replayed.stdout.decode()
    assert "equal" in replayed.stdout.decode()


def test_a_folder_is_ingested_with_what_is_known_of_its_files(database: TestDatabase, tmp_path: Path) -> None:
    """Manifest and sidecar give metadata; one bad file does not stop the others, and makes the exit code 1."""
    (tmp_path / "a.txt").write_text("Le Mali a convoqué l'ambassadeur d'Algérie.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("La Russie a livré 25 000 tonnes de blé au Mali.", encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "manifest.csv").write_text("file,published,publisher\na.txt,2023-12-20,L'Écho\n", encoding="utf-8")
    (tmp_path / "b.json").write_text('{"published": "2024-01-26", "url": "https://e.org/b"}', encoding="utf-8")
    done = run_chancery("ingest", "--json", str(tmp_path), database=database.service_url)
    assert done.returncode == 1
    results = {result["file"]: result for result in json.loads(done.stdout)}
    assert {name: result["outcome"] for name, result in results.items()} == {
        "a.txt": "recorded",
        "b.txt": "recorded",
        "c.txt": "refused",
    }
    events = read_json("events", database=database.service_url)["items"]
    reported = {event["fact"]["sources"][0]["reported"] for event in events}
    assert reported == {"2023-12-20", "2024-01-26"}
    assert "publishers" in json.dumps(read_json("show", "MLI", "DZA", database=database.service_url))


def test_a_dry_run_writes_nothing(database: TestDatabase, tmp_path: Path) -> None:
    """An ingest with --dry-run shows what would be recorded and leaves the ledger empty."""
    file = tmp_path / "a.txt"
    file.write_text("La Russie a livré 25 000 tonnes de blé au Mali.", encoding="utf-8")
    (result,) = read_json("ingest", "--dry-run", str(file), database=database.service_url)
    assert (result["outcome"], result["events"], result["position"]) == ("recorded", 1, None)
    assert read_json("events", database=database.service_url)["items"] == []


def test_every_question_answers_in_json_and_in_words(database: TestDatabase) -> None:
    """Each command that asks has a table, with whole ids, and a JSON document; `why` shows an event's words."""
    read_json("demo", database=database.service_url)
    questions = (
        ("show", "MLI", "RUS"),
        ("visits", "--status", "pending"),
        ("aid",),
        ("events", "--family", "visit"),
        ("agreements", "--pair", "MLI-RUS"),
        ("memberships", "--status", "left"),
        ("embassies", "--as-of", "2024-01-01"),
        ("envoys", "--party", "DZA"),
    )
    calls = [(*question, *form) for question in questions for form in (("--json",), ())]
    shown: dict[tuple[str, ...], str] = {}
    for call in calls:
        done = run_chancery(*call, database=database.service_url)
        assert done.returncode == 0, (call, done.stderr)
        shown[call] = done.stdout.decode()
        assert json.loads(shown[call]) if call[-1] == "--json" else "“" in shown[call], call
    ids = [each["id"] for each in json.loads(shown["events", "--family", "visit", "--json"])["items"]]
    assert ids
    assert all(each in shown["events", "--family", "visit"] for each in ids)
    event = read_json("events", "--limit", "1", database=database.service_url)["items"][0]
    exact = event["fact"]["sources"][0]["proofs"][0]["exact"]
    why = run_chancery("why", event["id"], database=database.service_url)
    assert " ".join(exact.split()[:3]) in why.stdout.decode()
    assert run_chancery("why", "nothing", database=database.service_url).returncode == 1
    told = run_chancery("why", "MLI", "RUS", database=database.service_url).stdout.decode()
    assert "decided by the rule" in told
    assert event_of(read_json("why", "MLI", "RUS", database=database.service_url)) in told
    early = run_chancery("why", "MLI", "RUS", "--as-of", "2000-01-01", database=database.service_url)
    assert "no rule is met" in early.stdout.decode()
    assert run_chancery("why", event["id"], "--as-of", "2000-01-01", database=database.service_url).returncode == 2


def test_an_empty_ledger_answers(database: TestDatabase) -> None:
    """Questions to an empty ledger have empty answers, and replay finds nothing to differ."""
    assert read_json("show", "MLI", "RUS", database=database.service_url)["status"] == "unobserved"
    commands = (
        "visits", "aid", "events", "agreements", "sanctions", "memberships", "envoys", "embassies", "military",
        "officials",
    )  # fmt: skip
    answers = [run_chancery(command, database=database.service_url) for command in commands]
    assert [(answer.returncode, answer.stderr) for answer in answers] == [(0, b"")] * len(commands)
    assert read_json("replay", "--diff", database=database.service_url)["difference"] == []


def test_a_failure_is_one_line_that_says_what_to_do(database: TestDatabase) -> None:
    """An unknown country, a database that does not answer, an unknown setting: exit code 1 and one line."""
    unknown = run_chancery("show", "MLI", "Russie", database=database.service_url)
    assert (unknown.returncode, "RUS" in unknown.stderr.decode()) == (1, True)
    away = run_chancery("events", database="postgresql://chancery_service@127.0.0.1:1/nothing")
    assert away.returncode == 1
    assert len(away.stderr.decode().splitlines()) == 1
    assert "CHANCERY_DATABASE_URL" in away.stderr.decode()


def test_migrate_brings_an_empty_database_up_to_date(empty_database: TestDatabase) -> None:
    """A database without migrations is refused with the remedy; `chancery migrate` is that remedy."""
    refused = run_chancery("events", database=empty_database.service_url)
    assert refused.returncode == 1
    assert "chancery migrate" in refused.stderr.decode()
    assert read_json("migrate", database=empty_database.owner_url)["applied"]
    assert read_json("migrate", database=empty_database.owner_url)["applied"] == []
    assert read_json("events", database=empty_database.service_url)["items"] == []


def test_serve_answers_until_it_is_told_to_stop(database: TestDatabase, tmp_path: Path) -> None:
    """A server says where it serves, answers there, refuses to share its port, and ends with 0 on SIGTERM."""
    environment = {
        **shell_environment(),
        "CHANCERY_DATABASE_URL": database.service_url,
        "CHANCERY_HOME": str(tmp_path),
        "CHANCERY_SIGNING_KEY": SigningKey.generate("test.example/log").reveal(),
    }
    call = [CHANCERY, "serve", "--json", "--port"]
    process = subprocess.Popen([*call, "0"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout is not None
        said = b""
        while not said.endswith(b"}\n"):
            said += process.stdout.readline()
            assert process.poll() is None
        url = json.loads(said)["serving"]
        assert httpx.get(f"{url}/health/live").json() == {"status": "live"}
        second = subprocess.run(
            [*call, url.rpartition(":")[2]], env=environment, capture_output=True, check=False, timeout=60
        )
        assert second.returncode == 1
        assert b"another --port" in second.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.communicate()


def test_settings_are_listed() -> None:
    """Every setting has its name, meaning and value; a secret does not show its own."""
    listed = read_json("settings", database="postgresql://someone:hidden@example.org/chancery")
    names = {line["name"] for line in listed}
    assert "CHANCERY_DATABASE_URL" in names
    assert all(line["meaning"] for line in listed)
    assert "hidden" not in json.dumps(listed)


def test_evaluate_compares_with_labels(tmp_path: Path) -> None:
    """Against labels of its own, an article that is read right has a recall of 1; a missing text is a clear failure."""
    label = {
        "type": "AidDelivered", "source": ["RUS"], "target": ["MLI"], "start": None, "end": None, "item": "wheat",
        "amount": 25000, "unit": "t", "cumulative": False, "persons": [], "quote": "25 000 tonnes", "required": True,
    }  # fmt: skip
    record: dict[str, Any] = {
        "id": "own-001", "lang": "fr", "published": None, "published_precision": None, "source": {}, "events": [label],
    }  # fmt: skip
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(record) + "\n", encoding="utf-8")
    call = ("evaluate", str(gold), "--texts", str(tmp_path), "--only", "own")
    assert run_chancery(*call).returncode == 1
    (tmp_path / "own-001.txt").write_text("La Russie a livré 25 000 tonnes de blé au Mali.", encoding="utf-8")
    report = read_json(*call)
    assert report["overall"]["scores"]["strict"]["recall"] == 1.0
    table = run_chancery(*call, "--errors")
    assert table.returncode == 0
    assert "AidDelivered" in table.stdout.decode()
    assert read_json(*call, "--half", "open")["articles"] == 1
    assert read_json(*call, "--half", "held-out")["articles"] == 0
    measured = tmp_path / "confidence.json"
    assert run_chancery(*call, "--confidence", str(measured)).returncode == 0
    assert json.loads(measured.read_text("utf-8"))["cells"][0]["right"] == 1.0

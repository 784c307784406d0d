"""Replays for audits: the same bytes wherever they are made, compared with each other and with the live views."""

import json
import subprocess
from pathlib import Path

from tests.contract.commands import read_json, run_chancery
from tests.database import TestDatabase

CURATOR = ("--who", "A. Curator", "--why", "read the communiqué")


def test_replays_are_equal_bytes_and_show_what_a_curator_changed(database: TestDatabase, tmp_path: Path) -> None:
    """Two replays of one position are the same files; one after a correction differs from them in what it changed."""
    url = database.service_url
    article = tmp_path / "wheat.txt"
    article.write_text("La Russie a livré 25 000 tonnes de blé au Mali le 26 janvier 2024.", encoding="utf-8")
    read_json("ingest", str(article), database=url)
    (event,) = read_json("events", "--type", "AidDelivered", database=url)["items"]
    before = event["position"]
    first = read_json("replay", "--out", str(tmp_path / "one"), database=url)
    curated = read_json("correct", event["id"], "--set", "item=flour", *CURATOR, database=url)
    assert (curated["outcome"], curated["version"]) == ("recorded", 1)
    assert read_json("correct", event["id"], "--set", "item=flour", *CURATOR, database=url)["outcome"] == "known"
    confirmed = read_json("confirm", event["id"], *CURATOR, database=url)
    assert confirmed["outcome"] == "recorded"
    again = read_json("replay", "--known-at", str(before), "--out", str(tmp_path / "two"), database=url)
    assert first["digest"] == again["digest"]
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "two").iterdir())
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)
    sums = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path / "one", capture_output=True, check=False
    )
    assert sums.returncode == 0, sums.stderr
    assert read_json("replay", "--diff", database=url)["difference"] == []
    same = run_chancery("replay", "--diff", str(tmp_path / "one"), database=url)
    assert same.returncode == 0, same.stdout.decode()
    assert "equal" in same.stdout.decode()
    changed = run_chancery("replay", "--to", str(confirmed["position"]), "--diff", str(tmp_path / "one"), database=url)
    assert changed.returncode == 1
    assert '"wheat" -> "flour"' in changed.stdout.decode()
    spoilt = tmp_path / "one" / "replay.json"
    spoilt.write_bytes(spoilt.read_bytes() + b" ")
    refused = run_chancery("replay", "--diff", str(tmp_path / "one"), database=url)
    assert refused.returncode == 1
    assert "is not what SHA256SUMS says" in refused.stderr.decode()
    full = run_chancery("replay", "--out", str(tmp_path / "two"), database=url)
    assert full.returncode == 1
    assert "is not empty" in full.stderr.decode()
    gone = json.loads(run_chancery("retract", event["id"], *CURATOR, "--json", database=url).stdout)
    assert gone["outcome"] == "recorded"
    assert read_json("events", database=url)["items"] == []

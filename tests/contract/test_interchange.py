"""`chancery export` and `chancery import`, as whoever types them sees them."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet  # pyright: ignore[reportMissingTypeStubs]

from projections.climate import read_scores
from tests.contract.commands import read_json, run_chancery
from tests.database import TestDatabase


@pytest.fixture
def demo(database: TestDatabase) -> str:
    """A database with the sample articles."""
    assert run_chancery("demo", database=database.service_url).returncode == 0
    return database.service_url


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV by column."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_the_three_forms_hold_the_same_events(demo: str, tmp_path: Path) -> None:
    """NDJSON, CSV and Parquet hold every event in the order of the ledger, with codes and scores of its type."""
    for form in ("ndjson", "csv", "parquet"):
        told = read_json("export", str(tmp_path / f"all.{form}"), database=demo)
        written = (tmp_path / f"all.{form}").read_bytes()
        assert (told["format"], told["size"]) == (form, len(written))
        assert told["sha256"] == hashlib.sha256(written).hexdigest()
    lines: list[dict[str, Any]] = [json.loads(line) for line in (tmp_path / "all.ndjson").read_bytes().splitlines()]
    rows = read_rows(tmp_path / "all.csv")
    table: list[dict[str, Any]] = parquet.read_table(tmp_path / "all.parquet").to_pylist()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    assert lines == table
    assert [row["event"] for row in rows] == [line["event"] for line in lines]
    assert [line["position"] for line in lines] == sorted(line["position"] for line in lines)
    listed = read_json("events", "--limit", "200", database=demo)["items"]
    assert {event["id"] for event in listed} == {line["event"] for line in lines}
    scores = read_scores().scores
    for line, row in zip(lines, rows, strict=True):
        score = scores.get(line["type"])
        assert line["plover"] == (None if score is None else score.plover)
        assert row["cameo"] == ("" if score is None else " | ".join(score.cameo))
        assert line["plover_score"] == (None if score is None else score.intensity)
        assert line["quotes"]


def test_an_export_is_filtered_and_always_the_same(demo: str, tmp_path: Path) -> None:
    """The one grammar of filters chooses; written twice, and written to standard output, the bytes are the same."""
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for file in files:
        assert run_chancery("export", str(file), "--pair", "MLI-RUS", "--family", "aid", database=demo).returncode == 0
    streamed = run_chancery("export", "--format", "csv", "--pair", "MLI-RUS", "--family", "aid", database=demo)
    assert files[0].read_bytes() == files[1].read_bytes() == streamed.stdout
    rows = read_rows(files[0])
    assert rows
    assert {row["family"] for row in rows} == {"aid"}
    assert all({"MLI", "RUS"} <= set(row["parties"].split(" | ")) for row in rows)
    assert b"SHA-256" in streamed.stderr


def test_an_export_that_fails_leaves_the_file_of_before(demo: str, tmp_path: Path) -> None:
    """A filter that cannot be read, or Parquet to standard output, writes nothing."""
    file = tmp_path / "kept.csv"
    file.write_text("before", encoding="utf-8")
    refused = run_chancery("export", str(file), "--party", "MALI", database=demo)
    assert refused.returncode == 1
    assert b"MLI" in refused.stderr
    assert run_chancery("export", "--format", "parquet", database=demo).returncode == 2
    assert file.read_text(encoding="utf-8") == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["kept.csv"]

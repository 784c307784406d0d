"""`chancery export` and `chancery import`, as whoever types them sees them."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet  # pyright: ignore[reportMissingTypeStubs]

from projections.views.climate import read_scores
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


def test_bad_rows_are_refused_by_line_and_harm_no_other(demo: str, tmp_path: Path) -> None:
    """Each bad row is told with its line and what is wrong with it; its neighbours are recorded, once."""
    file = tmp_path / "acts.csv"
    file.write_bytes(
        b"type,source,target,act,stage,amount,amount_unit,url,publisher,note\r\n"
        b"EmbassyOpened,FRA,MLI,1961,,,,,,baseline\r\n"
        b"EmbassyOpend,FRA,MLI,1961,,,,,,\r\n"
        b"EmbassyOpened,FRANCE,MLI,1961,,,,,,\r\n"
        b"EmbassyOpened,FRA,MLI,1961-13,,,,,,\r\n"
        b"EmbassyOpened,FRA,FRA,1961,,,,,,\r\n"
        b"EmbassyOpened,FRA,MLI,1961,soon,,,,,\r\n"
        b"EmbassyOpened,FRA,MLI,1961,,5,t,,,\r\n"
        b"AidDelivered,FRA,MLI,2020,,1 000,t,,,\r\n"
        b"AidDelivered,FRA,MLI,2020,,1000,sacks,,,\r\n"
        b"EmbassyOpened,FRA,MLI,1961,,,,javascript:alert(1),,\r\n"
        b"EmbassyOpened,FRA,MLI\r\n"
        b"EmbassyOpened,FRA,MLI,1961,,,,,,\xff\r\n"
        b"EmbassyOpened,FRA,MLI,1961,,,,,,a\x00b\r\n"
        b"AidDelivered,FRA,MLI,2020-05,,1000,t,https://gazette.example/a,Gazette,\r\n"
    )
    arguments = ("import", str(file), "--data-set", "Sahel acts", "--coder", "A. Coder")
    done = run_chancery(*arguments, "--json", database=demo)
    assert done.returncode == 1, done.stderr.decode()
    told = json.loads(done.stdout)
    assert (told["rows"], told["recorded"], told["known"], told["refused"]) == (14, 2, 0, 12)
    reasons = {each["line"]: each["reason"] for each in told["reasons"]}
    wanted = ("is EmbassyOpened or", "FRA (France)", "1961-13", "towards itself", "stage", "amount", "1 000", "sacks")
    wanted += ("address", "3 cells under 10", "UTF-8", "control characters")
    assert list(reasons) == list(range(3, 15))
    assert [part for part, reason in zip(wanted, reasons.values(), strict=True) if part not in reason] == []
    again = json.loads(run_chancery(*arguments, "--json", database=demo).stdout)
    assert (again["recorded"], again["known"], again["position"]) == (0, 2, None)
    replayed = run_chancery("replay", "--diff", database=demo)
    assert replayed.returncode == 0, replayed.stdout.decode()


def test_a_table_with_a_wrong_header_is_refused_whole(demo: str, tmp_path: Path) -> None:
    """A column that nobody knows is named with what may be meant, and nothing is recorded."""
    file = tmp_path / "acts.csv"
    file.write_text("type,sourc,target\nEmbassyOpened,FRA,MLI\n", encoding="utf-8")
    done = run_chancery("import", str(file), "--data-set", "a", "--coder", "b", database=demo)
    assert done.returncode == 1
    assert b"'sourc'" in done.stderr
    assert b"source" in done.stderr
    assert read_json("events", "--pair", "FRA-MLI", "--type", "EmbassyOpened", database=demo)["items"] == []

"""Rows and cells: what is written is read again, and what cannot be read harms nothing else."""

import hashlib
import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.errors import ChanceryError
from events.evidence import ImportedRecord
from events.vocabulary import AidDelivered, CooperationPledged
from service.interchange.cells import read_text, write_cell
from service.interchange.coded import PASSED_OVER, READ, Coded, read_row
from service.interchange.forms import COLUMNS, NoParquet, open_writer
from service.interchange.tables import LONGEST_LINE, BadHeader, TableRow, read_table


def read(**cells: str) -> Coded:
    """A row of the data set d, coded by c."""
    return read_row(2, cells, data_set="d", coder="c")


def rows(table: bytes) -> list[TableRow]:
    """Every row of a table."""
    return list(read_table(io.BytesIO(table)))


@given(st.text(alphabet=st.sampled_from("'=+-@ab 0"), max_size=12))
def test_a_text_survives_the_apostrophe_that_guards_spreadsheets(text: str) -> None:
    """Whatever a text begins with, its cell computes nothing, and read again it is the text on one line."""
    line = " ".join(text.split())
    cell = str(write_cell(line))
    assert not cell.startswith(("=", "+", "-", "@"))
    assert read_text(cell) == line


def test_the_columns_of_an_export_are_read_or_passed_over() -> None:
    """An import knows every column of an export."""
    assert set(COLUMNS) <= {*READ, *PASSED_OVER}


def test_the_hash_is_of_what_the_row_says_alone() -> None:
    """Order of columns, blanks and columns passed over change no id; a note does; anyone can compute the hash."""
    one = read(type="AidDelivered", source="RUS", target="MLI", item="wheat", note="a")
    same = read(note=" a", position="7", goldstein="9", item="wheat ", target="MLI", source="RUS", type="AidDelivered")
    other = read(type="AidDelivered", source="RUS", target="MLI", item="wheat", note="b")
    assert one == same
    assert one.id != other.id
    told = {"coder": "c", "data_set": "d", "item": "wheat", "note": "a", "source": "RUS", "target": "MLI"}
    written = json.dumps(told | {"type": "AidDelivered"}, separators=(",", ":"), sort_keys=True)
    (proof,) = one.report.evidence
    assert isinstance(proof, ImportedRecord)
    assert proof.row_hash == hashlib.sha256(written.encode()).hexdigest()


def test_figures_dates_and_lists_are_read() -> None:
    """One figure or two, one date or two, parties and sectors joined by a bar."""
    aid = read(
        type="AidDelivered", source="rus", target="MLI", amount="25000", amount_unit="t", act="2024-01",
        value_min="1.5e6", value_unit="EUR", value_approximate="true", terms="grant",
    ).report  # fmt: skip
    assert isinstance(aid, AidDelivered)
    assert aid.amount is not None
    assert aid.value is not None
    assert (aid.source, aid.amount.min, aid.amount.max, aid.amount.unit) == ("RUS", 25_000, 25_000, "t")
    assert (aid.value.min, aid.value.max, aid.value.approximate) == (1_500_000, None, True)
    assert aid.act is not None
    assert (aid.act.start, aid.act.end, aid.act.precision) == ("2024-01", "2024-01", "month")
    pledged = read(type="CooperationPledged", parties="RUS|MLI", sectors="energy | mining", act_start="2024").report
    assert isinstance(pledged, CooperationPledged)
    assert (pledged.parties, pledged.sectors) == (("MLI", "RUS"), ("energy", "mining"))
    assert pledged.act is not None
    assert (pledged.act.start, pledged.act.end) == ("2024", None)


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({}, "type"),
        ({"parties": "RUS|MLI|FRA"}, "two"),
        ({"act": "2024", "act_start": "2024"}, "twice"),
        ({"amount": "5", "amount_min": "5"}, "twice"),
        ({"amount": "-5"}, "positive"),
        ({"amount": "1e999"}, "number"),
        ({"amount_approximate": "perhaps", "amount": "1"}, "true or false"),
        ({"confidence": "1.2"}, "0 to 1"),
        ({"instrument": "treaty"}, "instrument"),
        ({"reported": "2024"}, "YYYY-MM"),
        ({"happening": "x" * 2001}, "2000"),
        ({"language": "French", "title": "A visit"}, "ISO 639-1"),
        ({"persons": "a\x07b"}, "control"),
    ],
)  # fmt: skip
def test_a_row_that_tells_no_event_says_why(cells: dict[str, str], part: str) -> None:
    """What is wrong with a row is named with its column or its value."""
    good = {"type": "AidDelivered", "source": "RUS", "target": "MLI"} if cells else {"source": "RUS"}
    with pytest.raises(ChanceryError, match=part):
        read(**good, **cells)


def test_without_data_set_or_coder_a_row_is_refused() -> None:
    """Nothing is recorded of which nobody says where it comes from and who coded it."""
    with pytest.raises(ChanceryError, match="--coder"):
        read_row(2, {"type": "EmbassyOpened", "source": "FRA", "target": "MLI"}, data_set="d", coder=None)


def test_a_line_too_long_or_torn_harms_no_other() -> None:
    """A line over the limit, a stray quotation mark and a short row are faults of their own lines."""
    table = b"\xef\xbb\xbftype,note\r\nA," + b"x" * (LONGEST_LINE + 5) + b'\r\nB,"b\nb"\r\nC,"c"c\r\nD\r\n\r\nE,e\r\n'
    told = rows(table)
    assert [(row.line, row.fault is None) for row in told] == [(2, False), (3, True), (5, False), (6, False), (8, True)]
    assert [row.cells for row in told if row.fault is None] == [
        {"type": "B", "note": "b\nb"},
        {"type": "E", "note": "e"},
    ]


@pytest.mark.parametrize(
    ("table", "part"),
    [(b"", "empty"), (b"type,sourc\n", "source"), (b"type,type\n", "twice"), (b"source,target\n", "no column type")],
)
def test_a_wrong_header_refuses_the_table(table: bytes, part: str) -> None:
    """A table whose columns are unknown, doubled or missing is refused before any row."""
    with pytest.raises(BadHeader, match=part):
        rows(table)


def test_parquet_without_pyarrow_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pyarrow is not installed, the message names it, the extra, and the other forms."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NoParquet, match=r"pyarrow.*chancery\[parquet\].*\.csv"):
        open_writer("parquet", io.BytesIO())

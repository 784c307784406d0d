"""A CSV read row by row in bounded memory: a row that cannot be read is told, and harms no other."""

import csv
import difflib
from collections.abc import Generator, Iterator
from typing import BinaryIO

import msgspec

from events.errors import ChanceryError
from service.interchange.coded import PASSED_OVER, READ

LONGEST_LINE = 1_000_000
"""Bytes of one line, at most."""
_TOO_LONG = "\ufffe"
"""Stands for a line that was too long to be kept: no text has this character."""


class BadHeader(ChanceryError):
    """The first line of a table does not name the columns that an import reads."""

    problem = "bad-metadata"


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row: its cells by column, or what is wrong with it; ``line`` is the first one that it stands in, from 1."""

    line: int
    cells: dict[str, str] = {}
    fault: str | None = None


def read_table(file: BinaryIO) -> Iterator[TableRow]:
    """The rows of a table, those left out that are blank.

    Raises:
        BadHeader: there is no header, or one with a column that is unknown, or there twice.

    """
    rows = csv.reader(_read_lines(file), strict=True)
    header = _read_header(rows)
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield TableRow(line=line, fault=f"not read as CSV: {error}; look at the quotation marks from here on")
            continue
        if any(cell.strip() for cell in row):
            yield _name_cells(line, rows.line_num, header, row)


def _name_cells(line: int, last: int, header: list[str], row: list[str]) -> TableRow:
    if any(_TOO_LONG in cell for cell in row):
        return TableRow(line=line, fault=f"a line has more than {LONGEST_LINE} bytes; is a quotation mark open?")
    if len(row) != len(header):
        where = f" (it runs to line {last})" if last > line else ""
        return TableRow(line=line, fault=f"{len(row)} cells under {len(header)} columns{where}; give each column one")
    return TableRow(line=line, cells=dict(zip(header, row, strict=True)))


def _read_header(rows: Iterator[list[str]]) -> list[str]:
    try:
        header = [name.strip().lower() for name in next(rows)]
    except StopIteration:
        raise BadHeader(
            "the table is empty; its first line names the columns, as docs/interchange.md lists them"
        ) from None
    except csv.Error as error:
        raise BadHeader(f"the first line is not read as CSV: {error}; it names the columns") from error
    known = {*READ, *PASSED_OVER}
    for name in header:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=2, cutoff=0.6)
            meant = f"is {' or '.join(near)} meant?" if near else "for remarks there is the column note"
            raise BadHeader(f"there is no column {name[:100]!r}; {meant} docs/interchange.md lists the columns")
        if header.count(name) > 1:
            raise BadHeader(f"the column {name} stands twice; keep one")
    if "type" not in header:
        raise BadHeader("there is no column type; the first line names the columns, as docs/interchange.md lists them")
    return header


def _read_lines(file: BinaryIO) -> Generator[str]:
    first = True
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield f"{_TOO_LONG}\n"
        else:
            yield line.decode("utf-8-sig" if first else "utf-8", "surrogateescape")
        first = False

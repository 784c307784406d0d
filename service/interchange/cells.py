"""Cells of CSV: how a value is written into one, and what a text in one means."""

import re
from typing import cast

from events.errors import ChanceryError

BAR = " | "
"""Between the members of a list."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?")
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


class BadCell(ChanceryError):
    """A cell that does not hold what its column is for."""

    problem = "bad-metadata"


def write_cell(value: object) -> object:
    """A value as a cell: lists joined by a bar, an apostrophe before what a spreadsheet would compute."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        value = BAR.join(cast("tuple[str, ...]", value))
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return value


def read_text(cell: str) -> str:
    """The text of a cell on one line, without the apostrophe that ``write_cell`` put before it."""
    text = " ".join(cell.split())
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def read_list(text: str) -> tuple[str, ...]:
    """The members of a list, each once."""
    return tuple(dict.fromkeys(part for each in text.split("|") if (part := each.strip())))


def read_number(column: str, text: str) -> float:
    """A number; raises BadCell."""
    if _NUMBER.fullmatch(text) is None:
        raise BadCell(f"{column}: {text!r} is no number; write 25000 or 1.5")
    return float(text)


def read_truth(column: str, text: str) -> bool:
    """Yes or no; raises BadCell."""
    if text.lower() not in _YES | _NO:
        raise BadCell(f"{column}: {text!r}; write true or false")
    return text.lower() in _YES

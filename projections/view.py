"""What a view is: which events it folds, the rows it makes of a happening, the tables that hold them."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TypeVar, cast

import asyncpg
import msgspec

from events.vocabulary import FAMILIES
from projections.facts import Acts
from projections.ground import Ground

DECISIONS = ("HappeningsMerged", "HappeningSplit", "AnnouncementAnswered", "EventRetracted", "Redacted")
ARTICLES = ("ArticleIngested", "ArticleRevised")

_VOLATILE = frozenset({"position", "recorded_at", "recorded_on", "settled"})


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a view's table: fields are columns, in this order."""


R = TypeVar("R", bound=Row)


class View(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A question's current answer, kept in tables.

    ``families``: of the reports that it folds. ``tables``: name to the type of its rows; each has a column
    ``happening``. ``rows``: what one happening gives, by table. ``summaries``: tables computed from
    whole other tables: name to a pure function of those. The statements ``touched``, ``delete_summary`` and
    ``summarise`` of the view's .sql do the same for the ``summary_key`` of the rows that a batch touches.
    """

    name: str
    version: int
    families: tuple[str, ...]
    tables: Mapping[str, type[Row]]
    rows: Callable[[Acts, str], Mapping[str, Sequence[Row]]]
    summaries: Mapping[str, Callable[[Mapping[str, Sequence[Row]]], Sequence[Row]]] = {}
    summary_key: tuple[str, ...] = ()

    @property
    def reports(self) -> frozenset[str]:
        """The types of the reports that it keeps."""
        return _reports_of(self.families)

    @property
    def types(self) -> frozenset[str]:
        """The types of the events that it folds."""
        return _types_of(self.families)

    def table(self, name: str) -> str:
        """The table's name in the schema ``views``, with the version of the view."""
        return f"{self.name}_{name}_v{self.version}"


def read_row(kind: type[R], record: "asyncpg.Record") -> R:
    """A row of the type ``kind`` from a record of its table, which may have further columns."""
    return kind(
        **{
            field: tuple(cast("list[object]", value)) if isinstance(value := record[field], list) else value
            for field in kind.__struct_fields__
        }
    )


@cache
def _reports_of(families: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for family in families for name in FAMILIES[family])


@cache
def _types_of(families: tuple[str, ...]) -> frozenset[str]:
    return _reports_of(families) | {*DECISIONS, *ARTICLES}


def fold_rows(view: View, ground: Ground) -> dict[str, list[Row]]:
    """Every row of a view, from a ground that holds all its events."""
    found: dict[str, list[Row]] = {name: [] for name in view.tables}
    acts = Acts(ground)
    for happening in sorted(ground.happenings):
        for name, rows in view.rows(acts, happening).items():
            found[name].extend(rows)
    for name, summarise in view.summaries.items():
        found[name] = list(summarise(found))
    return found


def canonical(rows: Mapping[str, Sequence[Row]]) -> dict[str, list[bytes]]:
    """Rows in a form in which equal views are equal bytes: sorted, without what depends on when they were recorded."""
    return {name: sorted(_canonical_row(row) for row in table) for name, table in sorted(rows.items())}


def _canonical_row(row: Row) -> bytes:
    fields = {
        field: msgspec.json.decode(value) if isinstance(value, bytes) else value
        for field in row.__struct_fields__
        if field not in _VOLATILE
        for value in (getattr(row, field),)
    }
    return msgspec.json.encode(fields)


@cache
def statements(file: str) -> dict[str, str]:
    """The statements of a .sql file beside this module, each under the ``-- name:`` that precedes it."""
    text = files("projections").joinpath(file).read_text(encoding="utf-8")
    parts = re.split(r"^-- name: *(\w+)[^\n]*\n", text, flags=re.MULTILINE)
    return {name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}


@cache
def statement(file: str, name: str, version: int, ground_of: str | None = None) -> str:
    """A statement with the version of the view in its tables' names (the files are written for version 1).

    ``ground_of`` names the view whose ground tables it is about: ``ground_entry_v1`` becomes ``visits_entry_v1``.
    """
    text = re.sub(r"_v1\b", f"_v{version}", statements(file)[name])
    return text if ground_of is None else re.sub(r"\bground_", f"{ground_of}_", text)

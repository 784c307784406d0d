"""What a view is: which events it folds, the rows it makes of a happening, the tables that hold them."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias, TypeVar, cast

import asyncpg
import msgspec

from events.vocabulary import FAMILIES
from projections.errors import ViewOutdated
from projections.ground.facts import Acts
from projections.ground.ground import Ground
from projections.ground.kept import read_fact

Connection: TypeAlias = "asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]"

DECISIONS = (
    "HappeningsMerged",
    "HappeningSplit",
    "AnnouncementAnswered",
    "EventRetracted",
    "EventCorrected",
    "EventConfirmed",
    "Redacted",
)
ARTICLES = ("ArticleIngested", "ArticleRevised")

_VOLATILE = frozenset({"position", "recorded_at", "recorded_on", "settled", "heard", "said", "entered", "touched"})


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row of a view's table: fields are columns, in this order."""


R = TypeVar("R", bound=Row)


class Tables(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Tables in the schema ``views`` that are kept together.

    ``fold``: the version of the code that fills them, to be raised when it would fill them otherwise. ``version``: of
    the tables, which a rebuild makes anew beside those of the version before. ``like``: the name in whose .sql their
    statements stand, where several have the same tables; else their own.
    """

    name: str
    fold: int
    version: int = 1
    like: str | None = None

    @property
    def _file(self) -> str:
        """The .sql in which their statements stand."""
        return f"ground/{self.name}.sql"

    def table(self, name: str) -> str:
        """A table's name in the schema, with the version of the tables."""
        return f"{self.name}_{name}_v{self.version}"

    def sql(self, name: str) -> str:
        """A statement of their .sql, for their name and version."""
        text = statement(self._file, name, self.version)
        return text if self.like is None else _renamed(text, self.like, self.name)

    def has(self, name: str) -> bool:
        """Whether there is such a statement in their .sql."""
        return name in statements(self._file)

    def steps(self, name: str) -> list[str]:
        """The statements that stand under one name in their .sql, one by one."""
        return [each for each in self.sql(name).split(";\n") if each.strip()]


GROUND = Tables(name="ground", fold=3)
"""What all views stand on: ``projections.ground.ground``, in tables."""
GROUND_TABLES = ("entry", "answer", "article", "happening")


class View(Tables, frozen=True, kw_only=True, eq=False):
    """A question's current answer, kept in tables.

    ``families``: of the reports that it folds. ``tables``: name to the type of its rows; each has a column
    ``happening``. ``rows``: what one happening gives, by table. ``summaries``: tables computed from
    whole other tables: name to a pure function of those. The statements ``delete_summary`` and ``summarise`` of the
    view's .sql do the same for some values of the ``summary_key`` of the rows, and ``summarise_all`` for all rows,
    where nothing is summarised yet; ``projections.views.pair_sums`` says how they follow by difference. ``event_row``:
    of a view with one table, and in it one row an event, which depends on that event and its article alone: the row of
    one.
    """

    families: tuple[str, ...]
    tables: Mapping[str, type[Row]]
    rows: Callable[[Acts, str], Mapping[str, Sequence[Row]]]
    summaries: Mapping[str, Callable[[Mapping[str, Sequence[Row]]], Sequence[Row]]] = {}
    summary_key: tuple[str, ...] = ()
    event_row: Callable[[Acts, str], Row] | None = None

    @property
    def _file(self) -> str:
        return f"views/{self.like or self.name}.sql"

    @property
    def reports(self) -> frozenset[str]:
        """The types of the reports that it keeps."""
        return _reports_of(self.families)

    @property
    def types(self) -> frozenset[str]:
        """The types of the events that it folds."""
        return _types_of(self.families)


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


def fold_rows(view: View, told: Ground | Acts) -> dict[str, list[Row]]:
    """Every row of a view, from a ground (or its acts) that holds all its events."""
    found: dict[str, list[Row]] = {name: [] for name in view.tables}
    acts = told if isinstance(told, Acts) else Acts(told)
    for happening in sorted(acts.ground.happenings):
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
        field: _open(field, value) if isinstance(value, bytes) else value
        for field in row.__struct_fields__
        if field not in _VOLATILE
        for value in (getattr(row, field),)
    }
    return msgspec.json.encode(fields)


def _open(field: str, kept: bytes) -> object:
    """What a column of bytes holds: a fact, or JSON; that it is neither, where an earlier fold wrote it otherwise."""
    try:
        return read_fact(kept) if field == "fact" else msgspec.json.decode(kept)
    except (msgspec.DecodeError, ViewOutdated):
        return f"{len(kept)} bytes in a form that is no longer read"


@cache
def statements(file: str) -> dict[str, str]:
    """The statements of a .sql file of this package, each under the ``-- name:`` that precedes it."""
    text = files("projections").joinpath(file).read_text(encoding="utf-8")
    parts = re.split(r"^-- name: *(\w+)[^\n]*\n", text, flags=re.MULTILINE)
    return {name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}


@cache
def _renamed(text: str, like: str, name: str) -> str:
    return re.sub(rf"\b{like}_(?=[a-z]+_v[0-9])", f"{name}_", text)


@cache
def statement(file: str, name: str, version: int) -> str:
    """A statement with the version of the tables in their names (the files are written for version 1)."""
    return re.sub(r"_v1(?![0-9])", f"_v{version}", statements(file)[name])

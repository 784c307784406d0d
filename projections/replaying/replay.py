"""Folds the whole ledger afresh, in memory, and compares the views that come out with the live ones."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import asyncpg
import msgspec

from events.ledger import Ledger
from projections.following.batch import known, parse
from projections.ground.facts import Acts
from projections.ground.ground import Ground
from projections.storing.store import open_snapshot
from projections.view import Row, View, canonical, fold_rows, read_row, statement
from projections.views import VIEWS

Canonical = Mapping[str, Mapping[str, Sequence[bytes]]]
"""By view, by table: the rows as canonical JSON, sorted."""

_SHOWN = 6


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """The live views in one snapshot, and the position that each has folded."""

    positions: Mapping[str, int]
    views: Canonical


async def replay(
    ledger: Ledger, upto: int | Mapping[str, int] | None = None, views: Sequence[View] = VIEWS
) -> Canonical:
    """Every view, folded from the ledger's events and from nothing else.

    ``upto``: a position (default: the head), or one for each view.
    """
    limits: Mapping[str, int] = {} if upto is None or isinstance(upto, int) else upto
    last = upto if isinstance(upto, int) else max(limits.values(), default=None)
    ends = sorted({limits.get(view.name, last) for view in views}, key=lambda end: (end is None, end))
    found: dict[str, Mapping[str, Sequence[bytes]]] = {}
    ground, reached = Ground(), 0
    for end in ends:
        async for page in ledger.stream(after=reached, upto=end):
            for item in parse(page):
                told = known(item)
                if told is not None:
                    ground.apply(*told)
            reached = page[-1].position
        acts = Acts(ground)
        for view in views:
            if limits.get(view.name, last) == end:
                found[view.name] = canonical(fold_rows(view, acts))
    return found


async def read_live(pool: "asyncpg.Pool[Any]", views: Sequence[View] = VIEWS) -> Live:
    """Every view as its tables hold it, in one snapshot."""
    found: dict[str, dict[str, list[bytes]]] = {}
    async with open_snapshot(pool) as connection:
        active = await connection.fetch(statement("registry.sql", "active", 1), [view.name for view in views])
        versions = {row["name"]: row["version"] for row in active}
        for view in views:
            tables: dict[str, list[Row]] = {}
            for name, kind in view.tables.items():
                kept = msgspec.structs.replace(view, version=versions.get(view.name, view.version))
                records = await connection.fetch(kept.sql(f"all_{name}"))
                tables[name] = [read_row(kind, record) for record in records]
            found[view.name] = canonical(tables)
    return Live(positions={row["name"]: row["position"] for row in active}, views=found)


async def compare(pool: "asyncpg.Pool[Any]", ledger: Ledger, views: Sequence[View] = VIEWS) -> list[str]:
    """The difference between the live views and their replay up to the position of each; empty where there is none."""
    live = await read_live(pool, views)
    return list(diff(live.views, await replay(ledger, live.positions, views)))


def diff(live: Canonical, fresh: Canonical) -> Iterator[str]:
    """What is not the same, a line a row.

    ``-`` a row that only the live views have, ``+`` one that only the replay has, ``~`` one that both have, with
    the fields in which they differ (live, then replayed).
    """
    for view in sorted({*live, *fresh}):
        tables, others = live.get(view, {}), fresh.get(view, {})
        for table in sorted({*tables, *others}):
            have, want = tables.get(table, ()), others.get(table, ())
            yield from (
                f"{sign} {view}.{table} {text}" for sign, text in _changes(_without(have, want), _without(want, have))
            )


def _without(rows: Sequence[bytes], others: Sequence[bytes]) -> list[bytes]:
    """The rows that the others do not have, each as often as it is missing there."""
    left = Counter(others)
    left.subtract(rows)
    return [row for row, count in left.items() for _ in range(-count)]


def _changes(gone: Sequence[bytes], come: Sequence[bytes]) -> Iterator[tuple[str, str]]:
    """Rows of one table, each beside the one of the same happening (or pair) that is most like it, if any."""
    left = [_flatten(msgspec.json.decode(row)) for row in come]
    for row in gone:
        mine = _flatten(msgspec.json.decode(row))
        alike = [other for other in left if next(iter(other.items())) == next(iter(mine.items()))]
        if not alike:
            yield "-", _show(mine)
            continue
        theirs = min(alike, key=lambda other: len(_differing(mine, other)))
        left.remove(theirs)
        paths = _differing(mine, theirs)
        changes = [f"{path}: {_json(mine.get(path))} -> {_json(theirs.get(path))}" for path in paths[:_SHOWN]]
        more = [f"and {len(paths) - _SHOWN} more fields"] if len(paths) > _SHOWN else []
        yield "~", f"{_json(next(iter(mine.values())))} {'; '.join([*changes, *more])}"
    yield from (("+", _show(row)) for row in left)


def _flatten(value: object, path: str = "") -> dict[str, object]:
    """A nested value as path to leaf: ``fact.sources.0.event``."""
    if isinstance(value, dict):
        items = [(str(key), each) for key, each in cast("dict[object, object]", value).items()]
    elif isinstance(value, list):
        items = [(str(index), each) for index, each in enumerate(cast("list[object]", value))]
    else:
        return {path: value}
    found: dict[str, object] = {}
    for key, each in items:
        found |= _flatten(each, f"{path}.{key}" if path else key)
    return found


def _differing(mine: Mapping[str, object], theirs: Mapping[str, object]) -> list[str]:
    return [path for path in dict.fromkeys((*mine, *theirs)) if mine.get(path) != theirs.get(path)]


def _show(row: Mapping[str, object]) -> str:
    """A row by its columns, without the fact that they sum up."""
    return " ".join(f"{path}={_json(value)}" for path, value in row.items() if "." not in path and value is not None)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

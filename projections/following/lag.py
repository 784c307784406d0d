"""How far the views are behind the ledger, and whether they keep as much as they should."""

from collections.abc import Callable, Mapping
from typing import Any

import asyncpg
import msgspec

from projections.storing.store import open_snapshot
from projections.view import GROUND, View, statement


class ViewLag(msgspec.Struct, frozen=True, kw_only=True):
    """How a view stands to the ledger.

    ``behind`` in events, ``seconds`` since the oldest event that it has not folded was recorded; ``kept`` reports
    under it of the ``expected`` that the ledger holds for it (None where not counted); ``parked`` events wait for a
    fix; ``stopped`` says why it goes no further, in this process.
    """

    view: str
    version: int
    position: int
    behind: int
    seconds: float
    parked: int
    kept: int | None = None
    expected: int | None = None
    stopped: str | None = None


async def measure_lag(
    pool: "asyncpg.Pool[Any]",
    views: Mapping[str, View],
    why_stopped: Callable[[View, int], str | None],
    *,
    count: bool = False,
) -> list[ViewLag]:
    """How each view stands; with ``count`` also whether it keeps as many reports as the ledger holds.

    ``views``: by name; ``why_stopped``: why one goes no further whose tables were filled by a version of its fold.
    """
    found: list[ViewLag] = []
    async with open_snapshot(pool) as connection:
        rows = await connection.fetch(statement("registry.sql", "lag", 1), [GROUND.name, *views])
        parked = await connection.fetch(statement("registry.sql", "parked_count", 1))
        kept: dict[str, int] = {}
        expected: dict[str, int] = {}
        if count:
            ground = next((row for row in rows if row["name"] == GROUND.name), None)
            if ground is not None:
                tables = msgspec.structs.replace(GROUND, version=ground["version"])
                kept = dict(tuple(row) for row in await connection.fetch(tables.sql("count_entries")))
                reports = sorted({name for view in views.values() for name in view.reports})
                expected = dict(
                    tuple(row)
                    for row in await connection.fetch(
                        statement("registry.sql", "expected", 1), ground["position"], reports
                    )
                )
    for row in rows:
        view = views.get(row["name"])
        if view is None:
            continue
        mine = sum(
            each["count"]
            for each in parked
            if each["view"] == view.name or (each["view"] == GROUND.name and each["type"] in view.types)
        )
        found.append(
            ViewLag(
                view=view.name,
                version=row["version"],
                position=row["position"],
                behind=row["behind"],
                seconds=row["seconds"],
                parked=mine,
                kept=sum(kept.get(name, 0) for name in view.reports) if count else None,
                expected=sum(expected.get(name, 0) for name in view.reports) if count else None,
                stopped=why_stopped(view, row["fold"]),
            )
        )
    return found

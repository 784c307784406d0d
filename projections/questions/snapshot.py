"""One snapshot of the views that a question reads, and the ledger where it looks back."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar

import asyncpg
import msgspec

from events.ledger import Ledger
from projections.errors import BeyondHead, ViewMissing
from projections.public.shapes import Asked
from projections.questions.looking_back import rows_at
from projections.questions.moment import find_position
from projections.storing.store import Connection, open_snapshot
from projections.times import Times
from projections.view import GROUND, Row, Tables, View, statement
from projections.views.membership_table import MembershipTable
from projections.views.officials import OfficialTable


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A view as one transaction sees it: its active version, the ground's, and the position that it has folded.

    ``others``: further views that the question reads; the position is the least of all.
    """

    connection: Connection
    view: View
    ground: Tables
    position: int
    others: tuple[View, ...] = ()

    async def fetch(self, name: str, *values: object) -> "list[asyncpg.Record]":
        """Run a statement of the view's own .sql."""
        return await self.connection.fetch(self.view.sql(name), *values)

    async def fetch_of(self, view: View, name: str, *values: object) -> "list[asyncpg.Record]":
        """Run a statement of another view that the question reads."""
        seen = next(other for other in self.others if other.name == view.name)
        return await self.connection.fetch(seen.sql(name), *values)

    async def is_unsettled(self, times: Times) -> bool:
        """Whether a report of the view does not count yet on the day asked about."""
        return bool((await self.fetch("unsettled", times.day))[0][0])


class Reader:
    """What every question needs.

    Args:
        pool: connections that may read the schemas ``views`` and ``ledger``.
        ledger: where questions that look back read.
        members: which state is a member of what, where no article says so.
        officials: who held which office when.

    """

    def __init__(
        self,
        pool: "asyncpg.Pool[Any]",
        ledger: Ledger,
        members: MembershipTable | None = None,
        officials: OfficialTable | None = None,
    ) -> None:
        self._pool = pool
        self._ledger = ledger
        self._members: MembershipTable = members or {}
        self._officials: OfficialTable = officials or {}

    async def _place(self, times: Times) -> Times:
        """The times with a position in the place of a moment."""
        if not isinstance(times.known_at, datetime):
            return times
        return msgspec.structs.replace(times, known_at=await find_position(self._ledger, times.known_at))

    @asynccontextmanager
    async def _look(self, view: View, times: Times | None = None, *others: View) -> AsyncGenerator[Snapshot]:
        """One snapshot of the active versions of a view and of others beside it."""
        if times is not None and isinstance(times.known_at, int):
            head = await self._ledger.head()
            if times.known_at > head:
                raise BeyondHead(times.known_at, head)
        async with open_snapshot(self._pool) as connection:
            wanted: list[Tables] = [GROUND, view, *others]
            rows = await connection.fetch(statement("registry.sql", "active", 1), [each.name for each in wanted])
            active = {row["name"]: row for row in rows}
            missing = next((each.name for each in wanted[1:] if each.name not in active), None)
            if missing is not None or GROUND.name not in active:
                raise ViewMissing(missing or view.name)
            yield Snapshot(
                connection=connection,
                view=_version(view, active[view.name]["version"]),
                ground=_version(GROUND, active[GROUND.name]["version"]),
                position=min(active[each.name]["position"] for each in (view, *others)),
                others=tuple(_version(other, active[other.name]["version"]) for other in others),
            )

    async def _rows_at(
        self,
        seen: Snapshot,
        times: Times,
        *pairs: tuple[str, str] | None,
        view: View | None = None,
    ) -> dict[str, list[Row]]:
        """The rows of the view (or another) at three times, of some pairs or (without any, or with None) of all.

        Holds no connection while it reads the ledger.
        """
        named = None if None in pairs or not pairs else [pair for pair in pairs if pair is not None]
        return await rows_at(self._pool, self._ledger, view or seen.view, times, upto=seen.position, pairs=named)


_Kept = TypeVar("_Kept", bound=Tables)


def _version(tables: _Kept, version: int) -> _Kept:
    return tables if tables.version == version else msgspec.structs.replace(tables, version=version)


def show_times(times: Times) -> Asked:
    """The three times as an answer states them."""
    known = times.known_at
    return Asked(
        as_of=times.day.isoformat(),
        reported_by=None if times.reported_by is None else times.reported_by.isoformat(),
        known_at=None if known is None else str(known) if isinstance(known, int) else known.isoformat(),
    )

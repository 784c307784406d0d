"""The active tables, locked by whoever has the turn to fold into them."""

from collections.abc import Sequence

import msgspec

from projections.following.batch import Parsed
from projections.storing.store import Connection, lock_active
from projections.view import GROUND, Tables, View


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The active tables, locked: the ground, and each view with the position that it has folded.

    ``parked``: whether any of them has set something aside.
    """

    ground: Tables
    position: int
    views: Sequence[tuple[View, int]]
    parked: bool

    @property
    def level(self) -> list[View]:
        """The views that stand where the ground stands."""
        return [view for view, position in self.views if position == self.position]

    def choose_new(self, page: Sequence[Parsed], *, after: int, reached: int) -> list[Parsed] | None:
        """What the ground has not folded of a page, all events after ``after`` up to ``reached``.

        None where there is nothing to fold: the ground stands before the page, or has folded all of it.
        """
        if not after <= self.position < reached:
            return None
        return [item for item in page if item.envelope.position > self.position]


async def hold_active(connection: Connection, views: Sequence[View]) -> Held:
    """Lock the active ground and, of these views, those that this program's folds have filled."""
    known = {view.name: view for view in views}
    rows = await lock_active(connection, [GROUND.name, *sorted(known)])
    ground = next(row for row in rows if row["name"] == GROUND.name)
    return Held(
        ground=msgspec.structs.replace(GROUND, version=ground["version"]),
        position=ground["position"],
        views=[
            (msgspec.structs.replace(view, version=row["version"]), int(row["position"]))
            for row in rows
            if (view := known.get(row["name"])) is not None and view.fold == row["fold"]
        ],
        parked=any(row["parked"] for row in rows),
    )

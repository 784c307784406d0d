"""Rows made of the stored happenings of a window, as COPY takes them, by whichever process."""

import struct
from collections.abc import Mapping, Sequence

from events.errors import UndecodableEvent
from events.vocabulary import FAMILIES
from projections.errors import RebuildFailed
from projections.ground.facts import Acts
from projections.ground.ground import Ground
from projections.ground.stored import Stored, build_parts
from projections.storing.copying import encode_rows
from projections.view import Row, View

AT_A_TIME = 100
"""So many reports are folded and encoded before the next are decoded: what is made of them stays within reach of the
processor. Of a whole window at a time it took a quarter longer, of 250 reports a tenth."""

Encoded = Mapping[str, Mapping[str, list[bytes]]]
"""By view and table, rows as COPY takes them, in pieces."""


def fold_window(views: Sequence[View], stored: Stored) -> Encoded:
    """The rows of every happening of stored ones, by view and table; tables without any are left out.

    Raises:
        RebuildFailed: an event cannot be read, or a view cannot take a happening.

    """
    found: dict[str, dict[str, list[bytes]]] = {view.name: {} for view in views}
    try:
        for ground in build_parts(stored, AT_A_TIME):
            for view, tables in _fold(views, ground):
                for name, rows in tables.items():
                    if rows:
                        found[view.name].setdefault(name, []).append(_encode(view, name, rows))
    except UndecodableEvent as error:
        raise RebuildFailed(str(error)) from error
    return found


def _fold(views: Sequence[View], ground: Ground) -> list[tuple[View, dict[str, list[Row]]]]:
    """The rows of every happening of a ground, by view and table."""
    acts = Acts(ground)
    found: dict[str, dict[str, list[Row]]] = {
        view.name: {name: [] for name in view.tables if name not in view.summaries} for view in views
    }
    showing = {family: [view for view in views if family in view.families] for family in FAMILIES}
    for happening, events in ground.happenings.items():
        if len(events) == 1:
            (event,) = events
            concerned = showing[ground.entries[event].report.family]
        else:
            told = {ground.entries[event].report.family for event in events}
            concerned = [view for view in views if not told.isdisjoint(view.families)]
        for view in concerned:
            made = found[view.name]
            try:
                for name, rows in view.rows(acts, happening).items():
                    made[name].extend(rows)
            except Exception as error:
                raise RebuildFailed(f"the view {view.name} cannot take the happening {happening}: {error!r}") from error
    return [(view, found[view.name]) for view in views]


def _encode(view: View, name: str, rows: Sequence[Row]) -> bytes:
    try:
        return encode_rows(view.tables[name], rows)
    except (ValueError, TypeError, struct.error) as error:
        raise RebuildFailed(f"the view {view.name} made a row that cannot be written: {error!r}") from error

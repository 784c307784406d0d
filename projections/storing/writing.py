"""The rows of views in their tables, and the sums that a view keeps of them.

The rows of the happenings that a batch changes are made anew; sums follow by difference where what stands on the same
ground is known to be level with it.
"""

from collections.abc import AsyncGenerator, Collection, Iterable, Mapping, Sequence

import msgspec

from projections.storing.copying import encode_rows, frame_rows
from projections.storing.inserting import (
    NOTHING,
    Asked,
    Gone,
    Rows,
    delete_rows,
    deletions,
    execute_joined,
    rows_of,
    write_rows,
)
from projections.storing.store import Connection
from projections.view import Row, Tables, View, read_row
from projections.views.pair_sums import Change, Counted, Pair, add_up, as_columns, differ, find_unsure
from projections.views.relation import FactRow

_PIECE = 1 << 19
_MEMORY = "64MB"
"""What the server may take to sum up a whole table; with less it writes what it counts to disk."""
_LONG = 24 * 3600.0
"""Seconds for a statement over a whole table, which the limit of other statements does not bind."""


class Replaced(msgspec.Struct, frozen=True):
    """The rows that a view makes anew of some happenings, by table; ``old``: those of which it may have rows.

    ``column``: by which rows are found; of a view with one row an event those of events are made anew.
    """

    view: View
    made: Mapping[str, Sequence[Row]]
    happenings: Sequence[str]
    old: Sequence[str]
    column: str = "happening"


async def replace_together(
    connection: Connection,
    ground: Tables,
    work: Sequence[Replaced],
    *,
    stale: Sequence[Gone] = (),
    filled: Sequence[Rows] = (),
    then: Sequence[Asked] = (),
) -> None:
    """Put the rows of several views that stand level with their ground in the place of those that they have.

    By as few statements as there can be: what else is to be taken out (``stale``), put in (``filled``) and done
    (``then``) is done by the same ones. They are always the same if ``work`` holds all views, also those of which
    nothing changes.
    """
    gone: Mapping[str, Sequence[Counted]] = {}
    if any(values for _, _, values in stale) or any(each.old for each in work):
        gone = await take_out(connection, stale, work)
    changes: dict[str, Mapping[Pair, Change]] = {}
    for each in _summed(work):
        left, come = gone.get(each.view.name, ()), _facts_of(each.made)
        changes[each.view.name] = await _find_changes(connection, each.view, ground, left, come, each.happenings)
    await put_in(connection, work, changes, filled, then)
    for each in _summed(work):
        await _tighten(connection, each.view, changes[each.view.name])


async def take_out(connection: Connection, stale: Sequence[Gone], work: Sequence[Replaced]) -> dict[str, list[Counted]]:
    """Take out the rows that are made anew, and ``stale`` ones; what the sums of views counted of them, by view."""
    plain = [each for each in work if not each.view.summary_key]
    asked = deletions(
        [*stale, *((each.view.table(name), each.column, each.old) for each in plain for name in each.made)]
    )
    gone: dict[str, list[Counted]] = {}
    for each in _summed(work):
        gone[each.view.name] = await _take_out_of(connection, each.view, each.old, asked)
        asked = []
    if asked:
        await execute_joined(connection, [*asked, *NOTHING])
    return gone


async def put_in(
    connection: Connection,
    work: Sequence[Replaced],
    changes: Mapping[str, Mapping[Pair, Change]],
    filled: Sequence[Rows] = (),
    then: Sequence[Asked] = (),
) -> None:
    """Put in the rows of views and ``filled`` ones, change the sums of views by ``changes``, and do ``then``."""
    rows = [rows_of(each.view, name, made) for each in work for name, made in each.made.items()]
    sums = [(each.view.sql("add_up"), as_columns(changes.get(each.view.name, {}))) for each in _summed(work)]
    await write_rows(connection, [*filled, *rows], [*sums, *then])


async def replace_rows(
    connection: Connection, view: View, made: Mapping[str, Sequence[Row]], happenings: Sequence[str]
) -> None:
    """Put the rows made of some happenings in the place of those that a view has of them.

    The view need not stand level with its ground: the sums of the pairs concerned are made anew from all rows.
    """
    gone: list[Counted] = []
    if view.summary_key:
        gone = await _take_out_of(connection, view, happenings)
    else:
        await delete_rows(connection, [(view.table(name), "happening", happenings) for name in made])
    await add_rows(
        connection, view, {name: [encode_rows(view.tables[name], rows)] for name, rows in made.items() if rows}
    )
    if view.summary_key:
        await _sum_anew(connection, view, {(row.a, row.b) for row in (*gone, *_facts_of(made))})


async def _take_out_of(
    connection: Connection, view: View, happenings: Sequence[str], before: Sequence[Asked] = ()
) -> list[Counted]:
    """Take out the rows of a view that keeps sums, by a statement joined to those ``before``; what they counted."""
    rows = await execute_joined(connection, [*before, (view.sql("take_out"), (happenings,))])
    return [read_row(Counted, row) for row in rows]


def _summed(work: Sequence[Replaced]) -> list[Replaced]:
    return [each for each in work if each.view.summary_key]


def _facts_of(made: Mapping[str, Sequence[Row]]) -> list[FactRow]:
    """The rows of facts among those that a view makes."""
    return [row for rows in made.values() for row in rows if isinstance(row, FactRow)]


async def add_rows(connection: Connection, view: View, made: Mapping[str, Iterable[bytes]]) -> None:
    """Write rows of happenings of which a view has none yet, by table in parts as ``encode_rows`` gives them."""
    for name, rows in made.items():
        fields = view.tables[name].__struct_fields__
        await connection.copy_to_table(
            view.table(name),
            schema_name="views",
            columns=list(fields),
            source=_pieces(frame_rows(rows)),
            format="binary",
        )


async def _pieces(parts: Iterable[bytes]) -> AsyncGenerator[bytes]:
    """Rows a piece at a time; a file would be read by threads."""
    for part in parts:
        for start in range(0, len(part), _PIECE):
            yield part[start : start + _PIECE]


async def summarise_all(connection: Connection, view: View) -> None:
    """Compute a view's summaries, of which it has none yet, from all its rows."""
    if view.summary_key:
        await run_long(connection, view.sql("summarise_all"))


async def run_long(connection: Connection, made: str) -> None:
    """Run a statement over a whole table, within a transaction: it takes as long as the table is large."""
    await connection.execute(f"SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '{_MEMORY}'")
    # Several such run side by side: each with helpers of its own would crowd the others out.
    await connection.execute("SET LOCAL max_parallel_maintenance_workers = 0")
    await connection.execute(made, timeout=_LONG)


async def _sum_anew(connection: Connection, view: View, pairs: Collection[Pair]) -> None:
    """Compute the sums of some pairs from all their facts."""
    if pairs:
        columns = _columns(pairs)
        await connection.execute(view.sql("delete_summary"), *columns)
        await connection.execute(view.sql("summarise"), *columns)


async def _find_changes(
    connection: Connection,
    view: View,
    ground: Tables,
    gone: Sequence[Counted],
    come: Sequence[FactRow],
    happenings: Sequence[str],
) -> dict[Pair, Change]:
    """How the sums of pairs change whose facts of some happenings are replaced; in the tables they may be already."""
    taken, put = add_up(gone), add_up(come)
    pairs, articles = find_unsure(taken, put)
    beside: list[Counted] = []
    if articles:
        beside = await find_beside(connection, view, ground, pairs, list(articles), happenings)
    return differ(taken, put, add_up(beside))


async def find_beside(
    connection: Connection,
    view: View,
    ground: Tables,
    pairs: Collection[Pair],
    articles: Sequence[str],
    happenings: Sequence[str],
) -> list[Counted]:
    """What the sums of some pairs count of the facts that rest on articles, but for those of some happenings."""
    others = (ground.sql("other_happenings_of_articles"), (articles, happenings))
    rows = await execute_joined(connection, [others, (view.sql("beside"), _columns(pairs))])
    return [read_row(Counted, row) for row in rows]


async def _tighten(connection: Connection, view: View, changes: Mapping[Pair, Change]) -> None:
    """Sum up anew the pairs of which an end of a span or a publisher has gone, once all else is in the tables."""
    # Of a pair that has no fact any more, the last settled day has gone too.
    if loose := {pair: change for pair, change in changes.items() if change.may_loosen}:
        await _sum_anew(connection, view, await _find_loosened(connection, view, loose))


async def _find_loosened(connection: Connection, view: View, changes: Mapping[Pair, Change]) -> set[Pair]:
    """The pairs of which an end of a span or a publisher has gone indeed."""
    lost = [(pair, publisher) for pair, change in changes.items() for publisher in change.gone_publishers]
    rows = await connection.fetch(
        view.sql("loosened"),
        *_columns(changes),
        [change.gone_first for change in changes.values()],
        [change.gone_last for change in changes.values()],
        [change.gone_settled for change in changes.values()],
        *_columns([pair for pair, _ in lost]),
        [publisher for _, publisher in lost],
    )
    return {(row["a"], row["b"]) for row in rows}


def _columns(pairs: Collection[Pair]) -> tuple[list[str], list[str]]:
    return [a for a, _ in pairs], [b for _, b in pairs]

"""The rows of views in their tables, and the sums that a view keeps of them.

The rows of the happenings that a batch changes are made anew; sums follow by difference where what stands on the same
ground is known to be level with it.
"""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence

import msgspec

from projections.copying import encode_rows
from projections.inserting import FEW, delete_rows, execute_joined, rows_of, write_rows
from projections.pair_sums import Change, Counted, Pair, add_up, as_columns, differ, find_unsure
from projections.relation import FactRow
from projections.store import Connection
from projections.view import Row, Tables, View, read_row

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


async def replace_together(connection: Connection, work: Sequence[Replaced], ground: Tables) -> None:
    """Put the rows of several views that stand level with their ground in the place of those that they have.

    Few are written by the same statements whatever they are: ``work`` had better hold all views, also those of which
    nothing changes.
    """
    if sum(len(rows) for each in work for rows in each.made.values()) > FEW:
        for each in work:
            fresh = set(each.happenings).difference(each.old)
            await replace_rows(
                connection, each.view, each.made, each.happenings, fresh=fresh, ground=ground, column=each.column
            )
        return
    gone: dict[str, list[Counted]] = {}
    for each in work:
        if each.old and each.view.summary_key:
            found = await connection.fetch(each.view.sql("take_out"), each.old)
            gone[each.view.name] = [read_row(Counted, row) for row in found]
    plain = [each for each in work if not each.view.summary_key]
    if any(each.old for each in plain):
        gone_rows = [(each.view.table(name), each.column, each.old) for each in plain for name in each.made]
        await delete_rows(connection, gone_rows)
    await write_rows(connection, [rows_of(each.view, name, rows) for each in work for name, rows in each.made.items()])
    for each in work:
        if each.happenings and each.view.summary_key:
            come = facts_of(each.made)
            await _sum_by_difference(connection, each.view, ground, gone.get(each.view.name, ()), come, each.happenings)


async def replace_rows(
    connection: Connection,
    view: View,
    made: Mapping[str, Sequence[Row]],
    happenings: Sequence[str],
    *,
    fresh: Collection[str] = (),
    ground: Tables | None = None,
    column: str = "happening",
) -> None:
    """Put the rows made of some happenings in the place of those that a view has of them: of ``fresh`` ones none.

    ``ground``: what the view stands on, where its rows of all other happenings are those of that ground as it is now;
    None where they may not be, and sums are to be made anew from all rows. ``column``: by which rows are found.
    """
    gone: list[Counted] = []
    old = [name for name in happenings if name not in fresh] if fresh else happenings
    if old and view.summary_key:
        gone = [read_row(Counted, row) for row in await connection.fetch(view.sql("take_out"), old)]
    elif old:
        for name in made:
            await connection.execute(
                f"DELETE FROM views.{view.table(name)} WHERE {column} = ANY ($1::text[])",  # noqa: S608  (a name of ours)
                old,
            )
    await add_rows(
        connection, view, {name: encode_rows(view.tables[name], rows) for name, rows in made.items() if rows}
    )
    if view.summary_key:
        come = facts_of(made)
        if ground is None:
            await _sum_anew(connection, view, {(row.a, row.b) for row in (*gone, *come)})
        else:
            await _sum_by_difference(connection, view, ground, gone, come, happenings)


def facts_of(made: Mapping[str, Sequence[Row]]) -> list[FactRow]:
    """The rows of facts among those that a view makes."""
    return [row for rows in made.values() for row in rows if isinstance(row, FactRow)]


async def add_rows(connection: Connection, view: View, made: Mapping[str, bytes]) -> None:
    """Write rows of happenings of which a view has none yet, by table as ``encode_rows`` gives them."""
    for name, rows in made.items():
        fields = view.tables[name].__struct_fields__
        await connection.copy_to_table(
            view.table(name), schema_name="views", columns=list(fields), source=_pieces(rows), format="binary"
        )


async def _pieces(rows: bytes) -> AsyncGenerator[bytes]:
    """Rows a piece at a time; a file would be read by threads."""
    for start in range(0, len(rows), _PIECE):
        yield rows[start : start + _PIECE]


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


async def _sum_by_difference(
    connection: Connection,
    view: View,
    ground: Tables,
    gone: Sequence[Counted],
    come: Sequence[FactRow],
    happenings: Sequence[str],
) -> None:
    """Change the sums of the pairs whose facts of some happenings were replaced, in the tables already."""
    if changes := await find_changes(connection, view, ground, gone, come, happenings):
        await connection.execute(view.sql("add_up"), *as_columns(changes))
        await tighten(connection, view, changes)


async def find_changes(
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


async def tighten(connection: Connection, view: View, changes: Mapping[Pair, Change]) -> None:
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

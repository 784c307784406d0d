"""A batch folded into the ground and all views by as few statements as there can be, where nothing stands in the way.

Nearly always nothing does: no event is set aside, none of the batch is at fault. What a batch of few events costs is
mostly what each statement costs, in the server, in this process and on the way between them; and the events that come
while one batch is folded are the next batch. ``projections.batch`` does the same step by step, so that it can set aside
what is at fault.
"""

from collections.abc import Mapping, Sequence

from projections.batch import Parsed, apply_all, concerning, known, make_anew, moving
from projections.facts import Acts
from projections.ground import Ground
from projections.inserting import FEW, Asked, Gone, copy_rows, deletions, execute_joined, insertions, rows_of
from projections.pair_sums import Change, Counted, Pair, as_columns
from projections.store import Stands, delete_answers, find_gone, load, rows_to_write, what_stands
from projections.view import Connection, Tables, View, read_row
from projections.writing import Replaced, facts_of, find_beside, find_changes, tighten


async def fold_at_once(
    connection: Connection, ground: Tables, views: Sequence[View], batch: Sequence[Parsed], *, reached: int
) -> None:
    """Fold a batch (all events after the ground's position up to ``reached``) in the caller's transaction.

    ``ground`` and ``views``: the versions to fold into, locked by the caller, all at the ground's position, and with
    nothing set aside. Whatever it raises, nothing must be committed, and ``fold_batch`` finds out what is at fault.

    Raises:
        PoisonEvent: the ground cannot take an event.

    """
    events = [event for item in batch if (event := known(item)) is not None]
    part = await load(connection, ground, events)
    before = what_stands(part)
    apply_all(part, events, ground)
    acts = Acts(part)
    replaced = await make_anew([(view, concerning(view, part.touched)) for view in views], acts, before)
    await _write(connection, ground, part, before, replaced, [ground, *views], reached)


async def get_ready(connection: Connection, ground: Tables, views: Sequence[View]) -> None:
    """Let a connection learn the statements of a batch: each is run with nothing, in the caller's transaction."""
    part = Ground()
    replaced = await make_anew([(view, ()) for view in views], Acts(part), what_stands(part))
    for name, arguments in _READING.items():
        await connection.fetch(ground.sql(name), *((),) * arguments)
    await _take_out(connection, [], replaced)
    for each in _summed(replaced):
        await find_beside(connection, each.view, ground, (), (), ())
    await _write_rows(connection, ground, part, replaced, {}, [], 0)


async def _write(
    connection: Connection,
    ground: Tables,
    part: Ground,
    before: Stands,
    replaced: Sequence[Replaced],
    moved: Sequence[Tables],
    reached: int,
) -> None:
    await delete_answers(connection, ground, part)
    gone: Mapping[str, Sequence[Counted]] = {}
    stale = find_gone(ground, part, before)
    if any(values for _, _, values in stale) or any(each.old for each in replaced):
        gone = await _take_out(connection, stale, replaced)
    changes: dict[str, Mapping[Pair, Change]] = {}
    for each in _summed(replaced):
        left, come = gone.get(each.view.name, ()), facts_of(each.made)
        changes[each.view.name] = await find_changes(connection, each.view, ground, left, come, each.happenings)
    await _write_rows(connection, ground, part, replaced, changes, moved, reached)
    for each in _summed(replaced):
        await tighten(connection, each.view, changes[each.view.name])


async def _take_out(
    connection: Connection, stale: Sequence[Gone], replaced: Sequence[Replaced]
) -> dict[str, list[Counted]]:
    """Take out the rows that are made anew; what the sums of views counted of them, by view."""
    plain = [each for each in replaced if not each.view.summary_key]
    asked = deletions(
        [*stale, *((each.view.table(name), each.column, each.old) for each in plain for name in each.made)]
    )
    gone: dict[str, list[Counted]] = {}
    for each in _summed(replaced):
        rows = await execute_joined(connection, [*asked, (each.view.sql("take_out"), (each.old,))])
        gone[each.view.name] = [read_row(Counted, row) for row in rows]
        asked = []
    if asked:
        await execute_joined(connection, [*asked, ("SELECT", ())])
    return gone


async def _write_rows(
    connection: Connection,
    ground: Tables,
    part: Ground,
    replaced: Sequence[Replaced],
    changes: Mapping[str, Mapping[Pair, Change]],
    moved: Sequence[Tables],
    reached: int,
) -> None:
    """Put in the rows, say which happenings changed, add up, and write down how far the tables have come."""
    rows = [rows_of(each.view, name, made) for each in replaced for name, made in each.made.items()]
    filled = [*rows_to_write(ground, part), *rows]
    asked: list[Asked] = []
    if sum(len(each.values) for each in filled) > FEW:
        await copy_rows(connection, filled)
    else:
        asked = insertions(filled)
    asked.append((ground.sql("change"), (sorted(part.touched), reached)))
    for each in _summed(replaced):
        asked.append((each.view.sql("add_up"), as_columns(changes.get(each.view.name, {}))))
    await execute_joined(connection, [*asked, moving(moved, reached)])


def _summed(replaced: Sequence[Replaced]) -> list[Replaced]:
    return [each for each in replaced if each.view.summary_key]


_READING = {"entries_about": 3, "answers": 1, "articles": 1}
"""The statements by which the ground is read for a batch, with the number of their arguments."""

"""A batch folded into the ground and all views by as few statements as there can be, where nothing stands in the way.

Nearly always nothing does: no event is set aside, none of the batch is at fault. What a batch of few events costs is
mostly what each statement costs, in the server, in this process and on the way between them; and the events that come
while one batch is folded are the next batch. ``projections.following.batch`` does the same step by step, so that it
can set aside what is at fault.
"""

from collections.abc import Sequence

from projections.following.batch import Parsed, apply_all, concerning, known, make_anew, moving
from projections.ground.facts import Acts
from projections.ground.ground import Ground
from projections.storing.inserting import Asked
from projections.storing.store import delete_answers, find_gone, load, rows_to_write, what_stands
from projections.storing.writing import find_beside, put_in, replace_together, take_out
from projections.view import Connection, Tables, View


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
    await delete_answers(connection, ground, part)
    await replace_together(
        connection,
        ground,
        replaced,
        stale=find_gone(ground, part, before),
        filled=rows_to_write(ground, part),
        then=_ending(ground, part, [ground, *views], reached),
    )


async def get_ready(connection: Connection, ground: Tables, views: Sequence[View]) -> None:
    """Let a connection learn the statements of a batch: each is run with nothing, in the caller's transaction."""
    part = Ground()
    replaced = await make_anew([(view, ()) for view in views], Acts(part), what_stands(part))
    for name, arguments in _READING.items():
        await connection.fetch(ground.sql(name), *((),) * arguments)
    await take_out(connection, find_gone(ground, part, what_stands(part)), replaced)
    for each in replaced:
        if each.view.summary_key:
            await find_beside(connection, each.view, ground, (), (), ())
    await put_in(connection, replaced, {}, rows_to_write(ground, part), _ending(ground, part, [], 0))


def _ending(ground: Tables, part: Ground, moved: Sequence[Tables], reached: int) -> list[Asked]:
    """The statements that say which happenings have changed, and how far the tables have come."""
    return [(ground.sql("change"), (sorted(part.touched), reached)), moving(moved, reached)]


_READING = {"entries_about": 3, "answers": 1, "articles": 1}
"""The statements by which the ground is read for a batch, with the number of their arguments."""

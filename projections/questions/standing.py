"""Questions about what stands between two parties: sanctions, memberships, envoys, embassies, military support."""

from collections.abc import Sequence

from projections.questions.cursor import read_cursor, write_cursor
from projections.questions.snapshot import Reader, show_times
from projections.times import Times
from projections.view import read_row
from projections.views import standing
from projections.views.standing import ActRow, LineShape, Page, Register, Sides


class StandingQueries(Reader):
    """What stands, and what has ended."""

    async def lines(
        self,
        register: Register[LineShape, Page],
        times: Times,
        *,
        sides: Sides = Sides(),  # noqa: B008  (frozen)
        status: Sequence[str] = (),
        limit: int = 50,
        after: str | None = None,
    ) -> Page:
        """The lines of a register in alphabetical order, of some sides and some statuses or of all.

        Raises:
            BadCursor: ``after`` is no cursor of this list.
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        place = None if after is None else read_cursor(after, tuple[str, str])
        found: list[tuple[tuple[str, str], LineShape]] = []
        async with self._look(register.view, times) as seen:
            back = times.looks_back or await seen.is_unsettled(times)
            while not back and len(found) <= limit:
                start = place or (None, None)
                records = await seen.fetch("lines", times.day, *sides.conditions, *start, limit + 1)
                rows = [read_row(ActRow, record) for record in records]
                if not rows:
                    break
                found.extend(_shown(register, rows, sides, times, status))
                place = max((row.subject, row.object) for row in rows)
        if back:
            tables = await self._rows_at(seen, times, sides.pair)
            rows = [row for row in tables["act"] if isinstance(row, ActRow)]
            found = [each for each in _shown(register, rows, sides, times, status) if place is None or each[0] > place]
        following = write_cursor(found[limit - 1][0]) if len(found) > limit else None
        items = tuple(line for _, line in found[:limit])
        return register.page(items=items, next=following, times=show_times(times), position=seen.position)


def _shown(
    register: Register[LineShape, Page], rows: Sequence[ActRow], sides: Sides, times: Times, status: Sequence[str]
) -> list[tuple[tuple[str, str], LineShape]]:
    """The lines of some acts on the day asked about, of some statuses, each with its place."""
    found: list[tuple[tuple[str, str], LineShape]] = []
    for key, acts in standing.group(rows, sides, times.day).items():
        stood = standing.stand(register.course, acts)
        if not status or stood.status in status:
            found.append((key, register.show(*key, stood)))
    return found

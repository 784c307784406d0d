"""Questions about visits and aid."""

from collections.abc import Sequence
from datetime import date

import msgspec

from projections.public.shapes import AidPage, VisitPage, VisitStatus
from projections.questions.cursor import read_cursor, write_cursor
from projections.questions.looking_back import pair_of
from projections.questions.snapshot import Reader, show_times
from projections.times import Times
from projections.view import read_row
from projections.views import aid, visits
from projections.views.aid import AID, ParcelRow
from projections.views.visits import VISITS, VisitRow


class ActQueries(Reader):
    """What was announced and done."""

    async def visits(  # noqa: PLR0913  (one a filter)
        self,
        times: Times,
        *,
        status: Sequence[VisitStatus] = (),
        visitor: str | None = None,
        host: str | None = None,
        party: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> VisitPage:
        """Visits of some statuses or of all, the latest due or held first.

        An announcement that was answered shows as part of the visit or the cancellation that answered it.

        Raises:
            BadCursor: ``after`` is no cursor of this list.
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        place = None if after is None else read_cursor(after, visits.Order)
        rows: list[VisitRow] = []
        announced: list[VisitRow] = []
        async with self._look(VISITS, times) as seen:
            back = times.looks_back or await seen.is_unsettled(times)
            if not back:
                start = place or (None,) * 4
                asked = (times.day, list(status), visitor, host, party, *start, limit + 1, since, until)
                records = await seen.fetch("page", *asked)
                rows = [read_row(VisitRow, record) for record in records]
                answers = [row.happening for row in rows if not row.announces]
                announced = [read_row(VisitRow, record) for record in await seen.fetch("announcements", answers)]
        if back:
            pair = pair_of((visitor, host)) or pair_of((party, visitor or host))
            announced = [row for row in (await self._rows_at(seen, times, pair))["visit"] if isinstance(row, VisitRow)]
            chosen = visits.choose(
                announced,
                times.day,
                status,
                visitor=visitor,
                host=host,
                party=party,
                since=since,
                until=until,
                after=place,
            )
            rows = chosen[: limit + 1]
        answered = visits.answered_announcements(announced)
        items = tuple(
            visits.describe(row, answered.get((row.happening, row.visitor, row.host), ()), times.day)
            for row in rows[:limit]
        )
        following = write_cursor(visits.order_of(rows[limit - 1])) if len(rows) > limit else None
        return VisitPage(items=items, next=following, times=show_times(times), position=seen.position)

    async def aid_totals(  # noqa: PLR0913  (one a filter)
        self,
        times: Times,
        *,
        donor: str | None = None,
        recipient: str | None = None,
        item: str | None = None,
        domain: aid.Domain | None = None,
        since: date | None = None,
        until: date | None = None,
        period: aid.Period | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> AidPage:
        """What donors gave and promised recipients, a line for each item and unit, beside the totals reported.

        ``since`` and ``until``: days from which the acts count; totals, which cover spans of their own, are left out
        with ``since``. ``period``: also what each of those saw. A joint amount stands on one line with all who share
        it, and counts nowhere else.

        Raises:
            BadCursor: ``after`` is no cursor of this list.
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        place = None if after is None else read_cursor(after, aid.LineKey)
        rows: list[ParcelRow] = []
        async with self._look(AID, times) as seen:
            back = times.looks_back or await seen.is_unsettled(times)
            if not back:
                start = (None,) * 5 if place is None else msgspec.structs.astuple(place)
                records = await seen.fetch(
                    "lines", times.day, donor, recipient, item, domain, *start, limit + 1, since, until
                )
                rows = [read_row(ParcelRow, record) for record in records]
        if back:
            parcels = (row for row in (await self._rows_at(seen, times))["parcel"] if isinstance(row, ParcelRow))
            which = {"donor": donor, "recipient": recipient, "item": item}
            rows = aid.choose(parcels, **which, domain=domain, since=since, until=until, after=place)
        lines = aid.sum_up(rows, times.day, period)
        following = write_cursor(aid.key_of_line(lines[limit - 1])) if len(lines) > limit else None
        return AidPage(items=tuple(lines[:limit]), next=following, times=show_times(times), position=seen.position)

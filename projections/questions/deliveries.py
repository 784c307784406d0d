"""Questions about deliveries and pledges."""

import msgspec

from projections.public.aid import DeliveryPage
from projections.questions.cursor import read_cursor, write_cursor
from projections.questions.snapshot import Reader, show_times
from projections.times import Times
from projections.view import read_row
from projections.views import deliveries
from projections.views.aid import AID, ParcelRow
from projections.views.deliveries import EVERY_DELIVERY, DeliveryFilter


class DeliveryQueries(Reader):
    """What was given and promised, act by act."""

    async def deliveries(
        self, times: Times, which: DeliveryFilter = EVERY_DELIVERY, *, limit: int = 50, after: str | None = None
    ) -> DeliveryPage:
        """Deliveries and pledges that a filter lets through, the latest first; reported totals are neither.

        Raises:
            BadCursor: ``after`` is no cursor of this list.
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        place = None if after is None else read_cursor(after, deliveries.Order)
        rows: list[ParcelRow] = []
        async with self._look(AID, times) as seen:
            back = times.looks_back or await seen.is_unsettled(times)
            if not back:
                conditions = msgspec.structs.astuple(which)
                records = await seen.fetch("parcels", times.day, *conditions, *(place or (None,) * 5), limit + 1)
                rows = [read_row(ParcelRow, record) for record in records]
        if back:
            parcels = (row for row in (await self._rows_at(seen, times))["parcel"] if isinstance(row, ParcelRow))
            rows = deliveries.choose(parcels, times.day, which, after=place)
        following = write_cursor(deliveries.order_of(rows[limit - 1])) if len(rows) > limit else None
        items = tuple(deliveries.describe(row) for row in rows[:limit])
        return DeliveryPage(items=items, next=following, times=show_times(times), position=seen.position)

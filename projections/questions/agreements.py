"""Questions about agreements."""

from collections.abc import Sequence

from projections.names import fold_name
from projections.public.agreements import AgreementPage, AgreementStatus
from projections.questions.cursor import read_cursor, write_cursor
from projections.questions.looking_back import pair_of
from projections.questions.snapshot import Reader, show_times
from projections.times import Times
from projections.view import read_row
from projections.views import agreements
from projections.views.agreements import AGREEMENTS, AgreementRow


class AgreementQueries(Reader):
    """What was agreed."""

    async def agreements(
        self,
        times: Times,
        *,
        status: Sequence[AgreementStatus] = (),
        parties: Sequence[str] = (),
        instrument: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> AgreementPage:
        """Agreements that join all of some parties, of some statuses, whose name holds some words; the latest first.

        An announcement that was answered shows as part of what answered it, an end as part of the agreement it names.

        Raises:
            BadCursor: ``after`` is no cursor of this list.
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        place = None if after is None else read_cursor(after, agreements.Order)
        named = None if instrument is None else fold_name(instrument)
        async with self._look(AGREEMENTS, times) as seen:
            back = times.looks_back or await seen.is_unsettled(times)
            rows: list[AgreementRow] = []
            related: list[AgreementRow] = []
            if not back:
                records = await seen.fetch(
                    "page", times.day, list(status), sorted(parties), named, *(place or (None,) * 4), limit + 1
                )
                rows = [read_row(AgreementRow, record) for record in records]
                keys = ([row.happening for row in rows], sorted({row.instrument for row in rows}))
                related = [read_row(AgreementRow, record) for record in await seen.fetch("related", *keys, times.day)]
        if back:
            pair = pair_of(parties)
            related = [row for row in (await self._rows_at(seen, times, pair))["act"] if isinstance(row, AgreementRow)]
            rows = agreements.choose(related, times.day, status, parties=parties, instrument=named, after=place)
        following = write_cursor(agreements.order_of(rows[limit - 1])) if len(rows) > limit else None
        related = [row for row in related if agreements.counted_day(row) <= times.day]
        items = tuple(agreements.describe(row, related) for row in rows[:limit])
        return AgreementPage(items=items, next=following, times=show_times(times), position=seen.position)

"""Events coded elsewhere become events: load, decide, append, some rows at a time.

Like an article's, the events go into the ledger with what they decide, in one append, on the condition that nothing
which the decision rests on has changed since it was read.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import msgspec
import structlog

from events.codec import derive_id, seal
from events.decide import decide, relevant
from events.envelope import Appended, Condition, NewEvent, Query, QueryItem
from events.errors import ConditionFailed, IdReused
from events.happenings import Told
from events.ledger import Ledger
from service.handle import TRIES, Contested, read_history
from service.interchange.coded import Coded

AT_ONCE = 50
"""Rows that one append takes."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of some rows: how many were recorded, how many stood there already, what was decided.

    ``position``: of the last event appended; None where nothing was.
    """

    recorded: int
    known: int
    decided: int
    position: int | None


class Importer:
    """Takes coded events into the ledger, one decision at a time."""

    def __init__(self, ledger: Ledger, turn: asyncio.Lock | None = None) -> None:
        self._ledger = ledger
        self._turn = turn or asyncio.Lock()

    async def take(self, rows: Sequence[Coded], *, dry_run: bool = False) -> Taken:
        """Record those of some rows that are not known yet; at most ``AT_ONCE``.

        Raises:
            Contested: other processes kept deciding about the same parties.
            LedgerUnavailable: no answer in time; the same rows may be sent again.

        """
        async with self._turn:
            for attempt in range(TRIES):
                head = await self._ledger.head()
                taken, events, condition = await self._plan(rows, head)
                if dry_run or not events:
                    return taken
                try:
                    appended: Appended = await self._ledger.append(events, condition)
                except (ConditionFailed, IdReused) as conflict:
                    _log.info("decided again", rows=len(rows), why=str(conflict), attempt=attempt + 1)
                    continue
                return msgspec.structs.replace(taken, position=appended.last)
        raise Contested

    async def _plan(self, rows: Sequence[Coded], head: int) -> tuple[Taken, list[NewEvent], Condition]:
        articles = {row.article.article: row.article for row in reversed(rows) if row.article is not None}
        of_articles = tuple(
            QueryItem(types=("ArticleIngested",), tags=(f"article:{article}",)) for article in sorted(articles)
        )
        query, history = await read_history(self._ledger, relevant([row.report for row in rows]), head)
        standing = history.told.keys() | history.retracted
        fresh = {row.id: Told(id=row.id, report=row.report) for row in rows if row.id not in standing}
        told_of = {each.report.article for each in fresh.values()}
        if of_articles and fresh:
            async for page in self._ledger.stream(Query(items=of_articles), upto=head):
                for recorded in page:
                    told_of -= {tag.removeprefix("article:") for tag in recorded.tags}
        records = decide(list(fresh.values()), history)
        first = next(iter(fresh), "")
        events = [
            *(
                seal(article, derive_id(name, "import", "article"))
                for name, article in sorted(articles.items())
                if name in told_of
            ),
            *(seal(told.report, UUID(told.id)) for told in fresh.values()),
            *(seal(record, derive_id(first, "decision", str(n))) for n, record in enumerate(records)),
        ]
        taken = Taken(recorded=len(fresh), known=len(rows) - len(fresh), decided=len(records), position=None)
        return taken, events, Condition(query=Query(items=(*query.items, *of_articles)), after=head)

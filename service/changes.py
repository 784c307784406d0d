"""What was recorded after a position: read from the ledger itself, so that an answer never changes."""

from collections import OrderedDict
from collections.abc import Sequence

import msgspec
import structlog

from events.codec import unseal
from events.envelope import Query, QueryItem, RecordedEvent
from events.errors import UndecodableEvent
from events.ledger import Ledger
from events.vocabulary import ArticleIngested, ArticleRevised, Event
from projections.errors import BeyondHead
from projections.views.timeline import EventFilter
from service.watching import admits, ask_ledger, find_article

PAGE = 500
"""Events read at once."""
MOST_READ = 20_000
"""Events read for one answer: a filter that hardly anything passes gives a short page and its `next`."""
_KEPT_ARTICLES = 10_000
_ASKED_AT_ONCE = 500

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Source = ArticleIngested | ArticleRevised


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded event with what it holds, and the article that it comes from (None: from none)."""

    recorded: RecordedEvent
    event: Event
    source: Source | None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Changes in order; ``reached``: the last position looked at, ``head``: that of the ledger then."""

    changes: tuple[Change, ...]
    reached: int
    head: int


class Changes:
    """Reads what was recorded, and knows the articles that it came from."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._sources: OrderedDict[str, ArticleIngested] = OrderedDict()

    async def find(self, which: EventFilter, after: int, limit: int) -> Found:
        """The first changes after a position that a filter lets through, at most ``limit`` of them.

        Raises:
            BeyondHead: the ledger has not come as far as ``after``.

        """
        head = await self._ledger.head()
        if after > head:
            raise BeyondHead(after, head)
        query = ask_ledger(which)
        found: list[Change] = []
        reached = after
        for _ in range(MOST_READ // PAGE):
            page = await self._ledger.read(query, reached, PAGE, head)
            for change in await self.choose(page, which):
                found.append(change)
                if len(found) == limit:
                    return Found(changes=tuple(found), reached=change.recorded.position, head=head)
            reached = page[-1].position if len(page) == PAGE else head
            if reached == head:
                break
        return Found(changes=tuple(found), reached=reached, head=head)

    async def choose(self, page: Sequence[RecordedEvent], which: EventFilter) -> list[Change]:
        """Those of some recorded events that a filter lets through; what is redacted is left out."""
        opened = [(recorded, event) for recorded in page if (event := _open(recorded)) is not None]
        chosen = [(recorded, event) for recorded, event in opened if admits(which, event, recorded)]
        await self._know([article for _, event in chosen if (article := find_article(event)) is not None])
        changes = [Change(recorded=recorded, event=event, source=self._source(event)) for recorded, event in chosen]
        return [change for change in changes if is_published_by(which, change)]

    def _source(self, event: Event) -> Source | None:
        if isinstance(event, ArticleIngested | ArticleRevised):
            return event
        article = find_article(event)
        return None if article is None else self._sources.get(article)

    async def _know(self, articles: Sequence[str]) -> None:
        """Read the articles that are not known yet: what is kept of one, its first record, never changes."""
        wanted = list(dict.fromkeys(each for each in articles if each not in self._sources))
        for known in set(articles).difference(wanted):
            self._sources.move_to_end(known)
        for start in range(0, len(wanted), _ASKED_AT_ONCE):
            some = wanted[start : start + _ASKED_AT_ONCE]
            query = Query(
                items=tuple(QueryItem(types=("ArticleIngested",), tags=(f"article:{each}",)) for each in some)
            )
            for recorded in await self._ledger.read(query, limit=len(some)):
                event = _open(recorded)
                if isinstance(event, ArticleIngested):
                    self._sources[event.article] = event
        while len(self._sources) > _KEPT_ARTICLES:
            self._sources.popitem(last=False)


def is_published_by(which: EventFilter, change: Change) -> bool:
    """Whether a change comes from the publisher that a filter names, if it names one."""
    return which.publisher is None or (change.source is not None and change.source.publisher == which.publisher)


def _open(recorded: RecordedEvent) -> Event | None:
    try:
        return unseal(recorded)
    except UndecodableEvent as error:
        _log.warning("an event cannot be read and is left out", position=recorded.position, why=str(error))
        return None

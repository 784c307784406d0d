"""An article becomes events: load, decide, append. So do ``service.curate`` and ``service.interchange``, nobody else.

The article, its reports and what they decide go into the ledger in one append, on the condition that nothing which
the decision rests on has changed since it was read; where something has, everything is read and decided again. New
articles that come together are decided about together, and stand in the ledger in one append.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import asyncpg
import msgspec
import structlog

from events.codec import unseal
from events.connection import LOST
from events.decide import History, Shelf, decide, relevant, relevant_to, shelf_of
from events.envelope import Appended, Condition, NewEvent, Query, QueryItem
from events.errors import ChanceryError, ConditionFailed, IdReused
from events.happenings import Told
from events.ledger import Ledger, keep_texts
from events.vocabulary import REPORT_TYPES, ArticleIngested, ArticleRevised, EventCorrected, Report
from service.ingest.errors import ArticleTooLarge
from service.ingest.text import LARGEST_ARTICLE
from service.planning import Decided, Handled, Past, Plan, decision_id, plan_new, plan_revision, read_new
from service.settings import REMEMBERED_EVENTS
from service.shelves import PAGE, Shelves
from service.submission import Prepared

TRIES = 20
"""How often a decision is made again because other writers changed what it rests on."""
TOGETHER = 32
"""Articles that are decided about together, at most."""
MOST_SHELVES = 400
"""Families and parties that are asked for at once, at most: an article alone may have more."""

_BYTES_OF_A_LETTER = 4
"""In UTF-8, at most."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Contested(ChanceryError):
    """Other writers kept changing what this decision rests on; nothing was written: send the same again."""

    problem = "contested"


class Handler:
    """Takes prepared articles into the ledger, one decision at a time."""

    def __init__(
        self,
        ledger: Ledger,
        pool: "asyncpg.Pool[Any]",
        turn: asyncio.Lock | None = None,
        *,
        on_read: Callable[[Mapping[str, float]], None] | None = None,
        largest: int = LARGEST_ARTICLE,
        remembered: int = REMEMBERED_EVENTS,
    ) -> None:
        """Take articles of at most ``largest`` bytes, and remember ``remembered`` events between decisions.

        ``on_read`` is told of each article what each stage of its reading took, in seconds.
        """
        self._shelves = Shelves(ledger, remembered)
        self._on_read = on_read
        self._largest = largest
        self._ledger = ledger
        self._pool = pool
        # Decisions of one process are made in order: two of them never conflict with each other.
        self._turn = turn or asyncio.Lock()

    async def handle(self, prepared: Prepared, *, dry_run: bool = False) -> Handled:
        """Record an article, unless its text is known already or this is a dry run.

        Raises:
            ArticleTooLarge: its text is over the limit.
            Contested: other processes kept deciding about the same parties.
            LedgerUnavailable: no answer in time; the same article may be sent again.

        """
        self.check_size(prepared.text)
        self._tell(prepared)
        async with self._turn:
            return (await self._take_new([prepared], dry_run=dry_run))[0]

    async def handle_first(self, several: Sequence[Prepared]) -> list[Handled]:
        """Record the first of several articles, one or as many as can be at once, and tell what became of them.

        What is decided is the same as if each had come alone, but that it is decided once for all of them: a decision
        stands with the last article that brought something to it. Raises as ``handle``: then nothing is
        recorded, or nobody knows.
        """
        unit = _find_unit(several)
        for prepared in unit:
            self.check_size(prepared.text)
        async with self._turn:
            taken = await self._take_new(unit)
        for prepared in unit[: len(taken)]:
            self._tell(prepared)
        return taken

    def _tell(self, prepared: Prepared) -> None:
        if self._on_read is not None:
            self._on_read(prepared.seconds)

    async def _take_one(self, prepared: Prepared, *, dry_run: bool = False) -> Handled:
        for attempt in range(TRIES):
            plan, condition = await self._plan(prepared)
            if dry_run or not plan.events:
                return plan.handled
            appended = await self._record([prepared], plan.events, condition, attempt)
            if appended is not None:
                return _settle([plan], appended)[0]
        raise Contested

    async def _take_new(self, unit: Sequence[Prepared], *, dry_run: bool = False) -> list[Handled]:
        """Take articles in up to the first that is known already; where that is the first, those that are known."""
        for attempt in range(TRIES):
            head = await self._shelves.come_up()
            known = await self._find_known(unit, head)
            new = next((at for at, each in enumerate(unit) if each.article in known), len(unit))
            if not new:
                last = next((at for at, each in enumerate(unit) if each.article not in known), len(unit))
                return await self._take_known(unit[:last], dry_run=dry_run)
            unit = unit[:new]
            fresh = read_new(unit)
            told = [each for several in fresh for each in several]
            shelves = {shelf_of(each.report) for each in told}
            query = relevant_to(shelves)
            unkept = await self._shelves.open(shelves)
            decided, after = self._shelves.decide([each for each in told if shelf_of(each.report) not in unkept])
            if unkept:
                read, history = await read_history(self._ledger, relevant_to(unkept), head)
                decided += decide([each for each in told if shelf_of(each.report) in unkept], history)
                query = Query(items=tuple(dict.fromkeys((*query.items, *read.items))))
            plans = plan_new(unit, fresh, decided)
            if dry_run:
                return [plan.handled for plan in plans]
            events = [event for plan in plans for event in plan.events]
            condition = Condition(query=Query(items=(*query.items, *_named(unit))), after=head)
            appended = await self._record(unit, events, condition, attempt)
            if appended is not None:
                self._shelves.keep(after, appended)
                return _settle(plans, appended)
        raise Contested

    async def _find_known(self, several: Sequence[Prepared], head: int) -> set[str]:
        """Of which articles the ledger holds anything."""
        tags: set[str] = set()
        async for page in self._ledger.stream(Query(items=_named(several)), upto=head):
            tags.update(tag for recorded in page for tag in recorded.tags)
        return {each.article for each in several if f"article:{each.article}" in tags}

    async def _take_known(self, several: Sequence[Prepared], *, dry_run: bool) -> list[Handled]:
        """Take articles one by one, up to the first that cannot be: why is told when it comes first."""
        taken = [await self._take_one(several[0], dry_run=dry_run)]
        with suppress(ChanceryError, *LOST):
            for prepared in several[1:]:
                taken.append(await self._take_one(prepared))  # noqa: PERF401  (what was taken before a failure counts)
        return taken

    async def _record(
        self, several: Sequence[Prepared], events: list[NewEvent], condition: Condition, attempt: int
    ) -> Appended | None:
        """Append what was decided; None where it must be decided again."""
        await keep_texts(self._pool, [each.text for each in several])
        try:
            appended = await self._ledger.append(events, condition)
        except (ConditionFailed, IdReused) as conflict:
            # An id is reused where another process has recorded one of these very articles meanwhile.
            _log.info("decided again", article=several[0].article, why=str(conflict), attempt=attempt + 1)
            return None
        _log.info(
            "article recorded" if len(several) == 1 else "articles recorded",
            article=several[0].article,
            articles=len(several),
            events=len(events),
            position=appended.last,
        )
        return appended

    def check_size(self, text: str) -> None:
        """Raise ArticleTooLarge for a text over the limit: before it is read, where it may be long."""
        # Most texts need not be turned into bytes to be known as short enough.
        if len(text) * _BYTES_OF_A_LETTER > self._largest:
            size = len(text.encode("utf-8", "surrogatepass"))
            if size > self._largest:
                raise ArticleTooLarge(size, self._largest)

    async def _plan(self, prepared: Prepared) -> tuple[Plan, Condition]:
        head = await self._ledger.head()
        past = await self._read_past(prepared.article, head)
        query = relevant([*prepared.reports, *past.reports.values(), *past.corrected.values()])
        query, history = await read_history(self._ledger, query, head)
        condition = Condition(query=Query(items=(*query.items, *_named([prepared]))), after=head)
        standing = [Told(id=key, report=history.told[key]) for key in past.reports if key in history.told]
        if past.latest is None or past.latest.text_hash != prepared.text_hash:
            return plan_revision(prepared, past, standing, history), condition
        decided, last = await self._read_decided(past.latest, past.revision)
        handled = Handled(
            article=prepared.article,
            outcome="known",
            position=max(past.position, last),
            told=tuple(standing),
            added=frozenset(),
            decided=tuple(decided),
            discarded=prepared.discarded,
        )
        return Plan(handled=handled, events=[]), condition

    async def _read_past(self, article: str, head: int) -> Past:
        past = Past()
        query = Query(items=(QueryItem(tags=(f"article:{article}",)),))
        async for page in self._ledger.stream(query, upto=head):
            for recorded in page:
                event = unseal(recorded)
                past.position = recorded.position
                past.made += recorded.type in REPORT_TYPES
                if isinstance(event, ArticleIngested | ArticleRevised):
                    past.latest = event
                    past.revision += 1
                elif isinstance(event, Report):
                    past.reports[str(recorded.id)] = event
                elif isinstance(event, EventCorrected):
                    past.corrected[event.event] = event.corrected
        return past

    async def _read_decided(self, latest: ArticleIngested | ArticleRevised, revision: int) -> tuple[list[Decided], int]:
        """What was decided when the article was last recorded: the ids follow from its own."""
        decided: list[Decided] = []
        last = 0
        while True:
            recorded = await self._ledger.event(decision_id(latest.article, latest.extractor, revision, len(decided)))
            event = None if recorded is None else unseal(recorded)
            if recorded is None or event is None or isinstance(event, Report):
                return decided, last
            decided.append(Decided(id=str(recorded.id), record=event))
            last = recorded.position


async def read_history(ledger: Ledger, query: Query, head: int) -> tuple[Query, History]:
    """What the ledger holds up to a position of what a query asks for.

    Where a correction brought an event from other parties or another family, what stands there is read too: what
    curators said of the event before still holds. The query that is given back asks for all that was read.
    """
    while True:
        history = History()
        left: list[Shelf] = []
        # A query without items would mean every event.
        if query.items:
            async for page in ledger.stream(query, upto=head, page=PAGE):
                for recorded in page:
                    event = unseal(recorded)
                    if event is None:
                        continue
                    history.apply(str(recorded.id), event)
                    if isinstance(event, EventCorrected):
                        left.append((event.family, event.parties))
        further = [item for item in relevant_to(left).items if item not in query.items]
        if not further:
            return query, history
        query = Query(items=(*query.items, *further))


def _find_unit(several: Sequence[Prepared]) -> Sequence[Prepared]:
    """The first articles that may be decided about together: no two the same, and not too much to ask for."""
    names: set[str] = set()
    shelves: set[QueryItem] = set()
    for at, prepared in enumerate(several[:TOGETHER]):
        names.add(prepared.article)
        shelves.update(relevant(prepared.reports).items)
        if at and (len(names) <= at or len(shelves) > MOST_SHELVES):
            return several[:at]
    return several[:TOGETHER]


def _named(several: Sequence[Prepared]) -> tuple[QueryItem, ...]:
    """What asks for everything that came with articles."""
    return tuple(QueryItem(tags=(f"article:{each.article}",)) for each in several)


def _settle(plans: Sequence[Plan], appended: Appended) -> list[Handled]:
    """What became of articles whose events stand in the ledger, one after the other."""
    settled: list[Handled] = []
    end = 0
    for plan in plans:
        end += len(plan.events)
        settled.append(msgspec.structs.replace(plan.handled, position=appended.positions[end - 1]))
    return settled

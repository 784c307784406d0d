"""An article becomes events: load, decide, append. So do ``service.curate`` and ``service.interchange``, nobody else.

The article, its reports and what they decide go into the ledger in one append, on the condition that nothing which
the decision rests on has changed since it was read; where something has, everything is read and decided again.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal
from uuid import UUID

import asyncpg
import msgspec
import structlog

from events.codec import derive_id, encode, seal, unseal
from events.decide import History, decide, relevant
from events.envelope import Condition, NewEvent, Query, QueryItem
from events.errors import ChanceryError, ConditionFailed, IdReused
from events.evidence import CuratorStatement
from events.happenings import Told
from events.ledger import Ledger, keep_text
from events.vocabulary import (
    REPORT_TYPES,
    ArticleIngested,
    ArticleRevised,
    Event,
    EventCorrected,
    EventRetracted,
    Record,
    Report,
    parties_of,
)
from service.ingest.errors import ArticleTooLarge
from service.ingest.publishers import find_house
from service.ingest.text import LARGEST_ARTICLE
from service.submission import Discarded, Prepared

TRIES = 20
"""How often a decision is made again because other writers changed what it rests on."""

_BYTES_OF_A_LETTER = 4
"""In UTF-8, at most."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Outcome = Literal["recorded", "revised", "known"]


class Contested(ChanceryError):
    """Other writers kept changing what this decision rests on; nothing was written: send the same again."""

    problem = "contested"


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """A record with the id under which it stands, or would stand, in the ledger."""

    id: str
    record: Record


class Handled(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an article.

    ``told`` are all its reports that count now, ``added`` the ids among them that are new; ``position`` is that of the
    last event of the append, None for a dry run of an article that is not known as it is.
    """

    article: str
    outcome: Outcome
    position: int | None
    told: tuple[Told, ...]
    added: frozenset[str]
    decided: tuple[Decided, ...]
    discarded: tuple[Discarded, ...]


class _Past(msgspec.Struct, kw_only=True):
    """What the ledger holds of one article: every report it ever made, and its latest text.

    ``made`` counts the redacted reports too, of which nothing else is known: their ids are taken. ``corrected`` holds
    what curators made of reports.
    """

    latest: ArticleIngested | ArticleRevised | None = None
    revision: int = -1
    reports: dict[str, Report] = {}
    corrected: dict[str, Report] = {}
    made: int = 0
    position: int = 0


class _Plan(msgspec.Struct, kw_only=True):
    handled: Handled
    events: list[NewEvent]
    condition: Condition


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
    ) -> None:
        """Take articles of at most ``largest`` bytes.

        ``on_read`` is told of each article what each stage of its reading took, in seconds.
        """
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
        if self._on_read is not None:
            self._on_read(prepared.seconds)
        async with self._turn:
            for attempt in range(TRIES):
                plan = await self._plan(prepared)
                if dry_run or not plan.events:
                    return plan.handled
                await keep_text(self._pool, prepared.text)
                try:
                    appended = await self._ledger.append(plan.events, plan.condition)
                except (ConditionFailed, IdReused) as conflict:
                    # An id is reused where another process has recorded this very article meanwhile.
                    _log.info("decided again", article=prepared.article, why=str(conflict), attempt=attempt + 1)
                    continue
                _log.info(
                    "article recorded",
                    article=prepared.article,
                    outcome=plan.handled.outcome,
                    reports=len(plan.handled.added),
                    decisions=len(plan.handled.decided),
                    position=appended.last,
                )
                return msgspec.structs.replace(plan.handled, position=appended.last)
        raise Contested

    def check_size(self, text: str) -> None:
        """Raise ArticleTooLarge for a text over the limit: before it is read, where it may be long."""
        # Most texts need not be turned into bytes to be known as short enough.
        if len(text) * _BYTES_OF_A_LETTER > self._largest:
            size = len(text.encode("utf-8", "surrogatepass"))
            if size > self._largest:
                raise ArticleTooLarge(size, self._largest)

    async def _plan(self, prepared: Prepared) -> _Plan:
        head = await self._ledger.head()
        past = await self._read_past(prepared.article, head)
        query = relevant([*prepared.reports, *past.reports.values(), *past.corrected.values()])
        history = await read_history(self._ledger, query, head)
        condition = Condition(
            query=Query(items=(*query.items, QueryItem(tags=(f"article:{prepared.article}",)))), after=head
        )
        standing = [Told(id=key, report=history.told[key]) for key in past.reports if key in history.told]
        if past.latest is not None and past.latest.text_hash == prepared.text_hash:
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
            return _Plan(handled=handled, events=[], condition=condition)
        return _decide_anew(prepared, past, standing, history, condition)

    async def _read_past(self, article: str, head: int) -> _Past:
        past = _Past()
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
            recorded = await self._ledger.event(_decision_id(latest.article, latest.extractor, revision, len(decided)))
            event = None if recorded is None else unseal(recorded)
            if recorded is None or event is None or isinstance(event, Report):
                return decided, last
            decided.append(Decided(id=str(recorded.id), record=event))
            last = recorded.position


async def read_history(ledger: Ledger, query: Query, head: int) -> History:
    """What the ledger holds up to a position of what a query asks for."""
    history = History()
    # A query without items would mean every event.
    if query.items:
        async for page in ledger.stream(query, upto=head):
            for recorded in page:
                event = unseal(recorded)
                if event is not None:
                    history.apply(str(recorded.id), event)
    return history


def _decide_anew(
    prepared: Prepared, past: _Past, standing: list[Told], history: History, condition: Condition
) -> _Plan:
    """What to append for a text that is not the article's latest: the article, its reports and the decisions."""
    revision = past.revision + 1
    kept, fresh, gone = _compare(prepared, past, standing, history.barred)
    retractions = [_retract(told, prepared) for told in gone]
    records = decide(fresh, history, retractions)
    article, extractor = prepared.article, prepared.extractor
    decided = [
        Decided(id=str(_decision_id(article, extractor, revision, ordinal)), record=record)
        for ordinal, record in enumerate([*retractions, *records])
    ]
    events: list[tuple[UUID, Event]] = [
        (derive_id(article, extractor, "article", str(revision)), _announce(prepared, past)),
        *((UUID(told.id), told.report) for told in fresh),
        *((UUID(item.id), item.record) for item in decided),
    ]
    handled = Handled(
        article=article,
        outcome="recorded" if past.latest is None else "revised",
        position=None,
        told=(*kept, *fresh),
        added=frozenset(told.id for told in fresh),
        decided=tuple(decided),
        discarded=prepared.discarded,
    )
    return _Plan(handled=handled, events=[seal(event, key) for key, event in events], condition=condition)


def _compare(
    prepared: Prepared, past: _Past, standing: list[Told], barred: Collection[str]
) -> tuple[list[Told], list[Told], list[Told]]:
    """The reports that the new text still makes (under their ids), those it makes anew, and those gone from it.

    A report that a curator corrected is the same whether the text says what it said or what is right; one that a
    curator took back stays out though the text says it again.
    """
    waiting: dict[bytes, list[Told]] = {}
    for told in standing:
        for claim in {_claim(told.report), _claim(past.reports[told.id])}:
            waiting.setdefault(claim, []).append(told)
    withheld = Counter(_claim(past.reports[event]) for event in barred if event in past.reports)
    met: set[str] = set()
    kept: list[Told] = []
    new: list[Report] = []
    happenings: dict[str, str] = {}
    for report in prepared.reports:
        claim = _claim(report)
        same = next((told for told in waiting.get(claim, ()) if told.id not in met), None)
        if same is not None:
            met.add(same.id)
            kept.append(same)
            happenings[report.happening] = same.report.happening
        elif withheld[claim]:
            withheld[claim] -= 1
        else:
            new.append(report)
    fresh: list[Told] = []
    for ordinal, report in enumerate(new, start=past.made):
        if past.latest is not None:
            # A reading numbers its happenings anew: those of another text must not be taken for the ones recorded.
            renewed = str(derive_id(report.happening, prepared.text_hash))
            report = msgspec.structs.replace(report, happening=happenings.get(report.happening, renewed))  # noqa: PLW2901
        fresh.append(Told(id=str(derive_id(prepared.article, prepared.extractor, str(ordinal))), report=report))
    return kept, fresh, [told for told in standing if told.id not in met]


def _claim(report: Report) -> bytes:
    """What a report says, whatever its words and place in the text."""
    return encode(msgspec.structs.replace(report, happening="", evidence=()))


def _retract(told: Told, prepared: Prepared) -> EventRetracted:
    return EventRetracted(
        family=told.report.family,
        parties=parties_of(told.report),
        event=told.id,
        evidence=(
            CuratorStatement(
                who=f"chancery {prepared.extractor}",
                why="the publisher changed the text, and the new one does not say this",
                source=f"sha256:{prepared.text_hash}",
            ),
        ),
        why="the revised article no longer says so",
    )


def _announce(prepared: Prepared, past: _Past) -> ArticleIngested | ArticleRevised:
    common: dict[str, Any] = {
        "article": prepared.article,
        "text_hash": prepared.text_hash,
        "length": len(prepared.text),
        "language": prepared.metadata.language,
        "extractor": prepared.extractor,
        "title": prepared.metadata.title,
        "url": prepared.metadata.url,
        "publisher": prepared.metadata.publisher,
        "house": find_house(prepared.metadata.publisher),
        "published": prepared.metadata.published,
        "published_basis": prepared.metadata.published_basis,
    }
    if past.latest is None:
        return ArticleIngested(**common)
    return ArticleRevised(**common, former_text_hash=past.latest.text_hash)


def _decision_id(article: str, extractor: str, revision: int, ordinal: int) -> UUID:
    return derive_id(article, extractor, "decision", str(revision), str(ordinal))

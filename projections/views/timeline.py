"""The timeline: every report as it was recorded, under the happening decided now, and articles with what they told."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from events.vocabulary import FAMILIES, parties_of
from projections.ground.entries import Entry
from projections.ground.facts import Act, Acts
from projections.ground.ground import ArticleKnown
from projections.ground.kept import read_fact
from projections.ground.sources import prove
from projections.public.shapes import Article, Proof, RecordedFact, Retraction
from projections.view import Row, View


class EventRow(Row, frozen=True):
    """One recorded report."""

    happening: str
    event: str
    position: int
    recorded_at: datetime
    told_as: str
    article: str
    type: str
    family: str
    parties: tuple[str, ...]
    day: date | None
    recorded_on: date | None
    confidence: float | None
    retraction: bytes | None
    fact: bytes


class EventFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which events are asked for; what is left open lets everything through.

    ``parties``: all of them take part. ``publisher``: of the article that tells it. ``since`` and ``until``: days from
    which an act counts. ``confidence``: the least measured one; an event without a measured one is left out then.
    """

    parties: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    family: str | None = None
    publisher: str | None = None
    article: str | None = None
    happening: str | None = None
    since: date | None = None
    until: date | None = None
    confidence: float | None = None
    retracted: bool = False


EVERY_EVENT = EventFilter()


def conditions(which: EventFilter, articles: Sequence[str] | None = None) -> tuple[object, ...]:
    """A filter as the values that the statement ``events`` of timeline.sql takes, in order.

    ``articles``: those of the publisher asked for; None where none is.
    """
    if which.article is not None:
        articles = [which.article] if articles is None or which.article in articles else []
    return (
        sorted(set(which.parties)),
        list(which.types),
        which.family,
        articles,
        which.happening,
        which.since,
        which.until,
        which.confidence,
        which.retracted,
    )


def rows(acts: Acts, happening: str) -> dict[str, list[Row]]:
    """The rows of one happening: one for each event, withdrawn or not."""
    ground = acts.ground
    alone = {act.entries[0].event: act for act in acts.of(happening) if len(act.entries) == 1}
    entries = (ground.entries[event] for event in sorted(ground.happenings.get(happening, ())))
    return {"event": [row_of(entry, alone.get(entry.event) or acts.act(happening, [entry])) for entry in entries]}


def event_row(acts: Acts, event: str) -> EventRow:
    """The row of one event."""
    entry = acts.ground.entries[event]
    alone = (act for act in acts.of(entry.happening) if len(act.entries) == 1 and act.entries[0].event == event)
    return row_of(entry, next(alone, None) or acts.act(entry.happening, [entry]))


def row_of(entry: Entry, act: Act) -> EventRow:
    """The row of one report, of which ``act`` is what it tells alone."""
    report, dated = entry.report, act.dated
    return EventRow(
        entry.happening,
        entry.event,
        entry.recorded.position,
        entry.recorded.recorded_at,
        report.happening,
        report.article,
        type(report).__name__,
        report.family,
        parties_of(report),
        dated.day,
        dated.recorded_on,
        None if report.confidence is None else report.confidence.value,
        None if entry.withdrawn is None else msgspec.json.encode(_retraction(entry)),
        act.fact,
    )


def _retraction(entry: Entry) -> Retraction | None:
    gone = entry.withdrawn
    return None if gone is None else Retraction(event=gone.event, why=gone.why, proofs=prove(gone.evidence, Proof))


def show_article(known: ArticleKnown, events: Sequence[EventRow], position: int) -> Article:
    """An article in its public shape, with what it told."""
    latest = known.latest
    return Article(
        article=latest.article,
        title=latest.title,
        url=latest.url,
        publisher=latest.publisher,
        published=latest.published,
        published_basis=latest.published_basis,
        language=latest.language,
        text_hash=latest.text_hash,
        former_text_hashes=known.former_text_hashes,
        length=latest.length,
        extractor=latest.extractor,
        events=tuple(describe(row) for row in events),
        position=position,
    )


def describe(row: EventRow) -> RecordedFact:
    """An event in its public shape."""
    return RecordedFact(
        id=row.event,
        position=row.position,
        recorded_at=row.recorded_at.isoformat(),
        happening=row.happening,
        told_as=row.told_as,
        fact=read_fact(row.fact),
        retracted=None if row.retraction is None else msgspec.json.decode(row.retraction, type=Retraction),
    )


TIMELINE = View(
    name="timeline",
    fold=5,
    families=tuple(FAMILIES),
    tables={"event": EventRow},
    rows=rows,
    event_row=event_row,
)

"""The one grammar of filters: what a saved list of filters asks of an event, wherever it is watched from."""

from typing import assert_never

from events.decide import shelves_of
from events.envelope import Query, QueryItem, RecordedEvent
from events.tags import dyad
from events.vocabulary import (
    AnnouncementAnswered,
    ArticleIngested,
    ArticleRevised,
    Event,
    EventConfirmed,
    EventCorrected,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    Redacted,
    Report,
)
from projections.times import Recorded, counts_from
from projections.views.timeline import EventFilter

_PAIR = 2


def ask_ledger(which: EventFilter) -> Query:
    """The query that finds every event which the filter may let through, and as few others as tags can tell."""
    tags = (
        *(() if which.family is None else (f"family:{which.family}",)),
        *(() if which.article is None else (f"article:{which.article}",)),
        *(() if which.happening is None else (f"happening:{which.happening}",)),
    )
    sides: list[tuple[str, ...]] = [()]
    if len(which.parties) == _PAIR:
        # Acts of many parties bear a tag for each, not for each pair.
        sides = [(f"dyad:{dyad(*which.parties)}",), tuple(f"party:{party}" for party in which.parties)]
    items = tuple(QueryItem(types=which.types, tags=(*tags, *side)) for side in sides)
    return Query(items=items if which.types or tags or sides != [()] else ())


def admits(which: EventFilter, event: Event, recorded: RecordedEvent) -> bool:
    """Whether a filter lets an event through, its publisher aside.

    What an event does not have, it cannot be chosen by: an article has no parties, a decision no article and no
    confidence. The day of a report is that from which it counts, of all else that of its recording.
    """
    if which.types and recorded.type not in which.types:
        return False
    if not any(
        which.family in {None, family} and set(which.parties) <= set(parties) for family, parties in find_sides(event)
    ):
        return False
    if which.article is not None and find_article(event) != which.article:
        return False
    if which.happening is not None and which.happening not in find_happenings(event):
        return False
    return _is_sure(which, event) and _is_of_days(which, event, recorded)


def _is_sure(which: EventFilter, event: Event) -> bool:
    if which.confidence is None:
        return True
    return isinstance(event, Report) and event.confidence is not None and event.confidence.value >= which.confidence


def _is_of_days(which: EventFilter, event: Event, recorded: RecordedEvent) -> bool:
    if which.since is None and which.until is None:
        return True
    place = Recorded(position=recorded.position, recorded_at=recorded.recorded_at)
    day = counts_from(event, place) if isinstance(event, Report) else place.day
    return (which.since is None or day >= which.since) and (which.until is None or day <= which.until)


def find_sides(event: Event) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
    """Families of acts that an event is about, and between whom; of a correction those before and those after it."""
    return ((None, ()),) if isinstance(event, ArticleIngested | ArticleRevised) else shelves_of(event)


def find_article(event: Event) -> str | None:
    """The article that an event comes from; None for decisions and curators' words."""
    return event.article if isinstance(event, Report | ArticleIngested | ArticleRevised) else None


def find_happenings(event: Event) -> tuple[str, ...]:
    """The happenings that an event names."""
    if isinstance(event, Report):
        return (event.happening,)
    match event:
        case HappeningsMerged() | HappeningSplit() | EventCorrected():
            return (event.happening,)
        case AnnouncementAnswered():
            return (event.announcement, *(() if event.answer is None else (event.answer,)))
        case ArticleIngested() | ArticleRevised() | EventRetracted() | EventConfirmed() | Redacted():
            return ()
        case _:
            assert_never(event)

"""The tags under which the ledger finds an event again.

``dyad:MLI-RUS`` for each pair of parties (sorted; above six parties ``party:`` each instead),
``family:visit``, ``month:2025-06`` for each month that the act or its due date touches or ``when:imprecise``,
``article:`` and ``happening:``. A correction carries those of the value before and of the one after.
Decisions carry the dyads and the family they decided about, so that the next decision about them reads them.
"""

from itertools import combinations
from typing import assert_never

from events.interval import Interval
from events.vocabulary import (
    Act,
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
    parties_of,
)

MOST_DYADIC_PARTIES = 6
"""Above this many parties the pairs are too many to tag: 7 parties have 21."""


def dyad(one: str, other: str) -> str:
    """The name of a pair, whichever way round it is given: ``MLI-RUS``."""
    return f"{one}-{other}" if one < other else f"{other}-{one}"


def party_tags(parties: tuple[str, ...]) -> tuple[str, ...]:
    """How the parties of an act are tagged: a tag for each pair, or for each party where they are many."""
    several = sorted(set(parties))
    if len(several) > MOST_DYADIC_PARTIES:
        return tuple(f"party:{party}" for party in several)
    return tuple(f"dyad:{one}-{other}" for one, other in combinations(several, 2))


def month_tags(*times: Interval | None) -> tuple[str, ...]:
    """A tag for each month these intervals touch, and ``when:imprecise`` where one of them, or all, touch none.

    None stands for a time that nobody told; a year, a month without a year and more than 24 months are imprecise.
    """
    told = [when.months() for when in times if when is not None]
    months = sorted({f"month:{month}" for each in told for month in each})
    return (*months, *(() if told and all(told) else ("when:imprecise",)))


def tags_of(event: Event) -> tuple[str, ...]:
    """All tags of an event, sorted, each once."""
    if isinstance(event, Act):
        tags = (
            *party_tags(parties_of(event)),
            f"family:{event.family}",
            *month_tags(event.act, event.due),
            f"article:{event.article}",
            f"happening:{event.happening}",
        )
        return tuple(sorted(set(tags)))
    match event:
        case ArticleIngested() | ArticleRevised():
            tags = (f"article:{event.article}",)
        case HappeningsMerged() | HappeningSplit():
            tags = (*party_tags(event.parties), f"family:{event.family}", f"happening:{event.happening}")
        case AnnouncementAnswered():
            both = (event.announcement, *(() if event.answer is None else (event.answer,)))
            tags = (*party_tags(event.parties), f"family:{event.family}", *(f"happening:{each}" for each in both))
        case EventCorrected():
            # Whoever asks for what it told, or for what it tells now, finds it.
            tags = (
                *party_tags(event.parties),
                f"family:{event.family}",
                *tags_of(event.corrected),
                f"happening:{event.happening}",
                f"event:{event.event}",
            )
        case EventRetracted() | EventConfirmed() | Redacted():
            tags = (*party_tags(event.parties), f"family:{event.family}", f"event:{event.event}")
        case _:
            assert_never(event)
    return tuple(sorted(set(tags)))

"""What became of one event: what it told first, and everything that was said and decided of it since.

Read from the ledger alone, so that it is the same at every position for ever.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events.codec import unseal
from events.envelope import Query, QueryItem, RecordedEvent
from events.evidence import CuratorStatement, Evidence
from events.ledger import Ledger
from events.tags import party_tags
from events.vocabulary import (
    EventConfirmed,
    EventCorrected,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    Redacted,
    Report,
    parties_of,
)
from projections.ground.sources import prove
from projections.public.history import Change, EventHistory, FieldChange
from projections.public.shapes import Proof
from projections.questions.moment import find_position

Word = EventCorrected | EventConfirmed | EventRetracted | HappeningsMerged | HappeningSplit | Redacted
"""A record about an event."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A record about an event, and where it stands."""

    id: str
    word: Word
    recorded: RecordedEvent


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """An event with all that was said of it up to a position; ``told`` is None where it was redacted."""

    recorded: RecordedEvent
    told: Report | None
    said: tuple[Said, ...]
    upto: int

    @property
    def corrections(self) -> tuple[Said, ...]:
        """The corrections, the first one first."""
        return tuple(each for each in self.said if isinstance(each.word, EventCorrected))

    @property
    def retraction(self) -> Said | None:
        """What took it back, None where it stands."""
        return next((each for each in self.said if isinstance(each.word, EventRetracted)), None)

    def value(self, version: int | None = None) -> Report | None:
        """What it tells after ``version`` corrections (default: all)."""
        found = self.told
        for each in self.corrections[:version]:
            if isinstance(each.word, EventCorrected):
                found = each.word.corrected
        return found


async def read_known(ledger: Ledger, event_id: str, at: int | datetime | None = None) -> Known | None:
    """An event and what was said of it up to a position, a moment or now; None where no report has that id by then.

    Raises:
        BeyondHead: the ledger has not reached that position.

    """
    upto = await find_position(ledger, at)
    try:
        recorded = await ledger.event(UUID(event_id))
    except ValueError:
        return None
    if recorded is None or recorded.position > upto:
        return None
    told = unseal(recorded)
    if told is not None and not isinstance(told, Report):
        return None
    # Ids may be written in several ways, tags in one.
    name = str(recorded.id)
    said = [each async for each in _words(ledger, Query(items=(QueryItem(tags=(f"event:{name}",)),)), upto)]
    if told is None and not any(isinstance(each.word, Redacted) for each in said):
        return None
    values = [
        *([told] if told is not None else []),
        *(each.word.corrected for each in said if isinstance(each.word, EventCorrected)),
    ]
    shelves = {(value.family, party_tags(parties_of(value))) for value in values}
    moves = Query(
        items=tuple(
            QueryItem(types=("HappeningsMerged", "HappeningSplit"), tags=(*tags, f"family:{family}"))
            for family, tags in sorted(shelves)
        )
    )
    if shelves:
        said += [each async for each in _words(ledger, moves, upto) if name in _named(each.word)]
    return Known(
        recorded=recorded,
        told=told,
        said=tuple(sorted(said, key=lambda each: each.recorded.position)),
        upto=upto,
    )


async def _words(ledger: Ledger, query: Query, upto: int) -> AsyncIterator[Said]:
    async for page in ledger.stream(query, upto=upto):
        for recorded in page:
            word = unseal(recorded)
            if isinstance(word, Word):
                yield Said(id=str(recorded.id), word=word, recorded=recorded)


def show_history(known: Known, position: int) -> EventHistory:
    """The history of an event in its public shape."""
    return EventHistory(
        id=str(known.recorded.id),
        version=len(known.corrections),
        counts=known.told is not None and known.retraction is None,
        changes=tuple(_changes(known)),
        position=position,
    )


def _changes(known: Known) -> Iterator[Change]:
    value = known.told
    yield Change(
        id=str(known.recorded.id),
        what="told",
        position=known.recorded.position,
        recorded_at=known.recorded.recorded_at.isoformat(),
        fields=() if value is None else tuple(_differing(None, value)),
        happening=None if value is None else value.happening,
        proofs=() if value is None else prove(value.evidence, Proof),
    )
    for each in known.said:
        word = each.word
        evidence: Sequence[Evidence] = getattr(word, "evidence", ())
        statement = next((piece for piece in evidence if isinstance(piece, CuratorStatement)), None)
        fields: tuple[FieldChange, ...] = ()
        if isinstance(word, EventCorrected):
            fields = tuple(_differing(value, word.corrected))
            value = word.corrected
        yield Change(
            id=each.id,
            what="kept_apart" if isinstance(word, HappeningSplit) and word.apart else _WHAT[type(word).__name__],
            position=each.recorded.position,
            recorded_at=each.recorded.recorded_at.isoformat(),
            who=statement.who if statement is not None else getattr(word, "who", None),
            why=statement.why if statement is not None else getattr(word, "why", getattr(word, "reason", None)),
            source=None if statement is None else statement.source,
            kind=word.kind if isinstance(word, EventCorrected) else None,
            since=word.since if isinstance(word, EventCorrected) else None,
            version=word.version if isinstance(word, EventCorrected | EventConfirmed) else None,
            fields=fields,
            happening=_moved_to(word, str(known.recorded.id)),
            proofs=prove(evidence, Proof),
        )


def _named(word: Word) -> tuple[str, ...]:
    """The events that a merge or a split names."""
    match word:
        case HappeningsMerged():
            return word.events
        case HappeningSplit():
            return (*word.events, *word.apart)
        case _:
            return ()


def _moved_to(word: Word, event: str) -> str | None:
    """The happening of which an event tells by a word."""
    return word.happening if isinstance(word, HappeningsMerged | HappeningSplit) and event in word.events else None


_WHAT: dict[str, Any] = {
    "EventCorrected": "corrected",
    "EventConfirmed": "confirmed",
    "EventRetracted": "retracted",
    "HappeningsMerged": "merged",
    "HappeningSplit": "split",
    "Redacted": "redacted",
}
_OWN = frozenset({"happening", "article", "evidence"})


def _differing(before: Report | None, after: Report) -> Iterator[FieldChange]:
    """The fields in which two values differ, as JSON; of a first value all that it tells."""
    old: dict[str, Any] = {} if before is None else msgspec.to_builtins(before)
    new: dict[str, Any] = msgspec.to_builtins(after)
    for field in dict.fromkeys((*old, *new)):
        if field not in _OWN and old.get(field) != new.get(field):
            yield FieldChange(field=field, before=old.get(field), after=new.get(field))

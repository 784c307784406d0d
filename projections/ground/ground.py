"""The ground that every view stands on: reports under the happening they were decided to tell of.

A ``Ground`` folds recorded events in position order. It holds the whole ledger (replay), the events of one
pair (a question in three times) or only the happenings that a batch touches (the runner): the fold is one.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

import msgspec

from events.answers import find_answers
from events.happenings import Bucket, Group, Told, bucket_of
from events.interval import Precision
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
from projections.ground.entries import Amendment, Entry, Move, Withdrawn, amended
from projections.times import Recorded, Times, admits, is_known, is_said

_VAGUENESS: tuple[Precision, ...] = ("day", "month", "month_without_year", "year")

AnswerKey = tuple[str, tuple[str, ...], str]
"""Family, parties and happening of an announcement."""


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What answered an announcement."""

    answer: str
    outcome: str


class ArticleKnown(msgspec.Struct, frozen=True, kw_only=True):
    """An article as last read, with the hashes of its former texts, and where it was first recorded."""

    latest: ArticleIngested | ArticleRevised
    former_text_hashes: tuple[str, ...] = ()
    recorded: Recorded


class Ground(msgspec.Struct, kw_only=True):
    """Reports (also by happening and by article), answers and articles, and what was touched among them.

    ``redacted``: stored reports whose payload is gone since, and their happenings, until the notice of it is folded.
    ``touched``: the happenings that look otherwise now, and of each the families of what came, went or changed.
    """

    entries: dict[str, Entry] = {}
    happenings: dict[str, set[str]] = {}
    told_by: dict[str, set[str]] = {}
    answers: dict[AnswerKey, Answered] = {}
    articles: dict[str, ArticleKnown] = {}
    redacted: dict[str, str] = {}
    touched: dict[str, set[str]] = {}
    touched_entries: set[str] = set()
    touched_answers: set[AnswerKey] = set()
    touched_articles: set[str] = set()

    def add(self, entry: Entry) -> None:
        """Put a stored entry in its place without touching anything."""
        event, happening, article = entry.event, entry.happening, entry.report.article
        self.entries[event] = entry
        # A set that is made only where there is none yet: most happenings and many articles have one report.
        if (events := self.happenings.get(happening)) is None:
            self.happenings[happening] = {event}
        else:
            events.add(event)
        if (told := self.told_by.get(article)) is None:
            self.told_by[article] = {event}
        else:
            told.add(event)

    def apply(self, event_id: str, event: Event, recorded: Recorded) -> None:
        """Take one recorded event into account; the same event twice changes nothing."""
        if isinstance(event, Act):
            # Most are; each class that it is not would be asked in turn.
            if event_id not in self.entries:
                entry = Entry(event=event_id, report=event, recorded=recorded, happening=event.happening)
                self.add(entry)
                self._touch(entry)
            return
        match event:
            case ArticleIngested() | ArticleRevised():
                self._read_article(event, recorded)
            case HappeningsMerged() | HappeningSplit():
                for moved in event.events:
                    self.move(moved, event.happening, recorded.position)
            case AnnouncementAnswered():
                self._answer(event)
            case EventRetracted():
                entry = self.entries.get(event.event)
                if entry is not None:
                    since = recorded.position if entry.withdrawn is None else entry.withdrawn.position
                    entry.withdrawn = Withdrawn(event=event_id, position=since, why=event.why, evidence=event.evidence)
                    self._touch(entry)
            case EventCorrected() | EventConfirmed():
                self._amend(Amendment(event=event_id, word=event, recorded=recorded))
            case Redacted():
                self._remove(event)
            case _:
                assert_never(event)

    def changed_events(self) -> set[str]:
        """The events that were touched, or whose articles were; among them those that are no more."""
        told = (event for article in self.touched_articles for event in self.told_by.get(article, ()))
        return self.touched_entries.union(told)

    def groups(self, happening: str) -> list[list[Entry]]:
        """The acts of a happening: the entries that count, by bucket (type, direction or parties), the surest first."""
        events = self.happenings.get(happening, ())
        if len(events) == 1:
            (event,) = events
            entry = self.entries[event]
            return [[entry]] if entry.withdrawn is None else []
        entries = [self.entries[event] for event in events]
        counting = [entry for entry in entries if entry.withdrawn is None]
        if len(counting) <= 1:
            return [counting] if counting else []
        found: dict[Bucket, list[Entry]] = {}
        for entry in counting:
            found.setdefault(bucket_of(entry.report), []).append(entry)
        return [surest_first(found[key]) for key in sorted(found)]

    def move(self, event_id: str, happening: str, position: int) -> None:
        """Put a report under another happening, as decided at a position."""
        entry = self.entries.get(event_id)
        if entry is None or entry.happening == happening:
            return
        self._touch(entry)
        self.happenings[entry.happening].discard(event_id)
        entry.moves = (*entry.moves, Move(position=position, before=entry.happening))
        entry.happening = happening
        self.add(entry)
        self._touch(entry)

    def _touch(self, entry: Entry) -> None:
        self.touched.setdefault(entry.happening, set()).add(entry.report.family)
        self.touched_entries.add(entry.event)

    def _amend(self, amendment: Amendment) -> None:
        entry = self.entries.get(amendment.word.event)
        if entry is None:
            return
        before = entry.report.family
        if entry.amend(amendment):
            self._touch(entry)
            # What it told may have been of another family, whose views show it no more.
            self.touched[entry.happening].add(before)

    def _remove(self, event: Redacted) -> None:
        """Leave a report out as if it had never been: whoever folds the ledger later finds nothing of it."""
        entry = self.entries.pop(event.event, None)
        happening = self.redacted.pop(event.event, None) if entry is None else entry.happening
        if happening is None:
            return
        if entry is not None:
            self.happenings[happening].discard(event.event)
            self.told_by[entry.report.article].discard(event.event)
        families = self.touched.setdefault(happening, set())
        families.update((event.family,) if entry is None else (event.family, entry.report.family))
        self.touched_entries.add(event.event)

    def _answer(self, event: AnnouncementAnswered) -> None:
        key = (event.family, event.parties, event.announcement)
        if event.answer is None or event.outcome is None:
            self.answers.pop(key, None)
        else:
            self.answers[key] = Answered(answer=event.answer, outcome=event.outcome)
        self.touched_answers.add(key)
        self.touched.setdefault(event.announcement, set()).add(event.family)

    def _read_article(self, event: ArticleIngested | ArticleRevised, recorded: Recorded) -> None:
        known = self.articles.get(event.article)
        if known is not None and (isinstance(event, ArticleIngested) or known.latest == event):
            return
        former = () if known is None else known.former_text_hashes
        if isinstance(event, ArticleRevised):
            former = (*former, event.former_text_hash)
        self.articles[event.article] = ArticleKnown(
            latest=event,
            former_text_hashes=former,
            recorded=recorded if known is None else known.recorded,
        )
        self.touched_articles.add(event.article)
        # The facts that it told show its title and publisher.
        for told in self.told_by.get(event.article, ()):
            entry = self.entries[told]
            self.touched.setdefault(entry.happening, set()).add(entry.report.family)


def restrict(ground: Ground, times: Times) -> Ground:
    """The ground as the three times let it be seen, each report as it stood then.

    Of what answered an announcement only the last word is known: who asks about answers at an earlier ``known_at``, or
    at a moment, gives a ground that was folded up to there. Whichever admitted happening would have answered an
    announcement does so where the one that did is not admitted.
    """
    seen = Ground(articles=ground.articles)
    for kept in ground.entries.values():
        entry = as_seen(kept, times)
        if entry.withdrawn is None and admits(entry.report, entry.recorded, times):
            seen.add(entry)
    for key, answered in ground.answers.items():
        if key[2] not in seen.happenings:
            continue
        found = answered if answered.answer in seen.happenings else _other_answer(seen, key)
        if found is not None:
            seen.answers[key] = found
    return seen


def as_seen(entry: Entry, times: Times) -> Entry:
    """An entry as it stood, with the corrections and confirmations that the times admit."""
    if isinstance(times.known_at, int):
        entry = entry.held_at(times.known_at)
    words = [(each, is_known(each.recorded, times) and _is_said(each, times)) for each in entry.amendments]
    if entry.told is None or all(counts for _, counts in words):
        return entry
    report, statements = amended(entry.told, words)
    return msgspec.structs.replace(entry, report=report, statements=statements)


def _is_said(amendment: Amendment, times: Times) -> bool:
    """Whether a source had said so by ``reported_by``: a better reading of an article holds from its publication."""
    word = amendment.word
    if isinstance(word, EventConfirmed) or word.kind == "reading":
        return True
    return is_said(word.since, amendment.recorded, times)


def _other_answer(seen: Ground, key: AnswerKey) -> Answered | None:
    family, parties, announcement = key
    groups = [
        group for group in as_groups(seen) if group.members[0].report.family == family and _parties(group) == parties
    ]
    for answer in find_answers(groups):
        if answer.announcement == announcement:
            return Answered(answer=answer.answer, outcome=answer.outcome)
    return None


def as_groups(ground: Ground) -> Iterator[Group]:
    """The acts of a ground in the shape in which answers are found."""
    for happening in sorted(ground.happenings):
        for entries in ground.groups(happening):
            members = tuple(Told(id=entry.event, report=entry.report) for entry in entries)
            yield Group(happening=happening, members=members, score=1.0, reason="as recorded")


def surest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Entries in the order in which their reports are believed; it depends on content only."""
    return sorted(entries, key=_content_order)


def _content_order(entry: Entry) -> tuple[int, str, str, str]:
    when = entry.report.act or entry.report.due
    if when is None or when.basis == "inferred":
        return (len(_VAGUENESS), "", entry.report.reported or "9999", entry.event)
    return (
        _VAGUENESS.index(when.precision),
        when.start or when.end or "",
        entry.report.reported or "9999",
        entry.event,
    )


def _parties(group: Group) -> tuple[str, ...]:
    return parties_of(group.members[0].report)

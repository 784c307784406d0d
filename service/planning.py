"""What to append for articles that were read, given what the ledger holds: pure functions.

An article is appended with its reports and with what they decide. Of several articles that come together the decisions
are made once for all of them; each decision stands with the last article that brought something to it.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, Literal
from uuid import UUID

import msgspec

from events.codec import derive_id, encode, seal
from events.decide import Decision, History, decide, shelf_of
from events.envelope import NewEvent
from events.evidence import CuratorStatement
from events.happenings import Told
from events.vocabulary import (
    ArticleIngested,
    ArticleRevised,
    Event,
    EventRetracted,
    Record,
    Report,
    parties_of,
)
from service.ingest.publishers import find_house
from service.submission import Discarded, Prepared

Outcome = Literal["recorded", "revised", "known"]


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


class Past(msgspec.Struct, kw_only=True):
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


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to append for an article, and what it will have become then; no events where it is known already."""

    handled: Handled
    events: list[NewEvent]


def plan_revision(prepared: Prepared, past: Past, standing: list[Told], history: History) -> Plan:
    """What to append for a text that is not the article's latest: the article, its reports and the decisions."""
    kept, fresh, gone = _compare(prepared, past, standing, history.barred)
    retractions = [_retract(told, prepared) for told in gone]
    return _lay_out(prepared, past, kept, fresh, [*retractions, *decide(fresh, history, retractions)])


def read_new(several: Sequence[Prepared]) -> list[list[Told]]:
    """The reports of articles that the ledger knows nothing of, with their ids."""
    return [
        [
            Told(id=str(derive_id(prepared.article, prepared.extractor, str(ordinal))), report=report)
            for ordinal, report in enumerate(prepared.reports)
        ]
        for prepared in several
    ]


def plan_new(several: Sequence[Prepared], fresh: Sequence[Sequence[Told]], decided: Sequence[Decision]) -> list[Plan]:
    """What to append for articles that the ledger knows nothing of, no two of them the same, in their order."""
    last = {shelf_of(told.report): number for number, each in enumerate(fresh) for told in each}
    records: list[list[Decision]] = [[] for _ in several]
    for record in decided:
        records[last.get((record.family, record.parties), -1)].append(record)
    return [_lay_out(several[at], Past(), [], fresh[at], records[at]) for at in range(len(several))]


def _lay_out(
    prepared: Prepared, past: Past, kept: Sequence[Told], fresh: Sequence[Told], records: Sequence[Record]
) -> Plan:
    article, extractor, revision = prepared.article, prepared.extractor, past.revision + 1
    decided = [
        Decided(id=str(decision_id(article, extractor, revision, ordinal)), record=record)
        for ordinal, record in enumerate(records)
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
    return Plan(handled=handled, events=[seal(event, key) for key, event in events])


def decision_id(article: str, extractor: str, revision: int, ordinal: int) -> UUID:
    """The id of what was decided when an article came, by its place among those decisions."""
    return derive_id(article, extractor, "decision", str(revision), str(ordinal))


def _compare(
    prepared: Prepared, past: Past, standing: list[Told], barred: Collection[str]
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


def _announce(prepared: Prepared, past: Past) -> ArticleIngested | ArticleRevised:
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

"""A part of the ground as its tables and the ledger hold it, and the ground that it makes, by whichever process."""

from collections.abc import Generator, Iterable, Sequence
from datetime import datetime

import msgspec

from events.codec import open_payload
from events.vocabulary import Act, EventConfirmed, EventCorrected
from projections.ground.entries import Amendment, Entry, Move, Withdrawn
from projections.ground.ground import Answered, ArticleKnown, Ground
from projections.times import Recorded

_withdrawn: msgspec.json.Decoder[Withdrawn] = msgspec.json.Decoder(Withdrawn)
_article: msgspec.json.Decoder[ArticleKnown] = msgspec.json.Decoder(ArticleKnown)


_Entry = tuple[
    str,
    bytes | None,
    list[int] | None,
    list[int] | None,
    list[str] | None,
    int,
    str,
    str,
    str,
    int,
    datetime,
    bytes | None,
]


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of the statements ``entries``, ``amendments``, ``answers`` and ``articles`` of ground.sql, as tuples."""

    entries: list[_Entry]
    amendments: list[tuple[int, str, str, int, datetime, bytes]]
    answers: list[tuple[str, list[str], str, str, str]]
    articles: list[bytes]


def build_ground(stored: Stored) -> Ground:
    """The ground that stored rows make.

    Raises:
        UndecodableEvent: the payload of a report or of what was said about it cannot be read.

    """
    return _build(_read_beside(stored), _read_amendments(stored), stored.entries)


def build_parts(stored: Stored, reports: int) -> Generator[Ground]:
    """The same ground in parts of whole happenings, of at least so many reports each but for the last.

    Raises:
        UndecodableEvent: as ``build_ground`` does.

    """
    beside, amendments = _read_beside(stored), _read_amendments(stored)
    happenings: dict[str, list[_Entry]] = {}
    for row in stored.entries:
        happenings.setdefault(row[0], []).append(row)
    part: list[_Entry] = []
    for rows in happenings.values():
        part += rows
        if len(part) >= reports:
            yield _build(beside, amendments, part)
            part = []
    if part:
        yield _build(beside, amendments, part)


def _read_beside(stored: Stored) -> Ground:
    """What stands beside the reports: answers and articles."""
    beside = Ground()
    for family, parties, announcement, answer, outcome in stored.answers:
        beside.answers[family, tuple(parties), announcement] = Answered(answer=answer, outcome=outcome)
    add_articles(beside, stored.articles)
    return beside


def _read_amendments(stored: Stored) -> list[Amendment]:
    found: list[Amendment] = []
    for position, event, kind, version, recorded_at, payload in stored.amendments:
        word = open_payload(kind, version, payload)
        if isinstance(word, EventCorrected | EventConfirmed):
            recorded = Recorded(position=position, recorded_at=recorded_at)
            found.append(Amendment(event=event, word=word, recorded=recorded))
    return found


def _build(beside: Ground, amendments: Sequence[Amendment], entries: Iterable[_Entry]) -> Ground:
    part = Ground(answers=beside.answers, articles=beside.articles)
    for row in entries:
        _add_entry(part, row)
    for each in amendments:
        if each.word.event in part.entries:
            part.entries[each.word.event].amend(each)
    return part


def add_articles(part: Ground, known: list[bytes]) -> None:
    """Put articles as they are stored into a ground, without touching anything."""
    for article in map(_article.decode, known):
        part.articles[article.latest.article] = article


def _add_entry(part: Ground, row: _Entry) -> None:
    happening, withdrawn, _, moved, moved_from, position, event, _, kind, version, recorded_at, payload = row
    if payload is None:
        part.redacted[event] = happening
        return
    report = open_payload(kind, version, payload)
    if not isinstance(report, Act):
        return
    recorded = Recorded(position=position, recorded_at=recorded_at)
    entry = Entry(event=event, report=report, recorded=recorded, happening=happening)
    if withdrawn is not None:
        entry.withdrawn = _withdrawn.decode(withdrawn)
    if moved is not None and moved_from is not None:
        entry.moves = tuple(
            Move(position=place, before=before) for place, before in zip(moved, moved_from, strict=True)
        )
    part.add(entry)

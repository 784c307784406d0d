"""Happenings as the ledger has decided them, and a curator's word on which reports they hold."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from events.codec import derive_id, unseal
from events.decide import History, Shelf, relevant_to, shelf_of
from events.envelope import Query, QueryItem
from events.evidence import CuratorStatement
from events.happenings import Bucket, bucket_of, find_name
from events.ledger import Ledger
from events.ledger.checks import is_name
from events.vocabulary import (
    EventCorrected,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    Redacted,
    Report,
    parties_of,
)
from service.handle import read_history
from service.problems import Refusal

Move = HappeningsMerged | HappeningSplit


class StandingHappenings(msgspec.Struct, kw_only=True):
    """Some happenings with everything decided between their parties.

    ``changed`` is the position of the latest record about them, ``moves`` what curators said of them, in order.
    """

    history: History
    query: Query
    changed: int
    moves: list[tuple[UUID, Move]]

    def members(self, happening: str) -> dict[Bucket, list[str]]:
        """The ids of the events that count in a happening, by bucket, sorted."""
        found: dict[Bucket, list[str]] = {}
        for event in sorted(each for each, told in self.history.happening.items() if told == happening):
            if event in self.history.told:
                found.setdefault(bucket_of(self.history.told[event]), []).append(event)
        return found

    def said(self, statement: CuratorStatement, kind: type[Move]) -> UUID | None:
        """The id of the first merge (or split) that rests on this very statement."""
        moves = ((key, move) for key, move in self.moves if type(move) is kind and not _keeps_apart(move))
        return next((key for key, move in moves if move.evidence == (statement,)), None)

    def said_apart(self, named: Sequence[str], statement: CuratorStatement) -> UUID | None:
        """The id of the first word that rests on this very statement and keeps some of these happenings apart still."""
        last = _last_words(self.history)
        for key, move in self.moves:
            if isinstance(move, HappeningSplit) and move.apart and move.evidence == (statement,):
                joined = any(last.get(frozenset((one, other)), True) for one in move.events for other in move.apart)
                told = {self.history.happening.get(each) for each in (*move.events, *move.apart)} - {None}
                if not joined and told <= set(named):
                    return key
        return None


async def read_happenings(ledger: Ledger, named: Sequence[str], head: int) -> StandingHappenings:
    """Read happenings; raises Refusal (unknown-happening) for one that no record names."""
    shelves: set[Shelf] = set()
    for happening in named:
        met, tag = False, f"happening:{happening}"
        if not is_name(tag):
            raise _unknown(happening)
        async for page in ledger.stream(Query(items=(QueryItem(tags=(tag,)),)), upto=head):
            for recorded in page:
                event = unseal(recorded)
                met = True
                if isinstance(event, Report):
                    shelves.add(shelf_of(event))
                elif isinstance(event, Move):
                    shelves.add((event.family, event.parties))
                elif isinstance(event, EventCorrected):
                    shelves.add(shelf_of(event.corrected))
        if not met:
            raise _unknown(happening)
    query, _ = await read_history(ledger, relevant_to(sorted(shelves)), head)
    standing = StandingHappenings(history=History(), query=query, changed=0, moves=[])
    wanted = set(named)
    async for page in ledger.stream(standing.query, upto=head):
        for recorded in page:
            event = unseal(recorded)
            if event is None:
                continue
            history = standing.history
            touched = {history.happening.get(each, "") for each in _concerned(event)}
            history.apply(str(recorded.id), event)
            touched.update(getattr(event, name, "") for name in ("happening", "announcement"))
            if touched & wanted:
                standing.changed = recorded.position
                if isinstance(event, Move) and event.evidence:
                    standing.moves.append((recorded.id, event))
    return standing


def _keeps_apart(move: Move) -> bool:
    return isinstance(move, HappeningSplit) and bool(move.apart)


def _last_words(history: History) -> dict[frozenset[str], bool]:
    """Of each two events that curators spoke of, whether they tell of the same, by the last word."""
    return {frozenset((link.one, link.other)): link.same for link in history.links}


def _concerned(event: object) -> tuple[str, ...]:
    match event:
        case HappeningsMerged():
            return event.events
        case HappeningSplit():
            return (*event.events, *event.apart)
        case EventCorrected() | EventRetracted() | Redacted():
            return (event.event,)
        case _:
            return ()


def _unknown(happening: str) -> Refusal:
    return Refusal(
        "unknown-happening", f"nothing tells of a happening with the id {happening!r}; GET /events gives ids"
    )


def join(standing: StandingHappenings, named: Sequence[str], statement: CuratorStatement) -> list[HappeningsMerged]:
    """A merge for each bucket of which several of the happenings hold reports."""
    words: list[HappeningsMerged] = []
    by_happening = {happening: standing.members(happening) for happening in named}
    for bucket in sorted({bucket for members in by_happening.values() for bucket in members}):
        holders = [happening for happening in named if bucket in by_happening[happening]]
        moved = sorted(event for happening in holders[1:] for event in by_happening[happening][bucket])
        if moved:
            report = standing.history.told[moved[0]]
            words.append(
                HappeningsMerged(
                    family=report.family,
                    parties=parties_of(report),
                    happening=holders[0],
                    events=tuple(moved),
                    reason="a curator says so",
                    score=1.0,
                    evidence=(statement,),
                )
            )
    return words


def keep_apart(standing: StandingHappenings, named: Sequence[str], statement: CuratorStatement) -> list[HappeningSplit]:
    """A word for each bucket and happening whose reports are not kept apart yet from those of the ones named before."""
    last = _last_words(standing.history)
    words: list[HappeningSplit] = []
    by_happening = {happening: standing.members(happening) for happening in named}
    for bucket in sorted({bucket for members in by_happening.values() for bucket in members}):
        before: list[str] = []
        for happening in named:
            mine = by_happening[happening].get(bucket, [])
            if any(last.get(frozenset((one, other)), True) for one in mine for other in before):
                report = standing.history.told[mine[0]]
                words.append(
                    HappeningSplit(
                        family=report.family,
                        parties=parties_of(report),
                        happening=happening,
                        events=tuple(mine),
                        reason="a curator says so",
                        evidence=(statement,),
                        apart=tuple(sorted(before)),
                    )
                )
            before += mine
    return words


def part(
    standing: StandingHappenings, happening: str, events: Sequence[str], statement: CuratorStatement
) -> list[HappeningSplit]:
    """A split for each bucket of which some of the events leave the happening and others stay."""
    words: list[HappeningSplit] = []
    for members in standing.members(happening).values():
        moved = sorted(set(members) & set(events))
        if moved and len(moved) < len(members):
            reports = [standing.history.told[event] for event in moved]
            own = find_name(reports)
            words.append(
                HappeningSplit(
                    family=reports[0].family,
                    parties=parties_of(reports[0]),
                    happening=own if own != happening else str(derive_id("parted", happening, moved[0])),
                    events=tuple(moved),
                    reason="a curator says so",
                    evidence=(statement,),
                )
            )
    return words

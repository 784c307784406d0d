"""What curators say becomes events: corrections, retractions, confirmations, merges and splits.

Each is appended with what it changes of what was decided, on the condition that nothing it rests on has come since.
The same word again changes nothing and is answered with where it stands. Beside ``service.handle`` the only caller of
append.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

import msgspec
import structlog

from events.codec import derive_id, encode, seal, unseal
from events.decide import Correction, decide, relevant
from events.envelope import Condition, Query, QueryItem
from events.errors import ConditionFailed, IdReused
from events.evidence import CuratorStatement
from events.interval import precision_of
from events.ledger import Ledger
from events.vocabulary import (
    EventConfirmed,
    EventCorrected,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    Record,
    Report,
    parties_of,
)
from projections.questions.history import Known, read_known
from service.handle import TRIES, Contested, read_history
from service.happening import StandingHappenings, join, keep_apart, part, read_happenings
from service.planning import Decided
from service.problems import Refusal
from service.revalue import revalue

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Curated(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a curator's word: its own records, then what was decided because of them.

    ``position`` is that of the last of them; ``version`` how many corrections the event has had, None for happenings.
    """

    outcome: Literal["recorded", "known"]
    position: int
    decided: tuple[Decided, ...]
    version: int | None = None


class _Plan(msgspec.Struct, kw_only=True):
    """Records to append, each with its id; the first ``said`` of them are the curator's own."""

    records: list[Decided]
    condition: Condition
    version: int | None = None


_Planned = _Plan | Curated


class Curator:
    """Takes curators' words into the ledger.

    Args:
        ledger: where they are recorded.
        turn: held while a decision is made; shared with whatever else decides in this process.

    """

    def __init__(self, ledger: Ledger, turn: asyncio.Lock) -> None:
        self._ledger = ledger
        self._turn = turn

    async def correct(
        self,
        event: str,
        changes: Mapping[str, Any],
        statement: CuratorStatement,
        *,
        kind: Literal["reading", "world"] = "reading",
        since: str | None = None,
        expected_version: int | None = None,
    ) -> Curated:
        """Give an event another value: its present one with some fields changed.

        Raises:
            Refusal: unknown-event, event-retracted, stale-version, nothing-to-change, or invalid-request for changes
                that make no event.

        """

        async def plan(head: int) -> _Planned:
            known = await self._known(event, head)
            for said in known.corrections:
                word = said.word
                before = known.value(word.version) if isinstance(word, EventCorrected) else None
                wanted = expected_version is None and said is known.corrections[-1]
                if before is None or not isinstance(word, EventCorrected):
                    continue
                same = (word.kind, word.since, word.evidence) == (kind, since, (statement,))
                if (wanted or expected_version == word.version) and same:
                    corrected = revalue(before, changes)
                    if corrected == word.corrected:
                        return await self._as_known(UUID(said.id), len(known.corrections))
            report, version = _present(known, expected_version)
            corrected = revalue(report, changes)
            if corrected == report:
                raise Refusal("nothing-to-change", f"the event {event} tells this already; name fields that are wrong")
            told = known.told or report
            query, history = await read_history(self._ledger, relevant([told, report, corrected]), head)
            name = str(known.recorded.id)
            word = EventCorrected(
                family=report.family,
                parties=parties_of(report),
                event=name,
                corrected=corrected,
                happening=history.happening.get(name, report.happening),
                version=version,
                kind=kind,
                since=since,
                evidence=(statement,),
            )
            return _planned([word], decide((), history, (word,)), query, head, event=name, version=version + 1)

        return await self._record(plan)

    async def retract(self, event: str, statement: CuratorStatement, *, expected_version: int | None = None) -> Curated:
        """Take an event back for good: no later reading of its article revives it.

        Raises:
            Refusal: unknown-event, event-retracted (by others or for other reasons), stale-version.

        """

        async def plan(head: int) -> _Planned:
            known = await self._known(event, head)
            gone = known.retraction
            if gone is not None and getattr(gone.word, "evidence", ()) == (statement,):
                return await self._as_known(UUID(gone.id), len(known.corrections))
            report, version = _present(known, expected_version)
            name = str(known.recorded.id)
            word = EventRetracted(
                family=report.family,
                parties=parties_of(report),
                event=name,
                evidence=(statement,),
                why=statement.why,
                by="curator",
            )
            query, history = await read_history(self._ledger, relevant([known.told or report, report]), head)
            return _planned([word], decide((), history, (word,)), query, head, event=name, version=version)

        return await self._record(plan)

    async def confirm(self, event: str, statement: CuratorStatement, *, expected_version: int | None = None) -> Curated:
        """Say that an event is right as it stands; the statement becomes part of its evidence.

        Raises:
            Refusal: unknown-event, event-retracted, stale-version.

        """

        async def plan(head: int) -> _Planned:
            known = await self._known(event, head)
            for said in known.said:
                word = said.word
                if isinstance(word, EventConfirmed) and word.evidence == (statement,):
                    wanted = len(known.corrections) if expected_version is None else expected_version
                    if word.version == wanted:
                        return await self._as_known(UUID(said.id), len(known.corrections))
            report, version = _present(known, expected_version)
            name = str(known.recorded.id)
            word = EventConfirmed(
                family=report.family, parties=parties_of(report), event=name, version=version, evidence=(statement,)
            )
            return _planned([word], [], Query(), head, event=name, version=version)

        return await self._record(plan)

    async def merge(
        self, happenings: Sequence[str], statement: CuratorStatement, *, expected_version: int | None = None
    ) -> Curated:
        """Say that happenings are one act; of each type and direction or parties their reports are joined.

        ``expected_version``: the position of the answer in which they were looked at.

        Raises:
            Refusal: unknown-happening, stale-version, nothing-to-change.

        """
        named = tuple(dict.fromkeys(happenings))

        async def plan(head: int) -> _Planned:
            standing = await read_happenings(self._ledger, named, head)
            words = join(standing, named, statement)
            if words:
                return _decide_about(standing, words, expected_version, head)
            return await self._say_again(
                standing.said(statement, HappeningsMerged),
                f"the happenings {', '.join(named)} have no act of one type and the same parties in common; "
                "correct the events first, or link an announcement by correcting its dates",
            )

        return await self._record(plan)

    async def split(
        self,
        happening: str,
        events: Sequence[str],
        statement: CuratorStatement,
        *,
        expected_version: int | None = None,
    ) -> Curated:
        """Say that some events of a happening tell of another act than the rest.

        ``expected_version``: the position of the answer in which it was looked at.

        Raises:
            Refusal: unknown-happening, stale-version, nothing-to-change.

        """
        named = tuple(sorted(dict.fromkeys(events)))

        async def plan(head: int) -> _Planned:
            standing = await read_happenings(self._ledger, (happening,), head)
            words = part(standing, happening, named, statement)
            if words:
                return _decide_about(standing, words, expected_version, head)
            return await self._say_again(
                standing.said(statement, HappeningSplit),
                f"of the events named none stands in the happening {happening} beside another that stays there; "
                f"GET /events?happening={happening} lists them",
            )

        return await self._record(plan)

    async def keep_apart(
        self, happenings: Sequence[str], statement: CuratorStatement, *, expected_version: int | None = None
    ) -> Curated:
        """Say that happenings are different acts: no later decision by rule joins their reports.

        ``expected_version``: the position of the answer in which they were looked at.

        Raises:
            Refusal: unknown-happening, stale-version, nothing-to-change.

        """
        named = tuple(dict.fromkeys(happenings))

        async def plan(head: int) -> _Planned:
            standing = await read_happenings(self._ledger, named, head)
            words = keep_apart(standing, named, statement)
            if words:
                return _decide_about(standing, words, expected_version, head)
            return await self._say_again(
                standing.said_apart(named, statement),
                f"no rule would join the happenings {', '.join(named)}: they have no acts of one type between the "
                "same parties, or are kept apart already; what was merged is parted by a split",
            )

        return await self._record(plan)

    async def _say_again(self, said: UUID | None, why_nothing: str) -> Curated:
        """The answer to a word that changes nothing: what became of it when it was said before, else a refusal."""
        if said is None:
            raise Refusal("nothing-to-change", why_nothing)
        return await self._as_known(said, None)

    async def _known(self, event: str, head: int) -> Known:
        known = await read_known(self._ledger, event, head)
        if known is None or known.told is None:
            raise Refusal("unknown-event", f"no event with the id {event!r} tells of an act; GET /events lists them")
        return known

    async def _as_known(self, first: UUID, version: int | None) -> Curated:
        """The word that stands already, with what was decided because of it: the ids follow from its own."""
        decided: list[Decided] = []
        position = 0
        event_id, ordinal = first, 0
        while (recorded := await self._ledger.event(event_id)) is not None:
            record = unseal(recorded)
            if record is not None and not isinstance(record, Report):
                decided.append(Decided(id=str(event_id), record=record))
            position = max(position, recorded.position)
            event_id, ordinal = derive_id(str(first), "decision", str(ordinal)), ordinal + 1
        return Curated(outcome="known", position=position, decided=tuple(decided), version=version)

    async def _record(self, plan: Callable[[int], Awaitable[_Planned]]) -> Curated:
        async with self._turn:
            for attempt in range(TRIES):
                planned = await plan(await self._ledger.head())
                if isinstance(planned, Curated):
                    return planned
                events = [seal(item.record, UUID(item.id)) for item in planned.records]
                try:
                    appended = await self._ledger.append(events, planned.condition)
                except (ConditionFailed, IdReused) as conflict:
                    _log.info("decided again", why=str(conflict), attempt=attempt + 1)
                    continue
                _log.info("curated", records=len(events), first=planned.records[0].id, position=appended.last)
                return Curated(
                    outcome="recorded",
                    position=appended.last,
                    decided=tuple(planned.records),
                    version=planned.version,
                )
        raise Contested


def _decide_about(
    standing: StandingHappenings, words: Sequence[Correction], expected_version: int | None, head: int
) -> _Plan:
    if expected_version is not None and standing.changed > expected_version:
        raise Refusal(
            "stale-version",
            f"something was recorded about it at position {standing.changed}, after {expected_version}, where it "
            "was looked at; look again",
        )
    return _planned(words, decide((), standing.history, words), standing.query, head)


def _present(known: Known, expected_version: int | None) -> tuple[Report, int]:
    """What an event tells now and its version; refused where it does not count, or is not the one expected."""
    gone = known.retraction
    if gone is not None:
        raise Refusal(
            "event-retracted",
            f"the event {known.recorded.id} was retracted at position {gone.recorded.position}: "
            f"{getattr(gone.word, 'why', '')}; nothing more can be said of it",
        )
    version = len(known.corrections)
    if expected_version not in {None, version}:
        raise Refusal(
            "stale-version",
            f"the event {known.recorded.id} stands at version {version}, not {expected_version}; look at it again",
        )
    report = known.value()
    if report is None:
        raise Refusal("unknown-event", f"the event {known.recorded.id} was redacted; nothing is left to speak of")
    return report, version


def _planned(
    words: Sequence[Record],
    decided: Sequence[Record],
    query: Query,
    head: int,
    *,
    event: str | None = None,
    version: int | None = None,
) -> _Plan:
    first = str(derive_id("curator", str(head), encode(words[0]).decode()))
    named = [first, *(str(derive_id(first, "decision", str(n))) for n in range(len(words) + len(decided) - 1))]
    records = [Decided(id=key, record=record) for key, record in zip(named, [*words, *decided], strict=True)]
    of_event = () if event is None else (QueryItem(tags=(f"event:{event}",)),)
    return _Plan(
        records=records,
        condition=Condition(query=Query(items=(*query.items, *of_event)), after=head),
        version=version,
    )


def check_since(kind: str, since: str | None) -> None:
    """Refuse a date of the source's own correction that is none, or one for a mere misreading."""
    if since is None:
        return
    if kind != "world":
        raise Refusal(
            "invalid-request",
            "since is when a source corrected itself; leave it out, or give kind world",
            errors=(("since", "only with kind world"),),
        )
    if precision_of(since) not in {"day", "month"}:
        raise Refusal("invalid-date", f"since: {since!r}; write YYYY-MM-DD or YYYY-MM")

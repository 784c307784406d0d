"""From the reports of one act to one fact: what they tell together, and when it counts.

The surest report leads (the most precise date, then content, as ``events.happenings`` orders them); the
others add what it leaves open. Nothing depends on the order in which they were recorded.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

import msgspec

from events.answers import ANSWERED_BY
from events.interval import Interval, precision_of
from events.likeness import same_person
from events.vocabulary import MUTUAL, Amount, EventCorrected, Report, Stage
from projections.ground.corroboration import count_independent
from projections.ground.entries import Entry
from projections.ground.ground import ArticleKnown, Ground
from projections.ground.kept import KeptFact, KeptQuantity, KeptSource, KeptWhen, write_fact
from projections.ground.sources import describe_source, find_basis, list_fields, list_publishers
from projections.public.shapes import Fact
from projections.times import holds_from, holds_from_told, said_on

_FURTHEST: tuple[Stage, ...] = ("done", "cancelled", "under_way", "planned")
_STARTED_IS_ENOUGH = frozenset({"visit", "meeting"})
_LEFT_OPEN = (
    *("act", "due", "mode", "initiator", "speaker", "host", "via"),
    *("item", "value", "domain", "kind", "instrument"),
)
"""Fields in which a report that leaves them open is completed by the next that does not."""
_STAGE, _FACTUALITY, _PERSONS = 6, 7, 13
"""The places of fields that every type of report has, in the order of ``vocabulary.Act``."""
_OWN = {
    name: place
    for place, name in enumerate(
        ("mode", "item", "amount", "value", "terms", "domain", "kind", "instrument", "sectors")
    )
}
"""The fields that not every type of report has, each at its place among those."""
_NOTHING_OWN: tuple[Any, ...] = (*(None for _ in range(len(_OWN) - 1)), ())
_INTENDED = frozenset({*ANSWERED_BY, "AidPledged", "CooperationPledged"})


def counted_day(day: date | None, recorded_on: date | None) -> date:
    """The earlier of two days of which one is known."""
    if day is None or recorded_on is None:
        return day or recorded_on or date.min
    return min(day, recorded_on)


class Dated(msgspec.Struct, frozen=True, gc=False):
    """A fact and the days that decide when it counts.

    ``day``: from its own dates, None where undated. ``recorded_on``: the earliest recording of a report of it that
    is undated, or dated later than it was recorded. ``settled``: the day from which every report of it counts, so
    that the fact is whole. ``effective``: whether it may decide a status (stated outright, and not a mere plan).
    """

    fact: Fact
    day: date | None
    recorded_on: date | None
    settled: date
    effective: bool

    @property
    def counted(self) -> date:
        """The day from which it counts."""
        return counted_day(self.day, self.recorded_on)


class Span(msgspec.Struct, frozen=True, gc=False):
    """Between which days and positions the reports of a fact came.

    ``heard``: the day on which the first was said, ``said``: by which all were, corrections of the world included.
    ``entered``: the position of the first, ``touched``: the one since which the fact stands as it does.
    """

    heard: date
    said: date
    entered: int
    touched: int


class Act(msgspec.Struct, frozen=True, gc=False):
    """One act of a happening: its entries (the surest first), the fact that they tell, and as rows keep it."""

    entries: tuple[Entry, ...]
    dated: Dated
    fact: bytes

    @property
    def span(self) -> Span:
        """Between which days and positions its reports came."""
        if len(self.entries) == 1:
            return _span(self.entries[0])
        spans = list(map(_span, self.entries))
        return Span(
            min([each.heard for each in spans]),
            max([each.said for each in spans]),
            min([each.entered for each in spans]),
            max([each.touched for each in spans]),
        )


def _span(entry: Entry) -> Span:
    recorded, position = entry.recorded, entry.recorded.position
    heard = said = said_on(entry.report.reported, recorded)
    if not entry.amendments and not entry.moves:
        return Span(heard, said, position, position)
    for each in entry.amendments:
        if isinstance(each.word, EventCorrected) and each.word.kind == "world":
            said = max(said, said_on(each.word.since, each.recorded))
    return Span(heard, said, position, entry.touched)


class Acts:
    """The acts of a ground, each folded once however many views ask; the ground must not change meanwhile."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._found: dict[str, tuple[Act, ...]] = {}

    def of(self, happening: str, families: Collection[str] = ()) -> tuple[Act, ...]:
        """A happening's acts of some families or of all, in the order of their buckets (type, direction or parties)."""
        told = self._all(happening)
        return tuple([act for act in told if act.dated.fact.family in families]) if families else told

    def _all(self, happening: str) -> tuple[Act, ...]:
        found = self._found.get(happening)
        if found is None:
            found = tuple([self.act(happening, entries) for entries in self.ground.groups(happening)])
            self._found[happening] = found
        return found

    def act(self, happening: str, entries: Sequence[Entry]) -> Act:
        """The act that some entries of a happening (the surest first) tell."""
        dated = fold_fact(happening, entries, self.ground.articles)
        return Act(tuple(entries), dated, write_fact(dated.fact))


def fold_fact(happening: str, entries: Sequence[Entry], articles: Mapping[str, ArticleKnown]) -> Dated:
    """The fact that the entries of one act (the surest first) tell together."""
    alone = len(entries) == 1
    kind = type(entries[0].report)
    told = [list_fields(entry.report) for entry in entries]
    fields = told[0] if alone else _join(kind, told)
    _, _, _, reported, act, due, stage, factuality, _, initiator, speaker, host, via, persons = fields[:14]
    if kind in MUTUAL:
        source, target, parties = None, None, fields[15]
    else:
        source, target = parties = fields[15:17]
    if alone:
        # As nearly always.
        recorded, held = entries[0].recorded.day, holds_from_told(reported, act, stage)
        late = held is None or held > recorded
        day, recorded_on, settled = held, recorded if late else None, recorded if late or held is None else held
        sources: tuple[KeptSource, ...] = (describe_source(entries[0], fields, articles),)
    else:
        day, recorded_on, settled = _days(entries)
        sources = tuple([describe_source(entry, own, articles) for entry, own in zip(entries, told, strict=True)])
    mode, item, amount, value, terms, domain, stated, instrument, sectors = _own_fields(kind, fields)
    effective = factuality == "asserted" and _is_effective(kind.__name__, kind.family, stage)
    # By place, here and wherever a row or a fact is made: by name it takes msgspec five times as long.
    fact = KeptFact(
        happening,
        kind.__name__,
        kind.family,
        source,
        target,
        parties,
        None if day is None else _name_day(day),
        None if act is None else _when(act),
        None if due is None else _when(due),
        stage,
        factuality,
        sources,
        list_publishers(sources),
        1 if alone else count_independent(entries, articles),
        mode,
        persons if len(persons) <= 1 else _persons(persons),
        initiator,
        speaker,
        host,
        None if via is None else via.name,
        item,
        amount,
        value,
        terms,
        domain,
        stated,
        instrument,
        sectors,
        find_basis(sources),
    )
    return Dated(fact, day, recorded_on, settled, effective)


def _own_fields(kind: type[Report], fields: Sequence[Any]) -> Sequence[Any]:
    """What a fact shows of those fields that not every type of report has, in the order of ``_OWN``."""
    places = _own_places(kind)
    if not places:
        return _NOTHING_OWN
    found = list(_NOTHING_OWN)
    for place, at, field in places:
        value = fields[at]
        if value is None:
            continue
        if field in {"amount", "value"}:
            value = _quantity(value)
        elif field == "sectors":
            value = tuple(sorted(set(value)))
        found[place] = value
    return found


@cache
def _own_places(kind: type[Report]) -> tuple[tuple[int, int, str], ...]:
    """Of each such field of a type, its place in ``_OWN`` and among the fields of the type, and its name."""
    return tuple((_OWN[field], at, field) for at, field in enumerate(kind.__struct_fields__) if field in _OWN)


def _join(kind: type[Report], told: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    """What the fields of reports of one type (the surest first) tell together: the first, completed by the others."""
    fields = list(told[0])
    for place in _left_open(kind):
        if fields[place] is None:
            fields[place] = next((each[place] for each in told if each[place] is not None), None)
    stages = {each[_STAGE] for each in told}
    fields[_STAGE] = next(stage for stage in _FURTHEST if stage in stages)
    asserted = "asserted" in [each[_FACTUALITY] for each in told]
    fields[_FACTUALITY] = "asserted" if asserted else "hearsay"
    fields[_PERSONS] = tuple([name for each in told for name in each[_PERSONS]])
    for _, at, field in _own_places(kind):
        if field == "amount":
            fields[at] = _surest_amount([each[at] for each in told])
        elif field == "terms":
            fields[at] = next((each[at] for each in told if each[at] not in {None, "unknown"}), "unknown")
        elif field == "sectors":
            fields[at] = tuple([sector for each in told for sector in each[at]])
    return tuple(fields)


@cache
def _left_open(kind: type[Report]) -> tuple[int, ...]:
    """The places of those fields of a type in which one report is completed by others."""
    return tuple(at for at, field in enumerate(kind.__struct_fields__) if field in _LEFT_OPEN)


def _days(entries: Sequence[Entry]) -> tuple[date | None, date | None, date]:
    """The days ``day``, ``recorded_on`` and ``settled`` of what the entries tell."""
    day: date | None = None
    late: date | None = None
    settled = date.min
    for entry in entries:
        recorded, held = entry.recorded.day, holds_from(entry.report)
        if held is not None and (day is None or held < day):
            day = held
        if held is None or held > recorded:
            late = recorded if late is None or recorded < late else late
            held = recorded
        settled = max(settled, held)
    return day, late, settled


def _is_effective(kind: str, family: str, stage: Stage) -> bool:
    """Whether an act stated outright may decide a status."""
    if kind in _INTENDED:
        return stage != "cancelled"
    return stage == "done" or (stage == "under_way" and family in _STARTED_IS_ENOUGH)


def _persons(names: Sequence[str]) -> tuple[str, ...]:
    """Everyone named, each once, under the longest spelling of the name."""
    found: list[str] = []
    for name in names:
        known = next((index for index, other in enumerate(found) if same_person(name, other)), None)
        if known is None:
            found.append(name)
        elif len(name) > len(found[known]):
            found[known] = name
    return tuple(found)


def _surest_amount(amounts: Sequence[Amount | None]) -> Amount | None:
    told = [amount for amount in amounts if amount is not None]
    return next((amount for amount in told if not amount.approximate), told[0] if told else None)


def _quantity(amount: Amount) -> KeptQuantity:
    return KeptQuantity(min=amount.min, max=amount.max, approximate=amount.approximate, unit=amount.unit)


_name_day = lru_cache(maxsize=8_192)(date.isoformat)


def _when(interval: Interval) -> KeptWhen:
    start = interval.start
    return KeptWhen(start, interval.end, precision_of(start or interval.end or ""), interval.basis)

"""From the reports of one act to one fact: what they tell together, and when it counts.

The surest report leads (the most precise date, then content, as ``events.happenings`` orders them); the
others add what it leaves open. Nothing depends on the order in which they were recorded.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

import msgspec

from events.interval import Interval
from events.likeness import same_person
from events.vocabulary import MUTUAL, Amount, EventCorrected, Report, Stage, parties_of
from projections.corroboration import count_independent
from projections.entries import Entry
from projections.ground import ArticleKnown, Ground
from projections.public import Fact, Quantity, When
from projections.sources import describe_source, find_basis, list_publishers
from projections.times import holds_from, said_on

_encode = msgspec.json.Encoder().encode
_FURTHEST: tuple[Stage, ...] = ("done", "cancelled", "under_way", "planned")
_STARTED_IS_ENOUGH = frozenset({"visit", "meeting"})
_LEFT_OPEN = (
    *("act", "due", "mode", "initiator", "speaker", "host", "via"),
    *("item", "value", "domain", "kind", "instrument"),
)
"""Fields in which a report that leaves them open is completed by the next that does not."""
_OWN = frozenset({"mode", "item", "amount", "value", "terms", "domain", "kind", "instrument", "sectors"})
_INTENDED = frozenset({"VisitAnnounced", "MeetingAnnounced", "AgreementAnnounced", "AidPledged", "CooperationPledged"})


def counted_day(day: date | None, recorded_on: date | None) -> date:
    """The earlier of two days of which one is known."""
    if day is None or recorded_on is None:
        return day or recorded_on or date.min
    return min(day, recorded_on)


class Dated(msgspec.Struct, frozen=True, kw_only=True):
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


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Between which days and positions the reports of a fact came.

    ``heard``: the day on which the first was said, ``said``: by which all were, corrections of the world included.
    ``entered``: the position of the first, ``touched``: the one since which the fact stands as it does.
    """

    heard: date
    said: date
    entered: int
    touched: int


class Act(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One act of a happening: its entries (the surest first), the fact that they tell, and that fact as JSON."""

    entries: tuple[Entry, ...]
    dated: Dated
    fact: bytes

    @property
    def span(self) -> Span:
        """Between which days and positions its reports came."""
        if len(self.entries) == 1:
            heard, said, entered, touched = _span(self.entries[0])
            return Span(heard=heard, said=said, entered=entered, touched=touched)
        heard, said, entered, touched = _span(self.entries[0])
        for entry in self.entries[1:]:
            other = _span(entry)
            heard, said = min(heard, other[0]), max(said, other[1])
            entered, touched = min(entered, other[2]), max(touched, other[3])
        return Span(heard=heard, said=said, entered=entered, touched=touched)


def _span(entry: Entry) -> tuple[date, date, int, int]:
    heard = said = said_on(entry.report.reported, entry.recorded)
    if not entry.amendments and not entry.moves:
        return heard, said, entry.recorded.position, entry.recorded.position
    for each in entry.amendments:
        if isinstance(each.word, EventCorrected) and each.word.kind == "world":
            said = max(said, said_on(each.word.since, each.recorded))
    return heard, said, entry.recorded.position, entry.touched


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
        return Act(entries=tuple(entries), dated=dated, fact=_encode(dated.fact))


def fold_fact(happening: str, entries: Sequence[Entry], articles: Mapping[str, ArticleKnown]) -> Dated:
    """The fact that the entries of one act (the surest first) tell together."""
    told = entries[0].report if len(entries) == 1 else _join([entry.report for entry in entries])
    parties = parties_of(told)
    source, target = (None, None) if type(told) in MUTUAL else parties
    day, recorded_on, settled = _days(entries)
    sources = tuple([describe_source(entry, articles) for entry in entries])
    own = _own_fields(told)
    fact = Fact(
        happening,
        type(told).__name__,
        told.family,
        source,
        target,
        parties,
        None if day is None else _name_day(day),
        None if told.act is None else _when(told.act),
        None if told.due is None else _when(told.due),
        told.stage,
        told.factuality,
        sources,
        list_publishers(sources),
        1 if len(entries) == 1 else count_independent(entries, articles),
        own.get("mode"),
        told.persons if len(told.persons) <= 1 else _persons(told.persons),
        told.initiator,
        told.speaker,
        told.host,
        None if told.via is None else told.via.name,
        own.get("item"),
        own.get("amount"),
        own.get("value"),
        own.get("terms"),
        own.get("domain"),
        own.get("kind"),
        own.get("instrument"),
        own.get("sectors", ()),
        find_basis(sources),
    )
    return Dated(fact=fact, day=day, recorded_on=recorded_on, settled=settled, effective=_is_effective(fact))


def _own_fields(told: Report) -> dict[str, Any]:
    """What a fact shows of those fields that not every type of report has; what is not told is left out."""
    found: dict[str, Any] = {}
    for field in _own_names(type(told)):
        value = getattr(told, field)
        if value is None:
            continue
        if field in {"amount", "value"}:
            value = _quantity(value)
        elif field == "sectors":
            value = tuple(sorted(set(value)))
        found[field] = value
    return found


@cache
def _own_names(kind: type[Report]) -> tuple[str, ...]:
    return tuple(field for field in kind.__struct_fields__ if field in _OWN)


def _join(reports: Sequence[Report]) -> Report:
    """What reports of one type (the surest first) tell together: the first, completed by the others."""
    lead = reports[0]
    stages = {report.stage for report in reports}
    fields: dict[str, Any] = {field: _first(reports, field) for field in _LEFT_OPEN if hasattr(lead, field)}
    fields["stage"] = next(stage for stage in _FURTHEST if stage in stages)
    fields["factuality"] = "asserted" if any(report.factuality == "asserted" for report in reports) else "hearsay"
    fields["persons"] = tuple(name for report in reports for name in report.persons)
    if hasattr(lead, "amount"):
        fields["amount"] = _surest_amount(reports)
    if hasattr(lead, "terms"):
        fields["terms"] = next((terms for terms in _all(reports, "terms") if terms != "unknown"), "unknown")
    if hasattr(lead, "sectors"):
        fields["sectors"] = tuple(sector for sectors in _all(reports, "sectors") for sector in sectors)
    return msgspec.structs.replace(lead, **fields)


def _days(entries: Sequence[Entry]) -> tuple[date | None, date | None, date]:
    """The days ``day``, ``recorded_on`` and ``settled`` of what the entries tell."""
    if len(entries) == 1:
        # As nearly always.
        (entry,) = entries
        recorded, held = entry.recorded.day, holds_from(entry.report)
        return (held, recorded, recorded) if held is None or held > recorded else (held, None, held)
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


def _is_effective(fact: Fact) -> bool:
    if fact.factuality != "asserted":
        return False
    if fact.type in _INTENDED:
        return fact.stage != "cancelled"
    return fact.stage == "done" or (fact.stage == "under_way" and fact.family in _STARTED_IS_ENOUGH)


def _all(reports: Sequence[Report], field: str) -> list[Any]:
    return [value for report in reports if (value := getattr(report, field)) is not None]


def _first(reports: Sequence[Report], field: str) -> Any:  # noqa: ANN401  (the field's own type, or None)
    return next(iter(_all(reports, field)), None)


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


def _surest_amount(reports: Sequence[Report]) -> Amount | None:
    told: list[Amount] = _all(reports, "amount")
    return next((amount for amount in told if not amount.approximate), told[0] if told else None)


def _quantity(amount: Amount) -> Quantity:
    return Quantity(min=amount.min, max=amount.max, approximate=amount.approximate, unit=amount.unit)


_name_day = lru_cache(maxsize=8_192)(date.isoformat)


@lru_cache(maxsize=8_192)
def _when(interval: Interval) -> When:
    return When(start=interval.start, end=interval.end, precision=interval.precision, basis=interval.basis)

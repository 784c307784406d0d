"""From the reports of one act to one fact: what they tell together, and when it counts.

The surest report leads (the most precise date, then content, as ``events.happenings`` orders them); the
others add what it leaves open. Nothing depends on the order in which they were recorded.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import msgspec

from events.evidence import CuratorStatement, Evidence, ImportedRecord, Quote
from events.interval import Interval
from events.likeness import same_person
from events.vocabulary import Amount, EventCorrected, Mutual, Report, Stage, parties_of
from projections.corroboration import count_independent
from projections.entries import Entry
from projections.ground import ArticleKnown, Ground
from projections.public import Fact, Proof, Quantity, Source, Trust, When
from projections.times import holds_from, said_on

_FURTHEST: tuple[Stage, ...] = ("done", "cancelled", "under_way", "planned")
_STARTED_IS_ENOUGH = frozenset({"visit", "meeting"})
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
        heard = [said_on(entry.report.reported, entry.recorded) for entry in self.entries]
        amended = [
            said_on(each.word.since, each.recorded)
            for entry in self.entries
            for each in entry.amendments
            if isinstance(each.word, EventCorrected) and each.word.kind == "world"
        ]
        return Span(
            heard=min(heard),
            said=max(heard + amended),
            entered=min(entry.recorded.position for entry in self.entries),
            touched=max(entry.touched for entry in self.entries),
        )


class Acts:
    """The acts of a ground, each folded once however many views ask; the ground must not change meanwhile."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._found: dict[str, tuple[Act, ...]] = {}

    def of(self, happening: str, families: Collection[str] = ()) -> tuple[Act, ...]:
        """A happening's acts of some families or of all, in the order of their buckets (type, direction or parties)."""
        told = self._all(happening)
        return tuple(act for act in told if act.dated.fact.family in families) if families else told

    def _all(self, happening: str) -> tuple[Act, ...]:
        found = self._found.get(happening)
        if found is None:
            groups = self.ground.groups(happening)
            found = self._found[happening] = tuple(self.act(happening, entries) for entries in groups.values())
        return found

    def act(self, happening: str, entries: Sequence[Entry]) -> Act:
        """The act that some entries of a happening (the surest first) tell."""
        dated = fold_fact(happening, entries, self.ground.articles)
        return Act(entries=tuple(entries), dated=dated, fact=msgspec.json.encode(dated.fact))


def fold_fact(happening: str, entries: Sequence[Entry], articles: Mapping[str, ArticleKnown]) -> Dated:
    """The fact that the entries of one act (the surest first) tell together."""
    reports = [entry.report for entry in entries]
    lead = reports[0]
    mutual = isinstance(lead, Mutual)
    held = [holds_from(report) for report in reports]
    dates = [day for day in held if day is not None]
    late = [
        entry.recorded.day for entry, day in zip(entries, held, strict=True) if day is None or day > entry.recorded.day
    ]
    day = min(dates, default=None)
    sources = tuple(_source(entry, articles) for entry in entries)
    fact = Fact(
        happening=happening,
        type=type(lead).__name__,
        family=lead.family,
        source=None if mutual else parties_of(lead)[0],
        target=None if mutual else parties_of(lead)[1],
        parties=parties_of(lead),
        day=None if day is None else day.isoformat(),
        act=_when(_first(reports, "act")),
        due=_when(_first(reports, "due")),
        stage=_FURTHEST[min(_FURTHEST.index(report.stage) for report in reports)],
        factuality="asserted" if any(report.factuality == "asserted" for report in reports) else "hearsay",
        sources=sources,
        publishers=tuple(sorted({source.publisher for source in sources if source.publisher is not None})),
        corroboration=count_independent(entries, articles),
        mode=_first(reports, "mode"),
        persons=_persons(reports),
        initiator=_first(reports, "initiator"),
        speaker=_first(reports, "speaker"),
        host=_first(reports, "host"),
        via=via.name if (via := _first(reports, "via")) is not None else None,
        item=_first(reports, "item"),
        amount=_quantity(_surest_amount(reports)),
        value=_quantity(_first(reports, "value")),
        terms=_terms(reports),
        domain=_first(reports, "domain"),
        kind=_first(reports, "kind"),
        instrument=_first(reports, "instrument"),
        basis=_basis(sources),
        sectors=tuple(sorted({sector for report in reports for sector in getattr(report, "sectors", ())})),
    )
    return Dated(
        fact=fact,
        day=day,
        recorded_on=min(late, default=None),
        settled=max(
            min(day or entry.recorded.day, entry.recorded.day) for entry, day in zip(entries, held, strict=True)
        ),
        effective=_is_effective(fact),
    )


def prove(evidence: Sequence[Evidence]) -> tuple[Proof, ...]:
    """The evidence of an event in its public shape."""
    return tuple(proof for piece in evidence for proof in _proofs(piece))


def _proofs(piece: Evidence) -> Iterator[Proof]:
    match piece:
        case Quote():
            yield Proof(
                kind="quote",
                exact=piece.exact,
                prefix=piece.prefix,
                suffix=piece.suffix,
                start=piece.start,
                end=piece.end,
                text_hash=piece.text_hash,
                rule=piece.rule,
                extractor=piece.extractor,
            )
        case CuratorStatement():
            yield Proof(kind="curator", who=piece.who, why=piece.why, source=piece.source)
        case ImportedRecord():
            for words in piece.quotes or (None,):
                yield Proof(kind="import", exact=words, source=piece.source, coder=piece.coder, row_hash=piece.row_hash)


def _source(entry: Entry, articles: Mapping[str, ArticleKnown]) -> Source:
    report = entry.report
    known = articles.get(report.article)
    article = None if known is None else known.latest
    return Source(
        event=entry.event,
        article=report.article,
        title=None if article is None else article.title,
        url=None if article is None else article.url,
        publisher=None if article is None else article.publisher,
        reported=report.reported,
        factuality=report.factuality,
        asserted_by=report.asserted_by,
        proofs=prove((*report.evidence, *entry.statements)),
        confidence=_trust(report),
    )


def _basis(sources: Sequence[Source]) -> Literal["article", "curator", "import"]:
    """The best that a fact rests on."""
    kinds = {proof.kind for source in sources for proof in source.proofs}
    return "article" if "quote" in kinds else "curator" if "curator" in kinds else "import"


def _trust(report: Report) -> Trust | None:
    measured = report.confidence
    return None if measured is None else Trust(value=measured.value, support=measured.support)


def _is_effective(fact: Fact) -> bool:
    if fact.factuality != "asserted":
        return False
    if fact.type in _INTENDED:
        return fact.stage != "cancelled"
    return fact.stage == "done" or (fact.stage == "under_way" and fact.family in _STARTED_IS_ENOUGH)


def _first(reports: Sequence[Report], field: str) -> Any:  # noqa: ANN401  (the field's own type, or None)
    for report in reports:
        value = getattr(report, field, None)
        if value is not None:
            return value
    return None


def _persons(reports: Sequence[Report]) -> tuple[str, ...]:
    """Everyone named, each once, under the longest spelling of the name."""
    found: list[str] = []
    for name in (name for report in reports for name in report.persons):
        known = next((index for index, other in enumerate(found) if same_person(name, other)), None)
        if known is None:
            found.append(name)
        elif len(name) > len(found[known]):
            found[known] = name
    return tuple(found)


def _surest_amount(reports: Sequence[Report]) -> Amount | None:
    told: list[Amount] = [amount for report in reports if (amount := getattr(report, "amount", None)) is not None]
    return next((amount for amount in told if not amount.approximate), told[0] if told else None)


def _terms(reports: Sequence[Report]) -> str | None:
    told = [terms for report in reports if (terms := getattr(report, "terms", None)) is not None]
    return next((terms for terms in told if terms != "unknown"), told[0] if told else None)


def _quantity(amount: Amount | None) -> Quantity | None:
    if amount is None:
        return None
    return Quantity(min=amount.min, max=amount.max, approximate=amount.approximate, unit=amount.unit)


def _when(interval: Interval | None) -> When | None:
    if interval is None:
        return None
    return When(start=interval.start, end=interval.end, precision=interval.precision, basis=interval.basis)

"""Aid: what was delivered, what was promised, and what articles state as a total.

A parcel is one item of one happening: told by however many articles, and whether it went to one recipient or was
shared by several, it counts once. Totals that articles state are never added to deliveries, but set beside them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from math import fsum
from typing import Literal

import msgspec

from events.interval import first_day
from events.vocabulary import Quantified, parties_of
from projections.ground.entries import Entry
from projections.ground.facts import Act, Acts
from projections.ground.ground import surest_first
from projections.ground.kept import read_fact
from projections.public.shapes import AidLine, AidPeriod, Fact, FigureSum, Quantity, TermsSum
from projections.view import Row, View

Kind = Literal["delivery", "pledge", "total"]
Domain = Literal["civil", "military"]
Period = Literal["month", "quarter", "year"]
FAMILIES = ("aid", "total", "military")

LATEST_SHOWN = 20
"""Of the acts that a sum adds up, so many are shown; the others are among the events."""

_DELIVERIES = frozenset({"AidDelivered", "MilitarySupportProvided"})


class LineKey(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """What one line sums up; an item or a unit that nobody told is empty."""

    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    item: str
    unit: str
    domain: Domain


class ParcelRow(Row, frozen=True):
    """One item of one happening, with its figure (``least`` to ``most``), if any.

    ``begins`` bounds what a reported total includes, where it was told.
    """

    happening: str
    type: str
    kind: Kind
    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    item: str
    unit: str
    domain: Domain
    terms: str
    figure: bool
    least: float | None
    most: float | None
    approximate: bool
    day: date | None
    recorded_on: date | None
    settled: date
    begins: date | None
    fact: bytes


def rows(acts: Acts, happening: str) -> dict[str, list[Row]]:
    """The parcels of one happening."""
    told = acts.of(happening, FAMILIES)
    if len(told) == 1 and len(told[0].entries) == 1:
        # As nearly always.
        row = _parcel_of(told[0], told[0].entries, *_goods(told[0].entries[0]))
        return {"parcel": [] if row is None else [row]}
    shipments: dict[tuple[str, str, str], list[Entry]] = {}
    for act in told:
        for (item, unit), members in _by_goods(act.entries).items():
            shipments.setdefault((act.dated.fact.type, item, unit), []).extend(members)
    found: list[Row] = []
    for (_name, item, unit), entries in sorted(shipments.items()):
        row = _parcel(happening, entries, item, unit, acts)
        if row is not None:
            found.append(row)
    return {"parcel": found}


def _by_goods(entries: Sequence[Entry]) -> dict[tuple[str, str], list[Entry]]:
    """Entries by item and unit; one that leaves either open joins the first that does not contradict it."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: sum(part == "" for part in _goods(entry))):
        item, unit = _goods(entry)
        key = next(
            (known for known in sorted(found) if item in {"", known[0]} and unit in {"", known[1]}), (item, unit)
        )
        found.setdefault(key, []).append(entry)
    return found


def _goods(entry: Entry) -> tuple[str, str]:
    report = entry.report
    if not isinstance(report, Quantified):
        return ("", "")
    return (report.item or "", "" if report.amount is None else report.amount.unit or "")


def _parcel(happening: str, entries: Sequence[Entry], item: str, unit: str, acts: Acts) -> ParcelRow | None:
    told = acts.of(happening, FAMILIES)
    # Nearly always the shipment is the happening's one act, folded already.
    same = len(told) == 1 and len(told[0].entries) == len(entries)
    return _parcel_of(told[0] if same else acts.act(happening, surest_first(entries)), entries, item, unit)


def _parcel_of(act: Act, entries: Sequence[Entry], item: str, unit: str) -> ParcelRow | None:
    dated, fact = act.dated, act.dated.fact
    kind = _kind(fact)
    if kind is None:
        return None
    amount = fact.amount
    dyads = [parties_of(entry.report) for entry in entries]
    return ParcelRow(
        fact.happening,
        fact.type,
        kind,
        tuple(sorted({donor for donor, _ in dyads})),
        tuple(sorted({recipient for _, recipient in dyads})),
        item,
        unit,
        "military" if fact.domain == "military" else "civil",
        fact.terms or "unknown",
        amount is not None and (amount.min is not None or amount.max is not None),
        None if amount is None else amount.min,
        None if amount is None else amount.max,
        amount is not None and amount.approximate,
        dated.day,
        dated.recorded_on,
        dated.settled,
        _begins(fact) if kind == "total" else None,
        act.fact,
    )


def _kind(fact: Fact) -> Kind | None:
    """What a fact adds to; None for what adds to nothing: hearsay, what was called off, what ended."""
    if fact.factuality != "asserted" or fact.stage == "cancelled":
        return None
    if fact.type == "TotalReported":
        return "total"
    if fact.type in _DELIVERIES:
        return "pledge" if fact.stage == "planned" else "delivery"
    return "pledge" if fact.type == "AidPledged" else None


def _begins(fact: Fact) -> date | None:
    """The first day that a reported total covers, where its span was told."""
    if fact.act is None or fact.act.start is None or fact.act.start == fact.act.end:
        return None
    return first_day(fact.act.start)


def counted_day(row: ParcelRow) -> date:
    """The day from which the parcel counts."""
    return min(day for day in (row.day, row.recorded_on) if day is not None)


def key_of(row: ParcelRow) -> LineKey:
    """The line that sums the parcel up."""
    return LineKey(donors=row.donors, recipients=row.recipients, item=row.item, unit=row.unit, domain=row.domain)


def key_of_line(line: AidLine) -> LineKey:
    """The key of a line."""
    return LineKey(
        donors=line.donors, recipients=line.recipients, item=line.item or "", unit=line.unit or "", domain=line.domain
    )


def sum_up(parcels: Iterable[ParcelRow], day: date, period: Period | None = None) -> list[AidLine]:
    """The lines of some parcels on a day, in the order of their keys; with a ``period`` also what each of those saw."""
    lines: dict[LineKey, list[ParcelRow]] = {}
    for row in parcels:
        if counted_day(row) <= day:
            lines.setdefault(key_of(row), []).append(row)
    return [_line(key, sorted(lines[key], key=_recency, reverse=True), period) for key in sorted(lines)]


def choose(
    parcels: Iterable[ParcelRow],
    *,
    donor: str | None = None,
    recipient: str | None = None,
    item: str | None = None,
    domain: Domain | None = None,
    since: date | None = None,
    until: date | None = None,
    after: LineKey | None = None,
) -> list[ParcelRow]:
    """The parcels that the filters of the statement ``lines`` of aid.sql let through, of every line after one."""
    return [
        row
        for row in parcels
        if (donor is None or donor in row.donors)
        and (recipient is None or recipient in row.recipients)
        and item in {None, row.item}
        and domain in {None, row.domain}
        and (since is None or (row.kind != "total" and counted_day(row) >= since))
        and (until is None or counted_day(row) <= until)
        and (after is None or key_of(row) > after)
    ]


def _recency(row: ParcelRow) -> tuple[date, str, str]:
    return (counted_day(row), row.happening, row.type)


def _line(key: LineKey, parcels: Sequence[ParcelRow], period: Period | None) -> AidLine:
    deliveries = [row for row in parcels if row.kind == "delivery"]
    total = next((row for row in parcels if row.kind == "total"), None)
    return AidLine(
        donors=key.donors,
        recipients=key.recipients,
        item=key.item or None,
        unit=key.unit or None,
        domain=key.domain,
        delivered=_sums(deliveries),
        pledged=_sums([row for row in parcels if row.kind == "pledge"]),
        reported_total=None if total is None else _fact(total),
        unitemised=None if total is None else _unitemised(total, deliveries),
        periods=None if period is None else _by_period(parcels, period),
    )


def _by_period(parcels: Sequence[ParcelRow], period: Period) -> tuple[AidPeriod, ...]:
    """What was delivered and pledged in each month, quarter or year, the latest first."""
    found: dict[str, list[ParcelRow]] = {}
    for row in parcels:
        if row.kind != "total":
            found.setdefault(name_period(counted_day(row), period), []).append(row)
    return tuple(
        AidPeriod(
            period=name,
            delivered=_figures([row for row in found[name] if row.kind == "delivery"]),
            pledged=_figures([row for row in found[name] if row.kind == "pledge"]),
        )
        for name in sorted(found, reverse=True)
    )


def name_period(day: date, period: Period) -> str:
    """The month, quarter or year of a day: 2025-06, 2025-Q2, 2025."""
    match period:
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day:%Y}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day:%Y}"


def _figures(parcels: Sequence[ParcelRow]) -> tuple[FigureSum, ...]:
    """A sum for each of the terms."""
    found: list[FigureSum] = []
    for terms in sorted({row.terms for row in parcels}):
        alike = [row for row in parcels if row.terms == terms]
        figures = [row for row in alike if row.figure]
        least, most = _add(figures)
        found.append(
            FigureSum(
                terms=terms,
                min=least,
                max=most,
                approximate=any(row.approximate for row in figures),
                count=len(figures),
                without_figure=len(alike) - len(figures),
            )
        )
    return tuple(found)


def _sums(parcels: Sequence[ParcelRow]) -> tuple[TermsSum, ...]:
    """A sum for each of the terms with the latest of its acts; parcels come the latest first."""
    return tuple(
        TermsSum(
            **msgspec.structs.asdict(figures),
            facts=tuple([_fact(row) for row in parcels if row.terms == figures.terms][:LATEST_SHOWN]),
        )
        for figures in _figures(parcels)
    )


def _add(figures: Sequence[ParcelRow]) -> tuple[float | None, float | None]:
    """The sums of the least and of the greatest figures; an open least adds nothing, an open greatest opens the sum."""
    if not figures:
        return None, None
    greatest = [row.most for row in figures if row.most is not None]
    # fsum: the same figures give the same sum in whatever order they come.
    most = fsum(greatest) if len(greatest) == len(figures) else None
    return fsum(row.least or 0.0 for row in figures), most


def _unitemised(total: ParcelRow, deliveries: Sequence[ParcelRow]) -> Quantity | None:
    """A total less the known deliveries that it can include: up to its day, within its span, on its terms.

    Negative where known deliveries exceed what the latest total states.
    """
    if not total.figure:
        return None
    included = [
        row
        for row in deliveries
        if row.figure
        and counted_day(row) <= counted_day(total)
        and (total.begins is None or counted_day(row) >= total.begins)
        and (total.terms == "unknown" or row.terms in {total.terms, "unknown"})
    ]
    least, most = _add(included) if included else (0.0, 0.0)
    return Quantity(
        min=None if total.least is None or most is None else total.least - most,
        max=None if total.most is None else total.most - (least or 0.0),
        approximate=total.approximate or any(row.approximate for row in included),
        unit=total.unit or None,
    )


def _fact(row: ParcelRow) -> Fact:
    return read_fact(row.fact)


AID = View(name="aid", fold=5, families=FAMILIES, tables={"parcel": ParcelRow}, rows=rows)

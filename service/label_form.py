"""Reports of one article in label form: the dyads of one happening joined, running totals as corpora label them."""

import re
from collections.abc import Iterable, Sequence

from events.answers import ANSWERED_BY
from events.evidence import Quote
from events.interval import Interval
from events.vocabulary import Amount, Mutual, Quantified, Report, TotalReported
from service.labels import LabelEvent

# A visit to three hosts is three visits, even where one tour joins them.
_ONE_TARGET = frozenset({"VisitAnnounced", "VisitOccurred", "VisitCancelled"})


def label_reports(reports: Iterable[Report]) -> list[LabelEvent]:
    """The labels of an article's reports, in the order in which their happenings are first told.

    Reports are joined where they share happening, type and goods. Sources and targets are joined only as far as
    every source of a label acts towards each of its targets.
    """
    groups: dict[tuple[object, ...], list[Report]] = {}
    for report in reports:
        groups.setdefault(_key(report), []).append(report)
    return [label for group in groups.values() for label in _join(group)]


def _key(report: Report) -> tuple[object, ...]:
    goods: tuple[object, ...] = ()
    if isinstance(report, Quantified):
        goods = (report.item, *_figure(report.amount))
    return (report.happening, _name(report), isinstance(report, TotalReported), *goods)


def _name(report: Report) -> str:
    if isinstance(report, TotalReported):
        return "MilitarySupportProvided" if report.domain == "military" else "AidDelivered"
    return type(report).__name__


def _join(reports: Sequence[Report]) -> list[LabelEvent]:
    if isinstance(reports[0], Mutual):
        parties = sorted({party for report in reports if isinstance(report, Mutual) for party in report.parties})
        return [_write(reports, tuple(parties), ())]
    targets: dict[str, list[str]] = {}
    for report in reports:
        if not isinstance(report, Mutual) and report.target not in targets.setdefault(report.source, []):
            targets[report.source].append(report.target)
    blocks: dict[tuple[str, ...], list[str]] = {}
    for source, reached in targets.items():
        if _name(reports[0]) in _ONE_TARGET:
            for target in reached:
                blocks.setdefault((target,), []).append(source)
        else:
            blocks.setdefault(tuple(reached), []).append(source)
    return [
        _write([report for report in reports if _holds(report, sources, reached)], tuple(sources), reached)
        for reached, sources in blocks.items()
    ]


def _holds(report: Report, sources: Sequence[str], targets: Sequence[str]) -> bool:
    return not isinstance(report, Mutual) and report.source in sources and report.target in targets


def _write(reports: Sequence[Report], source: tuple[str, ...], target: tuple[str, ...]) -> LabelEvent:
    first = reports[0]
    when = next((told for report in reports if (told := _when(report)) is not None), None)
    goods = first if isinstance(first, Quantified) else None
    quote = next((proof.exact for proof in first.evidence if isinstance(proof, Quote)), "")
    amount, unit = _figure(goods.amount, quote) if goods else (None, None)
    return LabelEvent(
        type=_name(first),
        source=source,
        target=target,
        start=_bound(when.start) if when else None,
        end=_bound(when.end) if when else None,
        item=goods.item if goods else None,
        amount=amount,
        unit=unit,
        cumulative=isinstance(first, TotalReported),
        persons=tuple(dict.fromkeys(person for report in reports for person in report.persons)),
        quote=quote,
    )


def _when(report: Report) -> Interval | None:
    if report.stage != "planned" and type(report).__name__ == "AgreementAnnounced" and report.due is None:
        # "They agreed on Tuesday on the text": the day told is that of the agreement.
        return report.act
    return report.due if report.stage == "planned" or type(report).__name__ in ANSWERED_BY else report.act


def _bound(bound: str | None) -> str | None:
    """The label form has no month without a year."""
    return None if bound is None or bound.startswith("--") else bound


def _figure(amount: Amount | None, quote: str = "") -> tuple[int | float | None, str | None]:
    """A single figure and its unit, the bound where it is open ("more than 300"); a range is none.

    "Hundreds of" tells no figure: an open bound is left out that may be two of a collective (200, two dozen),
    unless the quote has it in digits.
    """
    if amount is None:
        return None, None
    told = [float(bound) for bound in (amount.min, amount.max) if bound is not None]
    if not told or told[0] != told[-1] or (amount.max is None and _may_be_vague(told[0], quote)):
        return None, None
    figure = told[0]
    return (int(figure) if figure.is_integer() else figure), amount.unit


_LEAST_SCALE = 1_000


def _may_be_vague(figure: float, quote: str) -> bool:
    """Whether a figure is two of what a collective counts: tens, hundreds, dozens, scores, millions."""
    leading = f"{figure:.0f}".rstrip("0")
    if not (figure in {24.0, 40.0} or leading == "2"):
        return False
    # "200", "2 million": itself, or with a scale behind it; "on 2 March ... hundreds" is a day.
    written = [float(digits) for digits in re.findall(r"\d+", quote) if digits.rstrip("0") == leading]
    return not any(figure == number or figure >= _LEAST_SCALE * number for number in written)

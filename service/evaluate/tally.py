"""What is counted in one article or in many, in labels' weights, and the rates that follow.

Weights are exact fractions, so that sums depend on no order.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal

import msgspec

from service.evaluate.compare import Comparison, Verdict, judge_amount, judge_date

# "right" and "predicted" count predictions, "found" and "required" required labels; the verdicts on dates and
# amounts count matched dyads, each with its label's weight.
Side = Literal["predicted", "right", "lenient right", "required", "found", "lenient found"]
Count = Side | tuple[Literal["date", "amount"], Verdict]
Tally = dict[Count, Fraction]


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """Precision, recall and their harmonic mean, 0 to 1; None where there is nothing to take a share of."""

    precision: float | None
    recall: float | None
    f1: float | None


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """Dates or amounts of matched dyads, in labels' weights.

    ``compared`` are those where the label, the prediction or both have one; ``missing``, among them, those where
    only the label has; ``share`` is right / compared, None where nothing could be compared.
    """

    right: float
    compared: float
    missing: float
    share: float | None


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """All that is measured of one type or of several; ``predicted`` and ``required`` are numbers of labels."""

    predicted: float
    required: float
    strict: Rates
    lenient: Rates
    dates: Judged
    amounts: Judged


def tally_types(comparison: Comparison) -> dict[str, Tally]:
    """Count one compared article by type: precision under the predicted label's type, all else under the gold one's."""
    tallies: dict[str, Tally] = defaultdict(lambda: defaultdict(Fraction))
    for share in comparison.predicted:
        tallies[share.label.type]["predicted"] += share.weight
    for share in comparison.gold:
        # Named even where nothing is required, so that every type that occurs has its row.
        tallies[share.label.type]["required"] += share.weight if share.required else Fraction(0)
    for pair in comparison.strict:
        gold, predicted = pair.gold, pair.predicted
        tally = tallies[gold.label.type]
        tally["right"] += predicted.weight
        if gold.required:
            tally["found"] += gold.weight
        if (verdict := judge_date(gold.label, predicted.label)) is not None:
            tally["date", verdict] += gold.weight
        if (verdict := judge_amount(gold.label, predicted.label)) is not None:
            tally["amount", verdict] += gold.weight
    for pair in comparison.lenient:
        tallies[pair.predicted.label.type]["lenient right"] += pair.predicted.weight
        if pair.gold.required:
            tallies[pair.gold.label.type]["lenient found"] += pair.gold.weight
    return tallies


def add_tallies(tallies: Iterable[Mapping[Count, Fraction]]) -> Tally:
    """The sum of several tallies."""
    total: Tally = defaultdict(Fraction)
    for tally in tallies:
        for count, weight in tally.items():
            total[count] += weight
    return total


def rate(tally: Mapping[Count, Fraction | float]) -> Scores:
    """The scores that follow from a tally."""
    predicted, required = tally.get("predicted", 0), tally.get("required", 0)
    return Scores(
        predicted=float(predicted),
        required=float(required),
        strict=_rates(tally.get("right", 0), predicted, tally.get("found", 0), required),
        lenient=_rates(tally.get("lenient right", 0), predicted, tally.get("lenient found", 0), required),
        dates=_judged(tally, "date"),
        amounts=_judged(tally, "amount"),
    )


def _rates(
    right: Fraction | float, predicted: Fraction | float, found: Fraction | float, required: Fraction | float
) -> Rates:
    precision, recall = _share(right, predicted), _share(found, required)
    f1 = None
    if recall is not None:
        # Nothing predicted where something was to be found: no precision to speak of, and an F1 of zero.
        chosen = precision or 0.0
        f1 = 2 * chosen * recall / (chosen + recall) if chosen + recall else 0.0
    return Rates(precision=precision, recall=recall, f1=f1)


def _judged(tally: Mapping[Count, Fraction | float], what: Literal["date", "amount"]) -> Judged:
    right, wrong, missing = (tally.get((what, verdict), 0) for verdict in ("right", "wrong", "missing"))
    compared = right + wrong + missing
    return Judged(right=float(right), compared=float(compared), missing=float(missing), share=_share(right, compared))


def _share(part: Fraction | float, whole: Fraction | float) -> float | None:
    return float(part / whole) if whole else None

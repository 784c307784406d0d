"""One article compared: which predicted dyads pair with which labelled ones.

Within a group of equal type, dyad and (for aid and arms) ``cumulative`` everything may pair with everything, and
each labelled dyad pairs once: a second prediction for it is wrong. The pairing is maximal, by weight: where
predictions are too few, required labels come before acceptable ones and whole labels before shares of a joined
one. Ties go to the equal item, then to the equal amount, then to the equal, or else overlapping, date.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Literal

import msgspec

from service.evaluate.dyads import Share, gold_shares, predicted_shares
from service.evaluate.label_types import LABEL_TYPES
from service.evaluate.pairing import pair_best
from service.labels import GoldLabel, LabelEvent, interval_of

Verdict = Literal["right", "wrong", "missing"]


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled dyad and the predicted one that stands for it."""

    gold: Share
    predicted: Share


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """One article: every dyad of both sides, the pairs under the strict and the lenient rule, and what is left over."""

    gold: list[Share]
    predicted: list[Share]
    strict: list[Pair]
    lenient: list[Pair]
    missed: list[Share]
    wrong: list[Share]


def compare_article(gold: Iterable[GoldLabel], predicted: Iterable[LabelEvent]) -> Comparison:
    """Compare the labels of one article with what was predicted; the order of either does not matter.

    Raises EvaluationError or InvalidInterval for a label that is not well formed.
    """
    labelled = sorted(gold_shares(gold), key=Share.order)
    offered = sorted(predicted_shares(predicted), key=Share.order)
    strict, missed, wrong = _pair(labelled, offered, _strict_group)
    lenient, _, _ = _pair(labelled, offered, _lenient_group)
    return Comparison(
        gold=labelled,
        predicted=offered,
        strict=strict,
        lenient=lenient,
        missed=[share for share in missed if share.required],
        wrong=wrong,
    )


def judge_date(gold: LabelEvent, predicted: LabelEvent) -> Verdict | None:
    """Right when the intervals share a day, missing when only the label has one; None when neither has a date."""
    due, given = interval_of(gold), interval_of(predicted)
    if given is None:
        return None if due is None else "missing"
    return "right" if due is not None and due.overlaps(given) else "wrong"


def judge_amount(gold: LabelEvent, predicted: LabelEvent) -> Verdict | None:
    """Right when amount and unit are equal, missing when only the label has one; None when neither has an amount."""
    if predicted.amount is None:
        return None if gold.amount is None else "missing"
    return "right" if _equal_amounts(gold, predicted) else "wrong"


def _strict_group(share: Share) -> Hashable:
    label = share.label
    return label.type, share.dyad, label.type in LABEL_TYPES.quantity and label.cumulative


def _lenient_group(share: Share) -> Hashable:
    label = share.label
    return LABEL_TYPES.lenient(label.type), share.dyad, label.type in LABEL_TYPES.quantity and label.cumulative


def _pair(
    gold: Iterable[Share], predicted: Iterable[Share], group_of: Callable[[Share], Hashable]
) -> tuple[list[Pair], list[Share], list[Share]]:
    """The pairs, and the labelled and the predicted dyads left without one."""
    groups: dict[Hashable, tuple[list[Share], list[Share]]] = defaultdict(lambda: ([], []))
    for share in gold:
        groups[group_of(share)][0].append(share)
    for share in predicted:
        groups[group_of(share)][1].append(share)
    pairs: list[Pair] = []
    missed: list[Share] = []
    wrong: list[Share] = []
    for labelled, offered in groups.values():
        chosen = pair_best(_worth(labelled, offered))
        pairs += (Pair(gold=labelled[row], predicted=offered[column]) for row, column in chosen)
        rows, columns = {row for row, _ in chosen}, {column for _, column in chosen}
        missed += (share for row, share in enumerate(labelled) if row not in rows)
        wrong += (share for column, share in enumerate(offered) if column not in columns)
    return pairs, missed, wrong


def _worth(labelled: Sequence[Share], offered: Sequence[Share]) -> list[list[int]]:
    """What each pair is worth, as whole numbers whose sums order pairings by weight, then item, amount and date."""
    weights = [share.weight for share in (*labelled, *offered)]
    unit = lcm(*(weight.denominator for weight in weights))
    base = 2 * min(len(labelled), len(offered)) + 1  # above any sum of a lower rank, each of which is 0, 1 or 2 a pair

    def worth(gold: Share, predicted: Share) -> int:
        # Only one side can have a dyad left over, so adding both weights makes precision and recall maximal at once.
        weight = int(((gold.weight if gold.required else Fraction(0)) + predicted.weight) * unit)
        mine, theirs = gold.label, predicted.label
        item = mine.item == theirs.item
        return ((weight * base + item) * base + _equal_amounts(mine, theirs)) * base + _date_likeness(mine, theirs)

    return [[worth(gold, predicted) for predicted in offered] for gold in labelled]


def _equal_amounts(one: LabelEvent, other: LabelEvent) -> bool:
    return one.amount == other.amount and one.unit == other.unit


def _date_likeness(gold: LabelEvent, predicted: LabelEvent) -> int:
    if (gold.start, gold.end) == (predicted.start, predicted.end):
        return 2
    return int(judge_date(gold, predicted) == "right")

"""Labels split into dyads, and what each dyad weighs.

A label weighs one in all, spread evenly over its dyads, so that a summit of twenty is no more than one visit.
Whether a system joins what a text tells together or splits it must not matter. Therefore predicted labels
that are equal in everything but their parties and persons, quote included, are taken for one, which weighs one.
(A visit to several hosts is several happenings: those join over visitors only.) A dyad predicted twice in such
a label weighs its share each time: the repetition is one more that can be wrong. Gold labels count as written.
"""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations, product

import msgspec

from service.evaluate.errors import EvaluationError
from service.evaluate.label_types import LABEL_TYPES
from service.labels import GoldLabel, LabelEvent

Dyad = tuple[str, str]


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """One dyad of one label, with its share of the label's weight (0 < weight ≤ 1)."""

    label: LabelEvent
    dyad: Dyad
    weight: Fraction
    required: bool = False

    def order(self) -> bytes:
        """A key to sort by: the content of the label but for its parties, so that no order of input matters."""
        return msgspec.json.encode((told(self.label), self.required, self.weight.numerator, self.weight.denominator))


def split_dyads(label: LabelEvent) -> tuple[Dyad, ...]:
    """Every (source, target), or for a symmetric type every unordered pair, each once and in sorted order.

    Raises EvaluationError for an unknown type and for a label that names no two actors.
    """
    LABEL_TYPES.check(label.type)
    if label.type in LABEL_TYPES.symmetric:
        dyads = list(combinations(sorted({*label.source, *label.target}), 2))
    else:
        dyads = sorted({(a, b) for a, b in product(label.source, label.target) if a != b})
    if not dyads:
        msg = (
            f"{label.type} from {list(label.source)} to {list(label.target)} names no two actors; "
            "a label needs a source and a target, or two parties in source where the type is symmetric"
        )
        raise EvaluationError(msg)
    return tuple(dyads)


def told(label: LabelEvent) -> tuple[object, ...]:
    """What a label tells, but for who takes part."""
    return label.type, label.start, label.end, label.item, label.amount, label.unit, label.cumulative, label.quote


def gold_shares(labels: Iterable[GoldLabel]) -> list[Share]:
    """The dyads of gold labels; each label weighs one."""
    shares: list[Share] = []
    for label in labels:
        dyads = split_dyads(label)
        weight = Fraction(1, len(dyads))
        shares += (Share(label=label, dyad=dyad, weight=weight, required=label.required) for dyad in dyads)
    return shares


def predicted_shares(labels: Iterable[LabelEvent]) -> list[Share]:
    """The dyads of predicted labels; labels that only differ in who takes part weigh one together."""
    joined: dict[tuple[object, ...], list[tuple[LabelEvent, Dyad]]] = defaultdict(list)
    for label in labels:
        for dyad in split_dyads(label):
            host = dyad[1] if label.type in LABEL_TYPES.one_target else None
            joined[*told(label), host].append((label, dyad))
    shares: list[Share] = []
    for parts in joined.values():
        weight = Fraction(1, len({dyad for _, dyad in parts}))
        shares += (Share(label=label, dyad=dyad, weight=weight) for label, dyad in parts)
    return shares

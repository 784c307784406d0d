"""The weights of the model that chooses who stands in a role that nobody fills, fitted on labelled articles.

A logistic model with a quadratic penalty, by Newton's method. An answer (a frame with parties in its open roles) is
right where the article's labels hold every act that it would claim. ``python -m bench.roles`` fits the model that is
shipped and says how well it does on articles that it was not fitted on.
"""

from collections.abc import Iterable, Sequence
from math import exp

import msgspec

from service.evaluate.dyads import split_dyads
from service.evaluate.gold import GoldRecord
from service.extract.acts.choose import Question

PENALTY = 15.0
"""How dear large weights are."""
_STEPS = 12
_SETTLED = 1e-4
_FEWEST = 12
"""How often a feature must hold to be given a weight."""


class Row(msgspec.Struct, frozen=True):
    """One answer: what holds of it, and whether it is right."""

    features: frozenset[str]
    right: bool


def rows_of(record: GoldRecord, questions: Iterable[Question]) -> list[Row]:
    """The answers weighed in one article, judged by its labels."""
    labelled = {(label.type, *dyad) for label in record.events for dyad in split_dyads(label)}
    return [
        Row(answer.option.features, answer.dyads <= labelled)
        for question in questions
        for answer in question.answers
        if answer.dyads
    ]


def fit(rows: Sequence[Row], penalty: float = PENALTY) -> tuple[float, dict[str, float]]:
    """Bias and weights that make the rows likeliest, weights far from nought made dear by the penalty."""
    counts: dict[str, int] = {}
    for row in rows:
        for feature in row.features:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= _FEWEST)
    place = {name: n for n, name in enumerate(names)}
    size = len(names) + 1
    # Many answers hold the same features: one line for each kind of answer.
    kinds: dict[tuple[int, ...], list[int]] = {}
    for row in rows:
        columns = (*sorted(place[f] for f in row.features if f in place), len(names))
        tally = kinds.setdefault(columns, [0, 0])
        tally[0] += 1
        tally[1] += row.right
    weights = [0.0] * size
    for _ in range(_STEPS):
        slope = [penalty * w for w in weights]
        slope[-1] = 0.0
        curve = [[0.0] * size for _ in range(size)]
        for n in range(size - 1):
            curve[n][n] = penalty
        curve[-1][-1] = 1e-6
        for columns, (times, right) in kinds.items():
            p = 1 / (1 + exp(-sum(weights[c] for c in columns)))
            off, bend = times * p - right, times * p * (1 - p)
            for c in columns:
                slope[c] += off
                line = curve[c]
                for d in columns:
                    line[d] += bend
        step = _solve(curve, slope)
        weights = [w - s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < _SETTLED:
            break
    return round(weights[-1], 3), {name: round(weights[n], 3) for name, n in place.items()}


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a symmetric positive system, by elimination."""
    size = len(right)
    lines = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for n in range(size):
        pivot = lines[n]
        for m in range(n + 1, size):
            factor = lines[m][n] / pivot[n]
            if factor:
                lines[m] = [a - factor * b for a, b in zip(lines[m], pivot, strict=True)]
    found = [0.0] * size
    for n in reversed(range(size)):
        found[n] = (lines[n][size] - sum(lines[n][m] * found[m] for m in range(n + 1, size))) / lines[n][n]
    return found

"""How far the scores depend on which articles happened to be labelled: intervals from resampled articles."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from service.evaluate.tally import Count, Scores, Tally, rate


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """The 2.5th and the 97.5th percentile."""

    low: float
    high: float


MEASURES: Final[dict[str, Callable[[Scores], float | None]]] = {
    "strict precision": lambda scores: scores.strict.precision,
    "strict recall": lambda scores: scores.strict.recall,
    "strict f1": lambda scores: scores.strict.f1,
    "lenient precision": lambda scores: scores.lenient.precision,
    "lenient recall": lambda scores: scores.lenient.recall,
    "lenient f1": lambda scores: scores.lenient.f1,
    "dates": lambda scores: scores.dates.share,
    "amounts": lambda scores: scores.amounts.share,
}


def resample(tallies: Sequence[Tally], resamples: int, seed: int) -> dict[str, Bounds | None]:
    """The 95 % interval of each measure over ``resamples`` draws of as many articles, with replacement.

    ``tallies`` holds one tally an article. A draw in which a measure is undefined does not count for it; a measure
    never defined, and every one when nothing is drawn, has None.
    """
    # Floats here: a thousand sums of exact fractions would take seconds, and an interval needs no such exactness.
    rounded: list[dict[Count, float]] = [{count: float(weight) for count, weight in tally.items()} for tally in tallies]
    draw = random.Random(seed)  # noqa: S311 - a statistic, not a secret
    seen: dict[str, list[float]] = {name: [] for name in MEASURES}
    for _ in range(resamples if rounded else 0):
        total: dict[Count, float] = defaultdict(float)
        for tally in draw.choices(rounded, k=len(rounded)):
            for count, weight in tally.items():
                total[count] += weight
        scores = rate(total)
        for name, measure in MEASURES.items():
            if (value := measure(scores)) is not None:
                seen[name].append(value)
    return {name: _bounds(sorted(values)) for name, values in seen.items()}


def _bounds(ordered: Sequence[float]) -> Bounds | None:
    if not ordered:
        return None
    tail = len(ordered) // 40
    return Bounds(low=round(ordered[tail], 6), high=round(ordered[-1 - tail], 6))

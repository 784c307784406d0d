"""The climate of a relation: how cooperative or hostile the acts of late were, by published scores that fade with time.

Nothing of it is stored: it is computed from acts and their days, for the day asked about. The scores are in
``scores.toml``, half-life and window in ``relation_rules.toml``.
"""

import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from math import fsum

import msgspec

from events.vocabulary import REPORT_TYPES
from projections.errors import BadRules
from projections.public.shapes import Climate, Trend
from projections.views.status import ClimateRule, read_rules


class Score(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a type is in PLOVER (event, mode, ``intensity``) and in CAMEO (codes and their ``goldstein`` scores)."""

    plover: str
    mode: str | None = None
    cameo: tuple[str, ...]
    goldstein: tuple[float, ...]
    intensity: float

    @property
    def goldstein_score(self) -> float:
        """The mean of the scores of its codes."""
        return fsum(self.goldstein) / len(self.goldstein)


class Scores(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table of scores, by type of act."""

    version: int
    scores: dict[str, Score]


Felt = tuple[str, date, int]
"""A type of act, the day from which it counts, and how many there are."""


@cache
def read_scores() -> Scores:
    """The table of scores; raises BadRules where it names a type that does not exist, or codes without scores."""
    text = files("projections.views").joinpath("scores.toml").read_text(encoding="utf-8")
    table = msgspec.convert(tomllib.loads(text), Scores)
    unknown = sorted(table.scores.keys() - REPORT_TYPES.keys())
    if unknown:
        raise BadRules(f"scores.toml names {', '.join(unknown)}; use types of the vocabulary")
    uneven = sorted(name for name, score in table.scores.items() if len(score.cameo) != len(score.goldstein))
    if uneven:
        raise BadRules(
            f"scores.toml gives {', '.join(uneven)} not one Goldstein score a CAMEO code; give each code one"
        )
    return table


def since(day: date) -> date:
    """The first day of which an act can be felt in the climate of a day or in its trend."""
    rule = read_rules().climate
    return day - timedelta(days=rule.window_days + rule.trend_days)


def measure(acts: Iterable[Felt], day: date) -> Climate | None:
    """The climate on a day, by acts that count on their own (done and stated outright); None where none is felt."""
    rule = read_rules().climate
    known = list(acts)
    now = _mean(known, day, rule)
    if now is None:
        return None
    before = _mean(known, day - timedelta(days=rule.trend_days), rule)
    return Climate(
        intensity=round(now[0], 2),
        goldstein=round(now[1], 2),
        acts=now[2],
        trend=_trend(now[0], None if before is None else before[0], rule),
        before=None if before is None else round(before[0], 2),
        scores=read_scores().version,
    )


def _mean(acts: Iterable[Felt], day: date, rule: ClimateRule) -> tuple[float, float, int] | None:
    scores = read_scores().scores
    first = day - timedelta(days=rule.window_days)
    felt = sorted((kind, on, count) for kind, on, count in acts if kind in scores and first <= on <= day)
    weights = [count * 0.5 ** ((day - on).days / rule.half_life_days) for _, on, count in felt]
    if not weights:
        return None
    whole = fsum(weights)
    intensity = fsum(w * scores[kind].intensity for w, (kind, _, _) in zip(weights, felt, strict=True)) / whole
    goldstein = fsum(w * scores[kind].goldstein_score for w, (kind, _, _) in zip(weights, felt, strict=True)) / whole
    return intensity, goldstein, sum(count for _, _, count in felt)


def _trend(now: float, before: float | None, rule: ClimateRule) -> Trend | None:
    if before is None:
        return None
    if abs(now - before) < rule.steady_within:
        return "steady"
    return "warming" if now > before else "cooling"

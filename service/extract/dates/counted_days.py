"""Days counted from another act: "three days after X visited Lima", "au lendemain de l'expulsion"."""

import msgspec

from service.extract.acts.scene import Scene
from service.extract.amounts.numerals import load_numerals
from service.extract.dates.date_shapes import load_date_shapes
from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.text.tokens import Token

_LONGEST = 4
"""Tokens that tell how long after, at most: "twenty - one days", "half a year"."""

_HOURS = 24


class Distance(msgspec.Struct, frozen=True):
    """How far an act lies from the day of the main clause: ``number`` units, negative before it."""

    number: int
    unit: str


def find_distance(scene: Scene, items: list[Chunk], tokens: list[Token], language: Language) -> Distance | None:
    """How far the act of a scene lies from that which the sentence tells; None where it does not say."""
    times = language.grammar.times
    opening = _opening(scene, items)
    if opening is None:
        return None
    at, word = opening
    if scene.noun is not None and word in times.next_days:
        return Distance(times.next_days[word], "day")
    if word not in times.later | times.earlier:
        return None
    unit = load_date_shapes(language.code).words.unit.get(tokens[at - 1].fold) if at else None
    if unit is None:
        return None
    sign = -1 if word in times.later else 1
    numerals = load_numerals(language.code)
    for first in range(max(0, at - 1 - _LONGEST), at - 1):
        number = numerals.read(tokens, first)
        if number is not None and number.end == at - 1 and not number.vague and number.value >= 1:
            return _count(sign * int(number.value), unit)
    if unit == "hour":
        # "hours after X left": the same day, as near as anybody can tell.
        return Distance(0, "day")
    alone = at > 1 and not times.one.isdisjoint({tokens[at - 2].fold, f"{tokens[at - 2].fold} {tokens[at - 1].fold}"})
    return Distance(sign, unit) if alone else None


def _count(number: int, unit: str) -> Distance:
    """So many units; hours are counted in whole days ("forty-eight hours after")."""
    return Distance(round(number / _HOURS), "day") if unit == "hour" else Distance(number, unit)


def _opening(scene: Scene, items: list[Chunk]) -> tuple[int, str] | None:
    """The token at which the phrase or clause of an act is opened, and the word that opens it."""
    if scene.noun is not None:
        # "after the visit", and of what stands behind the visit: "after the visit and the signing".
        outer = scene.host if scene.host is not None and not scene.noun.prep else scene.noun
        return (outer.first, outer.prep) if outer.prep else None
    clause = scene.clause
    if clause is None or not clause.opener:
        return None
    verb = items[clause.at]
    if verb.prep:
        return verb.first, verb.prep
    sub = next((item for item in reversed(items[: clause.at]) if item.kind == "sub"), None)
    return (sub.first, sub.head) if sub is not None else None

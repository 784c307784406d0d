"""A relation's status and what is in force, judged from facts by the rules in ``relation_rules.toml``."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from events.vocabulary import REPORT_TYPES
from projections.errors import BadRules
from projections.ground.facts import Dated
from projections.public.shapes import RELATION_STATUSES, Reason, RelationStatus


class Ender(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A type of act that ends another's effect, and from which side."""

    type: str
    direction: Literal["same", "reverse", "either"]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A status, and the facts that speak for it; ``lasts_days`` None: until ended."""

    name: str
    status: RelationStatus
    because: str
    types: tuple[str, ...]
    lasts_days: int | None = None
    ended_by: tuple[Ender, ...] = ()


class StandingRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A type of act whose effect lasts until another ends it."""

    type: str
    ended_by: tuple[Ender, ...]
    latest_only: bool = False
    same_instrument: bool = False


class ClimateRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the scores of acts fade: see the head of the table in relation_rules.toml."""

    half_life_days: int
    window_days: int
    trend_days: int
    steady_within: float


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table of rules, in order of precedence."""

    version: int
    climate: ClimateRule
    rule: tuple[Rule, ...]
    standing: tuple[StandingRule, ...]

    @property
    def standing_types(self) -> tuple[str, ...]:
        """The types that decide what is in force: those that last and those that end them."""
        ends = (ender.type for rule in self.standing for ender in rule.ended_by)
        return tuple(sorted({*(rule.type for rule in self.standing), *ends}))

    @property
    def whole_types(self) -> tuple[str, ...]:
        """The types of which every act may be in force, and those that end acts of the same name only."""
        lasting = (rule.type for rule in self.standing if not rule.latest_only)
        named = (ender.type for rule in self.standing if rule.same_instrument for ender in rule.ended_by)
        return tuple(sorted({*lasting, *named}))

    @property
    def latest_types(self) -> tuple[str, ...]:
        """The other types: the latest act of each, in each direction, is enough for status and what is in force."""
        return tuple(sorted({*self.weighed_types, *self.standing_types} - set(self.whole_types)))

    @property
    def endings(self) -> tuple[tuple[str, str, str], ...]:
        """Types of which acts are in force until another ends them, whatever it is named: type, ender, direction."""
        return tuple(
            (rule.type, ender.type, ender.direction)
            for rule in self.standing
            if not rule.same_instrument and not rule.latest_only
            for ender in rule.ended_by
        )

    @property
    def weighed_types(self) -> tuple[str, ...]:
        """The types that decide a status: the latest act of each, in each direction, is enough."""
        types = (name for rule in self.rule for name in (*rule.types, *(ender.type for ender in rule.ended_by)))
        return tuple(sorted(set(types)))


@cache
def read_rules() -> Rules:
    """The table of rules; raises BadRules where it names a type that does not exist or a name twice."""
    text = files("projections.views").joinpath("relation_rules.toml").read_text(encoding="utf-8")
    rules = msgspec.convert(tomllib.loads(text), Rules)
    unknown = sorted({*rules.standing_types, *rules.weighed_types} - set(REPORT_TYPES))
    if unknown:
        raise BadRules(f"relation_rules.toml names {', '.join(unknown)}; use types of the vocabulary")
    names = [rule.name for rule in rules.rule]
    if len(names) != len(set(names)):
        raise BadRules("relation_rules.toml uses a rule's name twice; reasons refer to rules by name")
    selfish = sorted(rule.type for rule in rules.standing if rule.type in {ender.type for ender in rule.ended_by})
    if selfish:
        raise BadRules(f"relation_rules.toml lets {', '.join(selfish)} end itself; name another type, or latest_only")
    ranks = [RELATION_STATUSES.index(rule.status) for rule in rules.rule]
    if ranks != sorted(ranks):
        raise BadRules(f"the rules do not follow the precedence {', '.join(RELATION_STATUSES)}; put them in that order")
    return rules


def latest_each_way(facts: Iterable[Dated]) -> list[Dated]:
    """Of each type the latest effective fact in each direction: all that the rules for a status look at."""
    found: dict[tuple[str, str | None], Dated] = {}
    for dated in facts:
        key = (dated.fact.type, dated.fact.source)
        if dated.effective and (key not in found or recency(dated) > recency(found[key])):
            found[key] = dated
    return [found[key] for key in sorted(found, key=lambda key: (key[0], key[1] or ""))]


def recency(dated: Dated) -> tuple[date, str, tuple[str, ...]]:
    """By what facts are ordered in time; ties break on content."""
    return (dated.counted, dated.fact.happening, dated.fact.parties)


def judge(facts: Sequence[Dated], day: date, rules: Rules | None = None) -> tuple[Reason, ...]:
    """The rules that the facts of one pair meet on a day, by precedence: the first decides, none is unobserved.

    ``facts`` may be all of them or ``latest_each_way``; only those that count by ``day`` are weighed.
    """
    latest = latest_each_way(dated for dated in facts if dated.counted <= day)
    reasons: list[Reason] = []
    for rule in (rules or read_rules()).rule:
        met = [dated for dated in latest if dated.fact.type in rule.types and _meets(dated, rule, latest, day)]
        if met:
            decisive = max(met, key=recency)
            until = None if rule.lasts_days is None else decisive.counted + timedelta(days=rule.lasts_days)
            reasons.append(
                Reason(
                    rule=rule.name,
                    status=rule.status,
                    until=None if until is None else until.isoformat(),
                    fact=decisive.fact,
                )
            )
    return tuple(reasons)


def find_in_force(facts: Sequence[Dated], day: date, rules: Rules | None = None) -> tuple[Dated, ...]:
    """The facts of one pair whose effect lasts on a day, the latest first.

    ``facts`` may be all of them, or those that ``Rules.latest_types`` and ``Rules.whole_types`` name.
    """
    present = sorted((d for d in facts if d.effective and d.counted <= day), key=recency, reverse=True)
    by_type: dict[str, list[Dated]] = {}
    for dated in present:
        by_type.setdefault(dated.fact.type, []).append(dated)
    found: list[Dated] = []
    for rule in (rules or read_rules()).standing:
        enders = _enders(rule, by_type)
        replaced: set[str | None] = set()
        for dated in by_type.get(rule.type, ()):
            if rule.latest_only and dated.fact.source in replaced:
                continue
            replaced.add(dated.fact.source)
            named = dated.fact.instrument if rule.same_instrument else None
            if not any(_ends(other, dated, rule.ended_by) for other in enders.get(named, ())):
                found.append(dated)
    return tuple(sorted(found, key=recency, reverse=True))


def _enders(rule: StandingRule, by_type: Mapping[str, Sequence[Dated]]) -> dict[str | None, list[Dated]]:
    """The acts that may end what a rule lets last, under the instrument that they name, or under None.

    Where the name does not matter, of each type the latest of each source (acts come the latest first): if that does
    not end an effect, no other of them does.
    """
    found: dict[str | None, list[Dated]] = {}
    seen: set[tuple[str, str | None]] = set()
    for other in (other for ender in rule.ended_by for other in by_type.get(ender.type, ())):
        if rule.same_instrument:
            if other.fact.instrument is not None:
                found.setdefault(other.fact.instrument, []).append(other)
        elif (key := (other.fact.type, other.fact.source)) not in seen:
            seen.add(key)
            found.setdefault(None, []).append(other)
    return found


def _meets(dated: Dated, rule: Rule, latest: Sequence[Dated], day: date) -> bool:
    if rule.lasts_days is not None and day > dated.counted + timedelta(days=rule.lasts_days):
        return False
    return not any(_ends(other, dated, rule.ended_by) for other in latest)


def _ends(other: Dated, dated: Dated, enders: Sequence[Ender]) -> bool:
    if other.counted < dated.counted or other is dated:
        return False
    return any(ender.type == other.fact.type and _directed(other, dated, ender) for ender in enders)


def _directed(other: Dated, dated: Dated, ender: Ender) -> bool:
    match ender.direction:
        case "either":
            return True
        case "same":
            return other.fact.source == dated.fact.source
        case "reverse":
            return other.fact.source == dated.fact.target

"""Who the counted states of an organisation are: "the six Gulf Cooperation Council states"."""

import csv
from functools import lru_cache
from importlib import resources
from io import StringIO

_FEW = 6
"""Of larger organisations the counted states are but another name: "the 27 EU countries" is the EU."""


@lru_cache(maxsize=1)
def _load_tenures() -> dict[str, list[tuple[str, str, str]]]:
    """Organisation to its states, each with the first day inside and the first day outside, empty where it lasts."""
    text = resources.files("seeds").joinpath("memberships.csv").read_text(encoding="utf-8")
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in csv.DictReader(StringIO(text)):
        found.setdefault(row["organisation"], []).append((row["state"], row["from"], row["until"]))
    return found


def find_members(organisation: str, count: int, published: str | None) -> tuple[str, ...]:
    """The states of an organisation on the day of publication where they are as many as counted; else nobody."""
    if count > _FEW:
        return ()
    states = _members(organisation, published)
    return states if len(states) == count else ()


def members_if_fewer(organisation: str, count: int, published: str | None) -> frozenset[str]:
    """The states of an organisation where fewer are counted than it has: "two EU members"; else nobody."""
    states = _members(organisation, published)
    return frozenset(states) if count < len(states) - 1 else frozenset()


def _members(organisation: str, published: str | None) -> tuple[str, ...]:
    day = published or "9999"
    tenures = _load_tenures().get(organisation, [])
    return tuple([state for state, begins, ends in tenures if begins <= day and (not ends or day < ends)])

"""Which of several currencies of one name a sum is in (``seeds/francs.csv``): that of the states it is told of."""

import csv
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from io import StringIO

import msgspec

_FRANC = "franc"
_DOLLAR = "dollar"
"""The family whose plain name is the American one but in the press of those who have another."""
_CFA = "cfa"
"""The family whose currencies are named alike in full: what a giver pays in says nothing of the other's."""


def own_franc(unit: str | None, parties: Iterable[str]) -> str | None:
    """The unit, or the currency of the same name that the parties (ISO alpha-3) have: the first one's, who gives.

    Of the CFA francs it is that of the parties where they have only one, else the unit. A name that is no currency by
    itself ("krone") is none where no party has one of that name.
    """
    families, currencies = _table()
    plain = unit in currencies.families
    family = unit if plain else families.get(unit or "")
    if family is None:
        return unit
    had: list[str] = []
    for party in parties:
        own = currencies.of.get((party, family)) or (currencies.of.get((party, _CFA)) if family == _FRANC else None)
        if own is not None and own not in had:
            had.append(own)
    if len(had) == 1 or (had and family != _CFA):
        return had[0]
    return None if plain else unit


def home_dollar(
    unit: str | None, plain: str, giver: Iterable[str], home: Iterable[str], american: tuple[str, ...]
) -> str | None:
    """The unit, or the dollar of the state whose press tells of it, where that state gives dollars without a name.

    ``plain`` is how the sum is written; ``giver`` and ``home`` are ISO alpha-3 codes;
    ``american`` is what makes dollars American where it stands in that writing.
    """
    if unit != _AMERICAN or any(sign in plain for sign in american):
        return unit
    currencies = _table()[1]
    own = [currencies.of.get((code, _DOLLAR)) for code in home if code in set(giver)]
    return own[0] if len(own) == 1 and own[0] is not None else unit


def own_currency(parties: Iterable[str]) -> str | None:
    """The only currency that is known of parties (ISO alpha-3): what a bare sum of theirs is told in."""
    had = {currency for (party, _family), currency in _table()[1].of.items() if party in set(parties)}
    return had.pop() if len(had) == 1 else None


def shared_names() -> frozenset[str]:
    """The names of families, which stand for a unit until the parties are known."""
    return _table()[1].families


_AMERICAN = "USD"


class Currencies(msgspec.Struct, frozen=True):
    """The currency of each state in each family, and the families."""

    of: dict[tuple[str, str], str]
    families: frozenset[str]


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], Currencies]:
    """The family of each currency, and the currency of each state in a family."""
    rows = list(csv.DictReader(StringIO(resources.files("seeds").joinpath("francs.csv").read_text(encoding="utf-8"))))
    families = {row["currency"]: row["family"] for row in rows if row["family"] != _DOLLAR}
    of = {(row["code"], row["family"]): row["currency"] for row in rows}
    return families, Currencies(of, frozenset(families.values()) - {_CFA})

"""Which of several currencies of one name a sum is in (``seeds/francs.csv``): that of the states it is told of."""

import csv
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from io import StringIO

_CFA = "cfa"
"""The family whose currencies are named alike in full: what a giver pays in says nothing of the other's."""


def own_franc(unit: str | None, parties: Iterable[str]) -> str | None:
    """The unit, or the currency of the same name that the parties (ISO alpha-3) have: the first one's, who gives.

    Of the CFA francs it is that of the parties where they have only one, else the unit.
    """
    families, currencies = _table()
    family = families.get(unit or "")
    if family is None:
        return unit
    had = list(dict.fromkeys([currencies[party, family] for party in parties if (party, family) in currencies]))
    return had[0] if len(had) == 1 or (had and family != _CFA) else unit


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """The family of each currency, and the currency of each state in a family."""
    rows = list(csv.DictReader(StringIO(resources.files("seeds").joinpath("francs.csv").read_text(encoding="utf-8"))))
    families = {row["currency"]: row["family"] for row in rows}
    return families, {(row["code"], row["family"]): row["currency"] for row in rows}

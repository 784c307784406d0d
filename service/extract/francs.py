"""Which of two currencies of one name a sum is in (``seeds/francs.csv``): the one of the states that it is told of."""

import csv
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from io import StringIO


def own_franc(unit: str | None, parties: Iterable[str]) -> str | None:
    """The unit, or the currency of the same name that the parties (ISO alpha-3) have; the unit where they have both."""
    currencies = _by_state()
    if unit not in currencies.values():
        return unit
    had = {currencies[party] for party in parties if party in currencies}
    return had.pop() if len(had) == 1 else unit


@lru_cache(maxsize=1)
def _by_state() -> dict[str, str]:
    text = resources.files("seeds").joinpath("francs.csv").read_text(encoding="utf-8")
    return {row["code"]: row["currency"] for row in csv.DictReader(StringIO(text))}

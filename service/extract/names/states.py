"""Which codes are those of states."""

import csv
from functools import lru_cache
from importlib import resources
from io import StringIO


@lru_cache(maxsize=1)
def states() -> frozenset[str]:
    """The codes of ``seeds/states.csv``: what is not among them is an organisation."""
    text = resources.files("seeds").joinpath("states.csv").read_text(encoding="utf-8")
    return frozenset(row["code"] for row in csv.DictReader(StringIO(text)))

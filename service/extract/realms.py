"""Which states "the kingdom" or "l'émirat" may mean (``seeds/realms.csv``)."""

import csv
from functools import lru_cache
from importlib import resources
from io import StringIO


@lru_cache(maxsize=1)
def load_realms() -> dict[str, frozenset[str]]:
    """Kind of realm (``kingdom``, ``emirate``, ``sultanate``) to the codes of its states."""
    text = resources.files("seeds").joinpath("realms.csv").read_text(encoding="utf-8")
    return {row["realm"]: frozenset(row["codes"].split()) for row in csv.DictReader(StringIO(text))}

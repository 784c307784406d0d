"""What is known of who publishes: the country of a publisher (``seeds/publishers.csv``)."""

import csv
from functools import lru_cache
from importlib import resources

from service.extract.tokens import fold


def find_country(publisher: str | None) -> str | None:
    """The country (ISO alpha-3) where a publisher is at home; None for a wire, whose offices are everywhere."""
    return _countries().get(fold(publisher)) if publisher else None


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    table = resources.files("seeds").joinpath("publishers.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines())
    return {fold(row["name"]): row["country"] for row in rows if row["wire"] == "no" and row["country"]}

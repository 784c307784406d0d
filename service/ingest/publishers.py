"""What is known of who publishes: a publisher's country and press house (``seeds/publishers.csv``)."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from service.extract.text.tokens import fold


def find_country(publisher: str | None) -> str | None:
    """The country (ISO alpha-3) where a publisher is at home; None for a wire, whose offices are everywhere."""
    row = _find(publisher)
    return row["country"] or None if row is not None and row["wire"] == "no" else None


def find_house(publisher: str | None) -> str | None:
    """The press house that a publisher belongs to, by whose hands its news go; None where it is not listed."""
    row = _find(publisher)
    return row["family"] or None if row is not None else None


def _find(publisher: str | None) -> Mapping[str, str] | None:
    return _publishers().get(fold(publisher)) if publisher else None


@lru_cache(maxsize=1)
def _publishers() -> Mapping[str, Mapping[str, str]]:
    table = resources.files("seeds").joinpath("publishers.csv").read_text(encoding="utf-8")
    return {fold(row["name"]): row for row in csv.DictReader(table.splitlines())}

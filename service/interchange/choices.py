"""Which words a field of an event may hold, where the vocabulary or the reference data list them."""

import csv
from functools import cache
from importlib.resources import files

import msgspec

from events.vocabulary import Report


@cache
def find_choices(kind: type[Report], field: str) -> tuple[str, ...]:
    """The words that a field of a type may hold; none where it may hold any, or is no word."""
    described = msgspec.inspect.type_info(kind)
    if not isinstance(described, msgspec.inspect.StructType):
        return ()
    found = next(each.type for each in described.fields if each.name == field)
    kinds = found.types if isinstance(found, msgspec.inspect.UnionType) else (found,)
    return tuple(str(value) for each in kinds if isinstance(each, msgspec.inspect.LiteralType) for value in each.values)


@cache
def load_units() -> frozenset[str]:
    """The codes of units and currencies, from ``seeds/units.csv``."""
    text = files("seeds").joinpath("units.csv").read_text(encoding="utf-8")
    return frozenset(row["code"] for row in csv.DictReader(text.splitlines()))

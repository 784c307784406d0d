"""Whom a phrase stands for: states and organisations, the persons who act for them, or nobody."""

import csv
from functools import lru_cache
from importlib import resources
from io import StringIO

import msgspec

_PERSONAL = frozenset({"office", "homologue", "envoy", "person", "delegation"})


class Referent(msgspec.Struct, gc=False):
    """Whom a phrase stands for: codes of states and organisations, names of persons, and its kind."""

    codes: tuple[str, ...]
    persons: tuple[str, ...] = ()
    cls: str = ""
    plural: bool = False

    def __bool__(self) -> bool:
        return bool(self.codes)


FACED = "faced"
"""The class of a referent whom an act before has there: who is summoned is told what the summons is for."""
CROWD = "crowd"
"""The class of people who speak for no state: "thousands of Belgians", "most Germans", a single lawmaker."""
NOBODY = Referent(())


@lru_cache(maxsize=1)
def states() -> frozenset[str]:
    """The codes of ``seeds/states.csv``: what is not among them is an organisation."""
    text = resources.files("seeds").joinpath("states.csv").read_text(encoding="utf-8")
    return frozenset(row["code"] for row in csv.DictReader(StringIO(text)))


def personal(referent: Referent) -> bool:
    """Whether a referent is one or more persons acting for a state: only they travel and meet."""
    return referent.cls in _PERSONAL or bool(referent.persons)

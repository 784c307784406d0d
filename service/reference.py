"""Reference data that questions are answered with: who is a member of what, and who held which office when."""

import csv
from datetime import date
from functools import lru_cache
from importlib.resources import files

from projections.names import fold_name
from projections.public.records import Office
from projections.views.membership_table import MembershipTable, Tenure
from projections.views.officials import OfficialTable


@lru_cache(maxsize=1)
def load_memberships() -> MembershipTable:
    """The memberships of each state, from ``seeds/memberships.csv``."""
    text = files("seeds").joinpath("memberships.csv").read_text(encoding="utf-8")
    found: dict[str, list[Tenure]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["state"], []).append(
            Tenure(organisation=row["organisation"], begins=_day(row["from"]), ends=_day(row["until"]))
        )
    return found


@lru_cache(maxsize=1)
def load_offices() -> OfficialTable:
    """The offices of each person under each full name, from ``seeds/officials.csv``."""
    text = files("seeds").joinpath("officials.csv").read_text(encoding="utf-8")
    found: dict[str, list[Office]] = {}
    for row in csv.DictReader(text.splitlines()):
        office = Office(party=row["code"], office=row["office"], begins=row["from"] or None, ends=row["to"] or None)
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            found.setdefault(fold_name(name), []).append(office)
    return found


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None

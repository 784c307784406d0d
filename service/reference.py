"""Reference data that questions are answered with: who is a member of what, where no article says so."""

import csv
from datetime import date
from functools import lru_cache
from importlib.resources import files

from projections.membership_table import MembershipTable, Tenure


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


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None

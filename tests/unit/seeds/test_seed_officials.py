"""Office holders: well-formed terms that never overlap, names that point to one party at a time."""

import csv
import re
from collections import defaultdict
from itertools import combinations, pairwise
from pathlib import Path

SEEDS = Path(__file__).parents[3] / "seeds"
OFFICES = {
    "head_of_state",
    "head_of_government",
    "foreign_minister",
    "defence_minister",
    "head_of_organisation",
    "president_of_the_council",
    "vice_president",
    "deputy_head_of_government",
    "national_security_adviser",
    "finance_minister",
    "trade_minister",
    "interior_minister",
    "development_minister",
    "chief_of_staff",
    "crown_prince",
    "speaker",
    "spokesperson",
    "envoy",
    "un_ambassador",
    "secretary_general",
    "commissioner",
    "leader",
}
SHARED = {
    "vice_president",
    "deputy_head_of_government",
    "spokesperson",
    "envoy",
    "speaker",
    "secretary_general",
    "commissioner",
    "leader",
}
"""Offices that several hold at once: a presidency's and a ministry's spokespersons, both chambers' speakers."""
NO_END = "9999-12"


def read(name: str) -> list[dict[str, str]]:
    """Rows of one seed file."""
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OFFICIALS = read("officials.csv")


def test_rows_are_well_formed() -> None:
    """Codes are listed, offices documented, terms are months in order, aliases repeat nothing."""
    codes = {row["code"] for name in ("states.csv", "organisations.csv") for row in read(name)}
    for row in OFFICIALS:
        assert row["code"] in codes, row
        assert row["office"] in OFFICES, row
        assert re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", row["from"]), row
        assert re.fullmatch(r"(\d{4}-(0[1-9]|1[0-2]))?", row["to"]), row
        assert row["from"] <= (row["to"] or NO_END), row
        names = [row["name"], *filter(None, row["aliases"].split("|"))]
        assert len(set(names)) == len(names), row
        assert all(name == name.strip() and "(" not in name for name in names), row


def test_terms_of_one_office_do_not_overlap() -> None:
    """An office has one holder at a time, the month of handing over aside, unless it is one that several share."""
    terms: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in OFFICIALS:
        if row["office"] in SHARED:
            continue
        terms[row["code"], row["office"]].append((row["from"], row["to"] or NO_END))
    overlapping = [
        (office, earlier, later)
        for office, held in terms.items()
        for earlier, later in pairwise(sorted(held))
        if earlier[1] > later[0]
    ]
    assert overlapping == []


def test_a_name_means_one_party_at_a_time() -> None:
    """Who passed from a state to an organisation never holds both at once, the month of change aside."""
    held: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in OFFICIALS:
        for name in {row["name"], *filter(None, row["aliases"].split("|"))}:
            held[name.casefold()].append((row["from"], row["to"] or NO_END, row["code"]))
    doubtful = [
        (name, earlier, later)
        for name, terms in held.items()
        for earlier, later in combinations(sorted(terms), 2)
        if earlier[2] != later[2] and earlier[1] > later[0]
    ]
    assert doubtful == []


def test_sixty_states_have_leaders() -> None:
    """At least sixty states have a head of state or government, forty a foreign minister."""
    leaders = {row["code"] for row in OFFICIALS if row["office"] in {"head_of_state", "head_of_government"}}
    ministers = {row["code"] for row in OFFICIALS if row["office"] == "foreign_minister"}
    assert len(leaders) >= 60
    assert len(ministers) >= 40

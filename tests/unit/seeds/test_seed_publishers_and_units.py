"""Publishers and units: closed vocabularies, real codes, no double meaning."""

import csv
import re
import tomllib
from collections import defaultdict
from pathlib import Path

from babel.numbers import list_currencies

SEEDS = Path(__file__).parents[3] / "seeds"
LANGUAGES = Path(__file__).parents[3] / "service" / "extract"


def read(name: str) -> list[dict[str, str]]:
    """Rows of one seed file."""
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PUBLISHERS = read("publishers.csv")
UNITS = read("units.csv")


def test_publishers_use_the_documented_values() -> None:
    """Every column holds a value of its vocabulary and the country is a listed code."""
    codes = {row["code"] for name in ("states.csv", "organisations.csv") for row in read(name)}
    for row in PUBLISHERS:
        assert row["country"] in codes, row
        assert row["ownership"] in {"public", "state", "private", "ngo", "intergovernmental"}, row
        assert row["state_control"] in {"none", "low", "high"}, row
        assert row["wire"] in {"yes", "no"}, row
        assert row["name"], row
        assert row["family"], row


def test_domains_are_bare_hosts_listed_once() -> None:
    """A domain is a lower-case host without scheme, path or www, and stands once."""
    domains = [row["domain"] for row in PUBLISHERS]
    assert len(set(domains)) == len(domains)
    assert all(re.fullmatch(r"(?!www\.)[a-z0-9-]+(\.[a-z0-9-]+)+", domain) for domain in domains)


def test_publishers_cover_every_region() -> None:
    """At least 150 publishers, and some in every inhabited continent's main subregions."""
    regions = {row["code"]: row["region"] for row in read("states.csv")}
    covered = {regions[row["country"]] for row in PUBLISHERS if row["country"] in regions}
    assert len(PUBLISHERS) >= 150
    assert {"Western Africa", "Middle Africa", "Eastern Africa", "Northern Africa", "Southern Africa"} <= covered
    assert {"Eastern Asia", "Southern Asia", "South-eastern Asia", "Western Asia", "Central Asia"} <= covered
    assert {"South America", "Central America", "Northern America", "Caribbean"} <= covered
    assert {"Eastern Europe", "Northern Europe", "Southern Europe", "Western Europe"} <= covered


def test_a_publisher_is_described_alike_under_all_its_domains() -> None:
    """The same name under several domains is described alike."""
    described: dict[str, set[tuple[str, str, str, str]]] = defaultdict(set)
    for row in PUBLISHERS:
        described[row["name"]].add((row["country"], row["ownership"], row["state_control"], row["family"]))
    assert {name: kinds for name, kinds in described.items() if len(kinds) > 1} == {}


def test_currency_codes_exist() -> None:
    """Every currency code is known to Unicode CLDR and every unit has names in both languages."""
    known = list_currencies()
    for row in UNITS:
        assert row["names_fr"], row
        assert row["names_en"], row
        if row["kind"] == "currency":
            assert row["code"] in known, row


def test_the_units_of_aid_and_arms_are_listed() -> None:
    """Tonnes, doses, persons and items stand beside the usual currencies."""
    listed = {row["code"] for row in UNITS}
    assert {"t", "doses", "persons", "items", "EUR", "USD", "XOF", "XAF", "RUB", "CNY", "GBP", "CAD"} <= listed


def test_only_the_cfa_franc_names_two_units() -> None:
    """Every other form means one unit."""
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in UNITS:
        for column in ("names_fr", "names_en"):
            forms = row[column].split("|")
            assert len(set(forms)) == len(forms), row
            for form in forms:
                owners[column, form].add(row["code"])
    shared = {form: codes for (_, form), codes in owners.items() if len(codes) > 1}
    assert all(codes == {"XOF", "XAF"} and "CFA" in form for form, codes in shared.items())


def test_plain_names_follow_press_usage() -> None:
    """A plain dollar is American; names that several states share are told apart by the states of the act."""
    forms = {row["code"]: set(row["names_fr"].split("|")) for row in UNITS}
    assert "dollars" in forms["USD"]
    assert "roubles" in forms["RUB"]
    assert "yuans" in forms["CNY"]
    plain = {form for names in forms.values() for form in names}
    amounts = tomllib.loads((LANGUAGES / "fr" / "amounts.toml").read_text("utf-8"))
    told_apart = {form for names in amounts["shared"].values() for form in names}
    assert plain & {"franc", "francs", "dinar", "dinars", "livre", "livres", "peso", "pesos", "roupies"} <= told_apart

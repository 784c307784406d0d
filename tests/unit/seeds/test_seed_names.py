"""Who is who: states, organisations and their names are complete and unambiguous."""

import csv
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from babel import Locale

SEEDS = Path(__file__).parents[3] / "seeds"
STRONG = ("name", "acronym", "adjective", "people", "prefix", "capital", "seat", "city")
LANGUAGES = ("fr", "en")


def read(name: str) -> list[dict[str, str]]:
    """Rows of one seed file."""
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fold(form: str) -> str:
    """The form without case, diacritics and typographic variants."""
    plain = "".join(c for c in unicodedata.normalize("NFD", form.casefold()) if not unicodedata.combining(c))
    return plain.replace("’", "'").replace("‑", "-").replace("‐", "-")


def forms_of(language: str) -> dict[tuple[str, str], list[str]]:
    """Forms by code and kind."""
    return {(row["code"], row["kind"]): row["forms"].split("|") for row in read(f"names/{language}.csv")}


def known_codes() -> set[str]:
    """Codes of all states and organisations."""
    return {row["code"] for name in ("states.csv", "organisations.csv") for row in read(name)}


STATES = read("states.csv")
MEMBERS = [row["code"] for row in STATES if row["un"] == "member"]


def test_membership_of_the_united_nations() -> None:
    """There are 193 member states and the two observers."""
    assert len(MEMBERS) == 193
    assert {row["code"] for row in STATES if row["un"] == "observer"} == {"VAT", "PSE"}
    assert {row["un"] for row in STATES} == {"member", "observer", "none"}


def test_codes_of_states_are_well_formed_and_unique() -> None:
    """Alpha-3 and alpha-2 codes have their shape and no code or name stands twice."""
    for column, shape in (("code", r"[A-Z]{3}"), ("alpha2", r"[A-Z]{2}"), ("name_fr", r"\S.*"), ("name_en", r"\S.*")):
        values = [row[column] for row in STATES]
        assert len(set(values)) == len(values)
        assert all(re.fullmatch(shape, value) for value in values)


def test_usual_territories_are_listed() -> None:
    """Entities outside the United Nations that the press treats as actors have a code."""
    listed = {row["code"] for row in STATES}
    assert {"TWN", "XKX", "HKG", "MAC", "ESH", "GRL", "PRI", "NCL", "PYF", "COK", "NIU"} <= listed


def test_organisations_never_look_like_states_and_fold_into_listed_ones() -> None:
    """An organisation's code is no state's; a parent exists and has no parent itself."""
    organisations = {row["code"]: row for row in read("organisations.csv")}
    states = {row["code"] for row in STATES}
    assert not states & set(organisations)
    for code, row in organisations.items():
        assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", code)
        assert row["kind"] in {"intergovernmental", "un_agency", "court", "bank", "bloc", "mission"}
        if row["parent"]:
            assert organisations[row["parent"]]["parent"] == ""


@pytest.mark.parametrize(("code", "parent"), [("WFP", "UN"), ("MINUSMA", "UN"), ("WHO", ""), ("IMF", ""), ("AES", "")])
def test_folding_of_agencies(code: str, parent: str) -> None:
    """Agencies and missions fold into their organisation; the listed ones act for themselves."""
    (row,) = [row for row in read("organisations.csv") if row["code"] == code]
    assert row["parent"] == parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_is_of_a_known_code_and_kind(language: str) -> None:
    """Codes are listed, kinds documented, forms clean, rows sorted and unique."""
    rows = read(f"names/{language}.csv")
    keys = [(row["code"], row["kind"]) for row in rows]
    assert keys == sorted(set(keys))
    assert {code for code, _ in keys} <= known_codes()
    assert {kind.removesuffix("_weak").removesuffix("_lone").removesuffix("_small") for _, kind in keys} <= set(STRONG)
    for row in rows:
        forms = row["forms"].split("|")
        assert all(form and form == form.strip() and not set(form) & set('()";’') for form in forms)
        assert len({fold(form) for form in forms}) == len(forms), row


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["name", "adjective", "capital"])
def test_each_member_has_name_adjective_and_capital(language: str, kind: str) -> None:
    """Each member of the United Nations has a name, an adjective and a capital (weak ones count)."""
    forms = forms_of(language)
    kinds = (kind, f"{kind}_weak", f"{kind}_lone")
    assert [code for code in MEMBERS if not any((code, one) in forms for one in kinds)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_organisation_has_a_form(language: str) -> None:
    """Each organisation can be recognised in both languages."""
    forms = forms_of(language)
    codes = [row["code"] for row in read("organisations.csv")]
    assert [code for code in codes if (code, "name") not in forms and (code, "acronym") not in forms] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_belongs_to_two_codes_in_a_strong_kind(language: str) -> None:
    """Ambiguous forms stand in weak kinds only."""
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (code, kind), forms in forms_of(language).items():
        if kind in STRONG:
            for form in forms:
                owners[kind, fold(form)].add(code)
    assert {key: codes for key, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_points_to_two_codes_across_strong_kinds(language: str) -> None:
    """A city of one state is no name, seat or capital of another."""
    owners: dict[str, set[str]] = defaultdict(set)
    for (code, kind), forms in forms_of(language).items():
        if kind in STRONG:
            for form in forms:
                owners[fold(form)].add(code)
    assert {form: codes for form, codes in owners.items() if len(codes) > 1} == {}


def test_french_adjectives_have_all_their_inflections() -> None:
    """Each French adjective comes with its gender and number forms, or is invariable or epicene."""
    invariable = {"i-kiribati", "ni-vanuatu", "basotho", "lao", "saint-barth", "malagasy"}
    # "vatican" is the name too, and stands there.
    names = {code: {fold(form) for form in forms} for (code, kind), forms in forms_of("fr").items() if kind == "name"}
    incomplete: list[tuple[str, str]] = []
    for (code, kind), forms in forms_of("fr").items():
        if not kind.startswith("adjective"):
            continue
        told = {fold(form) for form in forms}
        folded = told | names.get(code, set())
        for form in told:
            singular = form.removesuffix("s")
            kept = any(
                len(folded & family) >= least
                for family, least in (
                    ({singular, singular + "s"}, 2),
                    ({form, form + "e", form + "es"}, 3),
                    ({form.removesuffix("e"), form, form + "s"}, 3),
                    ({form.removesuffix("es"), form.removesuffix("s"), form}, 3),
                )
            )
            if not kept and form not in invariable:
                incomplete.append((code, form))
    assert incomplete == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_territory_names_of_unicode_are_covered(language: str) -> None:
    """Every name that Unicode CLDR gives to a state is among its forms, strong or weak."""
    territories = Locale(language).territories
    names = forms_of(language)
    missing: list[tuple[str, str]] = []
    for row in STATES:
        known = {
            fold(form) for kind in ("name", "name_weak", "name_lone") for form in names.get((row["code"], kind), [])
        }
        full = territories[row["alpha2"]].replace(" - ", "-")
        outer = re.sub(r" \(.*?\)", "", full)
        wanted = [outer]
        if inner := re.fullmatch(r"Myanmar \((\w+)\)", full):
            wanted.append(inner[1])
        missing += [(row["code"], name) for name in wanted if fold(name) not in known]
    assert missing == []


def test_traps_of_the_trade() -> None:
    """The classical confusions are told apart."""
    fr, en = forms_of("fr"), forms_of("en")
    assert "nigérien" in fr["NER", "adjective"]
    assert "nigérian" in fr["NGA", "adjective"]
    assert "Nigerien" in en["NER", "adjective"]
    assert "Nigerian" in en["NGA", "adjective"]
    assert "congolais" in fr["COD", "adjective_weak"]
    assert "congolais" in fr["COG", "adjective_weak"]
    assert "Congo" not in fr["COG", "name"] + fr["COD", "name"]
    assert "guyanais" in fr["GUF", "adjective"]
    assert "guyanien" in fr["GUY", "adjective"]
    assert "dominicain" in fr["DOM", "adjective"]
    assert "dominiquais" in fr["DMA", "adjective"]
    assert "Corée" in fr["KOR", "name_weak"]
    assert "Corée" in fr["PRK", "name_weak"]
    assert "franco-" in fr["FRA", "prefix"]
    assert "Burkina" in fr["BFA", "name"]
    assert "RDC" in fr["COD", "acronym"]
    assert "Maurice" in fr["MUS", "name_weak"]


def test_masks_contain_no_whole_name() -> None:
    """A mask never hides a form that stands for a state or organisation."""
    for language in LANGUAGES:
        masks = {fold(row["form"]) for row in read("names/masks.csv") if row["language"] == language}
        strong = {fold(f) for (_, kind), forms in forms_of(language).items() if kind in STRONG for f in forms}
        assert masks & strong == set()

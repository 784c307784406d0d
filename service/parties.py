"""Codes of states and organisations, and what somebody who wrote another may have meant."""

import csv
import difflib
import unicodedata
from functools import lru_cache
from importlib.resources import files

import msgspec

from service.extract.language_files import languages
from service.extract.names.gazetteer import read_names
from service.problems import Refusal

_STRONG = frozenset({"name", "acronym", "adjective", "people", "capital"})


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """``names`` maps a code to its English name, ``forms`` a folded name or short code to the codes it may mean."""

    names: dict[str, str]
    forms: dict[str, tuple[str, ...]]


def check_party(code: str) -> str:
    """The code of a party, in capitals; raises Refusal (unknown-party) with the nearest where there is none such."""
    directory = load_directory()
    wanted = code.strip().upper()
    if wanted in directory.names:
        return wanted
    nearest = find_nearest(code)
    meant = " or ".join(f"{near} ({directory.names[near]})" for near in nearest)
    raise Refusal(
        "unknown-party",
        f"{code!r} is no code of a state (ISO 3166-1 alpha-3) or organisation; "
        + (f"is {meant} meant?" if meant else "for example MLI is Mali and ECOWAS its former bloc"),
        nearest=nearest,
    )


def find_nearest(text: str, count: int = 3) -> tuple[str, ...]:
    """The codes that a name, a short code or a misspelling may mean, the likeliest first."""
    directory = load_directory()
    folded = _fold(text)
    if folded in directory.forms:
        return directory.forms[folded][:count]
    codes = difflib.get_close_matches(folded, [code.lower() for code in directory.names], n=count, cutoff=0.6)
    forms = difflib.get_close_matches(folded, directory.forms, n=count, cutoff=0.75)
    found = [code for form in forms for code in directory.forms[form]] + [code.upper() for code in codes]
    return tuple(dict.fromkeys(found))[:count]


@lru_cache(maxsize=1)
def load_directory() -> Directory:
    """The directory of all states and organisations, from the reference data."""
    names: dict[str, str] = {}
    forms: dict[str, list[str]] = {}
    for file in ("states.csv", "organisations.csv"):
        for row in _read(file):
            names[row["code"]] = row["name_en"]
            for form in (row["name_en"], row["name_fr"], row.get("alpha2", "")):
                if form:
                    _note(forms, form, row["code"])
    for language in languages():
        for row in read_names(language):
            if row["kind"] in _STRONG and row["code"] in names:
                for form in row["forms"].split("|"):
                    _note(forms, form, row["code"])
    return Directory(names=names, forms={form: tuple(codes) for form, codes in forms.items()})


def _read(*path: str) -> list[dict[str, str]]:
    text = files("seeds").joinpath(*path).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _note(forms: dict[str, list[str]], form: str, code: str) -> None:
    codes = forms.setdefault(_fold(form), [])
    if code not in codes:
        codes.append(code)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()

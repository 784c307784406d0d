"""Which states and organisations a kind or region may mean: "the kingdom", "the West African nation", "the bloc".

Kinds are the rows of ``seeds/realms.csv`` and the regions of ``seeds/states.csv``; which words tell them is each
language's own data.
"""

import csv
from functools import lru_cache
from importlib import resources
from io import StringIO

from service.extract.lexicon.grammar import load_grammar
from service.extract.text.tokens import load_tokenizer


def _rows(file: str) -> list[dict[str, str]]:
    text = resources.files("seeds").joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(StringIO(text)))


@lru_cache(maxsize=1)
def load_realms() -> dict[str, frozenset[str]]:
    """Kind of realm (``kingdom``, ``gulf``, ``western africa``) to the codes of its states or organisations."""
    found: dict[str, set[str]] = {}
    for row in _rows("realms.csv"):
        found.setdefault(row["realm"], set()).update(row["codes"].split())
    for row in _rows("states.csv"):
        found.setdefault(row["region"].lower(), set()).add(row["code"])
    return {kind: frozenset(codes) for kind, codes in found.items()}


@lru_cache(maxsize=16)
def load_regions(language: str) -> dict[str, frozenset[str]]:
    """The words and phrases (folded) by which a language tells a region, each with the codes that it allows."""
    realms, tokenizer = load_realms(), load_tokenizer(language)
    found: dict[str, frozenset[str]] = {}
    for kind, forms in load_grammar(language).groups.regions.items():
        for form in forms:
            phrase = " ".join([token.fold for token in tokenizer.tokenize(form)])
            found[phrase] = found.get(phrase, frozenset()) | realms[kind]
    return found


def joined_tail(fold: str) -> str:
    """What stands behind the last hyphen of a word, with the hyphen: "- nation" of "five-nation"; else nothing."""
    return f"- {fold.rpartition('-')[2]}" if "-" in fold else ""


def find_region(folds: list[str], words: dict[str, frozenset[str]]) -> frozenset[str] | None:
    """Whom all the words for regions among these tokens allow ("landlocked West African"); None without such a word.

    ``words`` holds for each word or phrase (folded) the codes that it allows; the longest phrase counts.
    """
    found: frozenset[str] | None = None
    # "five-nation" counts as "5-nation" does, which is three tokens.
    folds = [tail if (tail := joined_tail(fold)) in words and fold not in words else fold for fold in folds]
    at = 0
    while at < len(folds):
        length = next((n for n in range(_LONGEST, 0, -1) if " ".join(folds[at : at + n]) in words), 0)
        if length:
            codes = words[" ".join(folds[at : at + length])]
            found = codes if found is None else found & codes
        at += length or 1
    return found


_LONGEST = 4
"""Words of the longest phrase for a region: "Afrique de l' Ouest"."""

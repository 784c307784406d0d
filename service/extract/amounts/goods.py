"""Goods, units and the words around a figure, as one language names them.

Goods stand in the language's ``items.csv``, the words around a figure in its ``amounts.toml``, units and
currencies in ``seeds/units.csv`` for all languages.
"""

import csv
from functools import lru_cache
from importlib import resources

import msgspec

from service.extract.language_files import decode_toml, load_language, read_language_file
from service.extract.text.tokens import Token, fold, load_tokenizer
from service.extract.text.trie import Trie

_SHORT_SIGN = 2  # characters of "t", "kg" or "F": too short to be matched whatever their case


class Item(msgspec.Struct, frozen=True):
    """Goods: the noun they are labelled with, the unit that counts them; ``bare`` where no figure is needed."""

    form: str
    name: str
    unit: str | None
    military: bool
    bare: bool


class Unit(msgspec.Struct, frozen=True):
    """A written unit: its code and kind in ``seeds/units.csv``."""

    form: str
    code: str
    kind: str


class AmountWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of a language's ``amounts.toml``; each key is explained there."""

    about: tuple[str, ...]
    over: tuple[str, ...]
    at_least: tuple[str, ...]
    up_to: tuple[str, ...]
    under: tuple[str, ...]
    between: tuple[str, ...]
    to: frozenset[str]
    and_: frozenset[str] = msgspec.field(name="and")
    of: tuple[str, ...]
    gap: int
    several: frozenset[str]
    others: tuple[str, ...]
    military: tuple[str, ...]
    money: str
    dose: str
    handing: frozenset[str] = frozenset()
    valued: frozenset[str] = frozenset()
    few: frozenset[str] = frozenset()
    loads: frozenset[str] = frozenset()
    strong: frozenset[str] = frozenset()
    shared: dict[str, list[str]] = {}
    american: tuple[str, ...] = ()


class Goods:
    """Finds goods and units by their names in one language."""

    def __init__(self, language: str, items: list[Item], units: list[Unit]) -> None:
        """Index them by their first token."""
        tokenizer = load_tokenizer(language)
        self._items: Trie[Item] = Trie()
        self._units: Trie[Unit] = Trie()
        first_words: set[str] = set()
        signs: set[str] = set()
        for item in items:
            folds = [token.fold for token in tokenizer.tokenize(item.form)]
            first_words.add(folds[0])
            self._items.add(folds, item)
        stuck = load_language(language).signs_before_number
        for unit in units:
            folds = [token.fold for token in tokenizer.tokenize(unit.form)]
            if unit.kind == "currency":
                signs.add(folds[0])
            self._units.add(folds, unit)
            if len(folds) > 1 and (unit.form in stuck or unit.form.endswith(".")):
                # Written before its figure it is one token: "$US200,000", "Rs. 50".
                signs.add(fold(unit.form))
                self._units.add([fold(unit.form)], unit)
        self.names = frozenset(first_words)
        """The words that names of goods begin with."""
        self.signs = frozenset(signs)
        """The words and signs that names of currencies begin with."""

    def item(self, tokens: list[Token], at: int) -> tuple[int, Item] | None:
        """The goods named at ``at`` and the index after them."""
        found = self._items.longest(tokens, at)
        return None if found is None else (found[0], found[1][0])

    def unit(self, tokens: list[Token], at: int) -> tuple[int, Unit] | None:
        """The unit named at ``at``; codes and signs count as written, case and all ("ALL" is a currency)."""
        found = self._units.longest(tokens, at)
        if found is None:
            return None
        end, units = found
        written = "".join(token.text for token in tokens[at:end])
        # Where two currencies share a name (the CFA francs), the later code stands for it.
        for unit in reversed(units):
            bare = "".join(unit.form.split())
            if bare.isascii() and bare.isalpha() and written.lower() != bare.lower():
                # "livré" is no pound.
                continue
            if written == bare or not (bare.isupper() or len(bare) <= _SHORT_SIGN):
                return end, unit
        return None


@lru_cache(maxsize=16)
def load_amount_words(language: str) -> AmountWords:
    """The words around figures of a language, from its ``amounts.toml``."""
    return decode_toml(read_language_file(language, "amounts.toml"), AmountWords)


@lru_cache(maxsize=16)
def load_goods(language: str) -> Goods:
    """The goods of a language and its names of units; those of English where ``seeds/units.csv`` has none."""
    items = [
        Item(row["form"], row["item"], row["unit"] or None, row["domain"] == "military", row["bare"] == "yes")
        for row in csv.DictReader(read_language_file(language, "items.csv").splitlines())
    ]
    table = resources.files("seeds").joinpath("units.csv").read_text(encoding="utf-8")
    units = [
        Unit(form, row["code"], row["kind"])
        for row in csv.DictReader(table.splitlines())
        for form in (row.get(f"names_{language}") or row["names_en"]).split("|")
        if form and fold(form)
    ]
    shared = load_amount_words(language).shared
    units += [Unit(form, family, "currency") for family, forms in shared.items() for form in forms]
    return Goods(language, items, units)

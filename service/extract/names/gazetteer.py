"""Names of states and organisations in running text: who is named where, and how surely.

The names are data (``seeds/names/<language>.csv``: code, kind, forms). Matching folds case and
diacritics, but what is written small is no name and what is written large is no adjective of the
everyday language; a form that is mostly something else (``_weak``) counts only where the article
names that state in another way too.
"""

import csv
from functools import lru_cache
from importlib import resources
from io import StringIO

import msgspec

from service.extract.language_files import load_language
from service.extract.text.sentences import Place
from service.extract.text.tokens import Token, fold, load_tokenizer
from service.extract.text.trie import Trie

WEAK = "_weak"
TOWNS = frozenset({"capital", "city"})
"""Kinds of names that are towns."""
SITES = TOWNS | {"seat"}
"""Kinds of names of places inside a state: its towns, and palaces and ministries with names of their own."""
_JOINED = frozenset({"name", "acronym", "adjective"})
_WIDEST = 3
"""The words of the longest name that a hyphen may join to another."""
LONE = "_lone"
"""Of a kind: the form is weak but where it is told as a place, and no other capitalised word stands beside it."""
SMALL = "_small"
"""Of a kind: the form may be written without its capital too ("union africaine")."""
MASK = "mask"
"""Longer expressions that contain a name but mean no state: they take part in the match and yield nothing."""

_PAIR = 2


class Name(msgspec.Struct, frozen=True, gc=False):
    """What a form names: ``kind`` without its suffix, and whether the form is weak."""

    code: str
    kind: str
    weak: bool
    capital: bool
    lone: bool = False


class NameMention(msgspec.Struct, frozen=True, gc=False):
    """A name at tokens ``first`` to ``last`` (exclusive); several codes only for a compound (franco-malien)."""

    first: int
    last: int
    kind: str
    codes: tuple[str, ...]
    weak: bool = False


Prepared = list[tuple[Place, list[Token], list[NameMention]]]
"""The sentences of an article in text order: place, tokens and names."""


class Gazetteer:
    """All names of one language, reached by their first token."""

    def __init__(self, language: str) -> None:
        self._trie: Trie[Name] = Trie()
        self._prefixes: dict[str, str] = {}
        self._adjectives: dict[str, str] = {}
        self._joinable: dict[str, str] = {}
        """Names, acronyms and adjectives of one word that a hyphen may join to another ("Ghana-Togo", "US-Japan")."""
        self._wide: dict[tuple[str, ...], str] = {}
        """The same of several words: "South Korea" in "US-South Korea"."""
        self._owned = load_language(language).owned
        self._locating = load_language(language).locating
        tokenizer = load_tokenizer(language)
        parents = {row["code"]: row["parent"] for row in _rows("organisations.csv")}
        forms: list[tuple[list[str], Name]] = []
        for row in read_names(language):
            kind = row["kind"].removesuffix(WEAK).removesuffix(LONE).removesuffix(SMALL)
            lone = row["kind"].endswith(LONE)
            weak = row["kind"].endswith(WEAK)
            code = parents.get(row["code"]) or row["code"]
            for form in row["forms"].split("|"):
                if kind == "prefix":
                    self._prefixes[fold(form).rstrip("-")] = code
                    continue
                folds = [token.fold for token in tokenizer.tokenize(form)]
                forms.append((folds, Name(code, kind, weak, form[:1].isupper(), lone)))
                if kind == "adjective" and not weak:
                    self._adjectives[fold(form)] = code
                if kind in _JOINED and not weak and len(folds) == 1 and form[:1].isupper():
                    self._joinable[folds[0]] = code
                elif kind in _JOINED and not weak and len(folds) <= _WIDEST and form[:1].isupper():
                    self._wide[tuple(folds)] = code
        # Written large it is the name rather than the adjective of the same letters (India, "india").
        for folds, name in sorted(forms, key=lambda form: not form[1].capital):
            self._trie.add(folds, name)
        for row in _rows("names", "masks.csv"):
            if row["language"] == language:
                folds = [token.fold for token in tokenizer.tokenize(row["form"])]
                forms.append((folds, Name("", MASK, weak=False, capital=row["form"][:1].isupper())))
                self._trie.add(*forms[-1])
        self._small = frozenset(
            folds[0] for folds, name in forms if folds and (name.kind != "acronym" and not name.capital)
        )
        """The first words of what may be written small."""

    def find(self, tokens: list[Token], begin: list[int] | None = None) -> list[NameMention]:
        """Every name in the tokens, left to right, longest first, none overlapping.

        ``begin`` are the places where a name may begin, where they are known.
        """
        found: list[NameMention] = []
        free = 0
        if begin is None:
            begin = [at for at, token in enumerate(tokens) if self.may_begin(token.text, token.fold)]
        for at in begin:
            mention = self._at(tokens, at) if at >= free else None
            if mention is not None:
                if mention.kind != MASK:
                    found.append(mention)
                free = mention.last
        return found

    def may_begin(self, text: str, folded: str) -> bool:
        """Whether a name may begin with a word: one written small begins only what may be written so."""
        if "-" in folded or folded in self._small:
            return True
        return folded in self._trie.firsts and not text[:1].islower()

    def _at(self, tokens: list[Token], at: int) -> NameMention | None:
        token = tokens[at]
        match = self._trie.longest(tokens, at)
        wide = match is None or match[0] == at + 1
        if wide and ("-" in token.fold or (at + 1 < len(tokens) and "-" in tokens[at + 1].fold)):
            pair = self._wide_pair(tokens, at)
            if pair is not None:
                return pair
        if match is not None:
            end, names = match
            for name in names:
                if _written_as(name, tokens, at, end):
                    codes: tuple[str, ...] = (name.code,)
                    if len(names) > 1:
                        codes = tuple(dict.fromkeys([n.code for n in names if n.kind == name.kind]))
                    weak = name.weak or (name.lone and not _told_as_place(tokens, at, end, self._locating))
                    kind, end = ("adjective", end + _PAIR) if self._is_joined(tokens, end) else (name.kind, end)
                    return NameMention(at, end, kind, codes[:1] if not weak else codes, weak)
        if "-" in token.fold:
            return self._compound(token, at)
        return None

    def _is_joined(self, tokens: list[Token], at: int) -> bool:
        """Whether a hyphen and a word that makes a name tell whose something is stand at ``at``: "U.S.-led"."""
        return at + 1 < len(tokens) and tokens[at].text == "-" and tokens[at + 1].fold in self._owned

    def _wide_pair(self, tokens: list[Token], at: int) -> NameMention | None:
        """Two names of which one or both have several words ("US-South Korea", "South Korea-Japan")."""
        joint = at if "-" in tokens[at].fold else at + 1
        left, _, right = tokens[joint].fold.partition("-")
        first = self._wide.get((tokens[at].fold, left)) if joint > at else self._joinable.get(left)
        if first is None or not tokens[joint].text.partition("-")[2][:1].isupper():
            return None
        ahead = [token.fold for token in tokens[joint + 1 : joint + _WIDEST]]
        for length in range(len(ahead), -1, -1):
            second = self._wide.get((right, *ahead[:length])) if length else self._joinable.get(right)
            if second is not None and second != first:
                whole = joint > at or length
                return NameMention(at, joint + 1 + length, "adjective", (first, second)) if whole else None
        return None

    def _compound(self, token: Token, at: int) -> NameMention | None:
        parts = token.fold.split("-")
        pair = tuple(self._joinable[part] for part in parts if part in self._joinable)
        if len(pair) == len(parts) == len(set(pair)) and all(part[:1].isupper() for part in token.text.split("-")):
            return NameMention(at, at + 1, "adjective", pair)
        if len(parts) == _PAIR and parts[1] in self._owned:
            # "the Saudi-led coalition" is Saudi Arabia's
            code = self._joinable.get(parts[0]) or self._adjectives.get(parts[0])
            return NameMention(at, at + 1, "adjective", (code,)) if code is not None else None
        last = self._adjectives.get(parts[-1])
        firsts = [self._prefixes.get(part) for part in parts[:-1]]
        if last is None or not firsts or any(code is None for code in firsts):
            return None
        return NameMention(at, at + 1, "adjective", tuple(dict.fromkeys([*(c for c in firsts if c), last])))


def settle(mentions: list[NameMention], strong: frozenset[str]) -> list[NameMention]:
    """The mentions of an article that names the states ``strong`` beyond doubt.

    A weak name is one of those states, or nobody (no codes): "congolais" where both Congos are named, or neither.
    """
    settled: list[NameMention] = []
    for at, mention in enumerate(mentions):
        if not mention.weak:
            settled.append(mention)
            continue
        behind = mentions[at + 1] if at + 1 < len(mentions) else None
        if behind is not None and behind.first == mention.last and behind.kind == "acronym":
            # "the regional bloc IGAD": the words say what kind of body is named.
            continue
        meant = tuple(code for code in mention.codes if code in strong)
        if len(meant) == 1:
            settled.append(NameMention(mention.first, mention.last, mention.kind, meant))
        else:
            settled.append(NameMention(mention.first, mention.last, mention.kind, (), weak=True))
    return settled


def _written_as(name: Name, tokens: list[Token], first: int, last: int) -> bool:
    """Whether the tokens are written as that name is: an acronym in capitals, a capitalised form with its capital."""
    if name.kind == "acronym":
        return all(not any(c.islower() for c in token.text) for token in tokens[first:last])
    return not name.capital or tokens[first].text[:1].isupper()


def _told_as_place(tokens: list[Token], first: int, last: int, locating: frozenset[str]) -> bool:
    """Whether a word that opens a place stands right before, and no capitalised one right behind."""
    before = tokens[first - 1].fold if first else ""
    return before in locating and not (last < len(tokens) and tokens[last].text[:1].isupper())


def read_names(language: str) -> list[dict[str, str]]:
    """The rows of ``seeds/names/<language>.csv``; none for a language without names."""
    return _rows("names", f"{language}.csv")


def _rows(*path: str) -> list[dict[str, str]]:
    file = resources.files("seeds").joinpath(*path)
    if not file.is_file():
        return []
    return list(csv.DictReader(StringIO(file.read_text(encoding="utf-8"))))


@lru_cache(maxsize=16)
def load_gazetteer(language: str) -> Gazetteer:
    """The names of a language, built once."""
    return Gazetteer(language)

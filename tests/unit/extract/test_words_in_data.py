"""No word of a language stands in the engine's Python: another language is added by its folder of data alone."""

import ast
import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from service.extract.acts.frames import load_frames
from service.extract.acts.match import NEEDS
from service.extract.acts.slots import SLOTS
from service.extract.dates.date_shapes import load_date_shapes
from service.extract.language_files import languages
from service.extract.lexicon.grammar import load_grammar
from service.extract.lexicon.morphology import load_lexicon

ROOT = Path(__file__).parents[3]
ENGINE = ROOT / "service" / "extract"
MODULES = sorted(ENGINE.rglob("*.py"))

CODES = {
    "actors.csv": ("class",),
    "closed.csv": ("pos", "mood", "tense"),
    "items.csv": ("item", "unit", "domain"),
    "numbers.csv": ("kind",),
    "offices.csv": ("office",),
    "francs.csv": ("family",),
    "realms.csv": ("realm",),
    "units.csv": ("kind",),
}
"""Columns of codes in the data, by file: their values are names that the engine may use."""
OTHERS = {
    "active": "a voice that a frame may ask for",
    "and": "the kind of a piece of a sentence: what joins two of them",
    "compiled": "how the engine was built, for people",
    "contact": "a kind of acts that carry each other on; so are dispute, sanctions, suspension and withdrawal",
    "crowd": "the class of those who are too many to act for a state",
    "dispute": "such a kind",
    "faced": "the class of those who stand for what was done to them",
    "guest": "one of the two parts in a visit; the host is its other one",
    "hidden": "why a clause is not told: what nobody hides",
    "mark": "the kind of a piece of a sentence: a mark of punctuation",
    "mask": "the kind of an expression that only contains a name",
    "next": "an attribute of a trie",
    "sanctions": "such a kind",
    "slash": "a slot of dates that are written in figures",
    "struck": "an ending of slots",
    "suspension": "such a kind",
    "thread": "the class of whoever is taken up from what was told before",
    "weekend": "a unit of dates that the shapes name",
    "withdrawal": "such a kind",
}
"""Names of the engine's own that no format defines, and what each names."""
CLOSED = {"det", "pron", "prep", "conj", "rel", "neg"}
"""Parts of speech of which a language has few words: a name that is such a word too is looked at in each module."""
SENSES = {
    "amounts/mentions": {"about", "between", "over", "under"},
    "dates/date_shapes": {"after", "before", "between", "on", "since", "until"},
    "dates/date_words": {"after", "before", "on", "since", "until"},
    "dates/mentions": {"after", "before", "between", "on", "since", "until"},
    "acts/match": {"after", "before", "on", "since", "until"},
    "names/memberships": {"from", "until"},
    "amounts/numerals": {"of"},
    "names/officials": {"from", "to"},
    "sentence": {"before"},
}
"""Modules that read formats with such names: keys of ``amounts.toml`` and ``dates.toml``, columns, kinds of numbers."""
SAME_WORDS = {"and", "aux", "done", "past"} | SLOTS
"""Such names that may stand in any module: the kind of a piece, a part of speech, a stage, a tense, slots."""
SHORTEST = 2
"""Letters of a word that is looked for: one alone is the category of a token or a slot of dates, but for "à"."""
WRITTEN = {"adjectives", "clitics", "conjunction", "det", "determiner", "fold", "head", "lemma", "prep", "preposition"}
"""Attributes that hold words of the text: what they are compared with is data."""
FOLDED = {"fold", "lower"}
"""Functions that give such words."""
ENDS = {"endswith", "startswith", "removeprefix", "removesuffix", "lstrip", "rstrip", "strip"}
"""Methods that ask for a part of a word."""


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """The texts of a module that are no docstrings."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """What the formats define: slots, needs, columns and their codes, units, acts, fields, choices of a field."""
    found = {*SLOTS, *NEEDS, *OTHERS, *(part for slot in SLOTS for part in slot.split("."))}
    for path in (*ENGINE.glob("*/*.csv"), *ROOT.glob("seeds/**/*.csv")):
        with path.open(encoding="utf-8") as file:
            rows = csv.DictReader(file)
            found.update(rows.fieldnames or ())
            codes = ("kind",) if path.parent.name == "names" else CODES.get(path.name, ())
            found.update(row[code] for row in rows for code in codes if code in row)
    for language in languages():
        frames, grammar = load_frames(language), load_grammar(language)
        reached = [frame for group in (*frames.by_verb.values(), *frames.by_noun.values()) for frame in group]
        found.update(emission.act for frame in reached for emission in frame.emissions)
        found.update(load_date_shapes(language).words.unit.values(), grammar.controls, grammar.noun_controls)
    for path in (*MODULES, ROOT / "events" / "vocabulary.py", ROOT / "events" / "interval.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                fields = [field.target for field in node.body if isinstance(field, ast.AnnAssign)]
                found.update(field.id.rstrip("_") for field in fields if isinstance(field, ast.Name))
            elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal":
                found.update(choice.value for choice in strings(node.slice) if isinstance(choice.value, str))
    return frozenset(found)


def parts_of_speech(word: str) -> set[str]:
    """What a word is in any of the languages; empty where it is none of theirs."""
    return {reading.pos for language in languages() for reading in load_lexicon(language).read(word)}


def smuggled(module: str, source: str) -> list[str]:
    """The words of a language among the texts of a module, each with its line."""
    found: list[str] = []
    for text in strings(ast.parse(source)):
        word = str(text.value).strip("-'.")
        if not (word.isalpha() and word.islower()) or (len(word) < SHORTEST and word.isascii()):
            continue
        kinds = parts_of_speech(word)
        named = word in SAME_WORDS or word in SENSES.get(module, ()) or (word in names() and not kinds & CLOSED)
        if kinds and not named:
            found.append(f"{module}.py:{text.lineno}: {text.value!r}")
    return found


def is_written(node: ast.expr) -> bool:
    """Whether an expression is a word of the text, or such words."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in FOLDED
    return isinstance(node, ast.Attribute) and node.attr in WRITTEN


def texts_in(node: ast.expr) -> list[str]:
    """What a text, or a row or set of texts, holds; nothing for what is called or looked up."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "frozenset":
        return [text for inner in node.args for text in texts_in(inner)]
    if isinstance(node, ast.Constant | ast.Tuple | ast.Set | ast.List):
        return [str(text.value) for text in strings(node)]
    return []


def compared(module: str, source: str) -> list[str]:
    """The texts of a module with which it compares words of the text, each with its line."""
    tree = ast.parse(source)
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: list[str] = []
    for node in ast.walk(tree):
        sides: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENDS:
            sides = [node.func.value, *node.args]
        if not any(map(is_written, sides)):
            continue
        for side in sides:
            meant = constants.get(side.id, side) if isinstance(side, ast.Name) else side
            told = [text for text in texts_in(meant) if any(map(str.isalpha, text))]
            found += [f"{module}.py:{side.lineno}: {text!r}" for text in told]
    return found


def _name(path: Path) -> str:
    """A module by its place in the engine."""
    return path.relative_to(ENGINE).with_suffix("").as_posix()


@pytest.mark.parametrize("path", [pytest.param(path, id=_name(path)) for path in MODULES])
def test_no_text_of_a_module_is_a_word(path: Path) -> None:
    """Words stand in the data of their language, under a key that says what they do; Python has only names of data."""
    assert smuggled(_name(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [pytest.param(path, id=_name(path)) for path in MODULES])
def test_what_is_written_is_compared_with_data(path: Path) -> None:
    """No text of the Python is what a token, a head, a determiner or a preposition is held against."""
    assert compared(_name(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        '_ABOUT = ("over",)',
        'joined = item.prep == "à"',
        'several = told in {"les"}',
        'armed = "militaire" in item.adjectives',
        'owned = text.removesuffix("’s") + "-elle"',
        'rows = {"los": 2}',
    ],
)
def test_a_word_in_a_module_is_found(source: str) -> None:
    """Prepositions, articles, adjectives and pronouns of any language are, wherever they stand."""
    assert smuggled("chunks", source)


def test_names_of_the_data_are_no_words() -> None:
    """Keys, classes, slots and columns may stand in Python; a docstring may hold examples."""
    assert smuggled("chunks", '"""les"""\nactor = chunk.cls == "envoy" and slot == "place" and row["class"]') == []
    assert smuggled("names/memberships", 'since = row["from"]') == []


@pytest.mark.parametrize("source", ['_OF = "de"\nbehind = token.fold == _OF', 'several = lower(token).endswith("s")'])
def test_a_comparison_with_a_text_is_found(source: str) -> None:
    """A word bound to a name first is too, and an ending."""
    assert compared("chunks", source)

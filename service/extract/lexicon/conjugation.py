r"""Inflect lemmas by classes that are data: stems made from the lemma, and tables of endings set on those stems.

A language's ``inflection.toml`` holds the classes; nothing here knows any one language. A class says

- ``strip``: what the lemma ends in and loses, which leaves the root;
- ``stems``: named by one character each. ``"iss"`` is the root plus *iss*; ``"=P"`` is stem P; ``"=P+e"`` is stem P
  plus *e*; ``"/e(.)$/è\1/"`` is the root with that regular expression replaced. ``_`` is the root, ``L`` the lemma;
- ``forms``: for each table of features, the stem of every cell (one name stands for all cells) and the endings, in the
  order of the slots; ``-`` is an empty ending and ``.`` a form that does not exist. What follows ``#`` in a table's
  name only keeps a second spelling of the same forms apart;
- ``inherit``: classes whose strip, stems and forms it starts from, the later over the earlier;
- ``parts``: stems that the word list itself gives in its column ``parts``, separated by spaces;
- ``choose``: instead of all this, regular expressions on the lemma with the class to use, the first that matches.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec

_STEM = re.compile(r"(?:=(?P<base>\w))?(?:/(?P<pattern>[^/]+)/(?P<replacement>[^/]*)/)?\+?(?P<add>[^/=+]*)")
_ROOT = 0
_LEMMA = 1

PartOfSpeech = Literal["verb", "aux", "noun", "adj", "adv", "det", "pron", "prep", "conj", "rel", "neg", "punct", "num"]

MOODS = frozenset({"ind", "cond", "sub", "imp", "inf", "pastpart", "prespart"})
"""Tables named by a mood give verb forms; tables with any other name give forms without one."""


class InflectionError(ValueError):
    """The inflection data contradicts itself or does not fit a lemma."""


Features: TypeAlias = tuple[str, str, int, str, str]
"""Mood, tense, person, number and gender of one cell; empty (or 0) where the form does not tell."""


class ClassData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One inflection class as ``inflection.toml`` writes it."""

    inherit: tuple[str, ...] = ()
    strip: str | None = None
    pos: PartOfSpeech | None = None
    parts: tuple[str, ...] = ()
    choose: tuple[tuple[str, str], ...] = ()
    stems: dict[str, str] = {}
    forms: dict[str, tuple[str, ...]] = {}


class StemRule(msgspec.Struct, frozen=True, kw_only=True):
    """How one stem is made: from an earlier stem (by index), by a replacement, then by adding letters."""

    base: int
    pattern: re.Pattern[str] | None
    replacement: str
    add: str


class Paradigm(msgspec.Struct, frozen=True, kw_only=True):
    """A class made ready: rules for the stems, and one cell (stem index, ending, features) for each form."""

    name: str
    pos: PartOfSpeech | None
    strip: str
    parts: int
    stems: tuple[StemRule, ...]
    cells: tuple[tuple[int, str, Features], ...]

    def build_stems(self, lemma: str, parts: Sequence[str] = ()) -> list[str]:
        """Return root, lemma, the given parts and every made stem, in the order that the cells refer to.

        Raises InflectionError when the lemma does not end as the class demands or the number of parts is wrong.
        """
        if not lemma.endswith(self.strip):
            message = (
                f"lemma {lemma!r} is in class {self.name!r}, which needs lemmas in -{self.strip}; correct its class"
            )
            raise InflectionError(message)
        if len(parts) != self.parts:
            message = (
                f"lemma {lemma!r} gives {len(parts)} parts, class {self.name!r} needs {self.parts}; correct its parts"
            )
            raise InflectionError(message)
        built = [lemma[: len(lemma) - len(self.strip)], lemma, *parts]
        for rule in self.stems:
            stem = built[rule.base]
            if rule.pattern is not None:
                stem = rule.pattern.sub(rule.replacement, stem)
            built.append(stem + rule.add)
        return built


class Paradigms:
    """The classes of one part of speech, compiled when first asked for."""

    def __init__(self, classes: Mapping[str, ClassData], slots: Mapping[str, Sequence[str]]) -> None:
        """Take the classes of one part of speech and the slots of every table (as in ``inflection.toml``)."""
        self._classes = classes
        self._slots = slots
        self._compiled: dict[str, Paradigm] = {}
        self._choices: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {}

    def find(self, name: str, lemma: str) -> Paradigm:
        """Return the paradigm of a lemma listed under a class name; follows ``choose`` by the lemma's ending."""
        if name not in self._classes:
            message = f"lemma {lemma!r} has class {name!r}, which inflection.toml lacks; add it or correct the class"
            raise InflectionError(message)
        if self._classes[name].choose:
            return self.find(self._choose(name, lemma), lemma)
        if name not in self._compiled:
            self._compiled[name] = _compile(name, _inherit(name, self._classes), self._slots)
        return self._compiled[name]

    def _choose(self, name: str, lemma: str) -> str:
        if name not in self._choices:
            self._choices[name] = tuple((re.compile(pattern), to) for pattern, to in self._classes[name].choose)
        for pattern, chosen in self._choices[name]:
            if pattern.search(lemma):
                return chosen
        message = f"class {name!r} has no choice for lemma {lemma!r}; add a pattern that matches it"
        raise InflectionError(message)


def read_slot(slot: str) -> tuple[int, str, str]:
    """Read a slot such as ``3s``, ``fp`` or an empty one as (person, number, gender)."""
    person = next((int(sign) for sign in slot if sign.isdigit()), 0)
    number = next((sign for sign in slot if sign in "sp"), "")
    gender = next((sign for sign in slot if sign in "mf"), "")
    return person, number, gender


def _inherit(name: str, classes: Mapping[str, ClassData]) -> ClassData:
    """Merge a class with all that it inherits from."""
    data = classes[name]
    strip, parts, pos = data.strip, data.parts, data.pos
    stems: dict[str, str] = {}
    forms: dict[str, tuple[str, ...]] = {}
    for parent in data.inherit:
        if parent not in classes:
            message = f"class {name!r} inherits from {parent!r}, which inflection.toml does not define"
            raise InflectionError(message)
        inherited = _inherit(parent, classes)
        stems |= inherited.stems
        forms |= inherited.forms
        if data.strip is None and inherited.strip is not None:
            strip = inherited.strip
        parts = parts or inherited.parts
        pos = pos or inherited.pos
    return ClassData(strip=strip, pos=pos, parts=parts, stems=stems | data.stems, forms=forms | data.forms)


def _compile(name: str, data: ClassData, slots: Mapping[str, Sequence[str]]) -> Paradigm:
    indices = {"_": _ROOT, "L": _LEMMA} | {part: 2 + order for order, part in enumerate(data.parts)}
    rules: list[StemRule] = []

    def place(stem: str) -> int:
        """Return the index of a stem, compiling it and what it is made from on first use."""
        if stem not in indices:
            written = data.stems.get(stem)
            match = None if written is None else _STEM.fullmatch(written)
            if match is None:
                message = f"class {name!r} uses stem {stem!r} = {written!r}, which is missing or cannot be read"
                raise InflectionError(message)
            base = _ROOT if match["base"] is None else place(match["base"])
            pattern = None if match["pattern"] is None else re.compile(match["pattern"])
            rule = StemRule(base=base, pattern=pattern, replacement=match["replacement"] or "", add=match["add"])
            indices[stem] = 2 + len(data.parts) + len(rules)
            rules.append(rule)
        return indices[stem]

    cells: list[tuple[int, str, Features]] = []
    for table, row in data.forms.items():
        if not row:
            continue
        key = table.split("#")[0]
        stems, endings = row[0], " ".join(row[1:]).split()
        places = slots.get(key, ())
        if len(stems) == 1:
            stems *= len(places)
        if not len(places) == len(stems) == len(endings):
            message = (
                f"class {name!r}, table {table!r}: {len(places)} slots, {len(stems)} stems, {len(endings)} endings"
            )
            raise InflectionError(message)
        mood, _, tense = key.partition(".")
        for slot, stem, ending in zip(places, stems, endings, strict=True):
            if ending == ".":
                continue
            person, number, gender = read_slot(slot)
            features = (mood if mood in MOODS else "", tense, person, number, gender)
            cells.append((place(stem), "" if ending == "-" else ending, features))
    return Paradigm(
        name=name, pos=data.pos, strip=data.strip or "", parts=len(data.parts), stems=tuple(rules), cells=tuple(cells)
    )

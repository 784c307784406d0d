"""Full-form lexicons: every form of every listed word, with what it can be, generated from lemmas and classes.

A language is a folder beside this module: ``inflection.toml`` (classes and spelling), the word lists that it names
(``lemma,class`` and optional columns) and ``closed.csv`` (words and phrases that do not inflect by class).
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from service.extract.language_files import decode_toml
from service.extract.lexicon.conjugation import ClassData, InflectionError, Paradigms, PartOfSpeech

_WORD = re.compile("[^ ']+'?")
# Words that are capitalised or unknown take longer to read and come again; nothing that comes in may fill the memory.
_MOST_REMEMBERED = 20_000
_LONGEST_REMEMBERED = 40
_SHORTEST_GUESSED = 5
"""Letters of the shortest word whose ending tells anything."""
_COMBINING = re.compile("[\u0300-\u036f]+")


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What a form can be: its lemma, part of speech and features; features the form does not tell are empty (or 0).

    ``mood``: ind, cond, sub, imp, inf, pastpart, prespart. ``tense``: pres, imperf, past (passé simple, English
    preterite), fut. ``number``: s, p. ``gender``: m, f.
    """

    lemma: str
    pos: PartOfSpeech
    mood: str = ""
    tense: str = ""
    person: int = 0
    number: str = ""
    gender: str = ""


class VerbEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What a word list says of a verb beyond its class.

    ``auxiliary``: lemma of the auxiliary of its perfect, ``both`` where it takes either, empty without a choice.
    ``pronominal``: ``only``, ``also`` (often so in the press) or empty.
    """

    auxiliary: str = ""
    pronominal: str = ""


class WordList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of lemmas, their part of speech, and whose classes they use (if not said, its own)."""

    file: str
    pos: PartOfSpeech
    classes: Literal["verb", "noun", "adj", ""] = ""


class Spelling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Regular differences between written forms and listed ones."""

    fold: dict[str, str] = {}
    variants: dict[str, str] = {}
    contractions: dict[str, tuple[str, ...]] = {}
    clitics: tuple[str, ...] = ()
    restores: bool = False
    """Whether the press also writes the language without any diacritics."""


class Guess(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a word that no list holds can be, by its ending (a regular expression)."""

    ending: str
    pos: PartOfSpeech
    mood: str = ""
    tense: str = ""
    person: int = 0
    number: str = ""
    gender: str = ""


class Inflection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of a language's ``inflection.toml``."""

    lists: tuple[WordList, ...]
    slots: dict[str, tuple[str, ...]]
    spelling: Spelling = Spelling()
    guesses: tuple[Guess, ...] = ()
    verb: dict[str, ClassData] = {}
    noun: dict[str, ClassData] = {}
    adj: dict[str, ClassData] = {}


class Lexicon:
    """The forms of one language.

    ``forms``: lower-case form, diacritics kept, phrases with single spaces → its readings, in the order of the lists.
    ``phrases``: first word of a listed phrase → the phrases that begin with it as lists of words, the longest first; an
    elided word is a word of its own (``à l'égard de`` has four).
    ``verbs``: lemma → what is known of the verb.
    """

    def __init__(
        self,
        forms: Mapping[str, tuple[Reading, ...]],
        verbs: Mapping[str, VerbEntry],
        spelling: Spelling,
        guesses: Sequence[Guess] = (),
    ) -> None:
        """Take the finished forms; the index of phrases is made here."""
        self.forms = forms
        self.verbs = verbs
        self.phrases = _index_phrases(forms)
        self._spelling = spelling
        self.restores = spelling.restores
        self._guesses = [(re.compile(f"(?:{guess.ending})$"), guess) for guess in guesses]
        self._remembered: dict[str, tuple[Reading, ...]] = {}
        self._clitics = tuple(sorted(spelling.clitics, key=len, reverse=True))

    @cached_property
    def _accented(self) -> dict[str, tuple[str, ...]]:
        return _index_accented(self.forms)

    @cached_property
    def bare_phrases(self) -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
        """What else belongs to the phrases whose first word has diacritics, by their first two words without any."""
        return _index_bare_phrases(self.phrases)

    def read(self, form: str) -> tuple[Reading, ...]:
        """Return every reading of a token as it is written; empty when the word is not known.

        A capital may have lost its diacritics (``Etat``, ``ELECTION``), so that capitalised words also get the readings
        of the accented forms that they may stand for. A clitic is taken off when nothing is known with it (``a-t-il``).
        """
        if (known := self.forms.get(form)) is not None:
            return known
        if len(form) > _LONGEST_REMEMBERED:
            return self._read_as_written(form)
        found = self._remembered.get(form)
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[form] = self._read_as_written(form)
        return found

    def accented(self, word: str) -> tuple[str, ...]:
        """Return the forms with diacritics that are this word without them."""
        return self._accented.get(word, ())

    def guess(self, form: str) -> tuple[Reading, ...]:
        """Return what a word in small letters that nobody listed can be by its ending; empty where that tells nothing.

        Its lemma is the form itself: it tells how the sentence is built, never what happens.
        """
        if not (_SHORTEST_GUESSED <= len(form) <= _LONGEST_REMEMBERED and form.isalpha() and form.islower()):
            return ()
        return tuple(
            Reading(form, guess.pos, guess.mood, guess.tense, guess.person, guess.number, guess.gender)
            for ending, guess in self._guesses
            if ending.search(form)
        )

    def match_phrase(self, words: Sequence[str], at: int) -> tuple[int, tuple[Reading, ...]] | None:
        """Return the number of words and the readings of the longest phrase that begins at an index; None without one.

        ``words``: lower case with diacritics and straight apostrophes, elided words apart.
        """
        for phrase, form in self.phrases.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase), self.forms[form]
        return None

    def _read_as_written(self, form: str) -> tuple[Reading, ...]:
        for written, listed in self._spelling.fold.items():
            form = form.replace(written, listed)
        if found := self._read_word(form):
            return found
        lowered = form.lower()
        clitic = next((clitic for clitic in self._clitics if lowered.endswith(clitic)), "")
        return self._read_word(form[: -len(clitic)]) if clitic else ()

    def _read_word(self, form: str) -> tuple[Reading, ...]:
        lowered = form.lower()
        found = self.forms.get(lowered, ())
        if form[:1].isupper():
            for candidate in self._restore(form, lowered, sure=bool(found)):
                found = (*found, *(reading for reading in self.forms[candidate] if reading not in found))
        return found

    def _restore(self, form: str, lowered: str, *, sure: bool) -> Iterator[str]:
        """Yield the accented forms that a capitalised word may stand for; if sure, only its capitals have lost some."""
        for candidate in self._accented.get(strip_diacritics(lowered), ()):
            if candidate != lowered and (form.isupper() or not sure or candidate[1:] == lowered[1:]):
                yield candidate


def strip_diacritics(text: str) -> str:
    """Return the text with letters bare of their diacritics (é → e, ç → c)."""
    if text.isascii():
        return text
    return _COMBINING.sub("", unicodedata.normalize("NFD", text))


@lru_cache(maxsize=8)
def load_lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language (ISO 639-1 code, a folder of the engine), made once a process.

    French takes about 0.4 s. Raises InflectionError when there is no such folder or its data contradicts itself.
    """
    folder = Path(__file__).parents[1] / language
    if not (language.isascii() and language.isalpha() and (folder / "inflection.toml").is_file()):
        message = (
            f"no lexicon for language {language!r}: {folder.name}/inflection.toml is missing; add it or use another"
        )
        raise InflectionError(message)
    return generate_lexicon(folder)


def generate_lexicon(folder: Path) -> Lexicon:
    """Generate the lexicon that a language's folder describes; the folder is all that a language needs.

    Raises InflectionError, or msgspec's ValidationError with the place, when the data cannot be read.
    """
    inflection = decode_toml((folder / "inflection.toml").read_bytes(), Inflection)
    forms: dict[str, tuple[Reading, ...]] = {}
    verbs: dict[str, VerbEntry] = {}
    for words in inflection.lists:
        _inflect(folder, words, inflection, forms, verbs)
    for form, reading in _read_closed(folder / "closed.csv", inflection.spelling):
        _add(forms, form, reading)
    _add_variants(forms, inflection.spelling)
    return Lexicon(forms, verbs, inflection.spelling, inflection.guesses)


def _add(forms: dict[str, tuple[Reading, ...]], form: str, reading: Reading) -> None:
    readings = forms.get(form, ())
    if reading not in readings:
        forms[form] = (*readings, reading)


def _inflect(
    folder: Path,
    words: WordList,
    inflection: Inflection,
    forms: dict[str, tuple[Reading, ...]],
    verbs: dict[str, VerbEntry],
) -> None:
    """Add every form of one word list; verbs are noted on the way. Some 130,000 forms, so that the loop is bare."""
    classes: dict[str, ClassData] = getattr(inflection, words.classes or words.pos)
    paradigms = Paradigms(classes, inflection.slots)
    for row in _read_rows(folder / words.file):
        lemma = row["lemma"]
        paradigm = paradigms.find(row["class"], lemma)
        stems = paradigm.build_stems(lemma, row.get("parts", "").split())
        pos: PartOfSpeech = paradigm.pos or words.pos
        for stem, ending, features in paradigm.cells:
            form = stems[stem] + ending
            reading = Reading(lemma, pos, *features)
            if form not in forms:
                forms[form] = (reading,)
            elif reading not in (readings := forms[form]):
                forms[form] = (*readings, reading)
        if words.pos == "verb":
            verbs[lemma] = VerbEntry(auxiliary=row.get("auxiliary", ""), pronominal=row.get("pronominal", ""))


def _read_closed(path: Path, spelling: Spelling) -> Iterator[tuple[str, Reading]]:
    """Yield the words and phrases of closed.csv; one that ends in a contracting word also as contracted."""
    for row in _read_rows(path):
        form = row["form"]
        fields = {name: value for name, value in row.items() if name != "form" and value}
        reading = msgspec.convert({"lemma": form} | fields, Reading, strict=False)
        yield form, reading
        before, _, last = form.rpartition(" ")
        if before:
            for contracted in spelling.contractions.get(last, ()):
                yield f"{before} {contracted}", reading


def _read_rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, restval="")


def _add_variants(forms: dict[str, tuple[Reading, ...]], spelling: Spelling) -> None:
    """Add the forms with their spelling variants (œuvre → oeuvre)."""
    for listed, variant in spelling.variants.items():
        for form in [form for form in forms if listed in form]:
            for reading in forms[form]:
                _add(forms, form.replace(listed, variant), reading)


def _index_accented(forms: Mapping[str, tuple[Reading, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the accented forms by what they are without diacritics; stripped as one text, which is much faster."""
    accented = [form for form in forms if not form.isascii()]
    index: dict[str, tuple[str, ...]] = {}
    for bare, form in zip(strip_diacritics("\n".join(accented)).split("\n"), accented, strict=True):
        index[bare] = (*index.get(bare, ()), form)
    return index


def _index_phrases(forms: Mapping[str, tuple[Reading, ...]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return the forms of several words, with those words, by the first of them, the longest first."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for form in forms:
        if " " in form:
            words = tuple(_WORD.findall(form))
            phrases.setdefault(words[0], []).append((words, form))
    return {first: tuple(sorted(found, key=lambda phrase: -len(phrase[0]))) for first, found in phrases.items()}


def _index_bare_phrases(
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]],
) -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
    """Return the rest of each phrase behind its first two words, by these, as they are written without diacritics."""
    index: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {}
    for first, found in phrases.items():
        for phrase, _ in () if first.isascii() else found:
            one, two, *rest = [strip_diacritics(word.rstrip("'")) for word in phrase]
            index[one, two] = (*index.get((one, two), ()), tuple(rest))
    return index

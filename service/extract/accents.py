"""The diacritics that a text written without any leaves out: "a recu le ministre" is read as "a reçu le ministre".

Only words in small letters are written anew, each as long as before, so that what is read of the text stands where
it stood: capitals are restored where words are looked up.
"""

import re

from service.extract.language import Language
from service.extract.morphology import Lexicon, Reading, load_lexicon

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 3000
"""Letters of a text by which it is told whether it writes diacritics."""
_MOST_ACCENTED = 200
"""A text of which no more than one letter in so many has a diacritic writes none."""
_LEAST_RESTORED = 30
"""One word in so many, at least, lacks its diacritics in a text that writes none."""
_FINITE = frozenset({"ind", "cond", "sub"})
_MOST_ADVERBS = 2
"""Adverbs between an auxiliary and its participle, at most."""


def restore_accents(text: str, language: Language) -> str:
    """The text with its diacritics, where it writes none at all; otherwise the text itself."""
    lexicon = load_lexicon(language.code)
    if not lexicon.restores or _accented(text[:_SAMPLE]):
        return text
    words = list(_WORD.finditer(text))
    small = [match[0] for match in words if match[0].islower()]
    missing = sum(1 for word in small if word not in lexicon.forms and lexicon.accented(word))
    if missing * _LEAST_RESTORED < len(small) or not missing:
        return text
    return _Restorer(text, words, lexicon, language).restore()


def _accented(sample: str) -> bool:
    """Whether a text writes diacritics."""
    letters = sum(1 for character in sample if character > "\x7f" and character.isalpha())
    return letters * _MOST_ACCENTED > len(sample)


class _Restorer:
    """Goes through the words of a text from left to right."""

    def __init__(self, text: str, words: list[re.Match[str]], lexicon: Lexicon, language: Language) -> None:
        self._text = text
        self._words = words
        self._lexicon = lexicon
        grammar = language.grammar
        self._before_auxiliary = grammar.pronouns.subject | grammar.pronouns.clitic | grammar.relatives.subject
        self._found: list[str] = []

    def restore(self) -> str:
        parts: list[str] = []
        end = 0
        for at, match in enumerate(self._words):
            word = self._choose(at, match[0]) if match[0].islower() else match[0]
            self._found.append(word)
            parts += [self._text[end : match.start()], word]
            end = match.end()
        return "".join([*parts, self._text[end:]])

    def _choose(self, at: int, word: str) -> str:
        candidates = [form for form in self._lexicon.accented(word) if len(form) == len(word)]
        if not candidates:
            return word
        known = self._lexicon.forms.get(word, ())
        participles = [form for form in candidates if self._is(form, "pastpart")]
        if participles and not _has_mood(known, "pastpart") and self._follows_auxiliary(at):
            return participles[0]
        if not known:
            rest = [form for form in candidates if form not in participles]
            return (rest or candidates)[0]
        openers = [form for form in candidates if any(reading.pos == "prep" for reading in self._lexicon.forms[form])]
        if openers and _is_auxiliary(known) and not self._rules_participle(at):
            return openers[0]
        return word

    def _is(self, form: str, mood: str) -> bool:
        return _has_mood(self._lexicon.forms.get(form, ()), mood)

    def _follows_auxiliary(self, at: int) -> bool:
        """Whether the last word but adverbs is an auxiliary."""
        for back in range(at - 1, max(-1, at - 2 - _MOST_ADVERBS), -1):
            if not self._adjoins(back):
                return False
            readings = self._lexicon.forms.get(self._found[back].lower(), ())
            if any(reading.pos == "aux" for reading in readings):
                return True
            if not any(reading.pos in {"adv", "neg"} for reading in readings):
                return False
        return False

    def _rules_participle(self, at: int) -> bool:
        """Whether a word that may be an auxiliary is one: a pronoun stands before it, or a participle follows."""
        if at and self._adjoins(at - 1) and self._found[at - 1].lower() in self._before_auxiliary:
            return True
        if at and self._text[self._words[at].start() - 1] in "'’":
            # "n'a pas", "l'a reçu"
            return True
        if self._opens_phrase(at):
            return False
        for ahead in range(at + 1, min(len(self._words), at + 2 + _MOST_ADVERBS)):
            if not self._adjoins(ahead - 1):
                return False
            word = self._words[ahead][0].lower()
            forms = [word, *self._lexicon.accented(word)]
            if any(self._is(form, "pastpart") for form in forms):
                return True
            listed = forms[:1] if word in self._lexicon.forms else forms
            readings = [reading for form in listed for reading in self._lexicon.forms.get(form, ())]
            if not any(reading.pos in {"adv", "neg"} for reading in readings):
                return False
        return False

    def _opens_phrase(self, at: int) -> bool:
        """Whether a phrase that acts as one word begins here: "a cause de" is "à cause de"."""
        for form in self._lexicon.accented(self._words[at][0]):
            for phrase, _ in self._lexicon.phrases.get(form, ()):
                behind = [match[0].lower() for match in self._words[at + 1 : at + len(phrase)]]
                if behind == [self._lexicon.bare(word.rstrip("'")) for word in phrase[1:]]:
                    return True
        return False

    def _adjoins(self, at: int) -> bool:
        """Whether nothing but a space parts a word from the next one."""
        between = self._text[self._words[at].end() : self._words[at + 1].start()]
        return between in {" ", "\n", "'", "’", "\u00a0"}


def _has_mood(readings: tuple[Reading, ...], mood: str) -> bool:
    return any(reading.mood == mood for reading in readings)


def _is_auxiliary(readings: tuple[Reading, ...]) -> bool:
    return any(reading.pos == "aux" and reading.mood in _FINITE for reading in readings)

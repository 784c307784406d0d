"""What the writing of a text leaves out: the diacritics of one without any, the small letters of a line in capitals.

"a recu le ministre" is read as "a reçu le ministre", and "LE MALI A RECU LE MINISTRE" as "Le Mali a reçu le ministre".
Each word is as long as before, so that what is read of the text stands where it stood.
"""

import re

from service.extract.dates.date_shapes import load_date_shapes
from service.extract.dates.mentions import find_dates
from service.extract.language import Language
from service.extract.lexicon.morphology import Lexicon, Reading, load_lexicon
from service.extract.text.tokens import Token

_WORD = re.compile(r"[^\W\d_]+")
_WITH_DIACRITIC = re.compile("[\u00c0-\u024f]")
_SAMPLE = 3000
"""Letters of a text by which it is told whether it writes diacritics."""
_MOST_ACCENTED = 200
"""A text of which no more than one letter in so many has a diacritic writes none."""
_LEAST_RESTORED = 30
"""One word in so many, at least, lacks its diacritics in a text that writes none."""
_FINITE = frozenset({"ind", "cond", "sub"})
_MOST_ADVERBS = 2
"""Adverbs between an auxiliary and its participle, at most."""
_MOST_INVERTED = 2
"""Words that hyphens tie to an auxiliary before its subject, at most."""
_FEWEST_WORDS = 4
"""Words of a line in capitals that is written anew, at least: a shorter one is a label or a name."""
_TIES = frozenset("'’-")
_ANY_DAY = "2000-01-01"
"""A day of publication for finding where dates stand, whatever days they are."""


def restore_writing(text: str, language: Language) -> str:
    """The text as it would be written in small letters and with its diacritics; itself where it leaves out neither."""
    lines = text.split("\n")
    if any(_in_capitals(line) for line in lines):
        text = "\n".join([_lower_line(line, language) if _in_capitals(line) else line for line in lines])
    return restore_accents(text, language)


def _in_capitals(line: str) -> bool:
    """Whether a line is written in capitals."""
    return line.isupper() and len(line.split()) >= _FEWEST_WORDS


def _lower_line(line: str, language: Language) -> str:
    """A line in capitals with small letters; names stay, and words that nobody knows keep their first capital."""
    lexicon = load_lexicon(language.code)
    tokens = language.tokenizer.tokenize(line, 0, len(line))
    begin = [at for at, form in enumerate(language.forms.of_all(tokens)) if form.name]
    named = [name for name in language.gazetteer.find(tokens, begin) if name.kind != "adjective" or language.compounds]
    starts = {token.start for name in named for token in tokens[name.first : name.last]}
    dated = _find_calendar(tokens, language)
    words = list(_WORD.finditer(line))
    written = list(line)
    for match in words:
        word = match[0].lower()
        if len(word) != len(match[0]):
            return line
        # The letter of "KENYA'S" and of "A-T-IL" is no word of its own.
        tied = len(word) == 1 and match.start() > 0 and line[match.start() - 1] in _TIES
        known = tied or word in lexicon.forms or bool(lexicon.accented(word))
        if match.start() in starts:
            continue
        capital = not known or match is words[0] or match.start() in dated
        written[match.start() : match.end()] = match[0][0] + word[1:] if capital else word
    lowered = "".join(written)
    return _Restorer(lowered, words, lexicon, language).restore() if lexicon.restores else lowered


def _find_calendar(tokens: list[Token], language: Language) -> set[int]:
    """Where the months and days of the week of dates begin: "IN MAY", but not "X MAY VISIT Y"."""
    words = load_date_shapes(language.code).words
    calendar = words.month.keys() | words.weekday.keys()
    dates = find_dates(tokens, _ANY_DAY, language.code) if words.capitalised else []
    return {token.start for day in dates for token in tokens[day.first : day.last] if token.fold in calendar}


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
    return len(_WITH_DIACRITIC.findall(sample)) * _MOST_ACCENTED > len(sample)


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
            written = self._text[match.start() : match.end()]
            word = self._choose(at, written) if written.islower() else written
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
        """Whether the last word but adverbs is an auxiliary, before its subject ("a-t-il") or not."""
        back = at - 1
        for _ in range(1 + _MOST_ADVERBS):
            if back < 0 or not self._adjoins(back):
                return False
            for _ in range(_MOST_INVERTED):
                back -= back > 0 and self._text[self._words[back].start() - 1] == "-"
            readings = self._lexicon.forms.get(self._found[back].lower(), ())
            if any(reading.pos == "aux" for reading in readings):
                return True
            if not any(reading.pos in {"adv", "neg"} for reading in readings):
                return False
            back -= 1
        return False

    def _rules_participle(self, at: int) -> bool:
        """Whether a word that may be an auxiliary is one: a pronoun stands before it, or a participle follows."""
        if at and self._adjoins(at - 1) and self._found[at - 1].lower() in self._before_auxiliary:
            return True
        if at and self._text[self._words[at].start() - 1] in "'’":
            # "n'a pas", "l'a reçu"
            return True
        if self._text.startswith("-", self._words[at].end()):
            # "a-t-il déclaré"
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
        if at + 1 == len(self._words):
            return False
        begun = self._lexicon.bare_phrases.get((self._words[at][0].lower(), self._words[at + 1][0].lower()), ())
        return any(rest == tuple(m[0].lower() for m in self._words[at + 2 : at + 2 + len(rest)]) for rest in begun)

    def _adjoins(self, at: int) -> bool:
        """Whether nothing but a space parts a word from the next one."""
        between = self._text[self._words[at].end() : self._words[at + 1].start()]
        return between in {" ", "\n", "'", "’", "\u00a0"}


def _has_mood(readings: tuple[Reading, ...], mood: str) -> bool:
    return any(reading.mood == mood for reading in readings)


def _is_auxiliary(readings: tuple[Reading, ...]) -> bool:
    return any(reading.pos == "aux" and reading.mood in _FINITE for reading in readings)

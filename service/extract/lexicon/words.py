"""What a written form may be: its readings gathered by part of speech, looked up once a form."""

from functools import lru_cache

import msgspec

from service.extract.lexicon.morphology import Lexicon, Reading, load_lexicon
from service.extract.text.remembered import Remembered
from service.extract.text.tokens import Token, load_tokenizer
from service.extract.text.trie import Trie

_MOST_KNOWN = 200_000
"""Forms whose readings are kept gathered; what comes in may not fill the memory."""
_FINITE = frozenset({"ind", "cond", "sub"})
_NOT_FINITE = frozenset({"inf", "pastpart", "prespart"})
_CLOSED = ("det", "prep", "pron", "conj", "rel", "neg", "adv")


class Word(msgspec.Struct, frozen=True, gc=False):
    """The readings of one form; empty strings and tuples where it has none of that kind."""

    noun: str = ""
    plural: bool = False
    adjective: str = ""
    determiner: str = ""
    preposition: str = ""
    pronoun: str = ""
    conjunction: str = ""
    relative: str = ""
    negation: str = ""
    adverb: str = ""
    number: bool = False
    finite: tuple[Reading, ...] = ()
    infinitive: Reading | None = None
    past_participle: Reading | None = None
    present_participle: Reading | None = None
    known: bool = False
    verbal: bool = False
    """Whether it can be a verb at all."""
    closed: bool = False
    """Whether it belongs to a closed class: such a word never opens a person's name."""


def lower_text(text: str) -> str:
    """A text in small letters with plain apostrophes, diacritics kept."""
    return text.lower().replace("’", "'")


_lowered = Remembered(lower_text)


def lower(token: Token) -> str:
    """A token in small letters with plain apostrophes, diacritics kept."""
    return _lowered.known.get(token.text) or _lowered.learn(token.text)


class Words:
    """The words of one language: forms to Word, and the phrases that act as one word ("en marge de")."""

    def __init__(self, language: str) -> None:
        self._lexicon = load_lexicon(language)
        self._known: dict[str, Word] = {}
        self.phrases: Trie[Reading] = Trie()
        tokenizer = load_tokenizer(language)
        written: dict[tuple[str, ...], set[str]] = {}
        for form, readings in phrases_of(self._lexicon):
            tokens = tokenizer.tokenize(form)
            folds = [token.fold for token in tokens]
            written.setdefault(tuple(folds), set()).add(tokens[0].text)
            for reading in readings:
                self.phrases.add(folds, reading)
        self._accented = frozenset([folds for folds, firsts in written.items() if folds[0] not in firsts])
        self.seconds = self.phrases.seconds()
        """The words that may follow each word that such a phrase begins with."""

    def of(self, token: Token) -> Word:
        """The word a token is a form of; one without readings where the lexicon does not know it."""
        return self.look_up(token.text)

    def look_up(self, text: str) -> Word:
        """The word that a form stands for as it is written."""
        word = self._known.get(text)
        if word is None:
            word = gather(self._lexicon.read(text) or self._lexicon.guess(text))
            if len(self._known) < _MOST_KNOWN:
                self._known[text] = word
        return word

    def is_verb(self, tokens: list[Token]) -> bool:
        """Whether words that fold like a phrase begin with an auxiliary: "n'a jamais" ("à jamais")."""
        first = tokens[0]
        if first.text != first.fold or tuple([token.fold for token in tokens]) not in self._accented:
            return False
        return any(reading.pos == "aux" for reading in self.of(first).finite)


def phrases_of(lexicon: Lexicon) -> list[tuple[str, tuple[Reading, ...]]]:
    """The entries of several words, or of one that the tokenizer cuts."""
    return [(form, readings) for form, readings in lexicon.forms.items() if " " in form or "'" in form]


def gather(readings: tuple[Reading, ...]) -> Word:
    """Readings sorted into one Word: the first reading of a kind wins, but all finite verbs are kept."""
    first: dict[str, Reading] = {}
    for reading in readings:
        first.setdefault(reading.pos, reading)
    verbs = [reading for reading in readings if reading.pos in {"verb", "aux"}]
    moods: dict[str, Reading] = {}
    for reading in verbs:
        moods.setdefault(reading.mood, reading)
    noun = first.get("noun")

    def lemma(pos: str) -> str:
        return first[pos].lemma if pos in first else ""

    finite = tuple(reading for reading in verbs if reading.mood in _FINITE and not _unheard(reading))
    return Word(
        noun=noun.lemma if noun else "",
        plural=bool(noun and noun.number == "p"),
        adjective=lemma("adj"),
        determiner=lemma("det"),
        preposition=lemma("prep"),
        pronoun=lemma("pron"),
        conjunction=lemma("conj"),
        relative=lemma("rel"),
        negation=lemma("neg"),
        adverb=lemma("adv"),
        number="num" in first,
        finite=finite,
        infinitive=moods.get("inf"),
        past_participle=moods.get("pastpart"),
        present_participle=moods.get("prespart"),
        known=bool(readings),
        verbal=bool(finite) or not moods.keys().isdisjoint(_NOT_FINITE),
        closed=any(lemma(pos) for pos in _CLOSED),
    )


_THOU = 2


def _unheard(reading: Reading) -> bool:
    """Forms that the press does not write: "tu", and "je" in the simple past ("plus", "compris" are no verbs)."""
    return reading.number == "s" and ((reading.person, reading.tense) == (1, "past") or reading.person == _THOU)


@lru_cache(maxsize=16)
def load_words(language: str) -> Words:
    """The words of a language, built once."""
    return Words(language)


def verbal_readings(word: Word) -> list[Reading]:
    """All that a form may be as a verb."""
    return [*word.finite, *(r for r in (word.past_participle, word.infinitive, word.present_participle) if r)]

"""Words whose category no neighbour changes: most of what there is to read is decided by its form alone.

What ``tagging`` asks of a word's neighbours concerns words of the closed classes, words that can be verbs and
something else, and capitalised words that nobody knows. All others have one category, found once a form.
"""

from service.extract.lexicon.grammar import Grammar
from service.extract.lexicon.words import Word, Words
from service.extract.tagging.tagged import ADJ, ADV, CLOSE, COMMA, DET, MARK, NOUN, NUMBER, OPEN, PREP, VERB

QUOTES = {"«": OPEN, "“": OPEN, "»": CLOSE, "”": CLOSE}
MOST_KNOWN = 1 << 16
"""Forms whose category is kept; what comes in may not fill the memory."""


class Settled(dict[str, str]):
    """The category of a form as it is written; empty where its neighbours decide."""

    def __init__(self, words: Words, grammar: Grammar) -> None:
        super().__init__()
        self._words = words
        self._grammar = grammar
        pronouns, relatives, prepositions = grammar.pronouns, grammar.relatives, grammar.prepositions
        self.asked: frozenset[str] = frozenset[str]().union(
            "-‐‑",
            prepositions.genitive,
            prepositions.partitive,
            grammar.negation.first,
            grammar.sentence_initial,
            pronouns.clitic,
            pronouns.subject,
            relatives.complementizers,
            grammar.coordination.and_,
            grammar.particles.parted,
        )
        """Small words whose neighbours are asked whatever their readings."""

    def __missing__(self, text: str) -> str:
        if len(self) >= MOST_KNOWN:
            self.clear()
        found = self[text] = self._settle(text)
        return found

    def _settle(self, text: str) -> str:
        word = self._words.look_up(text)
        plain = text.lower().replace("’", "'")
        if plain in self.asked:
            return ""
        if word.closed or word.number:
            return self._settle_closed(word)
        if not text[:1].isalnum():
            return COMMA if text == "," else QUOTES.get(text, MARK)
        if text[:1].isdigit():
            return NUMBER
        return self._settle_open(word, text, plain)

    def _settle_closed(self, word: Word) -> str:
        """A preposition or determiner that is no other small word; an adverb that is nothing else."""
        if word.conjunction or word.relative or word.negation or word.pronoun or word.number or word.verbal:
            return ""
        if word.preposition or word.determiner:
            either = word.preposition and (word.determiner or word.adjective)
            return "" if either else PREP if word.preposition else DET
        return ADV if word.adverb and not word.noun and not word.adjective else ""

    def _settle_open(self, word: Word, text: str, plain: str) -> str:
        """A noun, adjective or verb that is nothing else, and an unknown word in small letters."""
        if not word.known:
            if not text[:1].islower():
                return ""
            if "-" in plain and plain.endswith(self._grammar.adjective_endings):
                return ADJ
            if plain.endswith(self._grammar.adverb_endings):
                return ADV
            # Where adjectives follow their noun its neighbours decide which of the two it is.
            return NOUN if self._grammar.compounds else ""
        if word.verbal:
            only = not (word.noun or word.adjective or self._grammar.compounds) and text[:1].islower()
            return VERB if only else ""
        if word.noun:
            return "" if word.adjective else NOUN
        return ADJ if word.adjective else ""

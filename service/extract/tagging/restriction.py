"""What only seems negated: "only" and "nonetheless" affirm ("ne se sont vus qu'en mai", "n'en est pas moins là")."""

from service.extract.language import Language
from service.extract.lexicon.words import lower
from service.extract.tagging.tagged import (
    ADJ,
    ADV,
    AMOUNT,
    COMMA,
    DATE,
    DEMONYM,
    DET,
    MARK,
    NAME,
    NE,
    NEG,
    NOUN,
    NUMBER,
    PERSON,
    PREP,
    PRON,
    VERB,
    Tagged,
)

_RESTRICTED = frozenset({ADJ, AMOUNT, DATE, DEMONYM, DET, NAME, NOUN, NUMBER, PERSON, PREP})
"""What "only" stands before; before a clause the same word opens what is denied."""
_ENDS = frozenset({COMMA, MARK, NEG})
_INSIDE_VERB = frozenset({VERB, ADV, PRON})
_NEXT = 5
"""Tokens behind "que" among which a finite verb shows that it opens a clause."""


def affirm_only(tagged: Tagged, language: Language) -> None:
    """Take the negation from verbs that a restriction follows; both its words become adverbs."""
    tags = tagged.tags
    for at, tag in enumerate(tags):
        if tag == NE:
            only = _only_behind(tagged, at, language) or _nonetheless(tagged, at, language)
            if only:
                tags[at] = tags[only] = ADV


def _nonetheless(tagged: Tagged, negation: int, language: Language) -> int:
    """Where the negation stands that "no less" takes back: "n'en était pas moins à Rome"; 0 where none is."""
    tags, tokens = tagged.tags, tagged.tokens
    for at in range(negation + 1, len(tags) - 1):
        if tags[at] == NEG and lower(tokens[at + 1]) in language.grammar.negation.no_less:
            return at
        if tags[at] not in _INSIDE_VERB:
            return 0
    return 0


def _only_behind(tagged: Tagged, negation: int, language: Language) -> int:
    """Where the word for "only" stands that belongs to a negation; 0 where none does."""
    tags, tokens = tagged.tags, tagged.tokens
    told = False
    for at in range(negation + 1, len(tags)):
        if tags[at] in _ENDS:
            return 0
        if tags[at] == VERB:
            if told and tags[at - 1] not in {VERB, ADV}:
                return 0
            told = True
        elif told and lower(tokens[at]) in language.grammar.negation.only:
            behind = tags[at + 1 : at + 1 + _NEXT]
            finite = any(
                tag == VERB and tagged.words[at + 1 + n].finite and not tagged.words[at + 1 + n].past_participle
                for n, tag in enumerate(behind)
            )
            return at if behind and behind[0] in _RESTRICTED and not finite else 0
    return 0

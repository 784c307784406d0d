"""The tokens of a sentence with a category each: what tagging makes and chunking reads."""

import msgspec

from service.extract.amounts.mentions import AmountMention
from service.extract.lexicon.words import Word
from service.extract.text.tokens import Token

DET, PREP, PRON, NOUN, ADJ, VERB, AND, SUB, REL, NE, NEG, ADV = "DPRNAVCSLGgB"
NAME, DEMONYM, PERSON, DATE, AMOUNT, NUMBER, COMMA, MARK, OPEN, CLOSE = "MJXT#n,.()"


class Tagged(msgspec.Struct, gc=False):
    """The tokens of a sentence with a category each.

    ``spans`` holds the wholes: first token → (end, what it is: a name, date, amount, person or phrase);
    ``goods`` the nouns that name goods without a figure.
    """

    tokens: list[Token]
    words: list[Word]
    tags: list[str]
    spans: dict[int, tuple[int, object]]
    goods: dict[int, AmountMention]


def take(tagged: Tagged, first: int, last: int, tag: str, what: object) -> None:
    """Make one whole of the tokens ``first`` to ``last`` (exclusive), unless one of them is part of another."""
    tags = tagged.tags
    for at in range(first, last):
        if tags[at]:
            return
    tagged.spans[first] = (last, what)
    for at in range(first, last):
        tags[at] = tag


def next_word(tagged: Tagged, at: int) -> Word | None:
    """The word behind a token, unless it is part of a whole; None at the end too."""
    at += 1
    words = tagged.words
    return words[at] if at < len(words) and not tagged.tags[at] else None

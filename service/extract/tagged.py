"""The tokens of a sentence with a category each: what tagging makes and chunking reads."""

import msgspec

from service.extract.amounts import AmountMention
from service.extract.tokens import Token
from service.extract.words import Word

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

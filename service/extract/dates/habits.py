"""What is told of no one day: "has repeatedly accused", "avait déjà visité"."""

from service.extract.lexicon.phrases import ends_of
from service.extract.syntax.clause import Clause
from service.extract.text.tokens import Token

_NEAR = 5
"""Tokens behind a verb within which the phrase ends, at most."""


def find_habits(tokens: list[Token], clauses: list[Clause], phrases: frozenset[str]) -> frozenset[int]:
    """The places of the verbs beside which one of the folded ``phrases`` ("repeatedly") stands.

    It is said of the verb that it stands in or right behind, before all verbs of the first.
    """
    ends = ends_of(tokens, phrases) if clauses else []
    told = [next((one for one in reversed(clauses) if one.vg.first < end), clauses[0]) for end in ends]
    return frozenset([one.at for one, end in zip(told, ends, strict=True) if end - one.vg.last <= _NEAR])

"""Which figures of a sentence are totals: "au total, 50 000 tonnes ont été livrées"."""

from service.extract.lexicon.phrases import ends_of
from service.extract.syntax.chunk import Chunk
from service.extract.text.tokens import Token

_ENDS = frozenset({"rel", "sub", "mark"})


def find_totals(items: list[Chunk], tokens: list[Token], phrases: frozenset[str]) -> frozenset[int]:
    """The tokens of the noun phrases that one of the folded ``phrases`` ("au total") makes totals.

    Those are the phrases that follow it within the clause; at the end of a clause, the one before it.
    """
    ends = ends_of(tokens, phrases)
    if not ends:
        return frozenset()
    summed: set[int] = set()
    for end in ends:
        followed = False
        for item in items:
            if item.first >= end:
                if item.kind in _ENDS:
                    break
                if item.kind == "np":
                    followed = followed or _counted(item)
                    summed.update(range(item.first, item.end))
        if not followed:
            before = [item for item in items if item.kind == "np" and item.end <= end and _counted(item)]
            summed.update(at for item in before[-1:] for at in range(item.first, item.end))
    return frozenset(summed)


def _counted(chunk: Chunk) -> bool:
    """Whether a phrase holds a figure, in itself, its complements or what is joined to it."""
    if chunk.amount is not None and chunk.amount.counted:
        return True
    return any(_counted(part) for part in (*chunk.comps, *chunk.conj))

"""Which figures of a sentence are totals: "au total, 50 000 tonnes ont été livrées"."""

from functools import lru_cache

from service.extract.chunks import Chunk
from service.extract.tokens import Token

_ENDS = frozenset({"rel", "sub", "mark"})


def find_totals(items: list[Chunk], tokens: list[Token], phrases: frozenset[str]) -> frozenset[int]:
    """The tokens of the noun phrases that one of the folded ``phrases`` ("au total") makes totals.

    Those are the phrases that follow it within the clause; at the end of a clause, the one before it.
    """
    known = _index(phrases)
    folds = [token.fold for token in tokens]
    if known.keys().isdisjoint(folds):
        return frozenset()
    ends = [end for at, fold in enumerate(folds) if fold in known and (end := _phrase_at(folds, at, known[fold]))]
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


@lru_cache(maxsize=16)
def _index(phrases: frozenset[str]) -> dict[str, list[list[str]]]:
    """The words of each phrase by the first of them, the longest phrase first."""
    index: dict[str, list[list[str]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        words = phrase.split()
        index.setdefault(words[0], []).append(words)
    return index


def _phrase_at(folds: list[str], at: int, phrases: list[list[str]]) -> int:
    """The end (exclusive) of the longest of the phrases that begins at a token; 0 where none does."""
    following = folds[at + 1] if at + 1 < len(folds) else ""
    for words in phrases:
        if (len(words) == 1 or words[1] == following) and folds[at : at + len(words)] == words:
            return at + len(words)
    return 0


def _counted(chunk: Chunk) -> bool:
    """Whether a phrase holds a figure, in itself, its complements or what is joined to it."""
    if chunk.amount is not None and chunk.amount.counted:
        return True
    return any(_counted(part) for part in (*chunk.comps, *chunk.conj))

"""Where a sentence holds one of the phrases of a list."""

from functools import lru_cache

from service.extract.text.tokens import Token


def ends_of(tokens: list[Token], phrases: frozenset[str]) -> list[int]:
    """The tokens behind each of the folded ``phrases`` that the tokens hold, the longest where several begin."""
    known = _index(phrases)
    folds = [token.fold for token in tokens]
    if known.keys().isdisjoint(folds):
        return []
    return [end for at, fold in enumerate(folds) if fold in known and (end := _phrase_at(folds, at, known[fold]))]


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

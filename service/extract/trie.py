"""Longest match of known phrases over folded tokens; each phrase is reached by its first token."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from service.extract.tokens import Token

T = TypeVar("T")


class Trie(Generic[T]):
    """Phrases of one or more folded tokens, each with what it stands for."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], list[T]]]] = {}
        self._index: dict[tuple[str, ...], list[T]] = {}

    def add(self, folds: Sequence[str], value: T) -> None:
        """Add one meaning of a phrase; a phrase may have several."""
        key = tuple(folds)
        if not key:
            return
        values = self._index.get(key)
        if values is None:
            values = self._index[key] = []
            shelf = self._by_first.setdefault(key[0], [])
            shelf.append((key[1:], values))
            shelf.sort(key=lambda entry: -len(entry[0]))
        if value not in values:
            values.append(value)

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[int, list[T]] | None:
        """The end (exclusive) and the meanings of the longest phrase that begins at token ``at``, or None."""
        shelf = self._by_first.get(tokens[at].fold)
        if shelf is None:
            return None
        for rest, values in shelf:
            end = at + 1 + len(rest)
            if end <= len(tokens) and all(tokens[at + 1 + n].fold == fold for n, fold in enumerate(rest)):
                return end, values
        return None

    def __contains__(self, fold: str) -> bool:
        return fold in self._by_first

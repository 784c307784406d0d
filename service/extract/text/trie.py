"""Longest match of known phrases over folded tokens, a step a token."""

from collections.abc import KeysView, Sequence
from typing import Generic, TypeVar

from service.extract.text.tokens import Token

T = TypeVar("T")


class _Node(Generic[T]):
    __slots__ = ("meanings", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[T]] = {}
        self.meanings: list[T] = []


class Trie(Generic[T]):
    """Phrases of one or more folded tokens, each with what it stands for."""

    def __init__(self) -> None:
        self._root: dict[str, _Node[T]] = {}

    def add(self, folds: Sequence[str], meaning: T) -> None:
        """Add one meaning of a phrase; a phrase may have several, and keeps their order."""
        if not folds:
            return
        node = self._root.setdefault(folds[0], _Node())
        for fold in folds[1:]:
            node = node.next.setdefault(fold, _Node())
        if meaning not in node.meanings:
            node.meanings.append(meaning)

    def seconds(self) -> dict[str, frozenset[str]]:
        """The words that may follow each word that a phrase of several begins with."""
        return {first: frozenset(node.next) for first, node in self._root.items() if node.next}

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[int, list[T]] | None:
        """The end (exclusive) and the meanings of the longest phrase that begins at token ``at``, or None."""
        node = self._root.get(tokens[at].fold)
        if node is None:
            return None
        best: tuple[int, list[T]] | None = None
        count = len(tokens)
        while True:
            at += 1
            if node.meanings:
                best = (at, node.meanings)
            if at >= count:
                return best
            following = node.next.get(tokens[at].fold)
            if following is None:
                return best
            node = following

    @property
    def firsts(self) -> KeysView[str]:
        """The folded tokens that phrases begin with, always up to date."""
        return self._root.keys()

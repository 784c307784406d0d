"""The Merkle tree of RFC 6962, section 2.1: hashes, the roots of its left edge, and where its nodes lie.

A node is named by its level (0: the leaves) and its index in that level; it stands for the leaves from
``index << level`` to ``(index + 1) << level``, exclusive. Only complete nodes are ever stored.
"""

import hashlib
from collections.abc import Sequence
from typing import Self

import msgspec

from events.errors import InvalidProof

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def hash_leaf(leaf: bytes) -> bytes:
    """Hash the bytes of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """Hash two nodes into their parent."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Node(msgspec.Struct, frozen=True):
    """A complete subtree: ``2 ** level`` leaves, the ``index``-th of its size."""

    level: int
    index: int


def cover(start: int, end: int) -> list[Node]:
    """The complete nodes that together stand for the leaves ``start`` (inclusive) to ``end`` (exclusive), in order."""
    nodes: list[Node] = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        nodes.append(Node(level, start >> level))
        start += 1 << level
    return nodes


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root of complete subtrees that follow each other, each smaller than the one before it."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = hash_children(left, root)
    return root


class CompactRange:
    """A growing tree of which only the roots of its complete subtrees are kept, at most 64 of them."""

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()) -> None:
        if size < 0 or len(roots) != size.bit_count() or any(len(root) != HASH_BYTES for root in roots):
            raise InvalidProof(f"{len(roots)} hashes are no compact range of {size} leaves")
        self._size = size
        self._roots = list(roots)

    @classmethod
    def parse(cls, size: int, stored: bytes) -> Self:
        """Read a compact range as the head of the ledger stores it: its hashes one after the other, the largest first.

        Raises:
            InvalidProof: they are not as many as a tree of that size has.

        """
        return cls(size, [stored[start : start + HASH_BYTES] for start in range(0, len(stored), HASH_BYTES)])

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._size

    def append(self, leaf_hash: bytes) -> list[tuple[Node, bytes]]:
        """Add a leaf and return the nodes that it completes, from the leaf itself upwards."""
        index, level, value = self._size, 0, leaf_hash
        completed = [(Node(0, index), value)]
        while index & 1:
            value = hash_children(self._roots.pop(), value)
            index >>= 1
            level += 1
            completed.append((Node(level, index), value))
        self._roots.append(value)
        self._size += 1
        return completed

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        return fold(self._roots)

    def serialize(self) -> bytes:
        """The form that ``parse`` reads."""
        return b"".join(self._roots)

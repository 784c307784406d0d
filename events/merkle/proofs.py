"""Inclusion and consistency proofs of RFC 6962, sections 2.1.1 and 2.1.2: which nodes they need, and their check.

Positions of the ledger count from 1; here a leaf's index is its position - 1.
"""

from events.errors import InvalidProof
from events.merkle.tree import EMPTY_ROOT, HASH_BYTES, hash_children


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves (start, end exclusive) whose roots prove leaf ``index`` in a tree of ``size``, leaf upwards.

    Raises:
        InvalidProof: the tree has no such leaf.

    """
    if not 0 <= index < size:
        raise InvalidProof(f"a tree of {size} leaves has no leaf {index}")
    ranges: list[tuple[int, int]] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    ranges.reverse()
    return ranges


def consistency_ranges(first: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose roots prove that the tree of ``size`` leaves begins with that of ``first``.

    Raises:
        InvalidProof: ``first`` is not between 0 and ``size``.

    """
    if not 0 <= first <= size:
        raise InvalidProof(f"a tree of {size} leaves does not begin with one of {first}")
    if first in {0, size}:
        return []
    ranges: list[tuple[int, int]] = []
    start, end, left_edge = 0, size, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, left_edge = middle, False
    if not left_edge:
        ranges.append((start, end))
    ranges.reverse()
    return ranges


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: list[bytes], root: bytes) -> None:
    """Check that the leaf ``index`` of the tree of ``size`` leaves with this ``root`` has this hash.

    Raises:
        InvalidProof: it is not proved; the message says why.

    """
    if not 0 <= index < size:
        raise InvalidProof(f"a tree of {size} leaves has no leaf {index}")
    _check_lengths([leaf_hash, root, *proof])
    ranges = inclusion_ranges(index, size)
    if len(proof) != len(ranges):
        raise InvalidProof(f"the proof has {len(proof)} hashes; for leaf {index} of {size} it takes {len(ranges)}")
    node = leaf_hash
    for sibling, (start, _) in zip(proof, ranges, strict=True):
        node = hash_children(sibling, node) if start < index else hash_children(node, sibling)
    if node != root:
        raise InvalidProof(f"the proof of leaf {index} leads to the root {node.hex()}, not to {root.hex()}")


def verify_consistency(first: int, size: int, first_root: bytes, root: bytes, proof: list[bytes]) -> None:
    """Check that the tree of ``size`` leaves with ``root`` begins with that of ``first`` leaves with ``first_root``.

    Raises:
        InvalidProof: it is not proved; the message says why.

    """
    _check_lengths([first_root, root, *proof])
    ranges = consistency_ranges(first, size)
    if len(proof) != len(ranges):
        raise InvalidProof(f"the proof has {len(proof)} hashes; from {first} to {size} leaves it takes {len(ranges)}")
    if first == 0:
        if first_root != EMPTY_ROOT:
            raise InvalidProof(f"{first_root.hex()} is not the root of a tree without leaves")
        return
    if not ranges:
        if first_root != root:
            raise InvalidProof(f"two roots of {size} leaves: {first_root.hex()} and {root.hex()}")
        return
    # The first hash belongs to both trees: the smaller one itself where it is complete, else its last subtree.
    nodes = list(zip(proof, ranges, strict=True))
    if first & (first - 1):
        old = new = nodes.pop(0)[0]
    else:
        old = new = first_root
    for sibling, (start, _) in nodes:
        if start < first:
            old = hash_children(sibling, old)
            new = hash_children(sibling, new)
        else:
            new = hash_children(new, sibling)
    if old != first_root:
        raise InvalidProof(f"the proof leads to the root {old.hex()} for {first} leaves, not to {first_root.hex()}")
    if new != root:
        raise InvalidProof(f"the proof leads to the root {new.hex()} for {size} leaves, not to {root.hex()}")


def _check_lengths(hashes: list[bytes]) -> None:
    for value in hashes:
        if len(value) != HASH_BYTES:
            raise InvalidProof(f"a hash of {len(value)} bytes: SHA-256 has {HASH_BYTES}")


def _split(count: int) -> int:
    """The largest power of two smaller than ``count``."""
    return 1 << ((count - 1).bit_length() - 1)

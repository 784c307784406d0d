"""The tree and its proofs, against the vectors of transparency-dev/merkle and against the definition of RFC 6962.

The vectors (leaves, roots, proofs) are those of ``proof/verify_test.go`` and ``testdata/`` of
https://github.com/transparency-dev/merkle, Apache License 2.0; the ways in which proofs are corrupted follow it too.
"""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.errors import InvalidProof
from events.merkle.proofs import consistency_ranges, inclusion_ranges, verify_consistency, verify_inclusion
from events.merkle.tree import EMPTY_ROOT, CompactRange, Node, cover, fold, hash_children, hash_leaf

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
OTHER = bytes.fromhex("abacaba000000000000000000000000000000000000000000060061e00123456")


def root_of(hashes: list[bytes]) -> bytes:
    """The root as RFC 6962 defines it, without any shortcut."""
    if not hashes:
        return EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while 2 * split < len(hashes):
        split *= 2
    return hash_children(root_of(hashes[:split]), root_of(hashes[split:]))


def prove(hashes: list[bytes], ranges: list[tuple[int, int]]) -> list[bytes]:
    """The proof that consists of the roots of these ranges of leaves."""
    return [root_of(hashes[start:end]) for start, end in ranges]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_vectors(size: int) -> None:
    """Trees of none to eight leaves have the published roots, grown leaf by leaf or defined at once."""
    tree = CompactRange()
    for leaf in LEAVES[:size]:
        tree.append(hash_leaf(leaf))
    assert tree.root().hex() == ROOTS[size]
    assert root_of([hash_leaf(leaf) for leaf in LEAVES[:size]]).hex() == ROOTS[size]
    assert CompactRange.parse(size, tree.serialize()).root() == tree.root()


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_those_of_the_vectors(index: int, size: int) -> None:
    """The published proofs are made and accepted; nothing that differs from them in any part is."""
    hashes = [hash_leaf(leaf) for leaf in LEAVES[:size]]
    proof = [bytes.fromhex(value) for value in INCLUSION[index, size]]
    leaf, root = hashes[index], bytes.fromhex(ROOTS[size])
    assert prove(hashes, inclusion_ranges(index, size)) == proof
    verify_inclusion(index, size, leaf, proof, root)

    wrong = [
        *((other, size, leaf, proof, root) for other in (index - 1, index + 1, index ^ 2)),
        *((index, other, leaf, proof, root) for other in (size * 2, size // 2, 0, -1)),
        (index, size, b"WrongLeaf", proof, root),
        (index, size, OTHER, proof, root),
        *((index, size, leaf, proof, other) for other in (EMPTY_ROOT, OTHER, b"")),
        *((index, size, leaf, [*proof, extra], root) for extra in (b"", root)),
        *((index, size, leaf, [extra, *proof], root) for extra in (b"", root)),
        *((index, size, leaf, _flip(proof, place), root) for place in range(len(proof))),
    ]
    if proof:
        wrong.append((index, size, leaf, proof[:-1], root))
        wrong.append((index, size, leaf, [proof[0], OTHER, *proof[1:]], root))
    for arguments in wrong:
        with pytest.raises(InvalidProof):
            verify_inclusion(*arguments)


@pytest.mark.parametrize(("first", "size"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_vectors(first: int, size: int) -> None:
    """The published proofs are made and accepted; nothing that differs from them in any part is."""
    hashes = [hash_leaf(leaf) for leaf in LEAVES[:size]]
    proof = [bytes.fromhex(value) for value in CONSISTENCY[first, size]]
    old, new = bytes.fromhex(ROOTS[first]), bytes.fromhex(ROOTS[size])
    assert prove(hashes, consistency_ranges(first, size)) == proof
    verify_consistency(first, size, old, new, proof)

    wrong = [
        *((first, other, old, new, proof) for other in (size * 2, size // 2)),
        *((first, size, other, new, proof) for other in (b"WrongRoot", OTHER)),
        *((first, size, old, other, proof) for other in (b"WrongRoot", OTHER)),
        *((first, size, old, new, [*proof, extra]) for extra in (b"", old, new)),
        *((first, size, old, new, [extra, *proof]) for extra in (b"", old, new)),
        *((first, size, old, new, _flip(proof, place)) for place in range(len(proof))),
    ]
    if proof:
        wrong += [(other, size, old, new, proof) for other in (first - 1, first + 1, first ^ 2)]
        wrong += [(first, size, new, old, proof), (first, size, old, new, []), (first, size, old, new, proof[:-1])]
        wrong.append((first, size, old, new, [proof[0], *proof]))
    for arguments in wrong:
        with pytest.raises(InvalidProof):
            verify_consistency(*arguments)


def _flip(proof: list[bytes], place: int) -> list[bytes]:
    flipped = bytes([proof[place][0] ^ 8]) + proof[place][1:]
    return [*proof[:place], flipped, *proof[place + 1 :]]


def test_every_proof_of_small_trees_holds() -> None:
    """For each size up to 40: each leaf is proved, and each smaller tree is proved to be its beginning."""
    hashes = [hash_leaf(bytes([number])) for number in range(40)]
    for size in range(1, 41):
        root = root_of(hashes[:size])
        for index in range(size):
            verify_inclusion(index, size, hashes[index], prove(hashes, inclusion_ranges(index, size)), root)
        for first in range(size + 1):
            proof = prove(hashes, consistency_ranges(first, size))
            verify_consistency(first, size, root_of(hashes[:first]), root, proof)


def test_the_trivial_cases_of_consistency() -> None:
    """Every tree begins with the empty one and with itself; none begins with a larger one."""
    verify_consistency(0, 5, EMPTY_ROOT, OTHER, [])
    verify_consistency(5, 5, OTHER, OTHER, [])
    for first, old, new in ((0, OTHER, OTHER), (5, OTHER, EMPTY_ROOT), (6, OTHER, OTHER)):
        with pytest.raises(InvalidProof):
            verify_consistency(first, 5, old, new, [])


@given(st.integers(0, 600), st.integers(0, 600))
def test_a_cover_is_the_range_in_complete_nodes(one: int, other: int) -> None:
    """The nodes of a cover follow each other without a gap from the start to the end, as few as can be."""
    start, end = sorted((one, other))
    leaf = start
    nodes = cover(start, end)
    for node in nodes:
        assert node.index << node.level == leaf
        leaf += 1 << node.level
    assert leaf == end
    assert len(nodes) <= 2 * (600).bit_length()


@given(st.integers(0, 300))
def test_a_growing_tree_names_every_complete_node_once(size: int) -> None:
    """Each node that a tree completes is yielded once with its hash, and the roots of the left edge are among them."""
    hashes = [hashlib.sha256(number.to_bytes(2)).digest() for number in range(size)]
    tree = CompactRange()
    nodes: dict[Node, bytes] = {}
    for value in hashes:
        for node, node_hash in tree.append(value):
            assert node not in nodes
            nodes[node] = node_hash
    assert set(nodes) == {Node(level, index) for level in range(10) for index in range(size >> level)}
    assert fold([nodes[node] for node in cover(0, size)]) == tree.root() == root_of(hashes)


def test_a_compact_range_of_the_wrong_length_is_refused() -> None:
    """Stored hashes that are not as many as the size has bits set are not a tree."""
    with pytest.raises(InvalidProof):
        CompactRange.parse(3, bytes(32))
    with pytest.raises(InvalidProof):
        CompactRange.parse(1, bytes(31))

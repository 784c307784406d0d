"""The Merkle tree over the ledger, as it is stored: roots, proofs of events, proofs between two sizes.

Stored are the leaf hashes and the nodes of every eighth level; 256 neighbours make up a tile. A proof reads at
most one tile a level that it touches: O(log n) hashes, in one statement.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import asyncpg

from events.errors import InconsistentLedger, InvalidProof
from events.ledger import statements
from events.merkle.event_proof import EventProof
from events.merkle.proofs import consistency_ranges, inclusion_ranges
from events.merkle.tree import CompactRange, Node, cover, fold

TILE_LEVELS = 8


class Tree:
    """Reads the tree of a ledger; any size that it ever had can be asked for."""

    def __init__(self, pool: "asyncpg.Pool[Any]") -> None:
        self._pool = pool

    async def head(self) -> tuple[int, bytes]:
        """Return how many leaves the tree has now, and its root."""
        position, _, compact_range, _ = await self._pool.fetchrow(statements.READ_HEAD) or (0, None, b"", 0)
        return position, CompactRange.parse(position, compact_range).root()

    async def root(self, size: int) -> bytes:
        """Return the root that the tree had at ``size`` leaves."""
        return (await self._roots([(0, size)]))[0]

    async def prove_inclusion(self, position: int, size: int) -> list[bytes]:
        """Prove that the event at ``position`` is in the tree of ``size`` events.

        Raises:
            InvalidProof: there is no such position in a tree of that size, or the ledger is not that long.

        """
        await self._check_size(size)
        return await self._roots(inclusion_ranges(position - 1, size))

    async def prove_consistency(self, first: int, size: int) -> list[bytes]:
        """Prove that the tree of ``size`` events begins with that of the ``first`` ones.

        Raises:
            InvalidProof: ``first`` is larger than ``size``, or the ledger is not that long.

        """
        await self._check_size(size)
        return await self._roots(consistency_ranges(first, size))

    async def prove_event(self, position: int, size: int, checkpoint: str) -> EventProof:
        """Put together all that proves the event at ``position`` under a signed checkpoint of ``size`` events.

        Raises:
            InvalidProof: the checkpoint is older than the event, or the ledger does not have it.

        """
        inclusion = await self.prove_inclusion(position, size)
        row = await self._pool.fetchrow(statements.READ_LEAF, position)
        if row is None:
            raise InvalidProof(f"the ledger has no event at position {position}")
        return EventProof(**dict(row), inclusion=inclusion, checkpoint=checkpoint)

    async def _check_size(self, size: int) -> None:
        position, *_ = await self._pool.fetchrow(statements.READ_HEAD) or (0,)
        if size > position:
            raise InvalidProof(f"a tree of {size} events was asked for; the ledger has {position}")

    async def _roots(self, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
        """Return the root of each range of leaves (start, end exclusive)."""
        covers = [cover(start, end) for start, end in ranges]
        hashes = await self._read({node for nodes in covers for node in nodes})
        return [fold([hashes[node] for node in nodes]) for nodes in covers]

    async def _read(self, nodes: Iterable[Node]) -> dict[Node, bytes]:
        """Compute nodes from the nearest stored level below each."""
        wanted = list(nodes)
        levels = [node.level // TILE_LEVELS * TILE_LEVELS for node in wanted]
        amounts = [1 << (node.level - level) for node, level in zip(wanted, levels, strict=True)]
        firsts = [node.index * amount for node, amount in zip(wanted, amounts, strict=True)]
        found: list[list[bytes]] = [[] for _ in wanted]
        for row in await self._pool.fetch(statements.READ_NODES, levels, firsts, amounts):
            number: int = row["number"]
            found[number - 1].append(row["hash"])
        result: dict[Node, bytes] = {}
        for node, amount, hashes in zip(wanted, amounts, found, strict=True):
            if len(hashes) != amount:
                raise InconsistentLedger(
                    f"the tree of the ledger has lost nodes: {len(hashes)} of {amount} are left under level "
                    f"{node.level}, index {node.index}; run an audit of the ledger"
                )
            grown = CompactRange()
            for value in hashes:
                grown.append(value)
            result[node] = grown.root()
        return result

"""Signs what the ledger is, and refuses to sign what contradicts an earlier signature."""

from collections.abc import Sequence
from typing import Any

import asyncpg

from events.errors import InconsistentLedger, InvalidProof
from events.ledger import statements
from events.ledger.tree import Tree
from events.merkle.checkpoint import Checkpoint, open_any_checkpoint, read_checkpoint, sign_checkpoint
from events.merkle.note import SigningKey, VerifierKey
from events.merkle.proofs import verify_consistency

INTERVAL = 10.0
"""Seconds between two checkpoints, at least."""


class Notary:
    """Signs checkpoints of a ledger with one key and keeps them in the database; ``former`` keys signed before it."""

    def __init__(self, pool: "asyncpg.Pool[Any]", key: SigningKey, former: Sequence[VerifierKey] = ()) -> None:
        self._pool = pool
        self._tree = Tree(pool)
        self._key = key
        self._keys = (key.verifier, *former)

    async def sign(self) -> str | None:
        """Return the latest checkpoint, signed now when the ledger has grown and the last one is old enough.

        None where nothing has been appended yet.

        Raises:
            InconsistentLedger: the ledger is not a continuation of the last checkpoint; nothing is signed.

        """
        last = await self._pool.fetchrow(statements.READ_LAST_CHECKPOINT)
        size, root = await self._tree.head()
        if last is not None:
            note: str = last["note"]
            if last["size"] == size and last["root"] == root:
                return note
            await self._compare(read_checkpoint(note), size, root)
            if last["age"] < INTERVAL:
                return note
        if size == 0:
            return None
        note = sign_checkpoint(self._key, size, root)
        if await self._pool.fetchval(statements.KEEP_CHECKPOINT, size, root, note):
            return note
        # Another process has signed in the meantime.
        return await self._pool.fetchval("SELECT note FROM ledger.checkpoint ORDER BY size DESC LIMIT 1")

    async def check(self, note: str) -> Checkpoint:
        """Check that the ledger continues a checkpoint which was kept elsewhere.

        Raises:
            InvalidCheckpoint: it is not a checkpoint that this key or a former one has signed.
            InconsistentLedger: events that it vouches for are gone or have changed.

        """
        checkpoint = open_any_checkpoint(self._keys, note)
        await self._compare(checkpoint, *await self._tree.head())
        return checkpoint

    async def _compare(self, earlier: Checkpoint, size: int, root: bytes) -> None:
        if earlier.size > size:
            raise InconsistentLedger(
                f"a checkpoint of {earlier.size} events was signed, the ledger has {size}: events at its end are gone; "
                "nothing is signed until an audit has found out why"
            )
        try:
            proof = await self._tree.prove_consistency(earlier.size, size)
            verify_consistency(earlier.size, size, earlier.root, root, proof)
        except InvalidProof as error:
            raise InconsistentLedger(
                f"the first {earlier.size} events are not those of the checkpoint signed then ({error}); "
                "nothing is signed until an audit has found out why"
            ) from error

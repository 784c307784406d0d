"""Waiting until the views have folded a position, whichever process folds it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import NamedTuple

from events.ledger import Ledger
from projections.errors import BeyondHead, NotYetProjected

_LOOK_AGAIN = 0.05


class _Seen(NamedTuple):
    """Where views and ledger stood when somebody looked, and when that was begun."""

    began: float
    reached: int
    head: int


class Waiting:
    """Whoever waits for the views in this process.

    What this process folds by itself they are told; for what others fold they look, one for all who wait.
    """

    def __init__(self, ledger: Ledger, position: Callable[[], Awaitable[int]], hurry: Callable[[], None]) -> None:
        """``position`` tells how far all views have come; ``hurry`` is called while somebody waits."""
        self._ledger = ledger
        self._position = position
        self._hurry = hurry
        self._moved = asyncio.Event()
        self._reached = 0
        self._looking = asyncio.Lock()
        self._seen = _Seen(-1.0, 0, 0)

    def reach(self, position: int) -> None:
        """Say that this process has brought all views up to a position; the next move tells it to whoever waits."""
        self._reached = max(self._reached, position)

    def forget(self) -> None:
        """What this process has brought the views up to may be lost: whoever waits looks for itself."""
        self._reached = 0

    def tell_moved(self) -> None:
        """Wake whoever waits for the views to move; who looks from now on waits for the next time."""
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def wait_for(self, position: int, timeout: float) -> None:  # noqa: ASYNC109  (the error says how long)
        """Return once every view has folded ``position``.

        Raises:
            BeyondHead: the ledger has not reached that position.
            NotYetProjected: ``timeout`` seconds were not enough.

        """
        until = time.monotonic() + timeout
        # Of what this process has appended it knows that it is there, and mostly it is told here that it is folded.
        look = timeout <= 0 or self._ledger.last_append.position < position
        reached = self._reached
        while True:
            # Taken before the look, so that a move during it is not missed.
            moved, before = self._moved, self._reached
            if before >= position:
                return
            if look:
                seen = await self._look()
                reached = seen.reached
                if reached >= position:
                    return
                if position > seen.head:
                    raise BeyondHead(position, seen.head)
            left = until - time.monotonic()
            if left <= 0:
                raise NotYetProjected(position, reached, timeout)
            self._hurry()
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, _LOOK_AGAIN)):
                    await moved.wait()
            look = self._reached == before
            reached = max(reached, self._reached)

    async def _look(self) -> _Seen:
        """Where views and ledger stand; a look that another began since will do."""
        asked = time.monotonic()
        async with self._looking:
            if self._seen.began < asked:
                began = time.monotonic()
                self._seen = _Seen(began, await self._position(), await self._ledger.head())
            return self._seen

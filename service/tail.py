"""The end of the ledger, kept in memory for everybody who follows it live: read and written once for all of them."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager

import msgspec
import structlog

from events.connection import LOST
from events.errors import ChanceryError
from events.ledger import Ledger
from projections.views.timeline import EVERY_EVENT
from service.changes import Change, Changes

KEPT = 2_000
"""Changes kept in memory; who is further behind reads the ledger."""
_PAUSE = 0.5

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A change as it was written out, once for all who get it."""

    change: Change
    written: bytes


class Tail:
    """Follows the ledger as long as anybody follows it.

    Args:
        ledger: what to follow.
        changes: what knows the articles behind the events.
        write: how a change is written out.

    """

    def __init__(self, ledger: Ledger, changes: Changes, write: Callable[[Change], bytes]) -> None:
        self._ledger = ledger
        self._changes = changes
        self._write = write
        self._lines: deque[Line] = deque()
        self._from = self._position = 0
        self._moved = asyncio.Event()
        self._followers = 0
        self._work: asyncio.Task[None] | None = None
        self._beginning = asyncio.Lock()
        self._closed = False

    @property
    def moved(self) -> asyncio.Event:
        """Set at the next move, or when the tail is closed; take it before looking at the lines."""
        return self._moved

    @property
    def ended(self) -> bool:
        """Whether nothing more will come: the service stops, or the work failed; who comes back begins it anew."""
        return self._closed or self._work is None or self._work.done()

    @asynccontextmanager
    async def follow(self) -> AsyncGenerator[None]:
        """Keep the tail moving until the end of the block."""
        self._followers += 1
        try:
            async with self._beginning:
                if self._work is None or self._work.done():
                    self._lines.clear()
                    self._from = self._position = await self._ledger.head()
                    self._work = asyncio.create_task(self._run(), name="tail")
                    self._work.add_done_callback(lambda _: self._wake())
            yield
        finally:
            self._followers -= 1
            if not self._followers and self._work is not None:
                work, self._work = self._work, None
                work.cancel()

    def since(self, position: int) -> tuple[Sequence[Line], int] | None:
        """The changes after a position and the position that they reach; None where the memory begins later."""
        if position < self._from:
            return None
        return [line for line in self._lines if line.change.recorded.position > position], max(position, self._position)

    def close(self) -> None:
        """Let everybody who follows come to an end: the service stops."""
        self._closed = True
        self._wake()

    async def _run(self) -> None:
        while True:
            try:
                async for page in self._ledger.subscribe(after=self._position):
                    for change in await self._changes.choose(page, EVERY_EVENT):
                        self._lines.append(Line(change=change, written=self._write(change)))
                    while len(self._lines) > KEPT:
                        self._from = self._lines.popleft().change.recorded.position
                    self._position = page[-1].position
                    self._wake()
            except (*LOST, ChanceryError) as error:
                _log.warning(
                    "the ledger is lost to those who follow it live, they go on when it answers", why=str(error)
                )
                await asyncio.sleep(_PAUSE)

    def _wake(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

"""Windows of a ledger made into rows: several are read and folded at the same time, and written in their order."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from projections.folding import Encoded, Folding
from projections.stored import Stored

READY = 2
"""So many windows beyond those that are read and folded may wait to be written."""

Load = Callable[[int], Awaitable[Stored]]
Write = Callable[[int, Encoded], Awaitable[None]]


async def fill_windows(starts: range, folding: Folding, load: Load, write: Write) -> None:
    """Load, fold and write the window that begins after each of ``starts``; one more than are folded is loaded ahead.

    Raises:
        RebuildFailed: what ``folding`` raises.

    """
    places = asyncio.Semaphore(folding.at_once + 1)
    coming: asyncio.Queue[asyncio.Task[Encoded]] = asyncio.Queue(folding.at_once + READY)
    begun: set[asyncio.Task[Any]] = set()

    async def make(after: int) -> Encoded:
        async with places:
            return await folding.fold(await load(after))

    async def begin() -> None:
        for after in starts:
            made = asyncio.create_task(make(after), name="rebuild: make rows")
            begun.add(made)
            await coming.put(made)

    begun.add(asyncio.create_task(begin(), name="rebuild: begin windows"))
    try:
        for after in starts:
            made = await coming.get()
            rows = await made
            begun.discard(made)
            await write(after, rows)
    finally:
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)

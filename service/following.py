"""What runs beside the answers for as long as the service is open, and whether it still does."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

_log = logging.getLogger(__name__)


class Following:
    """Work in the background that must not end by itself."""

    def __init__(self, task: "asyncio.Task[Any]") -> None:
        self._task = task
        task.add_done_callback(self._report)

    @property
    def failure(self) -> str | None:
        """Why the work has ended; None while it goes on."""
        if not self._task.done():
            return None
        if self._task.cancelled():
            return "it was cancelled"
        error = self._task.exception()
        return "it returned" if error is None else f"{type(error).__name__}: {error}"

    async def stop(self) -> None:
        """End the work, which is no failure any more; one that happened before is logged already."""
        self._task.remove_done_callback(self._report)
        self._task.cancel()
        await asyncio.wait({self._task})

    def _report(self, task: "asyncio.Task[Any]") -> None:
        _log.critical(
            "%s has ended and nothing continues it: %s; restart this process",
            task.get_name(),
            self.failure,
            exc_info=None if task.cancelled() else task.exception(),
        )


@asynccontextmanager
async def follow(work: Coroutine[Any, Any, Any], name: str) -> AsyncGenerator[Following]:
    """Run ``work`` in the background until the end of the block; ``name`` is what logs call it.

    Should it end before, by an error or otherwise, that is logged as critical and ``failure`` says why.
    """
    following = Following(asyncio.create_task(work, name=name))
    try:
        yield following
    finally:
        await following.stop()

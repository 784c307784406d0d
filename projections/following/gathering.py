"""How long the views let events gather while many come, so that what they share is folded once.

What a step takes depends less on how many events it folds than on the happenings that these touch, which are made anew
once a step. So each pause is some times as long as the step before it, and following takes a fixed part of the time at
most, however much comes, unless a step takes so long that the views would stand still for longer than anybody likes.
"""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager, suppress

BATCHES = 4
"""So many times as many events are folded in one transaction while they come in bulk."""
PAUSE = 2.0
"""Seconds from one step to the next while events come in bulk, at least."""
PATIENCE = 3.0
"""So many times as long as a step took the next one is put off: following takes a quarter of the time."""
LONGEST_PAUSE = 30.0
"""Seconds from one step to the next, at most."""


class Gathering:
    """Whether events come in bulk, and the pauses that are made then."""

    def __init__(self, least: float = PAUSE) -> None:
        """``least``: seconds that a pause takes at least."""
        self._least = least
        self._bulks = 0
        self._wanted = asyncio.Event()

    @property
    def in_bulk(self) -> bool:
        """Whether somebody has said that many events come."""
        return self._bulks > 0

    @contextmanager
    def expect_many(self) -> Generator[None]:
        """Say for the length of a block that many events come."""
        self._bulks += 1
        try:
            yield
        finally:
            self._bulks -= 1
            self._wanted.set()

    def end_pause(self) -> None:
        """Say that somebody waits for what has gathered."""
        self._wanted.set()

    async def pause(self, took: float) -> None:
        """Let events gather after a step that took so many seconds, unless somebody wants them or no more come."""
        self._wanted.clear()
        if self.in_bulk:
            # Not by wait_for: before Python 3.12 a stop that comes as the wait ends is lost in it.
            with suppress(TimeoutError):
                async with asyncio.timeout(choose_pause(took, self._least)):
                    await self._wanted.wait()


def choose_pause(took: float, least: float = PAUSE) -> float:
    """For how many seconds to let events gather after a step that took ``took``."""
    return max(least, min(PATIENCE * took, LONGEST_PAUSE))

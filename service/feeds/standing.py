"""How the feeds fare: what `chancery feeds list`, the doctor and the metrics tell of them."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

import msgspec

from service.feeds.sources import Source, join_sources, load_sources
from service.feeds.store import FeedStore, State

Fares = Literal["well", "unread", "failing", "late"]
"""unread: never read yet; failing: its last readings failed; late: long due, and nobody reads it."""

FAILING = 3
"""Readings that fail one after the other before it is more than a bad moment of its server."""

LATE = timedelta(days=1)
"""For how long a feed may be due before somebody should ask whether any process reads feeds: `--once` may run daily."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A feed, whether a file names it or it was added, and how it fares; ``state`` is None before it is first read."""

    source: Source
    in_file: bool
    state: State | None
    fares: Fares


async def list_standings(
    store: FeedStore, file: Path | None, now: datetime, *, counted: bool = False
) -> list[Standing]:
    """Every feed that is read, each once: those of ``file`` and those added; with their items counted if ``counted``.

    Raises:
        BadFeeds: the file cannot be read, or names a feed twice.

    """
    named = await asyncio.to_thread(load_sources, file)
    added, states = await store.list_added(), await store.list_states(counted=counted)
    in_file = {source.url for source in named}
    return [
        Standing(
            source=source,
            in_file=source.url in in_file,
            state=states.get(source.url),
            fares=judge(states.get(source.url), now),
        )
        for source in join_sources(named, added)
    ]


def judge(state: State | None, now: datetime) -> Fares:
    """How a feed fares by what is known of it."""
    if state is None or state.read_at is None:
        return "unread"
    if state.failures >= FAILING:
        return "failing"
    # Where its server asks to be left alone, or a process is at it, nobody is late.
    awaited = [time for time in (state.due_at, state.wait_until, state.claimed_until) if time is not None]
    return "late" if awaited and max(awaited) + LATE < now else "well"


class Feeds:
    """The feeds of an installation, for whoever asks how they fare now."""

    def __init__(self, store: FeedStore, file: Path | None, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._file = file
        self._clock = clock

    async def count(self) -> Mapping[Fares, int]:
        """How many feeds fare in each way, none left out.

        Raises:
            BadFeeds: as ``list_standings``.

        """
        counted = Counter(each.fares for each in await list_standings(self._store, self._file, self._clock()))
        return {fares: counted[fares] for fares in get_args(Fares)}

"""Rows made of stored happenings: in this process, or of many happenings in processes of their own.

What is stored goes to a process as the database gave it and comes back as COPY takes it, so that reading, folding and
encoding are all done there, on a processor of its own.
"""

import asyncio
import gc
import multiprocessing
import os
import signal
import struct
import threading
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from events.errors import UndecodableEvent
from events.vocabulary import FAMILIES
from projections.copying import encode_rows
from projections.errors import RebuildFailed
from projections.facts import Acts
from projections.stored import Stored, build_ground, pack_stored, unpack_stored
from projections.view import Row, View
from projections.views import VIEWS

MANY = 100_000
"""From so many positions on, processes are worth their start."""
MOST_PROCESSES = 4

Encoded = Mapping[str, Mapping[str, bytes]]
"""By view and table, rows as COPY takes them."""


class Folding:
    """Folds windows of happenings, ``at_once`` of them at the same time."""

    def __init__(self, executor: Executor, views: Sequence[View], at_once: int, *, named: bool) -> None:
        self.at_once = at_once
        self._executor = executor
        self._views = tuple(views)
        self._named = named

    async def fold(self, stored: Stored) -> Encoded:
        """The rows of every happening of a window.

        Raises:
            RebuildFailed: an event cannot be read, a view cannot take a happening, or the process has died.

        """
        loop = asyncio.get_running_loop()
        try:
            if self._named:
                names = tuple(view.name for view in self._views)
                return await loop.run_in_executor(self._executor, _fold_named, names, pack_stored(stored))
            return await loop.run_in_executor(self._executor, fold_window, self._views, stored)
        except BrokenProcessPool as error:
            raise RebuildFailed(
                "a process that made rows has died, perhaps for want of memory",
                remedy="Rebuild again: it goes on from there",
            ) from error


@contextmanager
def open_folding(views: Sequence[View], positions: int) -> Generator[Folding]:
    """What folds so many positions of the ledger; processes are ended when the context is left."""
    ours = {view.name: view.rows for view in VIEWS}
    count = count_processes()
    if positions < MANY or count == 1 or any(ours.get(view.name) is not view.rows for view in views):
        with ThreadPoolExecutor(1, thread_name_prefix="rebuild") as threads:
            yield Folding(threads, views, 1, named=False)
        return
    context = multiprocessing.get_context("spawn")
    processes = ProcessPoolExecutor(count, mp_context=context, initializer=_begin)
    try:
        for _ in range(count):
            processes.submit(_stand_ready)
        yield Folding(processes, views, count, named=True)
    finally:
        processes.shutdown(cancel_futures=True)


def count_processes() -> int:
    """How many processes fold: one a processor that this one may use."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, MOST_PROCESSES)


def fold_window(views: Sequence[View], stored: Stored) -> Encoded:
    """The rows of every happening of stored ones, by view and table; tables without any are left out."""
    try:
        ground = build_ground(stored)
    except UndecodableEvent as error:
        raise RebuildFailed(str(error)) from error
    acts = Acts(ground)
    found: dict[str, dict[str, list[Row]]] = {
        view.name: {name: [] for name in view.tables if name not in view.summaries} for view in views
    }
    showing = {family: [view for view in views if family in view.families] for family in FAMILIES}
    for happening, events in ground.happenings.items():
        if len(events) == 1:
            (event,) = events
            concerned = showing[ground.entries[event].report.family]
        else:
            told = {ground.entries[event].report.family for event in events}
            concerned = [view for view in views if not told.isdisjoint(view.families)]
        for view in concerned:
            made = found[view.name]
            try:
                for name, rows in view.rows(acts, happening).items():
                    made[name].extend(rows)
            except Exception as error:
                raise RebuildFailed(f"the view {view.name} cannot take the happening {happening}: {error!r}") from error
    return {view.name: _encode(view, found[view.name]) for view in views}


def _encode(view: View, found: Mapping[str, list[Row]]) -> dict[str, bytes]:
    try:
        return {name: encode_rows(view.tables[name], rows) for name, rows in found.items() if rows}
    except (ValueError, TypeError, struct.error) as error:
        raise RebuildFailed(f"the view {view.name} made a row that cannot be written: {error!r}") from error


def _fold_named(names: Sequence[str], packed: bytes) -> Encoded:
    return fold_window([view for view in VIEWS if view.name in names], unpack_stored(packed))


def _stand_ready() -> None:
    """Nothing: a process is started for it."""


def _begin() -> None:
    """Let this process end with the one that started it, which is also the one to be interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def end() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=end, daemon=True).start()
    # What a window makes holds no cycles: looking for them took a tenth of the time.
    gc.disable()

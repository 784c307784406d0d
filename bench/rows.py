"""What an append cannot be without: the rows of the ledger, their index entries, and the hashes of the tree."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from hashlib import sha256
from typing import Any

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement

from bench.peers import run_tasks
from bench.work import make_condition
from events.envelope import NewEvent

TABLES = """
CREATE TABLE public.row_event (LIKE ledger.event INCLUDING ALL);
CREATE TABLE public.row_id (LIKE ledger.event_id INCLUDING ALL);
CREATE TABLE public.row_tag (LIKE ledger.tag INCLUDING ALL);
CREATE TABLE public.row_head (LIKE ledger.head INCLUDING ALL) WITH (fillfactor = 10);
INSERT INTO public.row_head SELECT * FROM ledger.head;
GRANT ALL ON public.row_event, public.row_id, public.row_tag, public.row_head TO chancery_service;
GRANT EXECUTE ON FUNCTION ledger.leaf_hash TO chancery_service;
"""
# Arrays as text where the driver takes longer over their elements, as the ledger itself sends them. Of n events a tree
# has as many nodes as leaves, sooner or later: one is hashed for each.
INSERT = """
WITH turn AS MATERIALIZED (
    SELECT h.position FROM public.row_head AS h FOR UPDATE
), written AS (
    INSERT INTO public.row_event
           (position, schema_version, recorded_at, id, type, author, tags, digest, leaf_hash, salt, payload)
    SELECT n.position, 1, now(), n.id, n.type, 'bench', string_to_array(n.tags, E'\\n'),
           substring(n.sealed FROM 1 FOR 32),
           ledger.leaf_hash(n.position, n.id, convert_to(n.type, 'UTF8'), 1, $9, convert_to(n.tags, 'UTF8'), 'bench',
                            substring(n.sealed FROM 1 FOR 32)),
           substring(n.sealed FROM 33 FOR 16), substring(n.sealed FROM 49)
      FROM (SELECT generate_series($1::bigint, $1 + cardinality($5::bytea[]) - 1) AS position,
                   unnest($2::text::uuid[]) AS id, unnest((string_to_array($3, E'\\x1e'))[2:]) AS type,
                   unnest((string_to_array($4, E'\\x1e'))[2:]) AS tags, unnest($5::bytea[]) AS sealed) AS n
           CROSS JOIN turn
    RETURNING leaf_hash
), identified AS (
    INSERT INTO public.row_id (id, position)
    SELECT unnest($2::text::uuid[]), generate_series($1, $1 + cardinality($5) - 1)
), moved AS (
    UPDATE public.row_head
       SET position = $1 + cardinality($5) - 1, recorded_at = now(),
           compact_range = (SELECT substring(string_agg(sha256('\\x01'::bytea || w.leaf_hash || w.leaf_hash), ''::bytea)
                                             FROM 1 FOR 32) FROM written AS w)
)
INSERT INTO public.row_tag (tag, position, kinds, earlier)
SELECT n.tag, n.position, 1, string_to_array(nullif(n.earlier, ''), ' ')::bigint[]
  FROM (SELECT unnest((string_to_array($6, E'\\x1e'))[2:]) AS tag, unnest($7::text::bigint[]) AS position,
               unnest((string_to_array($8, E'\\x1e'))[2:]) AS earlier) AS n
"""
LOT = 128
"""The ledger puts tags for so many events at once, or more."""


class _Rows:
    """Lays flushes out one after the other; what belongs to all of them are the positions and the tags not put yet."""

    def __init__(self, before: int) -> None:
        self.last = before
        self._positions: dict[str, list[int]] = {}
        self._lot = 0

    def lay_out(self, flush: Sequence[NewEvent]) -> tuple[Any, ...]:
        """Give the arguments of the statement that writes a flush."""
        first = self.last + 1
        for self.last, event in enumerate(flush, start=first):
            for tag in event.tags:
                self._positions.setdefault(tag, []).append(self.last)
        self._lot += len(flush)
        laid_out = _lay_out(flush, first, self._positions if self._lot >= LOT else {})
        if self._lot >= LOT:
            self._positions, self._lot = {}, 0
        return laid_out


async def insert_rows(pool: "asyncpg.Pool[Any]", flushes: list[list[NewEvent]], before: int) -> float:
    """Insert the rows that flushes become after the position ``before``, a transaction a flush; events a second.

    They are the head's, the events, their ids, and with every 128th event or each larger flush a row for each tag, in
    tables and indexes like those of the ledger, by one statement a flush that is planned once and locks the head. The
    server hashes each event's leaf, and as many nodes. Nothing is looked up, checked, digested or announced, and all
    that is sent is laid out beforehand: nobody who keeps such rows and hashes, and awaits each flush, is faster.
    """
    rows = _Rows(before)
    laid_out = [rows.lay_out(flush) for flush in flushes]
    async with _prepare(pool, 1) as (statement,):
        began = time.perf_counter()
        for arguments in laid_out:
            await statement.fetch(*arguments)
        return sum(map(len, flushes)) / (time.perf_counter() - began)


async def append_rows(
    pool: "asyncpg.Pool[Any]", writers: int, seconds: float, before: int, groups: int
) -> tuple[float, int]:
    """Let writers make events and wait until the same rows stand committed; events a second, and the last position.

    The writers of a group go together, the last of them writes for all. Of several ``groups`` one gets ready while
    another is written, and is sent before that one is answered; the head's row lets one in after the other. An event
    is made with its condition, as for the ledger, but nothing looks at it.
    """
    rows = _Rows(before)
    async with _prepare(pool, groups) as statements:
        group = _Group(rows, statements, writers // groups)
        rate, _ = await asyncio.gather(run_tasks([group.write] * writers, seconds), group.finish(seconds))
    return rate, rows.last


class _Group:
    """The least that joins writers into flushes."""

    def __init__(self, rows: _Rows, statements: "list[PreparedStatement[Any]]", size: int) -> None:
        self._rows = rows
        self._free = statements
        self._size = size
        self._waiting: list[tuple[NewEvent, asyncio.Future[None]]] = []

    async def write(self, event: NewEvent) -> None:
        """Write an event with its group."""
        make_condition(event, self._rows.last)
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((event, answer))
        if len(self._waiting) >= self._size and self._free:
            await self._flush()
        await answer

    async def finish(self, seconds: float) -> None:
        """Write what waits for others when these write no more."""
        await asyncio.sleep(seconds)
        self._size = 1
        if self._waiting:
            await self._flush()

    async def _flush(self) -> None:
        group, self._waiting = self._waiting, []
        statement = self._free.pop()
        await statement.fetch(*self._rows.lay_out([event for event, _ in group]))
        self._free.append(statement)
        for _, answer in group:
            answer.set_result(None)


@asynccontextmanager
async def _prepare(pool: "asyncpg.Pool[Any]", count: int) -> "AsyncGenerator[list[PreparedStatement[Any]]]":
    """Give the statement, prepared on so many connections."""
    async with AsyncExitStack() as stack:
        connections = [await stack.enter_async_context(pool.acquire()) for _ in range(count)]
        for connection in connections:
            # Else some servers plan for the arrays of each call.
            await connection.execute("SET plan_cache_mode = force_generic_plan")
        try:
            yield [await connection.prepare(INSERT) for connection in connections]
        finally:
            for connection in connections:
                await connection.execute("RESET plan_cache_mode")


def _lay_out(flush: Sequence[NewEvent], first: int, positions: dict[str, list[int]]) -> tuple[Any, ...]:
    return (
        first,
        "{" + ",".join(event.id.hex for event in flush) + "}",
        _write_texts([event.type for event in flush]),
        _write_texts(["\n".join(sorted(event.tags)) for event in flush]),
        [sha256(event.payload).digest() + bytes(16) + event.payload for event in flush],
        _write_texts(list(positions)),
        "{" + ",".join(str(each[-1]) for each in positions.values()) + "}",
        _write_texts([" ".join(map(str, each[:-1])) for each in positions.values()]),
        time.time_ns() // 1000,
    )


def _write_texts(values: list[str]) -> str:
    return "".join("\x1e" + value for value in values)

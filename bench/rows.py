"""What an append cannot be without: the rows of the ledger, their index entries, and the hashes of the tree."""

import time
from hashlib import sha256
from typing import Any

import asyncpg

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
WITH written AS (
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


async def insert_rows(pool: "asyncpg.Pool[Any]", flushes: list[list[NewEvent]], before: int) -> float:
    """Insert the rows that flushes become after the position ``before``, a transaction a flush; events a second.

    They are the head's, the events, their ids, and with every 128th event or each larger flush a row for each tag, in
    tables and indexes like those of the ledger, by one statement a flush that is planned once. The server hashes each
    event's leaf, and as many nodes. Nothing is locked first, looked up, checked, digested or announced, and all that is
    sent is laid out beforehand: nobody who keeps such rows and hashes, and awaits each flush, is faster.
    """
    laid_out: list[tuple[Any, ...]] = []
    positions: dict[str, list[int]] = {}
    lot = 0
    for flush in flushes:
        for position, event in enumerate(flush, start=before + 1):
            for tag in event.tags:
                positions.setdefault(tag, []).append(position)
        lot += len(flush)
        laid_out.append(_lay_out(flush, before + 1, positions if lot >= LOT else {}))
        if lot >= LOT:
            positions, lot = {}, 0
        before += len(flush)
    async with pool.acquire() as connection:
        # Else some servers plan for the arrays of each call.
        await connection.execute("SET plan_cache_mode = force_generic_plan")
        try:
            statement = await connection.prepare(INSERT)
            began = time.perf_counter()
            for arguments in laid_out:
                await statement.fetch(*arguments)
            return sum(map(len, flushes)) / (time.perf_counter() - began)
        finally:
            await connection.execute("RESET plan_cache_mode")


def _lay_out(flush: list[NewEvent], first: int, positions: dict[str, list[int]]) -> tuple[Any, ...]:
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

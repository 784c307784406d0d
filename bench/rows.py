"""The rows of the ledger alone: what is left of a batch when everything about it has been computed beforehand."""

import time
from hashlib import sha256
from typing import Any

import asyncpg

from events.envelope import NewEvent

TABLES = """
CREATE TABLE public.row_event (LIKE ledger.event INCLUDING ALL);
CREATE TABLE public.row_id (LIKE ledger.event_id INCLUDING ALL);
CREATE TABLE public.row_tag (LIKE ledger.tag INCLUDING ALL);
GRANT ALL ON public.row_event, public.row_id, public.row_tag TO chancery_service;
"""
# Arrays as text where the driver takes longer over their elements, as the ledger itself sends them.
INSERT = """
WITH written AS (
    INSERT INTO public.row_event
           (position, schema_version, recorded_at, id, type, author, tags, digest, leaf_hash, salt, payload)
    SELECT n.position, 1, now(), n.id, n.type, 'bench', string_to_array(n.tags, E'\\n'),
           substring(n.sealed FROM 1 FOR 32), substring(n.sealed FROM 1 FOR 32),
           substring(n.sealed FROM 33 FOR 16), substring(n.sealed FROM 49)
      FROM (SELECT generate_series($1::bigint, $1 + cardinality($5::bytea[]) - 1) AS position,
                   unnest($2::text::uuid[]) AS id, unnest((string_to_array($3, E'\\x1e'))[2:]) AS type,
                   unnest((string_to_array($4, E'\\x1e'))[2:]) AS tags, unnest($5::bytea[]) AS sealed) AS n
), identified AS (
    INSERT INTO public.row_id (id, position)
    SELECT unnest($2::text::uuid[]), generate_series($1, $1 + cardinality($5) - 1)
)
INSERT INTO public.row_tag (tag, position, kinds, earlier)
SELECT n.tag, n.position, 1, string_to_array(nullif(n.earlier, ''), ' ')::bigint[]
  FROM (SELECT unnest((string_to_array($6, E'\\x1e'))[2:]) AS tag, unnest($7::text::bigint[]) AS position,
               unnest((string_to_array($8, E'\\x1e'))[2:]) AS earlier) AS n
"""


async def insert_rows(pool: "asyncpg.Pool[Any]", batches: list[list[NewEvent]], before: int) -> float:
    """Insert the rows that batches become after the position ``before``, a transaction a batch; events a second.

    They are the event, its id, and a row for each tag of a batch, in tables and indexes like those of the ledger.
    Nothing is checked, digested or put into a tree: nobody who keeps these rows and awaits each batch is faster.
    """
    laid_out: list[tuple[Any, ...]] = []
    for batch in batches:
        laid_out.append(_lay_out(batch, before + 1))
        before += len(batch)
    async with pool.acquire() as connection:
        statement = await connection.prepare(INSERT)
        began = time.perf_counter()
        for arguments in laid_out:
            await statement.fetch(*arguments)
        return sum(map(len, batches)) / (time.perf_counter() - began)


def _lay_out(batch: list[NewEvent], first: int) -> tuple[Any, ...]:
    positions: dict[str, list[int]] = {}
    for position, event in enumerate(batch, start=first):
        for tag in event.tags:
            positions.setdefault(tag, []).append(position)
    return (
        first,
        "{" + ",".join(event.id.hex for event in batch) + "}",
        _write_texts([event.type for event in batch]),
        _write_texts(["\n".join(sorted(event.tags)) for event in batch]),
        [sha256(event.payload).digest() + bytes(16) + event.payload for event in batch],
        _write_texts(list(positions)),
        "{" + ",".join(str(each[-1]) for each in positions.values()) + "}",
        _write_texts([" ".join(map(str, each[:-1])) for each in positions.values()]),
    )


def _write_texts(values: list[str]) -> str:
    return "".join("\x1e" + value for value in values)

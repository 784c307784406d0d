"""What the columns of a read become."""

from collections.abc import Iterable

import asyncpg

from events.envelope import RecordedEvent


def decode_rows(rows: Iterable[asyncpg.Record]) -> list[RecordedEvent]:
    """Turn the rows of any of the ``read_*.sql`` statements, which all have the same columns, into events."""
    return [
        RecordedEvent(
            position=row[0],
            id=row[1],
            type=row[2],
            schema_version=row[3],
            recorded_at=row[4],
            tags=tuple(row[5]),
            author=row[6],
            payload=row[7],
        )
        for row in rows
    ]

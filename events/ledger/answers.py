"""What each append of a flush is told, and how a batch is recognised that was appended before."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from events.envelope import Appended, NewEvent, RecordedEvent
from events.errors import ConditionFailed, IdReused
from events.ledger.checks import CheckedBatch

Answer = Appended | ConditionFailed | IdReused


def recognize(batch: CheckedBatch, standing: Mapping[UUID, RecordedEvent], author: str) -> Appended | IdReused:
    """Tell a batch that was appended before from one whose ids were used for something else."""
    taken = [standing[event.id] for event in batch.events if event.id in standing]
    if len(taken) == len(batch.events) and all(
        _is_same(event, tags, recorded, author)
        for event, tags, recorded in zip(batch.events, batch.tags, taken, strict=True)
    ):
        return Appended(positions=tuple(recorded.position for recorded in taken), known=True)
    return IdReused(
        f"{len(taken)} of {len(batch.events)} ids of the batch stand in the ledger with other content, another author "
        f"or without the rest of the batch: {_name(taken)}; a retry sends the very same events, new events need new ids"
    )


def _is_same(event: NewEvent, tags: frozenset[str], recorded: RecordedEvent, author: str) -> bool:
    # Of a redacted payload nobody can say any more that it was another one.
    return (
        (event.type, event.schema_version, author) == (recorded.type, recorded.schema_version, recorded.author)
        and tags == frozenset(recorded.tags)
        and recorded.payload in (event.payload, None)
    )


def _name(taken: Sequence[RecordedEvent]) -> str:
    return ", ".join(f"{event.id} at position {event.position}" for event in taken[:5])

"""The shapes of what became of one event."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from projections.public.shapes import Position, Proof, Shape


class FieldChange(Shape, frozen=True, kw_only=True):
    """One field of an event, before and after."""

    field: Annotated[str, Meta(description="Name of the field, as in the vocabulary.")]
    before: Annotated[Any, Meta(description="Its value before, as JSON; null: none, or its default.")]
    after: Annotated[Any, Meta(description="Its value from then on, as JSON; null: none, or its default.")]


class Change(Shape, frozen=True, kw_only=True):
    """One thing that was said or decided of an event."""

    id: Annotated[str, Meta(description="Id of this record in the ledger.")]
    what: Annotated[
        Literal["told", "corrected", "confirmed", "retracted", "merged", "split", "kept_apart", "redacted"],
        Meta(description="What happened: it was told, or one of the others."),
    ]
    position: Annotated[int, Meta(description="Where it stands in the ledger.")]
    recorded_at: Annotated[str, Meta(description="When it was recorded, RFC 3339.")]
    who: Annotated[str | None, Meta(description="Who said so; null: the reading engine, or a decision by rule.")] = None
    why: Annotated[str | None, Meta(description="Why.")] = None
    source: Annotated[str | None, Meta(description="On what they rest.")] = None
    kind: Annotated[
        Literal["reading", "world"] | None,
        Meta(description="corrected: reading, the article was misread; world, its source corrected itself."),
    ] = None
    since: Annotated[str | None, Meta(description="corrected, world: when the source said so.")] = None
    version: Annotated[int | None, Meta(description="corrected, confirmed: which version that was said of.")] = None
    fields: Annotated[tuple[FieldChange, ...], Meta(description="told: what it told; corrected: what changed.")] = ()
    happening: Annotated[
        str | None,
        Meta(
            description="told, merged, split: the happening of which it tells since then; kept_apart: of which it "
            "tells still, null in the history of the other side."
        ),
    ] = None
    proofs: Annotated[tuple[Proof, ...], Meta(description="What this rests on.")] = ()


class EventHistory(Shape, frozen=True, kw_only=True):
    """Everything that was said and decided of one event, the oldest first."""

    id: Annotated[str, Meta(description="Id of the event.")]
    version: Annotated[int, Meta(description="How many corrections it has had: give it as `expected_version`.")]
    counts: Annotated[bool, Meta(description="Whether it counts; false once retracted or redacted.")]
    changes: Annotated[tuple[Change, ...], Meta(description="What was said and decided, the oldest first.")]
    position: Position

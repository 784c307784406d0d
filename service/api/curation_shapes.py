"""What curators send, and what they are answered."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from service.api.shapes import Decision, Shape

Said = Annotated[str, Meta(min_length=1, max_length=2000)]
Who = Annotated[
    Said | None,
    Meta(description="Who says so: needed without a key; with one it is the key's name, and may be left out."),
]
Version = Annotated[
    int | None,
    Meta(
        description="Refuse (409) unless this many corrections stand, as the history's `version` says; null: whatever."
    ),
]
Looked = Annotated[
    int | None,
    Meta(description="Refuse (409) if anything was recorded about it after this position, at which it was looked at."),
]


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A curator's word on an event."""

    who: Who = None
    why: Annotated[Said, Meta(description="Why.")]
    source: Annotated[Said, Meta(description="On what they rest.")] = "the article itself"
    expected_version: Version = None


class NewCorrection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an event should have told."""

    changes: Annotated[
        dict[str, Any],
        Meta(
            description="Fields with the values that they should have, as in the history (null: none); `type` makes "
            "another act of it; `act` and `due` may be written 2025-06-22 or 2025-06-22/2025-06-26.",
            min_length=1,
            max_length=40,
        ),
    ]
    who: Who = None
    why: Annotated[Said, Meta(description="Why.")]
    source: Annotated[Said, Meta(description="On what they rest.")] = "the article itself"
    kind: Annotated[
        Literal["reading", "world"],
        Meta(
            description="reading: the article was misread, and the new value holds at every `reported_by`; "
            "world: its source corrected itself, and the new value holds from `since`."
        ),
    ] = "reading"
    since: Annotated[
        str | None, Meta(description="world: when the source said so, YYYY-MM-DD or YYYY-MM; null for a reading.")
    ] = None
    expected_version: Version = None


class _OfHappenings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    happenings: Annotated[
        tuple[str, ...], Meta(description="Ids of two happenings or more.", min_length=2, max_length=20)
    ]
    who: Who = None
    why: Annotated[Said, Meta(description="Why.")]
    source: Annotated[Said, Meta(description="On what they rest.")] = "the articles themselves"
    expected_version: Looked = None


class NewMerge(_OfHappenings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Happenings that are one act."""


class NewApart(_OfHappenings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Happenings that are different acts."""


class NewSplit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Events of a happening that tell of another act than the rest."""

    events: Annotated[tuple[str, ...], Meta(description="Ids of those events.", min_length=1, max_length=200)]
    who: Who = None
    why: Annotated[Said, Meta(description="Why.")]
    source: Annotated[Said, Meta(description="On what they rest.")] = "the articles themselves"
    expected_version: Looked = None


class CuratedAnswer(Shape, frozen=True, kw_only=True):
    """What became of a curator's word."""

    outcome: Annotated[
        Literal["recorded", "known"], Meta(description="recorded: new; known: it stood already, nothing was written.")
    ]
    position: Annotated[int, Meta(description="The position to `wait_for` to see it in the views.")]
    records: Annotated[tuple[str, ...], Meta(description="Ids of the records that hold it, with what follows from it.")]
    version: Annotated[int | None, Meta(description="How many corrections the event has had; null for happenings.")]
    decisions: Annotated[tuple[Decision, ...], Meta(description="What was decided, by the curator and because of it.")]

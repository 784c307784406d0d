"""The shapes of agreements between parties."""

from typing import Annotated, Literal

from msgspec import Meta

from projections.public.shapes import Announcement, Asked, Fact, Happening, Next, Party, Position, Shape

AgreementStatus = Literal["announced", "signed", "cancelled", "terminated", "unobserved"]


class Agreement(Shape, frozen=True, kw_only=True):
    """An agreement: announced, signed, called off or ended."""

    happening: Happening
    parties: Annotated[tuple[Party, ...], Meta(description="Between whom, in alphabetical order.")]
    status: Annotated[
        AgreementStatus,
        Meta(
            description="On the day asked about; terminated: denounced, suspended or left; unobserved: hearsay, "
            "or an end that is only planned."
        ),
    ]
    instrument: Annotated[str | None, Meta(description="Name of the treaty or accord; null: not told.")]
    sectors: Annotated[tuple[str, ...], Meta(description="Fields that its name and the words about it speak of.")]
    signed: Annotated[
        str | None, Meta(description="The day from which the signature counts; null: not signed or undated.")
    ]
    ended: Annotated[str | None, Meta(description="The day from which its end counts; null: not ended, or undated.")]
    announcements: Annotated[
        tuple[Announcement, ...], Meta(description="What announced it; for an open announcement, itself.")
    ]
    ends: Annotated[tuple[Fact, ...], Meta(description="Acts that ended it, the first first.")]
    fact: Annotated[Fact, Meta(description="The act that it is known by, with its events and their quotes.")]


class AgreementPage(Shape, frozen=True, kw_only=True):
    """Agreements, the latest first."""

    items: tuple[Agreement, ...]
    next: Next
    times: Asked
    position: Position

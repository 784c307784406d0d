"""The shapes of deliveries and pledges, one by one."""

from typing import Annotated, Literal

from msgspec import Meta

from projections.public.shapes import Asked, Fact, Next, Party, Position, Shape

DeliveryKind = Literal["delivery", "pledge"]


class Delivery(Shape, frozen=True, kw_only=True):
    """One item of one act of giving, or of promising: what the sums of aid add up."""

    kind: Annotated[DeliveryKind, Meta(description="delivery: given; pledge: promised, or planned.")]
    donors: Annotated[tuple[Party, ...], Meta(description="Who gives; several only where they gave jointly.")]
    recipients: Annotated[
        tuple[Party, ...], Meta(description="Who receives; several only where one figure is for them together.")
    ]
    counts_from: Annotated[str, Meta(description="The day from which it counts, YYYY-MM-DD; lists go by it.")]
    fact: Annotated[Fact, Meta(description="The act as it is told, with item, amount, terms, domain and its quotes.")]


class DeliveryPage(Shape, frozen=True, kw_only=True):
    """Deliveries and pledges, the latest first."""

    items: tuple[Delivery, ...]
    next: Next
    times: Asked
    position: Position

"""Facets as they are shown: how many events have each value."""

from typing import Annotated, Literal

from msgspec import Meta

from projections.public.shapes import Position, Shape

FacetName = Literal["type", "family", "party", "publisher", "year"]


class FacetValue(Shape, frozen=True, kw_only=True):
    """A value, and how many events have it."""

    value: Annotated[str | None, Meta(description="The value; null: not known.")]
    events: Annotated[int, Meta(description="How many of the events have it.")]


class Facet(Shape, frozen=True, kw_only=True):
    """The values of one facet, those of most events first."""

    facet: Annotated[FacetName, Meta(description="What the events are told apart by.")]
    values: tuple[FacetValue, ...]
    more: Annotated[int, Meta(description="How many further values there are.")]


class Facets(Shape, frozen=True, kw_only=True):
    """How the events that a filter lets through are spread."""

    events: Annotated[int, Meta(description="How many there are.")]
    facets: tuple[Facet, ...]
    position: Position

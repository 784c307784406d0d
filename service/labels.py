"""The label form: what an article tells, written flat, as labelled corpora and ``chancery extract`` write it.

One label joins what the text tells together: three ministers received at once are one label with three
sources. Actors are ISO 3166-1 alpha-3 codes or acronyms of organisations. A symmetric type keeps all its
parties in ``source`` and leaves ``target`` empty.
"""

import msgspec

from events.interval import Interval


class LabelEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event in label form; the fields, in this order, are its JSON keys.

    ``start`` and ``end`` are ISO dates as precise as the text allows (``2024``, ``2024-06``, ``2024-06-12``),
    None where it gives no way to tell. ``amount`` counts ``unit`` (t, an ISO 4217 code, doses, persons, items)
    and ``item`` is one English noun. ``cumulative`` marks a sum of several shipments or a standing total.
    ``quote`` is the shortest stretch of the text that proves it.
    """

    type: str
    source: tuple[str, ...]
    target: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    item: str | None = None
    amount: int | float | None = None
    unit: str | None = None
    cumulative: bool = False
    persons: tuple[str, ...] = ()
    quote: str = ""


class GoldLabel(LabelEvent, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A label that a person wrote; ``required`` is false where a good reader could leave it out."""

    required: bool


def interval_of(label: LabelEvent) -> Interval | None:
    """The days a label may mean, None where it has no date; raises InvalidInterval for a date that does not exist.

    Where only one bound is told, the other adds nothing: the label means the stretch of the one it has.
    """
    start, end = label.start or label.end, label.end or label.start
    return None if start is None else Interval(start=start, end=end)

"""The words with which a language writes dates, as its ``dates.toml`` holds them."""

from typing import Literal

import msgspec

Relation = Literal["on", "since", "until", "span", "before", "after", "soon"]
"""How a date is related to what it dates; ``soon`` dates plans alone: "bientôt", what comes soon after is undated."""


Kind = Literal["day", "month", "year", "weekday", "relative", "season"]
"""How a date is told."""


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to write a date and what it means beyond its slots.

    ``offset`` counts units from publication, ``shift`` from the date told before (times {n} where there is one);
    ``open`` is a stretch that ends or begins with publication; ``needs`` one of the words of [before] in front;
    ``alone``, a determiner stands in front at the opening of a clause ("Le 7, il"), in the month told before;
    ``between``, that word must be one of ``between``; ``decade``, the year stands for ten;
    ``only_before``, no word but these may follow.
    """

    form: str
    unit: str | None = None
    offset: int | None = None
    shift: int | None = None
    open: bool = False
    month: int | None = None
    day: int | None = None
    needs: bool = False
    between: bool = False
    decade: bool = False
    relation: Relation | None = None
    not_before: tuple[str, ...] = ()
    only_before_pause: bool = False
    only_before: tuple[str, ...] = ()
    alone: bool = False


class WordsBefore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in front of a date, by how it relates the date."""

    determiners: tuple[str, ...]
    on: tuple[str, ...]
    since: tuple[str, ...]
    until: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    between: tuple[str, ...]
    season: tuple[str, ...]
    year: tuple[str, ...]


class DayParts(msgspec.Struct, frozen=True):
    """The parts of a day."""

    words: tuple[str, ...]
    """What they are called."""


class DateWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of a language's ``dates.toml``."""

    dash: frozenset[str]
    day_order: Literal["dmy", "mdy", "unknown"]
    capitalised: bool
    joined_parts: tuple[str, ...]
    part: frozenset[str]
    month: dict[str, int]
    weekday: dict[str, int]
    unit: dict[str, str]
    direction: dict[str, int]
    season: dict[str, tuple[int, int]]
    day_part: DayParts
    before: WordsBefore
    shape: tuple[Shape, ...]

"""A clause: one verb group with what belongs to it."""

import msgspec

from service.extract.syntax.chunk import Chunk
from service.extract.syntax.verbs import VerbGroup


class Clause(msgspec.Struct):
    """One verb group with what belongs to it. ``governor`` is the clause whose verb rules this one."""

    at: int
    vg: VerbGroup
    kind: str
    subject: Chunk | None = None
    objects: list[Chunk] = []
    obliques: list[Chunk] = []
    dates: list[Chunk] = []
    governor: "Clause | None" = None
    opener: str = ""
    relative: bool = False
    antecedent: Chunk | None = None
    inserted: bool = False
    """Whether it only says who says it, after or amid what is said: ", a déclaré M. X, "."""
    main: "Clause | None" = None
    """Of a participle that describes a noun: the clause whose subject that noun is."""
    apart: bool = False
    """Of a participle: a comma parts it from what stands before it."""
    joined: bool = False
    """Of an infinitive: it goes on a list that the verb before it begins or stands in."""
    ruler: str = ""
    """The noun that an infinitive completes: "la décision de rompre"."""
    belied: bool = False
    """Whether the sentence says that it is not so: "it is false that X left"."""


def clause_before(at: int, by_item: dict[int, Clause]) -> Clause | None:
    """The clause of the last verb that stands before a place; None where none does."""
    # The verbs are read in order, so that those known are in order too.
    for cursor in reversed(by_item):
        if cursor < at:
            return by_item[cursor]
    return None

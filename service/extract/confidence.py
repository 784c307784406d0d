"""How often readings of a kind were right on labelled articles: measured, not guessed.

A kind is the family of the act, where its parties were found (all in the clause, some in what the passage told
before, or some only chosen as the likeliest of the article), and whether it is asserted or hearsay.
``confidence.json`` holds for each kind how many readings were judged and how many of them were right; ``chancery
evaluate --confidence FILE`` makes it anew. The share of a kind with few readings leans on that of its family, and a
family's on that of all: as if ``prior`` readings more had been judged.
"""

from collections import defaultdict
from functools import lru_cache
from importlib import resources
from typing import Literal

import msgspec

from events.vocabulary import Confidence
from service.extract.claims import Claim

Path = Literal["clause", "passage", "chosen"]
PRIOR = 10.0
_PASSAGE = frozenset(
    {
        "pair",
        "partner",
        "other",
        "bare.other",
        "outside.other",
        "topic",
        "focus",
        "setting",
        "quarry",
        "home",
        "dateline",
        "recounts",
        "there",
        "clitic",
        "visited",
        "thread",
    }
)
"""Slots that look beyond the clause."""


class Kind(msgspec.Struct, frozen=True, order=True):
    """What readings have in common that are judged together."""

    family: str
    path: Path
    factuality: Literal["asserted", "hearsay"]


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """How many readings of a kind were judged, and how many were right; a label of several parties counts once."""

    kind: Kind
    judged: float
    right: float


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured: by which version of the engine, on how many articles, with which prior."""

    extractor: str
    articles: int
    prior: float
    cells: tuple[Cell, ...]


def path_of(claim: Claim) -> Path:
    """Where the parties of a claim were found: all in its clause, some in the passage, or some only chosen."""
    if claim.chosen():
        return "chosen"
    slots = {part.partition(":")[2].removesuffix(".own") for part in claim.path.split()}
    return "clause" if slots.isdisjoint(_PASSAGE) else "passage"


class Rates:
    """The smoothed share of right readings of every kind."""

    def __init__(self, measured: Measured) -> None:
        """Sum the cells of each family and of all."""
        self._prior = measured.prior
        self._cells = {cell.kind: cell for cell in measured.cells}
        self._families: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for cell in measured.cells:
            judged, right = self._families[cell.kind.family]
            self._families[cell.kind.family] = (judged + cell.judged, right + cell.right)
        judged = sum(cell.judged for cell in measured.cells)
        self._overall = (sum(cell.right for cell in measured.cells) + 1) / (judged + 2)

    def of(self, kind: Kind) -> Confidence:
        """The smoothed share, and how many readings of that very kind it rests on."""
        judged, right = self._families.get(kind.family, (0.0, 0.0))
        family = (right + self._prior * self._overall) / (judged + self._prior)
        cell = self._cells.get(kind, Cell(kind=kind, judged=0, right=0))
        value = (cell.right + self._prior * family) / (cell.judged + self._prior)
        return Confidence(value=round(value, 3), support=round(cell.judged))


@lru_cache(maxsize=1)
def load_rates() -> Rates:
    """The rates that the shipped file holds."""
    text = resources.files("service.extract").joinpath("confidence.json").read_bytes()
    return Rates(msgspec.json.decode(text, type=Measured))

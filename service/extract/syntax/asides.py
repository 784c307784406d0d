"""Where somebody is told to be between commas: "Buhari, in London for a summit since Wednesday, said ..."."""

from service.extract.language import Language
from service.extract.syntax.chunk import Chunk

_FEWEST = 4
"""Phrases and marks that such an aside takes at least: who, a comma, where, a comma."""
_WITHIN = frozenset({"np", "date", "adv"})


def find_asides(items: list[Chunk], language: Language) -> list[tuple[int, int]]:
    """The places in ``items`` of each phrase that an aside follows which sets out with where, and of where it is."""
    if len(items) < _FEWEST:
        return []
    places = language.grammar.prepositions.place
    found: list[tuple[int, int]] = []
    for at, item in enumerate(items[: 1 - _FEWEST]):
        if item.kind != "np" or item.cls not in {"office", "person"} or items[at + 1].kind != "comma":
            continue
        where = at + 2 if items[at + 2].kind != "adv" else at + 3
        place = items[where] if where < len(items) else None
        if place is not None and place.kind == "np" and place.cls == "name" and place.prep in places:
            closed = next((one.kind for one in items[where + 1 :] if one.kind not in _WITHIN), "")
            if closed == "comma":
                found.append((at, where))
    return found

"""For whom those sign who are told by their names alone: "signed by X for Kenya and Y for Peru"."""

from service.extract.acts.scene import Scene
from service.extract.names.states import states
from service.extract.parties.memory import PAIR
from service.extract.parties.referents import NOBODY, Referent, personal
from service.extract.syntax.chunk import Chunk


def signatories(scene: Scene, _against: tuple[str, ...]) -> Referent:
    """The states for which somebody signs: those told on whose behalf, and those of who signs beside them."""
    told = [codes for codes in (_on_behalf(scene, item) for item in _pieces(scene.items)) if codes]
    codes = dict.fromkeys(code for codes in told for code in codes)
    if not codes:
        return NOBODY
    if len(told) < PAIR:
        # "signed for Iraq and Syria" is hardly signed by them.
        signing = [scene.resolver.resolve(chunk) for chunk in scene.chunks("subject")]
        codes |= dict.fromkeys(code for one in signing if personal(one) for code in one.codes)
        if len(codes) != PAIR:
            return NOBODY
    return Referent(tuple(codes), cls="delegation", plural=True)


def _pieces(items: list[Chunk]) -> list[Chunk]:
    """The phrases of a sentence with what complements them or is joined to them."""
    found: list[Chunk] = []
    for item in items:
        if item.kind == "np":
            found.append(item)
            found.extend(_pieces([*item.comps, *item.conj]))
    return found


def _on_behalf(scene: Scene, piece: Chunk) -> tuple[str, ...]:
    """The state for which a phrase tells that somebody acts: "for Kenya", "au nom du Kenya", "côté kényan"."""
    grammar = scene.language.grammar
    side = piece.head in grammar.groups.sides or piece.head in grammar.groups.parties
    if piece.prep in grammar.prepositions.behalf:
        named = piece.cls in {"name", "institution"} or side
    else:
        named = side and not (piece.det or piece.prep)
    codes = scene.resolver.own_codes(piece) if named else ()
    return codes if states().issuperset(codes) else ()

"""Who only thinks or sees something of an act that a noun names: "hailed the lifting of sanctions" lifts none."""

from service.extract.acts.frames import Frame
from service.extract.acts.resume import TAKEN_UP
from service.extract.acts.scene import Scene
from service.extract.acts.slots import fill_slot
from service.extract.parties.referents import Referent

_UNNAMED = frozenset(
    {"light", "clause.subject", "adjunct.subject", "other", "bare.other", "outside.other", "pair", "partner", "topic"}
    | {"focus", "home", "quarry", "setting", "dateline", "recounts", TAKEN_UP, "chosen"}
)
"""Where a party is found whom the phrase of the act does not name itself."""
_NOBODY: frozenset[str] = frozenset()


def beholders(scene: Scene) -> frozenset[str]:
    """Who thinks or sees something of the act that the trigger noun names: who "hailed" it, who "se réjouit"."""
    noun, clause, grammar = scene.noun, scene.clause, scene.language.grammar
    if noun is None or clause is None:
        return _NOBODY
    if clause.vg.lemma not in grammar.verbs.regards and clause.vg.lemma not in grammar.verbs.blames:
        return _NOBODY
    outer = scene.host or noun
    if clause.vg.passive:
        # "Chad was pleased by the arrival", "the arrival was hailed by Chad"
        who = scene.agents(clause) if outer is clause.subject else [clause.subject]
    elif outer in clause.objects or outer.prep in grammar.prepositions.possession | grammar.prepositions.purpose:
        who = [*scene.subject_of(clause)]
    else:
        return _NOBODY
    return frozenset([code for chunk in who if chunk is not None for code in scene.resolver.resolve(chunk).codes])


def acts_on_another(frame: Frame, role: str) -> bool:
    """Whether who stands in a role does to another what is told, and not with him."""
    return any(emission.left == role and not emission.mutual for emission in frame.emissions)


def gives_any(beholding: frozenset[str], scene: Scene, slot: str, taken: tuple[str, ...]) -> bool:
    """Whether a slot outside the phrase of the act holds one of those who only think something of it."""
    return slot in _UNNAMED and not beholding.isdisjoint(fill_slot(scene, slot, taken).codes)


def only_beholds(doer: Referent, role: str, path: list[str], scene: Scene) -> bool:
    """Whether the doer, whom the phrase of the act does not name, only thinks or sees something of it."""
    unnamed = any(f"{role}:{slot}" in path for slot in _UNNAMED)
    return unnamed and not beholders(scene).isdisjoint(doer.codes)

"""What two do to each other: "expelled each other's envoys", "the two countries have recalled their ambassadors"."""

from itertools import permutations

from service.extract.acts.frames import Frame
from service.extract.acts.scene import Scene
from service.extract.parties.referents import NOBODY, Referent

RECIPROCAL = "reciprocal"
"""In a claim's path, and the class of the referent: who acts stands on the other side too."""
_PAIR = 2


def reciprocate(frame: Frame, left_open: list[str], roles: dict[str, Referent], scene: Scene) -> Referent:
    """Whom the one open role of a frame means where two act on each other; NOBODY where they do not.

    Words such as "each other" behind the verb say so, or the verb itself ("s'accusent"). Frames of acts that two states
    answer one another with (``reciprocal``) need none where the passage is about no third.
    """
    clause, resolver = scene.clause, scene.resolver
    if len(left_open) != 1 or clause is None or scene.noun is not None or clause.vg.passive:
        return NOBODY
    doers = next((roles[role] for role in frame.facing[left_open[0]] if role in roles), NOBODY)
    if len(doers.codes) != _PAIR or any(emission.mutual for emission in frame.emissions):
        return NOBODY
    behind = (other.vg.first for other in scene.clauses if other.vg.first >= clause.vg.last)
    mutual = clause.vg.reflexive and clause.vg.lemma in scene.language.grammar.verbs.each_other
    if (
        mutual
        or resolver.says_each_other(clause.vg.last, min(behind, default=None))
        or (
            frame.data.reciprocal
            and set(resolver.memory.pair) <= set(doers.codes)
            and not _told_elsewhere(scene, doers)
            and not resolver.memory.threads.quarry(doers.codes, resolver.memory.sentence)
        )
    ):
        return Referent(doers.codes, cls=RECIPROCAL, plural=True)
    return NOBODY


def _told_elsewhere(scene: Scene, doers: Referent) -> bool:
    """Whether the sentence speaks of a third."""
    return not set(scene.resolver.spoken_of) <= set(doers.codes)


def each_way(left: Referent, right: Referent) -> list[tuple[Referent, Referent]]:
    """Each of the two as who acts, and the other as on whom."""
    persons = (*left.persons, *right.persons)
    return [
        (Referent((one,), persons, cls="name"), Referent((other,), cls="name"))
        for one, other in permutations(left.codes, _PAIR)
    ]

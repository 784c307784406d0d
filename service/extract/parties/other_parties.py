"""The other party, where the sentence or the passage is about two: whom they make up, and who else acts."""

from service.extract.acts.scene import Scene
from service.extract.parties.memory import PAIR
from service.extract.parties.referents import NOBODY, Referent

_JOINT = frozenset({"noun", "institution", "delegation"})
"""What may act for both of a pair: their commission, their talks."""


def both_at_hand(scene: Scene, _against: tuple[str, ...]) -> Referent:
    """The two states that the passage is about, where the sentence speaks of no third."""
    pair = scene.resolver.memory.pair
    clause = scene.clause
    subject = clause.subject if clause is not None and scene.noun is None and not clause.vg.passive else None
    if clause is not None and scene.noun is None and clause.vg.form == "pastpart":
        # "dans le cadre de l'accord signé à Washington": by whom is not said.
        return NOBODY
    alone = subject is not None and subject.cls not in _JOINT and not (subject.plural or subject.conj)
    if alone:
        # One of them, or somebody else, acts alone.
        return NOBODY
    if _others_act(scene):
        return NOBODY
    no_third = set(scene.resolver.spoken_of) <= set(pair)
    return Referent(pair, cls="name", plural=True) if len(pair) == PAIR and no_third else NOBODY


def _others_act(scene: Scene) -> bool:
    """Whether all who act stand for no state: "signed by the striker", "between the union and a bank"."""
    groups, between = scene.language.grammar.groups, scene.language.grammar.prepositions.between
    told = [*scene.chunks("subject"), *(chunk for slot in between for chunk in scene.chunks(slot))]
    parts = [part for chunk in told for part in (chunk, *chunk.conj)]
    return bool(parts) and all(
        part.head in groups.companies
        or part.head in groups.private
        or (part.cls == "noun" and not part.plural and part.head not in groups.parties)
        for part in parts
    )


def other_party(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The only other party that the sentence, or else the passage, speaks of."""
    if not against or _somebody_else_acts(scene):
        return NOBODY
    pair = scene.resolver.memory.pair
    elsewhere = act_elsewhere(scene) | _who_blames(scene)
    here = tuple(code for code in scene.resolver.spoken_of if code not in against and code not in elsewhere)
    if not here and not (elsewhere - set(against)) and set(against) <= set(pair):
        here = tuple(code for code in pair if code not in against)
    return Referent(here, cls="name") if len(here) == 1 else NOBODY


def _who_blames(scene: Scene) -> set[str]:
    """Who condemns the act that a noun tells of: somebody else did it."""
    if scene.clause is None or not scene.blamed():
        return set()
    return {code for chunk in scene.subject_of(scene.clause) for code in scene.resolver.resolve(chunk).codes}


def act_elsewhere(scene: Scene) -> set[str]:
    """Who acts in main clauses beside this one: "Paris a réduit sa mission, et Rome a rappelé son ambassadeur"."""
    clause = scene.clause
    if clause is None or scene.noun is not None or clause.opener or not clause.vg.finite:
        return set()
    if clause.relative and not (clause.antecedent is not None and clause.antecedent.prep):
        # "Après Riyad, qui a rappelé son ambassadeur, Téhéran a fait de même": not with who acts next.
        return set()
    beside = [
        other
        for other in scene.clauses
        if other is not clause
        and other.vg.finite
        and not (other.relative or other.opener or other.inserted)
        and other.governor is None
        and (clause.governor is None or (clause.governor.governor is None and clause.governor is not other))
        and other.subject is not None
        and other.subject is not clause.subject
        and other.subject.cls == "name"
        # "Damas respire : Bruxelles lève ses sanctions": behind a colon it is told of the same.
        and not any(item.kind == "mark" and item.head == ":" for item in scene.items[other.at : clause.at])
    ]
    return {code for other in beside for code in scene.resolver.resolve(other.subject).codes}


def other_of_bare(scene: Scene, against: tuple[str, ...]) -> Referent:
    """As ``other``, for a noun that no preposition ties to what other people do."""
    return other_party(scene, against) if scene.noun is not None and not scene.noun.prep else NOBODY


def other_outside(scene: Scene, against: tuple[str, ...]) -> Referent:
    """As ``other``, unless the clause itself names it: charges "of his trip to Russia" are not told by Russia."""
    other = other_party(scene, against)
    return NOBODY if set(other.codes) & set(scene.named_inside()) else other


def _somebody_else_acts(scene: Scene) -> bool:
    """Whether the verb has an acting subject of whom nobody knows who it is ("ces pays ont annoncé")."""
    clause = scene.clause
    if clause is None:
        return False
    grammar = scene.language.grammar.prepositions
    others = [o for o in clause.obliques if o.prep in grammar.agent | grammar.origin] if clause.vg.passive else []
    if clause.subject is not None and not clause.vg.passive:
        others = [clause.subject]
    return any(
        other is not scene.noun
        and other.cls in {"country", "institution", "office"}
        and not scene.resolver.resolve(other).codes
        for other in others
    )


def partner_at_hand(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The other of the two that the passage is about, where the sentence names neither it nor a third."""
    pair = scene.resolver.memory.pair
    if len(against) != 1 or len(pair) != PAIR or names_beyond(scene, {*against, *pair}):
        return NOBODY
    other = tuple(code for code in pair if code not in against)
    # "said it was an insult to Chile": whom the clause names stands in it as something else.
    return Referent(other, cls="name") if len(other) == 1 and other[0] not in scene.named_inside() else NOBODY


def names_beyond(scene: Scene, parties: set[str]) -> bool:
    """Whether the trigger's own clause names somebody beside these parties, and he is not told to do something else."""
    others = set(scene.resolver.spoken_of) - parties
    return bool(others) and not others <= act_elsewhere(scene) and not set(scene.named_inside()) <= parties

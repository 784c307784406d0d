"""What points back in a slot: possessives, pronouns beside the verb, words for there, a decision told before."""

from service.extract.acts.scene import Scene
from service.extract.parties.memory import PAIR
from service.extract.parties.other_parties import partner_at_hand
from service.extract.parties.referents import NOBODY, Referent
from service.extract.syntax.chunk import Chunk


def possessor(scene: Scene, _against: tuple[str, ...]) -> Referent:
    """Whose the noun is that a possessive stands before: "its embassy"."""
    return _owner(scene) if scene.noun is not None and _possessed(scene, scene.noun) else NOBODY


def shared_by_pair(scene: Scene, _against: tuple[str, ...]) -> Referent:
    """Whose "their talks" are: of both of the pair, where the words name no two."""
    if scene.noun is None or scene.noun.det not in scene.language.grammar.pronouns.shared:
        return NOBODY
    owner, pair = _owner(scene), scene.resolver.memory.pair
    if len(owner.codes) == PAIR:
        return owner
    return Referent(pair, cls="pair", plural=True) if len(pair) == PAIR and set(owner.codes) <= set(pair) else NOBODY


def possessor_of_object(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Whose the object is that a possessive stands before: "recalled its envoy"."""
    objects = scene.chunks("object")
    if not objects or not _possessed(scene, objects[0]):
        return NOBODY
    owner, before = _owner(scene), scene.resolver.memory.subject
    # "Taipei welcomed his words": of who spoke before.
    meant = before if against and set(owner.codes) <= set(against) else owner
    # "The army said its troops had been sent": they are the state's.
    return Referent(meant.codes, cls="country") if meant.cls == "forces" else meant


def _possessed(scene: Scene, chunk: Chunk) -> bool:
    return chunk.det in scene.language.grammar.pronouns.possessive


def _owner(scene: Scene) -> Referent:
    """Whom "son" and "leur" mean: the subject of the clause, unless that is the thing owned, else the last one."""
    if scene.clause is not None:
        for chunk in scene.subject_of(scene.clause):
            if chunk is not scene.noun and chunk is not scene.host:
                referent = scene.resolver.resolve(chunk)
                if referent.codes:
                    return referent
    return scene.resolver.memory.subject


def doer_of_deed(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Who did what "the decision" there means, or made "the treaty", where that was told shortly before."""
    groups, memory = scene.language.grammar.groups, scene.resolver.memory
    prepositions = scene.language.grammar.prepositions
    for slot in ("object", "surface", *prepositions.agent, *prepositions.occasions):
        for chunk in scene.chunks(slot):
            if chunk.head in scene.language.grammar.pronouns.things:
                # "Niger expelled the ambassador, and Mali welcomed it"
                return memory.threads.doer(pact=False, known=against, sentence=memory.sentence)
            if chunk.head in scene.language.grammar.reporting.accounts and slot == "object":
                # "Bogota accuses Quito, a charge that Quito denies"
                accuser = memory.threads.accuser(against, memory.sentence)
                if accuser.codes:
                    return accuser
                continue
            named = chunk.adj_codes or chunk.name or any(comp.adj_codes or comp.name for comp in chunk.comps)
            deed = chunk.head in groups.deeds or chunk.head in groups.pacts
            # "denounced a hasty decision" right behind it means that one too.
            judged = slot == "object" and chunk.head in groups.deeds and chunk.adjectives and not chunk.plural
            definite = chunk.det in groups.determiners or (judged and chunk.det in scene.language.grammar.indefinite)
            if not deed or not definite or named:
                continue
            pact = chunk.head in groups.pacts
            return memory.threads.doer(pact=pact, known=against, sentence=memory.sentence)
    return NOBODY


def there(scene: Scene, _against: tuple[str, ...]) -> Referent:
    """The place last spoken of, for "y"."""
    clitics = scene.clause.vg.clitics if scene.clause is not None else ()
    place = scene.resolver.memory.place
    words = scene.language.grammar.pronouns.there
    meant = any(clitic in words for clitic in clitics) or (scene.noun is None and _points_there(scene, words))
    return Referent(place, cls="place") if meant and place else NOBODY


def _points_there(scene: Scene, words: frozenset[str]) -> bool:
    """Whether an adverb behind the verb points to the place last spoken of: "sent 450 soldiers there"."""
    for item in scene.items[scene.at + 1 :]:
        if item.kind == "adv" and item.head in words:
            return True
        if item.kind in {"vg", "mark", "rel", "sub"}:
            break
    return False


def meant_by_clitic(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The one spoken of, for "le", "lui" and the like."""
    clitics = scene.clause.vg.clitics if scene.clause is not None else ()
    pronouns, subject = scene.language.grammar.pronouns, scene.resolver.memory.subject
    meant = bool(clitics) and not (pronouns.direct.isdisjoint(clitics) and pronouns.indirect.isdisjoint(clitics))
    return subject if meant and subject.codes != against else NOBODY


def object_pronoun(scene: Scene, slot: str, against: tuple[str, ...]) -> Referent:
    """Whom "le" or "lui" before the verb means in a slot: the one spoken of, or of the two at hand who does not act.

    Of what is judged nobody knows whether it is somebody: "l'a salué".
    """
    clause, pronouns = scene.clause, scene.language.grammar.pronouns
    if clause is None or scene.language.compounds or clause.vg.reflexive or scene.chunks(slot):
        return NOBODY
    wanted = pronouns.direct if slot == "object" else pronouns.indirect
    told = next((clitic for clitic in clause.vg.clitics if clitic in wanted), "")
    if not told or (slot == "object" and (clause.vg.passive or clause.vg.lemma in scene.language.grammar.verbs.judges)):
        return NOBODY
    acting = against or tuple(
        code for chunk in scene.subject_of(clause) for code in scene.resolver.resolve(chunk).codes
    )
    memory = scene.resolver.memory
    last = memory.subject
    if last.codes and not set(last.codes) & set(acting):
        return last if last.plural or told not in pronouns.direct_plural else NOBODY
    if told in pronouns.direct_plural or not acting:
        return NOBODY
    others = dict.fromkeys(code for code in scene.resolver.spoken_of if code not in acting)
    return Referent(tuple(others), cls="name") if len(others) == 1 else partner_at_hand(scene, acting)

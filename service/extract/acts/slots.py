"""Whom each slot of a frame stands for in a scene: the named slots here, every other one by its phrases.

Slots are the same for every language; ``docs/frames.md`` explains each. What is ambiguous stands for nobody.
"""

from collections.abc import Callable

from service.extract.acts.scene import OF_OBJECT, Scene
from service.extract.names.gazetteer import SITES
from service.extract.parties.backdrop import (
    at_dateline,
    focus_of_article,
    home_of_press,
    quarry,
    setting,
    topic,
    visited,
)
from service.extract.parties.memory import PAIR
from service.extract.parties.other_parties import (
    both_at_hand,
    other_of_bare,
    other_outside,
    other_party,
    partner_at_hand,
)
from service.extract.parties.pointers import (
    doer_of_deed,
    meant_by_clitic,
    object_pronoun,
    possessor,
    possessor_of_object,
    shared_by_pair,
    there,
)
from service.extract.parties.referents import NOBODY, Referent
from service.extract.parties.signatories import signatories
from service.extract.parties.tellers import pledger, recounts, speaker
from service.extract.syntax.chunk import Chunk

OWN = ".own"
"""After a slot: the state that the phrase there names itself ("l'ambassadeur russe"), not whom it stands for."""
STRUCK = ".struck"
"""After a slot: whom the measure that stands there is told to be against ("les sanctions frappant le Niger")."""
TOWN = "town"
"""The slot of the city where it happens."""


def fill_slot(scene: Scene, slot: str, against: tuple[str, ...]) -> Referent:
    """Whom a slot stands for, given who already acts (``against``); NOBODY where it is empty or ambiguous."""
    read = _NAMED.get(slot)
    if read is not None:
        return read(scene, against)
    if slot in _PLACES:
        return _place(scene, slot)
    beside = scene.noun is None and scene.clause is not None and bool(scene.clause.vg.clitics)
    if beside and (slot == "object" or slot in scene.language.grammar.prepositions.dative):
        meant = object_pronoun(scene, slot, against)
        if meant.codes:
            return meant
    if scene.found.get(slot) == []:
        return NOBODY
    if "." in slot:
        if slot.endswith(STRUCK):
            return _struck(scene, slot.removesuffix(STRUCK))
        if slot.endswith(OWN):
            return _own(scene, slot.removesuffix(OWN), against)
    return _phrases(scene, slot, against)


def holds(scene: Scene, slot: str) -> list[Chunk]:
    """The phrases that stand in a slot, whomever they mean; none for a slot that no phrase of the clause can fill."""
    if slot in _NAMED:
        return []
    return _located(scene, slot) if slot in _PLACES else scene.chunks(slot)


def _phrases(scene: Scene, slot: str, against: tuple[str, ...]) -> Referent:
    told: list[Referent] = []
    for chunk in scene.chunks(slot):
        if slot == "object" and _means_a_deed(scene, chunk):
            continue
        referent = scene.resolver.resolve(chunk, against=against)
        if referent.codes:
            told.append(referent)
            # Of these slots all phrases count; elsewhere the nearest that stands for anybody does.
            if not (
                slot == "object" or slot.startswith(OF_OBJECT) or slot in scene.language.grammar.prepositions.between
            ):
                break
    if len(told) < PAIR:
        return told[0] if told else NOBODY
    codes = dict.fromkeys([code for referent in told for code in referent.codes])
    persons = dict.fromkeys([person for referent in told for person in referent.persons])
    cls = next((referent.cls for referent in told if referent.cls), "")
    return Referent(tuple(codes), tuple(persons), cls, any(referent.plural for referent in told))


def _means_a_deed(scene: Scene, chunk: Chunk) -> bool:
    """Whether a pronoun means what was done, not who did it: "Mali welcomed it"."""
    grammar = scene.language.grammar
    thing = chunk.cls == "pronoun" and chunk.head in grammar.pronouns.things
    return thing and scene.clause is not None and scene.clause.vg.lemma in grammar.verbs.judges


def _own(scene: Scene, slot: str, against: tuple[str, ...]) -> Referent:
    groups = scene.language.grammar.groups
    parts = [
        part
        for chunk in scene.chunks(slot)
        for part in (chunk, *chunk.conj)
        if not (part.head in groups.rebels or part.head in groups.traders or _happened_there(part, groups.outrages))
    ]
    codes = tuple(code for part in parts for code in scene.resolver.own_codes(part))
    if not codes:
        # "praised the country's reforms"
        codes = tuple(code for part in parts for code in scene.resolver.of_country(part, against))
    if not codes:
        codes = tuple(
            code for part in parts for doer in scene.doers(part) for code in scene.resolver.resolve(doer).codes
        )
    return Referent(codes, cls="adjective") if codes else NOBODY


def _happened_there(part: Chunk, outrages: frozenset[str]) -> bool:
    """Whether a phrase only says in which city something terrible happened: "the bombing of Oslo"."""
    towns = [comp for comp in part.comps if comp.name is not None and comp.name.kind in SITES]
    return part.head in outrages and bool(towns) and not part.adj_codes


def _struck(scene: Scene, slot: str) -> Referent:
    codes: list[str] = []
    for thing in scene.chunks(slot):
        for chunk in scene.struck(thing):
            codes.extend(scene.resolver.resolve(chunk).codes or scene.resolver.own_codes(chunk))
    return Referent(tuple(dict.fromkeys(codes)), cls="name") if codes else NOBODY


def _place(scene: Scene, slot: str) -> Referent:
    for chunk in _located(scene, slot):
        codes = scene.resolver.place(chunk)
        if codes:
            return Referent(codes, cls="place")
    return NOBODY


def _located(scene: Scene, slot: str) -> list[Chunk]:
    """Phrases that may locate: at the verb or noun itself, or inside its object or subject."""
    match slot:
        case "place":
            return scene.chunks("place")
        case "scene":
            objects = scene.chunks("object")
            return [place for place in scene.chunks("place") if objects and place.first > objects[0].first]
        case "town":
            return _towns(scene)
        case "dest":
            return scene.chunks("object")
        case "main.place":
            return scene.main_places()
        case _:
            places = scene.language.grammar.prepositions.place
            return [
                comp for chunk in scene.chunks(slot.partition(".")[0]) for comp in chunk.comps if comp.prep in places
            ]


def _towns(scene: Scene) -> list[Chunk]:
    """Cities where it happens: behind the verb, its object and other places, not in "spoke of the fire in Muscat"."""
    grammar = scene.language.grammar
    locating = grammar.prepositions.place | grammar.prepositions.company | grammar.nominal.during
    found: list[Chunk] = []
    others = scene.clause.obliques if scene.clause is not None and scene.noun is None else []
    verb = scene.clause.vg.first if scene.clause is not None else 0
    who = scene.clause.subject if scene.clause is not None else None
    for chunk in scene.chunks("place"):
        if chunk.first < verb and not (who is not None and who.last <= chunk.first):
            # "In Dhaka, the minister said": whose minister that is, is not told; "X, in Dhaka for talks, said" is.
            continue
        between = (o for o in others if o.first < chunk.first and o.prep not in locating)
        if chunk.name is not None and chunk.name.kind in SITES and not any(between):
            found.append(chunk)
    return found


def _adjective(scene: Scene, _against: tuple[str, ...]) -> Referent:
    noun = scene.noun
    return Referent(noun.adj_codes, cls="adjective") if noun is not None and noun.adj_codes else NOBODY


def _self(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Whom the noun itself stands for."""
    return scene.resolver.resolve(scene.noun, against=against)


def _company(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The other one who acts in the clause of a noun: its subject, or for the subject its object or company."""
    clause, noun = scene.clause, scene.noun
    if clause is None or noun is None or clause.vg.passive:
        return NOBODY
    withs = [o for o in clause.obliques if o.prep in scene.language.grammar.prepositions.company]
    others = [*clause.objects, *withs] if clause.subject is noun else [*scene.subject_of(clause), *clause.objects]
    for chunk in others:
        referent = scene.resolver.resolve(chunk, against=against)
        # "thanked X in a call": where who acts is known already, the other one is whom the verb is about.
        if chunk is not noun and referent.codes and not (against and set(referent.codes) <= set(against)):
            return referent
    return NOBODY


def _told(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Whom the clause that the verb opens is about: "demanded that Russia withdraw"."""
    first = scene.at + 1
    if scene.items[first : first + 1] == scene.chunks("object")[:1]:
        # "expressed regret that Russia had withdrawn"
        first += 1
    following = scene.items[first : first + 2]
    opens = [item.kind for item in following] in (["sub", "np"], ["rel", "np"])
    if not opens or following[0].head not in scene.language.grammar.relatives.complementizers or following[1].prep:
        return NOBODY
    return scene.resolver.resolve(following[1], against=against)


def _posted(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state where the envoy is posted who acts: what he hands over "to the ministry" is for it."""
    actors = scene.chunks("subject")
    if not any(chunk.cls in {"envoy", "mission"} for chunk in actors):
        return NOBODY
    seats = (scene.resolver.seat_of(chunk) for chunk in actors)
    codes = next((codes for codes in seats if codes), ()) or scene.resolver.recall.host_of_envoy()
    return Referent(codes, cls="place") if codes and not set(codes) & set(against) else NOBODY


def _seat_of_object(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state where the envoys are posted on whom it acts: "five employees of the embassy in Chile"."""
    phrases = scene.chunks("object")
    inner = (part for chunk in phrases for part in (chunk, *chunk.comps))
    codes = next((codes for codes in map(scene.resolver.seat_of, inner) if codes), ())
    return Referent(codes, cls="place") if codes and not set(codes) & set(against) else NOBODY


def _helped(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Whom what is given is to help: "committed two million to help Fiji rebuild", "to build a dam in Fiji"."""
    grammar = scene.language.grammar
    places = grammar.prepositions.place
    for clause in scene.clauses:
        if clause.vg.form not in {"inf", "prespart"} or clause.governor is not scene.clause:
            continue
        if clause.vg.lemma in grammar.groups.helps:
            for chunk in clause.objects[:1]:
                referent = scene.resolver.resolve(chunk, against=against)
                codes = referent.codes or scene.resolver.own_codes(chunk) or scene.resolver.place(chunk)
                if codes:
                    return Referent(codes, cls=referent.cls or "name")
        elif clause.opener not in grammar.particles.motives:
            continue
        for chunk in clause.obliques:
            codes = scene.resolver.place(chunk) if chunk.prep in places else ()
            if codes:
                return Referent(codes, cls="place")
    return NOBODY


_NAMED: dict[str, Callable[[Scene, tuple[str, ...]], Referent]] = {
    "adj": _adjective,
    "poss": possessor,
    "shared": shared_by_pair,
    "object.poss": possessor_of_object,
    "pair": both_at_hand,
    "partner": partner_at_hand,
    "other": other_party,
    "bare.other": other_of_bare,
    "outside.other": other_outside,
    "told": _told,
    "helped": _helped,
    "self": _self,
    "company": _company,
    "topic": topic,
    "visited": visited,
    "home": home_of_press,
    "posted": _posted,
    "object.seat": _seat_of_object,
    "focus": focus_of_article,
    "setting": setting,
    "quarry": quarry,
    "dateline": at_dateline,
    "recounts": recounts,
    "pledger": pledger,
    "there": there,
    "deed": doer_of_deed,
    "speaker": speaker,
    "signatories": signatories,
    "clitic": meant_by_clitic,
}
_PLACES = frozenset({"place", TOWN, "scene", "dest", "object.place", "subject.place", "attribute.place", "main.place"})
SLOTS = frozenset(
    {
        *_NAMED,
        *_PLACES,
        "subject",
        "object",
        "surface",
        "attribute",
        "light",
        "clause.subject",
        "adjunct.subject",
        "genitive",
        "before",
        "governor",
        "governor.object",
    }
)
"""Every slot that has a name of its own; any other is a preposition."""

"""Whom each slot of a frame stands for in a scene: the named slots here, every other one by its phrases.

Slots are the same for every language; ``docs/frames.md`` explains each. What is ambiguous stands for nobody.
"""

from collections.abc import Callable

from service.extract.chunks import Chunk
from service.extract.referents import NOBODY, Referent, states
from service.extract.scene import OF_OBJECT, Scene

OWN = ".own"
"""After a slot: the state that the phrase there names itself ("l'ambassadeur russe"), not whom it stands for."""
STRUCK = ".struck"
"""After a slot: whom the measure that stands there is told to be against ("les sanctions frappant le Niger")."""
TOWN = "town"
"""The slot of the city where it happens."""
_PAIR = 2
_TOWNS = frozenset({"capital", "seat", "city"})


def fill_slot(scene: Scene, slot: str, against: tuple[str, ...]) -> Referent:
    """Whom a slot stands for, given who already acts (``against``); NOBODY where it is empty or ambiguous."""
    read = _NAMED.get(slot)
    if read is not None:
        return read(scene, against)
    if slot in _PLACES:
        return _place(scene, slot)
    if slot in _BESIDE_VERB and scene.noun is None and scene.clause is not None and scene.clause.vg.clitics:
        meant = _object_pronoun(scene, slot, against)
        if meant.codes:
            return meant
    if scene.found.get(slot) == []:
        return NOBODY
    if "." in slot:
        if slot.endswith(STRUCK):
            return _struck(scene, slot.removesuffix(STRUCK))
        if slot.endswith(OWN):
            return _own(scene, slot.removesuffix(OWN))
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
    if len(told) < _PAIR:
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


def _own(scene: Scene, slot: str) -> Referent:
    parts = [part for chunk in scene.chunks(slot) for part in (chunk, *chunk.conj)]
    codes = tuple(code for part in parts for code in scene.resolver.own_codes(part))
    if not codes:
        codes = tuple(
            code for part in parts for doer in scene.doers(part) for code in scene.resolver.resolve(doer).codes
        )
    return Referent(codes, cls="adjective") if codes else NOBODY


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
        if chunk.name is not None and chunk.name.kind in _TOWNS and not any(between):
            found.append(chunk)
    return found


def _adjective(scene: Scene, _against: tuple[str, ...]) -> Referent:
    noun = scene.noun
    return Referent(noun.adj_codes, cls="adjective") if noun is not None and noun.adj_codes else NOBODY


def _possessor(scene: Scene, _against: tuple[str, ...]) -> Referent:
    return _owner(scene) if scene.noun is not None and _possessed(scene, scene.noun) else NOBODY


def _shared(scene: Scene, _against: tuple[str, ...]) -> Referent:
    """Whose "their talks" are: of both of the pair, where the words name no two."""
    if scene.noun is None or scene.noun.det not in scene.language.grammar.pronouns.shared:
        return NOBODY
    owner, pair = _owner(scene), scene.resolver.memory.pair
    if len(owner.codes) == _PAIR:
        return owner
    return Referent(pair, cls="pair", plural=True) if len(pair) == _PAIR and set(owner.codes) <= set(pair) else NOBODY


def _possessor_of_object(scene: Scene, against: tuple[str, ...]) -> Referent:
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


_JOINT = frozenset({"noun", "institution", "delegation"})
"""What may act for both of a pair: their commission, their talks."""


def _pair(scene: Scene, _against: tuple[str, ...]) -> Referent:
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
    return Referent(pair, cls="name", plural=True) if len(pair) == _PAIR and no_third else NOBODY


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


def _other(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The only other party that the sentence, or else the passage, speaks of."""
    if not against or _somebody_else_acts(scene):
        return NOBODY
    pair = scene.resolver.memory.pair
    elsewhere = _act_elsewhere(scene)
    here = tuple(code for code in scene.resolver.spoken_of if code not in against and code not in elsewhere)
    if not here and not (elsewhere - set(against)) and set(against) <= set(pair):
        here = tuple(code for code in pair if code not in against)
    return Referent(here, cls="name") if len(here) == 1 else NOBODY


def _act_elsewhere(scene: Scene) -> set[str]:
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


def _other_of_bare(scene: Scene, against: tuple[str, ...]) -> Referent:
    """As ``other``, for a noun that no preposition ties to what other people do."""
    return _other(scene, against) if scene.noun is not None and not scene.noun.prep else NOBODY


def _other_outside(scene: Scene, against: tuple[str, ...]) -> Referent:
    """As ``other``, unless the clause itself names it: charges "of his trip to Russia" are not told by Russia."""
    other = _other(scene, against)
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


def _partner(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The other of the two that the passage is about, where the sentence names neither it nor a third."""
    pair = scene.resolver.memory.pair
    if len(against) != 1 or len(pair) != _PAIR or _names_beyond(scene, {*against, *pair}):
        return NOBODY
    other = tuple(code for code in pair if code not in against)
    # "said it was an insult to Chile": whom the clause names stands in it as something else.
    return Referent(other, cls="name") if len(other) == 1 and other[0] not in scene.named_inside() else NOBODY


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


def _topic(scene: Scene, _against: tuple[str, ...]) -> Referent:
    return scene.resolver.memory.subject


def _focus(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state that the whole article is about, where the sentence names nobody else."""
    focus = scene.resolver.memory.focus
    if not focus and not _says_to_whom(scene):
        focus = scene.resolver.memory.afflicted
    threads = scene.resolver.memory.threads
    if (
        not focus
        or not against
        or focus in against
        or threads.only_acts(focus)
        or threads.receiver() not in {"", focus}
    ):
        return NOBODY
    return NOBODY if _names_beyond(scene, {*against, focus}) else Referent((focus,), cls="name")


def _quarry(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Against whom everybody acts in the quarrel at hand, else the state that the article is about."""
    memory = scene.resolver.memory
    struck = memory.threads.quarry(against, memory.sentence) if against else NOBODY
    if struck.codes and not _names_beyond(scene, {*against, *struck.codes}):
        return struck
    return _focus(scene, against)


def _says_to_whom(scene: Scene) -> bool:
    """Whether the clause has a phrase for whom something is given to: "to schools in Osaka"."""
    dative = scene.language.grammar.prepositions.dative
    return scene.clause is not None and any(o.prep in dative for o in scene.clause.obliques)


def _names_beyond(scene: Scene, parties: set[str]) -> bool:
    """Whether the trigger's own clause names somebody beside these parties, and he is not told to do something else."""
    others = set(scene.resolver.spoken_of) - parties
    return bool(others) and not others <= _act_elsewhere(scene) and not set(scene.named_inside()) <= parties


def _setting(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state from which the article is told by its dateline, where it names it and does not let it give."""
    named = any(code == scene.resolver.memory.dateline for code, _times in scene.resolver.memory.themes)
    return _at_dateline(scene, against) if named else NOBODY


def _at_dateline(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state from which the article is told by its dateline, where it does not let it give."""
    memory = scene.resolver.memory
    here = memory.dateline
    if not here or not against or here in against or memory.threads.only_acts(here):
        return NOBODY
    if memory.threads.receiver() not in {"", here} or _tells_of_another(scene, here, against):
        return NOBODY
    if scene.resolver.says(scene.language.grammar.groups.gatherings, 0, None):
        return NOBODY
    return NOBODY if _names_beyond(scene, {*against, here}) else Referent((here,), cls="name")


def _tells_of_another(scene: Scene, here: str, against: tuple[str, ...]) -> bool:
    """Whether the article names a third state, not told to give, as often as ``here``: the gift may be for that one.

    "GENEVA - Japan pledged $20 million. Sudan thanked it": where donors meet nothing is given to the host.
    """
    memory = scene.resolver.memory
    least = max(1, dict(memory.themes).get(here, 0))
    beside = {*against, here, *_act_elsewhere(scene)}
    return any(
        times >= least and code not in beside and not memory.threads.only_acts(code) for code, times in memory.themes
    )


def _deed(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Who did what "the decision" there means, or made "the treaty", where that was told shortly before."""
    groups, memory = scene.language.grammar.groups, scene.resolver.memory
    for slot in ("object", "surface", *scene.language.grammar.prepositions.agent, *_ABOUT):
        for chunk in scene.chunks(slot):
            if chunk.head in scene.language.grammar.pronouns.things:
                # "Niger expelled the ambassador, and Mali welcomed it"
                return memory.threads.doer(pact=False, known=against, sentence=memory.sentence)
            named = chunk.adj_codes or chunk.name or any(comp.adj_codes or comp.name for comp in chunk.comps)
            deed = chunk.head in groups.deeds or chunk.head in groups.pacts
            if not deed or chunk.det not in groups.determiners or named:
                continue
            pact = chunk.head in groups.pacts
            return memory.threads.doer(pact=pact, known=against, sentence=memory.sentence)
    return NOBODY


_ABOUT = ("about", "over", "at", "with")


def _speaker(scene: Scene, _against: tuple[str, ...]) -> Referent:
    """Who says what the clause tells, where it stands in reported or quoted speech."""
    clause, grammar = scene.clause, scene.language.grammar
    if clause is None:
        return scene.resolver.speaker if scene.noun is not None else NOBODY
    if clause.vg.lemma in grammar.reporting.verbs:
        return scene.resolver.speaker if scene.noun is not None else NOBODY
    governor = clause.governor
    while governor is not None:
        if governor.vg.lemma in grammar.reporting.verbs:
            acting = [] if governor.vg.finite else scene.subject_of(governor)
            told = governor.subject if governor.vg.finite else acting[0] if acting else None
            if told is not None and governor.vg.form in {"finite", "prespart"}:
                return scene.resolver.resolve(told)
        governor = governor.governor
    return scene.resolver.speaker


def _recounts(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state that tells of it: "Poland has handed over fourteen jets, Ukraine's air force said"."""
    told = _speaker(scene, against)
    if len(told.codes) != 1 or told.codes[0] not in states():
        return NOBODY
    if told.cls in _ENVOYS:
        # "800 houses will be financed, the Chinese ambassador said": that is what his state gives.
        return NOBODY
    return NOBODY if _tells_of_another(scene, told.codes[0], against) else told


_ENVOYS = frozenset({"envoy", "mission"})


def _pledger(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Whose envoy tells what will be given, where the clause names no giver."""
    clause = scene.clause
    if scene.noun is not None or clause is None or not clause.vg.passive:
        return NOBODY
    told = _speaker(scene, against)
    return told if told.cls in _ENVOYS and len(told.codes) == 1 else NOBODY


def _there(scene: Scene, _against: tuple[str, ...]) -> Referent:
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


def _clitic(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The one spoken of, for "le", "lui" and the like."""
    clitics = scene.clause.vg.clitics if scene.clause is not None else ()
    pronouns, subject = scene.language.grammar.pronouns, scene.resolver.memory.subject
    meant = bool(clitics) and not (pronouns.direct.isdisjoint(clitics) and pronouns.indirect.isdisjoint(clitics))
    return subject if meant and subject.codes != against else NOBODY


def _object_pronoun(scene: Scene, slot: str, against: tuple[str, ...]) -> Referent:
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
        return last if last.plural or told not in _SEVERAL else NOBODY
    if told in _SEVERAL or not acting:
        return NOBODY
    others = dict.fromkeys(code for code in scene.resolver.spoken_of if code not in acting)
    return Referent(tuple(others), cls="name") if len(others) == 1 else _partner(scene, acting)


def _posted(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state where the envoy is posted who acts: what he hands over "to the ministry" is for it."""
    actors = scene.chunks("subject")
    if not any(chunk.cls in {"envoy", "mission"} for chunk in actors):
        return NOBODY
    seats = (scene.resolver.seat_of(chunk) for chunk in actors)
    codes = next((codes for codes in seats if codes), ()) or scene.resolver.host_of_envoy()
    return Referent(codes, cls="place") if codes and not set(codes) & set(against) else NOBODY


def _seat_of_object(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state where the envoys are posted on whom it acts: "five employees of the embassy in Chile"."""
    phrases = scene.chunks("object")
    inner = (part for chunk in phrases for part in (chunk, *chunk.comps))
    codes = next((codes for codes in map(scene.resolver.seat_of, inner) if codes), ())
    return Referent(codes, cls="place") if codes and not set(codes) & set(against) else NOBODY


def _home(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state whose press or ministry tells it, where the sentence names nobody but the guest: "his visit"."""
    home = scene.resolver.memory.home
    if len(home) != 1 or not against or home[0] in against:
        return NOBODY
    return Referent(home, cls="place") if set(scene.resolver.spoken_of) <= {*against, *home} else NOBODY


def _visited(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Whom the visitor visits, when the article has told it before: "le séjour du président s'achève jeudi"."""
    hosts = scene.resolver.memory.visits.get(against[0], ()) if len(against) == 1 else ()
    return Referent(hosts, cls="place") if len(hosts) == 1 else NOBODY


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
    "poss": _possessor,
    "shared": _shared,
    "object.poss": _possessor_of_object,
    "pair": _pair,
    "partner": _partner,
    "other": _other,
    "bare.other": _other_of_bare,
    "outside.other": _other_outside,
    "told": _told,
    "helped": _helped,
    "self": _self,
    "company": _company,
    "topic": _topic,
    "visited": _visited,
    "home": _home,
    "posted": _posted,
    "object.seat": _seat_of_object,
    "focus": _focus,
    "setting": _setting,
    "quarry": _quarry,
    "dateline": _at_dateline,
    "recounts": _recounts,
    "pledger": _pledger,
    "there": _there,
    "deed": _deed,
    "speaker": _speaker,
    "clitic": _clitic,
}
_BESIDE_VERB = frozenset({"object", "à"})
_SEVERAL = frozenset({"les"})
_PLACES = frozenset({"place", TOWN, "dest", "object.place", "subject.place", "attribute.place", "main.place"})
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
    }
)
"""Every slot that has a name of its own; any other is a preposition."""

"""Roles that a clause leaves open, taken up from what the article goes on telling of (``threads``).

Only a role whose own places in the clause are empty may be taken up, or hold what can be no party: goods, the needy
for whom they are meant, the ship that carries them. A clause that names a third party tells of something else.
"""

from service.extract.acts.frames import Emission, Frame
from service.extract.acts.scene import Scene
from service.extract.acts.slots import OWN, holds
from service.extract.names.states import states
from service.extract.parties.referents import FACED, NOBODY, Referent
from service.extract.parties.threads import DISPUTE, kind_of
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause

TAKEN_UP = "thread"
"""The class of a referent that a thread gave, and its place in a claim's path."""
_GIFTS = frozenset({"aid", "AidPledged", "AidDelivered", "MilitarySupportProvided"})
"""What guests and hosts bring each other."""
_CIVIL = frozenset({"aid", "AidPledged", "AidDelivered"})
"""What is given to those whom a disaster struck."""
_MEANT_FOR = frozenset(
    {
        "aid",
        "AidPledged",
        "AidDelivered",
        "AidSuspended",
        "SanctionsImposed",
        "SanctionsLifted",
        "MilitarySupportProvided",
    }
)
"""Kinds of acts that others do to the one whom the article is about."""
_WANTS_BOTH = frozenset({"visit", "meeting"})
"""Acts told by verbs of everyday life too ("arrive", "speak"): whom one goes to or sees must be told there."""
_ACTING = frozenset({"office", "homologue", "envoy", "person", "delegation", "country", "institution", "people"})
"""Phrases that mean somebody: where we do not know whom, the clause may be of anybody."""
_POSSIBLE = frozenset({"official", "traveller", "actor", "state", "org", "single", "plural"})
"""Needs that a party taken up can meet; what else a role asks for (forces, a name) must stand in the clause."""


def take_up(frame: Frame, role: str, filled: dict[str, Referent], scene: Scene) -> Referent:
    """Who fills a role that the clause leaves open, given those it fills; NOBODY where that is not certain."""
    needs = frame.data.need.get(role, ())
    clause = scene.clause
    if frame.data.roles[role] == ["governor"]:
        # Whom another verb must name ("thanked Oman for giving") is not left out where there is no such verb.
        return NOBODY
    if frame.data.verbal and _opens_speech(scene):
        # "a soutenu que": what is said, not who is backed.
        return NOBODY
    if frame.emissions[0].act in _WANTS_BOTH and scene.noun is None and any(one.plural for one in filled.values()):
        # "The kings of X and Y met": each other, not whom the passage told of before.
        return NOBODY
    faced = _faced(frame, role, filled, scene)
    if faced:
        return faced
    possible = _POSSIBLE if frame.data.verbal else _POSSIBLE | {"speaker"}
    if not possible.issuperset(needs) or (
        scene.noun is None and clause is not None and in_passing(frame, clause, scene)
    ):
        return NOBODY
    for emission in frame.emissions:
        if role not in {emission.left, emission.right}:
            continue
        other = emission.right if role == emission.left else emission.left
        known = filled[other].codes if other in filled else ()
        if bool(known) == (other == role):
            continue
        found = _deed(frame, role, known, scene) if frame.data.verbal else NOBODY
        found = found or _thread(frame, role, emission, known, scene) or _dyad(frame, role, emission, known, scene)
        if found and _meets(found, needs) and _alone(frame, scene, (*known, *found.codes), both=not known):
            return found
    return NOBODY


def _opens_speech(scene: Scene) -> bool:
    """Whether a clause that tells what is said follows the verb at once."""
    behind = scene.items[scene.at + 1 : scene.at + 2]
    return (
        bool(behind) and behind[0].kind == "sub" and behind[0].head in scene.language.grammar.relatives.complementizers
    )


_FACING = frozenset({"EnvoySummoned", "EnvoyRecalled", "EnvoyExpelled", "meeting", "MeetingHeld"})
"""Acts by which one side has the other before it."""


def _faced(frame: Frame, role: str, filled: dict[str, Referent], scene: Scene) -> Referent:
    """Whom a word is said to that a summons or a talk is for: "summoned the Malian envoy to demand an apology"."""
    clause, emission = scene.clause, frame.emissions[0]
    if clause is None or scene.noun is not None or not frame.data.verbal or clause.vg.form != "inf":
        return NOBODY
    if not clause.objects:
        # "to protest" says no more than the summons.
        return NOBODY
    ruling = clause.governor
    if ruling is None or role != emission.right or emission.left not in filled:
        return NOBODY
    frames = scene.language.frames.by_verb.get(ruling.vg.lemma, ())
    if not any(told.act in _FACING for other in frames for told in other.emissions):
        return NOBODY
    known = filled[emission.left].codes
    for chunk in (*((ruling.subject,) if ruling.vg.passive else ruling.objects), *ruling.obliques):
        if chunk is None or chunk.cls not in _ACTING | {"name"}:
            continue
        codes = scene.resolver.resolve(chunk, against=known).codes
        if codes and not set(codes) & set(known):
            return Referent(codes, cls=FACED, plural=len(codes) > 1)
    return NOBODY


def in_passing(frame: Frame, clause: Clause, scene: Scene) -> bool:
    """Whether a verb only describes or gives a motive: "the sanctions imposed on Niger", "whom Kigali blames"."""
    if clause.vg.form == "pastpart":
        return True
    antecedent = clause.antecedent
    # "Kyiv, which regretted the decision": of one who is named it tells more than whom it means.
    describes = clause.relative and not (antecedent is not None and antecedent.cls == "name")
    grammar, ruling = scene.language.grammar, clause.governor
    if (
        ruling is not None
        and clause.vg.form == "inf"
        and ruling.vg.lemma in grammar.verbs.voices & grammar.object_control
    ):
        # "accused Delhi of threatening the peace": what is said of somebody, not his word.
        describes = True
    return frame.data.verbal and (describes or clause.opener in grammar.particles.motives)


def _thread(frame: Frame, role: str, emission: Emission, known: tuple[str, ...], scene: Scene) -> Referent:
    """The party that goes on standing on its side of such acts."""
    memory = scene.resolver.memory
    if scene.noun is not None and not _tells(scene, known):
        return NOBODY
    if kind_of(emission.act) == "aid" and not gives_away(scene):
        return NOBODY
    if not left_open(frame, role, scene, known if kind_of(emission.act) == DISPUTE else ()):
        return NOBODY
    if role == emission.right and known and _does_alike(scene):
        found = memory.threads.again(emission.act, known)
        if found and not set(found.codes) & set(known):
            return found
    found = memory.threads.find(
        emission.act,
        left=role == emission.left,
        known=known,
        sentence=memory.sentence,
        paragraph=memory.paragraph,
    )
    dispute = kind_of(emission.act) == DISPUTE and not frame.data.verbal
    if not found and role == emission.right and known and dispute and _answers(scene):
        return memory.threads.provoker(known, memory.sentence)
    if not found and role == emission.right and known and dispute:
        return memory.threads.quarry(known, memory.sentence)
    return found


def _dyad(frame: Frame, role: str, emission: Emission, known: tuple[str, ...], scene: Scene) -> Referent:
    """The other of the two that the article is about, where the sentence names one of them and nobody else."""
    if len(known) != 1 or emission.act in _WANTS_BOTH:
        return NOBODY
    other = _counterpart(frame, role, emission, known[0], scene)
    if not other:
        return NOBODY
    if scene.noun is not None:
        if not _tells(scene, known):
            return NOBODY
    elif role == emission.left and not (scene.clause is not None and scene.clause.vg.passive):
        # Who acts stands before an active verb, or somebody else does.
        return NOBODY
    if emission.act == "aid" and not gives_away(scene):
        return NOBODY
    if frame.data.verbal and not says_by_itself(frame, scene):
        return NOBODY
    if not frame.data.verbal and not left_open(frame, role, scene):
        return NOBODY
    struck = other == scene.resolver.memory.afflicted and emission.act in _CIVIL
    if not set(scene.named_inside() if struck else scene.named_around()) <= set(known):
        return NOBODY
    if not (frame.data.verbal or struck) and not {*scene.resolver.spoken_of, *scene.resolver.resolved()} <= {
        *known,
        other,
    }:
        # "The Senegalese president thought that French soldiers would leave": not from where the article is about.
        return NOBODY
    return Referent((other,), cls="dyad")


def _counterpart(frame: Frame, role: str, emission: Emission, known: str, scene: Scene) -> str:
    """Whom the passage or the article puts beside one who acts; empty where it may be several."""
    memory = scene.resolver.memory
    gives = emission.act in _GIFTS and role == emission.right
    if gives and emission.act in _CIVIL and memory.afflicted not in {"", known}:
        return memory.afflicted
    if gives or emission.act == "SupportExpressed":
        companion = memory.threads.companion(known, memory.sentence)
        if companion:
            return companion
    if known in memory.dyad:
        return next((code for code in memory.dyad if code != known), "")
    if role == emission.left or frame.data.verbal or emission.act not in _MEANT_FOR:
        return ""
    return memory.theme_but(known)


def says_by_itself(frame: Frame, scene: Scene) -> bool:
    """Whether words of praise or blame need no more than whom they are for: "expressed its gratitude", "l'en a loué".

    What is praised or blamed may also be an act that everybody knows of: "welcomed the decision".
    """
    clause, grammar = scene.clause, scene.language.grammar
    if clause is None or clause.antecedent is not None:
        return False
    if any(clitic in grammar.pronouns.direct for clitic in clause.vg.clitics):
        return True
    if any(clitic in grammar.pronouns.indirect for clitic in clause.vg.clitics):
        # "lui rendra hommage": to somebody of whom nobody knows for whom he stands.
        return False
    objects = scene.chunks("object")
    if frame.head and objects:
        return True
    return any(
        (chunk.head in grammar.groups.deeds or chunk.head in grammar.groups.pacts)
        and chunk.det in grammar.groups.determiners
        and not named_in(scene, chunk)
        for chunk in objects
    )


def _answers(scene: Scene) -> bool:
    """Whether the sentence says that what is done answers something: "en représailles"."""
    return scene.resolver.says(scene.language.grammar.groups.answers, 0, None)


def _does_alike(scene: Scene) -> bool:
    """Whether the sentence says that somebody does what others did before: "à son tour"."""
    return any(item.kind == "adv" and item.head in scene.language.grammar.groups.again for item in scene.items)


def _deed(frame: Frame, role: str, known: tuple[str, ...], scene: Scene) -> Referent:
    """Who did what is praised or blamed, where that is an act told before: "Ankara condemned the decision"."""
    groups, memory = scene.language.grammar.groups, scene.resolver.memory
    for slot in frame.data.roles[role]:
        for chunk in holds(scene, slot):
            named = chunk.adj_codes or any(named_in(scene, comp) for comp in chunk.comps)
            if chunk.head in groups.assaults and not named and not set(memory.assailant) & set(known):
                return Referent(memory.assailant, cls="thread", plural=len(memory.assailant) > 1)
            deed = chunk.head in groups.deeds or chunk.head in groups.pacts
            if deed and chunk.det in groups.determiners and not named:
                return memory.threads.doer(pact=chunk.head in groups.pacts, known=known, sentence=memory.sentence)
    return NOBODY


def _meets(found: Referent, needs: list[str] | tuple[str, ...]) -> bool:
    named = states()
    if "state" in needs and not all(code in named for code in found.codes):
        return False
    if "org" in needs and any(code in named for code in found.codes):
        return False
    if "single" in needs and len(found.codes) != 1:
        return False
    return "plural" not in needs or len(found.codes) > 1


def gives_away(scene: Scene) -> bool:
    """Whether what the verb or noun is about is given away: goods or a gift themselves, not what only holds them."""
    gifts = scene.language.grammar.groups.gifts
    if scene.noun is not None:
        return True
    return any(
        part.head in gifts
        or (part.amount is not None and part.amount.item is not None and part.amount.head in {None, part.head_at})
        for chunk in (*scene.chunks("object"), *scene.chunks("surface"))
        for part in (chunk, *chunk.conj)
    )


def _tells(scene: Scene, known: tuple[str, ...]) -> bool:
    """Whether a noun tells of its act by itself: in a sentence without a verb around it, or carried by one.

    With both parties known but for one, it must say no more of itself: "the talks", not "the Nadi meeting".
    """
    clause, noun = scene.clause, scene.host or scene.noun
    if clause is None or noun is None or scene.noun is None:
        return True
    inside = noun is clause.subject or noun in clause.objects or noun in clause.obliques
    if not inside:
        return True
    if known and (scene.noun.comps or scene.noun.adjectives or scene.noun.det not in _definite(scene)):
        return False
    return scene.carried() or noun.prep in scene.language.grammar.nominal.adjuncts


def _definite(scene: Scene) -> frozenset[str]:
    return scene.language.grammar.groups.determiners | scene.language.grammar.pronouns.possessive


_SANCTIONS = frozenset({"SanctionsImposed", "SanctionsLifted"})


def _no_party(frame: Frame, scene: Scene) -> frozenset[str]:
    """Nouns for those who are no party to an act: who is in need, what carries goods, whom sanctions name."""
    groups = scene.language.grammar.groups
    listed = frame.emissions[0].act in _SANCTIONS
    return groups.needy | groups.carriers | groups.listed if listed else groups.needy | groups.carriers


def left_open(frame: Frame, role: str, scene: Scene, known: tuple[str, ...] = ()) -> bool:
    """Whether nobody stands where the role is looked for but who is the other party (``known``)."""
    grammar = scene.language.grammar
    no_party = _no_party(frame, scene) | grammar.place_nouns
    for slot in frame.data.roles[role]:
        if slot.endswith(OWN):
            # A thing there that names no state is no party either.
            continue
        for chunk in holds(scene, slot):
            if chunk.prep in grammar.prepositions.dative and _lies_somewhere(chunk, scene):
                # "gave tents to schools in Osaka": to these, not to whom the article is about.
                return False
            if chunk.cls == "pronoun" and frame.emissions[0].act in _WANTS_BOTH and _is_whatever(chunk, scene):
                # "welcomed what he termed a step": that is whom it welcomed.
                return False
            if frame.emissions[0].act in _WANTS_BOTH and (chunk.amount is not None or chunk.head in no_party):
                # "received 2.5 million", "met with children": that is what was received, and whom they met.
                return False
            if chunk.amount is not None or chunk.cls == "pronoun" or chunk.head in no_party:
                continue
            if chunk.cls == "noun" and chunk.prep in grammar.prepositions.agent and not chunk.det and not chunk.plural:
                # "rappelé par précaution": how or why, not by whom.
                continue
            if chunk.cls == "noun" and chunk.prep in grammar.prepositions.purpose and not named_in(scene, chunk):
                # "offered 15 million dollars for cyclone repairs": what it is for, not who gets it.
                continue
            if frame.data.verbal and chunk.cls == "noun" and not chunk.adjectives and not named_in(scene, chunk):
                # "dénonce un acte de piraterie"; what is described ("an act unworthy of X") may be anybody's.
                continue
            if _is_anybodys_envoy(frame, chunk):
                continue
            if known and scene.resolver.says(grammar.groups.answers, max(0, chunk.first - 1), chunk.last):
                # "En réponse, Israël a ...": no place.
                continue
            codes = scene.resolver.resolve(chunk).codes if known else ()
            if codes and set(codes) <= set(known):
                # "has shut its own": who acts, which is looked for in the same place.
                continue
            return False
    return True


def _is_whatever(pronoun: Chunk, scene: Scene) -> bool:
    """Whether a pronoun stands for no one told before: "what", "everything"."""
    pronouns = scene.language.grammar.pronouns
    return not any(pronoun.head in known for known in (pronouns.third, pronouns.first, pronouns.direct))


def _lies_somewhere(chunk: Chunk, scene: Scene) -> bool:
    """Whether a phrase names a state, or stands right before a place: "to Japanese schools", "to schools in Osaka"."""
    if chunk.cls != "noun":
        return False
    if named_in(scene, chunk):
        return True
    places = scene.language.grammar.prepositions.place
    behind = [*chunk.comps, *(item for item in scene.items if item.kind == "np" and item.first == chunk.end)]
    return any(part.prep in places and part.cls in {"name", "person"} for part in behind)


def _is_anybodys_envoy(frame: Frame, chunk: Chunk) -> bool:
    """Whether envoys are told without saying whose, where the act is done to envoys: "expelled three diplomats"."""
    dealt_with = any(emission.act.startswith("Envoy") for emission in frame.emissions)
    envoys = chunk.cls == "envoy" or (chunk.cls in {"office", "agent"} and chunk.plural)
    named = bool(chunk.persons) and (chunk.cls != "envoy" or frame.data.verbal)
    return dealt_with and envoys and not (chunk.comps or chunk.adj_codes or chunk.name or named)


def _alone(frame: Frame, scene: Scene, parties: tuple[str, ...], *, both: bool) -> bool:
    """Whether the clause names nobody besides the parties; where ``both`` are taken up, neither or both of them."""
    clause = scene.clause
    chunks: list[Chunk] = [] if scene.noun is None else [scene.noun, *scene.after]
    if clause is not None and (scene.noun is None or scene.carried()):
        chunks = [*chunks, *clause.objects, *clause.obliques, *([clause.subject] if clause.subject is not None else [])]
    no_party = _no_party(frame, scene)
    acting = (
        chunk
        for chunk in chunks
        if chunk.cls in _ACTING and chunk.head not in no_party and not _is_anybodys_envoy(frame, chunk)
    )
    if any(not scene.resolver.resolve(chunk).codes for chunk in acting):
        return False
    named = {code for chunk in chunks for code in named_in(scene, chunk)}
    return named <= set(parties) and not (both and len(named) == 1)


def named_in(scene: Scene, chunk: Chunk) -> list[str]:
    """The states and organisations that a phrase names, or stands for, with all its parts."""
    codes = [*chunk.adj_codes, *(chunk.name.codes if chunk.name is not None and not chunk.name.weak else ())]
    if not codes and chunk.cls not in {"noun", "amount"}:
        codes = list(scene.resolver.resolve(chunk).codes)
    for part in (*chunk.comps, *chunk.conj):
        codes.extend(named_in(scene, part))
    return codes

"""Frames against the scenes of a sentence: who fills which role, and what is claimed."""

from collections.abc import Callable
from datetime import date

import msgspec

from events.interval import Interval
from service.extract.acts.beholders import acts_on_another, beholders, gives_any, only_beholds
from service.extract.acts.frames import Frame
from service.extract.acts.reciprocal import RECIPROCAL, each_way, reciprocate
from service.extract.acts.scene import Scene
from service.extract.acts.slots import TOWN, fill_slot
from service.extract.acts.truth import Truth
from service.extract.claims import DECIDED, ENDED, MUTUAL, VISITS, Claim, type_of
from service.extract.dates.mentions import DateMention
from service.extract.names.states import states
from service.extract.parties.referents import CROWD, FACED, NOBODY, Referent, personal
from service.extract.parties.travellers import add_company, leave_home
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.verbs import PARTICIPLES

GOODS = "goods"
"""In a frame's words: some goods or money are told of beside the trigger."""
_FEWEST_PARTIES = 2
_MASS = "t"
"""The unit of what is weighed: goods, whatever they are."""
_DAY = len("2024-06-12")
_TO_FACE = ":governor.object"
_BEFORE_VERB = 2
_BEHIND_VERB = 8
"""Tokens around a verb among which its adverbs stand, the object between them."""


class Standing(msgspec.Struct):
    """A frame that fits a scene: who stands in its roles, where each was found, and the roles where nobody stands."""

    frame: Frame
    roles: dict[str, Referent]
    path: list[str]
    left_open: list[str]

    def refusal(self) -> str:
        """Why the frame claims nothing as it stands; empty where no role is open."""
        return "nobody stands in the role of " + " and in that of ".join(self.left_open) if self.left_open else ""

    def filled(self, fillers: dict[str, Referent], found_in: str) -> "Standing":
        """The same with these in the open roles; ``found_in`` is what their place is called in a claim's path."""
        path = [*self.path, *(f"{role}:{found_in}" for role in fillers)]
        open_ = [role for role in self.left_open if role not in fillers]
        return Standing(self.frame, {**self.roles, **fillers}, path, open_)


def stand(frame: Frame, scene: Scene) -> Standing | str:
    """Who stands in a frame's roles in a scene; a text says why the frame does not fit."""
    refused = _fits(frame, scene)
    if refused != "":
        return refused
    roles: dict[str, Referent] = {}
    path: list[str] = []
    left_open = _fill_all(frame, list(frame.data.roles), scene, roles, path)
    if left_open and roles:
        # Whom "the ambassador" stands for may depend on who summons him.
        left_open = _fill_all(frame, left_open, scene, roles, path)
        _part_hosts(frame, left_open, scene, roles, path)
        leave_home(frame, left_open, roles, path, scene)
        mutual = reciprocate(frame, left_open, roles, scene) if left_open else NOBODY
        if mutual:
            return Standing(frame, roles, path, left_open).filled({left_open[0]: mutual}, RECIPROCAL)
    if not set(left_open).isdisjoint(frame.data.told):
        # "called for calm" is no call on anybody: whom it was on is told there or nowhere.
        return "nobody is told in the role of " + " and in that of ".join(left_open)
    if any(frame.data.roles[role] == [TOWN] for role in left_open):
        # Without the city there is no telling that anybody travelled: none is looked for elsewhere.
        return "no city where it happens"
    add_company(frame, roles, scene)
    return Standing(frame, roles, path, left_open)


def _part_hosts(frame: Frame, left_open: list[str], scene: Scene, roles: dict[str, Referent], path: list[str]) -> None:
    """Let one of several who are together somewhere be at home: "les présidents kazakh et ouzbek étaient à Khiva"."""
    if scene.noun is not None or frame.head:
        return
    for emission in frame.emissions:
        if emission.act != "visit" or left_open != [emission.right] or emission.left not in roles:
            continue
        visitors = roles[emission.left]
        host, slot = _fill(frame, emission.right, frame.data.roles[emission.right], scene, ())
        guests = tuple(code for code in visitors.codes if code not in host.codes)
        if len(visitors.codes) == _FEWEST_PARTIES and len(guests) == 1 and len(host.codes) == 1:
            roles[emission.right] = host
            path.append(f"{emission.right}:{slot}")
            left_open.clear()


def claim(standing: Standing, scene: Scene, truth: Truth) -> list[Claim] | str:
    """The claims of a frame whose roles are filled, without place and date; a text says why there are none."""
    frame, roles = standing.frame, standing.roles
    stage = frame.data.stage or truth.stage
    claims: list[Claim] = []
    refused = "the parties are one and the same"
    for emission in frame.emissions:
        kind = ENDED[emission.act] if truth.ended else type_of(emission.act, stage)
        if truth.decided and kind in DECIDED and not frame.data.stage:
            stage = "done"
        if (emission.act in _GIVEN and _is_for_rebels(scene)) or (kind in _WORDS and _backs_rebels(kind, scene)):
            refused = "for those who fight the state"
            continue
        # "summoned X to protest": whoever is dealt with in the ruling clause is told it to his face.
        faced = any(role.cls == FACED for role in roles.values()) or any(_TO_FACE in place for place in standing.path)
        if kind in _PACTS and _is_of_firms(scene):
            refused = "signed by no state"
            continue
        if kind in _WORDS and (
            (_only_aimed_at(scene) and not faced)
            or _complains_of_a_deed(scene)
            or _said_of_somebody(scene, standing.path)
        ):
            refused = "no words of praise or blame, only spoken of"
            continue
        if scene.resolver.memory.game and _is_a_game(kind, roles[emission.left], roles[emission.right]):
            refused = "may be a game of two teams"
            continue
        if not kind:
            refused = "called off"
            continue
        place = "subject" if f"{emission.left}:subject" in standing.path else ""
        if kind in _WORDS and _is_told_to(scene, roles[emission.left], place):
            refused = "told to say it"
            continue
        doers = (roles[emission.left], roles[emission.right]) if emission.mutual else (roles[emission.left],)
        if not emission.mutual and only_beholds(roles[emission.left], emission.left, standing.path, scene):
            refused = "who thinks or sees something of it did not do it"
            continue
        if any(doer.cls == CROWD for doer in doers):
            refused = "people who act for no state"
            continue
        apart = kind in _MEETINGS and (_one_meets_all(emission.left, standing, scene) or _each_apart(scene))
        sides = (roles[emission.left], roles[emission.right])
        if kind in _MEETINGS:
            sides = (_but_hosts(sides[0], scene), _but_hosts(sides[1], scene))
            if not all(sides):
                refused = "only where others meet"
                continue
        for left, right in _pairs(kind, *sides, apart=apart):
            made = _claim(kind, left, right, frame, truth, stage)
            if made is not None:
                made.path = " ".join(standing.path)
                claims.append(made)
    return claims or refused


_MEETINGS = frozenset({"MeetingHeld", "MeetingAnnounced"})
_PACTS = frozenset({"AgreementSigned", "AgreementAnnounced"})
_GIVEN = frozenset({"aid", "AidPledged", "AidDelivered", "MilitarySupportProvided"})
_WORDS = frozenset({"SupportExpressed", "CriticismExpressed"})


def _is_for_rebels(scene: Scene) -> bool:
    """Whether goods or arms go to those who fight the state: "delivered arms to the rebels in Syria"."""
    rebels, dative = scene.language.grammar.groups.rebels, scene.language.grammar.prepositions.dative
    told = [*scene.after] if scene.noun is not None else [] if scene.clause is None else scene.clause.obliques
    return any(part.head in rebels and part.prep in dative for part in told)


def _is_told_to(scene: Scene, speaker: Referent, place: str) -> bool:
    """Whether others tell what somebody ought to say: "China should thank Kenya, a lawmaker said"."""
    clause, verbs = scene.clause, scene.language.grammar.verbs
    if clause is None or scene.noun is not None or place != "subject" or clause.vg.modal not in verbs.duties:
        return False
    if clause.subject is None or clause.subject.cls == "pronoun" or clause.vg.modal_tense not in {"pres", "cond"}:
        return False
    # Who says of his own state what it must do speaks for it.
    return scene.resolver.memory.speaker.codes != speaker.codes


def _is_of_firms(scene: Scene) -> bool:
    """Whether who signs, or with whom, is told by an unknown name of one word: "Airbus signed a contract"."""
    clause = scene.clause
    if clause is None or (scene.noun is not None and not scene.carried()):
        return False
    company = scene.language.grammar.prepositions.company
    told = [] if clause.vg.passive or clause.subject is None else [clause.subject]
    told += [oblique for oblique in clause.obliques if oblique.prep in company]
    return any(
        chunk.cls == "person" and all(" " not in name for name in chunk.persons) and not scene.resolver.resolve(chunk)
        for chunk in told
    )


def _backs_rebels(kind: str, scene: Scene) -> bool:
    """Whether words back those who fight the state: "backs the rebellion in Chad"."""
    if kind != "SupportExpressed" or scene.clause is None or scene.noun is not None:
        return False
    rebels = scene.language.grammar.groups.rebels
    return any(chunk.head in rebels for chunk in scene.chunks("object"))


def _only_aimed_at(scene: Scene) -> bool:
    """Whether the verb only tells what another act is for: "gave a loan to support the expansion"."""
    clause, grammar = scene.clause, scene.language.grammar
    if clause is None or scene.noun is not None or clause.vg.form != "inf" or clause.ruler:
        return False
    if clause.vg.lemma in grammar.verbs.voices and clause.objects:
        # "went to Kyiv to reaffirm its support"
        return False
    if clause.opener not in grammar.particles.motives:
        return False
    # "s'est engagé à investir pour soutenir X": no verb rules an infinitive by such a word alone.
    aimed = clause.opener not in grammar.particles.infinitive
    return aimed or clause.governor is None or not grammar.governs(clause.governor.vg.lemma)


def _complains_of_a_deed(scene: Scene) -> bool:
    """Whether a speaker tells what was done to his own: "France attacked us" is no word of France's."""
    clause, grammar = scene.clause, scene.language.grammar
    if clause is None or scene.noun is not None or clause.vg.lemma not in grammar.verbs.assails:
        return False
    return any(chunk.cls == "pronoun" for chunk in clause.objects) or bool(clause.vg.clitics)


def _said_of_somebody(scene: Scene, path: list[str]) -> bool:
    """Whether the verb only tells what somebody is accused of, or asked for: "accused Paris of backing Kigali".

    Where the frame itself looks for who asks in the ruling clause, it is he who speaks.
    """
    clause, grammar = scene.clause, scene.language.grammar
    if clause is None or scene.noun is not None or clause.governor is None or clause.subject is not None:
        return False
    ruling = clause.governor.vg.lemma
    blamed = clause.vg.form == "inf" or (clause.vg.form == "prespart" and clause.opener in grammar.particles.blamed)
    asked = grammar.control_of(ruling) == "open" and bool(clause.governor.objects or clause.governor.vg.passive)
    asked = asked and not any(place.endswith(":governor") for place in path)
    voiced = ruling in grammar.verbs.voices or asked
    return blamed and voiced and ruling in grammar.object_control


def _is_a_game(kind: str, left: Referent, right: Referent) -> bool:
    """Whether teams may be meant, in an article about sport: "Mali met Chad", "his counterpart praised Peru"."""
    if kind in _MEETINGS:
        return left.cls not in _OFFICIAL or right.cls not in _OFFICIAL
    return (kind in _WORDS or kind in VISITS) and left.cls not in _OFFICIAL


_OFFICIAL = frozenset({"office", "envoy", "institution", "delegation", "person"})
"""Kinds of parties that are no team."""


def _but_hosts(party: Referent, scene: Scene) -> Referent:
    """A party without the states that the article names by a town alone: talks in Geneva are not with Switzerland."""
    sites = scene.resolver.memory.cast.sites if party.cls in _NAMED_APART else ()
    if not sites or sites.isdisjoint(party.codes):
        return party
    codes = tuple([code for code in party.codes if code not in sites])
    return Referent(codes, party.persons, party.cls, party.plural) if codes else NOBODY


_NAMED_APART = frozenset({"name", "place", "adjective", "thread", "chosen", ""})
"""Of what kind a party is that no person or office stands for."""
_CARRIED = (":light", ":clause.subject")


def _one_meets_all(left: str, standing: Standing, scene: Scene) -> bool:
    """Whether one meets several one by one: "met the ministers of X and Y", "held talks with the leaders of X and Y".

    One meeting with several brings all of them together: "held a meeting with the ministers of X and Y".
    """
    several = scene.noun is not None and scene.noun.plural
    carried = several and any(left + how in standing.path for how in _CARRIED)
    return len(standing.roles[left].codes) == 1 and (f"{left}:subject" in standing.path or carried)


def _each_apart(scene: Scene) -> bool:
    """Whether each of several who act met the others for itself: "held separate talks with X and Y"."""
    clause, words = scene.clause, scene.language.grammar.groups.apart
    if scene.noun is not None and not words.isdisjoint(scene.noun.adjectives):
        return True
    called = scene.language.grammar.remote.get("phone", frozenset())
    if scene.noun is None and clause is not None and any(oblique.head in called for oblique in clause.obliques):
        # "spoke by phone with the leaders of X and Y"
        return True
    if clause is None:
        return False
    company = scene.language.grammar.prepositions.company
    if any(part.prep in company for oblique in clause.obliques if oblique.prep in company for part in oblique.conj):
        # "had a meeting with the minister of X and with that of Y"
        return True
    return any(scene.resolver.says(words, at, at + 2) for at in (clause.vg.first - 1, clause.vg.last))


def _pairs(kind: str, left: Referent, right: Referent, *, apart: bool) -> list[tuple[Referent, Referent]]:
    """Who acts with whom: of several who recognise one state each does so for itself, and so who meet it ``apart``.

    Who meets several meets each: "spoke with the leaders of X and Y" brings X and Y no nearer.
    """
    if RECIPROCAL in {left.cls, right.cls}:
        return each_way(left, right)
    if not (apart or kind == "RelationsEstablished") or left == right or len(left.codes) * len(right.codes) == 1:
        return [(left, right)]
    return [
        (Referent((one,), left.persons, left.cls), Referent((other,), right.persons, right.cls))
        for one in left.codes
        for other in right.codes
    ]


def _fill_all(frame: Frame, names: list[str], scene: Scene, roles: dict[str, Referent], path: list[str]) -> list[str]:
    """Fill the roles of these names where somebody stands in one of their slots; those that stay open."""
    left_open: list[str] = []
    beholding = beholders(scene)
    for role in names:
        taken: tuple[str, ...] = ()
        if roles:
            # Who stands on both sides of one act is no party to it; who receives may also be the host.
            facing = frame.facing[role]
            taken = tuple([code for other, filled in roles.items() if other in facing for code in filled.codes])
        slots = frame.data.roles[role]
        if beholding and acts_on_another(frame, role):
            slots = [slot for slot in slots if not gives_any(beholding, scene, slot, taken)]
        filler, slot = _fill(frame, role, slots, scene, taken)
        if not filler.codes:
            left_open.append(role)
            continue
        roles[role] = filler
        path.append(f"{role}:{slot}")
    return left_open


def _claim(kind: str, left: Referent, right: Referent, frame: Frame, truth: Truth, stage: str) -> Claim | None:
    persons = tuple(dict.fromkeys((*left.persons, *right.persons)))
    if kind in MUTUAL:
        parties = tuple(dict.fromkeys((*left.codes, *right.codes)))
        if len(parties) < _FEWEST_PARTIES:
            return None
        sources = parties
        targets: tuple[str, ...] = ()
    else:
        sources = left.codes
        if kind in VISITS and len(right.codes) == 1:
            # Of several who are together somewhere one may be at home.
            sources = tuple(code for code in sources if code not in right.codes)
        if not sources:
            return None
        targets = tuple(code for code in right.codes if code not in sources)
        if not targets or (kind in VISITS and states().isdisjoint(targets)):
            # Whom an organisation receives visits the state where it sits.
            return None
        if kind in {"VisitOccurred", "VisitAnnounced", "VisitCancelled"}:
            persons = left.persons
        if kind.startswith("Membership") and (
            any(code in states() for code in targets) or any(code not in states() for code in sources)
        ):
            return None
    return Claim(
        type=kind,
        sources=sources,
        targets=targets,
        rule=frame.id,
        start=0,
        end=0,
        sentence=0,
        paragraph=0,
        persons=persons,
        stage="cancelled" if stage == "cancelled" else "planned" if stage == "planned" else "done",
        factuality="hearsay" if truth.factuality == "hearsay" else "asserted",
        background=truth.background,
        mode=truth.mode or frame.data.mode,
        cumulative=frame.data.cumulative,
    )


_ADJECTIVE = "noun.adj"
_OF_NOUN = frozenset({_ADJECTIVE, "noun.prep"})
"""What a frame may ask of its own noun: an adjective of it, and behind which preposition it stands."""


def _fits(frame: Frame, scene: Scene) -> str:
    data = frame.data
    clause = scene.clause
    if not frame.plain and scene.noun is None and clause is not None:
        if data.reflexive is not None and clause.vg.reflexive != data.reflexive:
            return "the verb is not reflexive as the frame wants it"
        if data.infinitive is not None and scene.opens_infinitive() != data.infinitive:
            return "an infinitive follows" if not data.infinitive else "no infinitive follows"
        if data.modal and clause.vg.modal not in data.modal:
            return "not under such a verb"
        if (data.voice == "passive" and not clause.vg.passive) or (data.voice == "active" and clause.vg.passive):
            return f"the verb is not {data.voice}"
    for slot, lemmas in frame.head.items():
        if slot in _OF_NOUN:
            if scene.noun is None or lemmas.isdisjoint(
                scene.noun.adjectives if slot == _ADJECTIVE else (scene.noun.prep,)
            ):
                return "no such adjective or preposition"
            continue
        if lemmas.isdisjoint(scene.heads(slot)):
            return frame.refusals[slot]
    if data.after and not scene.resolver.memory.threads.has_told(data.after):
        return "no such act was told before"
    if data.empty and _stands_where_nothing_may(data.empty, scene):
        return f"something stands in {'/'.join(data.empty)}"
    if data.fresh and any(_is_known(chunk, scene) for slot in data.fresh for chunk in scene.chunks(slot)):
        return f"{'/'.join(data.fresh)} is known already"
    return _lacks_words(frame, scene) if frame.words or frame.without or frame.adverbs else ""


def _lacks_words(frame: Frame, scene: Scene) -> str:
    """Why the words around a trigger do not suit a frame; empty where they do."""
    if frame.adverbs and not _said_so(frame.adverbs, scene):
        return "not said in that manner"
    words = scene.lemmas = scene.lemmas or _lemmas_around(scene)
    if frame.words and words.isdisjoint(frame.words):
        return "none of the words that go with it"
    return "" if frame.without.isdisjoint(words) else "a word that rules it out"


def _said_so(adverbs: frozenset[str], scene: Scene) -> bool:
    """Whether one of these adverbs stands inside the verb or near it: "a sévèrement jugé", "took X to task"."""
    if scene.clause is None:
        return False
    vg = scene.clause.vg
    return scene.resolver.says(adverbs, max(vg.first - _BEFORE_VERB, 0), vg.last + _BEHIND_VERB)


def _stands_where_nothing_may(slots: list[str], scene: Scene) -> bool:
    return any(slot != "object" or _precedes_place(chunk, scene) for slot in slots for chunk in scene.chunks(slot))


def _is_known(chunk: Chunk, scene: Scene) -> bool:
    """Whether a participle describes what there is already, nobody's by its own words: "hailed the ban targeting X"."""
    clause, groups = scene.clause, scene.language.grammar.groups
    if clause is None or clause.vg.form not in PARTICIPLES or chunk.adj_codes or chunk.comps:
        return False
    return chunk.det in groups.determiners or chunk.det in groups.plural_articles


def _precedes_place(chunk: Chunk, scene: Scene) -> bool:
    """Whether a phrase stands before the complements: "is a guest in Chad", but "will be in Nadi, and Modi later"."""
    verb = scene.clause.vg.first if scene.clause is not None else 0
    behind = [place.first for place in scene.chunks("place") if place.first > verb]
    return not behind or chunk.first < min(behind)


def _lemmas_around(scene: Scene) -> frozenset[str]:
    found: set[str] = set()

    def gather(chunk: Chunk) -> None:
        found.add(chunk.head)
        if chunk.amount is not None and (chunk.amount.item is not None or chunk.amount.unit == _MASS):
            found.add(GOODS)
        found.update(chunk.adjectives)
        for part in (*chunk.comps, *chunk.conj):
            gather(part)

    clause = scene.clause
    if scene.noun is not None:
        gather(scene.noun)
        for chunk in scene.after:
            gather(chunk)
        if clause is not None:
            found.add(clause.vg.lemma)
    elif clause is not None:
        for chunk in (*clause.objects, *clause.obliques):
            gather(chunk)
        found.update([date.head for date in clause.dates])
        found.add(clause.vg.modal)
        if clause.governor is not None:
            found.add(clause.governor.vg.lemma)
        if clause.subject is not None:
            gather(clause.subject)
        acted_on = clause.objects
        if clause.vg.passive and clause.subject is not None:
            acted_on = [*acted_on, clause.subject]
        for other in scene.clauses if acted_on else ():
            if other.vg.form in PARTICIPLES and any(other.subject is chunk for chunk in acted_on):
                # "sent planes loaded with tents", "measures aimed at Mali were lifted"
                found.add(other.vg.lemma)
                for chunk in other.objects if other.vg.passive else ():
                    # "called the case brought by Manila a farce"
                    gather(chunk)
    return frozenset(found)


def _fill(frame: Frame, role: str, slots: list[str], scene: Scene, taken: tuple[str, ...]) -> tuple[Referent, str]:
    need = frame.data.need.get(role, ())
    for slot in slots:
        candidate = fill_slot(scene, slot, taken)
        codes = candidate.codes
        if codes and taken and slot != "pair":
            codes = tuple([code for code in codes if code not in taken])
        if not codes:
            continue
        if len(codes) == 1 and candidate.plural and len(candidate.codes) > 1 and "single" in need:
            # "The two presidents will meet Uzbekistan's in Khujand": one of them is at home, but both meet him.
            continue
        if codes is not candidate.codes:
            candidate = Referent(codes, candidate.persons, candidate.cls, candidate.plural)
        for what in need:
            if not _meets(candidate, what):
                break
        else:
            return candidate, slot
    return NOBODY, ""


def _meets(referent: Referent, need: str) -> bool:
    test = NEEDS.get(need)
    return test(referent) if test is not None else referent.cls == need


NEEDS: dict[str, Callable[[Referent], bool]] = {
    "official": personal,
    "traveller": lambda referent: personal(referent) and referent.cls not in {"envoy", "agent"},
    "state": lambda referent: all(code in states() for code in referent.codes),
    "org": lambda referent: all(code not in states() for code in referent.codes),
    "named": lambda referent: referent.cls == "name",
    "single": lambda referent: len(referent.codes) == 1,
    "plural": lambda referent: len(referent.codes) > 1,
    "speaker": lambda referent: referent.cls not in {"forces", CROWD},
    "actor": lambda referent: referent.cls not in {"forces", "mission", CROWD},
}
"""What the filler of a role may have to be; any other need is an actor class of the language ("forces")."""


def lies_ahead(dates: list[Chunk], published: str | None, *, present: bool, stays: bool = False) -> bool:
    """Whether the nearest date can only be after publication: what the present tense tells of it is planned.

    With the ``present`` a day of the week is the next one ("flies to Lisbon on Monday"), the day itself aside, and so
    is the weekend; a day without its year is the nearer of the two that it may be; what is told of "today" has not
    happened yet, but who ``stays`` somewhere today is there.
    """
    mention = next((chunk.date for chunk in dates if chunk.date is not None), None)
    if mention is None or mention.relation != "on":
        return False
    if present and mention.kind == "relative" and mention.past.start == mention.past.end == published:
        # "leaves tonight for Beijing", "is in Beijing today"
        return not stays
    open_ = present and mention.past != mention.future
    coming = open_ and (
        mention.kind in {"weekday", "relative"} or (mention.kind == "day" and _nearer_ahead(mention, published))
    )
    return coming or _after(mention.past, published)


def _nearer_ahead(mention: DateMention, published: str | None) -> bool:
    past, future = mention.past.last(), mention.future.first()
    if published is None or len(published) != _DAY or past is None or future is None:
        return False
    day = date.fromisoformat(published)
    return future - day < day - past


def _after(interval: Interval, published: str | None) -> bool:
    first = interval.first()
    return published is not None and first is not None and first.isoformat()[: len(published)] > published


def date_of(dates: list[Chunk], *, planned: bool, published: str | None = None) -> Interval | None:
    """The interval of the nearest dates: a span joins its ends; the tense decides between past and future.

    What is done was not done after publication: "their first summit in five years" gives no date. What a plan is told
    to come before is its term ("before the end of the year"); of what was done it tells nothing.
    """
    interval: Interval | None = None
    for chunk in dates:
        mention = chunk.date
        if mention is None or mention.relation == "after" or (mention.relation in {"before", "soon"} and not planned):
            continue
        found = mention.future if planned or mention.relation == "until" else mention.past
        if not planned and mention.relation != "until" and _after(found, published):
            continue
        if mention.relation == "since":
            found = Interval(start=found.start)
        elif mention.relation in {"until", "before"}:
            found = Interval(end=found.end)
        termed = interval is not None and interval.start is None and not planned and mention.relation in {"on", "span"}
        if interval is None or (termed and found.end != interval.end):
            # "extended them until June last month": the term is not the day of what was done.
            interval = found
        elif interval.end is None and found.start is None:
            interval = Interval(start=interval.start, end=found.end)
        elif interval.start is None and found.end is None:
            interval = Interval(start=found.start, end=interval.end)
    return interval

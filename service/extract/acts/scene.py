"""The surroundings of one trigger: where each syntactic slot of a frame is looked up.

A slot is ``subject``, ``object``, a preposition, ``place``, ``goods`` and so on; what a slot holds is the
same for every frame and every language: voice, shared subjects and nominalisations are the scene's work.
"""

import msgspec

from service.extract.language import Language
from service.extract.parties.actors import Resolver
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.syntax.verbs import PARTICIPLES

OF_OBJECT = "object."
"""Before a preposition of possession: the complements of the object ("object.de")."""
OF_SUBJECT = "subject."
"""The same of the subject."""
OBJECT_ADJECTIVE = "object.adj"
"""What the object is told to be: "received the new ambassador"."""
_GIFT = "donation"
"""What goods are called that are only known to be given."""
"""Forms of a verb that tells more of a noun behind it."""
_HELD = frozenset({"noun", "institution", "collective"})
"""What somebody may attend is read as: a summit, a conference, a series of meetings."""
_FURTHEST_RULER = 4
"""How many verbs up the subject of an infinitive is looked for ("a promis d'aider à livrer ...")."""


class Scene(msgspec.Struct):
    """A trigger with its clause (None for a noun that no verb carries) and, for a noun, its own chunk."""

    language: Language
    resolver: Resolver
    items: list[Chunk]
    clause: Clause | None
    noun: Chunk | None = None
    after: list[Chunk] = []
    dates: list[Chunk] = []
    host: Chunk | None = None
    at: int = 0
    clauses: list[Clause] = []
    found: dict[str, list[Chunk]] = {}
    """What stands in each slot asked for so far: many frames ask for the same."""
    headed: dict[str, list[str]] = {}
    """The heads of the phrases in each slot asked for so far."""
    lemmas: frozenset[str] = frozenset()
    """The lemmas around the trigger, once they have been asked for."""

    def chunks(self, slot: str) -> list[Chunk]:
        """The phrases that stand in a slot, nearest first; all that the scene holds must be set before."""
        known = self.found.get(slot)
        if known is None:
            known = self.found[slot] = self._of_verb(slot) if self.noun is None else self._of_noun(slot)
        return known

    def heads(self, slot: str) -> list[str]:
        """What the phrases in a slot are headed by; "une vingtaine d'accords" is headed by "accord" too."""
        known = self.headed.get(slot)
        if known is None:
            known = self.headed[slot] = []
            if slot == OBJECT_ADJECTIVE:
                known += [adj for chunk in self.chunks("object") for adj in chunk.adjectives]
                return known
            for chunk in self.chunks(slot):
                for part in (chunk, *chunk.conj):
                    known.append(part.head)
                    if part.adjectives and part.head in self.language.grammar.groups.covers:
                        known.append(part.adjectives[-1])
                    if part.comps and (part.cls == "collective" or part.head in self.language.grammar.groups.portions):
                        known.append(part.comps[0].head)
        return known

    def _of_verb(self, slot: str) -> list[Chunk]:
        clause = self.clause
        if clause is None:
            return []
        vg = clause.vg
        match slot:
            case "subject":
                return self.agents(clause)
            case "object":
                return self.subject_of(clause) if vg.passive else clause.objects
            case "surface":
                return self.subject_of(clause)
            case "attribute":
                return clause.objects if vg.passive else clause.objects[1:]
            case "governor" | "governor.object":
                return self._of_ruler(clause, slot)
            case "place":
                places = self.language.grammar.prepositions.place
                own = [o for o in clause.obliques if o.prep in places]
                behind = [] if own else [o for o in self._behind_participle(clause) if o.prep in places]
                return [*own, *behind, *self._where_held(clause)]
            case "goods":
                return self._goods_of(clause)
            case _ if slot.startswith((OF_SUBJECT, OF_OBJECT)):
                return self._complements(clause, slot)
            case _:
                own = [o for o in clause.obliques if o.prep == slot]
                further = own or [o for o in self._with_subject(clause) if o.prep == slot]
                return further or [o for o in self._behind_participle(clause) if o.prep == slot]

    def _of_ruler(self, clause: Clause, slot: str) -> list[Chunk]:
        """Who acts, or is acted on, in the clause that rules this one."""
        ruling = clause.governor
        if ruling is None:
            return []
        if slot == "governor":
            return self.agents(ruling)
        return self.subject_of(ruling) if ruling.vg.passive else ruling.objects

    def _behind_participle(self, clause: Clause) -> list[Chunk]:
        """To whom or where, behind a participle that describes the object: "a livré un drone armé au Kenya"."""
        prepositions = self.language.grammar.prepositions
        if clause.vg.passive or not clause.objects:
            return []
        described, found = list(clause.objects), list[Chunk]()
        for other in self.clauses:
            if other.vg.form == "pastpart" and other.at > clause.at and other.subject in described:
                behind = [o for o in other.obliques if o.first > other.vg.first]
                # "a gift made up of rice valued at two million to Togo": what describes the gift is described itself.
                described += behind
                made_up = other.vg.lemma in self.language.grammar.groups.comprises
                inside = prepositions.possession | prepositions.agent
                found += [
                    o
                    for o in behind
                    if o.prep in prepositions.place
                    or o.prep in prepositions.dative
                    or (made_up and o.prep not in inside)
                ]
        return found

    def _where_held(self, clause: Clause) -> list[Chunk]:
        """Where what somebody attends is told to be: "participe à la conférence organisée à Lisbonne"."""
        prepositions = self.language.grammar.prepositions
        attended = [o for o in clause.obliques if o.cls in _HELD and o.prep in prepositions.dative]
        return [
            o
            for other in (self.clauses if attended else ())
            if (other.vg.form == "pastpart" and other.subject in attended) or other.antecedent in attended
            for o in other.obliques
            if o.first > other.vg.first and o.prep in prepositions.place and o.cls == "name"
        ]

    def dates_of_event(self) -> list[Chunk]:
        """When what somebody attends is told to be: "se rendra au Mali pour le sommet prévu le 4 juillet"."""
        clause = self.clause
        if clause is None:
            return []
        attended = [o for o in clause.obliques if o.cls in _HELD]
        return [
            day
            for other in (self.clauses if attended else ())
            if other.vg.form == "pastpart"
            and other.subject in attended
            and other.vg.lemma in self.language.grammar.verbs.held
            for day in other.dates
        ]

    def _with_subject(self, clause: Clause) -> list[Chunk]:
        """What stands behind the subject that a passive infinitive takes: "a deal between X and Y is to be signed"."""
        governor = clause.governor
        if governor is None or not clause.vg.passive or clause.vg.form != "inf" or clause.subject is not None:
            return []
        return [o for o in governor.obliques if o.first < governor.vg.first]

    def _goods_of(self, clause: Clause) -> list[Chunk]:
        """What a verb is told to move: in "40 tonnes de riz et de sucre" sugar is but one more kind of it."""
        carriers, aboard = self.language.grammar.groups.carriers, self.language.grammar.prepositions.aboard
        obliques = [o for o in clause.obliques if o.prep not in aboard or not _carries_goods(o, carriers)]
        if any(_counted(chunk) for chunk in _with_goods(tuple(clause.objects))):
            possession = self.language.grammar.prepositions.possession
            wholes = self.language.grammar.prepositions.wholes
            obliques = [o for o in obliques if o.prep not in wholes and (o.prep not in possession or _counted(o))]
        laden = any(_counted(chunk) for chunk in _with_goods(tuple(obliques)))
        # "a plane carrying 165 doctors" is not what is given.
        subject = [
            part
            for chunk in self.subject_of(clause)
            for part in (
                chunk.comps if chunk.head in carriers and (clause.objects or laden or self._carries(chunk)) else [chunk]
            )
        ]
        objects = [part for chunk in clause.objects for part in self._load(chunk) or [chunk]]
        return _with_goods((*objects, *obliques, *subject))

    def _load(self, carrier: Chunk) -> list[Chunk]:
        """What a plane or ship that is sent brings by the participle behind it: "sent a plane loaded with rice".

        So what a gift is told to be made up of: "une aide constituée de 100 tonnes de vivres".
        """
        groups = self.language.grammar.groups
        if not _carries_goods(carrier, groups.carriers):
            if carrier.head not in groups.gifts or _counted(carrier):
                return []
            return [
                part
                for clause in self.clauses
                if clause.subject is carrier and clause.vg.lemma in groups.comprises and clause.vg.form in PARTICIPLES
                for part in (*clause.objects, *clause.obliques)
                if _with_goods((part,))
            ]
        return _with_goods(tuple(carrier.comps)) or [
            part
            for clause in self.clauses
            if clause.subject is carrier and clause.vg.lemma in groups.carries and clause.vg.form in PARTICIPLES
            for part in (*clause.objects, *clause.obliques)
            if _with_goods((part,))
        ]

    def _carries(self, carrier: Chunk) -> bool:
        """Whether a participle tells what a plane or ship brings: "a plane carrying 40 tonnes of rice landed"."""
        return any(clause.vg.form == "prespart" and clause.subject is carrier for clause in self.clauses)

    def _complements(self, clause: Clause, slot: str) -> list[Chunk]:
        """The complements of the subject that a preposition opens ("subject.de"), or all of the object's."""
        if slot.startswith(OF_OBJECT):
            comps = [comp for o in self._of_verb("object") for part in (o, *o.conj) for comp in part.comps]
            origin = slot.removeprefix(OF_OBJECT) in self.language.grammar.prepositions.origin
            return [comp for comp in comps if comp.prep == slot.removeprefix(OF_OBJECT)] if origin else comps
        prep = slot.removeprefix(OF_SUBJECT)
        return [comp for o in self.subject_of(clause) for comp in o.comps if comp.prep == prep]

    def doers(self, thing: Chunk) -> list[Chunk]:
        """Who did the thing, as told of it: "l'aide fournie par X", "un rapport tronqué de X", "the ban that X put"."""
        agent, possession = self.language.grammar.prepositions.agent, self.language.grammar.prepositions.possession
        done = [
            o
            for clause in self.clauses
            if clause.vg.form == "pastpart" and clause.subject is thing
            for o in clause.obliques
            if o.prep in agent or (o.prep in possession and o.cls == "name" and o.first == clause.vg.last)
        ]
        return done or [
            clause.subject
            for clause in (self.clauses if self._judges() else ())
            if clause.antecedent is thing and clause.subject is not None and clause.subject is not thing
            if clause is not self.clause and clause.vg.finite and any(o is thing for o in clause.objects)
        ]

    def _judges(self) -> bool:
        """Whether the verb says what somebody thinks of what another did."""
        verbs = self.language.grammar.verbs
        lemma = self.clause.vg.lemma if self.clause is not None else ""
        return lemma in verbs.voices or lemma in verbs.blames or lemma in verbs.regards or lemma in verbs.judges

    def struck(self, thing: Chunk) -> list[Chunk]:
        """Whom a measure is against by what is told of it: "les sanctions frappant X", "qui pesaient contre X"."""
        return [
            part
            for clause in self.clauses
            if thing in (clause.subject, clause.antecedent) and clause.vg.lemma in self.language.grammar.verbs.strikes
            for part in (*(() if clause.vg.passive else clause.objects), *clause.obliques)
            if part is not thing
        ]

    def opens_infinitive(self) -> bool:
        """Whether the verb's complements are followed by an infinitive: "called on France to withdraw"."""
        verb = self.items[self.at].vg
        # "is to meet" goes on with it at once; "is in Rome to meet" says where somebody is.
        between = {"adv"} if verb is not None and verb.copula else {"np", "date", "adv", "comma", "and"}
        for item in self.items[self.at + 1 :]:
            if item.kind == "vg":
                bare = not item.prep and item.vg is not None and item.vg.form == "inf"
                return bare or item.prep in self.language.grammar.particles.infinitive
            if item.kind not in between:
                return False
        return False

    def named_around(self) -> list[str]:
        """Whom the sentence names from the verb before the trigger's to the one behind it."""
        verbs = [clause.vg for clause in self.clauses if self.clause is None or clause is not self.clause]
        begins = max((vg.last for vg in verbs if vg.last <= self.items[self.at].first), default=0)
        ends = min((vg.first for vg in verbs if vg.first >= self.items[self.at].end), default=self.items[-1].end)
        return [code for at, codes in self.resolver.spans if begins <= at < ends for code in codes]

    def named_inside(self) -> list[str]:
        """Whom the phrases of the trigger's own clause name, or those of the noun that is the trigger."""
        chunks: list[Chunk] = [] if self.noun is None else [self.noun, *self.after]
        clause = self.clause
        if clause is not None and (self.noun is None or self.carried()):
            chunks.extend([*clause.objects, *clause.obliques])
            if clause.subject is not None:
                chunks.append(clause.subject)
        return [code for at, codes in self.resolver.spans for c in chunks if c.first <= at < c.end for code in codes]

    def main_places(self) -> list[Chunk]:
        """Where the thing that a participle describes is told to be: "vaccines donated by China arrived in Harare"."""
        main = (self.clause.main or self.clause.governor) if self.clause is not None else None
        places = self.language.grammar.prepositions.place
        return [o for o in main.obliques if o.prep in places] if main is not None else []

    def agents(self, clause: Clause) -> list[Chunk]:
        """Who acts: the subject of an active verb, the agent of a passive one."""
        if clause.vg.passive:
            return [o for o in clause.obliques if o.prep in self.language.grammar.prepositions.agent]
        return self.subject_of(clause)

    def subject_of(self, clause: Clause, depth: int = 0) -> list[Chunk]:
        """The subject of a clause: its own, else that of the verb that rules it."""
        if clause.subject is not None:
            return [clause.subject]
        governor = clause.governor
        if clause.vg.form in {"inf", "prespart", "pastpart"} and governor is not None and depth < _FURTHEST_RULER:
            if clause.apart and clause.vg.lemma in self.language.grammar.verbs.voices:
                governor = self._saying(governor)
            blamed = clause.vg.form == "prespart" and clause.opener in self.language.grammar.particles.blamed
            # "began the procedure for expelling him": who begins it expels.
            blamed = blamed and not clause.ruler
            controls = governor.vg.lemma in self.language.grammar.object_control and not governor.vg.reflexive
            if blamed or (clause.vg.form == "inf" and controls):
                told = (
                    governor.objects[:1]
                    or [o for o in governor.obliques if o.prep in self.language.grammar.prepositions.dative][:1]
                )
                return told if told and not governor.vg.passive else self.subject_of(governor, depth + 1)
            return self.subject_of(governor, depth + 1)
        return []

    def _saying(self, clause: Clause) -> Clause:
        """Who goes on speaking behind a speech: in "X said that Y had left, accusing Z" it is X who accuses."""
        verbs = self.language.grammar.reporting.verbs
        ruler = clause
        while ruler.governor is not None and ruler.vg.lemma not in verbs:
            ruler = ruler.governor
        if ruler.vg.lemma in verbs or (clause.vg.form == "inf" and ruler.vg.finite):
            # "asked the court to order it, accusing Z": it is who asks that accuses.
            return ruler
        if clause.subject is None or clause.subject.cls not in {"noun", "amount"}:
            return clause
        earlier = (c for c in reversed(self.clauses) if c.at < clause.at and c.vg.finite and c.vg.lemma in verbs)
        return next(earlier, clause)

    def _of_noun(self, slot: str) -> list[Chunk]:  # noqa: PLR0911  (a case for each slot)
        noun, clause, nominal = self.noun, self.clause, self.language.grammar.nominal
        possession = self.language.grammar.prepositions.possession
        if noun is None:
            return []
        match slot:
            case _ if slot in possession:
                # "the visit to Canada of Mwai Kibaki": a person behind the name of a place is whose the act is.
                further = [
                    comp for pp in self.after for comp in pp.comps if pp.cls == "noun" or (comp.persons and pp.name)
                ]
                own = [comp for comp in (*noun.comps, *further, *self.after) if comp.prep in possession]
                # "Washington's expulsion of a diplomat": whose act it is comes behind what it is done to.
                return sorted(own, key=lambda comp: comp.first < noun.head_at)
            case "genitive":
                return [comp for comp in noun.comps if comp.prep in possession and comp.first < noun.head_at]
            case "light":
                if clause is None or not self.carried() or self.blamed():
                    return []
                # "en visite à Moscou, le président a été reçu": an adjunct is of the one the clause is about.
                adjunct = noun not in clause.objects and noun is not clause.subject and self.host is None
                return self.subject_of(clause) if adjunct else self.agents(clause)
            case "adjunct.subject":
                bare = not noun.det and f"{noun.prep} {noun.head}" in nominal.settings
                return self.subject_of(clause) if clause is not None and (bare or noun.prep in nominal.adjuncts) else []
            case "clause.subject":
                tied = clause is not None and (noun in clause.objects or noun.prep in nominal.adjuncts)
                return self.subject_of(clause) if clause is not None and tied and not self.blamed() else []
            case "place":
                return [
                    o
                    for o in (*noun.comps, *self.after, *(o for o in self._carrying() if o not in self.after))
                    if o.prep in self.language.grammar.prepositions.place
                ]
            case "goods":
                return _with_goods((noun, *self.after))
            case "before":
                return self._before()
            case _:
                near = [o for o in (*noun.comps, *self.after) if o.prep == slot]
                return near or [o for o in self._carrying() if o.prep == slot and not self._is_of_another(o)]

    def _is_of_another(self, pair: Chunk) -> bool:
        """Whether a "between" stands behind another noun: "the talks come amid tensions between Togo and Benin"."""
        if pair.prep not in self.language.grammar.prepositions.between:
            return False
        return any(item.cls == "noun" and item.prep != "" and item.last == pair.first for item in self.items)

    def _before(self) -> list[Chunk]:
        """The noun phrase that an apposition follows: "le président sénégalais, présent à Pékin"."""
        for item in reversed(self.items[: self.at]):
            if item.kind == "np":
                last = item.comps[-1] if item.cls == "noun" and item.comps else item
                # "l'accueil de son homologue, en visite à Lima": it is the homologue who visits.
                return [last.comps[-1] if last.cls == "noun" and last.comps else last]
            if item.kind not in {"comma", "adv"}:
                break
        return []

    def _carrying(self) -> list[Chunk]:
        """The complements of the verb that carries the noun."""
        return self.clause.obliques if self.clause is not None and self.carried() else []

    def blamed(self) -> bool:
        """Whether the noun is the object of a verb of blame: who condemns an expulsion has expelled nobody."""
        noun, clause = self.noun, self.clause
        if noun is None or clause is None or clause.vg.lemma not in self.language.grammar.verbs.blames:
            return False
        return noun in clause.objects

    def carried(self) -> bool:
        """Whether the noun is the object, the subject or an adjunct of a verb that carries it."""
        noun, clause, nominal = self.noun, self.clause, self.language.grammar.nominal
        if clause is None:
            return False
        if clause.vg.lemma not in nominal.light_verbs and not clause.vg.copula:
            return False
        outer = self.host or noun
        if outer is not None and outer.prep in self.language.grammar.prepositions.possession:
            # "a décidé de la levée": what such a verb is about is its object.
            return clause.vg.lemma in self.language.grammar.verbs.of_object
        return (
            outer in clause.objects or outer is clause.subject or (outer is not None and outer.prep in nominal.adjuncts)
        )


def _carries_goods(chunk: Chunk, carriers: frozenset[str]) -> bool:
    """Whether a phrase names a plane, a ship or a truck, in which goods may come."""
    return chunk.head in carriers or (chunk.amount is not None and chunk.amount.item in {"aircraft", "ships"})


def _with_goods(chunks: tuple[Chunk, ...]) -> list[Chunk]:
    """The phrases that name goods or sums, complements included."""
    found: list[Chunk] = []
    for chunk in chunks:
        for part in (chunk, *chunk.conj):
            inner = _with_goods(tuple(part.comps))
            # "un don de 25 000 tonnes de blé" is the wheat, not the gift.
            if part.amount is not None and not _only_names(part, inner):
                found.append(part)
            else:
                if part.amount is not None and part.amount.military:
                    _arm(inner)
                found.extend(inner)
    return found


def _arm(named: list[Chunk]) -> None:
    """Make military what a military gift is told to come to: "une aide militaire de dix millions"."""
    for chunk in named:
        if chunk.amount is not None:
            chunk.amount = msgspec.structs.replace(chunk.amount, military=True)


def _only_names(gift: Chunk, inner: list[Chunk]) -> bool:
    """Whether a phrase without a figure is but a name for the goods inside it: "un don de matériel médical"."""
    if _counted(gift) or not inner:
        return False
    generic = gift.amount is not None and gift.amount.item == _GIFT
    return generic or any(_counted(chunk) for chunk in inner)


def _counted(chunk: Chunk) -> bool:
    return chunk.amount is not None and chunk.amount.counted

"""The surroundings of one trigger: where each syntactic slot of a frame is looked up.

A slot is ``subject``, ``object``, a preposition, ``place``, ``goods`` and so on; what a slot holds is the
same for every frame and every language: voice, shared subjects and nominalisations are the scene's work.
"""

import msgspec

from service.extract.actors import NOBODY, Referent, Resolver
from service.extract.chunks import Chunk
from service.extract.clauses import Clause
from service.extract.language import Language

_PLACES = frozenset({"place", "dest", "object.place", "subject.place"})


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

    def chunks(self, slot: str) -> list[Chunk]:
        """The phrases that stand in a slot, nearest first."""
        if self.noun is not None:
            return self._of_noun(slot)
        return self._of_verb(slot)

    def _of_verb(self, slot: str) -> list[Chunk]:
        clause = self.clause
        if clause is None:
            return []
        vg = clause.vg
        match slot:
            case "subject":
                if vg.passive:
                    return [o for o in clause.obliques if o.prep in self.language.grammar.prepositions.agent]
                return self._subject(clause)
            case "object":
                if vg.passive:
                    return self._subject(clause)
                return clause.objects
            case "surface":
                return self._subject(clause)
            case "place":
                return [o for o in clause.obliques if o.prep in self.language.grammar.prepositions.place]
            case "goods":
                return _with_goods((*clause.objects, *clause.obliques, *self._subject(clause)))
            case "about":
                return [comp for o in self._of_verb("object") for part in (o, *o.conj) for comp in (part, *part.comps)]
            case "object.de" | "object.of":
                return [comp for o in self._of_verb("object") for part in (o, *o.conj) for comp in part.comps]
            case "object.self":
                return self._of_verb("object")
            case _:
                return [o for o in clause.obliques if o.prep == slot]

    def _subject(self, clause: Clause, depth: int = 0) -> list[Chunk]:
        if clause.subject is not None:
            return [clause.subject]
        governor = clause.governor
        if clause.vg.form in {"inf", "prespart", "pastpart"} and governor is not None and depth < 4:
            if clause.vg.form == "inf" and governor.vg.lemma in self.language.grammar.object_control:
                told = governor.objects[:1] or [o for o in governor.obliques if o.prep in {"à", "to"}][:1]
                return told if told and not governor.vg.passive else self._subject(governor, depth + 1)
            return self._subject(governor, depth + 1)
        return []

    def _of_noun(self, slot: str) -> list[Chunk]:
        noun = self.noun
        if noun is None:
            return []
        match slot:
            case "de" | "of":
                possession = self.language.grammar.prepositions.possession
                further = [comp for pp in self.after if pp.cls == "noun" for comp in pp.comps]
                return [comp for comp in (*noun.comps, *further) if comp.prep in possession]
            case "light":
                clause = self.clause
                if clause is None or not self._carried(clause):
                    return []
                if clause.vg.passive:
                    return [o for o in clause.obliques if o.prep in self.language.grammar.prepositions.agent]
                return self._subject(clause)
            case "clause.subject":
                clause = self.clause
                if clause is None or not (
                    noun in clause.objects or noun.prep in self.language.grammar.nominal.adjuncts
                ):
                    return []
                return self._subject(clause)
            case "place":
                return [
                    o
                    for o in (*noun.comps, *self.after, *self._clause_places())
                    if o.prep in self.language.grammar.prepositions.place
                ]
            case "goods":
                return _with_goods((noun, *self.after))
            case "before":
                return self._before()
            case "host":
                return [self.host] if self.host is not None else []
            case _:
                return [o for o in (*noun.comps, *self.after) if o.prep == slot] or (
                    [o for o in self.clause.obliques if o.prep == slot]
                    if self.clause is not None and self._carried(self.clause)
                    else []
                )

    def _before(self) -> list[Chunk]:
        """The noun phrase that an apposition follows: "le président sénégalais, présent à Pékin"."""
        for item in reversed(self.items[: self.at]):
            if item.kind == "np":
                return [item]
            if item.kind not in {"comma", "adv"}:
                break
        return []

    def _clause_places(self) -> list[Chunk]:
        if self.clause is None or not self._carried(self.clause):
            return []
        return [o for o in self.clause.obliques if o not in self.after]

    def _carried(self, clause: Clause) -> bool:
        """Whether the noun is the object, the subject or an adjunct of a verb that carries it."""
        noun, nominal = self.noun, self.language.grammar.nominal
        if clause.vg.lemma not in nominal.light_verbs and not clause.vg.copula:
            return False
        outer = self.host or noun
        return (
            outer in clause.objects or outer is clause.subject or (outer is not None and outer.prep in nominal.adjuncts)
        )

    def referent(self, slot: str, against: tuple[str, ...]) -> Referent:
        """Whom a slot stands for; NOBODY where it is empty or ambiguous."""
        memory = self.resolver.memory
        if slot == "adj":
            noun = self.noun
            return Referent(noun.adj_codes, cls="adjective") if noun is not None and noun.adj_codes else NOBODY
        if slot == "poss":
            noun = self.noun
            owned = noun is not None and noun.det in self.language.grammar.pronouns.possessive
            return self._owner(against) if owned else NOBODY
        if slot.endswith(".own"):
            chunks = self.chunks(slot.removesuffix(".own"))
            codes = tuple(code for c in chunks for part in (c, *c.conj) for code in self.resolver.own_codes(part))
            return Referent(codes, cls="adjective") if codes else NOBODY
        if slot == "object.poss":
            objects = self._of_verb("object")
            return (
                self._owner(against)
                if objects and objects[0].det in self.language.grammar.pronouns.possessive
                else NOBODY
            )
        if slot == "pair":
            alone = set(self.resolver.spoken_of) <= set(memory.pair)
            return Referent(memory.pair, cls="name", plural=True) if len(memory.pair) == 2 and alone else NOBODY
        if slot == "other":
            return self._other(against)
        if slot == "topic":
            return memory.subject
        if slot == "focus":
            alone = set(self.resolver.spoken_of) <= {*against, memory.focus}
            return (
                Referent((memory.focus,), cls="name")
                if memory.focus and against and alone and memory.focus not in against
                else NOBODY
            )
        if slot == "there":
            there = self.clause is not None and any(
                c in self.language.grammar.pronouns.there for c in self.clause.vg.clitics
            )
            return Referent(memory.place, cls="place") if there and memory.place else NOBODY
        if slot == "clitic":
            clitics = self.clause.vg.clitics if self.clause is not None else ()
            pronouns = self.language.grammar.pronouns
            wanted = pronouns.direct | pronouns.indirect
            return memory.subject if any(c in wanted for c in clitics) and memory.subject.codes != against else NOBODY
        if slot in _PLACES:
            for chunk in self._located(slot):
                codes = self.resolver.place(chunk)
                if codes:
                    return Referent(codes, cls="place")
            return NOBODY
        found: list[str] = []
        persons: list[str] = []
        cls, plural = "", False
        for chunk in self.chunks(slot):
            referent = self.resolver.resolve(chunk, against=against)
            if referent.codes:
                found.extend(referent.codes)
                persons.extend(referent.persons)
                cls, plural = cls or referent.cls, plural or referent.plural
                if slot not in {"entre", "between", "object.de", "object.of", "object"}:
                    break
        return Referent(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(persons)), cls, plural) if found else NOBODY

    def _other(self, against: tuple[str, ...]) -> Referent:
        """The only other party that the sentence, or else the passage, speaks of."""
        if not against:
            return NOBODY
        here = tuple(code for code in self.resolver.spoken_of if code not in against)
        if not here and set(against) <= set(self.resolver.memory.pair):
            here = tuple(code for code in self.resolver.memory.pair if code not in against)
        return Referent(here, cls="name") if len(here) == 1 else NOBODY

    def _located(self, slot: str) -> list[Chunk]:
        """Phrases that may locate: at the verb or noun itself, or inside its object or subject."""
        match slot:
            case "place":
                return self.chunks("place")
            case "dest":
                return self.chunks("object")
            case _:
                places = self.language.grammar.prepositions.place
                return [c for o in self.chunks(slot.partition(".")[0]) for c in o.comps if c.prep in places]

    def _owner(self, against: tuple[str, ...]) -> Referent:
        if self.clause is not None:
            for chunk in self._subject(self.clause):
                if chunk is not self.noun and chunk is not self.host:
                    referent = self.resolver.resolve(chunk)
                    if referent.codes:
                        return referent
        return self.resolver.memory.subject


def _with_goods(chunks: tuple[Chunk, ...]) -> list[Chunk]:
    """The phrases that name goods or sums, complements included."""
    found: list[Chunk] = []
    for chunk in chunks:
        for part in (chunk, *chunk.conj):
            inner = _with_goods(tuple(part.comps))
            # "un don de 25 000 tonnes de blé" is the wheat, not the gift.
            if part.amount is not None and not any(_counted(c) for c in inner if not _counted(part)):
                found.append(part)
            else:
                found.extend(inner)
    return found


def _counted(chunk: Chunk) -> bool:
    return chunk.amount is not None and (chunk.amount.min is not None or chunk.amount.max is not None)

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
                return [o for o in (*clause.objects, *clause.obliques, *self._subject(clause)) if o.amount is not None]
            case "object.de":
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
                return governor.objects[:1] or [o for o in governor.obliques if o.prep in {"à", "to"}][:1] if not governor.vg.passive else self._subject(governor, depth + 1)
            return self._subject(governor, depth + 1)
        return []

    def _of_noun(self, slot: str) -> list[Chunk]:
        noun = self.noun
        if noun is None:
            return []
        match slot:
            case "de":
                return [comp for comp in noun.comps if comp.prep in self.language.grammar.prepositions.possession]
            case "light":
                clause = self.clause
                if clause is None or not self._carried(clause):
                    return []
                if clause.vg.passive:
                    return [o for o in clause.obliques if o.prep in self.language.grammar.prepositions.agent]
                return self._subject(clause)
            case "clause.subject":
                return self._subject(self.clause) if self.clause is not None else []
            case "place":
                return [o for o in (*noun.comps, *self.after, *self._clause_places()) if o.prep in self.language.grammar.prepositions.place]
            case "goods":
                return [c for c in (noun, *noun.comps, *self.after) if c.amount is not None]
            case "host":
                return [self.host] if self.host is not None else []
            case _:
                return [o for o in (*noun.comps, *self.after) if o.prep == slot] or (
                    [o for o in self.clause.obliques if o.prep == slot] if self.clause is not None and self._carried(self.clause) else []
                )

    def _clause_places(self) -> list[Chunk]:
        if self.clause is None or not self._carried(self.clause):
            return []
        return [o for o in self.clause.obliques if o not in self.after]

    def _carried(self, clause: Clause) -> bool:
        """Whether the noun is the object, the subject or a complement of a verb that carries it."""
        return clause.vg.lemma in self.language.grammar.nominal.light_verbs or clause.vg.copula

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
            return self._owner(against) if objects and objects[0].det in self.language.grammar.pronouns.possessive else NOBODY
        if slot == "pair":
            return Referent(memory.pair, cls="name", plural=True) if len(memory.pair) == 2 else NOBODY
        if slot == "other":
            codes = tuple(code for code in memory.pair if code not in against)
            return Referent(codes, cls="name") if against and len(codes) == 1 and len(memory.pair) == 2 else NOBODY
        if slot == "there":
            there = self.clause is not None and any(c in self.language.grammar.pronouns.there for c in self.clause.vg.clitics)
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
                if slot not in {"entre", "between", "object.de", "object"}:
                    break
        return Referent(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(persons)), cls, plural) if found else NOBODY

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

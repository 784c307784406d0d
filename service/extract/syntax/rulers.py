"""What rules an infinitive or a participle: the verb before it, or a noun of deciding whose owner acts."""

import msgspec

from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause, clause_before
from service.extract.syntax.surroundings import (
    divides,
    is_actor,
)

BESIDE = frozenset({"np", "date", "adv", "comma", "and"})
"""What may stand between a participle and the infinitive of the noun that it describes."""


def govern(items: list[Chunk], at: int, clause: Clause, by_item: dict[int, Clause], language: Language) -> None:
    """An infinitive or participle is ruled by the verb before it, unless a hard mark stands between."""
    cursor, beside = at - 1, bool(clause.opener)
    while cursor >= 0:
        item = items[cursor]
        if item.kind == "vg":
            governor = by_item.get(cursor)
            while beside and clause.vg.form == "prespart" and governor is not None and governor.vg.form == "inf":
                # "gave the envoy a day to leave while bringing back its own"
                governor = governor.governor
            clause.apart = items[at - 1].kind == "comma"
            clause.joined = clause.vg.form == "inf" and cursor < at - 1 and _is_joined(items, at)
            clause.governor = _teller(items, at, clause, governor, language)
            return
        if item.kind == "mark" and divides(item):
            return
        beside = beside or item.kind == "sub"
        cursor -= 1


def _is_joined(items: list[Chunk], at: int) -> bool:
    """Whether an infinitive goes on a list: "doit gagner Cotonou, puis se rendre à Lomé"."""
    before = _skip_times(items, at - 1)
    if items[before].kind != "comma":
        return items[before].kind == "and"
    # "doit demander au Chili, lundi, de rompre": what stands between commas joins nothing.
    opening = _skip_times(items, before - 1)
    return opening == before - 1 or items[opening].kind != "comma"


def _skip_times(items: list[Chunk], at: int) -> int:
    """The place of the last piece from ``at`` backwards that is no date and no adverb."""
    while at > 0 and items[at].kind in {"adv", "date"}:
        at -= 1
    return at


def _teller(items: list[Chunk], at: int, clause: Clause, governor: Clause | None, language: Language) -> Clause | None:
    """Whose clause a participle of saying goes with: "said that Peru will pay, while blaming Chile" is who said so."""
    if governor is None or clause.vg.form != "prespart" or not governor.vg.finite or governor.governor is None:
        return governor
    reporting = language.grammar.reporting
    said = governor.governor
    if said.vg.lemma not in reporting.verbs and said.vg.lemma not in reporting.denials:
        return governor
    set_off = any(item.kind == "comma" for item in items[governor.at + 1 : at]) or items[at - 1].kind == "and"
    lemma = clause.vg.lemma
    says = lemma in reporting.verbs or any(frame.data.verbal for frame in language.frames.by_verb.get(lemma, ()))
    return said if set_off and says else governor


def rule_by_noun(items: list[Chunk], at: int, clause: Clause, language: Language) -> None:
    """Find who acts in "la décision du Tchad de rompre": who decides is who breaks off."""
    noun = items[at - 1] if at else None
    if noun is None or noun.kind != "np" or not items[at].prep:
        return
    decided = items[at - 2] if at > 1 and noun.prep in language.grammar.prepositions.agent else None
    if decided is not None and decided.kind == "np" and language.grammar.rules_by_noun(decided.head):
        # "the decision by Washington to lift sanctions"
        clause.ruler, clause.subject = decided.head, noun
        return
    while noun.comps and not language.grammar.rules_by_noun(noun.head):
        # "prend acte de la décision du Tchad de rompre"
        noun = noun.comps[-1]
    if not language.grammar.rules_by_noun(noun.head):
        return
    clause.ruler = noun.head
    owner = next((comp for comp in noun.comps if is_actor(comp)), None)
    if owner is None and noun.adj_codes:
        owner = msgspec.structs.replace(noun, prep="", cls="country", comps=[], conj=[])
    clause.subject = owner


def rule_by_act(items: list[Chunk], at: int, clause: Clause, by_item: dict[int, Clause], language: Language) -> bool:
    """Find who acts in "l'engagement pris par le Japon de livrer", and in "l'invitation faite à X de venir"."""
    before = clause_before(at, by_item)
    if before is None or not items[at].prep or before.vg.form != "pastpart" or before.subject is None:
        return False
    noun = before.subject
    while noun.comps and not language.grammar.rules_by_noun(noun.head):
        noun = noun.comps[-1]
    if noun.first > before.vg.first or not language.grammar.rules_by_noun(noun.head):
        return False
    if any(item.kind not in BESIDE for item in items[before.at + 1 : at]):
        return False
    prepositions = language.grammar.prepositions
    asked = noun.head in language.grammar.groups.asked
    by = prepositions.dative if asked else prepositions.agent
    told = [chunk for chunk in before.obliques if chunk.prep in by and is_actor(chunk)]
    clause.ruler = noun.head
    clause.governor = before.governor
    clause.subject = told[0] if told else None
    return True

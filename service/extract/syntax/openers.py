"""The word that opens a clause: a relative and its antecedent, or a conjunction and the verb it hangs on."""

import msgspec

from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause, clause_before
from service.extract.syntax.surroundings import (
    as_place,
    find_antecedent,
    is_actor,
)
from service.extract.syntax.verbs import VerbGroup

_PLAIN = frozenset({"np", "date", "adv", "comma"})
"""Pieces that may stand between a verb of saying and what is said."""


def open_clause(
    items: list[Chunk], cursor: int, clause: Clause, by_item: dict[int, Clause], language: Language
) -> None:
    """Note the word that opens a clause: a relative and its antecedent, or a conjunction and the verb it hangs on."""
    item, relatives = items[cursor], language.grammar.relatives
    joined = _antecedent_before(items, cursor, by_item) if item.head in relatives.object else None
    if item.kind == "sub" and joined is None:
        clause.opener = item.head
        governor = clause_before(cursor, by_item)
        asked = cursor > 0 and items[cursor - 1].vg is not None and governor is not None
        told = asked and governor is not None and governor.vg.lemma in language.grammar.reporting.verbs
        if governor is not None and (item.head in relatives.complementizers or told):
            # "a dit que", and "n'a pas confirmé quand"
            clause.governor = governor
        return
    speech = clause_before(cursor, by_item)
    if joined is None and speech is not None and _is_said(items, cursor, clause, speech, language):
        clause.opener, clause.governor = item.head, speech
        return
    clause.relative = True
    antecedent = joined or find_antecedent(items, cursor, clause.vg)
    clause.antecedent = antecedent
    if item.prep and antecedent is not None:
        # "X, avec qui il s'est entretenu"
        clause.obliques.append(msgspec.structs.replace(antecedent, prep=item.prep))
    elif item.head in relatives.subject and clause.subject is None:
        clause.subject = _bearer(antecedent, clause.vg)
    elif antecedent is not None and item.head in relatives.object:
        (clause.obliques if _brought_forward(items, antecedent) else clause.objects).append(antecedent)
    elif antecedent is not None and item.head in relatives.place:
        clause.obliques.append(as_place(antecedent, language))


def _is_said(items: list[Chunk], cursor: int, clause: Clause, speech: Clause, language: Language) -> bool:
    """Whether what looks like a relative is said: "said in a statement that X left", "told reporters that X left".

    Between the verb of saying and its "that" stand complements only, or the one to whom it is said.
    """
    grammar, item = language.grammar, items[cursor]
    if item.prep or clause.subject is None or item.head not in grammar.relatives.complementizers:
        return False
    if speech.vg.lemma not in grammar.reporting.verbs or (speech.vg.passive and not _is_told(speech, language)):
        return False
    between = items[speech.at + 1 : cursor]
    bare = [one for one in between if one.kind == "np" and not one.prep]
    heard = len(bare) == 1 and speech.vg.lemma in grammar.reporting.addressing
    return all(one.kind in _PLAIN for one in between) and (not bare or heard)


def _is_told(speech: Clause, language: Language) -> bool:
    """Whether a passive verb of saying has what follows for what is said: "it was announced", "X was told"."""
    subject = speech.subject
    return speech.vg.lemma in language.grammar.reporting.addressing or (
        subject is not None and subject.cls == "pronoun"
    )


def _antecedent_before(items: list[Chunk], cursor: int, by_item: dict[int, Clause]) -> Chunk | None:
    """What a relative joined to another stands for: "que le Togo avait quittée et qu'il réintègre"."""
    earlier = clause_before(cursor, by_item)
    joined = cursor > 0 and items[cursor - 1].kind == "and"
    return earlier.antecedent if joined and earlier is not None and earlier.relative and earlier.vg.finite else None


def _bearer(antecedent: Chunk | None, vg: VerbGroup) -> Chunk | None:
    """Who acts in a relative behind "la colère de Bakou": whose thing it is, where that may act and agrees."""
    if antecedent is None or antecedent.cls != "noun" or not antecedent.comps:
        return antecedent
    last = antecedent.comps[-1]
    return last if is_actor(last) and last.plural == vg.plural and last.first > antecedent.head_at else antecedent


def _brought_forward(items: list[Chunk], phrase: Chunk) -> bool:
    """Whether a complement stands first to be stressed: "c'est à Tripoli que X a rencontré Y"."""
    at = next((n for n, item in enumerate(items) if item is phrase), 0)
    verb = items[at - 1].vg if at > 1 else None
    return bool(phrase.prep) and verb is not None and verb.copula and items[at - 2].cls == "pronoun"

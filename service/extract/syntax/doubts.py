"""Clauses that their sentence takes back: inverted suppositions, negations in front, and what it says to be untrue."""

from itertools import pairwise

from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause


def invert(items: list[Chunk], clauses: list[Clause], language: Language) -> list[Clause]:
    """Read what an auxiliary before its subject says of the verb behind it; the clauses that it supposes.

    "At no point did Chad open an embassy" tells of none, and "Had Chad opened one, Kenya would have protested" neither.
    """
    inverting = language.grammar.reporting.inverting
    supposed: list[Clause] = []
    for front, clause in pairwise(clauses) if inverting else ():
        behind = items[front.at + 1] if front.at + 1 < len(items) else None
        if front.subject is not None or not front.vg.finite or front.vg.last - front.vg.first > _AUXILIARY:
            continue
        # "Were Chad to open one": the infinitive has its subject from the auxiliary.
        told = clause.subject is behind or (clause.governor is front and clause.at == front.at + 2)
        if behind is None or behind.kind != "np" or behind.prep or not told:
            continue
        before = items[front.at - 1] if front.at else None
        if front.vg.negated or (before is not None and _negates(before, language)):
            clause.vg.negated = True
        elif front.vg.lemma in inverting and (before is None or before.kind in _OPENS):
            supposed.append(clause)
    return supposed


_AUXILIARY = 2
"""Tokens of an auxiliary, with a "never" before it."""
_OPENS = frozenset({"comma", "and", "mark"})


def _negates(fronted: Chunk, language: Language) -> bool:
    """Whether what stands before an auxiliary negates its verb: "at no point", "under no circumstances"."""
    negation = language.grammar.negation
    if fronted.kind == "adv":
        return fronted.head in negation.fronted
    return fronted.kind == "np" and fronted.prep != "" and fronted.det in negation.alone


def belie(clauses: list[Clause], language: Language) -> None:
    """Mark the clauses that are told to be untrue: "it is false that X left", "reports that X left are wrong"."""
    reporting = language.grammar.reporting
    for at, clause in enumerate(clauses):
        if clause.ruler and clause.governor is None and clause.vg.form == "inf":
            clause.belied = _given_up(clauses[at + 1 :], language)
        said = clause.antecedent
        if said is None or not clause.vg.finite:
            continue
        if said.head in reporting.untrue:
            clause.belied = True
        elif said.head in reporting.true:
            clause.belied = any(other.vg.negated and said in other.objects for other in clauses)
        elif _leaves_open(said.head, language):
            clause.belied = clause.vg.tense == "cond" or clause.vg.subjunctive or _is_awaited(clause, language)
        elif said.head in reporting.accounts:
            clause.belied = not reporting.untrue.isdisjoint(said.adjectives) or any(
                _takes_back(other, said, clause, language) for other in clauses
            )


def _given_up(after: list[Clause], language: Language) -> bool:
    """Whether the plan that opens a sentence came to nothing: "its plan to open an embassy was shelved"."""
    nominal = language.grammar.nominal
    main = next((clause for clause in after if clause.vg.finite and not (clause.relative or clause.opener)), None)
    if main is None or main.vg.negated:
        return False
    return main.vg.lemma in nominal.fails or (main.vg.passive and main.vg.lemma in nominal.cancelled_verbs)


def foretell(items: list[Chunk], clauses: list[Clause], language: Language) -> None:
    """Read the present behind "when" as the future where its main clause is: "will talk when she meets the king"."""
    times = language.grammar.reporting.times
    for main, clause in pairwise(clauses) if times else ():
        if clause.vg.tense != "pres" or not clause.vg.finite or not _is_awaited(main, language):
            continue
        between = items[main.at + 1 : clause.at]
        if any(item.kind in {"rel", "sub"} and item.head in times for item in between):
            clause.vg.tense = "fut"


def _is_awaited(clause: Clause, language: Language) -> bool:
    """Whether a verb tells of what is still to happen: "will come", "is expected to come"."""
    if clause.vg.form == "inf" and clause.governor is not None:
        return language.grammar.control_of(clause.governor.vg.lemma) == "planned"
    return clause.vg.tense == "fut" or (
        clause.vg.modal_tense in {"pres", "fut"} and language.grammar.control_of(clause.vg.modal) == "planned"
    )


def _leaves_open(noun: str, language: Language) -> bool:
    """Whether what a noun tells may or may not happen: "the chances that X will leave", "fears that"."""
    return noun in language.grammar.nominal.supposed_nouns or language.grammar.rules_by_noun(noun) == "open"


def _takes_back(other: Clause, said: Chunk, clause: Clause, language: Language) -> bool:
    """Whether another clause denies what an account tells: "denied reports that", "the claims that ... are false"."""
    reporting = language.grammar.reporting
    if other is clause or other.vg.negated:
        return False
    if said in other.objects or said in other.obliques:
        return other.vg.lemma in reporting.denials or _called_untrue([*other.obliques, *clause.obliques], language)
    # "Reports that X will close its embassy are untrue": what the account tells ends with a phrase of its own.
    about = other.subject is None or other.subject is said or other.subject in clause.objects
    about = about and other.at > clause.at and other.vg.finite
    if not about or other.relative or other.governor is not None:
        return False
    if other.vg.copula:
        return _called_untrue(other.objects, language)
    return other.vg.passive and other.vg.lemma in reporting.denials


def _called_untrue(parts: list[Chunk], language: Language) -> bool:
    """Whether one of the phrases says of something that it is not so: "false", "as baseless"."""
    untrue = language.grammar.reporting.untrue
    return any(part.head in untrue or not untrue.isdisjoint(part.adjectives) for part in parts)

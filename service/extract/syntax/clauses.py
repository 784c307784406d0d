"""Clauses: for each verb group its subject, objects, other complements and dates, and what governs it."""

from functools import partial
from itertools import pairwise

from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.syntax.complements import look_right, take_particle
from service.extract.syntax.doubts import belie, foretell, invert
from service.extract.syntax.subjects import look_left
from service.extract.syntax.surroundings import TIMES, is_headline_passive, is_reduced
from service.extract.syntax.verbs import PARTICIPLES


def find_clauses(items: list[Chunk], language: Language) -> list[Clause]:
    """The clauses of a sentence, in order of their verbs."""
    clauses: list[Clause] = []
    by_item: dict[int, Clause] = {}
    if language.compounds:
        _turn_round(items, language)
    paired = not language.grammar.negation.pairs.isdisjoint([item.head for item in items])
    for at, item in enumerate(items):
        if item.kind != "vg" or item.vg is None:
            continue
        clause = Clause(at=at, vg=item.vg, kind=item.vg.form, opener=item.prep)
        if item.vg.dates:
            clause.dates = [Chunk("date", date.first, date.last, date=date) for date in item.vg.dates]
        if is_reduced(items, at, language):
            # "a deal brokered by Qatar collapsed": the form of the past is a participle here.
            item.vg.form, item.vg.tense, item.vg.passive, clause.kind = "pastpart", "past", True, "pastpart"
        elif is_headline_passive(items, at, language):
            item.vg.passive = True
        look_left(items, at, clause, by_item, language)
        if paired and _denied_of_each(items, clause, language):
            item.vg.negated = True
        before, clause.obliques = clause.obliques, []
        look_right(items, at, clause, language)
        take_particle(items, at, clause, language)
        if clause.antecedent is not None and clause.objects[:1] == [clause.antecedent]:
            # "the rice which Japan gave Togo": what is given comes after whom it is given to.
            clause.objects = [*clause.objects[1:], clause.antecedent]
        # What follows the verb is its own before what precedes it is.
        clause.obliques.extend(before)
        if len(clause.dates) > 1:
            clause.dates.sort(key=partial(_distance, item))
        clauses.append(clause)
        by_item[at] = clause
    _hand_down(clauses, language)
    _share_with_openers(items, clauses)
    if language.grammar.silent_subjects:
        _give_silent_subjects(clauses)
    _suppose(items, clauses, language)
    belie(clauses, language)
    foretell(items, clauses, language)
    _find_mains(clauses)
    return clauses


def _denied_of_each(items: list[Chunk], clause: Clause, language: Language) -> bool:
    """Whether the subject of a verb is the last of those of whom it is denied: "Neither Peru nor Chile agreed"."""
    subject = clause.subject
    if subject is None or not clause.vg.finite:
        return False
    at = next((n for n, item in enumerate(items) if item is subject), 0)
    return at > 0 and items[at - 1].head in language.grammar.negation.pairs and items[at - 1].kind != "np"


def _turn_round(items: list[Chunk], language: Language) -> None:
    """Read a participle in front and the verb behind it as one: "Also announced was an accord" is a passive."""
    at = next((n for n, item in enumerate(items) if item.kind != "adv"), len(items))
    done = items[at].vg if at < len(items) else None
    if done is None or not done.ambiguous:
        return
    behind = at + 1
    while behind < len(items) and (items[behind].kind in TIMES or (items[behind].kind == "np" and items[behind].prep)):
        behind += 1
    verb = items[behind].vg if behind + 1 < len(items) else None
    if verb is None or verb.lemma not in language.grammar.verbs.be or not verb.finite or verb.negated:
        return
    subject = items[behind + 1]
    if subject.kind == "np" and not subject.prep:
        done.form, done.tense, done.passive, done.inverted, done.ambiguous = "finite", verb.tense, True, True, False
        del items[behind]


def _hand_down(clauses: list[Clause], language: Language) -> None:
    """Give an infinitive what its relative is about: "the tanks that Oslo promised to send" are sent."""
    for clause in clauses:
        ruler = clause.governor
        if ruler is None or clause.vg.form != "inf" or clause.vg.passive or clause.objects or ruler.antecedent is None:
            continue
        if ruler.objects == [ruler.antecedent] and language.grammar.governs(ruler.vg.lemma):
            clause.objects, ruler.objects = ruler.objects, []


def _distance(verb: Chunk, date: Chunk) -> int:
    """How far a date stands from a verb; twice as far before it as behind it."""
    return date.first - verb.last if date.first >= verb.first else (verb.first - date.last) * 2


def _find_mains(clauses: list[Clause]) -> None:
    for at, clause in enumerate(clauses):
        if clause.subject is not None and clause.vg.form in PARTICIPLES:
            clause.main = next((c for c in clauses[at + 1 :] if c.vg.finite and c.subject is clause.subject), None)


def _suppose(items: list[Chunk], clauses: list[Clause], language: Language) -> None:
    """Let what follows from a supposition be one itself: "If Turkey agrees, Sweden will join"."""
    conditions = language.grammar.reporting.conditions
    inverted = invert(items, clauses, language)
    for clause in inverted:
        clause.opener = language.grammar.reporting.supposition
    if not inverted and conditions.isdisjoint([clause.opener for clause in clauses]):
        return
    opened = [c for c in clauses if c.opener in conditions and c.vg.finite and _adverbial(items, c, conditions)]
    supposed = inverted or opened
    if not supposed:
        return
    for clause in clauses:
        coming = "fut" in {clause.vg.tense, clause.vg.modal_tense} or "cond" in {clause.vg.tense, clause.vg.modal_tense}
        if clause.vg.finite and coming and not clause.opener and not clause.relative:
            clause.opener = supposed[0].opener


def _adverbial(items: list[Chunk], clause: Clause, conditions: frozenset[str]) -> bool:
    """Whether a conditional clause is not the object of a verb ("asked whether")."""
    opening = next(
        (n for n in range(clause.at, -1, -1) if items[n].kind == "sub" and items[n].head in conditions), None
    )
    return opening is not None and (opening == 0 or items[opening - 1].kind != "vg")


def _give_silent_subjects(clauses: list[Clause]) -> None:
    """A finite verb alone in a clause that hangs on another has its subject: "llegó a Quito, donde se reunió con"."""
    for before, clause in pairwise(clauses):
        hangs = clause.relative or clause.opener or clause.governor is before
        if clause.subject is None and clause.vg.finite and hangs and not clause.vg.passive and not clause.objects:
            clause.subject = before.subject


_LEANING = frozenset({"pastpart", "inf", "prespart"})
"""Forms of verbs that have no subject of their own."""


def _share_with_openers(items: list[Chunk], clauses: list[Clause]) -> None:
    """Give the main subject to what opens the sentence: "Arrivé mardi à Bamako, le ministre a ..."."""
    first = clauses[0] if clauses else None
    if first is None or first.vg.form not in _LEANING or first.subject is not None or first.governor:
        return
    main = next(
        (c for c in clauses[1:] if c.vg.finite and not c.relative and not c.opener and c.subject is not None), None
    )
    if main is not None and main.subject is not None and main.subject.first > first.vg.first:
        first.subject = main.subject
        first.objects = [chunk for chunk in first.objects if chunk is not main.subject]
    elif main is None and first.vg.form == "pastpart" and first.vg.passive:
        _take_verdict(items, first)


def _take_verdict(items: list[Chunk], first: Clause) -> None:
    """Give a participle at the head of a sentence without a verb what it is said of: "Reportée, la visite de X."."""
    comma = next((n for n in range(first.at + 1, len(items)) if items[n].kind == "comma"), len(items))
    behind = next((n for n in range(comma, len(items)) if items[n].kind == "np" and not items[n].prep), -1)
    if behind < 1 or items[behind - 1].kind != "comma" or items[behind].plural != first.vg.plural:
        return
    first.subject = items[behind]
    first.obliques += [item for item in items[behind + 1 :] if item.kind == "np" and item.prep]
    first.dates += [item for item in items[behind + 1 :] if item.kind == "date"]

"""What a verb has behind it: its objects, complements and dates, a subject told late, a particle."""

import msgspec

from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.syntax.surroundings import (
    TIMES,
    attributes,
    divides,
    follows_speech,
    is_actor,
    trails,
)

_LIGHT = frozenset({"date", "adv"})
"""What may stand between a verb and the subject behind it."""


def take_particle(items: list[Chunk], at: int, clause: Clause, language: Language) -> None:
    """Read a verb and a particle behind its object as one: "called its ambassador home"."""
    for item in items[at + 1 :]:
        if item.kind == "adv":
            phrasal = f"{clause.vg.lemma} {item.head}"
            if phrasal in language.grammar.verbs.phrasal:
                clause.vg.lemma = phrasal
                return
        seated = item.kind == "np" and (not item.prep or item.prep in language.grammar.prepositions.place)
        if not seated and item.kind not in {"adv", "date"}:
            return


def _begins(verb: Chunk) -> bool:
    """Whether a verb after "and" and a phrase is one that the phrase is the subject of: "of prolonging" is none."""
    return verb.vg is not None and not (verb.prep and verb.vg.form != "finite")


def _past_complements(items: list[Chunk], joint: int) -> Chunk | None:
    """The piece behind the phrase that "and" at ``joint`` opens, its complements passed by where a comma stands before.

    "A gives rice, and a visit by B to C is planned": what is planned is no second gift.
    """
    behind = joint + 2
    if items[joint - 1].kind != "comma":
        return items[behind] if behind < len(items) else None
    further = (item for item in items[behind:] if item.kind not in _LIGHT and not (item.kind == "np" and item.prep))
    return next(further, None)


def _some_of(item: Chunk, clause: Clause, language: Language) -> bool:
    """Whether a phrase right behind the verb is some goods, and so its object: "a envoyé de l'aide"."""
    verbs, prepositions = language.grammar.verbs, language.grammar.prepositions
    active = not (clause.vg.passive or clause.vg.reflexive or clause.vg.copula or clause.objects)
    opened = item.prep in prepositions.partitive and item.det in prepositions.partitive_articles
    return active and opened and item.amount is not None and clause.vg.lemma not in verbs.of_object


def _likened(items: list[Chunk], at: int, language: Language) -> tuple[Chunk, int]:
    """The piece at a place; for "comme complice" what somebody is called, as a complement."""
    item = items[at]
    if item.head not in language.grammar.particles.likening or item.kind != "sub" or at + 1 >= len(items):
        return item, at
    behind = items[at + 2].kind if at + 2 < len(items) else "mark"
    if items[at + 1].kind != "np" or items[at + 1].prep or behind in {"vg", "comma", "rel"}:
        return item, at
    return msgspec.structs.replace(items[at + 1], prep=item.head), at + 1


def _is_of_next(items: list[Chunk], cursor: int, at: int, clause: Clause, language: Language) -> bool:
    """Whether a bare phrase behind a verb is the subject of the one that follows."""
    if clause.vg.form == "pastpart" and clause.vg.passive and items[cursor - 1].kind == "comma":
        # "In a statement read on television, the ministers said": nothing is done to them.
        return True
    following = items[cursor + 1].vg if cursor + 1 < len(items) else None
    if following is None or not following.finite:
        return False
    if cursor == at + 1 and clause.objects == [clause.antecedent] and is_actor(items[cursor]):
        return False
    return bool(clause.objects) or attributes(items, cursor, clause.vg, language)


def look_right(items: list[Chunk], at: int, clause: Clause, language: Language) -> None:
    """Give a verb what stands behind it, up to what belongs to another."""
    cursor, count = at + 1, len(items)
    taken_subject = False
    said = follows_speech(items, at)
    needs_subject = clause.subject is None and clause.vg.finite
    while cursor < count:
        item, cursor = _likened(items, cursor, language)
        if item.kind == "np":
            if not item.prep and _is_of_next(items, cursor, at, clause, language):
                break
            if item.prep and cursor == at + 1 and _some_of(item, clause, language):
                clause.objects.append(item)
            elif item.prep:
                clause.obliques.append(item)
            elif (
                needs_subject
                and not taken_subject
                and (
                    _stands_first(items, cursor, at, clause, language)
                    or _has_subject_behind(items, cursor, at, clause, language, said=said)
                )
            ):
                clause.subject = item
                taken_subject = True
            elif clause.objects or not trails(items, cursor, at):
                clause.objects.append(item)
        elif item.kind == "date":
            clause.dates.append(item)
        elif item.kind in {"sub", "rel"}:
            break
        elif item.kind == "and":
            following = items[cursor + 1] if cursor + 1 < len(items) else None
            if following is None or following.kind in {"vg", "sub", "rel"}:
                break
            after = _past_complements(items, cursor)
            if following.kind == "np" and not following.prep and after is not None and _begins(after):
                break
        elif item.kind == "vg" or (item.kind == "mark" and divides(item)):
            break
        cursor += 1
    if not clause.objects and clause.vg.form != "pastpart":
        _bring_back_object(clause, language)


def _has_subject_behind(
    items: list[Chunk], cursor: int, at: int, clause: Clause, language: Language, *, said: bool
) -> bool:
    """Whether a bare phrase right behind a verb is its subject: behind speech, in a relative, or "a-t-il"."""
    if [n for n in range(at + 1, cursor) if items[n].kind not in _LIGHT and not (said and items[n].prep)]:
        return False
    return (
        clause.vg.lemma in language.grammar.reporting.verbs
        or (clause.relative and (bool(clause.objects) or clause.antecedent is not None))
        or clause.vg.inverted
        or (said and is_actor(items[cursor]))
    )


def _stands_first(items: list[Chunk], cursor: int, at: int, clause: Clause, language: Language) -> bool:
    """Whether a verb that takes no object opens its sentence: "Sont attendus mardi à Oslo les ministres de X"."""
    if language.compounds or clause.relative or clause.opener or clause.governor is not None or clause.objects:
        return False
    intransitive = clause.vg.lemma in language.grammar.verbs.active_with_be and not clause.vg.clitics
    before = all(item.kind in TIMES or (item.kind == "np" and item.prep) for item in items[:at])
    if not before or clause.vg.passive or intransitive:
        return before
    return _only_phrase(items, cursor, at, clause)


def _only_phrase(items: list[Chunk], cursor: int, at: int, clause: Clause) -> bool:
    """Whether the one bare phrase around a verb is its subject: "À la tribune se succèdent le ministre et son hôte".

    A complement or a date opens the sentence, and the phrase agrees with the verb.
    """
    subject = items[cursor]
    opened = at > 0 and items[at - 1].kind != "comma"
    agrees = clause.vg.plural == (subject.plural or bool(subject.conj))
    if not (opened and agrees and clause.vg.form == "finite" and subject.cls != "pronoun"):
        return False
    behind = next((n for n in range(cursor + 1, len(items)) if items[n].kind in _ENDS), len(items))
    return not any(item.kind == "np" and not item.prep for item in items[cursor + 1 : behind])


_ENDS = frozenset({"vg", "rel", "sub", "mark", "comma"})


def _bring_back_object(clause: Clause, language: Language) -> None:
    """Take "des menaces" behind another complement for the object: "a proféré contre X des menaces"."""
    verbs, grammar = language.grammar.verbs, language.grammar
    if clause.vg.passive or clause.vg.reflexive or clause.vg.copula or clause.vg.lemma in verbs.of_object:
        return
    for at, oblique in enumerate(clause.obliques):
        several = oblique.prep in grammar.prepositions.partitive and oblique.plural and not oblique.det
        if several and at and oblique.cls == "noun" and clause.obliques[at - 1].prep not in grammar.prepositions.place:
            clause.objects.append(oblique)
            clause.obliques = [o for o in clause.obliques if o is not oblique]
            return

"""Idioms read as the plain verb that they mean: "put an end to its aid" as "end its aid"."""

from collections.abc import Iterator

import msgspec

from service.extract.lexicon.idioms import Idiom
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause


def in_plain_words(clause: Clause, idioms: dict[str, list[Idiom]]) -> Iterator[Clause]:
    """The clause with each verb that its idiom means in the place of the idiom; nothing where it has none."""
    for idiom in idioms.get(clause.vg.lemma, ()):
        freed = _free(clause, idiom)
        if freed is not None:
            for meaning in idiom.meanings:
                yield msgspec.structs.replace(freed, vg=msgspec.structs.replace(clause.vg, lemma=meaning))


def _free(clause: Clause, idiom: Idiom) -> Clause | None:
    """The clause without the idiom's noun: its object is what the idiom is said of."""
    turned = clause.vg.passive and not idiom.before and idiom.prep != ""
    noun = _noun(clause, idiom, turned=turned)
    if noun is None:
        return None
    objects = [o for o in clause.objects if o is not noun]
    obliques = [o for o in clause.obliques if o is not noun]
    if not idiom.prep:
        return msgspec.structs.replace(clause, objects=objects, obliques=obliques)
    thing = next((part for part in (*noun.comps, *obliques) if part.prep == idiom.prep), None)
    if thing is None:
        return None
    obliques = [o for o in obliques if o is not thing]
    if turned:
        return msgspec.structs.replace(clause, subject=thing, obliques=obliques)
    return msgspec.structs.replace(clause, objects=[thing], obliques=obliques)


def _noun(clause: Clause, idiom: Idiom, *, turned: bool) -> Chunk | None:
    """The idiom's noun; where both it and what is said of stand without a preposition, the second of the objects."""
    if idiom.before:
        return next((o for o in clause.obliques if o.head == idiom.noun and o.prep == idiom.before), None)
    if turned:
        subject = clause.subject
        return subject if subject is not None and subject.head == idiom.noun else None
    objects = clause.objects if idiom.prep or clause.vg.passive else clause.objects[1:]
    return next((o for o in objects if o.head == idiom.noun), None)

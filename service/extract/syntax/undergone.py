"""What somebody has done to himself or undergoes, told by a reflexive verb and an infinitive, as a passive."""

from itertools import pairwise

import msgspec

from service.extract.language import Language
from service.extract.syntax.clause import Clause


def undergo(clauses: list[Clause], language: Language) -> None:
    """Read what one has done to oneself as a passive: "s'est vu infliger une amende par X", "s'est fait expulser".

    The infinitive has its agent behind it. With an object it is done to the subject of the first verb; without one,
    that subject is what it is done to.
    """
    grammar = language.grammar
    for first, deed in pairwise(clauses):
        vg = first.vg
        ruled = vg.finite and vg.reflexive and not vg.modal and vg.lemma in grammar.verbs.undergoes
        if not ruled or deed.at != first.at + 1 or deed.vg.form != "inf" or deed.vg.reflexive or deed.opener:
            continue
        if first.subject is None:
            continue
        if deed.objects:
            whom = msgspec.structs.replace(first.subject, prep=min(grammar.prepositions.dative))
            deed.obliques = [whom, *deed.obliques]
            deed.subject, deed.objects = deed.objects[0], deed.objects[1:]
        else:
            deed.subject = first.subject
        deed.vg = msgspec.structs.replace(
            deed.vg,
            first=vg.first,
            form="finite",
            tense=vg.tense,
            passive=True,
            negated=vg.negated or deed.vg.negated,
        )
        deed.kind, deed.governor = "finite", first.governor
        deed.relative, deed.opener = first.relative, first.opener
        deed.dates = [*deed.dates, *first.dates]

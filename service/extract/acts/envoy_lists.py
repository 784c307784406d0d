"""Envoys who present their credentials together, and of whom the next sentence says of which states they are.

"The president received letters of credence from five ambassadors. They are Anna Berg of Sweden, Tariq Aziz (Pakistan)
and ..."
"""

import msgspec

from service.extract.acts.match import Standing
from service.extract.acts.truth import Truth
from service.extract.language import Language
from service.extract.names.states import states
from service.extract.parties.actors import Resolver
from service.extract.parties.referents import Referent
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause

_ACCREDITED = "EnvoyAccredited"
_LASTS = 2
_FEWEST = 2


class Awaited(msgspec.Struct):
    """A reception of several envoys, told without their states, and the sentence that told it."""

    standing: Standing
    truth: Truth
    sentence: int


def note_envoys(unfilled: list[tuple[Standing, Truth]], known: Awaited | None, sentence: int) -> Awaited | None:
    """The reception of envoys among triggers that lack a party, else the one known."""
    for standing, truth in unfilled:
        emission = standing.frame.emissions[0]
        if emission.act == _ACCREDITED and standing.left_open == [emission.left]:
            return Awaited(standing, truth, sentence)
    return known


def list_envoys(
    known: Awaited | None, items: list[Chunk], clauses: list[Clause], language: Language, resolver: Resolver
) -> dict[str, Referent]:
    """Whose the envoys awaited are, where a sentence does nothing but present them; empty elsewhere."""
    if known is None or not 0 < resolver.memory.sentence - known.sentence <= _LASTS or len(clauses) > 1:
        return {}
    if clauses and not _presents(clauses[0], language):
        return {}
    emission = known.standing.frame.emissions[0]
    hosts = known.standing.roles[emission.right].codes
    persons = {at for item in items for at in _of_persons(item)}
    named = dict.fromkeys(
        code
        for at, codes in resolver.spans
        for code in codes[:1]
        if persons.isdisjoint((at, at - 1)) and code in states() and code not in hosts
    )
    if len(named) < _FEWEST:
        return {}
    return {emission.left: Referent(tuple(named), cls="name", plural=True)}


def _of_persons(chunk: Chunk) -> list[int]:
    """The tokens of persons' names in a phrase and its parts: "José Lima" is of no city."""
    own = list(range(chunk.first, chunk.last)) if chunk.cls == "person" else []
    return own + [at for part in (*chunk.comps, *chunk.conj) for at in _of_persons(part)]


def _presents(clause: Clause, language: Language) -> bool:
    subject = clause.subject
    if clause.vg.negated or not (clause.vg.copula or clause.vg.lemma in language.grammar.verbs.presents):
        return False
    return subject is None or subject.cls == "pronoun" or (subject.plural and not subject.comps)

"""Others who do what was told last: "le Chili a fait de même", "Chile followed suit", "imité par le Pérou".

The words are data (``groups.echoes``: a verb with its object or adverb; ``verbs.followed``: verbs whose agent does the
same). What was told must stand in the same sentence or in the one before, for sure, and be done by one to another.
"""

import msgspec

from events.interval import Interval
from service.extract.acts.match import date_of
from service.extract.acts.scene import Scene
from service.extract.acts.truth import Truth
from service.extract.claims import MUTUAL, VISITS, Claim
from service.extract.parties.referents import Referent
from service.extract.parties.threads import DISPUTE, kind_of
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.text.tokens import Token

_BEFORE = 1
"""Sentences back in which stands what is done again."""


def echo(scene: Scene, truth: Truth, tokens: list[Token], published: str | None) -> list[Claim]:
    """The claims of a clause that says that others do what was told last; none where it says something else."""
    clause = scene.clause
    if clause is None or truth.dropped or truth.stage != "done":
        return []
    memory = scene.resolver.memory
    sentence = memory.sentence
    if not 0 <= sentence - memory.last.sentence <= _BEFORE:
        return []
    near = [claim for claim in memory.last.claims if claim.type not in MUTUAL]
    doer = _doer(clause, scene, tokens) if near else None
    if doer is None:
        return []
    if doer is not clause.subject and doer.cls == "name":
        # "will visit Oman, followed by Kenya": that is where, not who.
        near = [claim for claim in near if claim.type not in VISITS]
    again = scene.resolver.resolve(doer)
    begin, end = min(doer.first, clause.vg.first), max(part.end for part in (doer, *_said(clause, scene)))
    when = date_of(clause.dates, planned=False, published=published)
    claims: list[Claim] = []
    before = set(memory.last.subject)
    for claim in near:
        if again.codes and set(again.codes) <= set(claim.targets) and kind_of(claim.type) == DISPUTE:
            # "Moscow responded in kind": it does to the other what the other did to it.
            claims.append(_return(claim, again, scene, when))
            continue
        others = tuple(code for code in again.codes if code not in claim.sources and code not in claim.targets)
        acts, takes = before <= set(claim.sources), before <= set(claim.targets)
        if not others or not before or acts == takes:
            continue
        claims.append(
            msgspec.structs.replace(
                claim,
                sources=others if acts else claim.sources,
                targets=others if takes else claim.targets,
                persons=again.persons,
                sentence=sentence,
                paragraph=memory.paragraph,
                when=when or (claim.when if claim.sentence == sentence else None),
                amount=None,
                cumulative="",
                days=0,
            )
        )
    for claim in claims:
        claim.start, claim.end = tokens[begin].start, tokens[max(end, clause.vg.last) - 1].end
    if claims:
        memory.last.sentence = sentence
    return claims


def _return(claim: Claim, again: Referent, scene: Scene, when: Interval | None) -> Claim:
    """The same act done by those on whom it was done to who did it."""
    memory = scene.resolver.memory
    return msgspec.structs.replace(
        claim,
        sources=again.codes,
        targets=claim.sources,
        persons=again.persons,
        sentence=memory.sentence,
        paragraph=memory.paragraph,
        when=when,
        stage="done",
        background=False,
    )


def _doer(clause: Clause, scene: Scene, tokens: list[Token]) -> Chunk | None:
    """Who does the same, by what a clause says; None where it says something else."""
    grammar = scene.language.grammar
    agent = next((o for o in clause.obliques if o.prep in grammar.prepositions.agent), None)
    if clause.vg.lemma in grammar.verbs.followed and agent is not None and not clause.objects and not clause.relative:
        return agent
    groups = grammar.groups
    wanted = groups.echoes.get(clause.vg.lemma, frozenset())
    said = _said(clause, scene)
    words = [part.head or tokens[part.last - 1].fold for part in said]
    alike = any(
        part.head in groups.deeds and not groups.alike.isdisjoint((*part.adjectives, part.det)) for part in said
    )
    return clause.subject if not clause.vg.passive and (alike or not wanted.isdisjoint(words)) else None


def _said(clause: Clause, scene: Scene) -> list[Chunk]:
    """The objects, and the adverb behind the verb."""
    behind = scene.items[clause.at + 1] if clause.at + 1 < len(scene.items) else None
    kind = [o for o in clause.obliques if o.first >= clause.vg.last]
    return [*clause.objects, *kind, *([behind] if behind is not None and behind.kind == "adv" else [])]

"""Things that a pronoun may mean: an embassy or an envoy of one's own, and what was last told something of."""

import msgspec

from service.extract.acts.frames import Frame
from service.extract.acts.match import GOODS
from service.extract.parties.actors import Resolver
from service.extract.parties.memory import Memory
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause

_ENVOY = "envoy"
_OWNED = frozenset({_ENVOY, "mission"})
"""Kinds of things of which each state has its own."""
_TO_ENVOYS = frozenset({"EnvoySummoned", "EnvoyExpelled", "EnvoyRecalled"})
_OWNED_LASTS = 2
"""Sentences for which "its own" may mean the kind of thing told last."""
_THINGS = frozenset({"noun", "amount", "mission"})
_GOES_ON = frozenset({"SanctionsLifted", "aid", "AidDelivered", "EmbassyClosed", "EmbassyOpened", "AidSuspended"})
"""What is done to a thing by whoever had to do with it before, where nobody else is told."""


def note_thing(item: Chunk, memory: Memory) -> None:
    """Note an envoy or an embassy: "its own" may mean another one."""
    owned = next((part for part in (item, *item.comps) if part.cls in _OWNED), None)
    if owned is not None:
        memory.thing = (owned.head, owned.cls, owned.plural, memory.sentence)


def name_owned(clause: Clause, clauses: list[Clause], resolver: Resolver) -> None:
    """Name the thing that "the same of one's own" means: "France closed its embassy. Chad has shut its own"."""
    pronouns = resolver.memory.language.grammar.pronouns
    head, cls, plural, sentence = resolver.memory.thing
    if not head or resolver.memory.sentence - sentence > _OWNED_LASTS:
        return
    for chunk in (*clause.objects, *((clause.subject,) if clause.subject is not None else ())):
        latest = resolver.memory.latest
        stands = chunk.cls == "pronoun" and chunk.head in pronouns.personal and not plural
        if stands and latest.cls == _ENVOY and _deals_with_envoys(clause, resolver):
            # "recalled its envoy to Madrid, X, after she was summoned"
            chunk.head, chunk.cls, chunk.adj_codes = head, cls, latest.codes
        elif (
            cls == _ENVOY
            and chunk.plural == plural
            and _means_envoy(chunk, clauses, resolver)
            and _deals_with_envoys(clause, resolver)
        ):
            # "L'ambassadeur est parti. Il avait été expulsé."
            chunk.head, chunk.cls, chunk.adj_codes = head, cls, resolver.memory.subject.codes
        elif chunk.head in pronouns.owned and chunk.cls not in _OWNED:
            chunk.head, chunk.cls, chunk.plural = head, cls, plural
            chunk.det = min(pronouns.possessive)


def name_matter(clause: Clause, frames: list[Frame], memory: Memory) -> None:
    """Name the thing that a pronoun means to which something is done: "... un accord. Il a été signé lundi"."""
    subject = clause.subject
    if not clause.vg.passive or subject is None or subject.cls != "pronoun" or memory.matter is None:
        return
    matter = memory.matter
    near = memory.sentence - memory.matter_at <= 1 and subject.plural == matter.plural
    if not near or subject.head not in memory.language.grammar.pronouns.third:
        return
    fit = [
        frame
        for frame in frames
        if matter.head in frame.head.get("object", ()) or (matter.amount is not None and GOODS in frame.data.words)
    ]
    if not fit:
        return
    subject.head, subject.cls = matter.head, matter.cls
    if matter.amount is not None:
        at, last = subject.head_at, subject.last
        subject.amount = msgspec.structs.replace(matter.amount, first=subject.first, last=last, head=at)
    agents, told = memory.language.grammar.prepositions.agent, memory.matter_of
    if not told or not all(emission.act in _GOES_ON for frame in fit for emission in frame.emissions):
        return
    # "des sanctions contre X. Elles ont été levées": against whom, and by whom, they were imposed.
    by = any(chunk.prep in agents for chunk in clause.obliques)
    blank = Chunk("np", subject.first, subject.last, head_at=subject.head_at, cls="institution")
    clause.obliques = [
        *clause.obliques,
        *(
            msgspec.structs.replace(blank, prep=prep, adj_codes=codes)
            for prep, codes in told
            if not (by and prep in agents)
        ),
    ]


def note_matter(clause: Clause, resolver: Resolver, *, sure: bool) -> None:
    """Note what a clause is about, for the pronoun of the next: its object that acts for nobody, or its subject."""
    if not clause.vg.finite or clause.relative:
        return
    thing = clause.objects[0] if clause.objects else clause.subject
    if thing is not None and thing.cls in _THINGS and thing.det not in resolver.memory.language.grammar.negation.alone:
        memory, agents = resolver.memory, resolver.memory.language.grammar.prepositions.agent
        told = [(chunk.prep, resolver.resolve(chunk).codes) for chunk in clause.obliques] if sure else []
        if sure and clause.objects and clause.subject is not None and not clause.vg.passive:
            told.append((min(agents), resolver.resolve(clause.subject).codes))
        memory.matter, memory.matter_at = thing, memory.sentence
        # Only what was told as an act goes on between the same: "bought wheat from X. It was delivered".
        memory.matter_of = tuple((prep, codes) for prep, codes in told if codes)


def _means_envoy(chunk: Chunk, clauses: list[Clause], resolver: Resolver) -> bool:
    """Whether a pronoun means an envoy: he acted last, known or not, and nobody else of this sentence did."""
    memory = resolver.memory
    if chunk.cls != "pronoun" or chunk.head not in resolver.memory.language.grammar.pronouns.third:
        return False
    if memory.subject.cls == _ENVOY:
        return True
    acted = [clause.subject for clause in clauses if clause.subject is not None and clause.subject is not chunk]
    return bool(acted) and all(one.cls == _ENVOY and one.first < chunk.first for one in acted)


def _deals_with_envoys(clause: Clause, resolver: Resolver) -> bool:
    """Whether a passive verb tells what is done to envoys."""
    frames = resolver.memory.language.frames.by_verb.get(clause.vg.lemma, ()) if clause.vg.passive else ()
    return any(told.act in _TO_ENVOYS for frame in frames for told in frame.emissions)

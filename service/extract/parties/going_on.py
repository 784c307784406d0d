"""Both parties of an act that the article goes on with, where the sentence names neither.

"A second consignment is due on Friday" is from whom the first was to whom it went; "the embassies will reopen" are
those of the two who have just restored relations, each with the other.
"""

from service.extract.acts.frames import Emission
from service.extract.acts.match import Standing
from service.extract.acts.reciprocal import RECIPROCAL
from service.extract.acts.scene import Scene
from service.extract.parties.memory import LastTold, Memory
from service.extract.parties.referents import Referent
from service.extract.parties.threads import DISPUTE
from service.extract.syntax.chunk import Chunk

_GOES_ON = 6
"""Sentences within which another gift is of the same two."""
_SOON = 3
"""Sentences within which what two do to each other follows from what they agreed."""
_PAIR = 2
_GIFTS = frozenset({"aid", "AidPledged", "AidDelivered"})
_EACH_OTHERS = frozenset({"EmbassyOpened", "EmbassyClosed", "EnvoyRecalled", "EnvoyAccredited"})
"""Acts that two states answer one another with."""
_CONTRARY: dict[str, frozenset[str]] = {
    "EmbassyClosed": frozenset({"RelationsEstablished", "EmbassyOpened"}),
    "EmbassyOpened": frozenset({"RelationsSevered", "EmbassyClosed"}),
    "EnvoyRecalled": frozenset({"RelationsEstablished", "EmbassyOpened"}),
    "EnvoyAccredited": frozenset({"RelationsSevered", "EmbassyClosed"}),
}
"""What an act of theirs does not follow from."""
_POSTED = frozenset({"mission", "envoy", "agent"})
_STATES = frozenset({"country", "institution", "pronoun", "name"})
"""Kinds of heads that may mean the two of them: "the governments", "they"."""


def go_on(standing: Standing, scene: Scene) -> dict[str, Referent]:
    """Who fills both open roles of a frame; empty where the article does not go on with them."""
    emission = standing.frame.emissions[0]
    roles = (emission.left, emission.right)
    if emission.mutual or emission.left == emission.right or set(standing.left_open) != set(roles):
        return {}
    if emission.act in _GIFTS:
        return _same_gift(emission, scene)
    if emission.act in _SENT_FOR and not standing.frame.data.verbal:
        return _envoy_at_hand(emission, scene)
    return _each_others(emission, scene) if emission.act in _EACH_OTHERS else {}


_SENT_FOR = frozenset({"EnvoySummoned", "EnvoyExpelled"})
"""What is done to the envoy of whom the article tells."""


def _envoy_at_hand(emission: Emission, scene: Scene) -> dict[str, Referent]:
    """Who deals with an envoy told without a state: in the quarrel at hand, or at home, with the other of the two."""
    memory = scene.resolver.memory
    done_to = scene.chunks("object")
    if len(done_to) != 1 or done_to[0].cls != "envoy" or done_to[0].plural or done_to[0].conj:
        return {}
    definite = done_to[0].det in scene.language.grammar.groups.determiners
    if not (definite or done_to[0].persons) or done_to[0].comps or done_to[0].adj_codes:
        return {}
    host, sender = _sides(memory)
    if not host or not {*scene.resolver.spoken_of, *scene.resolver.resolved()} <= {host, sender}:
        return {}
    return {emission.left: Referent((host,), cls="name"), emission.right: Referent((sender,), cls="name")}


def _sides(memory: Memory) -> tuple[str, str]:
    """Who may send for whose envoy: as the last quarrel has it, else whose press tells it and the other of the two."""
    last = next(reversed(memory.threads.told_lately(DISPUTE, 1)), None)
    if last is not None and len(last.sources) == len(last.targets) == 1:
        return last.sources[0], last.targets[0]
    home = next(iter(memory.home), "")
    others = [code for code in memory.dyad if code != home]
    return (home, others[0]) if home in memory.dyad and len(others) == 1 else ("", "")


def _same_gift(emission: Emission, scene: Scene) -> dict[str, Referent]:
    memory, groups = scene.resolver.memory, scene.language.grammar.groups
    told = memory.threads.told_lately("aid", 1)
    if not told or memory.sentence - told[0].sentence > _GOES_ON:
        return {}
    if not any(
        _is_further(chunk, scene, groups.further) for chunk in (*scene.chunks("surface"), *scene.chunks("object"))
    ):
        return {}
    parties = {*told[0].sources, *told[0].targets}
    if not {*scene.resolver.spoken_of, *scene.resolver.resolved()} <= parties:
        return {}
    return {
        emission.left: Referent(told[0].sources, cls="name", plural=len(told[0].sources) > 1),
        emission.right: Referent(told[0].targets, cls="name", plural=len(told[0].targets) > 1),
    }


def _is_further(chunk: Chunk, scene: Scene, words: frozenset[str]) -> bool:
    """Whether a phrase names one more of what was given: "a second batch", "another plane"."""
    groups = scene.language.grammar.groups
    given = chunk.head in groups.gifts or chunk.head in groups.carriers or chunk.amount is not None
    return given and not chunk.conj and scene.resolver.says(words, chunk.first, chunk.last)


def _each_others(emission: Emission, scene: Scene) -> dict[str, Referent]:
    memory, resolver = scene.resolver.memory, scene.resolver
    told = memory.last
    if emission.act == "EmbassyOpened" and _is_of_the_envoy(told, memory.sentence, scene):
        envoy = told.claims[0]
        return {
            emission.left: Referent(envoy.sources, cls="name"),
            emission.right: Referent(envoy.targets, cls="name"),
        }
    if not any(chunk.plural for slot in ("surface", "object") for chunk in scene.chunks(slot)):
        return {}
    contrary = _CONTRARY.get(emission.act, frozenset[str]())
    if any(one.type in contrary for one in told.claims) or not _are_theirs(scene):
        return {}
    if memory.sentence - told.sentence > _SOON or len(told.claims) != 1:
        return {}
    pair = tuple(dict.fromkeys((*told.claims[0].sources, *told.claims[0].targets)))
    if len(pair) != _PAIR or not {*resolver.spoken_of, *resolver.resolved()} <= set(pair):
        return {}
    both = Referent(pair, cls=RECIPROCAL, plural=True)
    return {emission.left: both, emission.right: both}


def _are_theirs(scene: Scene) -> bool:
    """Whether a clause tells of nobody's missions but those of the two: no shops, no firms, no closing day."""
    grammar = scene.language.grammar
    done_to = scene.chunks("object") or scene.chunks("surface")
    for chunk in done_to:
        joined = any(item.kind == "and" and item.last == chunk.first for item in scene.items)
        if joined or any(part.cls not in _POSTED for part in (chunk, *chunk.conj)):
            return False
    actors = [chunk for chunk in scene.chunks("subject") if chunk not in done_to]
    if any(chunk.cls not in _STATES or chunk.conj for chunk in actors):
        return False
    reasons = scene.clause.obliques if scene.clause is not None else []
    return not any(
        o.prep in grammar.prepositions.purpose and not scene.resolver.says(grammar.time_nouns, o.first, o.last)
        for o in reasons
    )


def _is_of_the_envoy(told: LastTold, sentence: int, scene: Scene) -> bool:
    """Whether "the embassy" is that of the envoy whose arrival was told last."""
    if sentence - told.sentence > _SOON or len(told.claims) != 1 or told.claims[0].type != "EnvoyAccredited":
        return False
    here = {*scene.resolver.spoken_of, *scene.resolver.resolved()}
    determiners = scene.language.grammar.groups.determiners
    definite = any(chunk.det in determiners and not chunk.plural for chunk in scene.chunks("surface"))
    return definite and not here and len(told.claims[0].sources) == 1

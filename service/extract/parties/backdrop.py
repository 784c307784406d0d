"""Whom the article itself gives for a party: whom it goes on about, its dateline, the home of its press, a visit."""

from service.extract.acts.scene import Scene
from service.extract.parties.other_parties import act_elsewhere, names_beyond
from service.extract.parties.referents import NOBODY, Referent


def topic(scene: Scene, _against: tuple[str, ...]) -> Referent:
    """Whom the text spoke of last."""
    return scene.resolver.memory.subject


def focus_of_article(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state that the whole article is about, where the sentence names nobody else."""
    focus = scene.resolver.memory.focus
    if not focus and not _says_to_whom(scene):
        focus = scene.resolver.memory.afflicted
    threads = scene.resolver.memory.threads
    if (
        not focus
        or not against
        or focus in against
        or threads.only_acts(focus)
        or threads.receiver() not in {"", focus}
    ):
        return NOBODY
    return NOBODY if names_beyond(scene, {*against, focus}) else Referent((focus,), cls="name")


def quarry(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Against whom everybody acts in the quarrel at hand, else the state that the article is about."""
    memory = scene.resolver.memory
    struck = memory.threads.quarry(against, memory.sentence) if against else NOBODY
    if struck.codes and not names_beyond(scene, {*against, *struck.codes}):
        return struck
    return focus_of_article(scene, against)


def _says_to_whom(scene: Scene) -> bool:
    """Whether the clause has a phrase for whom something is given to: "to schools in Osaka"."""
    dative = scene.language.grammar.prepositions.dative
    return scene.clause is not None and any(o.prep in dative for o in scene.clause.obliques)


def setting(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state from which the article is told by its dateline, where it names it and does not let it give."""
    named = any(code == scene.resolver.memory.dateline for code, _times in scene.resolver.memory.themes)
    return at_dateline(scene, against) if named else NOBODY


def at_dateline(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state from which the article is told by its dateline, where it does not let it give."""
    memory = scene.resolver.memory
    here = memory.dateline
    if not here or not against or here in against or memory.threads.only_acts(here):
        return NOBODY
    if memory.threads.receiver() not in {"", here} or tells_of_another(scene, here, against):
        return NOBODY
    if scene.resolver.says(scene.language.grammar.groups.gatherings, 0, None):
        return NOBODY
    return NOBODY if names_beyond(scene, {*against, here}) else Referent((here,), cls="name")


def tells_of_another(scene: Scene, here: str, against: tuple[str, ...]) -> bool:
    """Whether the article names a third state, not told to give, as often as ``here``: the gift may be for that one.

    "GENEVA - Japan pledged $20 million. Sudan thanked it": where donors meet nothing is given to the host.
    """
    memory = scene.resolver.memory
    least = max(1, dict(memory.themes).get(here, 0))
    beside = {*against, here, *act_elsewhere(scene)}
    return any(
        times >= least and code not in beside and not memory.threads.only_acts(code) for code, times in memory.themes
    )


def home_of_press(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state whose press or ministry tells it, where the sentence names nobody but the guest: "his visit"."""
    home = scene.resolver.memory.home
    if len(home) != 1 or not against or home[0] in against:
        return NOBODY
    return Referent(home, cls="place") if set(scene.resolver.spoken_of) <= {*against, *home} else NOBODY


def visited(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Whom the visitor visits, when the article has told it before: "le séjour du président s'achève jeudi"."""
    hosts = scene.resolver.memory.visits.get(against[0], ()) if len(against) == 1 else ()
    return Referent(hosts, cls="place") if len(hosts) == 1 else NOBODY

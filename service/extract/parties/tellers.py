"""Who tells what the clause tells, and what that says of the parties."""

from service.extract.acts.scene import Scene
from service.extract.names.states import states
from service.extract.parties.backdrop import tells_of_another
from service.extract.parties.referents import NOBODY, Referent

_ENVOYS = frozenset({"envoy", "mission"})


def speaker(scene: Scene, _against: tuple[str, ...]) -> Referent:
    """Who says what the clause tells, where it stands in reported or quoted speech."""
    clause, grammar = scene.clause, scene.language.grammar
    if clause is None or clause.vg.lemma in grammar.reporting.verbs:
        return scene.resolver.speaker if scene.noun is not None else NOBODY
    governor = clause.governor
    while governor is not None:
        if governor.vg.lemma in grammar.reporting.verbs:
            acting = [] if governor.vg.finite else scene.subject_of(governor)
            told = governor.subject if governor.vg.finite else acting[0] if acting else None
            if told is not None and governor.vg.form in {"finite", "prespart"}:
                return scene.resolver.resolve(told)
        governor = governor.governor
    return scene.resolver.speaker


def recounts(scene: Scene, against: tuple[str, ...]) -> Referent:
    """The state that tells of it: "Poland has handed over fourteen jets, Ukraine's air force said"."""
    told = speaker(scene, against)
    if len(told.codes) != 1 or told.codes[0] not in states():
        return NOBODY
    if told.cls in _ENVOYS:
        # "800 houses will be financed, the Chinese ambassador said": that is what his state gives.
        return NOBODY
    return NOBODY if tells_of_another(scene, told.codes[0], against) else told


def pledger(scene: Scene, against: tuple[str, ...]) -> Referent:
    """Whose envoy tells what will be given, where the clause names no giver."""
    clause = scene.clause
    if scene.noun is not None or clause is None or not clause.vg.passive:
        return NOBODY
    told = speaker(scene, against)
    return told if told.cls in _ENVOYS and len(told.codes) == 1 else NOBODY

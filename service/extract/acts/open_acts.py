"""Acts told without one of their parties: what the rest of the sentence or the article tells of it."""

import msgspec

from service.extract.acts.details import Details
from service.extract.acts.match import Standing, claim
from service.extract.acts.resume import TAKEN_UP, left_open, take_up
from service.extract.acts.scene import Scene
from service.extract.acts.truth import Truth
from service.extract.claims import VISITS, Claim, dyads_of
from service.extract.parties.actors import Resolver
from service.extract.parties.going_on import go_on
from service.extract.parties.referents import Referent
from service.extract.parties.threads import DISPUTE, kind_of

_OCCASIONS = VISITS | {"MeetingHeld", "MeetingAnnounced"}
_PACTS = frozenset({"agreement", "AgreementSigned", "AgreementAnnounced"})


class OpenAct(msgspec.Struct):
    """A trigger whose frames lack a party: each of them as far as it is filled, with its truth."""

    readings: list[tuple[Standing, Truth]]
    scene: Scene
    span: tuple[int, int]
    """The first token of the trigger, and the one behind its last."""


def made_there(found: list[Claim], open_acts: list[OpenAct], resolver: Resolver, details: Details) -> list[Claim]:
    """The agreement without parties that is made on the visit or at the meeting that the sentence tells of."""
    if not (found and open_acts):
        return []
    sure = [one for one in found if not one.chosen() and one.type in _OCCASIONS]
    pairs = {frozenset(pair) for one in sure for _, *pair in dyads_of(one)}
    spoken_of = {*resolver.spoken_of, *resolver.resolved()}
    if len(pairs) != 1 or any(one.type.startswith("Agreement") for one in found):
        return []
    pair = tuple(sorted(pairs.pop()))
    if not spoken_of <= set(pair):
        return []
    for open_act in open_acts:
        scene = open_act.scene
        for standing, truth in open_act.readings:
            emission = standing.frame.emissions[0]
            if emission.act not in _PACTS or set(standing.left_open) != {emission.left, emission.right}:
                continue
            both = {emission.left: Referent(pair, cls="name", plural=True)}
            each = {role: Referent((code,), cls="name") for role, code in zip(standing.left_open, pair, strict=False)}
            fillers = both if emission.left == emission.right else each
            outcome = claim(standing.filled(fillers, TAKEN_UP), scene, truth)
            if not isinstance(outcome, str):
                return details.complete_all(outcome, standing.frame, scene, truth, open_act.span)
    return []


def done_beside(found: list[Claim], open_acts: list[OpenAct], details: Details) -> list[Claim]:
    """The claims of quarrels without their other party, where the sentence tells another of the same one's later.

    "Quito, which recalled its ambassador and then broke with Bogota": the ambassador was in Bogota.
    """
    sure = [one for one in found if not one.chosen() and kind_of(one.type) == DISPUTE] if open_acts else []
    claims: list[Claim] = []
    for open_act in open_acts if sure else ():
        scene = open_act.scene
        for standing, truth in open_act.readings:
            emission = standing.frame.emissions[0]
            open_ = standing.left_open == [emission.right] and kind_of(emission.act) == DISPUTE
            if not open_ or standing.frame.data.verbal or scene.noun is not None:
                continue
            known = standing.roles[emission.left].codes
            against = {one.targets for one in sure if one.sources == known}
            if len(against) != 1 or not left_open(standing.frame, emission.right, scene, known):
                continue
            filler = Referent(against.pop(), cls=TAKEN_UP)
            outcome = claim(standing.filled({emission.right: filler}, TAKEN_UP), scene, truth)
            if not isinstance(outcome, str):
                claims.extend(details.complete_all(outcome, standing.frame, scene, truth, open_act.span))
                break
    return claims


def take_up_parties(open_act: OpenAct, details: Details) -> list[Claim]:
    """The claims of the first frame whose open roles are taken up from what the article goes on telling of."""
    scene = open_act.scene
    memory = scene.resolver.memory
    goes_on = memory.threads or memory.assailant or memory.dyad or memory.focus or memory.afflicted
    for standing, truth in open_act.readings if goes_on else ():
        if len(standing.left_open) > 1:
            fillers = go_on(standing, scene)
        else:
            role = standing.left_open[0]
            filler = take_up(standing.frame, role, standing.roles, scene)
            fillers = {role: filler} if filler else {}
        outcome = claim(standing.filled(fillers, TAKEN_UP), scene, truth) if fillers else ""
        if not isinstance(outcome, str):
            claims = details.complete_all(outcome, standing.frame, scene, truth, open_act.span)
            if claims:
                return claims
    return []

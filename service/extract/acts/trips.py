"""A trip called off where the clause leaves out whose it is or where to: "was due in Lima. The visit was put off".

It is the one to come that the article told of last, where the sentence names nobody but its guest and its host.
"""

from service.extract.acts.details import Details
from service.extract.acts.match import Standing, claim
from service.extract.acts.open_acts import OpenAct
from service.extract.acts.resume import TAKEN_UP
from service.extract.acts.scene import Scene
from service.extract.claims import Claim
from service.extract.parties.memory import Trip
from service.extract.parties.referents import Referent

_REACH = 8
"""Sentences within which "the visit" is the one to come told last."""
_CANCELLED = "VisitCancelled"


def call_off(found: list[Claim], open_acts: list[OpenAct], details: Details) -> list[Claim]:
    """The claims of the trips called off in a sentence without all their parties."""
    if not open_acts or any(one.type == _CANCELLED for one in found):
        return []
    for open_act in open_acts:
        for standing, truth in open_act.readings:
            if truth.stage != "cancelled" or any(emission.act != "visit" for emission in standing.frame.emissions):
                continue
            fillers = _of_trip(standing, open_act.scene)
            outcome = claim(standing.filled(fillers, TAKEN_UP), open_act.scene, truth) if fillers else ""
            if not isinstance(outcome, str):
                return details.complete_all(outcome, standing.frame, open_act.scene, truth, open_act.span)
    return []


def _of_trip(standing: Standing, scene: Scene) -> dict[str, Referent]:
    """Guest and host of the trip that a frame calls off; empty where it may be another."""
    resolver, emission = scene.resolver, standing.frame.emissions[0]
    trip = resolver.memory.trip
    if trip is None or resolver.memory.sentence - trip.sentence > _REACH:
        return {}
    if not {*resolver.spoken_of, *resolver.resolved()} <= {*trip.guests, *trip.hosts} or not _is_known(scene):
        return {}
    guests = standing.roles.get(emission.left)
    hosted = guests is not None and set(guests.codes) <= set(trip.hosts) and scene.noun is not None
    if guests is not None and guests.codes != trip.guests and not hosted:
        return {}
    return _parties(emission.left, emission.right, trip)


def _parties(left: str, right: str, trip: Trip) -> dict[str, Referent]:
    """Both parties: where the host calls it off, who does so is no guest ("Lima cancelled the visit")."""
    plural = len(trip.guests) > 1
    return {left: Referent(trip.guests, cls="name", plural=plural), right: Referent(trip.hosts, cls="place")}


def _is_known(scene: Scene) -> bool:
    """Whether a noun means a trip told before ("the visit", "his trip"), and nobody's else."""
    noun = scene.noun
    if noun is None:
        return True
    grammar = scene.language.grammar
    if noun.det not in grammar.groups.determiners | grammar.pronouns.possessive or scene.chunks("place"):
        # "his visit to the dentist": a place that is no state.
        return False
    return not any(comp.cls == "noun" and comp.prep in grammar.prepositions.place for comp in noun.comps)

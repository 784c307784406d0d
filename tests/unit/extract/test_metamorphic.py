"""What a change of the text changes of its events: states, voice, tense, negation, condition, surroundings."""

from typing import NamedTuple

import pytest

from tests.unit.extract.telling import tell


class State(NamedTuple):
    """A state as sentences write it: code, name (French with its article), place, demonym."""

    code: str
    name: str
    place: str
    demonym: str


class Change(NamedTuple):
    """One act told in several ways; ``{a.name}`` and the like are filled in."""

    past: str
    passive: str
    future: str
    negated: str
    condition: str
    done: str
    planned: str


FRENCH = [
    State("TUR", "la Turquie", "en Turquie", "turc"),
    State("SEN", "le Sénégal", "au Sénégal", "sénégalais"),
    State("BRA", "le Brésil", "au Brésil", "brésilien"),
    State("ARM", "l'Arménie", "en Arménie", "arménien"),
    State("PHL", "les Philippines", "aux Philippines", "philippin"),
    State("NZL", "la Nouvelle-Zélande", "en Nouvelle-Zélande", "néo-zélandais"),
    State("HTI", "Haïti", "en Haïti", "haïtien"),
    State("OMN", "Oman", "à Oman", "omanais"),
]
ENGLISH = [
    State("TUR", "Turkey", "Turkey", "Turkish"),
    State("SEN", "Senegal", "Senegal", "Senegalese"),
    State("BRA", "Brazil", "Brazil", "Brazilian"),
    State("ARM", "Armenia", "Armenia", "Armenian"),
    State("PHL", "the Philippines", "the Philippines", "Philippine"),
    State("NZL", "New Zealand", "New Zealand", "New Zealand"),
    State("HTI", "Haiti", "Haiti", "Haitian"),
    State("OMN", "Oman", "Oman", "Omani"),
]
ACTS_FR = {
    "meeting": Change(
        "Le président {a.demonym} a rencontré le ministre {b.demonym} des Affaires étrangères.",
        "Le ministre {b.demonym} des Affaires étrangères a été rencontré par le président {a.demonym}.",
        "Le président {a.demonym} rencontrera le ministre {b.demonym} des Affaires étrangères.",
        "Le président {a.demonym} n'a pas rencontré le ministre {b.demonym} des Affaires étrangères.",
        "Si le président {a.demonym} rencontre le ministre {b.demonym} des Affaires étrangères, la crise prendra fin.",
        "MeetingHeld {a.code}+{b.code}",
        "MeetingAnnounced {a.code}+{b.code}",
    ),
    "visit": Change(
        "Le président {a.demonym} s'est rendu {b.place}.",
        "Le président {a.demonym} est arrivé {b.place}.",
        "Le président {a.demonym} se rendra {b.place}.",
        "Le président {a.demonym} ne s'est pas rendu {b.place}.",
        "Si le président {a.demonym} se rend {b.place}, la crise prendra fin.",
        "VisitOccurred {a.code}>{b.code}",
        "VisitAnnounced {a.code}>{b.code}",
    ),
    "agreement": Change(
        "Le gouvernement {a.demonym} a signé un accord de pêche avec le gouvernement {b.demonym}.",
        "Un accord de pêche a été signé entre le gouvernement {a.demonym} et le gouvernement {b.demonym}.",
        "Le gouvernement {a.demonym} signera un accord de pêche avec le gouvernement {b.demonym}.",
        "Le gouvernement {a.demonym} n'a pas signé d'accord de pêche avec le gouvernement {b.demonym}.",
        "Si le gouvernement {a.demonym} signe un accord de pêche avec le gouvernement {b.demonym}, tout ira mieux.",
        "AgreementSigned {a.code}+{b.code}",
        "AgreementAnnounced {a.code}+{b.code}",
    ),
    "aid": Change(
        "Le gouvernement {a.demonym} a livré 500 tonnes de riz au gouvernement {b.demonym}.",
        "500 tonnes de riz ont été livrées au gouvernement {b.demonym} par le gouvernement {a.demonym}.",
        "Le gouvernement {a.demonym} livrera 500 tonnes de riz au gouvernement {b.demonym}.",
        "Le gouvernement {a.demonym} n'a pas livré de riz au gouvernement {b.demonym}.",
        "Si le gouvernement {a.demonym} livre 500 tonnes de riz au gouvernement {b.demonym}, la famine reculera.",
        "AidDelivered {a.code}>{b.code}",
        "AidPledged {a.code}>{b.code}",
    ),
}
ACTS_EN = {
    "meeting": Change(
        "The {a.demonym} president met the {b.demonym} foreign minister.",
        "The {b.demonym} foreign minister was received by the {a.demonym} president.",
        "The {a.demonym} president will meet the {b.demonym} foreign minister.",
        "The {a.demonym} president did not meet the {b.demonym} foreign minister.",
        "If the {a.demonym} president meets the {b.demonym} foreign minister, the crisis will end.",
        "MeetingHeld {a.code}+{b.code}",
        "MeetingAnnounced {a.code}+{b.code}",
    ),
    "visit": Change(
        "The {a.demonym} president visited {b.place}.",
        "The {a.demonym} president arrived in {b.place}.",
        "The {a.demonym} president will visit {b.place}.",
        "The {a.demonym} president did not visit {b.place}.",
        "If the {a.demonym} president visits {b.place}, the crisis will end.",
        "VisitOccurred {a.code}>{b.code}",
        "VisitAnnounced {a.code}>{b.code}",
    ),
    "agreement": Change(
        "The {a.demonym} government signed a fishing agreement with {b.name}.",
        "A fishing agreement was signed between the {a.demonym} government and {b.name}.",
        "The {a.demonym} government will sign a fishing agreement with {b.name}.",
        "The {a.demonym} government did not sign a fishing agreement with {b.name}.",
        "If the {a.demonym} government signs a fishing agreement with {b.name}, the crisis will end.",
        "AgreementSigned {a.code}+{b.code}",
        "AgreementAnnounced {a.code}+{b.code}",
    ),
    "aid": Change(
        "The {a.demonym} government delivered 500 tonnes of rice to {b.name}.",
        "500 tonnes of rice were delivered to {b.name} by the {a.demonym} government.",
        "The {a.demonym} government will deliver 500 tonnes of rice to {b.name}.",
        "The {a.demonym} government did not deliver rice to {b.name}.",
        "If the {a.demonym} government delivers 500 tonnes of rice to {b.name}, the famine will ease.",
        "AidDelivered {a.code}>{b.code}",
        "AidPledged {a.code}>{b.code}",
    ),
}
AROUND = {
    "fr": (
        "ACCUEIL | MONDE | SPORT | CULTURE",
        "Les pompiers ont sauvé un chat dans le vieux port de la ville dimanche soir.",
    ),
    "en": (
        "Home | World | Sport | Culture",
        "Firefighters rescued a cat from a tree in the old harbour on Sunday evening.",
    ),
}
CASES = [
    pytest.param(language, act, states[n], states[(n + 3) % len(states)], id=f"{language}-{name}-{states[n].code}")
    for language, acts, states in (("fr", ACTS_FR, FRENCH), ("en", ACTS_EN, ENGLISH))
    for name, act in acts.items()
    for n in range(len(states))
]
every = pytest.mark.parametrize(("language", "act", "a", "b"), CASES)


def fill(pattern: str, a: State, b: State) -> str:
    """A sentence with its states; a mutual event names them in order."""
    filled = pattern.format(a=a, b=b)
    kind, _, parties = filled.partition(" ")
    return f"{kind} {'+'.join(sorted(parties.split('+')))}" if "+" in filled else filled


def told(pattern: str, language: str, a: State, b: State) -> list[str]:
    """The events of a filled sentence; a meeting of a host and a guest tells of a visit too, which is left aside."""
    found = tell(pattern.format(a=a, b=b), language=language)
    return [each for each in found if not (each.startswith("Visit") and any("Meeting" in other for other in found))]


@every
def test_other_states_give_the_same_event_with_other_parties(language: str, act: Change, a: State, b: State) -> None:
    """Whichever states stand in a sentence, it tells of the same act between those."""
    assert told(act.past, language, a, b) == [fill(act.done, a, b)]


@every
def test_voice_changes_nothing(language: str, act: Change, a: State, b: State) -> None:
    """What was done is told alike by the active and the passive, or by another verb of the same sense."""
    assert told(act.passive, language, a, b) == told(act.past, language, a, b)


@every
def test_tense_tells_done_from_planned(language: str, act: Change, a: State, b: State) -> None:
    """The future gives what is planned, between the same parties."""
    assert told(act.future, language, a, b) == [fill(act.planned, a, b)]


@every
def test_a_negation_leaves_nothing(language: str, act: Change, a: State, b: State) -> None:
    """What did not happen is no event."""
    assert told(act.negated, language, a, b) == []


@every
def test_a_condition_leaves_nothing(language: str, act: Change, a: State, b: State) -> None:
    """What is only supposed is no event."""
    assert told(act.condition, language, a, b) == []


@every
def test_what_stands_around_changes_nothing(language: str, act: Change, a: State, b: State) -> None:
    """A menu before the text and a paragraph about something else after it add and take nothing."""
    menu, aside = AROUND[language]
    assert told(f"{menu}\n\n{act.past}\n\n{aside}", language, a, b) == told(act.past, language, a, b)

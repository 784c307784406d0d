"""However a party is named, and whatever it does: each way of naming in each plain sentence is read."""

from collections.abc import Iterator
from itertools import product

import pytest

from tests.unit.extract.telling import tell

ENGLISH = {
    "KEN": ("Kenyan", "Nairobi", "Kenya", "John Mbadi"),
    "SRB": ("Serbian", "Belgrade", "Serbia", "Milos Petrovic"),
    "SOM": ("Somali", "Mogadishu", "Somalia", "Hassan Sheikh Warsame"),
    "LKA": ("Sri Lankan", "Colombo", "Sri Lanka", "Ranjith de Silva"),
}
ENGLISH_PERSONS = (
    "{adjective} Foreign Minister {name}",
    "{country}'s Foreign Minister {name}",
    "Foreign Minister {name} of {country}",
    "{name}, the foreign minister of {country},",
    "the {adjective} president",
    "the President of {country}",
)
ENGLISH_STATES = ("{country}", "{capital}", "the {adjective} government")
ENGLISH_BETWEEN = (
    ("MeetingHeld", "{a} and {b} met in Geneva on Wednesday."),
    ("MeetingHeld", "{a} and {b} met in Geneva in talks hosted by Qatar."),
    ("MeetingHeld", "{a} met {b} in Geneva on Wednesday."),
    ("MeetingHeld", "{a} held talks with {b} on Wednesday."),
    ("MeetingHeld", "{a} and {b} held talks on Wednesday in Geneva."),
    ("AgreementSigned", "{a} and {b} signed a trade agreement on Wednesday."),
    ("AgreementSigned", "{a} signed a trade agreement with {b} on Wednesday."),
    ("AgreementSigned", "A memorandum of understanding was signed on Wednesday by {a} and {b}."),
)
ENGLISH_VISITS = (
    ("VisitOccurred", "{a} arrived in {capital} on Wednesday."),
    ("VisitOccurred", "{a} paid an official visit to {country} on Wednesday."),
    ("VisitOccurred", "{a} visited {country} on Wednesday."),
    ("VisitAnnounced", "{a} will visit {country} next week."),
    ("VisitAnnounced", "{a} is expected in {capital} on Friday."),
)
ENGLISH_ACTS = (
    ("CriticismExpressed", "{a} condemned {country} on Wednesday."),
    ("CriticismExpressed", "{a} accused {country} of violating the border."),
    ("SupportExpressed", "{a} expressed support for {country} on Wednesday."),
    ("AidDelivered", "{a} donated 500 tonnes of rice to {country} on Wednesday."),
    ("AidDelivered", "{a} handed over ten ambulances to {country}."),
    ("AidPledged", "{a} pledged $20 million in aid to {country}."),
    ("AidPledged", "{a} announced a $20 million grant for {country}."),
    ("MilitarySupportProvided", "{a} delivered armoured vehicles to {country}."),
    ("SanctionsImposed", "{a} imposed sanctions on {country}."),
    ("EnvoySummoned", "{a} summoned the {adjective} ambassador on Wednesday."),
    ("EnvoyExpelled", "{a} expelled three {adjective} diplomats."),
    ("EnvoyRecalled", "{a} recalled its ambassador from {country}."),
    ("EmbassyOpened", "{a} opened an embassy in {capital}."),
    ("RelationsSevered", "{a} severed diplomatic relations with {country}."),
)

FRENCH = {
    "KEN": ("kényan", "kényane", "Nairobi", "le Kenya", "du Kenya", "au Kenya", "John Mbadi"),
    "SRB": ("serbe", "serbe", "Belgrade", "la Serbie", "de Serbie", "en Serbie", "Milos Petrovic"),
    "PER": ("péruvien", "péruvienne", "Lima", "le Pérou", "du Pérou", "au Pérou", "Carla Rojas"),
    "GHA": ("ghanéen", "ghanéenne", "Accra", "le Ghana", "du Ghana", "au Ghana", "Kwame Asante"),
}
FRENCH_PERSONS = (
    "le ministre {adjective} des Affaires étrangères {name}",
    "le ministre {adjective} des Affaires étrangères, {name},",
    "{name}, le ministre {adjective} des Affaires étrangères,",
    "le ministre des Affaires étrangères {of}, {name},",
    "le président {adjective}",
    "le président {of}",
    "le chef de la diplomatie {feminine}",
)
FRENCH_STATES = ("{country}", "{capital}", "le gouvernement {adjective}")
FRENCH_BETWEEN = (
    ("MeetingHeld", "{a} et {b} se sont rencontrés mercredi à Genève."),
    ("MeetingHeld", "{a} a rencontré {b} mercredi à Genève."),
    ("MeetingHeld", "{a} s'est entretenu mercredi avec {b}."),
    ("AgreementSigned", "{a} et {b} ont signé mercredi un accord commercial."),
    ("AgreementSigned", "{a} a signé mercredi un accord commercial avec {b}."),
    ("AgreementSigned", "Un accord commercial a été signé mercredi par {a} et {b}."),
)
FRENCH_VISITS = (
    ("VisitOccurred", "{a} est arrivé mercredi à {capital}."),
    ("VisitOccurred", "{a} s'est rendu mercredi {within}."),
    ("VisitOccurred", "{a} a effectué une visite officielle {within}."),
    ("VisitAnnounced", "{a} se rendra {within} la semaine prochaine."),
    ("VisitAnnounced", "{a} est attendu vendredi à {capital}."),
)
FRENCH_ACTS = (
    ("CriticismExpressed", "{a} a condamné mercredi {country}."),
    ("CriticismExpressed", "{a} a accusé {country} de violer la frontière."),
    ("SupportExpressed", "{a} a exprimé son soutien à {capital}."),
    ("AidDelivered", "{a} a offert 500 tonnes de riz à {capital}."),
    ("AidDelivered", "{a} a remis dix ambulances au gouvernement {adjective}."),
    ("AidPledged", "{a} a promis une aide de 20 millions de dollars à {capital}."),
    ("AidPledged", "{a} a annoncé un don de 20 millions de dollars au gouvernement {adjective}."),
    ("MilitarySupportProvided", "{a} a livré des blindés au gouvernement {adjective}."),
    ("SanctionsImposed", "{a} a imposé des sanctions contre {country}."),
    ("EnvoySummoned", "{a} a convoqué l'ambassadeur {of} mercredi."),
    ("EnvoyExpelled", "{a} a expulsé trois diplomates {adjective}s."),
    ("EnvoyRecalled", "{a} a rappelé son ambassadeur à {capital}."),
    ("EmbassyOpened", "{a} a ouvert une ambassade à {capital}."),
    ("RelationsSevered", "{a} a rompu ses relations diplomatiques avec {country}."),
)


def _known(language: str, code: str) -> dict[str, str]:
    if language == "en":
        return dict(zip(("adjective", "capital", "country", "name"), ENGLISH[code], strict=True))
    names = ("adjective", "feminine", "capital", "country", "of", "within", "name")
    return dict(zip(names, FRENCH[code], strict=True))


def _write(pattern: str, **parts: str) -> str:
    text = pattern.format(**parts)
    return (text[0].upper() + text[1:]).replace(",.", ".")


def _cases() -> Iterator[tuple[str, str, str]]:
    """Language, sentence, and what it tells: type and parties."""
    for language, known, persons, states, between, visits, acts in (
        ("en", ENGLISH, ENGLISH_PERSONS, ENGLISH_STATES, ENGLISH_BETWEEN, ENGLISH_VISITS, ENGLISH_ACTS),
        ("fr", FRENCH, FRENCH_PERSONS, FRENCH_STATES, FRENCH_BETWEEN, FRENCH_VISITS, FRENCH_ACTS),
    ):
        first, second, third, fourth = known
        for kind, pattern in between:
            for one, other in product(persons, persons):
                a, b = one.format(**_known(language, first)), other.format(**_known(language, second))
                yield language, _write(pattern, a=a, b=b), f"{kind} {first}+{second}"
        for kind, pattern in visits:
            for one in persons:
                a = one.format(**_known(language, third))
                yield language, _write(pattern, a=a, **_known(language, fourth)), f"{kind} {third}>{fourth}"
        for kind, pattern in acts:
            for one in (*persons, *states):
                a = one.format(**_known(language, third))
                yield language, _write(pattern, a=a, **_known(language, fourth)), f"{kind} {third}>{fourth}"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_way_of_naming_a_party_is_read(language: str) -> None:
    """Offices with and without names, before and behind them, of countries and by adjectives; capitals, governments."""
    missed = [
        (sentence, told)
        for spoken, sentence, told in _cases()
        if spoken == language and told not in tell(sentence, language=language)
    ]
    assert missed == []

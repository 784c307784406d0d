"""Whom offices, relatives and words for organisations and deeds mean where the clause does not say it."""

import pytest

from service.extract.reading import read_article
from tests.unit.extract.telling import PUBLISHED, line, tell

CASES = {
    "which": (
        "The European Union, which froze budget support to Malawi in March, has given no reason.",
        "AidSuspended EU>MWI",
    ),
    "whose": (
        "Peru, whose unofficial delegation landed in Taipei on Monday, is an old partner.",
        "VisitOccurred PER>TWN",
    ),
    "dateline": (
        "GABORONE, June 11 (Agency) -- The foreign minister thanked Japan on Tuesday for its rice.",
        "SupportExpressed BWA>JPN",
    ),
    "bloc": (
        "Chad has been a member of ECOWAS observers for long. The Togolese minister accused the bloc of bad faith.",
        "CriticismExpressed TGO>ECOWAS",
    ),
    "deed": (
        "Greece expelled the Libyan ambassador on Friday. Turkey called the decision unacceptable.",
        "CriticismExpressed TUR>GRC",
    ),
}


@pytest.mark.parametrize(("text", "told"), CASES.values(), ids=CASES)
def test_what_the_clause_leaves_out_is_found_around_it(text: str, told: str) -> None:
    """A relative, a possessor, the dateline, the organisation named last and the deed told last give the party."""
    reports = read_article(text, article="a-1", title=None, published="2024-06-12", language="en").reports
    found = {f"{type(one).__name__} {getattr(one, 'source', '')}>{getattr(one, 'target', '')}" for one in reports}
    assert told in found


def test_a_president_of_another_name_is_not_of_the_state_in_focus() -> None:
    """A president whose name is not that of the state's own at the time is nobody's."""
    text = "Taiwan opened a school in Taipei. Taiwan is far away. President Anna Example thanked Japan in Taiwan."
    reports = read_article(text, article="a-1", title=None, published="2019-10-23", language="en").reports
    assert not [one for one in reports if getattr(one, "source", "") == "TWN"]


@pytest.mark.parametrize(
    ("language", "home", "text", "told"),
    [
        ("fr", "TCD", "Le Premier ministre s'est entretenu lundi avec l'ambassadeur de France.", "MeetingHeld FRA+TCD"),
        (
            "fr",
            "BEN",
            "L'ambassadeur de Chine a remis lundi six camions au ministre de la Santé.",
            "AidDelivered CHN>BEN",
        ),
        ("fr", "TGO", "Notre pays a reçu lundi 2 000 tonnes de riz du Japon.", "AidDelivered JPN>TGO"),
        ("en", "FJI", "Our country has received 20 tonnes of rice from Japan.", "AidDelivered JPN>FJI"),
        ("en", "PAK", "The Foreign Office summoned the Indian ambassador on Monday.", "EnvoySummoned PAK>IND"),
    ],
)
def test_local_press_need_not_name_its_own_state(language: str, home: str, text: str, told: str) -> None:
    """Who deals with the only state that an article names is of the publisher's state; without a publisher, of none."""
    for press, wanted in ((home, [told]), (None, [])):
        reports = read_article(
            text, article="a-1", title=None, published=PUBLISHED, language=language, home=press
        ).reports
        assert [line(report) for report in reports] == wanted


def test_the_office_that_deals_with_one_of_two_is_the_others() -> None:
    """Where an article names two states alone, the ministry that summons the envoy of one of them is the other's."""
    text = "Le Mali proteste. Le ministère des Affaires étrangères a convoqué l'ambassadeur de France."
    assert tell(text) == ["EnvoySummoned MLI>FRA"]

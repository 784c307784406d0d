"""Whose journey it is, and where to, where the words about it leave that to what was told before."""

import pytest

from tests.unit.extract.telling import tell


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ghana's president spoke. His visit to Lome ended on Monday."),
        ("en", "Faure Gnassingbe wrote to Ghana's president. His visit to Lome ended on Monday."),
        ("fr", "Le président ghanéen a parlé. Sa visite à Lomé s'est achevée lundi."),
        ("fr", "Faure Gnassingbé a écrit au président ghanéen. Sa visite à Lomé s'est achevée lundi."),
    ],
)
def test_his_visit_is_of_whoever_is_not_at_home_there(language: str, text: str) -> None:
    """A visit told by its possessive is that of the person named last who can be a guest there."""
    assert "VisitOccurred GHA>TGO" in tell(text, language=language)


@pytest.mark.parametrize(
    "text",
    [
        "De passage à Lomé, le président ghanéen a promis un pont.",
        "Le président ghanéen, de passage au Togo fin avril, avait promis un pont.",
    ],
)
def test_who_passes_through_visits(text: str) -> None:
    """Being "de passage" ties a visit to the subject of its clause."""
    assert "VisitOccurred GHA>TGO" in tell(text)


def test_a_lorry_that_passes_through_does_not_visit() -> None:
    """What passes through somewhere and acts for nobody visits nobody."""
    assert tell("Les camions de passage au Togo ont déplu au ministre ghanéen.") == []


def test_who_meets_in_the_margins_of_a_summit_visits_nobody() -> None:
    """The town where an organisation sits is not visited by those who meet on the sidelines there."""
    text = (
        "En marge de l'Assemblée générale de l'ONU à New York, le ministre ghanéen a rencontré son homologue togolais."
    )
    assert tell(text) == ["MeetingHeld GHA+TGO"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ghana's president, in Lome for a summit since Monday, praised the roads."),
        ("en", "Ghana's president, now in Lome for the funeral, spoke."),
        ("fr", "Le président ghanéen, à Lomé pour les funérailles, a promis un pont."),
    ],
)
def test_who_is_told_between_commas_to_be_abroad_visits(language: str, text: str) -> None:
    """An aside that sets out with a place abroad tells of a visit."""
    assert "VisitOccurred GHA>TGO" in tell(text, language=language)


@pytest.mark.parametrize(
    "text",
    ["Ghana's ambassador, in Lome since 2020, praised the roads.", "Ghana's president, in Accra on Monday, spoke."],
)
def test_who_is_posted_or_at_home_between_commas_visits_nobody(text: str) -> None:
    """An envoy is where he is posted, and a president at home is no guest."""
    assert not any(told.startswith("Visit") for told in tell(text, language="en"))


def test_what_is_told_of_tonight_has_not_happened() -> None:
    """The present tense with "tonight" tells what is planned."""
    assert tell("Ghana's minister leaves tonight for Lome.", language="en") == ["VisitAnnounced GHA>TGO"]


def test_who_calls_several_brings_them_no_nearer() -> None:
    """Who speaks with several leaders has a meeting with each."""
    told = tell("Ghana's president spoke by phone with the leaders of Togo and Benin.", language="en")
    assert told == ["MeetingHeld BEN+GHA", "MeetingHeld GHA+TGO"]


def test_a_visit_without_a_place_is_one_to_the_states_whose_press_tells_it() -> None:
    """What a dateline names is where a guest is whose visit names no place."""
    text = "Signed at last\n\nLOME, June 11 - Ghana's foreign minister ended a three-day visit on Tuesday.\n"
    assert "VisitOccurred GHA>TGO" in tell(text, language="en")


def test_it_would_be_his_first_visit_tells_of_a_plan() -> None:
    """What a pronoun "would be" is still to come."""
    text = "Le président ghanéen est attendu à Lomé en juillet. Ce serait son premier voyage au Togo."
    assert tell(text) == ["VisitAnnounced GHA>TGO"]


def test_a_minister_at_a_school_abroad_is_of_no_state_named_in_passing() -> None:
    """Whose "the prime minister" is nobody knows from a state that is named once, later on."""
    text = "The prime minister visited a school in Lyon on Thursday. Italy has schools too, he joked."
    assert tell(text, language="en") == []


def test_what_is_planned_on_a_visit_under_way_is_no_further_visit() -> None:
    """Who is in Colombo and will be received there the next day visits once; who will come back visits again."""
    text = "A delegation from Seychelles is in Colombo. It is to be received by the Sri Lankan president on Thursday."
    assert tell(text, language="en") == ["MeetingAnnounced LKA+SYC", "VisitOccurred SYC>LKA"]
    again = "Ghana's president visited Togo on Monday. He will return to Togo on July 20."
    assert tell(again, language="en") == ["VisitAnnounced GHA>TGO", "VisitOccurred GHA>TGO"]


@pytest.mark.parametrize(
    "text",
    [
        "Ghana's president left Lome on Friday. Cotonou awaits him on June 25.",
        "Ghana's president left Lome on Friday. His next stop is Benin.",
    ],
)
def test_the_next_stop_is_a_visit_to_come(text: str) -> None:
    """Where somebody is awaited next he will visit."""
    assert "VisitAnnounced GHA>BEN" in tell(text, language="en")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La visite du président ghanéen au Togo, la première en dix ans, débute lundi."),
        ("fr", "Les visites du président ghanéen au Togo, les plus longues depuis dix ans, débutent lundi."),
        ("en", "The Ghanaian president's trip to Togo, the first in ten years, begins on Monday."),
        ("fr", "À la veille de la visite du président ghanéen au Togo, Lomé a repeint ses ponts."),
        ("en", "Ahead of the Ghanaian president's visit to Togo, Lome painted its bridges."),
        ("fr", "Les dates de la visite du président ghanéen au Togo restent à fixer."),
    ],
)
def test_a_visit_to_come_is_announced(language: str, text: str) -> None:
    """What begins on a day to come, before which or for which something is done, is announced and not held."""
    told = tell(text, language=language)
    assert "VisitAnnounced GHA>TGO" in told
    assert "VisitOccurred GHA>TGO" not in told

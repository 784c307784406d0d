"""What somebody calls a thing, for whom somebody signs, and whom letters that nobody knows stand for."""

import pytest

from tests.unit.extract.telling import tell

ENGLISH = {
    "described": (
        "Kenya condemned what it described as an unprovoked attack by Oman.",
        "CriticismExpressed KEN>OMN",
    ),
    "called": ('Kenya slammed what it called "acts of aggression" by Oman.', "CriticismExpressed KEN>OMN"),
    "for what": ("Kenya thanked Oman for what its minister called timely help.", "SupportExpressed KEN>OMN"),
    "vessels": ("Manila denounced what it called harassment by Chinese vessels.", "CriticismExpressed PHL>CHN"),
    "coast guard": (
        "Philippine officials denounced the harassment of their boats by the Chinese coast guard.",
        "CriticismExpressed PHL>CHN",
    ),
    "middle name": ("Kagame met Tanzania's John Pombe Magufuli in Kigali.", "MeetingHeld RWA+TZA"),
    "on behalf": (
        "Minister Jean Mvele signed the treaty for Cameroon while Ahmed Sadok signed for Algeria.",
        "AgreementSigned CMR+DZA",
    ),
}
FRENCH = {
    "qualified": ("Le Kenya a condamné ce qu'il a qualifié d'agression du Tchad.", "CriticismExpressed KEN>TCD"),
    "considered": (
        "Manille a dénoncé ce qu'elle considère comme des provocations de Pékin.",
        "CriticismExpressed PHL>CHN",
    ),
    "sides": (
        "L'accord a été signé par Jean Mvele pour la partie camerounaise et par Ahmed Sadok pour la partie algérienne.",
        "AgreementSigned CMR+DZA",
    ),
    "on behalf": (
        "Le traité a été paraphé, pour le Cameroun, par Jean Mvele, et pour l'Algérie, par Ahmed Sadok.",
        "AgreementSigned CMR+DZA",
    ),
}


@pytest.mark.parametrize(("text", "told"), ENGLISH.values(), ids=ENGLISH)
def test_a_party_told_in_english_is_found(text: str, told: str) -> None:
    """Behind "what it called", by forces and on somebody's behalf."""
    assert told in _told_in_2018(text) if "Magufuli" in text else told in tell(text, language="en")


def _told_in_2018(text: str) -> list[str]:
    return tell(text, language="en", published="2018-03-14")


@pytest.mark.parametrize(("text", "told"), FRENCH.values(), ids=FRENCH)
def test_a_party_told_in_french_is_found(text: str, told: str) -> None:
    """The same in French."""
    assert told in tell(text)


def test_letters_that_nobody_knows_are_no_state() -> None:
    """Who speaks for a movement does not speak for the state where it sits, nor for that of the last delegation."""
    text = (
        "Une délégation ougandaise a quitté la salle à Kampala. "
        "Le chef de la délégation du M23 a accusé le gouvernement congolais de corruption. La RDC se tait."
    )
    assert tell(text) == []


def test_what_is_wanted_is_not_seen_through() -> None:
    """Only who calls it so is left out, not what is asked for."""
    assert tell("Kenya wants what it calls a fair deal with Oman.", language="en") == []

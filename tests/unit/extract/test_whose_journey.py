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

"""Acts told in a noun that belongs to another noun, and whose they are."""

import pytest

from tests.unit.extract.telling import tell


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("La visite prévue du président béninois à Doha a été annulée.", "VisitCancelled BEN>QAT"),
        ("La visite attendue du Premier ministre béninois au Qatar doit durer deux jours.", "VisitAnnounced BEN>QAT"),
        ("L'annulation de la visite du président béninois Patrice Talon au Qatar a surpris.", "VisitCancelled BEN>QAT"),
        ("Le report de la visite du ministre béninois à Doha a été annoncé lundi.", "VisitCancelled BEN>QAT"),
        ("Le succès de la visite du président béninois à Doha est réel.", "VisitOccurred BEN>QAT"),
        ("Les préparatifs du déplacement du président béninois à Doha ont débuté.", "VisitAnnounced BEN>QAT"),
    ],
)
def test_a_visit_is_of_the_person_behind_it(text: str, told: str) -> None:
    """Of a person, not of some of him, whatever the visit itself belongs to."""
    assert tell(text) == [told]


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre de la visite du port de Doha a parlé.",
        "Le Bénin a acheté du pétrole pour la visite.",
    ],
)
def test_what_is_no_journey_of_an_official_tells_nothing(text: str) -> None:
    """Goods, and who speaks for nobody, go nowhere."""
    assert tell(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The cancellation of President William Ruto's visit to Oman angered many.", "VisitCancelled KEN>OMN"),
        (
            "The palace told of the delay of Kenyan Prime Minister Peter Mwangi's trip to Oman.",
            "VisitCancelled KEN>OMN",
        ),
    ],
)
def test_what_a_person_owns_is_of_his_office_too(text: str, told: str) -> None:
    """An office before a name belongs to it, not to what stands before both."""
    assert tell(text, language="en") == [told]


def test_a_clause_may_set_out_with_whose_its_subject_is() -> None:
    """What opens a clause does so before a possessor as before any other subject."""
    text = "Nicaragua left the OAS on Sunday, after Peru's government recalled its ambassador to Managua."
    assert tell(text, language="en") == ["EnvoyRecalled PER>NIC", "MembershipEnded NIC>OAS"]

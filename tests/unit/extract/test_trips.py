"""Trips called off in a clause that leaves out whose they are or where to, and trips that a sentence looks back on."""

import pytest

from tests.unit.extract.telling import tell

CALLED_OFF = (
    ("en", "Oman's minister was due to visit Lima on Sunday. But Muscat abruptly cancelled the trip."),
    ("en", "Oman's minister was due to visit Lima on Sunday. But Peru cancelled the visit."),
    ("en", "Oman's minister was to have flown to Lima, but the trip was shelved at the last minute."),
    ("en", "Oman's minister was due in Lima on Monday. The visit will not go ahead, an official said."),
    ("en", "A visit to Lima by Oman's minister was planned for Monday, but was postponed."),
    ("fr", "Le ministre omanais devait se rendre à Lima lundi. Mais Mascate a annulé le déplacement."),
    ("fr", "Le ministre omanais était attendu à Lima, mais la chancellerie a annoncé que la visite était reportée."),
    ("fr", "Une visite du ministre omanais à Lima avait été annoncée pour lundi, mais a été reportée."),
    ("fr", "Le voyage du ministre omanais à Lima est tombé à l'eau."),
    ("fr", "Le ministre omanais renonce à son voyage à Lima."),
)


@pytest.mark.parametrize(("language", "text"), CALLED_OFF)
def test_the_trip_told_before_is_called_off(language: str, text: str) -> None:
    """Whoever calls it off, guest or host, it is the visit that was announced, and no other is told."""
    assert tell(text, language=language) == ["VisitCancelled OMN>PER"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Oman's minister is due to visit Lima on Sunday. Bolivia has cancelled the visit of a circus."),
        ("en", "Oman's minister is due to visit Lima on Sunday. He has postponed a visit to the dentist."),
        ("fr", "Le ministre omanais doit se rendre à Lima lundi. La Bolivie a annulé une visite."),
        ("fr", "Le ministre omanais doit se rendre à Lima lundi. Il a reporté sa visite chez le dentiste."),
    ],
)
def test_another_trip_that_is_called_off_leaves_it_alone(language: str, text: str) -> None:
    """Where the sentence names a third, or says where else to, the visit that was announced stands."""
    assert tell(text, language=language) == ["VisitAnnounced OMN>PER"]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "fr",
            "Un an après la visite du ministre malien à Lima, son homologue péruvien est attendu à Bamako.",
            ["VisitAnnounced PER>MLI", "VisitOccurred MLI>PER"],
        ),
        (
            "en",
            "The Omani president embarked on a two-day visit to Lima where he will meet investors.",
            ["VisitOccurred OMN>PER"],
        ),
        ("en", "The Omani president will on Tuesday leave the country for Lima.", ["VisitAnnounced OMN>PER"]),
        ("en", "The Omani president will today visit Lima.", ["VisitAnnounced OMN>PER"]),
        ("en", "Omani foreign minister due in Lima", ["VisitAnnounced OMN>PER"]),
        (
            "en",
            "The Omani minister will visit Lima and travel to the Solomon Islands.",
            ["VisitAnnounced OMN>PER", "VisitAnnounced OMN>SLB"],
        ),
        (
            "en",
            "The Omani delegation visiting Lima has toured a factory.",
            ["VisitOccurred OMN>PER"],
        ),
        ("fr", "Nouvelle visite du président omanais à Lima", ["VisitOccurred OMN>PER"]),
        ("fr", "Le président omanais maintient son plan de se rendre à Lima.", ["VisitAnnounced OMN>PER"]),
        ("fr", "Le président omanais a répondu à l'invitation de se rendre à Lima.", ["VisitAnnounced OMN>PER"]),
    ],
)
def test_what_is_to_come_and_what_is_over_are_told_apart(language: str, text: str, told: list[str]) -> None:
    """A plan does not turn what came a year before into one, nor a visit that has begun; "due" makes one."""
    assert tell(text, language=language) == told

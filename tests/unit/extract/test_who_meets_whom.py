"""Who meets whom: several at one table, one after the other, hosts who only lend their town, summits to come."""

import pytest

from tests.unit.extract.telling import tell

TOLD = {
    "fr": {
        "Les chefs de la diplomatie turque, iranienne et russe se sont vus à Oslo.": ["MeetingHeld IRN+RUS+TUR"],
        "La ministre kényane a eu des entretiens avec les présidents du Pérou et du Chili.": [
            "MeetingHeld CHL+KEN",
            "MeetingHeld KEN+PER",
        ],
        "Un sommet réunissant le Kenya, le Pérou et le Chili se tiendra lundi.": ["MeetingAnnounced CHL+KEN+PER"],
        "Le Kenya et le Pérou ont tenu mardi un face à face.": ["MeetingHeld KEN+PER"],
        "Il est prévu que les ministres kényan et péruvien se rencontrent.": ["MeetingAnnounced KEN+PER"],
    },
    "en": {
        "The defence ministers of Kenya, Peru, and Chile met on Monday.": ["MeetingHeld CHL+KEN+PER"],
        "Kenyan minister, Omani envoy discuss trade.": ["MeetingHeld KEN+OMN"],
        "The Kenyan minister held talks with the presidents of Peru and Chile.": [
            "MeetingHeld CHL+KEN",
            "MeetingHeld KEN+PER",
        ],
        "Plans are being made for a meeting between the Kenyan and Omani presidents.": ["MeetingAnnounced KEN+OMN"],
        "The Kenyan minister held a meeting with the presidents of Peru and Chile.": ["MeetingHeld CHL+KEN+PER"],
    },
}
NOTHING = {
    "fr": ["Le Kenya a suivi les discussions de Genève."],
    "en": ["Kenya followed the talks in Geneva.", "The Omani team, Kenyan fans discuss tickets."],
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in TOLD.items() for text in texts])
def test_who_meets_is_told(language: str, text: str) -> None:
    """Those at one table meet each other; who sees several in turn meets each of them."""
    told = [act for act in tell(text, language=language) if act.startswith("Meeting")]
    assert told == TOLD[language][text]


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in NOTHING.items() for text in texts])
def test_a_town_meets_nobody(language: str, text: str) -> None:
    """The state of a town where others meet is none of them."""
    assert tell(text, language=language) == []

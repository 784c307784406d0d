"""The stops of one journey, each with the date beside it."""

import pytest

from tests.unit.extract.telling import line, read, tell, when

JOURNEYS = (
    (
        "en",
        "US Secretary of State Antony Blinken is due in Riyadh on Monday, Doha on Tuesday and Cairo on Wednesday.",
        {
            "VisitAnnounced USA>SAU": "2024-06-17",
            "VisitAnnounced USA>QAT": "2024-06-18",
            "VisitAnnounced USA>EGY": "2024-06-19",
        },
    ),
    (
        "fr",
        "Le ministre russe était jeudi à Juba, vendredi à Nairobi et dimanche à Djibouti.",
        {
            "VisitOccurred RUS>SSD": "2024-06-06",
            "VisitOccurred RUS>KEN": "2024-06-07",
            "VisitOccurred RUS>DJI": "2024-06-09",
        },
    ),
    (
        "fr",
        "Le président français effectuera une visite au Kenya le 3 juillet puis en Éthiopie le 6 juillet.",
        {"VisitAnnounced FRA>KEN": "2024-07-03", "VisitAnnounced FRA>ETH": "2024-07-06"},
    ),
)


@pytest.mark.parametrize(("language", "text", "told"), JOURNEYS)
def test_each_stop_has_the_date_beside_it(language: str, text: str, told: dict[str, str]) -> None:
    """Days before or behind the places go to their own place; a weekday never comes before that of the stop before."""
    found = {line(report): when(report) for report in read(text, language=language).reports}
    assert {told_: day.start if day is not None else None for told_, day in found.items()} == told


def test_a_stop_without_a_day_is_told_too() -> None:
    """What follows "and then" goes on with the journey."""
    assert tell("The French president is expected in Brazzaville and then Libreville.", language="en") == [
        "VisitAnnounced FRA>COG",
        "VisitAnnounced FRA>GAB",
    ]


def test_who_acts_next_is_no_stop() -> None:
    """A name behind the list that a verb follows begins another clause."""
    told = tell("The French president arrived in Brazzaville on Monday, and Libreville waits for him.", language="en")
    assert told == ["VisitOccurred FRA>COG"]


DAYS = (
    ("en", "Turkey's foreign minister visited Cairo over the weekend.", "2024-06-08", "2024-06-09"),
    ("en", "Turkey's foreign minister will visit Cairo next weekend.", "2024-06-15", "2024-06-16"),
    ("fr", "Le ministre turc s'est rendu au Caire ce week-end.", "2024-06-08", "2024-06-09"),
    (
        "fr",
        "Le président sénégalais est rentré lundi après une visite de trois jours à Tunis.",
        "2024-06-08",
        "2024-06-10",
    ),
    ("fr", "Mi-mai, le ministre turc s'est rendu au Caire.", "2024-05", "2024-05"),
)


@pytest.mark.parametrize(("language", "text", "start", "end"), DAYS)
def test_weekends_parts_of_months_and_returns_date_a_visit(language: str, text: str, start: str, end: str) -> None:
    """A weekend is the one that the tense means, "mi-mai" needs no word before it, and who returns stayed so far."""
    day = when(read(text, language=language).reports[0])
    assert day is not None
    assert (day.start, day.end) == (start, end)


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "From Muscat the Omani premier flew on to Lima.", ["VisitOccurred OMN>PER"]),
        ("en", "From Oslo the Omani premier flew on to Lima.", ["VisitOccurred OMN>NOR", "VisitOccurred OMN>PER"]),
        (
            "fr",
            "Après Oslo, le ministre omanais s'est rendu à Lima.",
            ["VisitOccurred OMN>NOR", "VisitOccurred OMN>PER"],
        ),
        ("en", "The Omani premier flew to Lima after the fall of Kabul.", ["VisitOccurred OMN>PER"]),
        (
            "en",
            "The Omani premier is due to visit Oslo before travelling to Lima.",
            ["VisitAnnounced OMN>NOR", "VisitAnnounced OMN>PER"],
        ),
    ],
)
def test_where_a_journey_leads_from_is_a_stop_too(language: str, text: str, told: list[str]) -> None:
    """Who flies on from a city abroad has been there; what comes before a plan's next stop is as planned."""
    assert tell(text, language=language) == told

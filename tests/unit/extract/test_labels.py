"""Dates that label the paragraphs of a chronology: what they tell is of that day."""

import pytest

from tests.unit.extract.telling import line, read, when

CHRONOLOGY = (
    "Le Chili et le Pérou, étape par étape\n\n"
    "La crise dure depuis des mois entre Santiago et Lima.\n\n"
    "24 février - Le Chili a fermé son consulat à Lima.\n\n"
    "2022 : Le Pérou a rappelé son ambassadeur au Chili.\n\n"
    "9 mars - Le ministre péruvien est arrivé jeudi à Santiago.\n\n"
    "Le Brésil a rompu ses relations avec la Bolivie."
)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("EmbassyClosed CHL>PER", "2023-02-24"),
        ("EnvoyRecalled PER>CHL", "2022"),
        ("VisitOccurred PER>CHL", "2023-03-09"),
        ("RelationsSevered BRA>BOL", "2023-06"),
    ],
)
def test_what_a_dated_paragraph_tells_is_of_its_day(told: str, day: str) -> None:
    """An act without a date takes that of its label, days of the week too; a paragraph without one takes none."""
    days = {line(report): when(report) for report in read(CHRONOLOGY, published="2023-06-14").reports}
    found = days[told]
    assert found is not None
    assert found.start == found.end == day


def test_a_year_before_a_day_of_the_week_is_no_label() -> None:
    """Where a paragraph opens with a year and goes on with a day of the week, it is told of these days."""
    text = "1984: the novel. Japan's minister visited Mali on Tuesday."
    (visit,) = read(text, language="en", published="2024-06-12").reports
    assert line(visit) == "VisitOccurred JPN>MLI"
    told = when(visit)
    assert told is not None
    assert told.start == "2024-06-11"

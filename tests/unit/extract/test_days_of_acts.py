"""Which day an act is of where its own clause does not simply say so."""

import pytest

from events.interval import Interval
from tests.unit.extract.telling import line, read, when


def dates(text: str, language: str) -> dict[str, Interval | None]:
    """The date of each act that a text tells."""
    return {line(report): when(report) for report in read(text, language=language).reports}


@pytest.mark.parametrize(
    ("phrase", "month"),
    [
        ("au début du mois de mai", "2024-05"),
        ("à la fin du mois de mars", "2024-03"),
        ("au début du mois d'avril", "2024-04"),
        ("à la fin d'avril", "2024-04"),
        ("au cours du mois de mai", "2024-05"),
        ("au début du mois", "2024-06"),
    ],
)
def test_a_part_of_a_named_month_is_of_that_month(phrase: str, month: str) -> None:
    """A part of a month that is named lies in it, though "au début du mois" alone is the month of publication."""
    told = dates(f"Le président togolais s'est rendu au Ghana {phrase}.", "fr")["VisitOccurred TGO>GHA"]
    assert told is not None
    assert (told.start, told.end) == (month, month)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Ghanaian ambassador was declared persona non grata and must leave Togo by Friday."),
        ("fr", "L'ambassadeur du Ghana a été expulsé du Togo et doit partir avant vendredi."),
    ],
)
def test_the_term_to_leave_is_not_the_day_of_the_expulsion(language: str, text: str) -> None:
    """Who must leave by Friday was expelled before, in the month of publication where no day is told."""
    told = dates(text, language)["EnvoyExpelled TGO>GHA"]
    assert told is not None
    assert told.start == "2024-06"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Togo said it had severed relations with Ghana."),
        ("fr", "Le Togo a annoncé qu'il avait rompu ses relations avec le Ghana."),
    ],
)
def test_what_is_said_to_have_been_done_is_news(language: str, text: str) -> None:
    """Who said in the past what he "had" done tells the news itself, not what lies further back."""
    told = dates(text, language)["RelationsSevered TGO>GHA"]
    assert told is not None
    assert told.start == "2024-06"


def test_verbs_with_one_subject_share_their_date() -> None:
    """The date of the first of two verbs is that of the second, where that tells none."""
    text = "Togo's president flew to Ghana in March and met President Nana Akufo-Addo."
    told = dates(text, "en")["MeetingHeld GHA+TGO"]
    assert told is not None
    assert told.start == "2024-03"

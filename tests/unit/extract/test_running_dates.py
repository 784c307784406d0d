"""Days that a sentence takes from what stands around it: the day told last, the visit, its own half of a sentence."""

import pytest

from tests.unit.extract.telling import line, read, when

HALVES = (
    "Le 31 mai, le Togo a rompu avec le Bénin ; le 6 juin, son ministre était à Rome, où il a vu le président italien."
)

DAYS = (
    (
        "fr",
        "Son ministre était le 3 juin à Accra. Plus tôt dans la journée, le Togo signait un accord avec le Bénin.",
        ("AgreementSigned BEN+TGO", "2024-06-03"),
    ),
    (
        "en",
        "Togo's minister travelled to Accra on June 3. Later in the day Ghana signed an agreement with Mali.",
        ("AgreementSigned GHA+MLI", "2024-06-03"),
    ),
    (
        "fr",
        HALVES,
        ("MeetingHeld ITA+TGO", "2024-06-06"),
    ),
    (
        "en",
        "Togo's president leaves for Accra on June 20, where he will meet the president of Ghana.",
        ("MeetingAnnounced GHA+TGO", "2024-06-20"),
    ),
)


@pytest.mark.parametrize(("language", "text", "told"), DAYS)
def test_an_act_is_of_the_day_that_runs(language: str, text: str, told: tuple[str, str]) -> None:
    """The day told last, of the clause around, or of the visit planned with it."""
    found = {line(r): interval.start for r in read(text, language=language).reports if (interval := when(r))}
    assert found.get(told[0]) == told[1]


def test_a_day_before_a_semicolon_is_not_that_of_what_follows() -> None:
    """Two halves of a sentence keep their own days; a half without one does not take the other's."""
    text = "Le 31 mai, le Togo a rompu avec le Bénin ; le ministre togolais a rencontré le président italien."
    found = {line(report): when(report) for report in read(text).reports}
    meeting = found["MeetingHeld ITA+TGO"]
    assert meeting is None or meeting.start != "2024-05-31"

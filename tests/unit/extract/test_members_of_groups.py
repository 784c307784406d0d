"""Who belongs to a group that a phrase counts, where a word says so."""

import pytest

from tests.unit.extract.telling import tell


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The Chilean foreign minister will visit four countries, including Ghana and Togo.",
            ["VisitAnnounced CHL>GHA", "VisitAnnounced CHL>TGO"],
        ),
        (
            "The Chilean foreign minister will visit several nations such as Ghana and Togo.",
            ["VisitAnnounced CHL>GHA", "VisitAnnounced CHL>TGO"],
        ),
        (
            "Several countries, notably Ghana and Togo, expelled Chilean diplomats on Monday.",
            ["EnvoyExpelled GHA>CHL", "EnvoyExpelled TGO>CHL"],
        ),
    ],
)
def test_a_group_stands_for_the_members_that_are_told(text: str, told: list[str]) -> None:
    """Of "several countries, including X and Y" at least X and Y are known."""
    assert set(told) <= set(tell(text, language="en"))


def test_whom_an_aside_includes_is_not_who_acts() -> None:
    """What is told behind somebody who is no group belongs to what it stands behind."""
    assert tell("The Chilean minister took many gifts, including wine from Togo.", language="en") == []

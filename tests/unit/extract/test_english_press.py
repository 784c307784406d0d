"""English sentences as the press builds them, of each type of event: what each is read to say."""

import csv
from pathlib import Path

import pytest

from tests.unit.extract.telling import tell

ROWS = list(
    csv.DictReader(
        Path(__file__).with_name("english_press.csv").read_text(encoding="utf-8").splitlines(), delimiter=";"
    )
)
BESIDE = {"CooperationPledged", "SupportExpressed", "MeetingHeld"}
"""What may also be told: friendly words, and that visitor and host met."""


@pytest.mark.parametrize("row", [pytest.param(row, id=row["sentence"][:60]) for row in ROWS])
def test_an_english_press_sentence_tells_what_it_says(row: dict[str, str]) -> None:
    """Types and parties are those expected, and no act is told besides."""
    expected = set(row["expected"].split("|"))
    told = {_sorted(report) for report in tell(row["sentence"] + "\n", language="en")}
    assert expected <= told
    assert {report for report in told - expected if report.split()[0] not in BESIDE} == set()


def _sorted(report: str) -> str:
    kind, parties = report.split()
    return f"{kind} {'+'.join(sorted(parties.split('+')))}"


@pytest.mark.parametrize(
    "text",
    [
        "Italy's foreign minister met Chad Smith in Rome.",
        "The French president received Michael Jordan in Paris.",
        "The US president visited Georgia on Monday, then Atlanta and Savannah.",
        "The Kenyan president thanked Jordan for the song.",
    ],
)
def test_a_name_that_a_state_shares_is_no_state_without_what_goes_with_one(text: str) -> None:
    """A person's first or last name and a state of a federation are nobody's party."""
    assert not any(code in report for report in tell(text + "\n", language="en") for code in ("TCD", "JOR", "GEO"))

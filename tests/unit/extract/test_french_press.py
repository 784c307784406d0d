"""French sentences as the press builds them, with asides, openings, titles and sums: what each is read to say."""

import csv
from pathlib import Path

import pytest

from tests.unit.extract.telling import line, read, tell, when

ROWS = list(
    csv.DictReader(Path(__file__).with_name("french_press.csv").read_text(encoding="utf-8").splitlines(), delimiter=";")
)
FRIENDLY = {"CooperationPledged", "SupportExpressed"}


@pytest.mark.parametrize("row", [pytest.param(row, id=row["sentence"][:60]) for row in ROWS])
def test_a_press_sentence_tells_what_it_says(row: dict[str, str]) -> None:
    """Types, parties and days are those expected, and no other; friendly words beside them are no matter."""
    wanted = [report.split() for report in row["expected"].split("|") if report]
    expected = {(kind, parties) for kind, parties, *_ in wanted}
    told = {tuple(report.split()) for report in tell(row["sentence"])}
    assert {(kind, parties) for kind, parties in told if kind not in FRIENDLY} == expected
    reports = {line(report): report for report in read(row["sentence"]).reports}
    for kind, parties, *days in wanted:
        interval = when(reports[f"{kind} {parties}"])
        assert not days or (interval is not None and interval.start == days[0])

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
QUIET = Path(__file__).with_name("english_quiet.txt").read_text(encoding="utf-8").splitlines()
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


@pytest.mark.parametrize(
    "text",
    [
        "The Kenyan president attended a church service in Nakuru on Sunday.",
        "Kenya's health minister opened a new hospital in Kisumu, built with county funds.",
        "The Ghana-Nigeria match ended in a draw in Accra.",
        "The India-Pakistan cricket final will be held in Dubai on Sunday.",
        "Manchester United visit Turkey on Tuesday for a friendly match against Galatasaray.",
        "The German carmaker signed an agreement with a Chinese battery maker.",
        "Police in Nairobi received 20 new vehicles from the government on Monday.",
        "The Kenyan Red Cross distributed food to 1,000 families in Turkana.",
        "Chad Smith met Jordan Banks in Paris to record an album.",
        "The minister told reporters in Nairobi that taxes would rise.",
        "The French film festival opened in Tokyo with a Japanese drama.",
        "A court in London sentenced two Nigerian men to five years.",
        "A tourist plane from Germany landed in Mombasa with 200 passengers.",
        "The Spanish team arrived in Doha ahead of its match against Japan.",
        "The Jamaican singer accorded a warm welcome to fans in London.",
        "Brazilian police seized the assets of a Colombian gang.",
        "The Kenyan parliament approved an agreement with teachers' unions.",
        "The US company invested $20 million in a Kenyan startup.",
        "Nigerian doctors left for Britain in large numbers.",
        "The Italian opera house signed a contract with a Russian soprano.",
        "The University of Ghana signed an MoU with a Chinese university.",
        "Japan Airlines resumed flights to Moscow.",
        "A Turkish court banned a German magazine.",
        "The World Bank said growth in Kenya would slow to 4.8 percent.",
        "Kenya exported tea worth $1.2 billion to Pakistan last year.",
        "The Chinese embassy in Nairobi celebrated the Lunar New Year.",
        "Fans from Egypt and Morocco exchanged views on social media.",
        "The Nigerian Football Federation suspended its president.",
        "Tunisia's president dismissed his foreign minister on Monday.",
        "Ruto, Gachagua hold talks in Nairobi",
        "The former president of Ghana spoke at a conference in London.",
        "Kenyan athletes were accorded a heroic welcome at the airport in Nairobi.",
        "Swedish retailer Ikea closed its shops in Russia.",
        "Two Kenyan ministers discussed the budget with governors.",
        "The EU-wide survey put Portugal first.",
    ],
)
def test_sport_trade_and_domestic_news_tell_of_no_act_between_states(text: str) -> None:
    """Matches, contracts of firms, courts, festivals and a state's own affairs yield nothing."""
    assert tell(text + "\n", language="en") == []


@pytest.mark.parametrize("text", QUIET)
def test_history_matches_trade_and_home_affairs_tell_of_no_act(text: str) -> None:
    """Anniversaries, obituaries, suppositions, sport, firms, courts and a state's own affairs yield nothing."""
    assert tell(text + "\n", language="en") == []

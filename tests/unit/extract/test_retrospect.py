"""What articles tell of the distant past is history: no report comes of it."""

import pytest

from tests.unit.extract.telling import tell


@pytest.mark.parametrize(
    "text",
    [
        "The late Kenyan foreign minister visited China in 1972 and met his counterpart there.",
        "In 1994, Norway and Chile signed a fisheries agreement.",
        "Norway opened an embassy in Lusaka in 1966.",
    ],
)
def test_acts_of_long_ago_are_not_reported(text: str) -> None:
    """An act that ended decades before publication is dropped."""
    assert tell(text + "\n", language="en") == []


def test_an_act_of_a_few_years_ago_is_reported() -> None:
    """Background of recent years stays."""
    assert tell("In 2019, Norway and Chile signed a fisheries agreement.\n", language="en") == [
        "AgreementSigned CHL+NOR"
    ]

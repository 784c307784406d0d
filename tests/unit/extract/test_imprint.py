"""Whose "the minister" is, told by where an article comes from: its byline, its paper, its letterhead."""

import pytest

from tests.unit.extract.telling import tell

BODY = (
    "The Zambian high commissioner was in the capital for the opening of the fair, as Lusaka had asked. "
    "Ghana sent nobody.\n\nThe Minister then flew to Lusaka on Tuesday.\n"
)


@pytest.mark.parametrize(
    "line",
    [
        "By Our Correspondent, Accra",
        "Staff Reporter   3 May 2024   Accra",
        "ACCRA EVENING MAIL",
        "Ghana News Online  >  Politics",
    ],
)
def test_the_minister_is_of_the_state_of_the_byline_or_the_paper(line: str) -> None:
    """A byline's town, or a state in the name of the paper, tells whose minister it is."""
    assert "VisitOccurred GHA>ZMB" in tell(f"{line}\n\nFair opens with a delay\n\n{BODY}", language="en")


@pytest.mark.parametrize("line", ["Home > World > Ghana", "News / Accra / Fairs", "By Our Correspondent"])
def test_a_section_of_the_page_is_no_home(line: str) -> None:
    """A state in the path of a page tells what it is about, not who writes it."""
    assert "VisitOccurred GHA>ZMB" not in tell(f"{line}\n\nFair opens with a delay\n\n{BODY}", language="en")


def test_a_ministry_without_a_name_is_of_the_state_most_named() -> None:
    """Below a letterhead that does not say whose it is, the ministry is of the state that the text names most."""
    text = (
        "MINISTRY OF EXTERNAL RELATIONS\nPress Release No. 12\n\nWorking visit\n\n"
        "The Minister for External Relations, Ms Ana Brito, flew to Malta on 3 May. Belize attaches weight to the "
        "talks, and Belize will open a consulate there, Belize City announced.\n"
    )
    assert "VisitOccurred BLZ>MLT" in tell(text, language="en")


def test_government_without_an_article_is_that_of_the_only_state_where_things_happen() -> None:
    """Papers that write "Government" alone write of their own, which sits in the towns they tell of."""
    text = (
        "Rice for the hungry\n\nGovernment yesterday took delivery of 500 tonnes of rice donated by China. "
        "The rice was unloaded at the station in Lusaka.\n"
    )
    assert "AidDelivered CHN>ZMB" in tell(text, language="en")

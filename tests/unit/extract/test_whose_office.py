"""Whom offices, relatives and words for organisations and deeds mean where the clause does not say it."""

import pytest

from service.extract.reading import read_article

CASES = {
    "which": (
        "The European Union, which froze budget support to Malawi in March, has given no reason.",
        "AidSuspended EU>MWI",
    ),
    "whose": (
        "Peru, whose unofficial delegation landed in Taipei on Monday, is an old partner.",
        "VisitOccurred PER>TWN",
    ),
    "dateline": (
        "GABORONE, June 11 (Agency) -- The foreign minister thanked Japan on Tuesday for its rice.",
        "SupportExpressed BWA>JPN",
    ),
    "bloc": (
        "Chad has been a member of ECOWAS observers for long. The Togolese minister accused the bloc of bad faith.",
        "CriticismExpressed TGO>ECOWAS",
    ),
    "deed": (
        "Greece expelled the Libyan ambassador on Friday. Turkey called the decision unacceptable.",
        "CriticismExpressed TUR>GRC",
    ),
}


@pytest.mark.parametrize(("text", "told"), CASES.values(), ids=CASES)
def test_what_the_clause_leaves_out_is_found_around_it(text: str, told: str) -> None:
    """A relative, a possessor, the dateline, the organisation named last and the deed told last give the party."""
    reports = read_article(text, article="a-1", title=None, published="2024-06-12", language="en").reports
    found = {f"{type(one).__name__} {getattr(one, 'source', '')}>{getattr(one, 'target', '')}" for one in reports}
    assert told in found


def test_a_president_of_another_name_is_not_of_the_state_in_focus() -> None:
    """A president whose name is not that of the state's own at the time is nobody's."""
    text = "Taiwan opened a school in Taipei. Taiwan is far away. President Anna Example thanked Japan in Taiwan."
    reports = read_article(text, article="a-1", title=None, published="2019-10-23", language="en").reports
    assert not [one for one in reports if getattr(one, "source", "") == "TWN"]

"""Counted members of an organisation are those of the day of publication: "the four states of the alliance"."""

from datetime import date

import pytest

from projections.views.membership_table import Tenure
from service.extract.names.memberships import find_members
from service.reference import load_memberships

SAHEL = ("BFA", "MLI", "MRT", "NER", "TCD")


@pytest.mark.parametrize(
    ("published", "members"),
    [
        pytest.param("2022-06-29", SAHEL, id="the last day inside"),
        pytest.param("2022-06-30", ("BFA", "MRT", "NER", "TCD"), id="the first day outside"),
        pytest.param("2022-06", SAHEL, id="a month in which one leaves"),
        pytest.param("2014-02-16", SAHEL, id="the first day inside"),
        pytest.param("2014-02-15", (), id="the day before"),
    ],
)
def test_members_are_those_of_the_day(published: str, members: tuple[str, ...]) -> None:
    """A state is a member from its first day inside to the day before its first day outside."""
    for count in range(1, 7):
        assert find_members("G5S", count, published) == (members if count == len(members) else ())


def test_readers_and_answers_agree_on_who_is_a_member() -> None:
    """On each day on which a membership begins or ends, articles are read with the members that answers name."""
    table = load_memberships()
    days = {day for tenures in table.values() for each in tenures for day in (each.begins, each.ends) if day}
    for organisation in {each.organisation for tenures in table.values() for each in tenures}:
        for day in days:
            held = [code for code, kept in table.items() if any(_is(each, organisation, day) for each in kept)]
            if 0 < len(held) <= 6:
                assert sorted(find_members(organisation, len(held), day.isoformat())) == sorted(held)


def _is(tenure: Tenure, organisation: str, day: date) -> bool:
    return tenure.organisation == organisation and tenure.holds(day)

"""The table of memberships names states and organisations that exist, with days in order."""

import csv
from importlib.resources import files

from service.reference import load_memberships


def _codes(file: str) -> set[str]:
    text = files("seeds").joinpath(file).read_text(encoding="utf-8")
    return {row["code"] for row in csv.DictReader(text.splitlines())}


def test_memberships_are_of_states_in_organisations() -> None:
    """Every row has codes that exist, begins before it ends, and stands once."""
    states, organisations = _codes("states.csv"), _codes("organisations.csv")
    table = load_memberships()
    assert set(table) <= states
    for tenures in table.values():
        assert len(tenures) == len({(each.organisation, each.begins) for each in tenures})
        for tenure in tenures:
            assert tenure.organisation in organisations
            assert tenure.begins is not None
            assert tenure.ends is None or tenure.begins < tenure.ends


def test_the_file_is_sorted() -> None:
    """Rows stand in order, so that a change is one line."""
    lines = files("seeds").joinpath("memberships.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(lines)

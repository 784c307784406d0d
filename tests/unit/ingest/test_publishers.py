"""Publishers are known by the names that the table gives them."""

import csv
from importlib import resources

from service.ingest.publishers import find_country, find_house


def test_publishers_of_one_house() -> None:
    """Papers of the same owner are known to be so, however their names are spelled; others are not."""
    assert find_house("20 Minutes") == find_house("OUEST-FRANCE")
    assert find_house("20 Minutes") != find_house("The Guardian")


def test_whoever_is_not_listed_has_no_house_and_no_country() -> None:
    """Nothing is guessed of a publisher that the table does not know."""
    assert find_house("The Village Herald of Nowhere") is None
    assert find_country("The Village Herald of Nowhere") is None
    assert find_house(None) is None


def test_every_publisher_belongs_to_a_house() -> None:
    """Independence is counted by houses: a row without one would count as many times as it has papers."""
    assert [row["name"] for row in _rows() if not find_house(row["name"])] == []


def _rows() -> list[dict[str, str]]:
    table = resources.files("seeds").joinpath("publishers.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(table.splitlines()))

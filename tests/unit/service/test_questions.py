"""What people write when they ask: days, moments, pairs, parties, words of a list."""

from datetime import UTC, date, datetime

import pytest

from service.parties import check_party, find_nearest
from service.problems import Refusal
from service.questions import check_choice, check_pair, parse_day, parse_moment, split_pair


@pytest.mark.parametrize(
    "written", ["2025-02-30", "2025-13-01", "2025-02", "2025", "--06", "yesterday", "2025-1-1", ""]
)
def test_only_a_day_that_exists_is_a_day(written: str) -> None:
    """Anything but a day of the calendar is refused, and the refusal names the parameter."""
    with pytest.raises(Refusal, match="as_of") as refused:
        parse_day("as_of", written)
    assert refused.value.problem == "invalid-date"


def test_a_day_is_read() -> None:
    """A day of the calendar is that day; nothing is none."""
    assert parse_day("as_of", "2024-02-29") == date(2024, 2, 29)
    assert parse_day("as_of", None) is None


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("12", 12),
        ("2025-06-23T12:00:00Z", datetime(2025, 6, 23, 12, tzinfo=UTC)),
        ("2025-06-23T12:00:00+02:00", datetime(2025, 6, 23, 10, tzinfo=UTC)),
        ("2025-06-23T12:00:00 02:00", datetime(2025, 6, 23, 10, tzinfo=UTC)),
        (None, None),
    ],
)
def test_a_moment_is_a_position_or_a_time_with_its_zone(written: str | None, moment: int | datetime | None) -> None:
    """Positions and moments are told apart; a plus sign lost in a query is found again."""
    assert parse_moment(written) == moment


@pytest.mark.parametrize(
    "written",
    [
        "soon",
        "-1",
        "2025-06-23T12:00:00",
        "9" * 30,
        "²",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_other_moments_are_refused(written: str) -> None:
    """A moment without its zone, a position beyond any, one that UTC cannot hold, and words are refused."""
    with pytest.raises(Refusal) as refused:
        parse_moment(written)
    assert refused.value.problem == "invalid-moment"


def test_a_party_is_known_by_its_code() -> None:
    """Codes of states and organisations are known, in small letters too."""
    assert check_party("mli") == "MLI"
    assert check_party("ECOWAS") == "ECOWAS"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Mali", "MLI"), ("ML", "MLI"), ("Russie", "RUS"), ("MLY", "MLI"), ("CEDEAO", "ECOWAS"), ("Etats-Unis", "USA")],
)
def test_another_name_finds_the_code_that_was_meant(written: str, meant: str) -> None:
    """A name, a two-letter code or a slip is refused with the code that was probably meant."""
    with pytest.raises(Refusal) as refused:
        check_party(written)
    assert refused.value.problem == "unknown-party"
    assert meant in refused.value.nearest


def test_niger_is_not_nigeria() -> None:
    """The nearest of Niger is Niger."""
    assert find_nearest("Niger") == ("NER",)


def test_nonsense_has_no_nearest() -> None:
    """What resembles nothing is refused all the same, with an example."""
    with pytest.raises(Refusal, match="MLI") as refused:
        check_party("%%%")
    assert refused.value.nearest == ()


def test_a_pair_is_two_different_parties() -> None:
    """MLI-RUS is a pair; one party, or the same twice, is none."""
    assert split_pair("MLI-RUS") == ("MLI", "RUS")
    for wrong in ("MLI", "MLI-", "-RUS", "MLI-MLI"):
        with pytest.raises(Refusal):
            split_pair(wrong)
    with pytest.raises(Refusal, match="itself"):
        check_pair("MLI", "mli")


def test_a_choice_names_the_nearest() -> None:
    """A word that is not in the list is refused with the one that resembles it."""
    assert check_choice("family", "visit", ["visit", "aid"]) == "visit"
    with pytest.raises(Refusal) as refused:
        check_choice("family", "visits", ["visit", "aid"])
    assert refused.value.nearest == ("visit",)

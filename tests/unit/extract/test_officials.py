"""Officials known by name, whose state needs no adjective beside them."""

import pytest

from service.extract.names.officials import find_official, find_royals, load_officials
from tests.unit.extract.telling import tell


@pytest.mark.parametrize(
    ("name", "code"),
    [("Sergueï Lavrov", "RUS"), ("sergueï lavrov", "RUS"), ("Emmanuel Macron", "FRA"), ("Assimi Goïta", "MLI")],
)
def test_a_full_name_is_known_whenever_it_is_told(name: str, code: str) -> None:
    """Case does not matter, nor the date: a former minister was that state's."""
    assert find_official(name, None) == code
    assert find_official(name, "1995-01-01") == code


def test_a_last_name_alone_is_the_one_in_office() -> None:
    """Macron is the president of France while he is; before, a last name says nothing. Without a date, it does."""
    assert find_official("Macron", "2024-06-12") == "FRA"
    assert find_official("Macron", "1995-06-12") is None
    assert find_official("Macron", None) == "FRA"


def test_a_last_name_below_the_leading_offices_must_be_listed() -> None:
    """A spokeswoman is known by her whole name; her last name alone, which many share, is nobody's."""
    assert find_official("Jen Psaki", "2021-06-12") == "USA"
    assert find_official("Psaki", "2021-06-12") == "USA"
    assert find_official("Tammy Bruce", "2025-06-12") == "USA"
    assert find_official("Bruce", "2025-06-12") is None


def test_a_given_name_alone_is_nobody_s() -> None:
    """Some prime ministers have a last name that others have as a first name: alone it says nothing."""
    assert find_official("Claude Joseph", "2021-06-12") == "HTI"
    assert find_official("Joseph", "2021-06-12") is None


def test_who_changed_sides_acts_for_the_last_one_between_offices() -> None:
    """Kallas acted for Estonia, then for the Union; in between she acts for the one she served last."""
    assert find_official("Kaja Kallas", "2023-06-12") == "EST"
    assert find_official("Kaja Kallas", "2024-10-12") == "EST"
    assert find_official("Kaja Kallas", "2025-06-12") == "EU"


def test_an_unknown_name_is_nobody_s() -> None:
    """Nobody is guessed from a name that is like another."""
    assert find_official("Sergueï Lavrovski", "2024-06-12") is None
    assert find_official("Jean Lavrov", "2024-06-12") is None


def test_every_tenure_has_a_name_and_a_state() -> None:
    """The table is read whole: each tenure is found under the last word of each of its names."""
    shelves = load_officials()
    assert shelves
    for last, tenures in shelves.items():
        assert all(any(name.split()[-1] == last for name in tenure.names) for tenure in tenures)
        assert all(tenure.code.isupper() for tenure in tenures)


def test_a_last_name_that_officials_of_several_states_have_means_nobody_alone() -> None:
    """A king, a minister and a president are called Mohamed: only the full name, or a listed short one, tells which."""
    assert find_official("Mohamed", "2023-07-13") is None
    assert find_official("Abdoulkader Kamil Mohamed", "2023-07-13") == "DJI"
    assert find_official("Tusk", "2016-05-02") == "EU"


def test_a_last_name_alone_is_the_person_whom_the_article_named() -> None:
    """Somebody with an official's last name is not that official, nor is the last name alone after it."""
    named = "Peter Macron est boulanger. Macron s'est entretenu avec Vladimir Poutine mardi."
    assert tell(named) == []
    assert tell("Macron s'est entretenu avec Vladimir Poutine mardi.") == ["MeetingHeld FRA+RUS"]


@pytest.mark.parametrize(
    ("name", "published", "code"),
    [
        ("Nicolas Sarkozy", "2008-07-13", "FRA"),
        ("Sarkozy", "2008-07-13", "FRA"),
        ("Blaise Compaoré", "2011-03-01", "BFA"),
        ("Mahmoud Ahmadinejad", "2009-06-20", "IRN"),
        ("Gaddafi", "2007-12-10", "LBY"),
        ("José Manuel Barroso", "2003-02-01", "PRT"),
        ("José Manuel Barroso", "2010-02-01", "EU"),
        ("Jaap de Hoop Scheffer", "2008-04-03", "NATO"),
        ("Jean Ping", "2003-05-01", "GAB"),
        ("Jean Ping", "2011-03-20", "AU"),
        ("Dlamini-Zuma", "2014-03-20", "AU"),
    ],
)
def test_officials_of_two_decades_are_known(name: str, published: str, code: str) -> None:
    """Those in office since 2004 are known by the name of their time, for whom they acted then."""
    assert find_official(name, published) == code


def test_an_official_needs_no_introduction() -> None:
    """The first mention of a known name already acts for its state."""
    assert tell("Emmanuel Macron s'est entretenu par téléphone avec Vladimir Poutine mardi.") == ["MeetingHeld FRA+RUS"]


def test_a_royal_first_name_is_of_a_state_with_a_throne() -> None:
    """A president's or minister's first name makes no king of him."""
    assert find_royals("Hamad", "2024-03-12") == {"BHR"}
    assert find_royals("Mohammed", "2024-03-12") == {"ARE", "MAR", "SAU"}
    assert find_royals("Naruhito", "2024-03-12") == {"JPN"}
    assert find_royals("Vladimir", "2024-03-12") == frozenset()

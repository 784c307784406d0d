"""The tags under which events are found again."""

import pytest

from events.interval import Interval
from events.tags import dyad, month_tags, party_tags, tags_of
from events.vocabulary import MeetingHeld, VisitAnnounced, VisitOccurred
from tests.unit.events.reports import on, tell
from tests.unit.events.samples import ARTICLE, EVENT, HAPPENING, SAMPLES

SEVEN = ("AFG", "CHN", "IND", "IRN", "PAK", "RUS", "USA")


def test_a_directed_act_is_tagged_with_its_dyad() -> None:
    """Parties in alphabetical order, family, months, article and happening; sorted, each once."""
    told = tell(VisitOccurred, "a", source="RUS", target="MLI", act=on("2024-12-30", "2025-01-02"), happening="h")
    assert tags_of(told.report) == (
        "article:a",
        "dyad:MLI-RUS",
        "family:visit",
        "happening:h",
        "month:2024-12",
        "month:2025-01",
    )
    assert dyad("RUS", "MLI") == dyad("MLI", "RUS") == "MLI-RUS"


def test_six_parties_are_tagged_by_pair_and_seven_by_party() -> None:
    """Above six parties the pairs would be too many."""
    assert len(party_tags(SEVEN[:6])) == 15
    assert "dyad:CHN-RUS" in party_tags(SEVEN[:6])
    assert party_tags(SEVEN) == tuple(f"party:{code}" for code in SEVEN)
    assert "party:RUS" in tags_of(tell(MeetingHeld, "a", parties=SEVEN).report)


@pytest.mark.parametrize(
    ("times", "tags"),
    [
        ((on("2025-06-22"), None), ("month:2025-06",)),
        ((on("2025-04-03"), on("2025-06")), ("month:2025-04", "month:2025-06")),
        ((on("2025-04-03"), on("--06")), ("month:2025-04", "when:imprecise")),
        ((on("2025"), None), ("when:imprecise",)),
        ((Interval(start="2019-01", end="2024-01"), None), ("when:imprecise",)),
        ((None, None), ("when:imprecise",)),
        ((), ("when:imprecise",)),
    ],
)
def test_months_are_those_of_the_act_and_of_its_due_date(
    times: tuple[Interval | None, ...], tags: tuple[str, ...]
) -> None:
    """Each month that is told is a tag; what is told vaguely, or not at all, is imprecise."""
    assert month_tags(*times) == tags


def test_an_announcement_is_found_in_the_month_it_was_made_and_in_the_month_it_is_due() -> None:
    """Who asks for June finds the visit that was announced in April."""
    tags = tags_of(tell(VisitAnnounced, "a", act=on("2025-04-03"), due=on("2025-06")).report)
    assert {"month:2025-04", "month:2025-06"} <= set(tags)


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("ArticleIngested", {f"article:{ARTICLE}"}),
        ("ArticleRevised", {f"article:{ARTICLE}"}),
        ("HappeningsMerged", {"dyad:MLI-RUS", "family:visit", f"happening:{HAPPENING}"}),
        ("HappeningSplit", {"dyad:MLI-RUS", "family:visit", f"happening:{HAPPENING}"}),
        ("AnnouncementAnswered", {"dyad:MLI-RUS", "family:visit", f"happening:{HAPPENING}", f"happening:{EVENT}"}),
        ("EventRetracted", {"dyad:MLI-RUS", "family:visit", f"event:{EVENT}"}),
        (
            "EventCorrected",
            {
                "dyad:MLI-RUS",
                "family:visit",
                "dyad:MLI-NER",
                "family:meeting",
                "month:2025-04",
                "when:imprecise",
                f"article:{ARTICLE}",
                f"happening:{HAPPENING}",
                "happening:8a1d6c9e-52b0-5a77-9b1c-6e0f4d2a4004",
                f"event:{EVENT}",
            },
        ),
        ("EventConfirmed", {"dyad:MLI-RUS", "family:visit", f"event:{EVENT}"}),
        ("Redacted", {"dyad:MLI-RUS", "family:visit", f"event:{EVENT}"}),
    ],
)
def test_records_carry_what_they_are_about(name: str, tags: set[str]) -> None:
    """Articles are found by article, decisions by dyad and family and by both ends of an answer."""
    assert set(tags_of(SAMPLES[name])) == tags


@pytest.mark.parametrize("name", SAMPLES)
def test_tags_are_sorted_and_unique(name: str) -> None:
    """Equal events have equal tags in equal order."""
    tags = tags_of(SAMPLES[name])
    assert list(tags) == sorted(set(tags))
    assert tags

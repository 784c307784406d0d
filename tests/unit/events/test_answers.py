"""The life of what is announced: it takes place, is called off, is put off, or stays open."""

from itertools import permutations

import msgspec
import pytest

from events.answers import Answer, find_answers
from events.happenings import Told, partition
from events.vocabulary import (
    AgreementAnnounced,
    AgreementSigned,
    MeetingAnnounced,
    MeetingHeld,
    VisitAnnounced,
    VisitCancelled,
    VisitOccurred,
)
from tests.unit.events.reports import on, tell

GOITA = ("Assimi Goïta",)

ANNOUNCED = tell(VisitAnnounced, "undated", due=on("--06"), persons=("Assimi Goita",))
"""What an article without a date says of a visit in a June of which it does not tell the year."""
IN_JUNE_2025 = tell(VisitOccurred, "visit", "2025-06-23", act=on("2025-06-22", "2025-06-26"), persons=GOITA)


def answers(*told: Told) -> list[Answer]:
    """The answers among reports; the same in every order."""
    found = find_answers(partition(told))
    for order in list(permutations(told))[:24]:
        assert find_answers(partition(order)) == found
    return found


def outcomes(*told: Told) -> dict[str, tuple[str, str]]:
    """The article that announced → the article that answers, and the outcome."""
    article_of = {item.report.happening: item.report.article for item in told}
    return {article_of[found.announcement]: (article_of[found.answer], found.outcome) for found in answers(*told)}


def test_a_visit_in_june_of_an_untold_year_is_answered_by_the_traveller_s_visit() -> None:
    """The same traveller in the same country in that month is what was announced; it says so."""
    (answer,) = answers(ANNOUNCED, IN_JUNE_2025)
    assert (answer.announcement, answer.answer) == (ANNOUNCED.report.happening, IN_JUNE_2025.report.happening)
    assert (answer.outcome, answer.parties, answer.family) == ("occurred", ("MLI", "RUS"), "visit")
    assert answer.reason == "the parties and the time due agree, and so do the persons"
    assert 0.5 < answer.score <= 1


@pytest.mark.parametrize(
    "other",
    [
        tell(VisitOccurred, "other", "2025-06-11", act=on("2025-06-10"), persons=("Abdoulaye Diop",)),
        tell(VisitOccurred, "other", "2025-06-11", act=on("2025-06-10")),
        tell(VisitOccurred, "other", "2025-07-11", act=on("2025-07-10"), persons=GOITA),
        tell(VisitOccurred, "other", "2025-06-11", act=on("2025-06-10"), persons=GOITA, target="CHN"),
        tell(VisitOccurred, "other", "2025-06-11", act=on("2025-06-10"), persons=GOITA, source="RUS", target="MLI"),
        tell(VisitOccurred, "other", "2025-06-11", act=on("2025-06-10"), persons=GOITA, stage="planned"),
        tell(MeetingHeld, "other", "2025-06-11", act=on("2025-06-10"), persons=GOITA),
    ],
    ids=["another person", "nobody named", "another month", "another host", "the other way", "planned", "a meeting"],
)
def test_nothing_else_answers_it(other: Told) -> None:
    """Another person, month, country, direction or type does not answer, and does not stand in the way."""
    assert outcomes(ANNOUNCED, other) == {}
    assert outcomes(ANNOUNCED, other, IN_JUNE_2025) == {"undated": ("visit", "occurred")}


def test_a_visit_that_was_over_does_not_answer_a_later_announcement() -> None:
    """What ended before the announcement was published is another visit, though the month and the person agree."""
    announced = tell(VisitAnnounced, "announced", "2025-06-10", due=on("2025-06"), persons=GOITA)
    over = tell(VisitOccurred, "over", "2025-06-05", act=on("2025-06-02", "2025-06-04"), persons=GOITA)
    assert outcomes(announced, over) == {}
    assert outcomes(announced, over, IN_JUNE_2025) == {"announced": ("visit", "occurred")}


def test_an_announcement_published_some_day_of_the_month_may_come_before_the_visit() -> None:
    """A date of publication to the month counts from its first day."""
    announced = tell(VisitAnnounced, "announced", "2025-06", due=on("2025-06"), persons=GOITA)
    assert outcomes(announced, IN_JUNE_2025) == {"announced": ("visit", "occurred")}


def test_the_day_of_the_announcement_is_not_the_day_of_the_visit() -> None:
    """An announcement made in April of a visit in June is answered in June, not by a visit in April."""
    announced = tell(VisitAnnounced, "announced", "2025-04-04", act=on("2025-04-03"), due=on("2025-06"), persons=GOITA)
    april = tell(VisitOccurred, "april", "2025-04-04", act=on("2025-04-03", "2025-04-05"), persons=GOITA)
    assert outcomes(announced, april) == {}
    assert outcomes(announced, april, IN_JUNE_2025) == {"announced": ("visit", "occurred")}


def test_without_a_date_the_next_visit_within_half_a_year_answers() -> None:
    """An announcement that tells no time waits half a year, for the nearest visit."""
    announced = tell(VisitAnnounced, "announced", "2025-04-04", persons=GOITA)
    later = tell(VisitOccurred, "later", "2025-09-10", act=on("2025-09-09"), persons=GOITA)
    too_late = tell(VisitOccurred, "too late", "2026-02-10", act=on("2026-02-09"), persons=GOITA)
    assert outcomes(announced, too_late) == {}
    assert outcomes(announced, too_late, later) == {"announced": ("later", "occurred")}
    assert outcomes(announced, too_late, later, IN_JUNE_2025) == {"announced": ("visit", "occurred")}


def test_the_order_of_a_group_s_members_does_not_matter() -> None:
    """Who builds groups of admitted reports anew gets the same answers, however the members come."""
    second = tell(VisitOccurred, "second", "2025-06-24", act=on("2025-06"), persons=GOITA)
    groups = partition([ANNOUNCED, IN_JUNE_2025, second])
    turned = [msgspec.structs.replace(group, members=group.members[::-1]) for group in reversed(groups)]
    assert find_answers(turned) == find_answers(groups) != []


def test_the_order_of_what_one_article_says_alike_does_not_matter() -> None:
    """A visit that an article puts off and calls off in one breath is called off, whichever comes first."""
    said = {"act": on("2025-06-20"), "happening": "one breath"}
    put_off = tell(VisitCancelled, "off", "2025-06-20", number=0, mode="postponed", **said)
    called_off = tell(VisitCancelled, "off", "2025-06-20", number=1, stage="cancelled", **said)
    groups = partition([tell(VisitAnnounced, "announced", "2025-06-01", due=on("2025-06-22")), put_off, called_off])
    for order in permutations(groups):
        assert [answer.outcome for answer in find_answers(list(order))] == ["cancelled"]


def test_one_answer_serves_two_announcements_that_are_one() -> None:
    """Two articles that announce a visit make one announcement with one answer."""
    first = tell(VisitAnnounced, "announced", "2025-04-04", due=on("2025-06"), persons=GOITA)
    second = tell(VisitAnnounced, "again", "2025-06-10", due=on("2025-06-22"), persons=GOITA)
    assert outcomes(first, second, IN_JUNE_2025) == {"announced": ("visit", "occurred")}


def test_a_cancelled_visit_is_answered_by_the_news_of_it() -> None:
    """The news that a visit is off, weeks before it was due, answers its announcement."""
    announced = tell(VisitAnnounced, "announced", "2025-04-04", due=on("2025-06-22"), persons=GOITA)
    off = tell(VisitCancelled, "off", "2025-05-10", act=on("2025-05-09"), due=on("2025-06"))
    assert outcomes(announced, off) == {"announced": ("off", "cancelled")}
    undated_off = tell(VisitCancelled, "off", "2025-05-10")
    assert outcomes(announced, undated_off) == {"announced": ("off", "cancelled")}


@pytest.mark.parametrize(
    "off",
    [
        tell(VisitCancelled, "off", "2025-05-10", act=on("2025-05-09"), due=on("2025-09")),
        tell(VisitCancelled, "off", "2025-03-10", act=on("2025-03-09")),
        tell(VisitCancelled, "off", "2025-05-10", act=on("2025-05-09"), persons=("Abdoulaye Diop",)),
        tell(VisitCancelled, "off", "2025-12-10", act=on("2025-12-09")),
    ],
    ids=["due at another time", "before it was announced", "another traveller", "long after it was due"],
)
def test_other_cancellations_do_not_answer(off: Told) -> None:
    """A cancellation of another visit leaves the announced one open."""
    announced = tell(VisitAnnounced, "announced", "2025-04-04", due=on("2025-06-22"), persons=GOITA)
    assert outcomes(announced, off) == {}


def test_a_visit_that_was_revived_occurred() -> None:
    """What took place when it was due counts before the news that it would not."""
    announced = tell(VisitAnnounced, "announced", "2025-04-04", due=on("2025-06"), persons=GOITA)
    off = tell(VisitCancelled, "off", "2025-05-10", act=on("2025-05-09"), due=on("2025-06"), persons=GOITA)
    assert outcomes(announced, off, IN_JUNE_2025) == {"announced": ("visit", "occurred")}


def test_a_postponed_visit_is_followed_to_its_new_date() -> None:
    """Postponed while nothing took place at the new date; then what took place there answers, the postponement too."""
    announced = tell(VisitAnnounced, "announced", "2025-04-04", due=on("2025-05-12"), persons=GOITA)
    put_off = tell(VisitCancelled, "put off", "2025-05-02", mode="postponed", due=on("2025-06"))
    assert outcomes(announced, put_off) == {"announced": ("put off", "postponed")}
    assert outcomes(announced, put_off, IN_JUNE_2025) == {
        "announced": ("visit", "occurred"),
        "put off": ("visit", "occurred"),
    }
    followed = answers(announced, put_off, IN_JUNE_2025)
    (answer,) = (each for each in followed if each.announcement == announced.report.happening)
    assert answer.answer == IN_JUNE_2025.report.happening
    assert answer.reason.startswith("it was postponed")


def test_a_visit_postponed_and_then_cancelled_is_cancelled() -> None:
    """A postponement is followed to the cancellation that came after it."""
    announced = tell(VisitAnnounced, "announced", "2025-04-04", due=on("2025-05-12"), persons=GOITA)
    put_off = tell(VisitCancelled, "put off", "2025-05-02", act=on("2025-05-02"), mode="postponed", due=on("2025-06"))
    off = tell(VisitCancelled, "off", "2025-06-14", act=on("2025-06-13"), due=on("2025-06"))
    assert outcomes(announced, put_off, off) == {"announced": ("off", "cancelled")}


def test_meetings_are_held_or_called_off() -> None:
    """An announced meeting is answered by the meeting of the same parties, or by a report that it will not be."""
    announced = tell(MeetingAnnounced, "announced", "2025-04-04", due=on("2025-06"))
    held = tell(MeetingHeld, "held", "2025-06-24", act=on("2025-06-23"))
    others = tell(MeetingHeld, "others", "2025-06-24", act=on("2025-06-23"), parties=("MLI", "NER", "RUS"))
    off = tell(MeetingAnnounced, "off", "2025-05-04", due=on("2025-06"), stage="cancelled")
    assert outcomes(announced, others) == {}
    assert outcomes(announced, others, held) == {"announced": ("held", "occurred")}
    assert outcomes(announced, off) == {"announced": ("off", "cancelled")}


def test_an_agreement_without_a_date_needs_its_instrument() -> None:
    """States sign much: without a time due, the instrument (or a person) must be the same."""
    announced = tell(AgreementAnnounced, "announced", "2025-04-04", instrument="accord sur le nucléaire civil")
    other = tell(AgreementSigned, "other", "2025-06-24", act=on("2025-06-23"), instrument="bilateral air services")
    signed = tell(
        AgreementSigned, "signed", "2025-06-25", act=on("2025-06-25"), instrument="Accord sur le nucléaire civil"
    )
    assert outcomes(announced, other) == {}
    assert outcomes(announced, other, signed) == {"announced": ("signed", "occurred")}
    due = tell(AgreementAnnounced, "announced", "2025-04-04", due=on("2025-06"))
    assert outcomes(due, signed) == {"announced": ("signed", "occurred")}

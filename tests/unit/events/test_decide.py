"""What is appended beside new reports: given a history, when reports come, then these decisions."""

import msgspec
import pytest

from events.decide import History, decide, relevant
from events.envelope import QueryItem
from events.evidence import CuratorStatement
from events.happenings import Told
from events.vocabulary import (
    AnnouncementAnswered,
    EventCorrected,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    MeetingHeld,
    VisitAnnounced,
    VisitCancelled,
    VisitOccurred,
)
from tests.unit.events.reports import feed, on, tell

GOITA = ("Assimi Goïta",)
CURATOR = (CuratorStatement(who="ada", why="read both", source="the two communiqués"),)

ANNOUNCED = tell(VisitAnnounced, "announced", "2025-04-04", due=on("2025-06"), persons=GOITA)
VISIT = tell(VisitOccurred, "visit", "2025-06-23", act=on("2025-06-22", "2025-06-26"), persons=GOITA)
SECOND = tell(VisitOccurred, "second", "2025-06-24", act=on("2025-06-22"), persons=GOITA)


def given(*articles: list[Told]) -> History:
    """The history after these articles."""
    history = History()
    for article in articles:
        feed(history, article)
    return history


def retraction(item: Told) -> EventRetracted:
    """A curator's withdrawal of an event."""
    return EventRetracted(
        family=item.report.family, parties=("MLI", "RUS"), event=item.id, evidence=CURATOR, why="misread"
    )


def test_a_first_report_calls_for_nothing() -> None:
    """Given nothing, when a visit is reported, then there is nothing to decide beside it."""
    assert decide([VISIT], History()) == []


def test_a_second_report_is_merged_with_the_first() -> None:
    """Given a visit, when another article tells of it, then the new event joins the happening, with the reason."""
    (merged,) = decide([SECOND], given([VISIT]))
    assert merged == HappeningsMerged(
        family="visit",
        parties=("MLI", "RUS"),
        happening=VISIT.report.happening,
        events=(SECOND.id,),
        reason="same parties, same time, same persons",
        score=1.0,
    )


def test_an_earlier_publication_gives_the_happening_its_name() -> None:
    """Given a visit, when an article published earlier tells of it, then the former event moves to its happening."""
    (merged,) = decide([VISIT], given([SECOND]))
    assert isinstance(merged, HappeningsMerged)
    assert (merged.happening, merged.events) == (VISIT.report.happening, (SECOND.id,))


@pytest.mark.parametrize("order", [[ANNOUNCED, VISIT], [VISIT, ANNOUNCED]], ids=["in time", "late"])
def test_an_announcement_is_answered_in_whichever_order(order: list[Told]) -> None:
    """Given an announcement or its visit, when the other comes, then the announcement is answered."""
    (answered,) = decide(order[1:], given(order[:1]))
    assert isinstance(answered, AnnouncementAnswered)
    assert (answered.announcement, answered.answer) == (ANNOUNCED.report.happening, VISIT.report.happening)
    assert answered.outcome == "occurred"


def test_the_same_article_twice_changes_nothing() -> None:
    """Given articles, when one comes again, then nothing is decided."""
    history = given([ANNOUNCED], [VISIT], [SECOND])
    for item in (ANNOUNCED, VISIT, SECOND):
        assert decide([item], history) == []


def test_a_better_answer_replaces_the_former() -> None:
    """Given a cancelled visit, when it took place after all, then that is the answer."""
    off = tell(VisitCancelled, "off", "2025-05-10", act=on("2025-05-09"), due=on("2025-06"), persons=GOITA)
    history = given([ANNOUNCED], [off])
    assert set(history.answers.values()) == {(off.report.happening, "cancelled")}
    (answered,) = decide([VISIT], history)
    assert isinstance(answered, AnnouncementAnswered)
    assert (answered.answer, answered.outcome) == (VISIT.report.happening, "occurred")


def test_a_surer_report_takes_a_vague_one_from_its_group() -> None:
    """Given a month joined to a day, when a visit nearer to its publication is told, then it moves there."""
    vague = tell(VisitOccurred, "vague", "2025-06-25", act=on("2025-06"))
    early = tell(VisitOccurred, "early", "2025-06-04", act=on("2025-06-03"))
    late = tell(VisitOccurred, "late", "2025-06-24", act=on("2025-06-24"))
    history = given([early], [vague])
    assert history.happening[vague.id] == early.report.happening
    (split,) = decide([late], history)
    assert split == HappeningSplit(
        family="visit",
        parties=("MLI", "RUS"),
        happening=late.report.happening,
        events=(vague.id,),
        reason="of the reports that stand it agrees best with these: same parties, times compatible",
    )


def test_a_retraction_undoes_what_rested_on_the_event() -> None:
    """Given an answered announcement, when the visit is retracted, then the answer is taken back."""
    history = given([ANNOUNCED], [VISIT])
    (taken_back,) = decide([], history, [retraction(VISIT)])
    assert isinstance(taken_back, AnnouncementAnswered)
    assert (taken_back.announcement, taken_back.answer, taken_back.outcome) == (ANNOUNCED.report.happening, None, None)


def test_what_remains_of_a_happening_gets_its_own_name() -> None:
    """Given two reports of a visit, when the first is retracted, then the other stands by itself."""
    history = given([VISIT], [SECOND])
    (split,) = decide([], history, [retraction(VISIT)])
    assert isinstance(split, HappeningSplit)
    assert (split.happening, split.events) == (SECOND.report.happening, (SECOND.id,))


def test_a_retracted_event_is_not_revived() -> None:
    """Given a retracted event, when its article comes again, then nothing is decided and it stays out."""
    history = given([VISIT])
    history.apply("r", retraction(VISIT))
    assert decide([VISIT], history) == []
    feed(history, [VISIT])
    assert history.told == {}
    (alone,) = decide([SECOND, ANNOUNCED], history)
    assert isinstance(alone, AnnouncementAnswered)
    assert alone.answer == SECOND.report.happening


def test_a_curator_s_merge_outlives_later_reports() -> None:
    """Given two visits that a curator joined, when more is told of one, then they are still one."""
    other = tell(VisitOccurred, "other", "2025-08-02", act=on("2025-08-01"), persons=("Abdoulaye Diop",))
    history = given([VISIT], [other])
    merge = HappeningsMerged(
        family="visit",
        parties=("MLI", "RUS"),
        happening=VISIT.report.happening,
        events=(other.id,),
        reason="the curator says so",
        score=1.0,
        evidence=CURATOR,
    )
    assert decide([], history, [merge]) == []
    history.apply("m", merge)
    feed(history, [SECOND])
    assert {history.happening[item.id] for item in (VISIT, SECOND, other)} == {VISIT.report.happening}


def test_a_curator_s_split_outlives_later_reports() -> None:
    """Given two reports that a curator parted, when the article comes again or more is told, then they stay parted."""
    history = given([VISIT], [SECOND])
    split = HappeningSplit(
        family="visit",
        parties=("MLI", "RUS"),
        happening=SECOND.report.happening,
        events=(SECOND.id,),
        reason="two visits",
        evidence=CURATOR,
    )
    assert decide([], history, [split]) == []
    history.apply("s", split)
    feed(history, [tell(VisitOccurred, "third", "2025-06-25", act=on("2025-06-23"), persons=GOITA)])
    assert history.happening[VISIT.id] != history.happening[SECOND.id]


def test_what_a_curator_keeps_apart_no_rule_joins_and_a_curator_may() -> None:
    """Given two visits that came to look alike, then a rule joins them, unless a curator says that they are two."""
    other = tell(VisitOccurred, "other", "2025-08-02", act=on("2025-08-01"))
    third = tell(VisitOccurred, "third", "2025-08-03", act=on("2025-08-01"))
    alike = EventCorrected(
        family="visit",
        parties=("MLI", "RUS"),
        event=other.id,
        corrected=msgspec.structs.replace(other.report, act=VISIT.report.act, reported=VISIT.report.reported),
        happening=other.report.happening,
        version=0,
        kind="reading",
        evidence=CURATOR,
    )
    apart = HappeningSplit(
        family="visit",
        parties=("MLI", "RUS"),
        happening=other.report.happening,
        events=(other.id, third.id),
        reason="the curator says so",
        evidence=CURATOR,
        apart=(VISIT.id, SECOND.id),
    )
    history = given([VISIT, SECOND], [other, third])
    joined = history.copy()
    for word in (alike, *decide([], history, [alike])):
        joined.apply("c", word)
    assert joined.happening[other.id] == joined.happening[VISIT.id]
    assert decide([], history, [apart]) == []
    history.apply("a", apart)
    for word in (alike, *decide([], history, [alike])):
        history.apply("c", word)
    assert history.happening[other.id] != history.happening[VISIT.id] == history.happening[SECOND.id]
    merge = HappeningsMerged(
        family="visit",
        parties=("MLI", "RUS"),
        happening=VISIT.report.happening,
        events=(other.id, third.id),
        reason="the curator says so",
        score=1.0,
        evidence=CURATOR,
    )
    for word in (merge, *decide([], history, [merge])):
        history.apply("m", word)
    assert len({history.happening[each.id] for each in (VISIT, SECOND, other, third)}) == 1


def test_a_machine_s_decision_is_no_curator_s_word() -> None:
    """Decisions without evidence are computed afresh, never taken for links."""
    history = given([VISIT], [SECOND])
    assert history.links == []


def test_other_parties_and_families_are_left_alone() -> None:
    """Given another direction's events in the history, when a visit comes, then only its own shelf is decided."""
    back = tell(VisitOccurred, "back", act=on("2025-06-22"), source="RUS", target="MLI", happening="elsewhere")
    history = History()
    history.apply(back.id, back.report)
    history.apply("x", tell(MeetingHeld, "m", act=on("2025-06-23")).report)
    history.happening[back.id] = "moved by hand"
    assert decide([VISIT], history) == []


def test_deciding_leaves_the_history_as_it_was() -> None:
    """The decision is a pure function."""
    history = given([ANNOUNCED])
    before = msgspec.json.encode(history.happening)
    decide([VISIT], history, [retraction(ANNOUNCED)])
    assert list(history.told) == [ANNOUNCED.id]
    assert msgspec.json.encode(history.happening) == before
    assert history.answers == {}


def test_a_decision_reads_its_dyads_and_family() -> None:
    """The query asks for the family's types and the decisions about it, under all dyads of the parties at once."""
    three = tell(MeetingHeld, "m", act=on("2025-06-23"), parties=("MLI", "NER", "RUS"))
    query = relevant([VISIT.report, SECOND.report, three.report])
    assert [item.tags for item in query.items] == [
        ("dyad:MLI-NER", "dyad:MLI-RUS", "dyad:NER-RUS", "family:meeting"),
        ("dyad:MLI-RUS", "family:visit"),
    ]
    visits = query.items[1]
    assert isinstance(visits, QueryItem)
    assert {"VisitAnnounced", "VisitOccurred", "VisitCancelled"} <= set(visits.types)
    assert {"HappeningsMerged", "HappeningSplit", "AnnouncementAnswered", "EventRetracted"} <= set(visits.types)

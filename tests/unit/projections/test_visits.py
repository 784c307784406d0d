"""Visits: given what was published, when a day is asked about, then the statuses are these."""

from events.vocabulary import VisitAnnounced, VisitCancelled, VisitOccurred
from projections.ground.ground import restrict
from projections.public.shapes import Visit, VisitStatus
from projections.times import Times
from projections.view import fold_rows
from projections.views import visits
from projections.views.visits import VISITS, VisitRow
from tests.unit.projections.newsroom import Article, Given, Newsroom, at, on

GOITA = ("Assimi Goïta",)


def announced(name: str = "april", published: str | None = "2025-04-04", **fields: Given) -> Article:
    """Announce the visit of June."""
    told: dict[str, Given] = {"persons": GOITA, "due": on("2025-06"), "stage": "planned", **fields}
    return Article(name, published).tells(VisitAnnounced, **told)


def occurred(name: str = "june", published: str | None = "2025-06-23", **fields: Given) -> Article:
    """Tell of the visit of June."""
    told: dict[str, Given] = {"persons": GOITA, "act": on("2025-06-22", "2025-06-26"), **fields}
    return Article(name, published).tells(VisitOccurred, **told)


def ask(newsroom: Newsroom, times: Times, *status: VisitStatus) -> list[Visit]:
    """Ask for the visits at three times, from what was recorded."""
    tables = fold_rows(VISITS, restrict(newsroom.ground(VISITS), times))
    rows = [row for row in tables["visit"] if isinstance(row, VisitRow)]
    answered = visits.answered_announcements(rows)
    return [
        visits.describe(row, answered.get((row.happening, row.visitor, row.host), ()), times.day)
        for row in visits.choose(rows, times.day, status)
    ]


def statuses(newsroom: Newsroom, times: Times) -> list[str]:
    """Ask for the statuses alone."""
    return [visit.status for visit in ask(newsroom, times)]


def test_an_announced_visit_is_pending_until_it_lapses() -> None:
    """Given a visit announced for June: pending to its last day, lapsed after it, absent before the announcement."""
    newsroom = Newsroom()
    newsroom.publish(announced())
    assert statuses(newsroom, at("2025-04-03")) == []
    (visit,) = ask(newsroom, at("2025-06-30"))
    assert (visit.status, visit.visitor, visit.host, visit.lapses) == ("pending", "MLI", "RUS", "2025-06-30")
    assert visit.announcements[0].answered_by is None
    assert statuses(newsroom, at("2025-07-01")) == ["lapsed"]


def test_an_answered_announcement_is_part_of_the_visit() -> None:
    """Given an announcement and the visit that answers it: one visit, linked at both ends, and nothing pending."""
    newsroom = Newsroom()
    newsroom.publish(announced(), occurred())
    (visit,) = ask(newsroom, at("2025-07-01"))
    assert visit.status == "occurred"
    (announcement,) = visit.announcements
    assert (announcement.answered_by, announcement.outcome) == (visit.happening, "occurred")
    assert visit.fact.sources[0].proofs[0].exact == "june tells this of VisitOccurred, number 0"
    assert announcement.fact.sources[0].proofs[0].exact == "april tells this of VisitAnnounced, number 0"
    assert ask(newsroom, at("2025-07-01"), "pending") == []


def test_a_visit_is_under_way_on_its_days() -> None:
    """Given a visit of 22 to 26 June: under way on each of them, occurred from the 27th."""
    newsroom = Newsroom()
    newsroom.publish(occurred())
    days = ("2025-06-22", "2025-06-26", "2025-06-27")
    assert [statuses(newsroom, at(day)) for day in days] == [["under_way"], ["under_way"], ["occurred"]]


def test_the_visit_of_june_in_three_times() -> None:
    """Given the announcement of April and the visit of June: each of the three times gives its own answer."""
    newsroom = Newsroom()
    before = len(newsroom.publish(announced()))
    newsroom.publish(occurred())
    today = "2026-02-01"
    by = on("2025-05-01").first()
    assert statuses(newsroom, at(today, reported_by=by)) == ["pending"]
    assert statuses(newsroom, at(today, as_of=on("2025-05-15").first())) == ["pending"]
    assert statuses(newsroom, at(today, as_of=on("2024-03-01").first())) == []
    assert statuses(newsroom, at(today)) == ["occurred"]
    known = Newsroom()
    known.publish(announced())
    assert len(known.recorded) == before
    assert statuses(known, at(today, as_of=on("2025-05-15").first())) == ["pending"]


def test_a_cancelled_visit_is_cancelled_and_a_postponed_one_keeps_its_new_date() -> None:
    """Given an announcement that is called off: cancelled, or postponed with the new date due."""
    cancelled, postponed = Newsroom(), Newsroom()
    cancelled.publish(announced(), Article("may", "2025-05-20").tells(VisitCancelled, persons=GOITA, due=on("2025-06")))
    postponed.publish(
        announced(),
        Article("may", "2025-05-20").tells(VisitCancelled, persons=GOITA, mode="postponed", due=on("2025-09")),
    )
    (off,) = ask(cancelled, at("2025-06-01"))
    (moved,) = ask(postponed, at("2025-06-01"))
    assert (off.status, off.announcements[0].outcome) == ("cancelled", "cancelled")
    assert (moved.status, moved.due and moved.due.start) == ("postponed", "2025-09")


def test_a_month_without_a_year_is_neither_pending_nor_lapsed() -> None:
    """Given an undated article that announces a visit for June: of an unknown year, from the day it was recorded."""
    newsroom = Newsroom()
    newsroom.publish(announced(published=None, due=on("--06")))
    assert statuses(newsroom, at("2026-01-04")) == []
    assert statuses(newsroom, at("2030-01-01")) == ["unknown_year"]


def test_a_visit_without_any_date_lapses_half_a_year_after_its_last_report() -> None:
    """Given an announcement without a date: pending for 180 days after it was last told, then lapsed."""
    newsroom = Newsroom()
    newsroom.publish(announced(due=None))
    assert statuses(newsroom, at("2025-10-01")) == ["pending"]
    assert statuses(newsroom, at("2025-10-02")) == ["lapsed"]


def test_an_invitation_that_nobody_accepted_is_not_pending() -> None:
    """Given a host that says it has invited: invited; pending once anyone else tells that the visit is to come."""
    newsroom = Newsroom()
    newsroom.publish(announced(initiator="RUS", asserted_by="target"))
    assert statuses(newsroom, at("2025-05-01")) == ["invited"]
    newsroom.publish(announced("may", "2025-05-02"))
    assert statuses(newsroom, at("2025-05-03")) == ["pending"]


def test_a_retracted_visit_no_longer_answers() -> None:
    """Given a visit whose report is withdrawn: its announcement is open again."""
    newsroom = Newsroom()
    visit = occurred()
    newsroom.publish(announced(), visit)
    newsroom.retract(visit.told[0])
    assert statuses(newsroom, at("2025-07-01")) == ["lapsed"]


def test_three_states_received_together_are_three_visits_of_one_happening() -> None:
    """Given one act with three visitors: a visit each, which share the happening."""
    article = Article("moscow", "2025-04-04")
    for number, state in enumerate(("BFA", "MLI", "NER")):
        article.tells(VisitOccurred, act_of=0 if number else None, source=state, act=on("2025-04-03"))
    newsroom = Newsroom()
    newsroom.publish(article)
    found = ask(newsroom, at("2025-05-01"))
    assert sorted(visit.visitor for visit in found) == ["BFA", "MLI", "NER"]
    assert len({visit.happening for visit in found}) == 1


def test_a_postponed_visit_that_takes_place_is_one_visit() -> None:
    """Given an announcement, its postponement and the visit on the new date: one visit, with both behind it."""
    newsroom = Newsroom()
    newsroom.publish(
        announced(),
        Article("may", "2025-05-20").tells(VisitCancelled, persons=GOITA, mode="postponed", due=on("2025-09")),
        Article("september", "2025-09-12").tells(VisitOccurred, persons=GOITA, act=on("2025-09-10")),
    )
    assert statuses(newsroom, at("2025-06-01")) == ["postponed"]
    (visit,) = ask(newsroom, at("2025-10-01"))
    assert (visit.status, visit.due and visit.due.start) == ("occurred", "2025-09")
    assert [each.fact.type for each in visit.announcements] == ["VisitAnnounced", "VisitCancelled"]
    assert {each.answered_by for each in visit.announcements} == {visit.happening}

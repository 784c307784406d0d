"""What a curator says of an event changes what every view makes of it, from when it was said."""

from datetime import date, timedelta
from typing import Any

from events.vocabulary import AidDelivered, Amount, MeetingHeld, VisitAnnounced, VisitOccurred
from projections.ground.ground import Ground, restrict
from projections.times import Times
from projections.views.visits import VISITS
from tests.unit.projections.newsroom import RECORDED, Article, Given, Newsroom, at, on

LATE = "2026-06-01"


def wheat() -> Article:
    """Tell of 25,000 t that were delivered."""
    return Article("wheat", "2024-01-26", "A").tells(
        AidDelivered, source="RUS", target="MLI", item="wheat", amount=Amount(min=25_000, max=25_000, unit="t")
    )


def tonnes(figure: int) -> dict[str, Any]:
    """Give another amount."""
    return {"amount": Amount(min=figure, max=figure, unit="t")}


def seen(newsroom: Newsroom, **times: Given) -> Ground:
    """Look at everything, at these times."""
    return restrict(newsroom.ground(VISITS), at(LATE, **times))


def amount_of(ground: Ground, event: str) -> float | None:
    """How much an event tells of."""
    report = ground.entries[event].report
    assert isinstance(report, AidDelivered)
    assert report.amount is not None
    return report.amount.max


def test_a_better_reading_holds_at_every_reported_by_and_only_from_when_it_was_made() -> None:
    """Given a misread amount that was corrected: the new one as reported by any day, the old one as known before."""
    newsroom, article = Newsroom(), wheat()
    newsroom.publish(article)
    before = len(newsroom.recorded)
    (told,) = article.told
    newsroom.correct(told, tonnes(20_000))
    assert amount_of(seen(newsroom), told.id) == 20_000
    assert amount_of(seen(newsroom, reported_by=date(2024, 1, 27)), told.id) == 20_000
    assert amount_of(seen(newsroom, known_at=before), told.id) == 25_000
    assert amount_of(seen(newsroom, known_at=RECORDED + timedelta(minutes=before)), told.id) == 25_000


def test_a_source_s_own_correction_holds_from_its_date() -> None:
    """Given an amount that the source corrected in March, it is the old one as reported by February."""
    newsroom, article = Newsroom(), wheat()
    newsroom.publish(article)
    (told,) = article.told
    newsroom.correct(told, tonnes(20_000), kind="world", since="2024-03-01")
    assert amount_of(seen(newsroom, reported_by=date(2024, 2, 28)), told.id) == 25_000
    assert amount_of(seen(newsroom, reported_by=date(2024, 3, 1)), told.id) == 20_000
    assert amount_of(seen(newsroom), told.id) == 20_000


def test_a_better_reading_after_a_source_s_correction_gives_no_look_ahead() -> None:
    """Given both, in February the item is read better and the amount is still the one that was told then."""
    newsroom, article = Newsroom(), wheat()
    newsroom.publish(article)
    (told,) = article.told
    newsroom.correct(told, tonnes(20_000), kind="world", since="2024-03-01")
    newsroom.correct(told, {"item": "flour"})
    early = seen(newsroom, reported_by=date(2024, 2, 28))
    report = early.entries[told.id].report
    assert isinstance(report, AidDelivered)
    assert (report.item, amount_of(early, told.id)) == ("flour", 25_000)
    assert amount_of(seen(newsroom), told.id) == 20_000


def test_a_correction_of_the_parties_moves_the_event_and_what_rested_on_it() -> None:
    """Given a visit that answered an announcement: corrected to another host, it answers no more."""
    newsroom = Newsroom()
    announced = Article("announced", "2025-04-04").tells(VisitAnnounced, due=on("2025-06"), stage="planned")
    visit = Article("visit", "2025-06-24").tells(VisitOccurred, act=on("2025-06-22"))
    newsroom.publish(announced, visit)
    assert seen(newsroom).answers
    newsroom.correct(visit.told[0], {"target": "CHN"})
    assert not seen(newsroom).answers
    assert seen(newsroom).entries[visit.told[0].id].report.target == "CHN"  # type: ignore[union-attr]


def test_a_corrected_report_joins_those_that_it_now_agrees_with() -> None:
    """Given two visits told on different days: one corrected to the day of the other, they are one."""
    newsroom = Newsroom()
    one = Article("one", "2025-06-24").tells(VisitOccurred, act=on("2025-06-22"), persons=("Assimi Goïta",))
    other = Article("other", "2025-08-02").tells(VisitOccurred, act=on("2025-08-01"), persons=("Assimi Goïta",))
    newsroom.publish(one, other)
    assert len(newsroom.ground(VISITS).groups(one.told[0].report.happening)[0]) == 1
    newsroom.correct(other.told[0], {"act": on("2025-06-22")})
    assert len(newsroom.ground(VISITS).groups(one.told[0].report.happening)[0]) == 2


def test_a_confirmation_is_evidence_of_the_value_that_it_was_given_to() -> None:
    """Given a confirmed event, its facts show the curator's word; corrected later, they show the correction's."""
    newsroom, article = Newsroom(), wheat()
    newsroom.publish(article)
    (told,) = article.told
    newsroom.confirm(told)
    (statement,) = seen(newsroom).entries[told.id].statements
    assert statement.who == "B. Curator"  # type: ignore[union-attr]
    newsroom.correct(told, tonnes(20_000), kind="world", since="2024-03-01")
    (statement,) = seen(newsroom).entries[told.id].statements
    assert statement.who == "A. Curator"  # type: ignore[union-attr]
    (statement,) = seen(newsroom, reported_by=date(2024, 2, 1)).entries[told.id].statements
    assert statement.who == "B. Curator"  # type: ignore[union-attr]


def test_what_was_retracted_stays_so_whatever_is_said_of_it_later() -> None:
    """Given a retracted event, a correction of it changes no view."""
    newsroom, article = Newsroom(), wheat()
    newsroom.publish(article)
    (told,) = article.told
    history = newsroom.history.copy()
    newsroom.retract(told)
    assert told.id in newsroom.history.barred
    newsroom.history = history
    newsroom.correct(told, tonnes(20_000))
    assert told.id not in restrict(newsroom.ground(VISITS), Times(today=date(2026, 6, 1))).entries


def test_a_correction_may_make_another_act_of_it() -> None:
    """Given a visit that was in truth a meeting by phone: the event stands among the meetings, in its happening."""
    newsroom = Newsroom()
    visit = Article("visit", "2025-06-24").tells(VisitOccurred, act=on("2025-06-22"))
    newsroom.publish(visit)
    (told,) = visit.told
    report = told.report
    meeting = MeetingHeld(
        happening=report.happening,
        article=report.article,
        evidence=report.evidence,
        reported=report.reported,
        act=report.act,
        parties=("MLI", "RUS"),
        mode="phone",
    )
    newsroom.correct(told, {}, corrected=meeting)
    ground = newsroom.ground(VISITS)
    assert {"visit", "meeting"} <= ground.touched[report.happening]
    assert seen(newsroom).entries[told.id].report == meeting

"""Views do not depend on the order of arrival, and a second time changes nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from events.answers import find_answers
from events.envelope import RecordedEvent
from events.happenings import Told
from events.vocabulary import (
    REPORT_TYPES,
    AgreementAnnounced,
    AgreementSigned,
    AgreementTerminated,
    AidDelivered,
    AidPledged,
    Amount,
    CriticismExpressed,
    Directed,
    EmbassyClosed,
    EmbassyOpened,
    EnvoyAccredited,
    EnvoyExpelled,
    MeetingHeld,
    MembershipEnded,
    MembershipStarted,
    MilitarySupportProvided,
    RelationsSevered,
    SanctionsImposed,
    SanctionsLifted,
    TotalReported,
    VisitAnnounced,
    VisitCancelled,
    VisitOccurred,
)
from projections.ground.ground import Answered, Ground, as_groups, restrict
from projections.times import Times, admits
from projections.view import canonical, fold_rows
from projections.views import VIEWS
from tests.unit.projections.newsroom import RECORDED, Article, Newsroom, at, fold_recorded, on

STATES = ("MLI", "RUS", "BFA")
DATES = ("2025-04", "2025-05-20", "2025-06", "2025-06-22", "2025-06-24", "2025", "--06", None)
DAYS = (date(2025, 5, 1), date(2025, 6, 22), date(2025, 12, 31), date(2026, 6, 1))
PUBLISHED = ("2025-04-04", "2025-05-02", "2025-06-23", "2025-07", None)


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    """A few articles about few parties and days, so that they tell of the same acts."""
    found: list[Article] = []
    for number in range(draw(st.integers(1, 5))):
        article = Article(
            f"article {number}", draw(st.sampled_from(PUBLISHED)), draw(st.sampled_from(("A", "B", None)))
        )
        for _ in range(draw(st.integers(1, 3))):
            _tell(draw, article)
        found.append(article)
    return found


def _tell(draw: st.DrawFn, article: Article) -> None:
    kind: Any = draw(
        st.sampled_from(
            (
                VisitAnnounced,
                VisitOccurred,
                VisitCancelled,
                MeetingHeld,
                AidDelivered,
                AidPledged,
                TotalReported,
                CriticismExpressed,
                AgreementAnnounced,
                AgreementSigned,
                AgreementTerminated,
                SanctionsImposed,
                SanctionsLifted,
                MembershipStarted,
                MembershipEnded,
                EnvoyAccredited,
                EnvoyExpelled,
                EmbassyOpened,
                EmbassyClosed,
                RelationsSevered,
                MilitarySupportProvided,
            )
        )
    )
    source, target = draw(st.permutations(STATES))[:2]
    date = draw(st.sampled_from(DATES))
    when = None if date is None else on(date)
    fields: dict[str, Any] = {"source": source, "target": target, "act": when}
    if kind in (MeetingHeld, AgreementAnnounced, AgreementSigned):
        fields = {"parties": tuple(sorted((source, target))), "act": when}
    if kind.__name__.startswith("Agreement"):
        fields["instrument"] = draw(st.sampled_from(("defence accord", None)))
    if kind is VisitAnnounced:
        fields = {"source": source, "target": target, "due": when, "stage": "planned"}
    if kind.__name__.startswith("Visit"):
        fields["persons"] = draw(st.sampled_from(((), ("Assimi Goïta",), ("Abdoulaye Diop",))))
    if kind in (AidDelivered, AidPledged, TotalReported):
        figure = draw(st.sampled_from((25_000, 50_000, None)))
        fields["item"] = draw(st.sampled_from(("wheat", None)))
        fields["amount"] = None if figure is None else Amount(min=figure, max=figure, unit="t")
    if kind is TotalReported:
        fields["kind"] = "running"
    article.tells(kind, **fields)


def views_of(published: Sequence[Article], times: Times | None = None) -> dict[str, Any]:
    """Publish articles in this order and fold every view, whole or at three times."""
    newsroom = Newsroom()
    newsroom.publish(*published)
    grounds = {view: newsroom.ground(view) for view in VIEWS}
    if times is not None:
        grounds = {view: restrict(ground, times) for view, ground in grounds.items()}
    return {view.name: canonical(fold_rows(view, ground)) for view, ground in grounds.items()}


@settings(max_examples=60)
@given(st.data())
def test_any_order_of_articles_gives_the_same_views(data: st.DataObject) -> None:
    """The same articles in another order: every view is equal, ids of happenings included."""
    published = data.draw(articles())
    permuted = data.draw(st.permutations(published))
    assert views_of(published) == views_of(permuted)


@settings(max_examples=60)
@given(st.data(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_any_order_of_articles_gives_the_same_views_at_any_time(data: st.DataObject, by: date, day: date) -> None:
    """The same articles in another order, looked at as reported by a day or as of one: every view is equal."""
    published = data.draw(articles())
    permuted = data.draw(st.permutations(published))
    for times in (at("2026-06-01", reported_by=by), at("2026-06-01", as_of=day, reported_by=by)):
        assert views_of(published, times) == views_of(permuted, times)


@settings(max_examples=60)
@given(articles())
def test_folding_twice_changes_nothing(published: list[Article]) -> None:
    """The same events once more after the first time: every row stays as it was."""
    newsroom = Newsroom()
    newsroom.publish(*published)
    for view in VIEWS:
        once, twice = newsroom.ground(view), newsroom.ground(view, twice=True)
        assert fold_rows(view, once) == fold_rows(view, twice)


@settings(max_examples=60)
@given(articles(), st.sampled_from(DAYS))
def test_reported_by_admits_what_was_published_by_then(published: list[Article], by: date) -> None:
    """Reported by a day: the dated reports that count are those of articles published by then, and of no other."""
    newsroom = Newsroom()
    newsroom.publish(*published)
    for view in VIEWS:
        seen = restrict(newsroom.ground(view), at("2030-01-01", reported_by=by, as_of=date(2029, 1, 1)))
        expected = {
            told.id
            for article in published
            if (RECORDED.date() if article.published is None else on(article.published).last() or date.max) <= by
            for told in article.told
            if type(told.report).__name__ in view.reports
        }
        assert {each for each, entry in seen.entries.items() if type(entry.report).__name__ in view.reports} == expected


WORDS = ("retract", "confirm", "act", "target")


def curate(newsroom: Newsroom, told: Told, word: str) -> None:
    """Say something of an event, as a curator."""
    match word:
        case "retract":
            newsroom.retract(told)
        case "confirm":
            newsroom.confirm(told)
        case "target" if isinstance(told.report, Directed):
            newsroom.correct(told, {"target": "NER"})
        case _:
            newsroom.correct(told, {"act": on("2025-06-22")})


@settings(max_examples=40)
@given(st.data())
def test_curators_words_commute_with_articles(data: st.DataObject) -> None:
    """A word said of an event at once or after all articles, these in any order: every view is equal, at any day."""
    published = data.draw(articles())
    words = {
        told.id: data.draw(st.sampled_from(WORDS))
        for article in published
        for told in article.told
        if data.draw(st.booleans())
    }
    late, early = Newsroom(), Newsroom()
    late.publish(*published)
    for told in (told for article in published for told in article.told if told.id in words):
        curate(late, told, words[told.id])
    for article in data.draw(st.permutations(published)):
        early.publish(article)
        for told in article.told:
            if told.id in words:
                curate(early, told, words[told.id])
    for times in (None, at("2026-06-01", reported_by=data.draw(st.sampled_from(DAYS)))):
        for view in VIEWS:
            seen = [newsroom.ground(view) for newsroom in (late, early)]
            if times is not None:
                seen = [restrict(ground, times) for ground in seen]
            one, other = (_apart_from_lost_acts(canonical(fold_rows(view, ground))) for ground in seen)
            assert one == other, view.name


def _apart_from_lost_acts(tables: dict[str, list[bytes]]) -> dict[str, list[Any]]:
    """Rows without the happening of retracted events: it stays what it was then, and joins nothing any more.

    An event retracted at once was never joined with others; one retracted later may have been.
    """
    rows = {name: [msgspec.json.decode(row) for row in table] for name, table in tables.items()}
    for row in (row for table in rows.values() for row in table if row.get("retraction") is not None):
        del row["happening"], row["fact"]["happening"]
    return {name: sorted(table, key=msgspec.json.encode) for name, table in rows.items()}


@settings(max_examples=40)
@given(st.data())
def test_what_is_kept_apart_stays_so_in_any_order(data: st.DataObject) -> None:
    """Two happenings kept apart, then more articles, in any order: every view is equal, and the two stay two."""
    published = data.draw(articles())
    first, then = published[: len(published) // 2 + 1], published[len(published) // 2 + 1 :]
    told = [each for article in first for each in article.told]
    one, other = data.draw(st.sampled_from(told)), data.draw(st.sampled_from(told))
    rooms: list[Newsroom] = []
    said = False
    for _ in range(2):
        room = Newsroom()
        room.publish(*data.draw(st.permutations(first)))
        if room.history.happening[one.id] != room.history.happening[other.id]:
            said = bool(room.keep_apart(one, other))
        room.publish(*data.draw(st.permutations(then)))
        rooms.append(room)
    for view in VIEWS:
        here, there = (canonical(fold_rows(view, room.ground(view))) for room in rooms)
        assert here == there, view.name
    if said:
        assert rooms[0].history.happening[one.id] != rooms[0].history.happening[other.id]


@settings(max_examples=60)
@given(st.data(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_at_three_times_a_view_is_what_the_admitted_events_make(data: st.DataObject, day: date, by: date) -> None:
    """As of a day, reported by one and known at a position: a view is what the events admitted make, folded alone."""
    newsroom = Newsroom()
    for article in data.draw(articles()):
        newsroom.publish(article)
        for told in article.told:
            if data.draw(st.booleans()):
                curate(newsroom, told, data.draw(st.sampled_from(WORDS)))
    known_at = data.draw(st.integers(0, len(newsroom.recorded)))
    times = at("2026-06-01", as_of=day, reported_by=by, known_at=known_at)
    seen = restrict(fold_recorded(newsroom.recorded[:known_at]), times)
    alone = from_scratch(newsroom.recorded[:known_at], times)
    for view in VIEWS:
        assert canonical(fold_rows(view, seen)) == canonical(fold_rows(view, alone)), view.name


def from_scratch(recorded: Sequence[RecordedEvent], times: Times) -> Ground:
    """The ground of the reports that the times admit and of what was said and decided of those, nothing else folded."""
    whole = fold_recorded(recorded)
    admitted = {
        entry.event
        for entry in whole.entries.values()
        if entry.withdrawn is None and admits(entry.report, entry.recorded, times)
    }
    ground = fold_recorded(each for each in recorded if each.type not in REPORT_TYPES or str(each.id) in admitted)
    told = {entry.happening for entry in ground.entries.values()}
    recounted = {(each.family, each.parties, each.announcement): each for each in find_answers(list(as_groups(ground)))}
    for key, answered in list(ground.answers.items()):
        if answered.answer in told and key[2] in told:
            continue
        del ground.answers[key]
        if key[2] in told and key in recounted:
            again = recounted[key]
            ground.answers[key] = Answered(answer=again.answer, outcome=again.outcome)
    return ground

"""Articles, happenings and officials in lists: from tables and ledger alike, in pages, at the three times."""

from datetime import date
from typing import Any

import msgspec

from events.codec import derive_id, seal
from events.ledger import Ledger
from events.vocabulary import ArticleRevised, MeetingHeld, VisitAnnounced, VisitOccurred
from projections.following.runner import Runner
from projections.questions.articles import ArticleFilter
from projections.questions.queries import Queries
from projections.times import Times
from tests.unit.projections.newsroom import Article, Newsroom, on

TODAY = date(2030, 1, 1)
NOW = Times(today=TODAY)
GOITA = ("Assimi Goïta",)


def april() -> Article:
    """Announce the visit of June."""
    return Article("april", "2025-04-04", "A").tells(VisitAnnounced, persons=GOITA, due=on("2025-06"), stage="planned")


def june() -> Article:
    """Tell of the visit of June."""
    return Article("june", "2025-06-23", "B").tells(VisitOccurred, persons=GOITA, act=on("2025-06-22", "2025-06-26"))


async def test_articles_are_listed_with_their_events(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """Articles of a publisher, days and party, without events too; a withdrawn event counts no more."""
    newsroom = Newsroom()
    visit = june()
    await ledger.append(newsroom.publish(april()))
    held = await ledger.head()
    silent, undated = (
        Article("silent", "2025-05-01", "A"),
        Article("undated").tells(MeetingHeld, parties=("BFA", "MLI")),
    )
    await ledger.append(newsroom.publish(silent, visit, undated))
    await runner.catch_up()

    async def ids(times: Times = NOW, **which: Any) -> list[tuple[str, int]]:
        page = await queries.articles(times, ArticleFilter(**which))
        return [(each.article, each.events) for each in page.items]

    assert sorted(await ids()) == [("april", 1), ("june", 1), ("silent", 0), ("undated", 1)]
    assert await ids(publisher="A") == [("silent", 0), ("april", 1)]
    assert await ids(since=date(2025, 5, 1), until=date(2025, 6, 1)) == [("silent", 0)]
    assert sorted(await ids(parties=("RUS",))) == [("april", 1), ("june", 1)]
    assert await ids(language="en") == []
    assert await ids(Times(today=TODAY, known_at=held)) == [("april", 1)]
    assert await ids(Times(today=TODAY, as_of=date(2025, 5, 15))) == [("silent", 0), ("april", 1)]
    first = await queries.articles(NOW, limit=3)
    rest = await queries.articles(NOW, limit=3, after=first.next)
    assert len({each.article for each in (*first.items, *rest.items)}) == 4
    await ledger.append(newsroom.retract(visit.told[0]))
    await runner.catch_up()
    assert await ids(publisher="B") == [("june", 0)]


async def test_an_article_is_listed_as_it_was_held(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """A revised article has its new title now, and at a position or moment before its revision the title of then."""
    newsroom = Newsroom()
    first = april().ingested()
    await ledger.append(newsroom.publish(april()))
    held = await ledger.head()
    told = {**msgspec.structs.asdict(first), "title": "Another", "text_hash": "f" * 64}
    revised = msgspec.convert({**told, "former_text_hash": first.text_hash, "type": "ArticleRevised"}, ArticleRevised)
    await ledger.append([seal(revised, derive_id("april", "revised"))])
    await runner.catch_up()
    (event,) = await ledger.read(after=held - 1, limit=1)
    for known_at, title in ((None, "Another"), (held, "Title of april"), (event.recorded_at, "Title of april")):
        page = await queries.articles(Times(today=TODAY, known_at=known_at))
        assert [each.title for each in page.items] == [title]


async def test_a_happening_shows_its_acts_events_and_links(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """A visit shows who tells of it and what announced it; known before it was recorded, it is not there."""
    newsroom = Newsroom()
    await ledger.append(newsroom.publish(april()))
    held = await ledger.head()
    again = Article("again", "2025-06-24", "C").tells(VisitOccurred, persons=GOITA, act=on("2025-06-22"))
    await ledger.append(newsroom.publish(june(), again))
    await runner.catch_up()
    (visit,) = (await queries.visits(NOW)).items
    for times in (NOW, Times(today=TODAY, known_at=await ledger.head())):
        shown = await queries.happening(visit.happening, times)
        assert shown is not None
        assert [fact.type for fact in shown.facts] == ["VisitOccurred"]
        assert sorted(event.fact.sources[0].article for event in shown.events) == ["again", "june"]
        (link,) = shown.links
        assert (link.answer, link.outcome) == (visit.happening, "occurred")
        announced = await queries.happening(link.announcement, times)
        assert announced is not None
        assert announced.links == (link,)
    before = Times(today=TODAY, known_at=held)
    assert await queries.happening(visit.happening, before) is None
    open_then = await queries.happening(link.announcement, before)
    assert open_then is not None
    assert open_then.links == ()
    assert await queries.happening("none", NOW) is None
    early = await queries.happening(visit.happening, Times(today=TODAY, reported_by=date(2025, 6, 23)))
    assert early is not None
    assert len(early.events) == 1


async def test_officials_are_alike_from_tables_and_ledger(ledger: Ledger, runner: Runner, queries: Queries) -> None:
    """Persons with their acts and days, page by page; the ledger says what the tables say."""
    talks = Article("talks", "2025-04-04").tells(
        MeetingHeld, persons=("Abdoulaye Diop", "Sergueï Lavrov"), act=on("2025-04-03")
    )
    await ledger.append(Newsroom().publish(april(), june(), talks))
    await runner.catch_up()
    whole = await queries.officials(NOW)
    assert [(each.name, each.acts, each.party) for each in whole.items] == [
        ("Abdoulaye Diop", 1, None),
        ("Assimi Goïta", 2, "MLI"),
        ("Sergueï Lavrov", 1, None),
    ]
    back = Times(today=TODAY, reported_by=TODAY)
    assert (await queries.officials(back)).items == whole.items
    for times in (NOW, back):
        first = await queries.officials(times, limit=2)
        rest = await queries.officials(times, limit=2, after=first.next)
        assert (*first.items, *rest.items) == whole.items
        assert [each.name for each in (await queries.officials(times, name="GOITA")).items] == ["Assimi Goïta"]
        assert (await queries.officials(times, party="FRA")).items == ()

"""Questions about articles, happenings and the persons that they name, in lists."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from events.envelope import Query, QueryItem
from events.ledger.checks import is_name
from events.vocabulary import Report, parties_of
from projections.following.batch import known, parse
from projections.ground.facts import Acts
from projections.ground.ground import ArticleKnown, Ground, restrict
from projections.ground.kept import read_fact
from projections.names import fold_name
from projections.public.records import (
    ArticleLine,
    ArticlePage,
    HappeningShown,
    Link,
    OfficialPage,
)
from projections.questions.cursor import read_cursor, write_cursor
from projections.questions.looking_back import ground_at
from projections.questions.snapshot import Reader, Snapshot, show_times
from projections.storing.store import load_happenings
from projections.times import Times, is_known
from projections.view import ARTICLES
from projections.views import officials, timeline
from projections.views.officials import OFFICIALS, Seen, SeenRow
from projections.views.timeline import TIMELINE, EventRow

_article = msgspec.json.Decoder(ArticleKnown)


class ArticleFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which articles are asked for; what is left open lets everything through. ``parties``: of one act it tells."""

    publisher: str | None = None
    language: str | None = None
    since: date | None = None
    until: date | None = None
    parties: tuple[str, ...] = ()


EVERY_ARTICLE = ArticleFilter()


class ArticleQueries(Reader):
    """What was read, and who is in it."""

    async def articles(
        self, times: Times, which: ArticleFilter = EVERY_ARTICLE, *, limit: int = 50, after: str | None = None
    ) -> ArticlePage:
        """Articles that a filter lets through, the latest published first, with how many events each told.

        Raises:
            BadCursor: ``after`` is no cursor of this list.
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        place = (None, None) if after is None else read_cursor(after, tuple[date, str])
        day = min(times.day, times.reported_by or times.day)
        held = _held(times)
        async with self._look(TIMELINE, times) as seen:
            about: list[str] | None = None
            if which.parties:
                about = [row["article"] for row in await seen.fetch("articles_about", sorted(which.parties))]
            chosen = (which.publisher, which.language, which.since, which.until, about)
            records = await seen.connection.fetch(
                seen.ground.sql("articles_page"), day, *held, *chosen, *place, limit + 1
            )
            read = [(_article.decode(record["known"]), record["counted"]) for record in records]
            told = await seen.fetch("told", [article.latest.article for article, _ in read], *held)
        shown = [await self._as_held(article, times, seen.position) for article, _ in read[:limit]]
        counts = {row["article"]: row["events"] for row in told}
        items = tuple(_line(article, counts.get(article.latest.article, 0)) for article in shown)
        following = None
        if len(read) > limit:
            article, counted = read[limit - 1]
            following = write_cursor((counted, article.latest.article))
        return ArticlePage(items=items, next=following, times=show_times(times), position=seen.position)

    async def officials(
        self,
        times: Times,
        *,
        party: str | None = None,
        name: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> OfficialPage:
        """Persons named in acts of a party or of any, whose names hold some letters, in alphabetical order.

        Raises:
            BadCursor: ``after`` is no cursor of this list.
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        place = None if after is None else read_cursor(after, str)
        wanted = None if name is None else fold_name(name)
        async with self._look(OFFICIALS, times) as seen:
            back = times.looks_back or await seen.is_unsettled(times)
            records = [] if back else await seen.fetch("page", times.day, party, wanted, place, limit + 1)
        if back:
            rows = [row for row in (await self._rows_at(seen, times))["seen"] if isinstance(row, SeenRow)]
            found = officials.gather(rows, times.day, party=party, name=wanted, after=place)
        else:
            found = [msgspec.convert({**record, "names": tuple(record["names"])}, Seen) for record in records]
        persons = officials.describe(found, self._officials)
        following = write_cursor(persons[limit - 1][0]) if len(persons) > limit else None
        items = tuple(person for _, person in persons[:limit])
        return OfficialPage(items=items, next=following, times=show_times(times), position=seen.position)

    async def happening(self, happening: str, times: Times) -> HappeningShown | None:
        """One happening at three times; None where nothing then told of it.

        Raises:
            BeyondHead: ``known_at`` is a position that the ledger has not reached.

        """
        if not is_name(f"happening:{happening}"):
            return None
        async with self._look(TIMELINE, times) as seen:
            part = await load_happenings(seen.connection, seen.ground, [happening])
            records = await seen.connection.fetch(seen.ground.sql("answering"), [happening])
        links = [
            _link(record["announcement"], record["answer"], record["outcome"], record["parties"]) for record in records
        ]
        if times.known_at is not None:
            part = await self._held_of(seen, happening, times)
            links = [
                _link(key[2], answered.answer, answered.outcome, key[1])
                for key, answered in sorted(part.answers.items(), key=lambda each: each[0])
                if happening in {key[2], answered.answer}
            ]
        ground = restrict(part, times)
        acts = Acts(ground)
        facts = tuple(read_fact(act.fact) for act in acts.of(happening))
        if not facts:
            return None
        events = [row for row in timeline.rows(acts, happening)["event"] if isinstance(row, EventRow)]
        return HappeningShown(
            happening=happening,
            facts=facts,
            events=tuple(timeline.describe(row) for row in sorted(events, key=lambda row: row.position)),
            links=tuple(links),
            times=show_times(times),
            position=seen.position,
        )

    async def _as_held(self, article: ArticleKnown, times: Times, upto: int) -> ArticleKnown:
        """An article as the ledger held it, up to a position; only one that was revised can have been another."""
        if times.known_at is None or not article.former_text_hashes:
            return article
        wanted = Query(items=(QueryItem(types=ARTICLES, tags=(f"article:{article.latest.article}",)),))
        ground = Ground()
        async for page in self._ledger.stream(wanted, upto=upto):
            for item in parse(page):
                told = known(item)
                if told is not None and is_known(told[2], times):
                    ground.apply(*told)
        return ground.articles.get(article.latest.article, article)

    async def _held_of(self, seen: Snapshot, happening: str, times: Times) -> Ground:
        """What the ledger held of the parties of a happening."""
        named: set[tuple[str, str]] = set()
        async for page in self._ledger.stream(
            Query(items=(QueryItem(tags=(f"happening:{happening}",)),)), upto=seen.position
        ):
            for item in parse(page):
                told = known(item)
                parties: Sequence[str] = ()
                if told is not None:
                    event = told[1]
                    parties = parties_of(event) if isinstance(event, Report) else getattr(event, "parties", ())
                named.update((one, other) for one in parties for other in parties if one < other)
        return await ground_at(self._pool, self._ledger, seen.view, times, upto=seen.position, pairs=sorted(named))


def _held(times: Times) -> tuple[int | None, datetime | None]:
    at = times.known_at
    return (at, None) if isinstance(at, int) else (None, at)


def _line(article: ArticleKnown, events: int) -> ArticleLine:
    latest = article.latest
    return ArticleLine(
        article=latest.article,
        title=latest.title,
        url=latest.url,
        publisher=latest.publisher,
        published=latest.published,
        language=latest.language,
        recorded_at=article.recorded.recorded_at.isoformat(),
        events=events,
    )


def _link(announcement: str, answer: str, outcome: str, parties: Sequence[str]) -> Link:
    fields = {"announcement": announcement, "answer": answer, "outcome": outcome, "parties": tuple(parties)}
    return msgspec.convert(fields, Link)

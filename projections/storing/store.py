"""The ground in its tables: the part that a batch may change is loaded, folded on and written back."""

import logging
from collections.abc import AsyncGenerator, Collection, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from operator import itemgetter
from typing import Any, assert_never

import asyncpg
import msgspec

from events.answers import AWAITING
from events.interval import last_day
from events.vocabulary import (
    FAMILIES,
    Act,
    AnnouncementAnswered,
    ArticleIngested,
    ArticleRevised,
    Event,
    EventConfirmed,
    EventCorrected,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    Redacted,
)
from projections.errors import ViewMissing
from projections.ground.entries import Entry
from projections.ground.ground import ArticleKnown, Ground
from projections.ground.stored import Stored, add_articles, build_ground
from projections.storing.inserting import Gone, Rows, delete_rows, write_rows
from projections.times import Recorded
from projections.view import GROUND, Connection, Tables, statement

Known = tuple[str, Event, Recorded]
"""An event with its id and where it was recorded."""

_ANSWERED = frozenset(name for family in AWAITING for name in FAMILIES[family])
"""The types of reports that an answer may be to."""
_COLUMNS = {
    "entry": ("event", "happening", "article", "type", "position", "withdrawn", "amended", "moved", "moved_from"),
    "answer": ("family", "parties", "announcement", "answer", "outcome"),
    "article": ("article", "known", "published", "publisher", "language", "position", "recorded_at", "counted"),
}
# The columns of entries by their places in ``ground.sql``: of each report, a look by name takes three times as long.
_HAPPENING, _AMENDED, _ARTICLE, _TYPE = 0, 2, 7, 8
_article_of = itemgetter(_ARTICLE)
_log = logging.getLogger(__name__)


async def make_tables(connection: Connection, tables: Tables, *, indexes: bool = True) -> None:
    """Make the tables where they are missing."""
    await connection.execute(tables.sql("tables"))
    if indexes:
        for each in ("indexes", "late_indexes"):
            if tables.has(each):
                await connection.execute(tables.sql(each))


@asynccontextmanager
async def open_snapshot(pool: "asyncpg.Pool[Any]") -> AsyncGenerator[Connection]:
    """A connection that only reads, and sees everything as it was at its first statement.

    Shortly after a start a server was seen to refuse the first BEGIN of a session that had asked something before and
    was idle ("must be called before any query"), and to take the next one: it is tried once more.
    """
    async with AsyncExitStack() as stack:
        try:
            connection = await _enter(stack, pool)
        except asyncpg.ActiveSQLTransactionError as error:
            _log.warning("a transaction was refused on an idle connection and is begun again on another: %s", error)
            await stack.aclose()
            connection = await _enter(stack, pool)
        yield connection


async def _enter(stack: AsyncExitStack, pool: "asyncpg.Pool[Any]") -> Connection:
    connection = await stack.enter_async_context(pool.acquire())
    await stack.enter_async_context(connection.transaction(isolation="repeatable_read", readonly=True))
    return connection


async def hold(connection: Connection, names: Sequence[str], *, following: bool = False) -> list[asyncpg.Record]:
    """Lock the active versions of tables until the transaction ends, and return their rows of the registry.

    ``following``: what is written only follows the ledger, so that its commit need not wait for the disk.
    """
    await take_turn(connection, following=following)
    return await lock_active(connection, names)


async def take_turn(connection: Connection, *, following: bool = False) -> None:
    """Await the turn to fold into the active tables or to put others in their place, until the transaction ends.

    ``following``: what is written only follows the ledger, so that its commit need not wait for the disk.
    """
    await connection.execute(_join("not_waiting_for_disk", "take_turn") if following else _join("take_turn"))


async def lock_active(connection: Connection, names: Sequence[str]) -> list[asyncpg.Record]:
    """Lock the active versions of tables, by whoever has the turn, and return their rows of the registry."""
    return await connection.fetch(statement("registry.sql", "hold", 1), names)


@asynccontextmanager
async def open_turn(connection: Connection) -> AsyncGenerator[None]:
    """A transaction of whoever only follows the ledger, with the turn taken: its commit does not wait for the disk.

    Begun by one message with all that it sets. It cannot have transactions of asyncpg's within.
    """
    try:
        await connection.execute("BEGIN;\n" + _join("not_waiting_for_disk", "planning_once", "take_turn"))
        yield
    except BaseException:
        if not connection.is_closed():
            await connection.execute("ROLLBACK")
        raise
    await connection.execute("COMMIT")


def _join(*names: str) -> str:
    """Statements of the registry that go to the server in one message."""
    return "\n".join(statement("registry.sql", name, 1) for name in names)


class Stands(msgspec.Struct, frozen=True, kw_only=True):
    """What the tables of a ground have, of the part that a batch may change."""

    happenings: frozenset[str]
    entries: frozenset[str]
    articles: frozenset[str]


def what_stands(part: Ground) -> Stands:
    """What is stored of a part of the ground; to be asked before events are folded into it."""
    return Stands(
        happenings=frozenset((*part.happenings, *part.redacted.values())),
        entries=frozenset((*part.entries, *part.redacted)),
        articles=frozenset(part.articles),
    )


async def load(connection: Connection, ground: Tables, events: Sequence[Known]) -> Ground:
    """The part of the stored ground that the events may change, whole happenings at a time.

    Among them are the happenings of which an article among the events told, since they show its title.
    """
    ids, happenings, articles = _mentioned(events)
    rows = await connection.fetch(ground.sql("entries_about"), list(happenings), list(ids), list(articles))
    announced = _announced(rows)
    for _, event, _ in events:
        if isinstance(event, Act):
            articles.add(event.article)
            if event.family in AWAITING:
                announced.add(event.happening)
        elif isinstance(event, AnnouncementAnswered):
            announced.add(event.announcement)
    articles.update(row["article"] for row in rows)
    return build_ground(await _complete(connection, ground, rows, sorted(announced), articles))


async def load_mentioned(connection: Connection, ground: Tables, events: Sequence[Known]) -> Ground:
    """The reports, answers and articles that decisions name, without the rest of their happenings.

    It is enough for folding the decisions into the ground, not for what they change in the views.
    """
    ids, happenings, articles = _mentioned(events)
    rows = await connection.fetch(ground.sql("entries_of_events"), list(ids)) if ids else []
    return build_ground(await _complete(connection, ground, rows, sorted(happenings), articles))


async def load_happenings(connection: Connection, ground: Tables, happenings: Collection[str]) -> Ground:
    """Some happenings of the stored ground, whole, with what answered them and the articles that told of them."""
    wanted = sorted(happenings)
    rows = await connection.fetch(ground.sql("entries"), wanted)
    return build_ground(await _complete(connection, ground, rows, wanted, {row["article"] for row in rows}))


async def load_window(connection: Connection, ground: Tables, after: int, upto: int) -> Stored:
    """The happenings that last changed after one position and up to another, whole, with what belongs to them."""
    rows = await connection.fetch(statement("rebuilding/rebuild.sql", "window", ground.version), after, upto)
    return await _complete(connection, ground, rows, sorted(_announced(rows)), set(map(_article_of, rows)))


def _announced(rows: "Sequence[asyncpg.Record]") -> set[str]:
    """The happenings that can have been announced; a correction may have made that of anything."""
    return {row[_HAPPENING] for row in rows if row[_TYPE] in _ANSWERED or row[_AMENDED]}


async def _complete(
    connection: Connection,
    ground: Tables,
    rows: "Sequence[asyncpg.Record]",
    happenings: Sequence[str],
    articles: Collection[str],
) -> Stored:
    """Entries (as the statement ``entries`` gives them) with what was said of them, and answers and articles."""
    amended = [place for row in rows if row[_AMENDED] for place in row[_AMENDED]]
    amendments = await connection.fetch(ground.sql("amendments"), amended) if amended else ()
    answers = await connection.fetch(ground.sql("answers"), happenings) if happenings else ()
    known = await connection.fetch(ground.sql("articles"), sorted(articles)) if articles else ()
    return Stored(
        entries=list(map(tuple, rows)),
        amendments=[tuple(row) for row in amendments],
        answers=[tuple(row) for row in answers],
        articles=[row["known"] for row in known],
    )


async def find_ground(connection: Connection) -> Tables:
    """The version of the ground that answers, as the connection's transaction sees it.

    Raises:
        ViewMissing: there is none yet.

    """
    rows = await connection.fetch(statement("registry.sql", "active", 1), [GROUND.name])
    if not rows:
        raise ViewMissing(GROUND.name)
    return msgspec.structs.replace(GROUND, version=rows[0]["version"])


async def load_articles(connection: Connection, ground: Tables, articles: Iterable[str]) -> list[ArticleKnown]:
    """The articles of some ids, as the ground keeps them."""
    part = Ground()
    rows = await connection.fetch(ground.sql("articles"), sorted(set(articles)))
    add_articles(part, [row["known"] for row in rows])
    return list(part.articles.values())


async def save_ground(
    connection: Connection, ground: Tables, part: Ground, *, reached: int | None, before: Stands
) -> None:
    """Write what events have touched of the ground, in the place of what stood of it ``before``.

    ``reached``: the position up to which they went, None where happenings are numbered later.
    """
    await delete_answers(connection, ground, part)
    gone = find_gone(ground, part, before)
    if any(values for _, _, values in gone):
        await delete_rows(connection, gone)
    filled = rows_to_write(ground, part)
    if reached is None:
        # Indexes of the other tables are made meanwhile, which a statement that names them would wait for.
        filled = [rows for rows in filled if rows.values]
    await write_rows(connection, filled)
    if part.touched and reached is not None:
        await connection.execute(ground.sql("change"), sorted(part.touched), reached)


async def delete_answers(connection: Connection, ground: Tables, part: Ground) -> None:
    """Take out the answers that events have touched."""
    if part.touched_answers:
        keys = sorted(part.touched_answers)
        await connection.execute(
            ground.sql("delete_answers"), [family for family, _, _ in keys], [announced for _, _, announced in keys]
        )


def find_gone(ground: Tables, part: Ground, before: Stands) -> list[Gone]:
    """What is to be taken out of the tables of entries and articles, since it stands there otherwise or no more."""
    return [
        (ground.table("entry"), "event", sorted(part.touched_entries & before.entries)),
        (ground.table("article"), "article", sorted(part.touched_articles & before.articles)),
    ]


def rows_to_write(ground: Tables, part: Ground) -> list[Rows]:
    """The rows of what events have touched, of each table of the ground that is filled so."""
    entries = [part.entries[event] for event in sorted(part.touched_entries) if event in part.entries]
    named = {(family, announced) for family, _, announced in part.touched_answers}
    answers = [
        (*key, answer.answer, answer.outcome)
        for key, answer in sorted(part.answers.items(), key=lambda i: i[0])
        if (key[0], key[2]) in named
    ]
    records = {
        "entry": [_entry_record(entry) for entry in entries],
        "answer": answers,
        "article": [_article_record(part.articles[article]) for article in sorted(part.touched_articles)],
    }
    return [Rows(ground.table(name), columns, 0, records[name]) for name, columns in _COLUMNS.items()]


def _article_record(article: ArticleKnown) -> tuple[object, ...]:
    latest, recorded = article.latest, article.recorded
    published = None if latest.published is None else last_day(latest.published)
    return (
        latest.article,
        msgspec.json.encode(article),
        latest.published,
        latest.publisher,
        latest.language,
        recorded.position,
        recorded.recorded_at,
        min(published or recorded.day, recorded.day),
    )


def _entry_record(entry: Entry) -> tuple[object, ...]:
    return (
        entry.event,
        entry.happening,
        entry.report.article,
        type(entry.told or entry.report).__name__,
        entry.recorded.position,
        None if entry.withdrawn is None else msgspec.json.encode(entry.withdrawn),
        [each.recorded.position for each in entry.amendments] or None,
        [each.position for each in entry.moves] or None,
        [each.before for each in entry.moves] or None,
    )


def _mentioned(events: Iterable[Known]) -> tuple[set[str], set[str], set[str]]:
    """Events, happenings and articles whose stored part must be known before these events are folded."""
    ids: set[str] = set()
    happenings: set[str] = set()
    articles: set[str] = set()
    for event_id, event, _ in events:
        if isinstance(event, Act):
            ids.add(event_id)
            happenings.add(event.happening)
            continue
        match event:
            case ArticleIngested() | ArticleRevised():
                articles.add(event.article)
            case HappeningsMerged() | HappeningSplit():
                ids.update(event.events)
                happenings.add(event.happening)
            case AnnouncementAnswered():
                happenings.add(event.announcement)
            case EventRetracted() | EventCorrected() | EventConfirmed() | Redacted():
                ids.add(event.event)
            case _:
                assert_never(event)
    return ids, happenings, articles

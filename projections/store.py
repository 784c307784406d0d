"""A view's tables: the part of its ground that a batch needs is loaded, folded on, and written back with its rows."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import asyncpg
import msgspec

from events.codec import encode
from events.vocabulary import (
    AnnouncementAnswered,
    ArticleIngested,
    ArticleRevised,
    Event,
    EventRetracted,
    HappeningsMerged,
    HappeningSplit,
    Redacted,
    Report,
)
from projections.facts import Acts
from projections.ground import Answered, ArticleKnown, Entry, Ground, Withdrawn
from projections.times import Recorded
from projections.view import Row, View, statement

Connection: TypeAlias = "asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]"
Known = tuple[str, Event, Recorded]
"""An event with its id and where it was recorded."""

_report: msgspec.json.Decoder[Report] = msgspec.json.Decoder(Report)
_withdrawn: msgspec.json.Decoder[Withdrawn] = msgspec.json.Decoder(Withdrawn)
_article: msgspec.json.Decoder[ArticleKnown] = msgspec.json.Decoder(ArticleKnown)


async def make_tables(connection: Connection, view: View) -> None:
    """Make the tables of a view's version where they are missing."""
    await connection.execute(statement("ground.sql", "tables", view.version, view.name))
    await connection.execute(statement(f"{view.name}.sql", "tables", view.version))


async def load(connection: Connection, view: View, events: Sequence[Known]) -> Ground:
    """The part of a view's ground that the events may change, whole happenings at a time."""
    ids, happenings, articles = _mentioned(events)
    found = await connection.fetch(_sql(view, "happenings_of_events"), list(ids), list(articles))
    happenings.update(row[0] for row in found)
    wanted = sorted(happenings)
    ground = Ground()
    for row in await connection.fetch(_sql(view, "entries"), wanted):
        ground.add(
            Entry(
                event=row["event"],
                report=_report.decode(row["report"]),
                recorded=Recorded(position=row["position"], recorded_at=row["recorded_at"]),
                happening=row["happening"],
                withdrawn=None if row["withdrawn"] is None else _withdrawn.decode(row["withdrawn"]),
            )
        )
    for row in await connection.fetch(_sql(view, "answers"), wanted):
        key = (row["family"], tuple(row["parties"]), row["announcement"])
        ground.answers[key] = Answered(answer=row["answer"], outcome=row["outcome"])
    articles.update(entry.report.article for entry in ground.entries.values())
    articles.update(event.article for _, event, _ in events if isinstance(event, Report))
    for article in await load_articles(connection, view, articles):
        ground.articles[article.latest.article] = article
    return ground


async def load_articles(connection: Connection, view: View, articles: Iterable[str]) -> list[ArticleKnown]:
    """The articles of some ids, as a view keeps them."""
    rows = await connection.fetch(_sql(view, "articles"), sorted(articles))
    return [_article.decode(row["known"]) for row in rows]


async def save(connection: Connection, view: View, ground: Ground) -> None:
    """Write what the ground's events touched: its entries, answers and articles, and the rows made of them."""
    await _save_ground(connection, view, ground)
    touched = sorted(ground.touched)
    if not touched:
        return
    keys = await _summary_keys(connection, view, touched)
    made: dict[str, list[Row]] = {name: [] for name in view.tables if name not in view.summaries}
    acts = Acts(ground)
    for happening in touched:
        for name, rows in view.rows(acts, happening).items():
            made[name].extend(rows)
    for name, rows in made.items():
        table = view.table(name)
        await connection.execute(f"DELETE FROM views.{table} WHERE happening = ANY ($1::text[])", touched)  # noqa: S608  (a name of ours)
        await _copy(connection, table, view.tables[name].__struct_fields__, map(msgspec.structs.astuple, rows))
    if view.summary_key:
        keys |= {tuple(getattr(row, field) for field in view.summary_key) for rows in made.values() for row in rows}
        columns = [list(column) for column in zip(*sorted(keys), strict=True)]
        if columns:
            await connection.execute(statement(f"{view.name}.sql", "delete_summary", view.version), *columns)
            await connection.execute(statement(f"{view.name}.sql", "summarise", view.version), *columns)


async def _summary_keys(connection: Connection, view: View, touched: Sequence[str]) -> set[tuple[str, ...]]:
    if not view.summary_key:
        return set()
    rows = await connection.fetch(statement(f"{view.name}.sql", "touched", view.version), touched)
    return {tuple(row) for row in rows}


async def _save_ground(connection: Connection, view: View, ground: Ground) -> None:
    entries = sorted(ground.touched_entries)
    if entries:
        await connection.execute(_sql(view, "delete_entries"), entries)
        columns = ("event", "happening", "article", "position", "recorded_at", "report", "withdrawn")
        await _copy(
            connection,
            view.table("entry"),
            columns,
            (_entry_record(ground.entries[event]) for event in entries if event in ground.entries),
        )
    if ground.touched_answers:
        keys = sorted(ground.touched_answers)
        await connection.execute(
            _sql(view, "delete_answers"), [family for family, _, _ in keys], [announced for _, _, announced in keys]
        )
        named = {(family, announced) for family, _, announced in keys}
        kept = (
            (*key, answer.answer, answer.outcome) for key, answer in sorted(ground.answers.items(), key=lambda i: i[0])
        )
        columns = ("family", "parties", "announcement", "answer", "outcome")
        await _copy(
            connection, view.table("answer"), columns, (record for record in kept if (record[0], record[2]) in named)
        )
    if ground.touched_articles:
        articles = sorted(ground.touched_articles)
        await connection.execute(_sql(view, "delete_articles"), articles)
        records = ((article, msgspec.json.encode(ground.articles[article])) for article in articles)
        await _copy(connection, view.table("article"), ("article", "known"), records)


def _entry_record(entry: Entry) -> tuple[object, ...]:
    return (
        entry.event,
        entry.happening,
        entry.report.article,
        entry.recorded.position,
        entry.recorded.recorded_at,
        encode(entry.report),
        None if entry.withdrawn is None else msgspec.json.encode(entry.withdrawn),
    )


async def _copy(
    connection: Connection, table: str, columns: Sequence[str], records: Iterable[tuple[object, ...]]
) -> None:
    rows = list(records)
    if rows:
        await connection.copy_records_to_table(table, schema_name="views", columns=list(columns), records=rows)


def _mentioned(events: Iterable[Known]) -> tuple[set[str], set[str], set[str]]:
    """Events, happenings and articles whose stored part must be known before these events are folded."""
    ids: set[str] = set()
    happenings: set[str] = set()
    articles: set[str] = set()
    for event_id, event, _ in events:
        match event:
            case HappeningsMerged() | HappeningSplit():
                ids.update(event.events)
                happenings.add(event.happening)
            case AnnouncementAnswered():
                happenings.add(event.announcement)
            case EventRetracted() | Redacted():
                ids.add(event.event)
            case ArticleIngested() | ArticleRevised():
                articles.add(event.article)
            case _:
                ids.add(event_id)
                happenings.add(event.happening)
    return ids, happenings, articles


def _sql(view: View, name: str) -> str:
    return statement("ground.sql", name, view.version, view.name)

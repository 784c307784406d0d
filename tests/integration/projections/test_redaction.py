"""A report whose payload was taken away is left out: by the live views, by their replay, by later decisions."""

from typing import Any, TypeAlias

import asyncpg
import pytest

from events.codec import seal_redaction
from events.errors import InvalidEvent
from events.ledger import Ledger
from events.ledger.audit import verify_ledger
from events.ledger.redaction import redact
from events.vocabulary import Report
from projections.following.runner import Runner
from projections.replaying.replay import compare, read_live
from tests.database import TestDatabase
from tests.integration.projections.test_runner import write_articles
from tests.unit.projections.newsroom import Newsroom

Pool: TypeAlias = "asyncpg.Pool[Any]"


async def redact_at(database: TestDatabase, ledger: Ledger, *positions: int) -> None:
    """Take the payloads at these positions away, as the owner of the ledger."""
    owner = await asyncpg.connect(database.owner_url)
    try:
        for position in positions:
            (recorded,) = await ledger.read(after=position - 1, limit=1)
            await redact(owner, "the owner", position, seal_redaction(recorded, "A. Keeper", "a court ordered it"))
    finally:
        await owner.close()


async def test_live_views_and_replay_leave_redacted_reports_out(
    database: TestDatabase, pool: Pool, ledger: Ledger, runner: Runner
) -> None:
    """Reports redacted after they were folded, and before, are in no view; the tables equal the replay at each step."""
    newsroom = Newsroom()
    for article in write_articles(seed=11, count=12):
        await ledger.append(newsroom.publish(article))
    await runner.catch_up()
    before = await read_live(pool)
    reports = [event.position for event in await ledger.read() if event.type in {r.__name__ for r in Report.__args__}]
    folded = reports[::3]
    await redact_at(database, ledger, *folded)
    await runner.catch_up()
    assert await compare(pool, ledger) == []
    assert (await read_live(pool)).views != before.views
    unfolded: list[int] = []
    for article in write_articles(seed=12, count=6):
        head = await ledger.head()
        await ledger.append(newsroom.publish(article))
        unfolded.append(head + 2)  # its first report follows the article
    await redact_at(database, ledger, *unfolded)
    await runner.catch_up()
    assert await compare(pool, ledger) == []
    gone = {str(event.id) for event in await ledger.read() if event.position in {*folded, *unfolded}}
    assert len(gone) == len(folded) + len(unfolded)
    assert not {event for event in gone if any(_holds((await read_live(pool)).views, event))}
    assert all(lag.kept == lag.expected for lag in await runner.lag(count=True))
    report = await verify_ledger(pool)
    assert (report.findings, report.redacted) == ((), len(gone))


def _holds(views: Any, event: str) -> list[bytes]:
    return [row for tables in views.values() for rows in tables.values() for row in rows if event.encode() in row]


async def test_only_reports_are_redacted(ledger: Ledger) -> None:
    """Of an article's record or a decision no notice is made: the views could not forget what they folded of it."""
    newsroom = Newsroom()
    await ledger.append(newsroom.publish(*write_articles(seed=3, count=1)))
    (recorded,) = await ledger.read(limit=1)
    with pytest.raises(InvalidEvent, match="is of type ArticleIngested, no report"):
        seal_redaction(recorded, "A. Keeper", "a court ordered it")

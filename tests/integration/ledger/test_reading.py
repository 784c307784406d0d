"""What a reader of the ledger sees."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import asyncpg

from events.envelope import EVERYTHING, NewEvent, Query, QueryItem, RecordedEvent
from events.ledger import Ledger, keep_texts, read_text
from tests.ledger_events import ask, make_event


async def test_pages_follow_each_other(ledger: Ledger) -> None:
    """``after`` is exclusive, ``upto`` inclusive, and ``limit`` cuts; a stream puts the pages together."""
    await ledger.append([make_event("a") for _ in range(25)])
    assert [event.position for event in await ledger.read(after=3, limit=4)] == [4, 5, 6, 7]
    assert [event.position for event in await ledger.read(after=3, upto=5)] == [4, 5]
    pages = [[event.position for event in page] async for page in ledger.stream(after=1, page=10)]
    assert [len(page) for page in pages] == [10, 10, 4]
    assert [position for page in pages for position in page] == list(range(2, 26))
    assert [page async for page in ledger.stream(after=25)] == []


async def test_a_reader_who_stops_leaves_nothing_under_way(ledger: Ledger) -> None:
    """The list that is read ahead of a reader is given up when the reader goes, whatever the reader ends with."""
    await ledger.append([make_event("a") for _ in range(40)])
    pages = ledger.stream(page=10)
    first = await anext(pages)
    assert [task for task in asyncio.all_tasks() if task.get_name() == "ledger read"]
    await pages.aclose()
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "ledger read"]
    assert [event.position for event in first] == list(range(1, 11))
    assert await ledger.head() == 40


async def test_queries_agree_with_their_definition(ledger: Ledger) -> None:
    """Random queries find exactly the events that their items describe, in order, each once."""
    random.seed(7)
    tags = ["rare", *("common",) * 6, *("middling",) * 3, "b", "c"]
    events: list[NewEvent] = [
        make_event(*random.sample(tags, random.randint(0, 4)), kind=random.choice("ABC")) for _ in range(400)
    ]
    start = 0
    while start < len(events):
        size = random.choice((1, 1, 1, 5, 80))
        await ledger.append(events[start : start + size])
        start += size
    recorded = await ledger.read()
    for _ in range(60):
        items = tuple(
            QueryItem(
                types=tuple(random.sample("ABCD", random.randint(0, 2))),
                tags=tuple(random.sample(tags, random.randint(0, 3))),
            )
            for _ in range(random.randint(1, 3))
        )
        after, limit = random.randint(0, 300), random.randint(1, 50)
        expected = [event.position for event in recorded if event.position > after and _fits(event, items)]
        found = await ledger.read(Query(items=items), after=after, limit=limit)
        assert [event.position for event in found] == expected[:limit], items


def _fits(event: RecordedEvent, items: tuple[QueryItem, ...]) -> bool:
    return any((not item.types or event.type in item.types) and set(item.tags) <= set(event.tags) for item in items)


async def test_a_subscription_catches_up_and_goes_on(ledger: Ledger) -> None:
    """A subscriber receives what stood there before it came, then what is appended later, each once and in order."""
    await ledger.append([make_event("a") for _ in range(5)])
    seen: list[int] = []

    async def follow() -> None:
        async for page in ledger.subscribe(ask("a"), after=2, page=2):
            seen.extend(event.position for event in page)
            if seen[-1] >= 12:
                return

    follower = asyncio.create_task(follow())
    await _until(lambda: len(seen) == 3)
    await ledger.append([make_event("b")])
    for _ in range(6):
        await ledger.append([make_event("a")])
    await asyncio.wait_for(follower, 10)
    assert seen == [3, 4, 5, 7, 8, 9, 10, 11, 12]


async def test_a_subscription_outlives_its_connection(ledger: Ledger, pool: "asyncpg.Pool[Any]") -> None:
    """When the listening connection is cut, the subscriber misses nothing of what comes then."""
    seen: list[int] = []

    async def follow() -> None:
        async for page in ledger.subscribe(EVERYTHING):
            seen.extend(event.position for event in page)
            if seen[-1] >= 2:
                return

    follower = asyncio.create_task(follow())
    await ledger.append([make_event("a")])
    await _until(lambda: bool(seen))
    await pool.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await ledger.append([make_event("a")])
    await asyncio.wait_for(follower, 15)
    assert seen == [1, 2]


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110  (what is awaited happens in another task)
            await asyncio.sleep(0.01)


async def test_the_library_keeps_a_text_under_its_hash(pool: "asyncpg.Pool[Any]") -> None:
    """A text is found under the hash that keeping it returned; keeping it twice keeps it once."""
    text = "Le ministre s’est rendu à Moscou."
    digest, other = await keep_texts(pool, [text, "Il est rentré."])
    assert await keep_texts(pool, [text, text]) == [digest, digest]
    assert await read_text(pool, other) == "Il est rentré."
    assert await read_text(pool, digest) == "Le ministre s’est rendu à Moscou."
    assert await read_text(pool, bytes(32)) is None

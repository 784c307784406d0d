"""A flush that is sent behind another, before that one is answered."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

import asyncpg
import pytest

from events.envelope import Appended, Condition, NewEvent
from events.errors import ConditionFailed
from events.ledger.checks import check_batch
from events.ledger.flush import Flush, Flushed, Request, seal
from events.ledger.group_commit import GroupCommit
from events.ledger.pace import Pace
from tests.database import TestDatabase
from tests.integration.ledger.test_outcomes import open_line
from tests.ledger_events import make_event, none_of

WAITING = """
SELECT pid FROM pg_stat_activity
 WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%append_all%' ORDER BY query_start
"""


class Halves(Pace):
    """Leaves half of the appends to the next flush, however long anything takes."""

    def halves(self, appends: int) -> bool:
        """Always."""
        return appends > 0


class HalvesOfTwo(Halves):
    """Leaves half of the appends to the next flush where there are two."""

    def halves(self, appends: int) -> bool:
        """Of two or more."""
        return appends > 1


class Held:
    """A transaction that holds the head of the ledger, so that flushes wait."""

    def __init__(self, owner: "asyncpg.Connection[Any]", other: "asyncpg.Connection[Any]") -> None:
        self.owner = owner
        self._other = other

    async def waiting(self, flushes: int) -> list[int]:
        """Wait until so many flushes wait for the head; return who works at them, the first first."""
        for _ in range(2000):
            rows = await self._other.fetch(WAITING)
            if len(rows) >= flushes:
                return [row["pid"] for row in rows]
            await asyncio.sleep(0.01)
        pytest.fail(f"{flushes} flushes never waited for the head")

    async def end(self, process: int) -> None:
        """End a process of the server."""
        await self._other.execute("SELECT pg_terminate_backend($1)", process)


@asynccontextmanager
async def hold_head(database: TestDatabase) -> AsyncGenerator[Held]:
    """Hold the head until the end of the block."""
    owner, other = await asyncpg.connect(database.owner_url), await asyncpg.connect(database.owner_url)
    try:
        async with owner.transaction():
            await owner.execute("SELECT FROM ledger.head FOR UPDATE")
            yield Held(owner, other)
    finally:
        await owner.close()
        await other.close()


def group(pool: "asyncpg.Pool[Any]", flushes: list[int] | None = None) -> GroupCommit:
    """Give a group commit that notes in ``flushes`` how many appends each had."""

    def note(flushed: Flushed) -> None:
        if flushes is not None:
            flushes.append(flushed.appends)

    return GroupCommit(pool, "tests", patience=10.0, on_flush=note, pace=Halves())


async def append(commits: GroupCommit, event: NewEvent, condition: Condition | None = None) -> Appended:
    """Append one event, by default under a condition that finds nothing."""
    return await commits.append(check_batch([event], condition or none_of("never", after=2), None))


def append_both(commits: GroupCommit, one: str, other: str) -> "asyncio.Future[tuple[Appended, Appended]]":
    """Append two events, each by itself, at the same time."""
    return asyncio.gather(append(commits, make_event(one)), append(commits, make_event(other)))


async def append_in_two(commits: GroupCommit, held: Held) -> "tuple[asyncio.Future[list[Appended]], list[int]]":
    """Append two events and, behind that flush, two more; their answers, and who works at the flushes, the first first.

    Both flushes wait for the head then.
    """
    appends = [asyncio.ensure_future(append(commits, make_event(tag))) for tag in ("b", "c")]
    await held.waiting(1)
    appends += [asyncio.ensure_future(append(commits, make_event(tag))) for tag in ("d", "e")]
    return asyncio.gather(*appends), await held.waiting(2)


async def begin(commits: GroupCommit) -> None:
    """Append two events, so that the process knows where the ledger ends and that nobody else appends."""
    answers = await asyncio.gather(*(append(commits, make_event("a"), none_of("never")) for _ in range(2)))
    assert [answer.last for answer in answers] == [1, 2]


async def test_two_flushes_wait_for_the_head_and_are_written_in_order(
    pool: "asyncpg.Pool[Any]", database: TestDatabase
) -> None:
    """The second goes out while the first waits, and is written right behind it; all connections come back."""
    flushes: list[int] = []
    commits = group(pool, flushes)
    await begin(commits)
    async with hold_head(database) as held:
        answers, _ = await append_in_two(commits, held)
    assert [answer.last for answer in await answers] == [3, 4, 5, 6]
    assert flushes == [2, 2, 2]
    last = 6
    for _ in range(5):
        many = await asyncio.gather(*(append(commits, make_event("f")) for _ in range(9)))
        assert sorted(answer.last for answer in many) == list(range(last + 1, last + 10))
        last += 9
    await asyncio.wait_for(pool.close(), timeout=30)


async def test_one_append_is_answered_that_was_sent_behind_another(
    pool: "asyncpg.Pool[Any]", database: TestDatabase
) -> None:
    """Two flushes of one append each, and nobody else appends: the second is answered too, not given up."""
    commits = GroupCommit(pool, "tests", patience=10.0, pace=HalvesOfTwo())
    await begin(commits)

    def append_two(tag: str) -> "asyncio.Task[Appended]":
        batch = check_batch([make_event(tag), make_event(tag)], none_of("never", after=2), None)
        return asyncio.create_task(commits.append(batch))

    async with hold_head(database) as held:
        one = append_two("b")
        await held.waiting(1)
        two = append_two("c")
        await held.waiting(2)
    assert [answer.positions for answer in await asyncio.gather(one, two)] == [(3, 4), (5, 6)]


async def test_a_second_flush_finds_what_the_first_writes(pool: "asyncpg.Pool[Any]", database: TestDatabase) -> None:
    """Who is refused for an event of the flush before is refused, though nobody has heard of that flush yet."""
    commits = group(pool)
    await begin(commits)
    async with hold_head(database) as held:
        one = append_both(commits, "seat", "c")
        await held.waiting(1)
        late = asyncio.gather(
            append(commits, make_event("d"), none_of("seat", after=2)),
            append(commits, make_event("e"), none_of("d", after=2)),
            return_exceptions=True,
        )
        await asyncio.sleep(0.05)
    await one
    refused, free = await late
    assert isinstance(refused, ConditionFailed)
    assert isinstance(free, Appended)
    assert free.last == 5


async def test_what_others_append_before_both_is_not_overlooked(
    pool: "asyncpg.Pool[Any]", database: TestDatabase
) -> None:
    """No flush is written unseen if the ledger is not as this process left it, nor the one that waits for both."""
    commits = group(pool)
    await begin(commits)

    def append_two(number: int) -> "asyncio.Future[tuple[Appended | BaseException, Appended | BaseException]]":
        opposed = append(commits, make_event("b"), none_of(f"stranger:{number}", after=2))
        return asyncio.gather(opposed, append(commits, make_event("c")), return_exceptions=True)

    async with hold_head(database) as held:
        pairs = [append_two(0)]
        await held.waiting(1)
        pairs.append(append_two(1))
        await held.waiting(2)
        pairs.append(append_two(2))
        await asyncio.sleep(0)
        strangers = [make_event(f"stranger:{number}") for number in range(3)]
        await held.owner.execute(
            "SELECT ledger.append_all('other', $1, '{A,A,A}', '{1,1,1}', $2, $3, NULL, NULL)",
            [event.id for event in strangers],
            [event.tags[0] for event in strangers],
            [sealed for event in strangers for sealed in seal(check_batch([event], None, None))],
        )
    places: list[int] = []
    for pair in pairs:
        opposed, free = await pair
        assert isinstance(opposed, ConditionFailed)
        assert isinstance(free, Appended)
        places.append(free.last)
    assert sorted(places) == [6, 7, 8]


@pytest.mark.parametrize("lost", [0, 1], ids=["the first", "the second"])
async def test_a_flush_whose_connection_is_lost_is_sent_again(
    pool: "asyncpg.Pool[Any]", database: TestDatabase, lost: int
) -> None:
    """Whichever of two flushes under way loses its connection, everything is appended once."""
    commits = group(pool)
    await begin(commits)
    async with hold_head(database) as held:
        answers, working = await append_in_two(commits, held)
        await held.end(working[lost])
        await asyncio.sleep(0.02)
    assert sorted(answer.last for answer in await answers) == [3, 4, 5, 6]
    assert not any(answer.known for answer in await answers)


async def test_an_id_of_both_flushes_stands_once(pool: "asyncpg.Pool[Any]", database: TestDatabase) -> None:
    """An event that is sent again while its flush is under way gets the same position; its neighbour is appended."""
    commits = group(pool)
    await begin(commits)
    twice = make_event("b")
    async with hold_head(database) as held:
        one = asyncio.gather(append(commits, twice), append(commits, make_event("c")))
        await held.waiting(1)
        two = asyncio.gather(append(commits, twice), append(commits, make_event("d")))
        await held.waiting(2)
    (first, _), (again, neighbour) = await one, await two
    assert (again.last, again.known) == (first.last, True)
    assert (neighbour.last, neighbour.known) == (5, False)


async def test_a_first_flush_whose_answer_is_lost_doubles_nothing(database: TestDatabase) -> None:
    """The first of two is committed and its answer lost: both get the positions that they have, written once."""
    async with open_line(database.service_url) as (line, url), asyncpg.create_pool(url, min_size=3, max_size=3) as pool:
        commits = group(pool)
        await begin(commits)
        async with hold_head(database) as held:
            answers, _ = await append_in_two(commits, held)
            line.lose_next = True
        assert [answer.last for answer in await answers] == [3, 4, 5, 6]
        assert line.lost == 1


async def test_one_connection_is_enough(database: TestDatabase) -> None:
    """Where the pool has but one connection every flush waits for the one before it."""
    async with asyncpg.create_pool(database.service_url, min_size=1, max_size=1) as pool:
        flushes: list[int] = []
        commits = group(pool, flushes)
        await begin(commits)
        answers = await asyncio.wait_for(
            asyncio.gather(*(append(commits, make_event("b")) for _ in range(40))), timeout=30
        )
        assert sorted(answer.last for answer in answers) == list(range(3, 43))
        assert (sum(flushes), len(flushes) > 2) == (42, True)


@pytest.mark.parametrize("size", [2, 4])
async def test_no_flush_waits_for_a_connection_that_others_keep(database: TestDatabase, size: int) -> None:
    """Where others get the last connections and keep them, the second flush goes out by the first one's."""
    async with asyncpg.create_pool(database.service_url, min_size=1, max_size=size) as pool:
        commits = group(pool)
        await begin(commits)
        async with hold_head(database) as held:
            one = append_both(commits, "b", "c")
            await held.waiting(1)
            keeping = asyncio.gather(*(pool.acquire() for _ in range(size - 1)))
            await asyncio.sleep(0)  # they are being connected
            two = append_both(commits, "d", "e")
            kept = await keeping
        try:
            async with asyncio.timeout(20):
                assert [answer.last for answer in (*await one, *await two)] == [3, 4, 5, 6]
        finally:
            for connection in kept:
                await pool.release(connection)


def test_a_flush_that_is_sent_again_has_another_mark() -> None:
    """What follows the first attempt is not taken for what follows the second: the last digest differs."""
    loop = asyncio.new_event_loop()
    try:
        batch = check_batch([make_event("a"), make_event("b", payload=b"[1]")], None, None)
        request = Request(batch, seal(batch), loop.create_future())
    finally:
        loop.close()
    first, before = request.sealed
    flush = Flush([request], [], [], mark=before[:32])
    flush.renew()
    assert flush.mark is None
    assert request.sealed[0] == first
    assert request.sealed[1][:32] != before[:32]
    assert request.sealed[1][:32] == sha256(request.sealed[1][32:]).digest()
    assert request.sealed[1].endswith(b"[1]")

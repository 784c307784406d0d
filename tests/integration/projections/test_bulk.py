"""The views while many events come."""

import asyncio
from typing import Any, TypeAlias

import asyncpg

from events.ledger import Ledger
from events.vocabulary import VisitOccurred
from projections.following.gathering import LONGEST_PAUSE, Gathering, choose_pause
from projections.following.runner import Runner
from tests.unit.projections.newsroom import Article, Newsroom, on

Pool: TypeAlias = "asyncpg.Pool[Any]"


async def test_in_bulk_the_views_follow_in_steps_and_whoever_waits_is_served(pool: Pool, ledger: Ledger) -> None:
    """Between two steps events gather; who waits for a position, and the end of the bulk, end a step at once."""
    runner = Runner(pool, ledger, bulk_pause=300)
    await runner.prepare()
    newsroom = Newsroom()

    async def record(name: str) -> int:
        article = Article(name, "2025-06-25").tells(VisitOccurred, act=on("2025-06-24"))
        return (await ledger.append(newsroom.publish(article))).last

    async def reach(position: int) -> None:
        while await runner.position() < position:  # noqa: ASYNC110  (a wait for it would end the step)
            await asyncio.sleep(0.02)

    following = asyncio.create_task(runner.run())
    try:
        async with asyncio.timeout(60):
            # Until it follows: what is there when it starts is folded without a pause.
            await reach(await record("before"))
            with runner.in_bulk():
                first = await record("first")
                await reach(first)
                second = await record("second")
                await asyncio.sleep(0.3)
                assert await runner.position() == first
                await runner.wait_for(second, 30)
                third = await record("third")
                await asyncio.sleep(0.3)
                assert await runner.position() == second
            await reach(third)
            await reach(await record("fourth"))
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def test_a_follower_that_is_stopped_as_a_bulk_ends_stops() -> None:
    """The end of a bulk ends the pause at the very moment of the stop: the stop is not lost."""
    gathering = Gathering(300)
    with gathering.expect_many():
        pausing = asyncio.create_task(gathering.pause(0))
        await asyncio.sleep(0.01)
    pausing.cancel()
    await asyncio.wait([pausing])
    assert pausing.cancelled()


def test_the_longer_a_step_takes_the_longer_events_gather() -> None:
    """A pause is three times its step: following takes a quarter of the time. None is too short, none too long."""
    assert choose_pause(2.5) == 7.5
    assert choose_pause(0.01, least=2.0) == 2.0
    assert choose_pause(60.0) == LONGEST_PAUSE
    assert choose_pause(0.01, least=300.0) == 300.0


async def test_steps_in_bulk_fold_each_event_once(pool: Pool, ledger: Ledger) -> None:
    """Pages that were read before a step had folded them are passed over; in the end the views hold everything."""
    last = 0
    runner = Runner(pool, ledger, batch=2, bulk_pause=0.01)
    await runner.prepare()
    newsroom = Newsroom()
    following = asyncio.create_task(runner.run())
    try:
        async with asyncio.timeout(60):
            with runner.in_bulk():
                for number in range(12):
                    article = Article(f"article {number}", "2025-06-25").tells(VisitOccurred, act=on("2025-06-24"))
                    last = (await ledger.append(newsroom.publish(article))).last
                    await asyncio.sleep(0.01)
            while await runner.position() < last:  # noqa: ASYNC110  (a wait for it would end the step)
                await asyncio.sleep(0.02)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    assert all(view.kept == view.expected and not view.stopped for view in await runner.lag(count=True))

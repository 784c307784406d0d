"""The views while many events come."""

import asyncio
from typing import Any, TypeAlias

import asyncpg

from events.ledger import Ledger
from events.vocabulary import VisitOccurred
from projections.runner import Runner
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

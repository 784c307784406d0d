"""Work in the background: that its end is noticed."""

import asyncio
import logging

import pytest

from service.following import follow


async def fail() -> None:
    """Fail as nobody expects."""
    await asyncio.sleep(0)
    raise IndexError("page out of range")


async def give_turns() -> None:
    """Let what is ready run, and then what that made ready."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_work_that_dies_is_logged_and_says_why(caplog: pytest.LogCaptureFixture) -> None:
    """An unexpected error is logged as critical with its traceback, kept as the reason, and ends nothing else."""
    async with follow(fail(), "projections") as following:
        await give_turns()
        assert following.failure == "IndexError: page out of range"
    (line,) = caplog.records
    assert line.levelno == logging.CRITICAL
    assert "projections" in line.getMessage()
    assert "restart" in line.getMessage()
    assert line.exc_info is not None
    assert line.exc_info[0] is IndexError


async def test_work_that_returns_or_is_cancelled_has_failed_too(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever way it ends before its block, nothing continues it."""
    async with follow(asyncio.sleep(0), "projections") as following:
        await give_turns()
        assert following.failure == "it returned"
    async with follow(asyncio.sleep(60), "cancelled") as following:
        next(task for task in asyncio.all_tasks() if task.get_name() == "cancelled").cancel()
        await give_turns()
        assert following.failure == "it was cancelled"
    assert [line.levelno for line in caplog.records] == [logging.CRITICAL] * 2


async def test_work_that_goes_on_until_the_end_has_not_failed(caplog: pytest.LogCaptureFixture) -> None:
    """Work that is ended with its block leaves no line."""
    async with follow(asyncio.sleep(60), "projections") as following:
        await give_turns()
        assert following.failure is None
    await give_turns()
    assert caplog.records == []

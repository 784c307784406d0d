"""Connections as the service has them: nothing is reset when one is given back."""

from typing import Any

import asyncpg


def open_pool(url: str, *, least: int, most: int) -> "asyncpg.Pool[Any]":
    """Between ``least`` and ``most`` connections; enter it to open them."""
    return asyncpg.create_pool(url, min_size=least, max_size=most, reset=_keep)


async def _keep(_: object) -> None:
    """Nobody sets anything for a session, so that there is nothing to reset."""

"""A handler with one select and nothing else: what the service's reading routes are measured against."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import uvicorn
from litestar import Litestar, get


def serve() -> None:
    """Serve ``/{position}`` on the port of the command line: an event by its key, from the database there."""
    url, port = sys.argv[1], int(sys.argv[2])
    pools: list[asyncpg.Pool[Any]] = []

    @asynccontextmanager
    async def open_pool(_app: Litestar) -> AsyncGenerator[None]:
        async def keep(_: object) -> None:
            """Reset nothing, as the service does."""

        async with asyncpg.create_pool(url, min_size=1, max_size=10, reset=keep) as pool:
            pools.append(pool)
            yield

    @get("/{position:int}")
    async def read(position: int) -> dict[str, Any]:
        row = await pools[0].fetchrow("SELECT position, type, author FROM ledger.event WHERE position = $1", position)
        return {} if row is None else dict(row)

    app = Litestar([read], lifespan=[open_pool], openapi_config=None)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)

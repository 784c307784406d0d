"""A handler with one select and nothing else: what the service's reading routes are measured against."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import uvicorn
from litestar import Litestar, get

from bench.pool import open_pool


def serve() -> None:
    """Serve ``/{position}`` on the port of the command line: an event by its key, from the database there."""
    url, port = sys.argv[1], int(sys.argv[2])
    pools: list[asyncpg.Pool[Any]] = []

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None]:
        async with open_pool(url, least=1, most=10) as pool:
            pools.append(pool)
            yield

    @get("/{position:int}")
    async def read(position: int) -> dict[str, Any]:
        row = await pools[0].fetchrow("SELECT position, type, author FROM ledger.event WHERE position = $1", position)
        return {} if row is None else dict(row)

    app = Litestar([read], lifespan=[lifespan], openapi_config=None)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)

"""A real server with settings of a test's own."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import date

import httpx
import uvicorn

from service.app import make_app
from service.heads import allow_silence
from service.settings import Settings

TODAY = date(2025, 8, 10)


@asynccontextmanager
async def serve(settings: Settings, clock: Callable[[], date] = lambda: TODAY) -> AsyncGenerator[httpx.AsyncClient]:
    """Serve on a port of its own on loopback, whatever host the settings name, and give a client of it."""
    config = uvicorn.Config(
        make_app(settings, clock=clock),
        host="127.0.0.1",
        port=0,
        log_config=None,
        lifespan="on",
        proxy_headers=settings.proxies is not None,
        forwarded_allow_ips=settings.proxies,
        http=allow_silence(settings.request_timeout),
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
        assert not serving.done(), "the server ended before it had started"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as opened:
            yield opened
    finally:
        server.should_exit = True
        await serving

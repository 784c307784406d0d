"""A server on this machine that answers exactly what a test tells it to, well or badly."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import msgspec

Act = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked: the path with its query, the headers by lower-case name, the address that was connected to."""

    path: str
    headers: dict[str, str]
    to: str


class Server:
    """Answers by path; ``asked`` keeps every request. A path without an answer is 404, so is robots.txt."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes | Act] = {}
        self.asked: list[Request] = []
        self.port = 0
        self._handling: set[asyncio.Task[Any]] = set()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def paths(self, without: str = "/robots.txt") -> list[str]:
        """The paths that were asked for, in order."""
        return [request.path for request in self.asked if request.path != without]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and close."""
        task = asyncio.current_task()
        assert task is not None
        self._handling.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._answer(reader, writer)
        finally:
            self._handling.discard(task)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def stop(self) -> None:
        """Let go of whoever is still being answered."""
        handling = list(self._handling)
        for task in handling:
            task.cancel()
        await asyncio.gather(*handling, return_exceptions=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        request = Request(path=head[0].split(" ")[1], headers=headers, to=writer.get_extra_info("sockname")[0])
        self.asked.append(request)
        answer = self.answers.get(request.path, reply("", status=404))
        if isinstance(answer, bytes):
            writer.write(answer)
            await writer.drain()
        else:
            await answer(request, writer)


def reply(body: str | bytes, *, status: int = 200, **headers: str) -> bytes:
    """A whole answer; ``content_type`` is the header Content-Type."""
    raw = body.encode() if isinstance(body, str) else body
    told = {"content_type": "text/html; charset=utf-8", "content_length": str(len(raw)), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status} Told\r\n{lines}Connection: close\r\n\r\n".encode() + raw


@asynccontextmanager
async def serve(host: str = "127.0.0.1") -> AsyncGenerator[Server]:
    """A server, until the end of the block."""
    server = Server()
    listening: Any = await asyncio.start_server(server.handle, host, 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await server.stop()


class Holder:
    """A server that takes connections and answers none of them with anything but what it is told to say at once."""

    def __init__(self, says: bytes) -> None:
        self.port = 0
        self.taken = 0
        self._says = says
        self._open: set[asyncio.Task[Any]] = set()

    async def hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Say it to whoever has asked, and keep the connection until the other end closes it."""
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self.taken += 1
        try:
            with suppress(ConnectionError):
                if await reader.read(1):
                    writer.write(self._says)
                await reader.read()
        finally:
            self._open.discard(task)
            writer.close()

    async def emptied(self) -> bool:
        """Whether the others close all connections within a few seconds."""
        if self._open:
            await asyncio.wait(self._open, timeout=5)
        return not self._open


@asynccontextmanager
async def hold(says: bytes = b"") -> AsyncGenerator[Holder]:
    """A server that lets go of nobody, until the end of the block."""
    holder = Holder(says)
    listening = await asyncio.start_server(holder.hold, "127.0.0.1", 0)
    holder.port = listening.sockets[0].getsockname()[1]
    try:
        yield holder
    finally:
        listening.close()

"""Connections to addresses that were checked: a name is resolved once, and nobody resolves it again."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import httpcore

from service.ingest.addresses import Address, Reach, choose_addresses, read_address
from service.ingest.fetch_errors import UnknownHost

Resolve = Callable[[str, int], Awaitable[list[Address]]]


async def resolve_host(host: str, port: int) -> list[Address]:
    """The addresses of a host by the system's resolver, each once, in its order; raises UnknownHost."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHost(f"{host} cannot be resolved ({error}); correct the name, or try again later") from error
    return list(dict.fromkeys(read_address(str(entry[4][0])) for entry in found))


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a host, checks what came out, and connects to that very address.

    TLS is still checked against the name: httpcore takes it from the request, not from the connection.
    """

    def __init__(self, reach: Reach, resolve: Resolve = resolve_host) -> None:
        self._reach = reach
        self._resolve = resolve
        self._sockets: httpcore.AsyncNetworkBackend = httpcore.AnyIOBackend()  # pyright: ignore[reportAttributeAccessIssue]

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's own signature)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that may be reached and answers."""
        addresses = choose_addresses(host, await self._resolve(host, port), self._reach)
        for address in addresses[:-1]:
            try:
                return await self._sockets.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._sockets.connect_tcp(str(addresses[-1]), port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109  (httpcore's own signature)
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no article is behind a socket of this machine."""
        raise httpcore.ConnectError(f"{path} is not fetched")

    async def sleep(self, seconds: float) -> None:
        """Wait, for httpcore's own retries, of which there are none."""
        await asyncio.sleep(seconds)

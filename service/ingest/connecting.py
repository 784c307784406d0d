"""Connections to addresses that were checked: a name is resolved once, and nobody resolves it again."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import httpcore

from service.ingest.addresses import Address, Reach, choose_addresses, read_address
from service.ingest.fetch_errors import UnknownHost

_CONNECTIONS = 20
_KEPT_ALIVE = 5.0  # seconds

Resolve = Callable[[str, int], Awaitable[list[Address]]]


async def resolve_host(host: str, port: int) -> list[Address]:
    """The addresses of a host by the system's resolver, each once, in its order; raises UnknownHost."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHost(f"{host} cannot be resolved ({error}); correct the name, or try again later") from error
    return list(dict.fromkeys(read_address(str(entry[4][0])) for entry in found))


class OwnedStream(httpcore.AsyncNetworkStream):
    """A connection that its owner can close, whatever became of who used it; closed where TLS does not come about."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, owned: "set[OwnedStream]") -> None:
        self._stream = stream
        self._owned = owned
        owned.add(self)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Give what has come."""
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Send."""
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close, once and for all."""
        self._owned.discard(self)
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        """Speak TLS from now on; httpcore lets go of a connection, without closing it, whose handshake is cut off."""
        try:
            self._stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self.aclose()
            raise
        return self

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  (httpcore's own signature)
        """Tell what the connection knows of itself."""
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a host, checks what came out, and connects to that very address.

    TLS is still checked against the name: httpcore takes it from the request, not from the connection.
    """

    def __init__(self, reach: Reach, resolve: Resolve = resolve_host) -> None:
        self._reach = reach
        self._resolve = resolve
        self._sockets: httpcore.AsyncNetworkBackend = httpcore.AnyIOBackend()  # pyright: ignore[reportAttributeAccessIssue]
        self._owned: set[OwnedStream] = set()
        self._closed = False

    async def aclose(self) -> None:
        """Close all connections that are open, and each that is still being made as soon as it is."""
        self._closed = True
        while self._owned:
            await next(iter(self._owned)).aclose()

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
                return await self._connect(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._connect(str(addresses[-1]), port, timeout, local_address, socket_options)

    async def _connect(
        self, host: str, port: int, seconds: float | None, local: str | None, options: Iterable[Any] | None
    ) -> OwnedStream:
        stream = OwnedStream(await self._sockets.connect_tcp(host, port, seconds, local, options), self._owned)
        if self._closed:
            await stream.aclose()
            raise httpcore.ConnectError(f"nothing more is fetched from {host}: whoever fetched has ended")
        return stream

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


class OpenedConnection(httpcore.AsyncHTTPConnection):
    """A connection that is closed where whoever opened it is cut off before asking anything of it.

    httpcore would hold such a connection for new until the pool ends: open, and given to nobody.
    """

    _asked = False

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Ask, as httpcore does."""
        try:
            response = await super().handle_async_request(request)
        except asyncio.CancelledError:
            if not self._asked:
                await self.aclose()
            raise
        self._asked = True
        return response


class CheckedPool(httpcore.AsyncConnectionPool):
    """Connections by a checked backend, kept for the next page of their server; none stays open that nobody can use."""

    def __init__(self, backend: CheckedBackend, trust: ssl.SSLContext) -> None:
        super().__init__(
            ssl_context=trust,
            network_backend=backend,
            max_connections=_CONNECTIONS,
            keepalive_expiry=_KEPT_ALIVE,
        )
        self._backend = backend
        self._trust = trust

    def create_connection(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface:
        """Make a connection to an origin, which connects when it is first asked."""
        return OpenedConnection(
            origin,
            ssl_context=self._trust,
            keepalive_expiry=_KEPT_ALIVE,
            network_backend=self._backend,
        )

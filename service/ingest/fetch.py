"""One address fetched over HTTP, within limits that the server cannot move: where it leads, how much, how long."""

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpcore
import msgspec

from service.ingest.addresses import Location, Reach, locate
from service.ingest.bodies import ACCEPTED, Body
from service.ingest.connecting import CheckedBackend, CheckedPool, Resolve, resolve_host
from service.ingest.fetch_errors import BodyTooLarge, BrokenAnswer, TooManyRedirects, TooSlow, Unreachable

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LONGEST_HEADER = 1000  # characters of a header that is kept


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How many bytes a body may have, how many seconds one answer may take, how many redirects are followed."""

    largest: int
    seconds: float
    redirects: int


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: the address that gave it at last, its status, its headers by lower-case name, its body unpacked."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type, such as ``text/html``; empty where none is told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the headers name."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found[1] if found else None


Before = Callable[[Location], Awaitable[None]]


class Fetcher:
    """Fetches addresses, each step of a redirect checked as the first; open until the end of its block."""

    def __init__(self, reach: Reach, limits: Limits, *, agent: str, resolve: Resolve = resolve_host) -> None:
        self._reach = reach
        self._limits = limits
        self._agent = agent
        self._connections = CheckedBackend(reach, resolve)
        self._pool = CheckedPool(self._connections, _trust())

    async def __aenter__(self) -> Self:
        await self._pool.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._pool.__aexit__(kind, error, trace)
        finally:
            # Also those of whoever still asks, of which the pool would let go.
            await self._connections.aclose()

    async def fetch(
        self, url: str, *, headers: Mapping[str, str] | None = None, before: Before | None = None, largest: int = 0
    ) -> Fetched:
        """Fetch an address, whatever its status; ``before`` is awaited with each location before it is asked.

        Raises:
            RefusedAddress: it, or where it leads, may not be fetched.
            UnknownHost, Unreachable, TooSlow, BodyTooLarge, BrokenAnswer, TooManyRedirects: as their messages say.

        """
        location = locate(url, self._reach)
        for _ in range(self._limits.redirects + 1):
            if before is not None:
                await before(location)
            answer = await self._exchange(location, headers or {}, largest or self._limits.largest)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or target is None:
                return answer
            try:
                led = urljoin(location.url, target)
            except ValueError:
                led = target
            location = locate(led, self._reach)
        raise TooManyRedirects(
            f"{url} leads on and on, after {self._limits.redirects} redirects to {location.url[:200]}; give the "
            "address of the page itself"
        )

    async def _exchange(self, location: Location, headers: Mapping[str, str], largest: int) -> Fetched:
        url = location.url
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._ask(location, headers, largest)
        except (TimeoutError, httpcore.TimeoutException):
            raise TooSlow(
                f"{url} did not answer whole in {self._limits.seconds:g} s; try later, or raise CHANCERY_FETCH_TIMEOUT"
            ) from None
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise BrokenAnswer(f"{url} does not answer in good HTTP ({error}); ask its owner") from error
        except (httpcore.NetworkError, ssl.SSLError, OSError) as error:
            why = str(error) or type(error).__name__
            raise Unreachable(f"{url} cannot be reached ({why}); try again later") from error

    async def _ask(self, location: Location, headers: Mapping[str, str], largest: int) -> Fetched:
        asked = {
            "Host": location.origin.partition("://")[2],
            "User-Agent": self._agent,
            "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/*;q=0.8",
            "Accept-Encoding": ACCEPTED,
            **headers,
        }
        address = httpcore.URL(
            scheme=location.scheme, host=location.host, port=location.port, target=location.target.encode("ascii")
        )
        # An address that does not answer leaves time for the next one of its host.
        waits = {"timeout": {"connect": self._limits.seconds / 2}}
        async with self._pool.stream("GET", address, headers=list(asked.items()), extensions=waits) as response:
            told = _read_headers(response.headers)
            body = Body(location.url, told.get("content-encoding", ""), largest)
            if response.status not in _REDIRECTS:
                announced = told.get("content-length", "")
                if announced.isdecimal() and int(announced[:20]) > largest:
                    raise BodyTooLarge(
                        f"{location.url} announces {announced[:20]} bytes, and {largest} may be fetched; it is left "
                        "alone, or raise CHANCERY_FETCH_LIMIT"
                    )
                async for chunk in response.aiter_stream():
                    body.take(chunk)
            return Fetched(
                url=location.url,
                status=response.status,
                headers=told,
                body=b"" if response.status in _REDIRECTS else body.finish(),
            )


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Whom TLS trusts, read once: httpcore would read it again for each connection."""
    return httpcore.default_ssl_context()


def _read_headers(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """The headers by lower-case name, the first of each; longer ones are cut, but for where a redirect leads."""
    read: dict[str, str] = {}
    for name, value in headers:
        try:
            told = value.decode("utf-8")
        except UnicodeDecodeError:
            told = value.decode("latin-1")
        key = name.decode("latin-1").lower()
        read.setdefault(key, told if key == "location" else told[:_LONGEST_HEADER])
    return read

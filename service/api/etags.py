"""ETag and If-None-Match: who asks again gets a 304 where the answer would be the same."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar.datastructures import MutableScopeHeaders
from litestar.openapi.spec import OpenAPI, OpenAPIHeader, OpenAPIResponse, OpenAPIType, Schema
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.api.headers import find_header

POSITION = "X-Position"
_OK, _UNCHANGED = 200, 304
_LEFT_OUT = frozenset({b"content-type", b"content-length", b"link"})
"""What a 304 does not repeat."""


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to a GET that came whole: its headers, the ETag among them, and its body."""

    headers: list[tuple[bytes, bytes]]
    body: bytes
    tag: str

    async def send(self, scope: Scope, send: Send) -> None:
        """Answer a request with it, or with a 304 where the request names its tag."""
        known = _read_tags(scope)
        # The headers are copied: whoever sends them on adds to them.
        start: Any = {"type": "http.response.start", "status": _OK, "headers": list(self.headers)}
        body = self.body
        if known and known & {self.tag, "*"}:
            start["status"], body = _UNCHANGED, b""
            start["headers"] = [each for each in self.headers if each[0].lower() not in _LEFT_OUT]
        await send(start)
        await send({"type": "http.response.body", "body": body, "more_body": False})


class Tagged:
    """Gives each answer to a GET that has come whole its ETag: the position that it was read at, and its digest.

    The digest stands for what the position alone does not say: the day, and a view that was mended where it stood.
    """

    def __init__(self, inner: ASGIApp, on_whole: Callable[[Scope, Whole], Awaitable[None]]) -> None:
        """Tag the answers of ``inner``; ``on_whole`` is given each before it is sent."""
        self._inner = inner
        self._on_whole = on_whole

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._inner(scope, receive, send)
            return
        begun: Any = None

        async def hold(sent: Message) -> None:
            nonlocal begun
            message: Any = sent
            if message["type"] == "http.response.start" and message["status"] == _OK:
                # Held back until it is known whether the whole body comes with the next message.
                begun = message
                return
            if begun is None:
                await send(message)
                return
            start, begun = begun, None
            if message["type"] == "http.response.body" and not message.get("more_body"):
                body = message.get("body", b"")
                headers: Any = MutableScopeHeaders.from_message(start)
                tag = headers["ETag"] = _name(headers.get(POSITION), body)
                whole = Whole(headers=list(start["headers"]), body=body, tag=tag)
                await self._on_whole(scope, whole)
                await whole.send(scope, send)
                return
            await send(start)
            await send(message)

        await self._inner(scope, receive, hold)


def describe_tags(described: OpenAPI) -> None:
    """Add to the OpenAPI description what a request that bears If-None-Match may be answered."""
    for item in (described.paths or {}).values():
        operation = item.get
        if operation is None or operation.responses is None or "text/event-stream" in _forms(operation.responses):
            continue
        operation.responses["304"] = OpenAPIResponse(
            description="The answer is still the one whose ETag the header If-None-Match names.",
            headers={"ETag": OpenAPIHeader(schema=Schema(type=OpenAPIType.STRING), description="Its tag.")},
        )


def _name(position: str | None, body: bytes) -> str:
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    return f'"{digest}"' if position is None else f'"{position}-{digest}"'


def _read_tags(scope: Scope) -> frozenset[str]:
    """The tags of If-None-Match; whether they are weak makes no difference to a GET."""
    given = find_header(scope, b"if-none-match")
    if given is None:
        return frozenset()
    return frozenset(tag.strip().removeprefix("W/") for tag in given.split(",") if tag.strip())


def _forms(responses: dict[str, Any]) -> set[str]:
    return {form for response in responses.values() for form in getattr(response, "content", None) or ()}

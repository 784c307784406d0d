"""ETag and If-None-Match: who asks again gets a 304 where the answer would be the same."""

import hashlib
from typing import Any

from litestar import Litestar
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.openapi.spec import OpenAPIHeader, OpenAPIResponse, OpenAPIType, Schema
from litestar.types import ASGIApp, Message, Receive, Scope, Send

POSITION = "X-Position"
_OK, _UNCHANGED = 200, 304
_LEFT_OUT = ("content-type", "content-length", "link")
"""What a 304 does not repeat."""


class Tagged:
    """Gives each answer to a GET that has come whole its ETag: the position that it was read at, and its digest.

    The digest stands for what the position alone does not say: the day, and a view that was mended where it stood.
    """

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._inner(scope, receive, send)
            return
        known = _read_tags(Headers.from_scope(scope).get("if-none-match", ""))
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
                headers: Any = MutableScopeHeaders.from_message(start)
                tag = _name(headers.get(POSITION), message.get("body", b""))
                headers["ETag"] = tag
                if known & {tag, "*"}:
                    for name in _LEFT_OUT:
                        headers.pop(name, None)
                    start["status"], message["body"] = _UNCHANGED, b""
            await send(start)
            await send(message)

        await self._inner(scope, receive, hold)


def describe_tags(app: Litestar) -> None:
    """Add to the OpenAPI description what a request that bears If-None-Match may be answered."""
    for item in (app.openapi_schema.paths or {}).values():
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


def _read_tags(header: str) -> frozenset[str]:
    """The tags of an If-None-Match; whether they are weak makes no difference to a GET."""
    return frozenset(tag.strip().removeprefix("W/") for tag in header.split(",") if tag.strip())


def _forms(responses: dict[str, Any]) -> set[str]:
    return {form for response in responses.values() for form in getattr(response, "content", None) or ()}

"""The body of a request as its headers declare it: unpacked (gzip) and brought to UTF-8, piece by piece.

What comes out is counted against the limit of the body, so that a small archive cannot become a large text.
"""

import asyncio
import codecs
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from litestar import Request
from litestar.connection.base import empty_receive, empty_send
from litestar.datastructures import Headers, State
from litestar.types import HTTPRequestEvent, Receive, Scope, Send

from service.problems import Refusal

PIECE = 65_536
"""Bytes that are unpacked at once, at most."""
CHARSETS = ("utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "utf-16")
"""What `charset=` may name, as the standard library's codecs know it."""

_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
_GZIP = 16 + zlib.MAX_WBITS
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip"})
_KNOWN = {codecs.lookup(name).name for name in CHARSETS}

Step = Callable[[bytes, bool], Iterator[bytes]]
"""From a piece of the body, and whether it is the last, to pieces of what it holds."""


class DecodedRequest(Request[Any, Any, State]):
    """A request whose body is read unpacked and in UTF-8, whatever it was sent as."""

    def __init__(self, scope: Scope, receive: Receive = empty_receive, send: Send = empty_send) -> None:
        if scope["type"] == "http" and scope["method"] not in _WITHOUT_BODY:
            receive = _wait(receive, scope["litestar_app"].state.parts.settings.request_timeout)
        super().__init__(scope, _decode(scope, receive), send)


def _wait(receive: Receive, seconds: float) -> Receive:
    """What receives the same body; raises Refusal where nothing comes of it for so long."""
    whole = False

    async def receive_in_time() -> Any:  # noqa: ANN401  (one of ASGI's messages)
        nonlocal whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout(seconds):
                message = await receive()
        except TimeoutError:
            raise Refusal(
                "body-too-slow",
                f"nothing came of the body for {seconds:g} s, and it is not whole; send the request again",
            ) from None
        whole = not (message["type"] == "http.request" and message.get("more_body", False))
        return message

    return receive_in_time


def read_charset(content_type: str) -> str | None:
    """The charset that a Content-Type declares, as Python's codecs call it; None where it declares none.

    Raises:
        Refusal: one that is not read (unsupported-media-type).

    """
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            wanted = value.strip().strip('"')
            try:
                found = codecs.lookup(wanted).name
            except (LookupError, ValueError):
                found = ""
            if found not in _KNOWN:
                raise Refusal(
                    "unsupported-media-type",
                    f"the body is declared to be in {wanted!r}; send UTF-8, or one of {', '.join(CHARSETS)}",
                )
            return found
    return None


def _decode(scope: Scope, receive: Receive) -> Receive:
    """What receives the same body, unpacked and in UTF-8; raises Refusal where it is not what its headers say."""
    headers = Headers.from_scope(scope)
    coding = headers.get("content-encoding", "").strip().lower()
    content_type = headers.get("content-type", "")
    if coding in {"", "identity"} and "charset" not in content_type.lower():
        return receive
    pieces: Iterator[bytes] | None = None
    ended = False
    steps: list[Step] = []

    async def receive_decoded() -> Any:  # noqa: ANN401  (one of ASGI's messages)
        nonlocal pieces, ended
        if not steps:
            steps.extend(_choose_steps(coding, content_type))
        while True:
            if pieces is not None:
                piece = next(pieces, None)
                if piece is not None:
                    return HTTPRequestEvent(type="http.request", body=piece, more_body=True)
                pieces = None
                if ended:
                    return HTTPRequestEvent(type="http.request", body=b"", more_body=False)
            message = await receive()
            if message["type"] != "http.request":
                return message
            ended = not message.get("more_body", False)
            pieces = _run(steps, message["body"], last=ended)

    return receive_decoded


def _choose_steps(coding: str, content_type: str) -> list[Step]:
    if coding not in _CODINGS:
        raise Refusal(
            "unsupported-media-type",
            f"the body is declared as packed by {coding!r}; send it as it is, or with Content-Encoding: gzip",
        )
    charset = read_charset(content_type)
    unpacking = [] if coding in {"", "identity"} else [_unpack()]
    rewriting = [] if charset in {None, "utf-8"} else [_rewrite(charset or "")]
    return [*unpacking, *rewriting] or [_pass]


def _run(steps: list[Step], piece: bytes, *, last: bool) -> Iterator[bytes]:
    """A piece through all steps; the end is told to a step once the step before it has ended."""
    if len(steps) == 1:
        yield from steps[0](piece, last)
        return
    for between in steps[0](piece, last):
        yield from _run(steps[1:], between, last=False)
    if last:
        yield from _run(steps[1:], b"", last=True)


def _pass(piece: bytes, last: bool) -> Iterator[bytes]:  # noqa: ARG001, FBT001  (a Step)
    yield piece


def _unpack() -> Step:
    unpacker = zlib.decompressobj(_GZIP)

    def step(piece: bytes, last: bool) -> Iterator[bytes]:  # noqa: FBT001  (a Step)
        nonlocal unpacker
        whole = False
        while piece or whole:
            if unpacker.eof:
                # A further member of the same archive.
                unpacker = zlib.decompressobj(_GZIP)
            try:
                unpacked = unpacker.decompress(piece, PIECE)
            except zlib.error as error:
                raise Refusal("malformed-body", f"the body is declared as gzip and is not: {error}") from None
            yield unpacked
            piece = unpacker.unconsumed_tail or unpacker.unused_data
            # As much as was asked for: there may be more, though all that was packed has been taken in.
            whole = len(unpacked) == PIECE and not unpacker.eof
        if last and not unpacker.eof:
            raise Refusal("malformed-body", "the body is declared as gzip and breaks off; send the whole archive")

    return step


def _rewrite(charset: str) -> Step:
    decoder = codecs.getincrementaldecoder(charset)()

    def step(piece: bytes, last: bool) -> Iterator[bytes]:  # noqa: FBT001  (a Step)
        try:
            yield decoder.decode(piece, last).encode()
        except UnicodeError as error:
            raise Refusal("malformed-body", f"the body is not in the charset that it declares: {error}") from None

    return step

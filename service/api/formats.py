"""Lists as JSON, as a line of JSON an item, as CSV, and as Atom: by Accept, or by the end of the address."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Protocol, get_type_hints
from urllib.parse import urlencode

import msgspec
from litestar import Litestar, Request, Response
from litestar.openapi.spec import OpenAPI, OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Schema
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, Receive, Scope, Send

from service.api.atom import SHOWN_AS_ENTRIES, write_atom
from service.api.etags import POSITION
from service.api.refusals import MISNAMED
from service.api.table import write_csv
from service.problems import Refusal

JSON, NDJSON, CSV, ATOM = "application/json", "application/x-ndjson", "text/csv", "application/atom+xml"
SUFFIXES = {".json": JSON, ".ndjson": NDJSON, ".csv": CSV, ".atom": ATOM}

_CHOSEN = "chancery_format"
_encoder = msgspec.json.Encoder()


class Listed(Protocol):
    """A page of a list."""

    @property
    def items(self) -> tuple[Any, ...]:
        """What stands on it."""
        ...

    @property
    def next(self) -> str | None:
        """Where the next one begins."""
        ...

    @property
    def position(self) -> int:
        """How far the ledger had been read."""
        ...


def is_page(kind: Any) -> bool:  # noqa: ANN401  (whatever a route answers with)
    """Whether a route answers with a page of a list."""
    return {"items", "next", "position"} <= set(getattr(kind, "__struct_fields__", ()))


def find_lists(app: Litestar) -> dict[str, type]:
    """The pages that routes answer with, by the route's path as its description has it."""
    found: dict[str, type] = {}
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            answered = handler.parsed_fn_signature.return_type.annotation
            if is_page(answered):
                found[str(route.path_format)] = answered
    return found


def describe_formats(described: OpenAPI, lists: Mapping[str, type]) -> None:
    """Add to the OpenAPI description in which forms each list is given."""
    for path, page in lists.items():
        operation = ((described.paths or {})[path]).get
        if operation is None or operation.responses is None:
            continue
        given, refused = operation.responses["200"], operation.responses["400"]
        if isinstance(given, OpenAPIResponse) and isinstance(refused, OpenAPIResponse):
            text = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
            given.content = {**(given.content or {}), **dict.fromkeys(offered(page)[1:], text)}
            operation.responses["406"] = replace(refused, description="Problem: not-acceptable.")


def offered(page: type) -> tuple[str, ...]:
    """The media types in which a page is given, JSON first."""
    return (JSON, NDJSON, CSV, *((ATOM,) if item_of(page) in SHOWN_AS_ENTRIES else ()))


def item_of(page: type) -> type[msgspec.Struct]:
    """The shape of what stands on a page."""
    return get_type_hints(page)["items"].__args__[0]


class ListResponse(Response[Any]):
    """An answer; a page in the form that was asked for, with the next one in a Link header and X-Position."""

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **given: Any) -> ASGIResponse:  # noqa: ANN401
        """Write the answer; raises Refusal (not-acceptable) where a list is not given in that form."""
        position = getattr(self.content, "position", None)
        if isinstance(position, int):
            self.headers[POSITION] = str(position)
        if not is_page(type(self.content)):
            return super().to_asgi_response(app, request, **given)  # pyright: ignore[reportUnknownMemberType]
        page: Listed = self.content
        kind = choose(request, offered(type(page)))
        self.headers["Vary"] = "Accept"
        if page.next is not None:
            self.headers["Link"] = f'<{_next_address(request, page.next)}>; rel="next"'
        if kind != JSON:
            self.content = _WRITERS[kind](page, request)
            self.media_type = kind
        return super().to_asgi_response(app, request, **given)  # pyright: ignore[reportUnknownMemberType]


def find_format(scope: Scope) -> str | None:
    """The media type that the end of the address asks for; None where it asks for none."""
    return scope["state"].get(_CHOSEN)


def choose(request: Request[Any, Any, Any], kinds: tuple[str, ...]) -> str:
    """The media type to answer in: by the end of the address, else by Accept, else JSON.

    Raises:
        Refusal: not-acceptable.

    """
    by_suffix = find_format(request.scope)
    if by_suffix is not None:
        return by_suffix
    accepted = request.headers.get("accept", "")
    if not accepted.strip():
        return JSON
    best = request.accept.best_match(list(kinds))
    if best is None:
        raise Refusal("not-acceptable", f"Accept asks for {accepted!r}; this list is given as {', '.join(kinds)}")
    return best


def _write_lines(page: Listed, _: Request[Any, Any, Any]) -> bytes:
    return _encoder.encode_lines(page.items)


def _write_table(page: Listed, _: Request[Any, Any, Any]) -> bytes:
    return write_csv(item_of(type(page)), page.items)


def _write_feed(page: Listed, request: Request[Any, Any, Any]) -> bytes:
    return write_atom(page.items, str(request.base_url), f"{request.url}")


_WRITERS: dict[str, Callable[[Listed, Request[Any, Any, Any]], bytes]] = {
    NDJSON: _write_lines,
    CSV: _write_table,
    ATOM: _write_feed,
}


def _next_address(request: Request[Any, Any, Any], following: str) -> str:
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in {"after", "wait_for"}]
    return f"{request.scope['state'].get(_ASKED, request.scope['path'])}?{urlencode([*asked, ('after', following)])}"


_ASKED = "chancery_path"
_HOST = re.compile(rb"(?:[A-Za-z0-9._~-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::(\d{1,5}))?")


@lru_cache(256)
def _is_host(value: bytes) -> bool:
    """Whether a header Host names a host, with a port or without one."""
    found = _HOST.fullmatch(value)
    return found is not None and int(found[1] or 0) < 1 << 16


class Suffixed:
    """Leads /events.csv to /events, to be answered as CSV, and takes a Host away that is none; changes nothing else."""

    def __init__(self, inner: ASGIApp, lists: dict[str, type]) -> None:
        self._inner = inner
        # Of each list its parts, None for a path parameter, and in what it is given.
        self._lists = [
            ([None if part.startswith("{") else part for part in path.split("/")], offered(page))
            for path, page in lists.items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            path, dot, end = scope["path"].rpartition(".")
            kind = SUFFIXES.get(dot + end)
            if kind is not None and self._is_given(path, kind):
                scope["state"][_CHOSEN] = kind
                scope["state"][_ASKED] = scope["path"]
                scope["path"] = path
                scope["raw_path"] = scope["raw_path"].rpartition(b".")[0]
            # An address cannot be made with it, and one is made for every answer, even that which refuses it.
            if any(name == b"host" and not _is_host(value) for name, value in scope["headers"]):
                scope["headers"] = [each for each in scope["headers"] if each[0] != b"host"]
                scope["state"][MISNAMED] = True
        await self._inner(scope, receive, send)

    def _is_given(self, path: str, kind: str) -> bool:
        parts = path.split("/")
        return any(
            kind in kinds
            and len(parts) == len(wanted)
            and all(want in {None, part} for want, part in zip(wanted, parts, strict=True))
            for wanted, kinds in self._lists
        )

"""How a client asks: parameters, pages, problems, and streams."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Generic, Literal, Protocol, TypedDict, TypeVar, cast

import httpx
import msgspec

from service.api.shapes import ProblemDetails

Item_co = TypeVar("Item_co", covariant=True)
Answer = TypeVar("Answer")
Method = TypeVar("Method", bound=Callable[..., Any])


class Times(TypedDict, total=False):
    """The three times, and the position that the views must have read."""

    as_of: str | date
    reported_by: str | date
    known_at: str | int | datetime
    wait_for: int


class Listed(Times, total=False):
    """The times, the items of a page, and the ``next`` of an earlier one to begin after."""

    limit: int
    after: str


class Watch(TypedDict, total=False):
    """The one grammar of filters."""

    party: str
    pair: str
    types: Sequence[str]
    family: str
    publisher: str
    article: str
    happening: str
    since: str | date
    until: str | date
    min_confidence: float


class Register(Listed, total=False):
    """What every register is asked: parties and status, besides times and page."""

    party: str
    pair: str
    status: Sequence[str]


class Aid(Listed, total=False):
    """What deliveries, pledges and their sums are asked: by whom, to whom, what, and from when to when."""

    donor: str
    recipient: str
    item: str
    domain: Literal["civil", "military"]
    since: str | date
    until: str | date


class Problem(Exception):
    """What a route refused: ``details`` as it was answered, ``name`` the last part of its type."""

    def __init__(self, details: ProblemDetails) -> None:
        super().__init__(f"{details.title} ({details.status}): {details.detail}")
        self.details = details
        self.name = details.type.rpartition("/")[2]


class Page(Protocol[Item_co]):
    """A page of a list."""

    @property
    def items(self) -> tuple[Item_co, ...]:
        """What stands on it."""
        ...

    @property
    def next(self) -> str | None:
        """Where the next one begins."""
        ...


class Listing(Generic[Item_co]):
    """A list: iterated, it asks for page after page and gives the items; ``pages`` gives the pages themselves."""

    def __init__(self, ask: Callable[[str | None], Page[Item_co]]) -> None:
        self._ask = ask

    def __iter__(self) -> Iterator[Item_co]:
        for page in self.pages():
            yield from page.items

    def pages(self) -> Iterator[Page[Item_co]]:
        """Every page, each asked for when the one before is done with."""
        page = self._ask(None)
        yield page
        while page.next is not None:
            page = self._ask(page.next)
            yield page


def reads(route: str) -> Callable[[Method], Method]:
    """Note which route a method reads."""

    def note(method: Method) -> Method:
        method.__dict__["route"] = route
        return method

    return note


class Connection:
    """Asks one service; closed by ``close``.

    ``key``: an API key, where reading needs one. ``timeout``: seconds without a byte. ``transport``: what sends
    requests, for those who need another than httpx's own.
    """

    def __init__(
        self,
        address: str,
        *,
        key: str | None = None,
        timeout: float = 60.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        self._http = httpx.Client(base_url=address, headers=headers, timeout=timeout, transport=transport)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def text(self, path: str, asked: Mapping[str, Any] | None = None) -> str:
        """What a route answers, as it is; raises Problem."""
        return self._send("GET", path, asked).text

    def one(self, kind: type[Answer], path: str, asked: Mapping[str, Any] | None = None) -> Answer:
        """What a route answers, as a shape; raises Problem."""
        return msgspec.json.decode(self._send("GET", path, asked).content, type=kind)

    def listing(self, kind: type[Page[Item_co]], path: str, asked: Mapping[str, Any]) -> "Listing[Item_co]":
        """A list of pages of a shape; each raises Problem when it is asked for."""
        return Listing(lambda after: self.one(kind, path, asked if after is None else {**asked, "after": after}))

    def post(
        self,
        kind: type[Answer],
        path: str,
        body: msgspec.Struct,
        asked: Mapping[str, Any],
        headers: Mapping[str, str],
    ) -> Answer:
        """What a route answers to a body of JSON; raises Problem."""
        sent = {"Content-Type": "application/json", **headers}
        response = self._send("POST", path, asked, content=msgspec.json.encode(body), headers=sent)
        return msgspec.json.decode(response.content, type=kind)

    def messages(self, path: str, asked: Mapping[str, Any]) -> Iterator[bytes]:
        """The data of server-sent events, until the service ends the stream; raises Problem."""
        with self._http.stream("GET", path, params=write_parameters(asked)) as response:
            if response.status_code >= HTTPStatus.BAD_REQUEST:
                response.read()
                raise read_problem(response)
            for line in response.iter_lines():
                if line.startswith("data: "):
                    yield line.removeprefix("data: ").encode()

    def _send(self, method: str, path: str, asked: Mapping[str, Any] | None, **more: Any) -> httpx.Response:  # noqa: ANN401  (httpx's own)
        response = self._http.request(method, path, params=write_parameters(asked or {}), **more)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            raise read_problem(response)
        return response


def write_parameters(asked: Mapping[str, Any]) -> httpx.QueryParams:
    """Parameters as they are sent: lists one by one, days as YYYY-MM-DD, what is None left out."""
    found: dict[str, list[str]] = {}
    for name, value in asked.items():
        several = cast("Sequence[object]", value) if isinstance(value, list | tuple) else (value,)
        found[NAMES.get(name, name)] = [_write(each) for each in several if each is not None]
    return httpx.QueryParams(found)


NAMES = {"types": "type", "from_size": "from", "to_size": "to"}
"""Parameters whose names mean something else in Python."""


def _write(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def read_problem(response: httpx.Response) -> Problem:
    """The problem that an answer tells; of what is no answer of the service (a proxy's, say) its status and text."""
    try:
        return Problem(msgspec.json.decode(response.content, type=ProblemDetails))
    except msgspec.MsgspecError:
        title = HTTPStatus(response.status_code).phrase if response.status_code in list(HTTPStatus) else "Unknown"
        return Problem(
            ProblemDetails(
                type="about:blank",
                title=title,
                status=response.status_code,
                detail=response.text[:500],
                request=response.headers.get("X-Request-Id", ""),
            )
        )

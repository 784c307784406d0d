"""Who is let in: the key that a request bears, what it may do, and how often."""

import math
from typing import Any, Final, cast
from urllib.parse import urlsplit

import msgspec
import structlog
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler
from litestar.types import Scope as Scopes

from service.access import Policy, is_loopback
from service.api.headers import find_header
from service.api.limits import Limits, name_address
from service.keys import Key, Keyring, Scope
from service.problems import Refusal, TooManyRequests

OPEN: Final = {"scope": "open"}
"""Route option: anybody, as often as they like; whoever watches the service is never kept out."""
INGEST: Final[dict[str, Scope]] = {"scope": "ingest"}
CURATE: Final[dict[str, Scope]] = {"scope": "curate"}
# A route that says nothing is for readers where it changes nothing, and else for those alone who may do everything.
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_CALLER, _LET_IN, _REFUSED = "chancery_caller", "chancery_let_in", "chancery_refused"
_FORWARDED = (b"forwarded", b"x-forwarded-for")
AnyConnection = ASGIConnection[Any, Any, Any, State]


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: by which key, if any, and from where."""

    address: str
    key: Key | None = None


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """What lets requests in or keeps them out."""

    policy: Policy
    keyring: Keyring
    limits: Limits

    async def admit(self, request: Scopes, scope: Scope) -> Caller:
        """Let a request in that asks for what ``scope`` allows.

        Raises:
            Refusal: missing-key, unknown-key, scope-missing or too-many-requests.

        """
        asked: Any = request
        address: str = asked["client"][0] if asked.get("client") else "unix"
        bearer = _read_bearer(find_header(request, b"authorization"))
        if bearer is None:
            self._count(name_address(address))
            if self._needs_key(request, scope):
                raise Refusal(
                    "missing-key",
                    f"{asked['method']} {asked['path']} needs a key with the scope {scope}; "
                    "send the header `Authorization: Bearer KEY`",
                )
            return Caller(address=address)
        try:
            key = await self.keyring.find(bearer)
        except Refusal:
            # Whoever guesses is counted by where they are.
            self._count(name_address(address))
            raise
        self._count(key.id)
        if not key.may(scope):
            raise Refusal(
                "scope-missing",
                f"the key {key.name!r} may {', '.join(key.scopes)}, and this needs {scope}; use a key with that scope",
            )
        return Caller(address=address, key=key)

    def _needs_key(self, request: Scopes, scope: Scope) -> bool:
        if scope == "read":
            return self.policy.reading_keyed
        # What a proxy or a page of another name hands on does not come from this machine.
        forwarded = any(find_header(request, name) is not None for name in _FORWARDED)
        named = urlsplit(f"//{find_header(request, b'host') or ''}").hostname or ""
        return self.policy.writing_keyed or forwarded or not is_loopback(named)

    def _count(self, who: str) -> None:
        wait = self.limits.take(who)
        if wait:
            seconds = math.ceil(wait)
            raise TooManyRequests(
                f"more than {self.policy.rate} requests a second came with this key or from this address; "
                f"ask again in {seconds} s",
                retry_after=seconds,
            )


async def admit(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """Litestar's guard of every route: refuse, or keep who asks for ``give_caller``."""
    scope: str = handler.opt.get("scope") or ("read" if _method(connection) in _READING else "admin")
    if scope == "open":
        return
    await let_in(connection.scope, connection.app.state.parts.door, cast("Scope", scope))


async def let_in(request: Scopes, door: Door, scope: Scope) -> None:
    """Refuse a request, or keep who asks for ``give_caller``; asked again, the same comes of it, and it counts once.

    Raises:
        Refusal: as ``Door.admit``.

    """
    state: dict[str, Any] = request["state"]
    if _REFUSED in state:
        raise state[_REFUSED]
    if state.get(_LET_IN) == scope:
        return
    try:
        caller = await door.admit(request, scope)
    except Refusal as refused:
        state[_REFUSED] = refused
        raise
    state[_CALLER], state[_LET_IN] = caller, scope
    if caller.key is not None:
        structlog.contextvars.bind_contextvars(key=caller.key.name)


def find_caller(scope: Scopes) -> Caller | None:
    """Who was let in with a request; None where nobody was, or the route is open."""
    return scope["state"].get(_CALLER)


def give_caller(request: Request[Any, Any, State]) -> Caller:
    """Who asks."""
    caller: Caller = request.scope["state"][_CALLER]
    return caller


def name_curator(who: str | None, caller: Caller) -> str:
    """Who a curator's word is recorded as said by: the key's name, or without a key whom the body names.

    Raises:
        Refusal: invalid-request: nobody is named, or another than the key.

    """
    if caller.key is not None:
        if who not in {None, caller.key.name}:
            raise Refusal(
                "invalid-request",
                f"who is {who!r}, but the key is that of {caller.key.name!r}; leave who out",
                errors=(("who", "The name of the key, or nothing"),),
            )
        return caller.key.name
    if who is None:
        raise Refusal(
            "invalid-request", "who is missing, and no key says it; name who says so", errors=(("who", "Who says so"),)
        )
    return who


def _method(connection: AnyConnection) -> str:
    return str(cast("Any", connection.scope)["method"])


def _read_bearer(header: str | None) -> str | None:
    """What a request bears; a header of another kind is no key, and is not passed over."""
    if header is None:
        return None
    scheme, _, value = header.strip().partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""

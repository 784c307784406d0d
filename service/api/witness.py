"""Sees every request from its arrival to the end of its answer: one log line, the counts, and a span where asked."""

import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import structlog
from litestar.datastructures import Headers
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.api.guards import find_caller
from service.api.refusals import identify_request
from service.metrics import UNMATCHED, Metrics
from service.telemetry import open_request_log
from service.tracing import Span, Tracing

_QUIET = frozenset({"/health/live", "/health/ready", "/metrics"})
"""Routes that are asked every few seconds by what watches the service: no line where all is well."""
_REFUSED = 400


class Witness:
    """Surrounds the application; what is logged while a request is answered bears its id."""

    def __init__(self, inner: ASGIApp, metrics: Metrics, tracing: Tracing | None) -> None:
        self._inner = inner
        self._metrics = metrics
        self._tracing = tracing
        self._log = open_request_log()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        asked: Any = scope
        request = identify_request(scope)
        # What an earlier request over the same connection has bound may still be there.
        structlog.contextvars.unbind_contextvars("key")
        structlog.contextvars.bind_contextvars(request=request)
        arrived = time.perf_counter()
        path, method = asked["path"], asked["method"]
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with self._follow(scope) as span:
            try:
                await self._inner(scope, receive, watch)
            finally:
                seconds = time.perf_counter() - arrived
                route: str = asked.get("path_template") or UNMATCHED
                self._metrics.observe_request(route, method, status, seconds)
                if span is not None:
                    span.name(route, method, status, request)
                if route not in _QUIET or status >= _REFUSED:
                    client = asked.get("client")
                    caller = find_caller(scope)
                    self._log.info(
                        "answered" if status else "never answered",
                        request=request,
                        method=method,
                        path=path,
                        status=status,
                        milliseconds=round(seconds * 1000, 3),
                        address=client[0] if client else "unix",
                        **({} if caller is None or caller.key is None else {"key": caller.key.name}),
                    )

    def _follow(self, scope: Scope) -> AbstractContextManager[Span | None]:
        return nullcontext() if self._tracing is None else self._tracing.follow(Headers.from_scope(scope))

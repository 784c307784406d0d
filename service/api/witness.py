"""Sees every request from its arrival to the end of its answer: one log line, the counts, and a span where asked."""

import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import structlog
from litestar.datastructures import Headers
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.api.refusals import identify_request
from service.metrics import UNMATCHED, Metrics
from service.tracing import Span, Tracing

_QUIET = frozenset({"/health/live", "/health/ready", "/metrics"})
"""Routes that are asked every few seconds by what watches the service: no line where all is well."""
_REFUSED = 400

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Witness:
    """Surrounds the application; what is logged while a request is answered bears its id."""

    def __init__(self, inner: ASGIApp, metrics: Metrics, tracing: Tracing | None) -> None:
        self._inner = inner
        self._metrics = metrics
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        asked: Any = scope
        request = identify_request(scope)
        structlog.contextvars.clear_contextvars()
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
                    _log.info(
                        "answered" if status else "never answered",
                        method=method,
                        path=path,
                        status=status,
                        milliseconds=round(seconds * 1000, 3),
                        address=client[0] if client else "unix",
                    )

    def _follow(self, scope: Scope) -> AbstractContextManager[Span | None]:
        return nullcontext() if self._tracing is None else self._tracing.follow(Headers.from_scope(scope))

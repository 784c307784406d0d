"""Traces for OpenTelemetry, where CHANCERY_TELEMETRY_ENDPOINT names a collector; the extra ``telemetry`` is needed."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, Protocol

from events.errors import ChanceryError
from service.settings import Settings

_REFUSED = 500


class TelemetryMissing(ChanceryError):
    """Traces are asked for, and what sends them is not installed: pip install 'chancery[telemetry]'."""

    problem = "telemetry-missing"


class Span(Protocol):
    """The part of a trace that one request is."""

    def name(self, route: str, method: str, status: int, request: str) -> None:
        """Say what the request was, once it is known."""
        ...


class Tracing:
    """Sends a span of each request to a collector, in the background, over OTLP and HTTP.

    Args:
        endpoint: base URL of the collector; spans go to its path ``/v1/traces``.

    Raises:
        TelemetryMissing: the packages of OpenTelemetry are not installed.

    """

    def __init__(self, endpoint: str) -> None:
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
            from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
            from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
            from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
            from opentelemetry.trace.propagation.tracecontext import (  # noqa: PLC0415
                TraceContextTextMapPropagator,
            )
        except ImportError as error:
            raise TelemetryMissing(
                f"CHANCERY_TELEMETRY_ENDPOINT is set, but OpenTelemetry is not installed ({error}); "
                "pip install 'chancery[telemetry]', or unset it"
            ) from error
        resource = Resource.create({"service.name": "chancery", "service.version": version("chancery")})
        self._provider = TracerProvider(resource=resource)
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer: Any = self._provider.get_tracer("chancery")
        self._parent: Any = TraceContextTextMapPropagator()

    @contextmanager
    def follow(self, headers: Mapping[str, str]) -> Generator[Span]:
        """Follow a request as a span, part of the trace that its header ``traceparent`` names."""
        from opentelemetry.trace import SpanKind  # noqa: PLC0415

        carrier = {name: headers[name] for name in ("traceparent", "tracestate") if name in headers}
        context = self._parent.extract(carrier)
        with self._tracer.start_as_current_span("request", context=context, kind=SpanKind.SERVER) as span:
            yield _Named(span)

    def close(self) -> None:
        """Send what was not sent yet, and stop."""
        self._provider.shutdown()


class _Named:
    """A span of OpenTelemetry, by the names of its conventions for HTTP."""

    def __init__(self, span: Any) -> None:  # noqa: ANN401  (OpenTelemetry's own)
        self._span = span

    def name(self, route: str, method: str, status: int, request: str) -> None:
        """Say what the request was."""
        from opentelemetry.trace import StatusCode  # noqa: PLC0415

        self._span.update_name(f"{method} {route}")
        self._span.set_attributes(
            {
                "http.request.method": method,
                "http.route": route,
                "http.response.status_code": status,
                "chancery.request": request,
            }
        )
        if status >= _REFUSED or not status:
            self._span.set_status(StatusCode.ERROR)


def open_tracing(settings: Settings) -> Tracing | None:
    """What sends traces, or None where nobody is to get any."""
    return None if settings.telemetry_endpoint is None else Tracing(settings.telemetry_endpoint)

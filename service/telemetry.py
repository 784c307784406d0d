"""How the service logs: one JSON object a line on standard error, or readable lines where a person watches."""

import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

import msgspec
import structlog


class _Eyes(logging.StreamHandler[TextIO]):
    """The one handler that everything logged goes through."""


def set_up_logging(*, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send everything that is logged, by us and by libraries, through one pair of eyes."""
    out = stream or sys.stderr
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # The local variables of a frame may hold passwords, keys and whole articles: no traceback shows them.
    renderer: list[structlog.typing.Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.RichTracebackFormatter(show_locals=False))]
        if out.isatty()
        else [
            structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = _Eyes(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # One line a request is ours to write; uvicorn's own would name client addresses a second time.
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # What it cannot read in a page is told by whoever asked for the page.
    logging.getLogger("trafilatura").setLevel(logging.ERROR)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def open_request_log() -> Any:  # noqa: ANN401  (a logger of structlog's, bound to whatever it writes to)
    """What writes a line for each request: past the standard library's logging, which costs several times as much.

    Where logging was not set up by ``set_up_logging`` for lines of JSON, at INFO, it is a logger like any other.
    """
    root = logging.getLogger()
    eyes = next((each for each in root.handlers if isinstance(each, _Eyes)), None)
    if eyes is None or eyes.stream.isatty() or root.level > logging.INFO:
        return structlog.get_logger("service.requests")
    return _RequestLines(eyes.stream)


class _RequestLines:
    """Lines of JSON, as ``set_up_logging`` has them, of nothing but their own fields."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def info(self, event: str, **fields: object) -> None:
        """Write a line."""
        fields["logger"], fields["event"], fields["level"] = "service.requests", event, "info"
        fields["timestamp"] = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        self._stream.write(msgspec.json.encode(fields).decode() + "\n")
        self._stream.flush()

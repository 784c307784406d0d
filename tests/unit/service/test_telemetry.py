"""What a log line may hold of a failure: where it happened, and nothing that is secret."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from service.database import DatabaseUrls
from service.telemetry import set_up_logging

PASSWORD = "correct-horse"  # noqa: S105  (of no server)
URLS = DatabaseUrls(
    service=f"postgresql://clerk:{PASSWORD}@db/chancery", owner=f"postgresql://db/x?password={PASSWORD}"
)


class Terminal(io.StringIO):
    """Lines that a person watches."""

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


@pytest.fixture(autouse=True)
def logging_put_back() -> Iterator[None]:
    """Leave logging to the other tests as it was."""
    root = logging.getLogger()
    names = ("uvicorn.access", "httpx", "alembic")
    handlers, level = root.handlers, root.level
    levels = {name: logging.getLogger(name).level for name in names}
    yield
    root.handlers = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


def fail(url: str, urls: DatabaseUrls) -> None:
    """Fail with secrets in the variables of the frame."""
    raise LookupError("no such row: " + str(len(url) and urls.embedded))


def log_failure(stream: io.StringIO) -> str:
    """Log a failure whose frames know passwords; return what was written."""
    set_up_logging(stream=stream)
    try:
        fail(URLS.service, URLS)
    except LookupError:
        logging.getLogger("tests").exception("request failed")
    return stream.getvalue()


def test_a_logged_traceback_holds_no_local_variables() -> None:
    """A line names the error and its frames, and nothing of what their variables held."""
    written = log_failure(io.StringIO())
    (error,) = json.loads(written)["exception"]
    assert error["exc_type"] == "LookupError"
    assert [frame["name"] for frame in error["frames"]] == ["log_failure", "fail"]
    assert not any(frame.get("locals") for frame in error["frames"])
    assert PASSWORD not in written


def test_a_traceback_on_a_terminal_holds_no_local_variables() -> None:
    """Also the lines for a person show where it failed and no variable."""
    written = log_failure(Terminal())
    assert "LookupError" in written
    assert "locals" not in written
    assert PASSWORD not in written


def test_urls_are_shown_without_their_passwords() -> None:
    """Neither Python nor rich shows a password of the database, in the account or in the query."""
    shown = repr(URLS) + repr(URLS.__rich_repr__())
    assert "clerk:***@db" in shown
    assert PASSWORD not in shown

"""Pages made of answers: every value is escaped, nothing is loaded, no script runs."""

from functools import cache
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from projections.public.history import EventHistory

PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
"""What every page is sent with."""


def render_history(history: EventHistory) -> str:
    """The page of an event's history: what no longer holds is struck out, with who, when and why."""
    return _templates().get_template("history.html").render(history=history)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("service.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["shown"] = _show
    return made


def _show(value: Any) -> str:  # noqa: ANN401  (JSON of whatever kind)
    """A field's value as people read it."""
    if value is None:
        return "none"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()

"""Each route says who may use it."""

from litestar.routes import HTTPRoute

from service.api.application import ROUTES
from service.app import make_app
from service.settings import Settings

OPEN = {"/health/live", "/health/ready", "/problems/{name}"}
READING = {"GET", "HEAD", "OPTIONS"}


def test_whatever_writes_names_the_scope_that_it_needs() -> None:
    """No route that writes is left to `admin` by oversight, and none that writes is open; the open ones are these."""
    app = make_app(Settings())
    found = {
        (method, route.path_format): handler.opt.get("scope")
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"
    }
    assert len(found) >= len(ROUTES)
    writing = {where: scope for where, scope in found.items() if where[0] not in READING}
    assert set(writing.values()) == {"ingest", "curate"}, writing
    assert {path for (_, path), scope in found.items() if scope == "open" and not path.startswith("/schema")} == OPEN
    assert {scope for (_, path), scope in found.items() if path.startswith("/schema")} == {"open"}
    assert {scope for where, scope in found.items() if where[0] in READING} == {"open", None}

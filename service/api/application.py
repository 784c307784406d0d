"""The ASGI application: routes, what they are given, and what surrounds every request."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ASGIApp, Message, Scope

from events.ledger import Ledger
from projections.following.runner import Runner
from projections.following.state import StateReader
from projections.questions.queries import Queries
from service.api import (
    aid,
    articles,
    audit,
    batches,
    changes,
    curation,
    events,
    health,
    live,
    meta,
    metering,
    records,
    registers,
    views,
)
from service.api.bodies import DecodedRequest
from service.api.description import DescribedApp, describe
from service.api.formats import ListResponse, Suffixed, find_lists
from service.api.guards import Door, admit, give_caller
from service.api.kept import Keeping, note_moment
from service.api.parameters import Clock, give_patience, give_times
from service.api.refusals import REQUEST_ID, answer_error, check_request, identify_request
from service.api.watches import give_watch
from service.changes import Changes
from service.checkpoints import Checkpoints
from service.curate import Curator
from service.database import DatabaseUrls
from service.feeds.standing import Feeds
from service.following import Following
from service.handle import Handler
from service.metrics import Metrics
from service.readers import Readers
from service.replies import Replies
from service.settings import Settings
from service.tail import Tail

_REFUSED = 400
_SURE = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
"""Headers of every answer that does not set its own: nothing that an answer holds runs, loads or is framed."""
ROUTES = (
    articles.post_article,
    batches.post_batch,
    articles.get_article,
    views.list_relations,
    views.get_relation,
    views.compare_relations,
    views.get_timeline,
    views.list_visits,
    aid.list_aid_totals,
    aid.list_deliveries,
    registers.list_agreements,
    registers.list_sanctions,
    registers.list_memberships,
    registers.list_envoys,
    registers.list_embassies,
    registers.list_military,
    records.list_articles,
    records.list_officials,
    records.get_happening,
    events.list_events,
    events.get_facets,
    events.get_event,
    changes.list_changes,
    live.get_live,
    curation.get_history,
    curation.show_history,
    curation.post_correction,
    curation.post_retraction,
    curation.post_confirmation,
    curation.post_merge,
    curation.post_apart,
    curation.post_split,
    audit.get_checkpoint,
    audit.get_inclusion,
    audit.get_consistency,
    meta.get_meta,
    metering.get_metrics,
    health.get_live,
    health.get_ready,
    health.get_problem,
)


GIVEN = (
    "settings", "urls", "ledger", "queries", "runner", "following", "handler", "curator", "tail", "readers",
    "replies", "checkpoints", "metrics", "feeds",
)  # fmt: skip
"""The parts that routes may ask for by name."""


class Parts(Protocol):
    """What the routes need of the running service."""

    @property
    def settings(self) -> Settings:
        """What the environment set."""
        ...

    @property
    def urls(self) -> DatabaseUrls:
        """Where the database is."""
        ...

    @property
    def ledger(self) -> Ledger:
        """What was recorded."""
        ...

    @property
    def queries(self) -> Queries:
        """What the views hold."""
        ...

    @property
    def runner(self) -> Runner:
        """What keeps the views."""
        ...

    @property
    def following(self) -> Following:
        """Whether the views still follow the ledger."""
        ...

    @property
    def handler(self) -> Handler:
        """What records articles."""
        ...

    @property
    def curator(self) -> Curator:
        """What records curators' words."""
        ...

    @property
    def changes(self) -> Changes:
        """What was recorded, in order."""
        ...

    @property
    def metrics(self) -> Metrics:
        """What is counted."""
        ...

    @property
    def feeds(self) -> Feeds:
        """Whose articles are read."""
        ...

    @property
    def door(self) -> Door:
        """What lets requests in."""
        ...

    @property
    def readers(self) -> Readers:
        """What reads many articles at once."""
        ...

    @property
    def replies(self) -> Replies:
        """What answers the same request in the same way."""
        ...

    @property
    def tail(self) -> Tail:
        """Its end, for those who follow it live."""
        ...

    @property
    def views_state(self) -> StateReader:
        """What every answer of the views depends on."""
        ...

    @property
    def checkpoints(self) -> Checkpoints:
        """What signs checkpoints."""
        ...


def build(
    open_parts: Callable[[], AbstractAsyncContextManager[Parts]],
    clock: Clock,
    surround: Callable[[ASGIApp], ASGIApp],
    *,
    max_body: int,
) -> Litestar:
    """Make the application; ``open_parts`` is entered at its start and left at its end.

    ``surround`` puts around everything what sees each request. ``max_body``: bytes that the body of a request may have.
    """

    @asynccontextmanager
    async def run(app: Litestar) -> AsyncGenerator[None]:
        async with open_parts() as parts:
            app.state.parts, app.state.clock = parts, clock
            _ = app.openapi_schema  # made now, not while the first request waits
            yield

    def give(name: str) -> Provide:
        def provide(state: State) -> Any:  # noqa: ANN401  (each part has its own type)
            return getattr(state.parts, name)

        return Provide(provide, sync_to_thread=False)

    app = DescribedApp(
        route_handlers=ROUTES,
        lifespan=[run],
        dependencies={
            **{name: give(name) for name in GIVEN},
            # Not by its own name, which is that of a field of a body: one would be taken for the other.
            "recorded": give("changes"),
            "caller": Provide(give_caller, sync_to_thread=False),
            "which": Provide(give_watch, sync_to_thread=False),
            "times": Provide(give_times, sync_to_thread=False),
            "patience": Provide(give_patience),
        },
        exception_handlers={Exception: answer_error},
        guards=[admit],
        before_request=_prepare,
        before_send=[_mark_answer],
        request_class=DecodedRequest,
        response_class=ListResponse,
        request_max_body_size=max_body,
        openapi_config=describe(),
        logging_config=None,
    )
    app.asgi_handler = surround(Suffixed(Keeping(app.asgi_handler), find_lists(app)))
    return app


async def _prepare(request: Request[Any, Any, State]) -> None:
    await check_request(request)
    await note_moment(request)


async def _mark_answer(message: Message, scope: Scope) -> None:
    """Every answer, problems too, bears the id of its request."""
    if message["type"] == "http.response.start":
        there = {name.lower() for name, _ in message["headers"]}
        # What a write or a refusal answers is for whoever asked, once; all else is asked for again before it is used.
        kept = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and message["status"] < _REFUSED
        marks = (
            (REQUEST_ID.lower().encode(), identify_request(scope).encode()),
            *_SURE,
            (b"cache-control", b"private, no-cache" if kept else b"no-store"),
        )
        message["headers"] = [*message["headers"], *(mark for mark in marks if mark[0] not in there)]

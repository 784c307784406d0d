"""What was recorded: events, one by one."""

from typing import Annotated

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from projections.public.facets import FacetName, Facets
from projections.public.shapes import EventPage, RecordedFact
from projections.questions.queries import Queries
from projections.questions.records import FACETS
from projections.times import Times
from service.api.documented import TIMED, refusals
from service.api.kept import KEPT
from service.api.parameters import After, Limit, Waited
from service.api.watches import Watched
from service.problems import Refusal


@get(
    "/events",
    summary="Events, the newest first",
    responses=refusals(
        "invalid-request", "unknown-parameter", "unknown-party", "invalid-date", "bad-cursor", "beyond-head",
        "not-yet-projected", "ledger-unavailable",
    ),
    opt=KEPT,
)  # fmt: skip
async def list_events(
    queries: NamedDependency[Queries],
    which: Watched,
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    retracted: Annotated[bool, QueryParameter(description="Also those that no longer count.")] = False,
    limit: Limit = 50,
    after: After = None,
) -> EventPage:
    """List events, the newest position first."""
    return await queries.events(msgspec.structs.replace(which, retracted=retracted), limit=limit, after=after)


@get(
    "/events/facets",
    summary="How events are spread: by type, family, party, publisher, year",
    responses=refusals(
        "invalid-request", "unknown-parameter", "unknown-party", "invalid-date", "not-yet-projected",
        "ledger-unavailable",
    ),
    opt=KEPT,
)  # fmt: skip
async def get_facets(
    queries: NamedDependency[Queries],
    which: Watched,
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    facet: Annotated[
        list[FacetName] | None, QueryParameter(description="Only these facets; may be repeated. Default: all.")
    ] = None,
    retracted: Annotated[bool, QueryParameter(description="Also those that no longer count.")] = False,
    limit: Annotated[int, QueryParameter(description="Values shown of each facet.", ge=1, le=500)] = 20,
) -> Facets:
    """Count the events that a filter lets through by the values that they have; the filter is that of `/events`."""
    watched = msgspec.structs.replace(which, retracted=retracted)
    return await queries.facets(watched, tuple(facet) if facet else FACETS, limit=limit)


@get(
    "/events/{event_id:str}",
    summary="One event, with its quotes",
    responses=refusals(*TIMED, "unknown-event"),
    opt=KEPT,
)
async def get_event(
    event_id: Annotated[str, PathParameter(description="Id of the event.")],
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    patience: Waited,  # noqa: ARG001  (waits)
) -> RecordedFact:
    """Look one event up, as it stands or as it stood at `known_at` by what was said at `reported_by`."""
    event = await queries.event(event_id, times)
    if event is None:
        raise Refusal("unknown-event", f"no event with the id {event_id!r} tells of an act; GET /events lists them")
    return event

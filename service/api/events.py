"""What was recorded: events, one by one."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from events.vocabulary import FAMILIES, REPORT_TYPES
from projections.public import EventPage, RecordedFact
from projections.queries import Queries
from projections.timeline import EventFilter
from service.api.documented import refusals
from service.api.parameters import After, Limit, Pair, PartyFilter, Waited
from service.problems import Refusal
from service.questions import check_choice, parse_day, read_parties


@get(
    "/events",
    summary="Events, the newest first",
    responses=refusals(
        "invalid-request", "unknown-parameter", "unknown-party", "invalid-date", "bad-cursor", "beyond-head",
        "not-yet-projected", "ledger-unavailable",
    ),
)  # fmt: skip
async def list_events(  # noqa: PLR0913  (one a filter)
    queries: NamedDependency[Queries],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    party: PartyFilter = None,
    pair: Pair = None,
    types: Annotated[
        list[str] | None, QueryParameter(name="type", description="Only these types; may be repeated.")
    ] = None,
    family: Annotated[str | None, QueryParameter(description="Only this family of types (visit, aid, ...).")] = None,
    article: Annotated[str | None, QueryParameter(description="Only what this article tells.", max_length=100)] = None,
    happening: Annotated[
        str | None, QueryParameter(description="Only what tells of this happening.", max_length=200)
    ] = None,
    since: Annotated[str | None, QueryParameter(description="Only facts of that day or later, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, QueryParameter(description="Only facts of that day or earlier, YYYY-MM-DD.")] = None,
    min_confidence: Annotated[
        float | None,
        QueryParameter(description="Only of at least this measured confidence; without one: left out.", ge=0, le=1),
    ] = None,
    retracted: Annotated[bool, QueryParameter(description="Also those that no longer count.")] = False,
    limit: Limit = 50,
    after: After = None,
) -> EventPage:
    """List events, the newest position first."""
    which = EventFilter(
        parties=read_parties(party, pair),
        types=tuple(check_choice("type", each, REPORT_TYPES) for each in types or ()),
        family=None if family is None else check_choice("family", family, FAMILIES),
        article=article,
        happening=happening,
        since=parse_day("since", since),
        until=parse_day("until", until),
        confidence=min_confidence,
        retracted=retracted,
    )
    return await queries.events(which, limit=limit, after=after)


@get(
    "/events/{event_id:str}",
    summary="One event, with its quotes",
    responses=refusals("unknown-event", "unknown-parameter", "beyond-head", "not-yet-projected", "ledger-unavailable"),
)
async def get_event(
    event_id: Annotated[str, PathParameter(description="Id of the event.")],
    queries: NamedDependency[Queries],
    patience: Waited,  # noqa: ARG001  (waits)
) -> RecordedFact:
    """Look one event up."""
    event = await queries.event(event_id)
    if event is None:
        raise Refusal("unknown-event", f"no event with the id {event_id!r} tells of an act; GET /events lists them")
    return event

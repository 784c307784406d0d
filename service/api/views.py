"""What is true now, or was then: relations and visits."""

from typing import Annotated, Literal

from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from events.vocabulary import REPORT_TYPES
from projections.public.shapes import (
    Comparison,
    FactPage,
    Relation,
    RelationPage,
    RelationStatus,
    VisitPage,
    VisitStatus,
)
from projections.questions.queries import Queries
from projections.times import Times
from service.api.documented import TIMED, refusals
from service.api.kept import KEPT
from service.api.parameters import After, Limit, PartyFilter, Statuses, Waited
from service.parties import check_party
from service.questions import check_choice, check_pair, parse_day, split_pairs

Include = Annotated[
    list[Literal["blocs"]] | None,
    QueryParameter(description="blocs: also acts of the organisations that a side is a member of, outside the status."),
]


@get("/relations", summary="Relations, one line a pair", responses=refusals(*TIMED, "bad-cursor"), opt=KEPT)
async def list_relations(
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    party: PartyFilter = None,
    status: Annotated[list[RelationStatus] | None, Statuses] = None,
    limit: Limit = 50,
    after: After = None,
) -> RelationPage:
    """List relations in alphabetical order of the pair."""
    return await queries.relations(times, party=_code(party), status=tuple(status or ()), limit=limit, after=after)


@get("/relations/{a:str}/{b:str}", summary="The relation of two parties", responses=refusals(*TIMED), opt=KEPT)
async def get_relation(
    a: Annotated[str, PathParameter(description="One party: ISO 3166-1 alpha-3 code, or an organisation's acronym.")],
    b: Annotated[str, PathParameter(description="The other party; the order does not matter.")],
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    include: Include = None,
) -> Relation:
    """Tell what is known between two parties; a pair that nothing is known of is `unobserved`."""
    return await queries.relation(*check_pair(a, b), times, blocs="blocs" in (include or ()))


@get("/relations/compare", summary="The relations of several pairs side by side", responses=refusals(*TIMED), opt=KEPT)
async def compare_relations(
    pairs: Annotated[
        str, QueryParameter(description="Pairs, as MLI-RUS,MLI-FRA; at most 20.", min_length=1, max_length=1000)
    ],
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    include: Include = None,
) -> Comparison:
    """Tell the relations of several pairs, in the order asked for."""
    return await queries.compare(split_pairs(pairs), times, blocs="blocs" in (include or ()))


@get(
    "/relations/{a:str}/{b:str}/timeline",
    summary="The acts between two parties, the latest first",
    responses=refusals(*TIMED, "bad-cursor"),
    opt=KEPT,
)
async def get_timeline(  # noqa: PLR0913  (one a filter)
    a: Annotated[str, PathParameter(description="One party: ISO 3166-1 alpha-3 code, or an organisation's acronym.")],
    b: Annotated[str, PathParameter(description="The other party; the order does not matter.")],
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    types: Annotated[
        list[str] | None, QueryParameter(name="type", description="Only these types; may be repeated.")
    ] = None,
    since: Annotated[str | None, QueryParameter(description="Only acts of that day or later, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, QueryParameter(description="Only acts of that day or earlier, YYYY-MM-DD.")] = None,
    limit: Limit = 50,
    after: After = None,
) -> FactPage:
    """List what the two did to each other: each act once, with every event that tells of it."""
    return await queries.timeline(
        *check_pair(a, b),
        times,
        types=tuple(check_choice("type", each, REPORT_TYPES) for each in types or ()),
        since=parse_day("since", since),
        until=parse_day("until", until),
        limit=limit,
        after=after,
    )


@get("/visits", summary="Visits: pending, held, cancelled, lapsed", responses=refusals(*TIMED, "bad-cursor"), opt=KEPT)
async def list_visits(  # noqa: PLR0913  (one a filter)
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    status: Annotated[list[VisitStatus] | None, Statuses] = None,
    visitor: Annotated[str | None, QueryParameter(description="Whose officials travel.")] = None,
    host: Annotated[str | None, QueryParameter(description="Where they travel to.")] = None,
    party: PartyFilter = None,
    since: Annotated[str | None, QueryParameter(description="Only due or held that day or later, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, QueryParameter(description="Only due or held by that day, YYYY-MM-DD.")] = None,
    limit: Limit = 50,
    after: After = None,
) -> VisitPage:
    """List visits, the latest due or held first."""
    return await queries.visits(
        times,
        status=tuple(status or ()),
        visitor=_code(visitor),
        host=_code(host),
        party=_code(party),
        since=parse_day("since", since),
        until=parse_day("until", until),
        limit=limit,
        after=after,
    )


def _code(party: str | None) -> str | None:
    return None if party is None else check_party(party)

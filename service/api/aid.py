"""Aid: its sums, and the deliveries and pledges that they add up."""

from typing import Annotated, Literal

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from events.vocabulary import Terms
from projections.public.aid import DeliveryKind, DeliveryPage
from projections.public.shapes import AidPage
from projections.questions.queries import Queries
from projections.times import Times
from projections.views.deliveries import DeliveryFilter
from service.api.documented import TIMED, refusals
from service.api.kept import KEPT
from service.api.parameters import After, Limit, Waited
from service.parties import check_party
from service.questions import parse_day

Donor = Annotated[str | None, QueryParameter(description="Who gives.")]
Recipient = Annotated[str | None, QueryParameter(description="Who receives.")]
Item = Annotated[str | None, QueryParameter(description="What: wheat, vaccines, arms, ...", max_length=100)]
Domain = Annotated[
    Literal["civil", "military"] | None, QueryParameter(description="Civil or military; never summed together.")
]


@get("/aid/totals", summary="Aid by donor, recipient and item", responses=refusals(*TIMED, "bad-cursor"), opt=KEPT)
async def list_aid_totals(  # noqa: PLR0913  (one a filter)
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    donor: Donor = None,
    recipient: Recipient = None,
    item: Item = None,
    domain: Domain = None,
    since: Annotated[
        str | None,
        QueryParameter(description="Only acts that count from that day or later, YYYY-MM-DD; without totals."),
    ] = None,
    until: Annotated[
        str | None, QueryParameter(description="Only acts that count from that day or earlier, YYYY-MM-DD.")
    ] = None,
    period: Annotated[
        Literal["month", "quarter", "year"] | None,
        QueryParameter(description="Also sum what each month, quarter or year saw."),
    ] = None,
    limit: Limit = 50,
    after: After = None,
) -> AidPage:
    """Sum what was delivered and pledged; a total that an article states stands beside the sum, never in it."""
    return await queries.aid_totals(
        times,
        donor=_code(donor),
        recipient=_code(recipient),
        item=item,
        domain=domain,
        since=parse_day("since", since),
        until=parse_day("until", until),
        period=period,
        limit=limit,
        after=after,
    )


@get(
    "/aid/deliveries",
    summary="Deliveries and pledges, the latest first",
    responses=refusals(*TIMED, "bad-cursor"),
    opt=KEPT,
)
async def list_deliveries(  # noqa: PLR0913  (one a filter)
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    kind: Annotated[DeliveryKind | None, QueryParameter(description="Only deliveries, or only pledges.")] = None,
    donor: Donor = None,
    recipient: Recipient = None,
    item: Item = None,
    unit: Annotated[
        str | None, QueryParameter(description="In which unit: ISO 4217 code, t, doses, ...", max_length=100)
    ] = None,
    terms: Annotated[Terms | None, QueryParameter(description="On which terms; unknown: not told.")] = None,
    domain: Domain = None,
    since: Annotated[
        str | None, QueryParameter(description="Only what counts from that day or later, YYYY-MM-DD.")
    ] = None,
    until: Annotated[
        str | None, QueryParameter(description="Only what counts from that day or earlier, YYYY-MM-DD.")
    ] = None,
    limit: Limit = 50,
    after: After = None,
) -> DeliveryPage:
    """List what the sums of aid add up, one item of one act each; totals that articles state are not among them."""
    which = DeliveryFilter(
        kind=kind,
        donor=_code(donor),
        recipient=_code(recipient),
        item=item,
        unit=unit,
        terms=terms,
        domain=domain,
        since=parse_day("since", since),
        until=parse_day("until", until),
    )
    return await queries.deliveries(times, which, limit=limit, after=after)


def _code(party: str | None) -> str | None:
    return None if party is None else check_party(party)

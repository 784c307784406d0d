"""What stands between parties on a day: agreements, sanctions, memberships, envoys, embassies, military support."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from projections.public.agreements import AgreementPage, AgreementStatus
from projections.public.registers import (
    EmbassyPage,
    EmbassyStatus,
    EnvoyPage,
    EnvoyStatus,
    MembershipPage,
    MembershipStatus,
    MilitaryPage,
    MilitaryStatus,
    SanctionsPage,
    SanctionsStatus,
)
from projections.questions.queries import Queries
from projections.times import Times
from projections.views import embassies, envoys, memberships, military, sanctions
from projections.views.standing import Sides
from service.api.documented import TIMED, refusals
from service.api.kept import KEPT
from service.api.parameters import After, Limit, Pair, PartyFilter, Statuses, Waited
from service.parties import check_party
from service.questions import read_parties


def _sides(subject: str | None, object_: str | None, party: str | None, pair: str | None) -> Sides:
    return Sides(
        subject=None if subject is None else check_party(subject),
        object=None if object_ is None else check_party(object_),
        parties=read_parties(party, pair),
    )


@get("/agreements", summary="Agreements: announced, signed, ended", responses=refusals(*TIMED, "bad-cursor"), opt=KEPT)
async def list_agreements(  # noqa: PLR0913  (one a filter)
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    party: PartyFilter = None,
    pair: Pair = None,
    instrument: Annotated[
        str | None, QueryParameter(description="Only where the name holds these words.", max_length=200)
    ] = None,
    status: Annotated[list[AgreementStatus] | None, Statuses] = None,
    limit: Limit = 50,
    after: After = None,
) -> AgreementPage:
    """List agreements, the latest first; what announced one and what ended it stand with it."""
    return await queries.agreements(
        times,
        status=tuple(status or ()),
        parties=read_parties(party, pair),
        instrument=instrument,
        limit=limit,
        after=after,
    )


@get(
    "/sanctions",
    summary="Sanctions: who on whom, in force or lifted",
    responses=refusals(*TIMED, "bad-cursor"),
    opt=KEPT,
)
async def list_sanctions(  # noqa: PLR0913  (one a filter)
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    source: Annotated[str | None, QueryParameter(description="Who imposes them.")] = None,
    target: Annotated[str | None, QueryParameter(description="On whom.")] = None,
    party: PartyFilter = None,
    pair: Pair = None,
    status: Annotated[list[SanctionsStatus] | None, Statuses] = None,
    limit: Limit = 50,
    after: After = None,
) -> SanctionsPage:
    """List sanctions in alphabetical order of source and target."""
    sides = _sides(source, target, party, pair)
    return await queries.lines(sanctions.REGISTER, times, sides=sides, status=status or (), limit=limit, after=after)


@get(
    "/memberships", summary="Memberships of states in organisations", responses=refusals(*TIMED, "bad-cursor"), opt=KEPT
)
async def list_memberships(  # noqa: PLR0913  (one a filter)
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    member: Annotated[str | None, QueryParameter(name="state", description="The member.")] = None,
    organisation: Annotated[str | None, QueryParameter(description="The organisation.")] = None,
    party: PartyFilter = None,
    pair: Pair = None,
    status: Annotated[list[MembershipStatus] | None, Statuses] = None,
    limit: Limit = 50,
    after: After = None,
) -> MembershipPage:
    """List memberships in alphabetical order of state and organisation."""
    sides = _sides(member, organisation, party, pair)
    return await queries.lines(memberships.REGISTER, times, sides=sides, status=status or (), limit=limit, after=after)


@get(
    "/envoys",
    summary="Envoys: accredited, recalled, expelled, summoned",
    responses=refusals(*TIMED, "bad-cursor"),
    opt=KEPT,
)
async def list_envoys(  # noqa: PLR0913  (one a filter)
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    sender: Annotated[str | None, QueryParameter(description="Whose ambassador.")] = None,
    host: Annotated[str | None, QueryParameter(description="To whom.")] = None,
    party: PartyFilter = None,
    pair: Pair = None,
    status: Annotated[list[EnvoyStatus] | None, Statuses] = None,
    limit: Limit = 50,
    after: After = None,
) -> EnvoyPage:
    """List envoys in alphabetical order of sender and host, with the present ambassador where known."""
    sides = _sides(sender, host, party, pair)
    return await queries.lines(envoys.REGISTER, times, sides=sides, status=status or (), limit=limit, after=after)


@get("/embassies", summary="Embassies: open, closed, planned", responses=refusals(*TIMED, "bad-cursor"), opt=KEPT)
async def list_embassies(  # noqa: PLR0913  (one a filter)
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    owner: Annotated[str | None, QueryParameter(description="Whose embassy.")] = None,
    host: Annotated[str | None, QueryParameter(description="Where.")] = None,
    party: PartyFilter = None,
    pair: Pair = None,
    status: Annotated[list[EmbassyStatus] | None, Statuses] = None,
    limit: Limit = 50,
    after: After = None,
) -> EmbassyPage:
    """List embassies in alphabetical order of owner and host."""
    sides = _sides(owner, host, party, pair)
    return await queries.lines(embassies.REGISTER, times, sides=sides, status=status or (), limit=limit, after=after)


@get(
    "/military",
    summary="Military support: provided, ended, planned",
    responses=refusals(*TIMED, "bad-cursor"),
    opt=KEPT,
)
async def list_military(  # noqa: PLR0913  (one a filter)
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    provider: Annotated[str | None, QueryParameter(description="Who gives it.")] = None,
    recipient: Annotated[str | None, QueryParameter(description="For whom.")] = None,
    party: PartyFilter = None,
    pair: Pair = None,
    status: Annotated[list[MilitaryStatus] | None, Statuses] = None,
    limit: Limit = 50,
    after: After = None,
) -> MilitaryPage:
    """List military support in alphabetical order of provider and recipient."""
    sides = _sides(provider, recipient, party, pair)
    return await queries.lines(military.REGISTER, times, sides=sides, status=status or (), limit=limit, after=after)

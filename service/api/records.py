"""What was read, in lists: articles, one happening, the officials that articles name."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from projections.public.records import ArticlePage, HappeningShown, OfficialPage
from projections.questions.articles import ArticleFilter
from projections.questions.queries import Queries
from projections.times import Times
from service.api.documented import TIMED, refusals
from service.api.kept import KEPT
from service.api.parameters import After, Limit, Pair, PartyFilter, Waited
from service.parties import check_party
from service.problems import Refusal
from service.questions import parse_day, read_parties


@get("/articles", summary="Articles, the latest published first", responses=refusals(*TIMED, "bad-cursor"), opt=KEPT)
async def list_articles(  # noqa: PLR0913  (one a filter)
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    publisher: Annotated[str | None, QueryParameter(description="Only of this publisher.", max_length=300)] = None,
    language: Annotated[
        str | None, QueryParameter(description="Only in this language, ISO 639-1.", pattern="^[a-z]{2}$")
    ] = None,
    since: Annotated[str | None, QueryParameter(description="Only published that day or later, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, QueryParameter(description="Only published that day or earlier, YYYY-MM-DD.")] = None,
    party: PartyFilter = None,
    pair: Pair = None,
    limit: Limit = 50,
    after: After = None,
) -> ArticlePage:
    """List articles with how many events each told; party and pair choose those that tell of an act of theirs."""
    which = ArticleFilter(
        publisher=publisher,
        language=language,
        since=parse_day("since", since),
        until=parse_day("until", until),
        parties=read_parties(party, pair),
    )
    return await queries.articles(times, which, limit=limit, after=after)


@get("/officials", summary="Persons named in acts between parties", responses=refusals(*TIMED, "bad-cursor"), opt=KEPT)
async def list_officials(
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
    party: PartyFilter = None,
    name: Annotated[
        str | None, QueryParameter(description="Only whose name holds these letters.", min_length=1, max_length=100)
    ] = None,
    limit: Limit = 50,
    after: After = None,
) -> OfficialPage:
    """List the persons that articles name: for whom they act, first and last seen, in how many acts."""
    code = None if party is None else check_party(party)
    return await queries.officials(times, party=code, name=name, limit=limit, after=after)


@get(
    "/happenings/{happening:str}",
    summary="One happening: its acts, the events that tell of it, and what it is linked with",
    responses=refusals(*TIMED, "unknown-happening"),
    opt=KEPT,
)
async def get_happening(
    happening: Annotated[str, PathParameter(description="Id of the happening.")],
    queries: NamedDependency[Queries],
    times: NamedDependency[Times],
    *,
    patience: Waited,  # noqa: ARG001  (waits)
) -> HappeningShown:
    """Look one happening up."""
    found = await queries.happening(happening, times)
    if found is None:
        raise Refusal(
            "unknown-happening",
            f"no event told of the happening {happening!r} at the times asked about; GET /events lists happenings",
        )
    return found

"""Whether the service lives and is ready, and what its problems mean."""

from importlib.metadata import version
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter

from events.connection import LOST
from events.errors import ChanceryError
from events.ledger import Ledger
from migrations.runner import pending
from projections.following.runner import Runner
from service.api.documented import refusals
from service.api.guards import OPEN
from service.api.shapes import Live, ProblemType, Ready, ViewState
from service.database import DatabaseUrls
from service.following import Following
from service.problems import PROBLEMS, Refusal


@get(
    "/health/live",
    summary="Whether the process answers",
    opt=OPEN,
    responses=refusals("unknown-parameter", guarded=False),
)
async def get_live() -> Live:
    """Answer; nothing else is looked at."""
    return Live()


@get(
    "/health/ready",
    summary="Whether questions can be answered",
    opt=OPEN,
    responses=refusals("unknown-parameter", "not-ready", guarded=False),
)
async def get_ready(
    ledger: NamedDependency[Ledger],
    runner: NamedDependency[Runner],
    following: NamedDependency[Following],
    urls: NamedDependency[DatabaseUrls],
) -> Ready:
    """Look at the database, its migrations and the views."""
    try:
        missing = await pending(urls.service)
        head = await ledger.head()
        lag = await runner.lag()
    except (*LOST, ChanceryError) as error:
        raise Refusal("not-ready", f"the database does not answer: {str(error) or type(error).__name__}") from error
    if missing:
        raise Refusal("not-ready", f"the database lacks the migrations {', '.join(missing)}; run `chancery migrate`")
    if following.failure:
        raise Refusal(
            "not-ready",
            f"the views no longer follow the ledger: {following.failure}; restart this process, see its log",
        )
    stopped = [f"{each.view}: {each.stopped}" for each in lag if each.stopped]
    if stopped:
        raise Refusal("not-ready", f"a view has stopped: {'; '.join(stopped)}")
    views = tuple(
        ViewState(
            view=each.view,
            version=each.version,
            position=each.position,
            behind=each.behind,
            seconds=each.seconds,
            parked=each.parked,
        )
        for each in lag
    )
    return Ready(status="ready", version=version("chancery"), head=head, views=views)


@get(
    "/problems/{name:str}",
    summary="What a problem means",
    opt=OPEN,
    responses=refusals("unknown-problem", "unknown-parameter", guarded=False),
)
async def get_problem(
    name: Annotated[str, PathParameter(description="Name of the problem: the last part of an answer's `type`.")],
) -> ProblemType:
    """Explain a type of problem."""
    kind = PROBLEMS.get(name)
    if kind is None:
        raise Refusal("unknown-problem", f"no problem is called {name!r}; the reference lists them all")
    return ProblemType(
        type=f"/problems/{name}", title=kind.title, status=kind.status, meaning=kind.meaning, remedy=kind.remedy
    )

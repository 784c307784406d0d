"""The query parameters that several routes share: the three times, and the position to wait for."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import msgspec
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from projections.following.runner import Runner
from projections.times import Times
from service.questions import parse_day, parse_moment

Clock = Callable[[], date]
"""What day it is, UTC."""

WAIT_SECONDS = 10.0
"""How long an answer waits for the position of ``wait_for``."""
MOST = 200
"""Items of one page, at most."""

AsOf = Annotated[
    str | None, QueryParameter(description="What was true that day, YYYY-MM-DD. Default: `reported_by`, else today.")
]
ReportedBy = Annotated[
    str | None, QueryParameter(description="Count only what articles published by that day said, YYYY-MM-DD.")
]
KnownAt = Annotated[
    str | None,
    QueryParameter(
        description="Count only what the ledger held then: a position, or a moment as 2025-06-23T12:00:00Z."
    ),
]
WaitFor = Annotated[
    int | None, QueryParameter(description="Answer when the views have reached this position (as given by POST).", ge=0)
]
Limit = Annotated[int, QueryParameter(description="Items a page.", ge=1, le=MOST)]
After = Annotated[str | None, QueryParameter(description="The `next` of the page before.", max_length=1000)]

PartyFilter = Annotated[str | None, QueryParameter(description="Only where this state or organisation takes part.")]
Pair = Annotated[str | None, QueryParameter(description="Only between these two, as MLI-RUS.", max_length=100)]
Statuses = QueryParameter(description="Only these; may be repeated.")


class Patience(msgspec.Struct, frozen=True):
    """That the views have come as far as the request asked."""


Waited = NamedDependency[Patience]


async def give_patience(state: State, wait_for: WaitFor = None) -> Patience:
    """Wait until the views have reached ``wait_for``."""
    if wait_for is not None:
        # Not a dependency of its own: each that others wait for costs every request another round of tasks.
        runner: Runner = state.parts.runner
        await runner.wait_for(wait_for, WAIT_SECONDS)
    return Patience()


def give_times(
    state: State,
    as_of: AsOf = None,
    reported_by: ReportedBy = None,
    known_at: KnownAt = None,
) -> Times:
    """The three times of a request."""
    clock: Clock = state.clock
    return Times(
        today=clock(),
        as_of=parse_day("as_of", as_of),
        reported_by=parse_day("reported_by", reported_by),
        known_at=parse_moment(known_at),
    )

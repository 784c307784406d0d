"""What was recorded since: page by page, to whoever asks again."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service.api.change_conversion import show_change
from service.api.change_shapes import ChangePage
from service.api.documented import refusals
from service.api.parameters import Limit
from service.api.watches import Watched
from service.changes import Changes

AFTER = QueryParameter(
    name="after", description="Only what stands after this position: a `next`, or a `position`.", ge=0, le=2**63 - 1
)


@get(
    "/changes",
    summary="What was recorded, the oldest first",
    description="Articles, reports, decisions and curators' words in the order of the ledger, as they were recorded; a "
    "line never changes. A page may be short, even empty, and have a `next`. What a line does not have it cannot be "
    "chosen by: decisions have no article, publisher or confidence, articles no parties. `since` and `until` are days "
    "of the act for a report, else of the recording.",
    responses=refusals(
        "invalid-request", "unknown-parameter", "unknown-party", "invalid-date", "beyond-head", "ledger-unavailable",
    ),
)  # fmt: skip
async def list_changes(
    recorded: NamedDependency[Changes],
    which: Watched,
    after: Annotated[int, AFTER] = 0,
    limit: Limit = 50,
) -> ChangePage:
    """List what was recorded after a position."""
    found = await recorded.find(which, after, limit)
    return ChangePage(
        items=tuple(show_change(change) for change in found.changes),
        next=str(found.reached) if found.reached < found.head else None,
        position=found.head,
    )

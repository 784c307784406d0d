"""What Prometheus collects."""

import structlog
from litestar import Response, get
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec

from events.connection import LOST
from events.errors import ChanceryError
from events.ledger import Ledger
from projections.following.runner import Runner
from service.api.documented import refusals
from service.feeds.sources import BadFeeds
from service.feeds.standing import Feeds
from service.metrics import CONTENT_TYPE, Metrics

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@get(
    "/metrics",
    summary="Counts and times, for Prometheus",
    description="Requests by the template of their route, appends, conflicts, flushes, reading by stage, how far "
    "the views are and how the feeds fare, in Prometheus's text format. Where the database does not answer, what is "
    "known without it.",
    media_type=CONTENT_TYPE,
    responses={
        200: ResponseSpec(str, description="Metrics, one a line.", media_type=CONTENT_TYPE, generate_examples=False),
        **refusals("unknown-parameter"),
    },
    response_headers=[ResponseHeader(name="Cache-Control", value="no-store", documentation_only=True)],
)
async def get_metrics(
    metrics: NamedDependency[Metrics],
    ledger: NamedDependency[Ledger],
    runner: NamedDependency[Runner],
    feeds: NamedDependency[Feeds],
) -> Response[bytes]:
    """Collect."""
    try:
        head = await ledger.head()
        metrics.set_views(head, await runner.lag(), await runner.parked_keys())
        await _count_feeds(metrics, feeds)
    except (*LOST, ChanceryError) as error:
        _log.warning("metrics lack what the database knows: %s; see /health/ready", str(error) or type(error).__name__)
        metrics.lose_database()
    return Response(metrics.render(), media_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})


async def _count_feeds(metrics: Metrics, feeds: Feeds) -> None:
    try:
        metrics.set_feeds(await feeds.count())
    except BadFeeds as error:
        # Nothing else depends on that file.
        _log.warning("metrics lack the feeds: %s", error)
        metrics.set_feeds({})

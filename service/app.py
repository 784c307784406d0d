"""The composition root: the only place where the parts of the service are put together."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import asyncpg
import msgspec

from events.codec import VOCABULARY
from events.errors import ChanceryError
from events.ledger import Ledger
from migrations.runner import migrate, pending
from projections.following.runner import Runner
from projections.following.state import StateReader
from projections.questions.queries import Queries
from service.access import decide_policy
from service.api.limits import Limits
from service.changes import Changes
from service.checkpoints import Checkpoints, follow_growth
from service.curate import Curator
from service.database import DatabaseUrls, Timeouts, open_database, open_pool
from service.following import Following, follow
from service.handle import Handler
from service.interchange.importing import Importer
from service.keys import Keyring
from service.readers import Readers, count_cores
from service.reference import load_memberships, load_offices
from service.replies import Replies
from service.settings import Settings
from service.tail import Tail

if TYPE_CHECKING:
    from service.api.guards import Door
    from service.metrics import Metrics

if TYPE_CHECKING:
    from service.feeds.reading import FeedReader
    from service.feeds.standing import Feeds
    from service.ingest.visits import Visitor


class NotMigrated(ChanceryError):
    """The database lacks migrations: run `chancery migrate`."""

    problem = "not-ready"


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """The parts that answer and record, put together; open until ``open_service`` ends."""

    settings: Settings
    urls: DatabaseUrls
    pool: "asyncpg.Pool[Any]"
    ledger: Ledger
    queries: Queries
    runner: Runner
    handler: Handler
    curator: Curator
    importer: Importer
    changes: Changes


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A database that is migrated, and its ledger; open until ``open_ledger`` ends."""

    urls: DatabaseUrls
    pool: "asyncpg.Pool[Any]"
    ledger: Ledger


class Serving(Service, frozen=True, kw_only=True):
    """What answers over HTTP: the service, what keeps its views, and what signs checkpoints as its ledger grows."""

    following: Following
    checkpoints: Checkpoints
    door: "Door"
    tail: Tail
    readers: Readers
    replies: Replies
    views_state: StateReader
    metrics: "Metrics"
    feeds: "Feeds"


def today() -> date:
    """What day it is, UTC: the clock of every edge that is given no other."""
    return datetime.now(UTC).date()


def now() -> datetime:
    """What time it is, UTC."""
    return datetime.now(UTC)


def limits_of(settings: Settings) -> Timeouts:
    """How long a session of the database may take."""
    return Timeouts(lock=settings.lock_timeout, idle=settings.idle_timeout, statement=settings.statement_timeout)


@asynccontextmanager
async def open_ledger(
    settings: Settings, *, application: str = "chancery", metrics: "Metrics | None" = None
) -> AsyncGenerator[Opened]:
    """Open the database and nothing that writes views; the embedded database is migrated first.

    ``metrics`` are told of every flush.

    Raises:
        NotMigrated: a database of one's own lacks migrations, which need another role and a decision.
        DatabaseUnreachable, DatabaseTooOld, EmbeddedDatabaseFailed: as their messages say.

    """
    async with (
        open_database(settings) as urls,
        open_pool(urls.service, size=settings.pool_size, application=application, timeouts=limits_of(settings)) as pool,
    ):
        if urls.embedded:
            await migrate(urls.owner)
        elif missing := await pending(urls.service):
            raise NotMigrated(f"the database lacks the migrations {', '.join(missing)}; run `chancery migrate`")
        ledger = Ledger(
            pool, f"chancery {version('chancery')}", vocabulary=VOCABULARY, on_flush=metrics and metrics.observe_flush
        )
        yield Opened(urls=urls, pool=pool, ledger=ledger)


@asynccontextmanager
async def open_service(
    settings: Settings, *, application: str = "chancery", metrics: "Metrics | None" = None
) -> AsyncGenerator[Service]:
    """Open the database and put the service together; raises as ``open_ledger``."""
    async with open_ledger(settings, application=application, metrics=metrics) as opened:
        pool, ledger = opened.pool, opened.ledger
        runner = Runner(pool, ledger)
        await runner.prepare()
        turn = asyncio.Lock()
        yield Service(
            settings=settings,
            urls=opened.urls,
            pool=pool,
            ledger=ledger,
            queries=Queries(pool, ledger, load_memberships(), load_offices()),
            runner=runner,
            handler=Handler(
                ledger,
                pool,
                turn,
                on_read=metrics and metrics.observe_reading,
                largest=settings.max_article,
                remembered=settings.remembered_events,
            ),
            curator=Curator(ledger, turn),
            importer=Importer(ledger, turn),
            changes=Changes(ledger),
        )


@asynccontextmanager
async def follow_ledger(service: Service) -> AsyncGenerator[Following]:
    """Keep the views up with the ledger in the background, until the end of the block."""
    async with follow(service.runner.run(), "projections") as following:
        yield following


@asynccontextmanager
async def open_visitor(settings: Settings) -> "AsyncGenerator[Visitor]":
    """What fetches from the web, as the settings allow; raises InvalidReach where they cannot be read."""
    # What fetches nothing need not wait for what fetches.
    from service.ingest.addresses import read_reach  # noqa: PLC0415
    from service.ingest.fetch import Fetcher, Limits  # noqa: PLC0415
    from service.ingest.visits import Manners, Visitor  # noqa: PLC0415

    reach = read_reach(schemes=settings.fetch_schemes, ports=settings.fetch_ports, allow=settings.fetch_allow)
    limits = Limits(largest=settings.fetch_limit, seconds=settings.fetch_timeout, redirects=settings.fetch_redirects)
    manners = Manners(
        agent=settings.fetch_agent,
        delay=settings.fetch_delay,
        tries=settings.fetch_tries,
        backoff=settings.fetch_backoff,
    )
    async with Fetcher(reach, limits, agent=settings.fetch_agent) as fetcher:
        yield Visitor(fetcher, manners)


@asynccontextmanager
async def open_reader(service: Service) -> "AsyncGenerator[FeedReader]":
    """What reads feeds into the ledger of a service; raises as ``open_visitor``."""
    from service.feeds.reading import FeedReader  # noqa: PLC0415  (it loads what reads HTML)
    from service.feeds.store import FeedStore  # noqa: PLC0415

    async with open_visitor(service.settings) as visitor:
        yield FeedReader(FeedStore(service.pool), visitor, service.handler, clock=now)


def make_app(settings: Settings, *, clock: Callable[[], date] = today) -> Any:  # noqa: ANN401  (Litestar, imported late)
    """The ASGI application; its lifespan opens the service, follows the ledger and signs checkpoints.

    The lifespan raises NoSigningKey where CHANCERY_DATABASE_URL is set without CHANCERY_SIGNING_KEY.
    """
    # Commands that serve nothing need not wait for the web framework.
    from service.api.application import build  # noqa: PLC0415
    from service.api.guards import Door  # noqa: PLC0415
    from service.api.live import write_message  # noqa: PLC0415
    from service.api.witness import Witness  # noqa: PLC0415
    from service.feeds.standing import Feeds  # noqa: PLC0415
    from service.feeds.store import FeedStore  # noqa: PLC0415
    from service.metrics import Metrics  # noqa: PLC0415
    from service.tracing import open_tracing  # noqa: PLC0415

    policy = decide_policy(settings)
    metrics = Metrics()
    tracing = open_tracing(settings)

    @asynccontextmanager
    async def open_all() -> AsyncGenerator[Serving]:
        async with (
            open_service(settings, application="chancery serve", metrics=metrics) as service,
            follow_ledger(service) as following,
            follow_growth(settings, service.pool) as checkpoints,
        ):
            door = Door(
                policy=policy,
                keyring=Keyring(service.pool, time.monotonic),
                limits=Limits(policy.rate, policy.burst, time.monotonic),
            )
            readers = Readers(count_cores())
            try:
                yield Serving(
                    **msgspec.structs.asdict(service),
                    following=following,
                    checkpoints=checkpoints,
                    tail=Tail(service.ledger, service.changes, write_message),
                    readers=readers,
                    replies=Replies(service.pool),
                    views_state=StateReader(service.pool),
                    door=door,
                    metrics=metrics,
                    feeds=Feeds(FeedStore(service.pool), settings.feeds, now),
                )
            finally:
                readers.close()
                if tracing is not None:
                    await asyncio.to_thread(tracing.close)

    return build(open_all, clock, lambda inner: Witness(inner, metrics, tracing), max_body=settings.max_body)

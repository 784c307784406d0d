"""Everything that is looked at, in the order in which one thing rests on another."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import asyncpg

from events.connection import LOST
from events.errors import ChanceryError
from migrations.runner import UnknownVersion, pending
from service.access import decide_policy
from service.database import OLDEST_POSTGRES, DatabaseUrls, hide_password, open_database
from service.doctor.around import check_checkpoints, check_disk, check_engine, check_key, check_telemetry
from service.doctor.feeds import check_feeds
from service.doctor.finding import Finding, fine, warning, wrong
from service.doctor.inside import check_clock, check_role, check_views
from service.feeds.store import FeedStore
from service.keys import count_standing
from service.settings import Settings

PATIENCE = 5.0
"""Seconds for which a database is given time to answer."""


async def examine(
    settings: Settings, *, now: Callable[[], datetime], free: Callable[[Path], int]
) -> AsyncGenerator[Finding]:
    """Look at everything, one after the other; what rests on something that is wrong is not looked at.

    Args:
        settings: of the installation.
        now: what time it is here, with a time zone.
        free: how many bytes are free on the disk of a folder.

    """
    for found in (
        check_key(settings),
        check_checkpoints(settings),
        *check_disk(settings, free),
        *check_telemetry(settings),
        check_engine(),
    ):
        yield found
    try:
        async with open_database(settings) as urls, _connect(urls) as connection:
            async for found in _examine_database(settings, urls, connection, now):
                yield found
    except (*LOST, ChanceryError) as error:
        named = (
            "the embedded database" if settings.database_url is None else hide_password(settings.database_url.reveal())
        )
        yield wrong(
            "database",
            f"{named} does not answer: {str(error) or type(error).__name__}",
            "look at CHANCERY_HOME and its disk"
            if settings.database_url is None
            else "start that server, let this machine reach it, or correct CHANCERY_DATABASE_URL",
        )


@asynccontextmanager
async def _connect(urls: DatabaseUrls) -> "AsyncGenerator[asyncpg.Connection[asyncpg.Record]]":
    connection = await asyncpg.connect(urls.service, timeout=PATIENCE, command_timeout=PATIENCE)
    try:
        yield connection
    finally:
        await connection.close()


async def _examine_database(
    settings: Settings,
    urls: DatabaseUrls,
    connection: "asyncpg.Connection[asyncpg.Record]",
    now: Callable[[], datetime],
) -> AsyncGenerator[Finding]:
    version = connection.get_server_version()
    size = await connection.fetchval("SELECT pg_size_pretty(pg_database_size(current_database()))")
    named = f"Postgres {version.major}.{version.minor} at {hide_password(urls.service)}"
    if version.major < OLDEST_POSTGRES:
        yield wrong("database", f"{named} is too old", f"use Postgres {OLDEST_POSTGRES} or later")
        return
    yield fine("database", f"{named} answers; {size} of data")
    yield await check_clock(connection, now)
    migrated = await _check_migrations(urls)
    yield migrated
    # Of a database that is not as this code expects, nothing more can be said.
    if migrated.state == "wrong":
        return
    yield await check_role(connection)
    try:
        async for found in check_views(connection):
            yield found
        yield await _check_keys(settings, connection)
        yield await check_feeds(FeedStore(connection), settings.feeds, now())
    except asyncpg.InsufficientPrivilegeError:
        # What was found of the role has said so.
        return


async def _check_migrations(urls: DatabaseUrls) -> Finding:
    try:
        missing = await pending(urls.service)
    except UnknownVersion as error:
        return wrong("migrations", str(error), "install the release that migrated the database, or a later one")
    if not missing:
        return fine("migrations", "the database has the shape that this version expects")
    if urls.embedded:
        return warning(
            "migrations", f"the database lacks {', '.join(missing)}", "nothing: whatever opens it next migrates it"
        )
    return wrong(
        "migrations",
        f"the database lacks {', '.join(missing)}",
        "run `chancery migrate`, with CHANCERY_MIGRATE_URL as the role that owns the schemas",
    )


async def _check_keys(settings: Settings, connection: "asyncpg.Connection[asyncpg.Record]") -> Finding:
    policy = decide_policy(settings)
    standing = await count_standing(connection)
    if standing or not (policy.reading_keyed or policy.writing_keyed):
        return fine("keys", f"{policy.describe()}; {standing} keys stand")
    return warning(
        "keys", f"{policy.describe()}, and no key stands", "run `chancery keys create --name NAME --scope SCOPE`"
    )

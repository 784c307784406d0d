"""Which database there is, as which roles, and the connections to it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import msgspec

from events.connection import LOST
from events.errors import ChanceryError
from service.embedded import EmbeddedPostgres
from service.settings import Settings

OWNER = "chancery_owner"
SERVICE = "chancery_service"
DATABASE = "chancery"
OLDEST_POSTGRES = 15
# Any number, as long as nothing else of this server locks it.
_ROLES_LOCK = 7_241_386_059_512_448
# Seconds for which a client waits longer than the server should take, before it takes the server for lost.
_GRACE = 10


class DatabaseUnreachable(ChanceryError):
    """No database answers where the settings say it is."""

    problem = "database-unreachable"


class DatabaseTooOld(ChanceryError):
    """The server is older than what Chancery's SQL needs."""

    problem = "database-too-old"


class DatabaseUrls(msgspec.Struct, frozen=True, kw_only=True):
    """``postgresql://`` URLs of one database: as the role that serves, and as the one that migrates."""

    service: str
    owner: str
    embedded: bool = False

    def __repr__(self) -> str:
        return f"DatabaseUrls(service={hide_password(self.service)!r}, owner={hide_password(self.owner)!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Mask the passwords where rich shows a value too, which asks this before ``__repr__``."""
        return [("service", hide_password(self.service)), ("owner", hide_password(self.owner))]


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncGenerator[DatabaseUrls]:
    """Give the URLs of the database of the settings; the embedded one is started first and let go of at the end.

    Neither creates nor checks any schema: ``migrations.runner`` does.

    Raises:
        EmbeddedDatabaseFailed: the embedded Postgres could not be started.

    """
    if settings.database_url is not None:
        service = settings.database_url.reveal()
        yield DatabaseUrls(service=service, owner=settings.migrate_url.reveal() if settings.migrate_url else service)
        return
    server = EmbeddedPostgres(settings.home)
    await asyncio.to_thread(server.start)
    try:
        await prepare_server(server.url("postgres", "postgres"))
        yield DatabaseUrls(service=server.url(SERVICE, DATABASE), owner=server.url(OWNER, DATABASE), embedded=True)
    finally:
        await asyncio.to_thread(server.stop)


async def prepare_server(superuser_url: str, database: str = DATABASE) -> None:
    """Make both roles, without passwords, and an empty database of the owner's, where there are none yet."""
    roles = files("service").joinpath("roles.sql").read_text(encoding="utf-8")
    connection = await asyncpg.connect(superuser_url)
    try:
        # Held until the connection closes: of two processes that start together, one makes them.
        await connection.execute("SELECT pg_advisory_lock($1)", _ROLES_LOCK)
        await connection.execute(roles)
        if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", database):
            await connection.execute(f'CREATE DATABASE "{database}" OWNER {OWNER}')
    finally:
        await connection.close()


class Timeouts(msgspec.Struct, frozen=True, kw_only=True):
    """How many seconds the sessions of a pool may take: waiting for a lock, silent in a transaction, for a statement.

    ``idle`` also bounds how long the server waits for the network; ``statement`` 0 is for ever. The server keeps them,
    so that they hold for a client that has vanished too.
    """

    lock: int = 10
    idle: int = 60
    statement: int = 600

    def as_settings(self) -> dict[str, str]:
        """The server settings of a session; over Unix sockets those of TCP have no effect."""
        probe = max(1, self.idle // 4)
        return {
            "lock_timeout": f"{self.lock}s",
            "idle_in_transaction_session_timeout": f"{self.idle}s",
            "statement_timeout": f"{self.statement}s",
            # A connection that nobody uses, whose client is gone, is found within twice "idle".
            "tcp_keepalives_idle": f"{self.idle}",
            "tcp_keepalives_interval": f"{probe}",
            "tcp_keepalives_count": "3",
            "tcp_user_timeout": f"{self.idle}s",
        }


@asynccontextmanager
async def open_pool(
    url: str, *, size: int = 10, application: str = "chancery", timeouts: Timeouts | None = None
) -> "AsyncGenerator[asyncpg.Pool[asyncpg.Record]]":
    """Open at most ``size`` connections whose json and jsonb columns are Python values.

    The pool resets nothing when a connection is given back, which would cost a round trip each time: whoever
    borrows one sets nothing for the session (SET LOCAL is fine), takes no session lock and does not LISTEN.

    Raises:
        DatabaseUnreachable: nothing answers, or it refuses; the message names the server and the reason.
        DatabaseTooOld: a server older than Postgres 15.

    """
    timeouts = timeouts or Timeouts()
    try:
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=size,
            init=_set_codecs,
            reset=_keep_session,
            **_limits(application, timeouts),
        )
    except LOST as error:
        raise DatabaseUnreachable(
            f"no connection to {hide_password(url)}: {str(error) or type(error).__name__}; start that server, or "
            "correct CHANCERY_DATABASE_URL, or unset it to use the embedded Postgres"
        ) from error
    async with pool:
        async with pool.acquire() as connection:
            version = connection.get_server_version()
        if version.major < OLDEST_POSTGRES:
            raise DatabaseTooOld(
                f"{hide_password(url)} is Postgres {version.major}.{version.minor}; use {OLDEST_POSTGRES} or later"
            )
        yield pool


async def connect(
    url: str, *, application: str = "chancery", timeouts: Timeouts | None = None
) -> "asyncpg.Connection[asyncpg.Record]":
    """Open one connection like those of a pool, for a process that has none."""
    connection = await asyncpg.connect(url, **_limits(application, timeouts or Timeouts()))
    await _set_codecs(connection)
    return connection


def _limits(application: str, timeouts: Timeouts) -> dict[str, Any]:
    """How a connection names itself, and how long it may take."""
    return {
        "server_settings": {"application_name": application, **timeouts.as_settings()},
        "command_timeout": timeouts.statement + _GRACE if timeouts.statement else None,
    }


def hide_password(url: str) -> str:
    """Give a database URL that may be shown."""
    parts = urlsplit(url)
    account, at, server = parts.netloc.rpartition("@")
    user, colon, _ = account.partition(":")
    # A password may stand in the query too.
    query = "&".join(item for item in parts.query.split("&") if not item.startswith("password="))
    return parts._replace(netloc=f"{user}{':***' if colon else ''}{at}{server}", query=query).geturl()


async def _set_codecs(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, schema="pg_catalog", encoder=_encode_json, decoder=msgspec.json.decode)


def _encode_json(value: Any) -> str:  # noqa: ANN401  (whatever JSON can hold)
    return msgspec.json.encode(value).decode()


async def _keep_session(_: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Reset nothing."""

"""The Postgres of a test session, and a database of its own for each test that asks for one.

A container through testcontainers wherever a Docker engine answers, else the embedded server. The workers of a
session share one server and one migrated template, of which each test's database is a copy.

CHANCERY_TEST_POSTGRES_IMAGE names the image (default: the official one); CHANCERY_TEST_REQUIRE_CONTAINER=1 refuses
the embedded server.
"""

import asyncio
import fcntl
import gc
import secrets
import warnings
from collections.abc import Coroutine, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar, cast
from urllib.parse import urlsplit

import asyncpg
import docker
import docker.errors
import msgspec
from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.config import ConnectionMode, testcontainers_config

from migrations.runner import migrate
from service.database import OWNER, SERVICE, prepare_server
from service.embedded import EmbeddedPostgres

OFFICIAL_IMAGE = "postgres:17"
Result = TypeVar("Result")
TEMPLATE = "chancery_template"
# No power cut is tested: what a killed process wrote, the system still has.
SERVER_OPTIONS = {"fsync": "off", "max_connections": "200"}


class Backend(msgspec.Struct, frozen=True, kw_only=True):
    """Which Postgres this session runs on, and why."""

    kind: Literal["container", "embedded"]
    image: str
    reason: str

    def describe(self) -> str:
        """Say it in the header of the session."""
        return f"postgres: {f'container of {self.image}' if self.kind == 'container' else 'embedded'} ({self.reason})"


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A running server: how to reach a database of it as any of the three roles."""

    superuser_url: str
    owner_url: str
    service_url: str
    container: str | None = None


class TestDatabase(msgspec.Struct, frozen=True, kw_only=True):
    """An empty database with every migration applied, for one test alone."""

    __test__ = False

    name: str
    owner_url: str
    service_url: str
    superuser_url: str


class NoContainer(Exception):
    """No Docker engine answers, or it has no such image, and a container is required."""


def choose_backend(environment: Mapping[str, str]) -> Backend:
    """Find a Docker engine that has the image or can pull it; else the embedded server.

    Raises:
        NoContainer: there is none and CHANCERY_TEST_REQUIRE_CONTAINER=1.

    """
    image = environment.get("CHANCERY_TEST_POSTGRES_IMAGE") or OFFICIAL_IMAGE
    required = environment.get("CHANCERY_TEST_REQUIRE_CONTAINER") == "1"
    client, failure = _find_engine()
    if client is None:
        if required:
            raise NoContainer(f"CHANCERY_TEST_REQUIRE_CONTAINER=1, but no Docker engine answers: {failure}")
        return Backend(kind="embedded", image=image, reason="no Docker engine answers")
    try:
        client.images.get(image)
    except docker.errors.ImageNotFound:
        try:
            client.api.timeout = 300
            client.images.pull(image)
        except docker.errors.DockerException as error:
            if required:
                raise NoContainer(f"CHANCERY_TEST_REQUIRE_CONTAINER=1, but {image} cannot be had: {error}") from error
            return Backend(kind="embedded", image=image, reason=f"a Docker engine answers but {image} cannot be had")
    finally:
        client.close()
    return Backend(kind="container", image=image, reason="a Docker engine answers")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine where no loop runs, and leave the thread's own event loop alone, which pytest-asyncio keeps."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(work)


@contextmanager
def run_server(backend: Backend, shared: Path) -> Generator[Server]:
    """Join the session's server, started and given its template by whichever worker comes first.

    The container outlives the workers: ``remove_container`` removes it when the session ends.
    """
    if backend.kind == "embedded":
        with EmbeddedPostgres(shared, options=SERVER_OPTIONS) as postgres:
            server = Server(
                superuser_url=postgres.url("postgres", "postgres"),
                owner_url=postgres.url(OWNER, "postgres"),
                service_url=postgres.url(SERVICE, "postgres"),
            )
            with _turn(shared):
                run(_make_template(server))
            yield server
        return
    record = shared / "server.json"
    with _turn(shared):
        if record.exists():
            server = msgspec.json.decode(record.read_bytes(), type=Server)
        else:
            server = _start_container(backend.image)
            record.write_bytes(msgspec.json.encode(server))
        run(_make_template(server))
    yield server


def remove_container(shared: Path) -> None:
    """Remove the session's container, if there is one."""
    record = shared / "server.json"
    if record.exists():
        server = msgspec.json.decode(record.read_bytes(), type=Server)
        client: Any = docker.from_env(timeout=30)  # pyright: ignore[reportUnknownMemberType]
        client.containers.get(server.container).remove(force=True, v=True)
        client.close()


async def create_database(server: Server, *, migrated: bool = True) -> TestDatabase:
    """Make a database out of the template, or an empty one of the owner's."""
    name = f"test_{secrets.token_hex(8)}"
    connection = await asyncpg.connect(server.superuser_url)
    try:
        await connection.execute(f'CREATE DATABASE "{name}" OWNER {OWNER} {f"TEMPLATE {TEMPLATE}" if migrated else ""}')
    finally:
        await connection.close()
    return TestDatabase(
        name=name,
        owner_url=_with_database(server.owner_url, name),
        service_url=_with_database(server.service_url, name),
        superuser_url=_with_database(server.superuser_url, name),
    )


async def drop_database(server: Server, database: TestDatabase) -> None:
    """Drop it, whoever is still connected."""
    connection = await asyncpg.connect(server.superuser_url)
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{database.name}" WITH (FORCE)')
    finally:
        await connection.close()


async def tamper(database: TestDatabase, *statements: str) -> None:
    """Run statements as a superuser who has switched off the triggers that keep the ledger as it is."""
    connection = await asyncpg.connect(database.superuser_url)
    try:
        await switch_triggers_off(connection)
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def switch_triggers_off(connection: "asyncpg.Connection[Any]") -> None:
    """Let whoever may change the tables of the ledger do so."""
    for table in ("head", "event", "event_id", "tag", "node", "checkpoint"):
        await connection.execute(f"ALTER TABLE ledger.{table} DISABLE TRIGGER USER")


async def empty_ledger(database: TestDatabase) -> None:
    """Take all events away, as where a copy from before the first of them takes the ledger's place."""
    await tamper(
        database,
        "TRUNCATE ledger.event, ledger.event_id, ledger.tag",
        "UPDATE ledger.head SET position = 0, tagged = 0, compact_range = ''",
    )


def _find_engine() -> tuple[Any, str]:
    """A client of the engine that answers, or None and why there is none."""
    try:
        return docker.from_env(timeout=5), ""  # pyright: ignore[reportUnknownMemberType]
    except docker.errors.DockerException as error:
        failure = str(error)
    # The client that failed leaves its socket open; without this, the first test would be blamed for it.
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()
    return None, failure


@contextmanager
def _turn(shared: Path) -> Generator[None]:
    with (shared / "session.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start_container(image: str) -> Server:
    # The session removes its container itself: no second image that does, no port of it open to the network.
    testcontainers_config.ryuk_disabled = True
    container = PostgresContainer(
        image, username="postgres", password=secrets.token_urlsafe(16), dbname="postgres", driver=None
    ).with_command(
        ["postgres", *(word for name, value in SERVER_OPTIONS.items() for word in ("-c", f"{name}={value}"))]
    )
    client = container.get_docker_client()
    if client.host() in {"localhost", "127.0.0.1", "::1"}:
        cast("dict[str, Any]", container.ports)["5432"] = ("127.0.0.1", None)
        if client.get_connection_mode() is ConnectionMode.gateway_ip:
            testcontainers_config.connection_mode_override = ConnectionMode.docker_host
    container.start()
    try:
        superuser_url = container.get_connection_url()
        password = secrets.token_hex(16)
        run(_set_passwords(superuser_url, password))
    except BaseException:
        container.stop()
        raise
    return Server(
        superuser_url=superuser_url,
        owner_url=_with_account(superuser_url, OWNER, password),
        service_url=_with_account(superuser_url, SERVICE, password),
        container=container.get_container_id(),
    )


async def _set_passwords(superuser_url: str, password: str) -> None:
    await prepare_server(superuser_url, TEMPLATE)
    connection = await asyncpg.connect(superuser_url)
    try:
        for role in (OWNER, SERVICE):
            await connection.execute(f"ALTER ROLE {role} PASSWORD '{password}'")
    finally:
        await connection.close()


async def _make_template(server: Server) -> None:
    """Migrate the template once; closed to connections from then on, or it could not be copied."""
    connection = await asyncpg.connect(server.superuser_url)
    try:
        if await connection.fetchval("SELECT datistemplate FROM pg_database WHERE datname = $1", TEMPLATE):
            return
        await prepare_server(server.superuser_url, TEMPLATE)
        await migrate(_with_database(server.owner_url, TEMPLATE))
        await connection.execute(f"ALTER DATABASE {TEMPLATE} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false")
    finally:
        await connection.close()


def _with_database(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _with_account(url: str, user: str, password: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=f"{user}:{password}@{parts.netloc.rpartition('@')[2]}").geturl()

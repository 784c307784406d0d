"""What every test may ask for: a database of its own, and connections to it."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import hypothesis
import msgspec
import pytest

from service.database import open_pool
from tests.database import (
    Backend,
    NoContainer,
    Server,
    TestDatabase,
    choose_backend,
    create_database,
    drop_database,
    remove_container,
    run,
    run_server,
)

# The machine is shared: an example that waits for its turn is not a slow one.
hypothesis.settings.register_profile("chancery", deadline=None)
hypothesis.settings.load_profile("chancery")

SHARED = pytest.StashKey[Path]()
BACKEND = pytest.StashKey[Backend]()


def pytest_configure(config: pytest.Config) -> None:
    """Choose the session's Postgres once, for every worker."""
    given: dict[str, Any] | None = getattr(config, "workerinput", None)
    if given is not None:
        config.stash[SHARED] = Path(given["shared"])
        config.stash[BACKEND] = msgspec.json.decode(given["backend"], type=Backend)
        return
    try:
        config.stash[BACKEND] = choose_backend(os.environ)
    except NoContainer as error:
        raise pytest.UsageError(str(error)) from error
    shared = Path(tempfile.mkdtemp(prefix="chancery-tests-"))
    # The embedded server of root runs as another user; its data folder itself stays closed.
    shared.chmod(0o755)
    config.stash[SHARED] = shared


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the choice to a worker."""
    node.workerinput["shared"] = str(node.config.stash[SHARED])
    node.workerinput["backend"] = msgspec.json.encode(node.config.stash[BACKEND]).decode()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the session's container and folder; the embedded server stops with its last worker."""
    shared = config.stash.get(SHARED, None)
    if shared is not None and not hasattr(config, "workerinput"):
        remove_container(shared)
        shutil.rmtree(shared, ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    """Say which Postgres the tests run on."""
    return config.stash[BACKEND].describe()


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[Server]:
    """Give the session's server; started by the first test that needs it."""
    with run_server(pytestconfig.stash[BACKEND], pytestconfig.stash[SHARED]) as server:
        yield server


@pytest.fixture
def database(postgres: Server) -> Iterator[TestDatabase]:
    """Give a migrated database of the test's own: ``owner_url``, ``service_url``, ``superuser_url``."""
    made = run(create_database(postgres))
    yield made
    run(drop_database(postgres, made))


@pytest.fixture
def empty_database(postgres: Server) -> Iterator[TestDatabase]:
    """Give a database of the owner's to which no migration has been applied."""
    made = run(create_database(postgres, migrated=False))
    yield made
    run(drop_database(postgres, made))


@pytest.fixture
async def pool(database: TestDatabase) -> "AsyncIterator[asyncpg.Pool[asyncpg.Record]]":
    """Give connections to the test's database as the role that serves."""
    async with open_pool(database.service_url, application="chancery-tests") as opened:
        yield opened

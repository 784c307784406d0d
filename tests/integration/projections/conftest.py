"""A ledger and the views over it, in a database of the test's own."""

from typing import Any, TypeAlias

import asyncpg
import pytest

from events.ledger import Ledger
from projections.following.runner import Runner
from projections.questions.queries import Queries

Pool: TypeAlias = "asyncpg.Pool[Any]"


@pytest.fixture
def ledger(pool: Pool) -> Ledger:
    """Give the ledger of the test's database."""
    return Ledger(pool, "tests")


@pytest.fixture
async def runner(pool: Pool, ledger: Ledger) -> Runner:
    """Give a runner whose views have their tables."""
    made = Runner(pool, ledger)
    await made.prepare()
    return made


@pytest.fixture
def queries(pool: Pool, ledger: Ledger) -> Queries:
    """Give the queries over the views."""
    return Queries(pool, ledger)

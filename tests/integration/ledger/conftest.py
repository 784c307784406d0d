"""A ledger on a database of the test's own."""

from typing import Any

import asyncpg
import pytest

from events.ledger import Ledger


@pytest.fixture
def ledger(pool: "asyncpg.Pool[Any]") -> Ledger:
    """Give a ledger that takes any type and does not wait long for a database that is away."""
    return Ledger(pool, "tests", patience=5.0)

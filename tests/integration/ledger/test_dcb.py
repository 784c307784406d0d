"""The test case that ``eventsourcing`` ships for recorders of dynamic consistency boundaries, run on our ledger."""

from collections.abc import Iterator
from typing import Any

import pytest
from eventsourcing.dcb.tests import DCBRecorderTestCase

from tests.database import TestDatabase
from tests.integration.ledger.dcb_recorder import LedgerRecorder


@pytest.fixture
def case(database: TestDatabase) -> Iterator[tuple[Any, Any]]:
    """Give the shipped test case and a recorder on a database of the test's own."""
    recorder = LedgerRecorder(database.service_url)
    yield DCBRecorderTestCase(), recorder
    recorder.close()


def test_appends_and_reads_are_those_of_a_dcb_recorder(case: tuple[Any, Any]) -> None:
    """Queries, limits, heads and append conditions mean what the library's own recorders mean by them."""
    shipped, recorder = case
    shipped._test_append_read(recorder)


def test_subscriptions_are_those_of_a_dcb_recorder(case: tuple[Any, Any]) -> None:
    """A subscription catches up, blocks, and receives what is appended next."""
    shipped, recorder = case
    shipped._test_append_subscribe(recorder)

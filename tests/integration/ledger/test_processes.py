"""Several processes on one ledger: nothing is missed, no condition is broken."""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events.envelope import Query, QueryItem, RecordedEvent
from events.ledger import Ledger
from events.ledger.audit import verify_ledger
from tests.database import TestDatabase
from tests.ledger_writer import Acknowledged, Asked, Operation

ROOT = Path(__file__).parents[3]
WRITERS = 8


async def run_writer(url: str, name: str, tasks: int, count: int, stdin: bytes = b"") -> list[Acknowledged]:
    """Run one writer process to its end and return what it was told."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.ledger_writer", url, name, str(tasks), str(count)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    out, errors = await process.communicate(stdin)
    if process.returncode != 0:
        # Without the trace of this process, which says nothing of what went wrong in the other.
        pytest.fail(f"writer {name} ended with {process.returncode}:\n{errors.decode()}", pytrace=False)
    return [msgspec.json.decode(line, type=Acknowledged) for line in out.splitlines()]


async def test_a_reader_of_the_tail_misses_nothing(database: TestDatabase, ledger: Ledger) -> None:
    """Eight processes append while one reader asks for positions greater than its last: it sees 1, 2, 3, ... all."""
    seen: list[int] = []
    finished = asyncio.Event()

    async def follow() -> None:
        while True:
            last_look = finished.is_set()
            events = await ledger.read(after=seen[-1] if seen else 0)
            seen.extend(event.position for event in events)
            if last_look and not events:
                return

    reader = asyncio.create_task(follow())
    told = await asyncio.gather(*(run_writer(database.service_url, f"w{number}", 4, 60) for number in range(WRITERS)))
    finished.set()
    await reader
    positions = sorted(position for answers in told for answer in answers for position in answer.positions)
    assert seen == positions == list(range(1, len(positions) + 1))


TAGS = ["a", "b", "c"]
KINDS = ["X", "Y"]
ITEMS = st.builds(
    QueryItem,
    types=st.lists(st.sampled_from(KINDS), max_size=1).map(tuple),
    tags=st.lists(st.sampled_from(TAGS), max_size=2, unique=True).map(tuple),
)
OPERATIONS = st.builds(
    Operation,
    kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=3),
    tags=st.lists(st.sampled_from(TAGS), max_size=3, unique=True),
    query=st.builds(Query, items=st.lists(ITEMS, max_size=2).map(tuple)),
    lag=st.integers(0, 3),
)


@pytest.mark.timeout(300)
@settings(max_examples=4, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=st.lists(st.lists(OPERATIONS, min_size=20, max_size=40), min_size=4, max_size=4))
def test_every_condition_held(database: TestDatabase, plans: list[list[Operation]]) -> None:
    """Whatever processes append under whatever conditions: each stored one is true of the history before its batch."""
    asyncio.run(_run_and_check(database, plans))


async def _run_and_check(database: TestDatabase, plans: list[list[Operation]]) -> None:
    inputs = [b"\n".join(msgspec.json.encode(operation) for operation in plan) for plan in plans]
    async with asyncpg.create_pool(database.service_url, min_size=1, max_size=2) as pool:
        ledger = Ledger(pool, "reader")
        before = await ledger.head()
        told = await asyncio.gather(
            # Named after where it begins, for the ids that a writer gives rest on its name.
            *(run_writer(database.service_url, f"{before}.{n}", 5, 0, text) for n, text in enumerate(inputs))
        )
        history = [event async for page in ledger.stream() for event in page]
        assert [event.position for event in history] == list(range(1, len(history) + 1))
        assert sum(len(answer.positions) for answers in told for answer in answers) == len(history) - before
        check_conditions(history[before:], history)
        assert (await verify_ledger(pool)).findings == ()


def check_conditions(written: Sequence[RecordedEvent], history: Sequence[RecordedEvent]) -> None:
    """Assert of each batch that what its condition rules out did not stand between ``after`` and its first event."""
    first: defaultdict[tuple[str, int, int], int] = defaultdict(lambda: len(history) + 1)
    asked_by: dict[tuple[str, int, int], Asked] = {}
    for event in written:
        asked = msgspec.json.decode(event.payload or b"", type=Asked)
        key = (event.author, asked.batch, asked.after)
        first[key] = min(first[key], event.position)
        asked_by[key] = asked
    for key, asked in asked_by.items():
        between = history[asked.after : first[key] - 1]
        found = [event.position for event in between if _fits(event, asked.query)]
        assert not found, (key, asked, found)


def _fits(event: RecordedEvent, query: Query) -> bool:
    return not query.items or any(
        (not item.types or event.type in item.types) and set(item.tags) <= set(event.tags) for item in query.items
    )

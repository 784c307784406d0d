"""A process that appends to a ledger, for tests of several processes and of sudden ends.

Run as ``python -m tests.ledger_writer URL NAME TASKS COUNT`` it appends COUNT events in all (0: until it is killed)
from TASKS tasks at once and writes a line of JSON for each append that was acknowledged. With operations on standard
input, one JSON object a line, it appends under conditions instead (see ``Operation``).
"""

import asyncio
import sys
from uuid import UUID, uuid5

import asyncpg
import msgspec

from events.envelope import Condition, NewEvent, Query
from events.errors import ConditionFailed
from events.ledger import Ledger

NAMESPACE = UUID("6f1b1a36-6d0e-4d52-8a0b-2a5f1f1c1a11")


class Acknowledged(msgspec.Struct, frozen=True):
    """The answer to one append: the writer's number of it, and where its events stand."""

    number: int
    positions: list[int]


class Operation(msgspec.Struct, frozen=True):
    """One conditional append: what its events carry, what must not have come since, and how stale the writer is."""

    kinds: list[str]
    tags: list[str]
    query: Query
    lag: int


class Asked(msgspec.Struct, frozen=True):
    """The condition under which a batch was appended; its events carry it as payload, to be checked afterwards."""

    after: int
    query: Query
    batch: int


def numbered_events(writer: str, number: int) -> list[NewEvent]:
    """The events of a writer's append of this number: always the same."""
    return [
        NewEvent(
            id=uuid5(NAMESPACE, f"{writer}/{number}/{part}"),
            type="Written",
            schema_version=1,
            tags=(f"writer:{writer}", f"number:{number % 10}"),
            payload=f"{writer}/{number}/{part}".encode(),
        )
        for part in range(1 + number % 3)
    ]


async def append_numbered(ledger: Ledger, writer: str, tasks: int, count: int) -> None:
    """Append the events 0, 1, 2, ... of a writer, ``tasks`` at a time, and print what is acknowledged."""
    numbers = iter(range(count) if count else range(sys.maxsize))

    async def work() -> None:
        for number in numbers:
            answer = await ledger.append(numbered_events(writer, number))
            _print(Acknowledged(number, list(answer.positions)))

    await asyncio.gather(*(work() for _ in range(tasks)))


async def append_under_conditions(ledger: Ledger, writer: str, operations: list[Operation], tasks: int) -> None:
    """Run operations, ``tasks`` at a time; those that are refused are given up."""
    queue = iter(enumerate(operations))

    async def work() -> None:
        for number, operation in queue:
            asked = Asked(after=max(0, await ledger.head() - operation.lag), query=operation.query, batch=number)
            payload = msgspec.json.encode(asked)
            events = [
                NewEvent(
                    id=uuid5(NAMESPACE, f"{writer}/{number}/{part}/{asked.after}"),
                    type=kind,
                    schema_version=1,
                    tags=tuple(operation.tags),
                    payload=payload,
                )
                for part, kind in enumerate(operation.kinds)
            ]
            try:
                answer = await ledger.append(events, Condition(query=asked.query, after=asked.after))
            except ConditionFailed:
                continue
            _print(Acknowledged(number, list(answer.positions)))

    await asyncio.gather(*(work() for _ in range(tasks)))


def _print(answer: Acknowledged) -> None:
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    sys.stdout.flush()


async def main(url: str, writer: str, tasks: int, count: int) -> None:
    """Connect, and do what the arguments and standard input ask for."""
    async with asyncpg.create_pool(url, min_size=3, max_size=3) as pool:
        # A pool that never grew would hide every race between connections.
        if pool.get_size() != 3:
            raise SystemExit(f"the pool has {pool.get_size()} connections, not 3")
        ledger = Ledger(pool, writer)
        if sys.stdin.isatty() or not (lines := sys.stdin.buffer.read().splitlines()):
            await append_numbered(ledger, writer, tasks, count)
        else:
            operations = [msgspec.json.decode(line, type=Operation) for line in lines]
            await append_under_conditions(ledger, writer, operations, tasks)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))

"""What an append writes, and what it refuses."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from events.envelope import Appended, Condition, NewEvent, Query, QueryItem
from events.errors import (
    BatchTooLarge,
    ChanceryError,
    ConditionFailed,
    EmptyBatch,
    EventTooLarge,
    IdReused,
    InvalidQuery,
    InvalidTag,
    LedgerUnavailable,
    RepeatedId,
    UnknownType,
    WrongVersion,
)
from events.ledger import Ledger
from events.ledger.checks import MAX_EVENTS, MAX_PAYLOAD
from events.ledger.flush import Flushed
from tests.database import TestDatabase, empty_ledger
from tests.ledger_events import ask, make_event, none_of


async def test_positions_count_from_one_without_gaps(ledger: Ledger) -> None:
    """The first batch takes 1, 2, the next goes on at 3; a refused one between them takes nothing."""
    first = await ledger.append([make_event("a"), make_event("b")])
    with pytest.raises(ConditionFailed):
        await ledger.append([make_event("a")], none_of("a"))
    second = await ledger.append([make_event("c")])

    assert (first.positions, second.positions) == ((1, 2), (3,))
    assert not first.known
    assert await ledger.head() == 3


async def test_what_is_read_is_what_was_appended(ledger: Ledger) -> None:
    """Payload bytes come back as they were sent; tags come back sorted, each once; the author is the ledger's."""
    event = make_event("b", "a", "b", "étiquette", payload=b"\x00\xff{not json")
    await ledger.append([event])

    (recorded,) = await ledger.read()
    assert (recorded.id, recorded.type, recorded.schema_version) == (event.id, event.type, 1)
    assert recorded.payload == b"\x00\xff{not json"
    assert recorded.tags == ("a", "b", "étiquette")
    assert recorded.author == "tests"
    assert await ledger.event(event.id) == recorded
    assert await ledger.event(uuid4()) is None


async def test_time_never_runs_backwards(ledger: Ledger) -> None:
    """Later positions never have an earlier ``recorded_at``."""
    for _ in range(5):
        await asyncio.gather(*(ledger.append([make_event("a")]) for _ in range(5)))
    times = [event.recorded_at for event in await ledger.read()]
    assert len(times) == 25
    assert times == sorted(times)


async def test_the_same_batch_again_is_known(ledger: Ledger) -> None:
    """A retry gives the first positions and writes nothing, even where its own condition would now refuse it."""
    batch = [make_event("a"), make_event("a", "b")]
    await ledger.append([make_event("x")])
    first = await ledger.append(batch, none_of("a"))
    again = await ledger.append(batch, none_of("a"))

    assert again.positions == first.positions == (2, 3)
    assert again.known
    assert await ledger.head() == 3


async def test_the_same_batch_at_the_same_moment_is_known_once(ledger: Ledger) -> None:
    """Of equal batches appended at once one is written; the others learn its positions."""
    batch = [make_event("a")]
    answers = await asyncio.gather(*(ledger.append(batch, none_of("a")) for _ in range(5)))
    assert {answer.positions for answer in answers} == {(1,)}
    assert sorted(answer.known for answer in answers) == [False, True, True, True, True]
    assert await ledger.head() == 1


@pytest.mark.parametrize("change", ["payload", "tags", "type", "schema_version", "part"])
async def test_an_id_with_other_content_is_refused(ledger: Ledger, change: str) -> None:
    """An id belongs to one event; a batch of which only a part is there is another batch."""
    event_id = uuid4()
    await ledger.append([make_event("a", event_id=event_id)])
    others = {
        "payload": [make_event("a", event_id=event_id, payload=b"other")],
        "tags": [make_event("a", "b", event_id=event_id)],
        "type": [make_event("a", event_id=event_id, kind="VisitAnnounced")],
        "schema_version": [make_event("a", event_id=event_id, schema_version=2)],
        "part": [make_event("a", event_id=event_id), make_event("new")],
    }
    with pytest.raises(IdReused, match=str(event_id)):
        await ledger.append(others[change])
    assert await ledger.head() == 1


async def test_a_condition_looks_only_after_its_position(ledger: Ledger) -> None:
    """What stood there when the writer looked does not stand in its way; what came since does, and is named."""
    await ledger.append([make_event("a")])
    assert (await ledger.append([make_event("a")], none_of("a", after=1))).positions == (2,)
    with pytest.raises(ConditionFailed) as caught:
        await ledger.append([make_event("a")], none_of("a", after=1))
    assert caught.value.obstacle == 2


@pytest.mark.parametrize(
    ("item", "refused"),
    [
        (QueryItem(tags=("a", "b")), True),
        (QueryItem(tags=("a", "c")), False),
        (QueryItem(types=("VisitOccurred", "Other"), tags=("a",)), True),
        (QueryItem(types=("Other",), tags=("a",)), False),
        (QueryItem(types=("VisitOccurred",)), True),
        (QueryItem(types=("Other",)), False),
        (QueryItem(), True),
    ],
)
@pytest.mark.parametrize("neighbour", [True, False])
async def test_conditions_over_types_and_tags(
    ledger: Ledger, item: QueryItem, *, refused: bool, neighbour: bool
) -> None:
    """Any of the types, all of the tags; the same for an event that stands there and for one of the same flush."""
    standing = ledger.append([make_event("x"), make_event("a", "b")])
    if not neighbour:
        await standing
        standing = asyncio.sleep(0)
    condition = Condition(query=Query(items=(QueryItem(tags=("nowhere",)), item)), after=0)
    _, answer = await asyncio.gather(
        standing, ledger.append([make_event("z", kind="Third")], condition), return_exceptions=True
    )
    assert isinstance(answer, ConditionFailed) is refused
    assert await ledger.head() == (2 if refused else 3)


async def test_what_another_process_appended_is_found_also_by_who_remembers_its_own(
    ledger: Ledger, pool: "asyncpg.Pool[Any]"
) -> None:
    """A condition is checked against what others appended after one's own last append, and against one's own."""
    await ledger.append([make_event("a")], none_of("seat"))
    await Ledger(pool, "other").append([make_event("seat")])
    with pytest.raises(ConditionFailed) as refused:
        await ledger.append([make_event("b")], none_of("seat"))
    assert refused.value.obstacle == 2
    await ledger.append([make_event("c")], none_of("b"))
    with pytest.raises(ConditionFailed) as refused:
        await ledger.append([make_event("d")], none_of("c"))
    assert refused.value.obstacle == 3


async def test_what_is_remembered_of_a_ledger_that_was_restored_does_not_count(
    ledger: Ledger, pool: "asyncpg.Pool[Any]", database: TestDatabase
) -> None:
    """Whoever remembers events that a restored copy does not have gets the verdict of what stands there now."""
    await ledger.append([make_event("a")])
    await empty_ledger(database)
    await Ledger(pool, "other").append([make_event("seat")])
    with pytest.raises(ConditionFailed) as refused:
        await ledger.append([make_event("b")], none_of("seat"))
    assert refused.value.obstacle == 1


async def test_a_condition_finds_events_before_their_tags_are_put_and_after(
    ledger: Ledger, pool: "asyncpg.Pool[Any]"
) -> None:
    """What another process has just appended is found by its tags, also while no row of ``ledger.tag`` leads there."""
    other = Ledger(pool, "other")
    await other.append([make_event("filler") for _ in range(125)])
    put: set[int] = set()
    for number in range(126, 132):
        await other.append([make_event("new", f"n:{number}")])
        with pytest.raises(ConditionFailed) as refused:
            await ledger.append([make_event("b")], none_of("new", f"n:{number}", after=100))
        assert refused.value.obstacle == number
        put.add(await pool.fetchval("SELECT tagged FROM ledger.head"))
        assert [event.position for event in await ledger.read(ask("new"))] == list(range(126, number + 1))
    assert put == {0, 128}


async def test_of_rivals_in_one_flush_the_first_wins(ledger: Ledger) -> None:
    """Appends that rule each other out, sent at once: exactly one is accepted, the others learn by which position."""
    answers = await asyncio.gather(
        *(ledger.append([make_event("seat")], none_of("seat")) for _ in range(20)), return_exceptions=True
    )
    accepted = [answer for answer in answers if not isinstance(answer, BaseException)]
    refused = [answer for answer in answers if isinstance(answer, ConditionFailed)]
    assert len(accepted) == 1
    assert len(refused) == 19
    assert {answer.obstacle for answer in refused} == {1}


async def test_who_is_refused_for_a_neighbour_learns_which_event_is_in_the_way(ledger: Ledger) -> None:
    """Of a batch of the same flush it is the event that the condition finds, not the first of the batch."""
    answers = await asyncio.gather(
        ledger.append([make_event("first")]),
        ledger.append([make_event("a"), make_event("b"), make_event("seat"), make_event("seat")]),
        ledger.append([make_event("c")], none_of("seat")),
        ledger.append([make_event("d")], none_of("b")),
        ledger.append([make_event("e")], none_of("c")),
        return_exceptions=True,
    )
    refused = [answer.obstacle for answer in answers if isinstance(answer, ConditionFailed)]
    assert refused == [4, 3]
    assert await ledger.head() == 6


async def test_who_was_refused_stands_in_nobodys_way(ledger: Ledger) -> None:
    """A third append is accepted when the only neighbour that could hinder it is refused itself."""
    await ledger.append([make_event("a")])
    refused, accepted = await asyncio.gather(
        ledger.append([make_event("b")], none_of("a")),
        ledger.append([make_event("c")], none_of("b")),
        return_exceptions=True,
    )
    assert isinstance(refused, ConditionFailed)
    assert not isinstance(accepted, BaseException)
    assert accepted.positions == (2,)


BAD: dict[str, tuple[list[NewEvent], type[ChanceryError], str]] = {
    "empty batch": ([], EmptyBatch, "empty-batch"),
    "too many events": ([make_event("a")] * (MAX_EVENTS + 1), BatchTooLarge, "batch-too-large"),
    "payload over the limit": ([make_event("a", payload=bytes(MAX_PAYLOAD + 1))], EventTooLarge, "event-too-large"),
    "control character": ([make_event("a\nb")], InvalidTag, "invalid-tag"),
    "NUL": ([make_event("a\x00")], InvalidTag, "invalid-tag"),
    "half a surrogate pair": ([make_event("\ud800")], InvalidTag, "invalid-tag"),
    "empty tag": ([make_event("")], InvalidTag, "invalid-tag"),
    "endless tag": ([make_event("a" * 501)], InvalidTag, "invalid-tag"),
    "too many tags": ([make_event(*(str(n) for n in range(101)))], InvalidTag, "invalid-tag"),
    "unknown type": ([make_event("a", kind="Nonsense")], UnknownType, "unknown-type"),
    "wrong version": ([make_event("a", schema_version=3)], WrongVersion, "wrong-version"),
    "id twice": (
        [make_event("a", event_id=(twice := uuid4())), make_event("b", event_id=twice)],
        RepeatedId,
        "repeated-id",
    ),
}


@pytest.mark.parametrize("case", BAD)
async def test_bad_input_changes_nothing(pool: "asyncpg.Pool[Any]", case: str) -> None:
    """Each kind of bad input has an error of its own; neighbours appended at the same moment are unharmed."""
    events, error, problem = BAD[case]
    ledger = Ledger(pool, "tests", vocabulary={"VisitOccurred": 1})
    before, bad, after = await asyncio.gather(
        ledger.append([make_event("a")]),
        ledger.append(events),
        ledger.append([make_event("b")]),
        return_exceptions=True,
    )
    assert isinstance(bad, ChanceryError)
    assert type(bad) is error
    assert bad.problem == problem
    assert not isinstance(before, BaseException)
    assert not isinstance(after, BaseException)
    assert await ledger.head() == 2


async def test_what_only_the_database_can_refuse_harms_no_neighbour(ledger: Ledger) -> None:
    """In one flush: a stale condition, an id with other content, a part of a batch; each has its own error, alone."""
    batch = [make_event("seat"), make_event("seat")]
    await ledger.append(batch)
    taken = batch[0].id
    answers = await asyncio.gather(
        ledger.append([make_event("a")]),
        ledger.append([make_event("b")], none_of("seat", after=1)),
        ledger.append([make_event("c")], none_of("seat", after=2)),
        ledger.append([make_event("other", event_id=taken)]),
        ledger.append([make_event("d")]),
        ledger.append([batch[1], make_event("e")]),
        ledger.append(batch),
        ledger.append([make_event("f")]),
        return_exceptions=True,
    )
    kinds = [type(answer).__name__ for answer in answers]
    assert kinds == [
        *("Appended", "ConditionFailed", "Appended", "IdReused"),
        *("Appended", "IdReused", "Appended", "Appended"),
    ]
    fresh = [answer.last for answer in answers if isinstance(answer, Appended) and not answer.known]
    assert sorted(fresh) == [3, 4, 5, 6]
    assert isinstance(answers[1], ConditionFailed)
    assert answers[1].obstacle == 2
    tags = [event.tags for event in await ledger.read(after=2)]
    assert sorted(tags) == [("a",), ("c",), ("d",), ("f",)]


async def test_a_condition_that_cannot_be_checked_is_refused(ledger: Ledger) -> None:
    """Negative positions and tags that no event can have are errors, not conditions that always hold."""
    with pytest.raises(InvalidQuery):
        await ledger.append([make_event("a")], none_of("a", after=-1))
    with pytest.raises(InvalidQuery):
        await ledger.append([make_event("a")], none_of("a\nb"))
    assert await ledger.head() == 0


async def test_a_version_of_the_vocabulary_is_not_asked_of_an_open_ledger(ledger: Ledger) -> None:
    """Without a vocabulary any type is taken, in any version that counts from one."""
    await ledger.append([make_event("a", kind="Whatever", schema_version=7)])
    with pytest.raises(WrongVersion):
        await ledger.append([make_event("a", schema_version=0)])
    with pytest.raises(UnknownType):
        await ledger.append([make_event("a", kind="two\nlines")])


async def test_appends_of_several_ledgers_stay_ordered(pool: "asyncpg.Pool[Any]") -> None:
    """Two ledgers on one database, as in two processes, share one sequence without gaps."""
    ledgers = [Ledger(pool, f"writer-{n}") for n in range(4)]
    answers = await asyncio.gather(*(ledger.append([make_event("a")]) for _ in range(25) for ledger in ledgers))
    assert sorted(answer.last for answer in answers) == list(range(1, 101))
    assert [event.position for event in await ledgers[0].read()] == list(range(1, 101))


async def test_large_batches_and_many_appends_all_arrive(ledger: Ledger) -> None:
    """More than one flush holds: a batch of 3,000 and 300 single appends at once, all of them whole and in order."""
    large = [make_event("large", payload=str(n).encode()) for n in range(3_000)]
    answer, *_ = await asyncio.gather(ledger.append(large), *(ledger.append([make_event("small")]) for _ in range(300)))
    assert answer.positions == tuple(range(answer.positions[0], answer.positions[0] + 3_000))
    stored = [event.payload async for page in ledger.stream(ask("large")) for event in page]
    assert stored == [event.payload for event in large]
    assert await ledger.head() == 3_300


async def test_a_cancelled_caller_harms_nobody(ledger: Ledger) -> None:
    """Cancelling one of several waiting appends leaves the others their answers and the ledger usable."""
    tasks = [asyncio.create_task(ledger.append([make_event("a")])) for _ in range(10)]
    await asyncio.sleep(0)
    tasks[4].cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(answers[4], asyncio.CancelledError)
    assert sum(not isinstance(answer, BaseException) for answer in answers) == 9
    await ledger.append([make_event("b")])


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "while another append is under way"])
async def test_a_flush_all_of_whose_callers_are_cancelled_harms_nobody(ledger: Ledger, *, busy: bool) -> None:
    """When everybody who waits has gone before anything is sent, who comes later is served as ever."""
    first = asyncio.create_task(ledger.append([make_event("a")]))
    if busy:
        await asyncio.sleep(0.001)
    tasks = [first, *(asyncio.create_task(ledger.append([make_event("a")])) for _ in range(9))]
    await asyncio.sleep(0)
    for task in tasks[busy:]:
        task.cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(answer, asyncio.CancelledError) for answer in answers[busy:])
    later = await asyncio.wait_for(ledger.append([make_event("b")]), timeout=30)
    assert later.last == await ledger.head()


async def test_a_caller_who_appends_alone_and_is_cancelled_harms_nobody(
    ledger: Ledger, database: TestDatabase, pool: "asyncpg.Pool[Any]"
) -> None:
    """Who appends one event after the other writes by itself; where it goes, who waits behind it is served."""
    for _ in range(3):
        await ledger.append([make_event("a")])
    owner = await asyncpg.connect(database.owner_url)
    try:
        async with owner.transaction():
            await owner.execute("SELECT FROM ledger.head FOR UPDATE")
            alone = asyncio.create_task(ledger.append([make_event("a")]))
            await asyncio.sleep(0.01)
            behind = asyncio.create_task(ledger.append([make_event("b")]))
            await asyncio.sleep(0)
            alone.cancel()
            with pytest.raises(asyncio.CancelledError):
                await alone
            assert not behind.done()
        answer = await asyncio.wait_for(behind, timeout=30)
    finally:
        await owner.close()
    assert answer.last == await ledger.head()
    await asyncio.wait_for(pool.close(), timeout=30)  # every connection has come back


@pytest.mark.parametrize("writers", [1, 2], ids=["of one append", "of several"])
async def test_a_condition_finds_what_the_flush_under_way_writes(
    ledger: Ledger, database: TestDatabase, writers: int
) -> None:
    """Who appends while another flush is under way is refused for what that one writes, and only for that."""
    for _ in range(3):
        await ledger.append([make_event("a")], none_of("never", after=await ledger.head()))
    owner = await asyncpg.connect(database.owner_url)
    try:
        async with owner.transaction():
            await owner.execute("SELECT FROM ledger.head FOR UPDATE")
            first = [
                asyncio.create_task(ledger.append([make_event("seat", f"w:{n}")], none_of("never", after=3)))
                for n in range(writers)
            ]
            await asyncio.sleep(0.01)
            late = asyncio.create_task(ledger.append([make_event("seat")], none_of("seat", after=3)))
            free = asyncio.create_task(ledger.append([make_event("b")], none_of("seat", "b", after=3)))
            await asyncio.sleep(0)
        appended = await asyncio.gather(*first)
        with pytest.raises(ConditionFailed):
            await late
        assert (await free).last == 4 + writers
    finally:
        await owner.close()
    assert sorted(answer.last for answer in appended) == list(range(4, 4 + writers))


async def test_a_condition_finds_what_comes_between_the_parts_of_a_flush(
    pool: "asyncpg.Pool[Any]", database: TestDatabase
) -> None:
    """A flush is refused, its appends are sent one by one; what others append meanwhile is not overlooked after it."""
    late: list[asyncio.Task[Appended]] = []

    async def come_between() -> None:
        async with asyncpg.create_pool(database.service_url, min_size=1, max_size=1) as others:
            await Ledger(others, "other").append([make_event("seat")])

    def look(_: Flushed) -> None:
        if not late:
            with ThreadPoolExecutor(1) as elsewhere:
                elsewhere.submit(asyncio.run, come_between()).result(timeout=30)
            late.append(asyncio.create_task(ledger.append([make_event("seat")], none_of("seat"))))

    ledger = Ledger(pool, "tests", on_flush=look)
    owner = await asyncpg.connect(database.owner_url)
    try:
        await owner.execute("ALTER TABLE ledger.event ADD CONSTRAINT unwanted CHECK (type <> 'Unwanted')")
    finally:
        await owner.close()
    kinds = ("VisitOccurred", "Unwanted", "VisitOccurred", "VisitOccurred")
    answers = await asyncio.gather(
        *(ledger.append([make_event("a", kind=kind)]) for kind in kinds), return_exceptions=True
    )
    assert [isinstance(answer, Appended) for answer in answers] == [True, False, True, True]
    with pytest.raises(ConditionFailed) as refused:
        await late[0]
    assert refused.value.obstacle == 2


async def test_a_database_that_is_away_is_named(pool: "asyncpg.Pool[Any]") -> None:
    """When no connection can be had in time, the error says that the outcome is unknown and what to do."""
    ledger = Ledger(pool, "tests", patience=0.1)
    await pool.close()
    with pytest.raises(LedgerUnavailable, match="send the same ones again"):
        await ledger.append([make_event("a")])


async def test_every_error_of_the_ledger_says_what_would_be_right() -> None:
    """Problems are stable names, all different."""
    kinds: list[type[ChanceryError]] = [
        ConditionFailed,
        IdReused,
        LedgerUnavailable,
        *(kind for _, kind, _ in BAD.values()),
    ]
    problems = {kind: kind.problem for kind in kinds}
    assert len(set(problems.values())) == len(problems)

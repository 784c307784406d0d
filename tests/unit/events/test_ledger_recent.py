"""What a process remembers of its own last appends, and what it knows of those that are about to be written."""

from datetime import UTC, datetime
from uuid import UUID

from events.envelope import Condition, NewEvent, Query, QueryItem
from events.ledger.checks import CheckedBatch, check_batch
from events.ledger.clashes import Neighbours
from events.ledger.recent import KEPT_EVENTS, Recent

NOW = datetime(2025, 6, 24, 12, tzinfo=UTC)


def make_batch(*tags: tuple[str, ...], kind: str = "Happened") -> CheckedBatch:
    """Make a batch of one event for each tuple of tags."""
    events = [
        NewEvent(id=UUID(int=number), type=kind, schema_version=1, tags=carried, payload=b"{}")
        for number, carried in enumerate(tags, start=1)
    ]
    return check_batch(events, None, None)


def none_of(*tags: str, after: int, types: tuple[str, ...] = ()) -> Condition:
    """Make a condition of one item."""
    return Condition(query=Query(items=(QueryItem(types=types, tags=tags),)), after=after)


def test_a_condition_about_what_is_remembered_is_checked() -> None:
    """Nothing with all tags and any of the types after the position: checked; something: left to the database."""
    recent = Recent()
    recent.note(0, NOW, [make_batch(("a", "x"), ("b", "x")), make_batch(("a", "y"), kind="Other")])
    assert recent.witness.position == 3
    assert recent.checks(none_of("b", "y", after=0))
    assert recent.checks(none_of("a", "x", after=1))
    assert recent.checks(none_of("a", after=0, types=("Third",)))
    assert not recent.checks(none_of("a", "x", after=0))
    assert not recent.checks(none_of("a", after=2, types=("Other",)))
    assert recent.checks(none_of("a", after=3))


def test_a_condition_that_reaches_before_what_is_remembered_is_left_to_the_database() -> None:
    """A process that began to remember at a position knows nothing of what came before."""
    recent = Recent()
    recent.note(10, NOW, [make_batch(("a",))])
    assert not recent.checks(none_of("z", after=9))
    assert recent.checks(none_of("z", after=10))


def test_what_others_append_in_between_ends_what_is_remembered() -> None:
    """A gap between two own appends makes everything before it unknown."""
    recent = Recent()
    recent.note(0, NOW, [make_batch(("a",))])
    recent.note(2, NOW, [make_batch(("b",))])
    assert recent.witness.position == 3
    assert not recent.checks(none_of("z", after=0))
    assert not recent.checks(none_of("b", after=2))
    assert recent.checks(none_of("a", after=2))


def test_only_so_much_is_remembered() -> None:
    """The oldest events go first, and conditions that reach so far back are the database's again."""
    recent = Recent()
    for number in range(2 * KEPT_EVENTS + 10):
        recent.note(number, NOW, [make_batch((f"t{number}", "x"))])
    assert not recent.checks(none_of("z", after=9))
    assert not recent.checks(none_of("z", after=KEPT_EVENTS - 1))
    assert recent.checks(none_of("z", after=KEPT_EVENTS))
    assert not recent.checks(none_of(f"t{KEPT_EVENTS}", after=KEPT_EVENTS))
    assert recent.checks(none_of(f"t{KEPT_EVENTS}", after=KEPT_EVENTS + 1))
    assert not recent.checks(none_of(f"t{2 * KEPT_EVENTS}", after=KEPT_EVENTS))


def test_types_are_remembered_as_long_as_tags() -> None:
    """A type that no event has had after the position finds nothing; one that occurred long ago is found still."""
    recent = Recent()
    recent.note(0, NOW, [make_batch(("a", "x"), kind="Other")])
    for number in range(1, KEPT_EVENTS + 10):
        recent.note(number, NOW, [make_batch(("a", "x"))])
    assert not recent.checks(none_of("a", "x", after=0, types=("Third", "Other")))
    assert recent.checks(none_of("a", "x", after=1, types=("Third", "Other")))
    assert not recent.checks(none_of("a", "x", after=KEPT_EVENTS, types=("Third", "Happened")))


def test_a_condition_finds_those_of_a_flush_that_have_a_type_and_all_tags() -> None:
    """Of the batches that joined a flush those clash with a condition that it would find, by their numbers."""
    neighbours = Neighbours()
    neighbours.join(1, make_batch(("a", "x"), ("b", "x")))
    neighbours.join(2, make_batch(("a", "b"), kind="Other"))
    assert neighbours.clashes_of(none_of("a", after=0)) == [1, 2]
    assert neighbours.clashes_of(none_of("a", after=0, types=("Third", "Other"))) == [2]
    assert neighbours.clashes_of(none_of("a", after=0, types=("Third",))) == []
    assert neighbours.clashes_of(none_of("a", "b", after=0, types=("Happened",))) == []
    assert neighbours.clashes_of(Condition(query=Query(), after=0)) == [1, 2]


def test_a_condition_on_everything_is_checked_only_at_the_end() -> None:
    """An item without tags asks for each event, so that only one after the last remembered is known to find none."""
    recent = Recent()
    recent.note(0, NOW, [make_batch(("a",))])
    assert not recent.checks(none_of(after=0))
    assert recent.checks(none_of(after=1))
    assert not recent.checks(Condition(query=Query(), after=1))

"""Whether appends that come together are written at once or in halves."""

import pytest

from events.ledger.pace import Pace

PROCESS = 0.0001
"""Seconds of this process on an append."""
ROW = 0.000075
"""Seconds of the database on an append."""


def measure(pace: Pace, appends: int, commit: float, flushes: int = 40) -> None:
    """Let flushes of so many appends be measured, each with a set-up and commit of so many seconds."""
    pace.begin()
    for number in range(flushes):
        pace.note(appends, commit + ROW * appends, number * PROCESS * appends)


@pytest.mark.parametrize(("commit", "halves"), [(0.0002, True), (0.0031, True), (0.0034, False), (0.02, False)])
def test_a_flush_is_halved_where_its_set_up_takes_less_than_the_appends(commit: float, *, halves: bool) -> None:
    """Of 32 appends, 3.2 ms here, half wait for the next flush as long as set-up and commit take less than that."""
    pace = Pace()
    measure(pace, 32, commit)
    assert pace.halves(32) is halves


def test_the_same_disk_halves_many_and_not_few() -> None:
    """A commit that is short beside the work of 32 appends is long beside that of 4."""
    pace = Pace()
    measure(pace, 16, 0.001)
    assert pace.halves(32)
    assert not pace.halves(4)


def test_a_disk_that_becomes_slow_is_followed() -> None:
    """One late answer changes nothing; a disk that stays slow does."""
    pace = Pace()
    measure(pace, 16, 0.001)
    pace.note(16, 0.01, 40 * PROCESS * 16)
    assert pace.halves(32)
    measure(pace, 16, 0.01)
    assert not pace.halves(32)


def test_what_was_done_before_the_appends_is_not_theirs() -> None:
    """Processor time spent on other things between two times of appending does not count as the appends' own."""
    pace = Pace()
    measure(pace, 16, 0.0034)
    assert not pace.halves(32)
    pace.begin()
    pace.note(16, 0.0034 + ROW * 16, 1000.0)
    assert not pace.halves(32)


def test_what_is_in_vain_is_tried_more_seldom() -> None:
    """Flushes are sent behind others as long as that works, ever more seldom where it does not, then soon again."""
    pace = Pace()
    assert all(pace.follows() for _ in range(5))

    def count_tries(flushes: int, *, written: bool) -> int:
        tries = 0
        for _ in range(flushes):
            if pace.follows():
                tries += 1
                pace.note_behind(written=written)
        return tries

    assert count_tries(640, written=False) in range(10, 20)
    assert count_tries(640, written=True) > 500

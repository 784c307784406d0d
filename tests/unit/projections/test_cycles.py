"""How seldom Python looks for cycles while much is kept in memory."""

import gc
import weakref

from projections.rebuilding.cycles import SERVING, collect_seldom


class _Ring:
    def __init__(self) -> None:
        self.itself = self


def test_what_is_in_memory_already_is_not_looked_through_until_the_end() -> None:
    """Inside the block everything made before is set aside; afterwards all is as it was."""
    before = gc.get_threshold()
    with collect_seldom():
        assert gc.get_threshold() == SERVING
        assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_cycles_that_are_made_meanwhile_are_given_back() -> None:
    """A ring that nobody names is gone once enough has been made after it, without anybody asking for a look."""
    with collect_seldom():
        ring = weakref.ref(_Ring())
        kept: list[list[int]] = []
        while ring() is not None:
            kept.append([])
            assert len(kept) <= SERVING[0] * SERVING[1]
    assert ring() is None

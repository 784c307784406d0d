"""How seldom Python looks for cycles in processes that keep much in memory or make much anew.

What events, reports and rows are made of holds no cycles: its memory is given back as soon as nobody names it. A look
through a hundred thousand remembered events takes a tenth of a second, in which nobody is answered. Records of which
most is made say so themselves (``gc=False``): such objects are not even kept count of.
"""

import gc
from collections.abc import Generator
from contextlib import contextmanager

SERVING = (10_000, 10, 100)
"""Objects made beyond those given back until the newest are looked through; such looks until older ones are."""
FILLING = (200_000, 10, 10)
"""The same where rows by the ten thousand come and go."""


@contextmanager
def collect_seldom(thresholds: tuple[int, int, int] = SERVING) -> Generator[None]:
    """Look for cycles as seldom as ``gc.set_threshold`` is told, and not at all in what is in memory already."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*thresholds)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()

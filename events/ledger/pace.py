"""Whether appends that come together are written all at once, or half of them while the others get ready.

All at once, a flush is set up and committed once for all of them, but this process waits for the database and the
database for this process. In halves both work at the same time, but what a flush takes beside its events is spent
twice. So halves are faster while that is less than what this process spends on all of them. Both are measured as it
goes: they depend on the disk, on the machine, and on what else is going on there. (On a machine that is busy with other
work a flush is answered late, and all go together, which is the least work.) And whether of two such halves one is sent
before the other is answered.
"""

ROWS = 0.75
"""What the database spends on writing an append, as a share of what this process spends on it, about."""
MOST_SKIPPED = 63
"""So many flushes at most go one after the other once one that was sent behind another was not written."""
WEIGHT = 0.125
"""Of the last flush in the means, which follow what changes and not what happens once."""


class Pace:
    """Measures flushes and tells whether the next should leave half of the appends to the one after it."""

    def __init__(self) -> None:
        self._append = 0.0  # seconds that this process spends on an append
        self._set_up = 0.0  # seconds of a flush that do not depend on how much is written
        self._spent: float | None = None
        self._skip = 0  # so many flushes after one that was sent behind another in vain
        self._skipped = 0

    def begin(self) -> None:
        """Begin to measure: what this process did until now had nothing to do with appends."""
        self._spent = None

    def note(self, appends: int, seconds: float, spent: float) -> None:
        """Note a flush of so many appends, answered after so many seconds.

        ``spent``: the seconds of processor time that this thread has used until now.
        """
        if self._spent is not None:
            self._append += WEIGHT * ((spent - self._spent) / appends - self._append)
            self._set_up += WEIGHT * (seconds - ROWS * self._append * appends - self._set_up)
        self._spent = spent

    def halves(self, appends: int) -> bool:
        """Whether of so many appends only half should be written with the next flush."""
        return self._set_up < self._append * appends

    def note_behind(self, *, written: bool) -> None:
        """Note whether a flush was written as it was sent behind another, or in vain."""
        self._skip = self._skip // 2 if written else min(2 * self._skip + 1, MOST_SKIPPED)
        self._skipped = self._skip if written else 0

    def follows(self) -> bool:
        """Whether the next flush should be sent behind the one under way.

        On a busy machine the second may reach the database first, and was sent in vain: the more often, the more seldom
        it is tried.
        """
        self._skipped += 1
        return self._skipped > self._skip

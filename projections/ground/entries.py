"""A report under its happening, and what was decided and said of it since."""

from collections.abc import Sequence

import msgspec

from events.evidence import Evidence
from events.vocabulary import EventConfirmed, EventCorrected, Report
from projections.times import Recorded


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """Why an event no longer counts: ``event`` is the retraction's own id, ``position`` that of the first one."""

    event: str
    position: int
    why: str
    evidence: tuple[Evidence, ...]


class Amendment(msgspec.Struct, frozen=True, kw_only=True):
    """What a curator said of an event: another value, or that it is right; ``event`` is that word's own id."""

    event: str
    word: EventCorrected | EventConfirmed
    recorded: Recorded


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A report was put under another happening: at which position, and under which it stood ``before``."""

    position: int
    before: str


class Entry(msgspec.Struct, kw_only=True, gc=False):
    """A report as it stands now: the happening decided, whether it was withdrawn, what curators said of it.

    ``report`` is the value that counts, ``told`` what the article told where that is another; ``amendments`` and
    ``moves`` are in order of position, ``statements`` what the amendments add to the evidence.
    """

    event: str
    report: Report
    recorded: Recorded
    happening: str
    withdrawn: Withdrawn | None = None
    told: Report | None = None
    amendments: tuple[Amendment, ...] = ()
    statements: tuple[Evidence, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def touched(self) -> int:
        """The position since which it stands as it does, withdrawals aside."""
        last = self.recorded.position
        if self.moves:
            last = max(last, self.moves[-1].position)
        return max(last, self.amendments[-1].recorded.position) if self.amendments else last

    def held_at(self, position: int) -> "Entry":
        """The entry under the happening of then, and withdrawn only if it was; what curators said stays."""
        happening = next((move.before for move in self.moves if move.position > position), self.happening)
        withdrawn = None if self.withdrawn is None or self.withdrawn.position > position else self.withdrawn
        if happening == self.happening and withdrawn is self.withdrawn:
            return self
        return msgspec.structs.replace(self, happening=happening, withdrawn=withdrawn)

    def amend(self, amendment: Amendment) -> bool:
        """Take a curator's word in; False where it was there already."""
        if any(each.event == amendment.event for each in self.amendments):
            return False
        self.told = self.told or self.report
        self.amendments = (*self.amendments, amendment)
        self.report, self.statements = amended(self.told, [(each, True) for each in self.amendments])
        return True


def amended(told: Report, words: Sequence[tuple[Amendment, bool]]) -> tuple[Report, tuple[Evidence, ...]]:
    """What a report tells by the words that count (True), and what these add to its evidence.

    Of a correction that follows one which does not count, only what it changed is taken over. A confirmation counts
    for the value that it was given to.
    """
    value = before = told
    counting: list[bool] = []
    statements: list[Evidence] = []
    for each, counts in words:
        if isinstance(each.word, EventCorrected):
            counting.append(counts)
            if counts:
                value = _take_over(value, before, each.word.corrected)
                statements.extend(each.word.evidence)
            before = each.word.corrected
    for each, counts in words:
        if counts and isinstance(each.word, EventConfirmed):
            confirmed = [number < each.word.version for number in range(len(counting))]
            statements.extend(each.word.evidence if confirmed == counting else ())
    return value, tuple(statements)


def _take_over(value: Report, before: Report, after: Report) -> Report:
    """A value with what changed between two others; another type brings its whole value."""
    if type(before) is not type(after) or value == before:
        return after
    changed = {
        field: getattr(after, field)
        for field in after.__struct_fields__
        if field in value.__struct_fields__ and getattr(after, field) != getattr(before, field)
    }
    return msgspec.structs.replace(value, **changed)

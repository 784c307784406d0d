"""What the three times admit in part: acts of which reports came, were moved, corrected or taken back after them.

Every other act stands in the tables as it did then. The reports of these few are read with all that was decided and
said of them, and folded as they were.
"""

from collections.abc import Collection, Iterable
from datetime import date

import msgspec

from events.tags import dyad
from projections.ground.facts import Acts
from projections.ground.ground import Ground, restrict
from projections.questions.snapshot import Snapshot
from projections.storing.store import load_happenings
from projections.times import Times

_WORDS = "EventCorrected\nEventRetracted"
_NO_POSITION = (1 << 62) - 1


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """The three times as the statements of the views take them: open ones are beyond all."""

    day: date
    reported: date
    known: int

    @property
    def values(self) -> tuple[date, date, int]:
        """Them in the order of the statements."""
        return (self.day, self.reported, self.known)


class Mixed(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Acts as they were, and the ``happenings`` whose rows in the tables they replace."""

    acts: Acts
    happenings: list[str]


def bounds_of(times: Times) -> Bounds:
    """The bounds of three times of which ``known_at`` is open or a position."""
    known = times.known_at if isinstance(times.known_at, int) else _NO_POSITION
    return Bounds(day=times.day, reported=times.reported_by or date.max, known=known)


def about_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What asks the ledger for the words about acts of some pairs: tags joined by line feeds, one item each."""
    named = sorted(set(pairs))
    apart = (f"dyad:{dyad(*pair)}" for pair in named)
    # Acts of so many parties that each has a tag of its own.
    return (*apart, *(f"party:{one}\nparty:{other}" for one, other in named))


async def fold_mixed(
    seen: Snapshot, times: Times, happenings: Iterable[str], *, words: Collection[str], parties: Collection[str] = ()
) -> Mixed:
    """The acts of some happenings as the times admit them, and of those whose reports were then told otherwise.

    ``words``: tags (joined by line feeds) under which corrections and retractions are looked for; with ``parties``
    only those about one of them. What curators made of an act may have led it out of the tables asked.
    """
    names = set(happenings)
    if times.looks_back:
        names |= await _led_away(seen, times, words, parties)
    if not names:
        return Mixed(acts=Acts(Ground()), happenings=[])
    known = min(seen.position, times.known_at if isinstance(times.known_at, int) else seen.position)
    while True:
        part = await load_happenings(seen.connection, seen.ground, names)
        entries = [entry for entry in part.entries.values() if entry.recorded.position <= known]
        then = {entry.held_at(known).happening for entry in entries}
        if then <= names:
            break
        names |= then
    held = msgspec.structs.replace(times, known_at=known)
    return Mixed(acts=Acts(restrict(part, held)), happenings=sorted(names))


async def _led_away(seen: Snapshot, times: Times, words: Collection[str], parties: Collection[str]) -> set[str]:
    """The happenings of events that curators' words which the times do not admit may have led elsewhere."""
    wanted = sorted(words)
    rows = await seen.connection.fetch(seen.ground.sql("words"), [_WORDS] * len(wanted), wanted, seen.position)
    known = times.known_at if isinstance(times.known_at, int) else seen.position
    events = [
        row["event"]
        for row in rows
        if (row["position"] > known or (row["type"] == "EventCorrected" and times.reported_by is not None))
        and (not parties or any(party in tag.partition(":")[2].split("-") for tag in row["tags"] for party in parties))
    ]
    if not events:
        return set()
    found = await seen.connection.fetch(seen.ground.sql("happenings_of_events"), events)
    return {row["happening"] for row in found}

"""The work that everybody is measured with: events of about 650 bytes with four tags, and conditions on them."""

import itertools
import random
from collections.abc import Iterator
from uuid import UUID

from events.envelope import Condition, NewEvent, Query, QueryItem

TYPES = [f"Type{number:02d}" for number in range(30)]
FAMILIES = [f"family:{number}" for number in range(10)]
MONTHS = [f"month:{2020 + number // 12}-{number % 12 + 1:02d}" for number in range(60)]
STATES = [f"{first}{second}A" for first in "ABCDEFGHIJKLMN" for second in "ABCDEFGHIJKLMN"]
# Few pairs of states are in the news every day, most hardly ever.
WEIGHTS = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(STATES))))
RARE = ("dyad:ZZY-ZZZ", "family:0")
RARE_TYPES = ("Type00", "Type10")
RARE_EVENTS = 60
"""How many events of a large ledger the query of two types and two tags finds."""
FILLING = "Le ministre des affaires étrangères a reçu l'ambassadeur; the two sides spoke of trade and transport. "


def make_events(seed: int) -> Iterator[NewEvent]:
    """Yield events without end, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  (the same work for everybody, not a secret)
    number = 0
    while True:
        source, target = chance.choices(STATES, cum_weights=WEIGHTS, k=2)
        kind = chance.choice(TYPES)
        yield make_event(
            chance.getrandbits(128),
            kind,
            (
                f"dyad:{min(source, target)}-{max(source, target)}",
                chance.choice(FAMILIES),
                chance.choice(MONTHS),
                f"article:{seed}-{number // 3}",
            ),
        )
        number += 1


def make_event(bits: int, kind: str, tags: tuple[str, ...]) -> NewEvent:
    """Make one event whose columns and payload take about 650 bytes."""
    body = f'{{"source":"{tags[0][5:8]}","target":"{tags[0][9:12]}","happening":"{bits:032x}","quote":"{FILLING * 4}"}}'
    return NewEvent(id=UUID(int=bits), type=kind, schema_version=1, tags=tags, payload=body.encode())


def make_rare_events(seed: int) -> list[NewEvent]:
    """Events of which exactly those of two types, with both tags, number ``RARE_EVENTS``; ten times as many in all."""
    chance = random.Random(seed)  # noqa: S311  (the same work for everybody, not a secret)
    events: list[NewEvent] = []
    for number in range(RARE_EVENTS * 10):
        family = FAMILIES[number % 10]
        kind = RARE_TYPES[number // 10 % 2] if number % 10 == 0 else chance.choice(TYPES)
        events.append(
            make_event(chance.getrandbits(128), kind, (RARE[0], family, chance.choice(MONTHS), f"article:r{number}"))
        )
    return events


def make_condition(event: NewEvent, head: int) -> Condition:
    """The condition of a writer who has decided about a dyad and a family with what stood there 1,000 events ago.

    The two types never occur, so that nothing is refused and everybody writes the same.
    """
    item = QueryItem(types=("Never", "Neither"), tags=event.tags[:2])
    return Condition(query=Query(items=(item,)), after=max(0, head - 1000))

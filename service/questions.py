"""What people write when they ask, over HTTP or in a command: days, moments, pairs, and words of a closed list."""

import difflib
import re
from collections.abc import Collection
from datetime import UTC, date, datetime

from events.errors import InvalidInterval
from events.interval import precision_of
from service.parties import check_party
from service.problems import Refusal

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_PAIRS = 20
"""Pairs of one comparison, at most."""
_LONGEST_POSITION = 18
"""Digits: more would not fit the ledger's positions."""


def parse_day(name: str, written: str | None) -> date | None:
    """The day that the parameter ``name`` gives, None for none; raises Refusal (invalid-date) for anything else."""
    if written is None:
        return None
    try:
        precise = precision_of(written) == "day"
        wrong = "" if precise else f"{written!r} is not a whole day; write YYYY-MM-DD"
    except InvalidInterval as error:
        wrong = str(error) if _DAY.fullmatch(written) else f"{written!r} is not a day; write YYYY-MM-DD"
    if wrong:
        raise Refusal("invalid-date", f"{name}: {wrong}", errors=((name, "a day that exists, YYYY-MM-DD"),))
    return date.fromisoformat(written)


def parse_moment(written: str | None) -> int | datetime | None:
    """A position, or a moment with its time zone; raises Refusal (invalid-moment) for anything else."""
    if written is None:
        return None
    if written.isascii() and written.isdigit() and len(written) <= _LONGEST_POSITION:
        return int(written)
    try:
        # In a query a plus sign that was not escaped arrives as a blank.
        moment = datetime.fromisoformat(written.strip().replace(" ", "+"))
        # Near the first and the last year a moment may exist with its zone and not in UTC.
        utc = moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        utc = None
    if utc is None:
        raise Refusal(
            "invalid-moment",
            f"known_at: {written!r} is neither a position nor a moment with its time zone; "
            "write 1234 or 2025-06-23T12:00:00Z",
            errors=(("known_at", "1234 or 2025-06-23T12:00:00Z"),),
        )
    return utc


def split_pair(pair: str) -> tuple[str, str]:
    """Two codes out of MLI-RUS; raises Refusal where they are not two."""
    one, dash, other = pair.partition("-")
    if not dash or not one or not other:
        raise Refusal(
            "invalid-request", f"{pair!r} is not a pair; write two codes as MLI-RUS", errors=(("pair", "MLI-RUS"),)
        )
    return check_pair(one, other)


def split_pairs(pairs: str) -> list[tuple[str, str]]:
    """The pairs of MLI-RUS,MLI-FRA, each once; raises Refusal where one is none, or where they are too many."""
    found = list(dict.fromkeys(split_pair(each.strip()) for each in pairs.split(",")))
    if len(found) > MOST_PAIRS:
        raise Refusal(
            "invalid-request",
            f"{len(found)} pairs are too many to compare; name at most {MOST_PAIRS}",
            errors=(("pairs", f"at most {MOST_PAIRS} pairs"),),
        )
    return found


def read_parties(party: str | None, pair: str | None) -> tuple[str, ...]:
    """The parties that must all take part, by a party, a pair, both or neither; raises Refusal."""
    one = () if party is None else (check_party(party),)
    return tuple(dict.fromkeys((*one, *(() if pair is None else split_pair(pair)))))


def check_pair(one: str, other: str) -> tuple[str, str]:
    """The codes of two different parties; raises Refusal."""
    a, b = check_party(one), check_party(other)
    if a == b:
        raise Refusal(
            "invalid-request", f"{a} has no relation with itself; name two parties", errors=(("b", "another party"),)
        )
    return a, b


def check_choice(field: str, value: str, choices: Collection[str]) -> str:
    """The value, if it is one of ``choices``; else raises Refusal with the nearest of them."""
    if value in choices:
        return value
    near = tuple(difflib.get_close_matches(value, choices, n=3, cutoff=0.4))
    hint = f"is {' or '.join(near)} meant?" if near else f"there are {', '.join(choices)}"
    raise Refusal("invalid-request", f"{value!r} is no {field}; {hint}", nearest=near, errors=((field, hint),))

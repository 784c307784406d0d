"""What a type alone cannot say: an event that breaks one of these rules is never appended."""

import re

from events.errors import InvalidEvent
from events.vocabulary import Mutual, Quantified, Report

_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")


def check(event: Report) -> None:
    """Raise InvalidEvent where parties, evidence or figures of an act are not well formed."""
    name = type(event).__name__
    if not event.evidence:
        raise InvalidEvent(f"a {name} without evidence; give the quote, statement or record that proves it")
    if isinstance(event, Mutual):
        if list(event.parties) != sorted(set(event.parties)) or len(event.parties) < 2:
            raise InvalidEvent(f"the parties of a {name} are {event.parties}; give two or more, sorted, each once")
        codes = event.parties
    else:
        if event.source == event.target:
            raise InvalidEvent(f"a {name} of {event.source} towards itself; source and target must differ")
        codes = (event.source, event.target)
    for code in codes:
        if not _CODE.fullmatch(code):
            raise InvalidEvent(f"{code!r} in a {name} is no code; use ISO 3166-1 alpha-3 or an organisation's acronym")
    if isinstance(event, Quantified) and event.amount is not None:
        low, high = event.amount.min, event.amount.max
        if (low is not None and low <= 0) or (high is not None and high <= 0):
            raise InvalidEvent(f"an amount of {low} to {high} in a {name}; amounts are positive")
        if low is not None and high is not None and high < low:
            raise InvalidEvent(f"an amount of {low} to {high} in a {name}; the least comes first")

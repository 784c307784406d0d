"""What a type alone cannot say: an event that breaks one of these rules is never appended."""

import re

from events.errors import InvalidEvent, InvalidInterval
from events.evidence import Quote
from events.interval import precision_of
from events.vocabulary import Amount, Mutual, Quantified, Report, parties_of

_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_FEWEST_PARTIES = 2
_MOST = 1e18  # of anything that states give each other: what is summed stays a number


def check(event: Report) -> None:
    """Raise InvalidEvent where parties, evidence, date of publication or figures of an act are not well formed."""
    name = type(event).__name__
    _check_evidence(event, name)
    _check_parties(event, name)
    if event.reported is not None and precision_of(event.reported) not in ("day", "month"):
        raise InvalidInterval(event.reported, f"write when a {name} was reported as YYYY-MM-DD or YYYY-MM")
    if isinstance(event, Quantified):
        for amount in (event.amount, event.value):
            if amount is not None:
                _check_amount(amount, name)


def _check_parties(event: Report, name: str) -> None:
    parties = parties_of(event)
    if isinstance(event, Mutual):
        if list(parties) != sorted(set(parties)) or len(parties) < _FEWEST_PARTIES:
            raise InvalidEvent(f"the parties of a {name} are {parties}; give two or more, sorted, each once")
    elif event.source == event.target:
        raise InvalidEvent(f"a {name} of {event.source} towards itself; source and target must differ")
    for code in (*parties, event.initiator, event.speaker, event.host):
        if code is not None and not _CODE.fullmatch(code):
            raise InvalidEvent(f"{code!r} in a {name} is no code; use ISO 3166-1 alpha-3 or an organisation's acronym")
    if not all(person.strip() for person in event.persons):
        raise InvalidEvent(f"a {name} names a person without a name: {event.persons}; leave the blank one out")


def _check_evidence(event: Report, name: str) -> None:
    if not event.evidence:
        raise InvalidEvent(f"a {name} without evidence; give the quote, statement or record that proves it")
    if not event.happening or not event.article:
        raise InvalidEvent(f"a {name} without an id of its happening or of its article; give both")
    for piece in event.evidence:
        if isinstance(piece, Quote) and (not piece.exact or piece.end - piece.start != len(piece.exact)):
            raise InvalidEvent(
                f"a quote of a {name} runs from {piece.start} to {piece.end} and reads {piece.exact!r}; "
                "it must be as long as it says and not empty"
            )


def _check_amount(amount: Amount, name: str) -> None:
    figures = [figure for figure in (amount.min, amount.max) if figure is not None]
    if not all(0 < figure <= _MOST for figure in figures):
        raise InvalidEvent(
            f"an amount of {amount.min} to {amount.max} in a {name}; amounts are positive, finite and at most {_MOST:g}"
        )
    if figures != sorted(figures):
        raise InvalidEvent(f"an amount of {amount.min} to {amount.max} in a {name}; the least comes first")

"""Dates that label what follows: the days of a chronology ("24 février - Berne gèle ...", "2011: ...").

What such a paragraph tells without a date happened then, and its days of the week and months are of that time.
"""

from events.interval import Interval
from service.extract.dates.mentions import find_dates
from service.extract.text.sentences import Place
from service.extract.text.tokens import Token

_MARKS = frozenset({"-", "\u2013", "\u2014", ":", "--"})
"""What stands between a label and what it labels."""
_STOPS = frozenset({".", "!", "?", "\u2026"})
_YEAR, _DAY = len("2024"), len("2024-06-12")
_LONGEST = 5
"""Tokens that a label has at most."""
_NAME = 5
"""Tokens from the mark on of what only names something."""


class Labels:
    """The label over the sentences of one article, as they are read in order."""

    def __init__(self, language: str) -> None:
        """Begin without one."""
        self._language = language
        self._paragraph = -1
        self._label: Interval | None = None
        self._heading = False
        self._year = False

    def over(self, tokens: list[Token], place: Place, published: str | None) -> Interval | None:
        """When a sentence is of by the label of its paragraph or the heading above it; None without one.

        ``published`` is an ISO date: what is not before it labels nothing.
        """
        if place.paragraph != self._paragraph:
            self._paragraph = place.paragraph
            found = None if place.title else self._read(tokens, published)
            if found is not None or not self._heading:
                self._label = found
                self._year = found is not None and found.start == found.end and len(found.start or "") == _YEAR
                # A line of a label and some words, without an end, is the heading of what follows.
                self._heading = found is not None and tokens[-1].text not in _STOPS
        if self._year and self._label is not None and self._is_of_these_days(tokens, published):
            # "1984: the novel. Japan's minister visited Mali on Tuesday": the year was no label, but a name.
            self._label = None
            self._heading = False
        return self._label

    def _is_of_these_days(self, tokens: list[Token], published: str | None) -> bool:
        """Whether a sentence tells of a day of the week or one counted from publication: no chronicle of years does."""
        return any(
            date.past.start == date.past.end
            and date.past.start is not None
            and len(date.past.start) == _DAY
            and not any(token.text[:1].isdigit() for token in tokens[date.first : date.last])
            for date in find_dates(tokens, published, self._language)
        )

    def _read(self, tokens: list[Token], published: str | None) -> Interval | None:
        begins = 1 if tokens and tokens[0].text in _MARKS else 0
        ends = next((at for at in range(begins + 1, min(len(tokens), _LONGEST + 1)) if tokens[at].text in _MARKS), 0)
        if (
            not ends
            or published is None
            or not any(character.isdigit() for character in tokens[begins].text + tokens[ends - 1].text)
        ):
            return None
        if ends == begins + 1 and _is_year(tokens[begins].text):
            if tokens[-1].text in _STOPS and len(tokens) - ends <= _NAME:
                # "1984: the novel." is a title, and tells of nothing.
                return None
            return _before(Interval.of(tokens[begins].text), published)
        dates = find_dates(tokens[begins:ends], published, self._language)
        if len(dates) != 1 or (dates[0].first, dates[0].last) != (0, ends - begins):
            return None
        return _before(dates[0].past, published)


def _is_year(text: str) -> bool:
    return len(text) == _YEAR and text.isdigit() and text[:2] in {"19", "20"}


def _before(label: Interval, published: str) -> Interval | None:
    """A label of before publication; None for any other."""
    return label if label.end is not None and label.end[: len(published)] < published[: len(label.end)] else None


def name_bound(label: Interval | None) -> str | None:
    """The last day or month of a label, as a day of publication is written; None without one."""
    return label.end if label is not None else None

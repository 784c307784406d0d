"""When a paragraph goes on telling of long ago: "In 2017 X severed ties. They accused Y of ..."."""

from datetime import date, timedelta

import msgspec

from events.interval import Interval
from service.extract.acts.match import date_of
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.text.sentences import Place

_LONG_BEFORE = timedelta(days=60)
"""How far before publication what is told is no news."""
_NAMED = frozenset({"day", "month", "year"})
_PAST = frozenset({"past", "pluperf", "imperf"})


class Narration:
    """The time of long ago in which the last sentence was set, for the next one of its paragraph."""

    def __init__(self, published: str | None) -> None:
        """``published`` tells what long ago is; without it nothing is."""
        self._published = Interval.of(published).first() if published is not None else None
        self._when: Interval | None = None
        self._at = (-1, -1)

    def follow(self, items: list[Chunk], clauses: list[Clause], place: Place) -> Interval | None:
        """The time of a sentence that goes on about those told of before, and has none of its own."""
        main = next((one for one in clauses if one.vg.finite and not (one.opener or one.relative)), None)
        before = self._when if self._at == (place.paragraph, place.sentence - 1) else None
        self._at = (place.paragraph, place.sentence)
        dates = [item for item in items if item.kind == "date"]
        self._when = self._set_in(main, dates) if main is not None else None
        if main is None or dates or main.subject is None or main.vg.tense not in _PAST:
            return None
        self._when = before if main.subject.cls == "pronoun" else None
        return self._when

    def _set_in(self, main: Clause, dates: list[Chunk]) -> Interval | None:
        """The time in which the main clause is set, where that is long before publication."""
        if self._published is None or main.vg.tense not in _PAST:
            return None
        named = [day for day in dates if day.first < main.vg.first or day in main.dates]
        if len(named) != 1 or named[0].date is None or named[0].date.kind not in _NAMED:
            return None
        when = date_of(named, planned=False)
        if when is None or when.start is None or when.end is None:
            return None
        last = when.last() or date.max
        return msgspec.structs.replace(when, basis="inherited") if self._published - last > _LONG_BEFORE else None

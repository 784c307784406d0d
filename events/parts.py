"""The reports of one bucket in parts that have nothing to do with each other, so that a new one regroups only its own.

Reports meet where their days do, where they share what makes them one whatever their likeness, or where a curator joins
them. What lies apart is grouped by itself, with the same result as if the bucket were grouped whole.
"""

from bisect import bisect_right, insort
from collections.abc import Hashable, Iterable
from operator import itemgetter

import msgspec

from events.happenings import Group, Told, Words, content_order, settle, told_as_one, words_of
from events.interval import EVER
from events.timing import Place, place_of, slack_days
from events.vocabulary import Report

_Item = tuple[tuple[int, int, int, int, str, str], Told, Place | None]
"""A report behind its place in content order, and its days."""


class _Part(msgspec.Struct, frozen=True):
    """Reports with what joins others to them: keys, and the stretch of days that they cover, if they have days."""

    items: tuple[_Item, ...]
    keys: tuple[Hashable, ...]
    extent: tuple[int, int] | None
    groups: tuple[Group, ...] = ()


class Parts(msgspec.Struct, eq=False):
    """The groups of one bucket, to which reports can be added.

    ``words`` are those of curators: where these change, everything is grouped anew. ``days`` holds first and last day
    and number of the parts that have days: no two overlap, so that both days ascend.
    """

    words: Words
    parts: dict[int, _Part] = {}
    by_key: dict[Hashable, int] = {}
    days: list[tuple[int, int, int]] = []
    last: int = 0

    def copy(self) -> "Parts":
        """Parts that can go on by themselves."""
        return msgspec.structs.replace(self, parts=dict(self.parts), by_key=dict(self.by_key), days=list(self.days))

    def groups(self) -> Iterable[Group]:
        """All groups, in no order."""
        return (group for part in self.parts.values() for group in part.groups)

    def add(self, items: Iterable[Told]) -> tuple[list[Group], list[Group]]:
        """Add reports of this bucket; give the groups that are no more, and those that stand in their place."""
        gone: list[Group] = []
        opened: set[int] = set()
        for item in items:
            opened.add(self._put(item, gone))
        come: list[Group] = []
        for number in sorted(opened & self.parts.keys()):
            part = self.parts[number]
            ordered = sorted(part.items, key=itemgetter(0))
            places = {item.id: place for _, item, place in ordered}
            groups = settle([item for _, item, _ in ordered], places, self.words)
            self.parts[number] = msgspec.structs.replace(part, items=tuple(ordered), groups=tuple(groups))
            come += groups
        return gone, come

    def _put(self, item: Told, gone: list[Group]) -> int:
        """Make one part of a report and of all that it meets; its groups are to be found anew."""
        place = place_of(item.report)
        items, keys = [(content_order(item), item, place)], dict.fromkeys(self._keys(item))
        extent = _extent(item.report, place)
        slack = slack_days(item.report.family)
        met = {self.by_key[key] for key in keys if key in self.by_key}
        while met or (met := self._near(extent, slack)):
            for number in met:
                part = self.parts.pop(number)
                items += part.items
                keys.update(dict.fromkeys(part.keys))
                gone += part.groups
                if part.extent is not None:
                    self.days.remove((*part.extent, number))
                    extent = part.extent if extent is None else _around(extent, part.extent)
            met = set[int]()
        self.last += 1
        self.parts[self.last] = _Part(items=tuple(items), keys=tuple(keys), extent=extent)
        self.by_key.update(dict.fromkeys(keys, self.last))
        if extent is not None:
            insort(self.days, (*extent, self.last))
        return self.last

    def _keys(self, item: Told) -> Iterable[Hashable]:
        yield from told_as_one(item.report)
        if words := words_of(item.report):
            yield words
        yield from (pair for pair in self.words.same if item.id in pair)

    def _near(self, extent: tuple[int, int] | None, slack: int) -> set[int]:
        """The numbers of the parts whose days meet these."""
        if extent is None:
            return set()
        first, last = extent[0] - slack, extent[1] + slack
        met: set[int] = set()
        for at in range(bisect_right(self.days, last, key=itemgetter(0)) - 1, -1, -1):
            _begins, ends, number = self.days[at]
            if ends < first:
                break
            met.add(number)
        return met


def _around(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return (min(one[0], other[0]), max(one[1], other[1]))


def _extent(report: Report, place: Place | None) -> tuple[int, int] | None:
    """The days on which a report may meet others; None where it meets them on no day."""
    # What somebody said on a day that is not told is like nothing else.
    if place is None or (report.family == "verbal" and place.kind != "day"):
        return None
    # Where only the month is told it may be of any year.
    span = EVER if place.span.months else place.span
    return (span.first, span.last)

"""The reports of one bucket in parts that have nothing to do with each other, so that a new one regroups only its own.

Reports meet where their days do, where they share what makes them one whatever their likeness, or where a curator joins
them. What lies apart is grouped by itself, with the same result as if the bucket were grouped whole. And a further copy
of what is told by several copies already joins them (``_Entry`` says when), which changes nothing else in its part.
"""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TypeVar

import msgspec

from events.happenings import (
    Group,
    Told,
    Words,
    content_of,
    content_order,
    find_name,
    readings_of,
    settle,
    told_as_one,
    words_of,
)
from events.interval import EVER
from events.timing import Place, place_of, slack_days
from events.vocabulary import Report

_Item = tuple[tuple[int, int, int, int, str, str], Told, Place | None]
"""A report behind its place in content order, and its days."""
_Atom = tuple[_Item, ...]
"""What belongs together whatever its likeness, in content order."""
_Where = tuple[int, int]
"""A group of a part, and an atom of the group."""


class _Part(msgspec.Struct, frozen=True):
    """Reports with what joins others to them: keys, and the stretch of days that they cover, if they have days.

    ``atoms`` of each of the ``groups``; ``copies``: which atoms tell what in the same words, by ``Settled.wordings``.
    """

    items: tuple[_Item, ...]
    keys: tuple[Hashable, ...]
    extent: tuple[int, int] | None
    groups: tuple[Group, ...] = ()
    atoms: tuple[tuple[_Atom, ...], ...] = ()
    copies: Mapping[Hashable, _Where] = {}


class _Entry(msgspec.Struct, frozen=True):
    """A report that can join the copies of what it tells, in a part and an atom of it.

    It says the same in the same words as reports there. It is less sure than the surest of them, so that nothing that
    others are compared with changes; what else is new of its article tells, as far as it is told as one act, joins the
    same atom; and no other report rests on the same reading of its text. So to group its part anew would add it to this
    atom, and find everything else as it is.
    """

    number: int
    where: _Where
    wording: Hashable
    readings: frozenset[str]
    keys: tuple[Hashable, ...]
    item: _Item


class Regrouped(msgspec.Struct, frozen=True):
    """The groups that are no more, those that stand in their place, and which of these have only grown.

    ``grown``: by the name of a group that of the one before, and the reports that it did not have.
    """

    gone: list[Group]
    come: list[Group]
    grown: dict[str, tuple[str, list[Report]]]


class _Opened(msgspec.Struct):
    """What a part was before reports joined atoms of it: its groups, and by number the reports that came to each."""

    groups: tuple[Group, ...]
    came: dict[int, list[Report]] = {}


class Parts(msgspec.Struct, eq=False):
    """The groups of one bucket, to which reports can be added.

    ``words`` are those of curators: where these change, everything is grouped anew. ``days`` holds first and last day
    and number of the parts that have days: no two overlap, so that both days ascend. ``readings``: what the reports
    rest on.
    """

    words: Words
    parts: dict[int, _Part] = {}
    by_key: dict[Hashable, int] = {}
    days: list[tuple[int, int, int]] = []
    readings: set[str] = set()
    last: int = 0

    def copy(self) -> "Parts":
        """Parts that can go on by themselves."""
        return msgspec.structs.replace(
            self,
            parts=dict(self.parts),
            by_key=dict(self.by_key),
            days=list(self.days),
            readings=set(self.readings),
        )

    def groups(self) -> Iterable[Group]:
        """All groups, in no order."""
        return (group for part in self.parts.values() for group in part.groups)

    def add(self, items: Iterable[Told]) -> Regrouped:
        """Add reports of this bucket."""
        told = list(items)
        entries = self._find_entries(told)
        grown: dict[int, _Opened] = {}
        gone: list[Group] = []
        opened = {self._put(item, gone, grown) for item in told if item.id not in entries}
        for entry in entries.values():
            if entry.number in opened or not self._enter(entry, grown):
                opened.add(self._put(entry.item[1], gone, grown))
        come: list[Group] = []
        for number in sorted(opened & self.parts.keys()):
            come += self._settle(number)
        names: dict[str, tuple[str, list[Report]]] = {}
        for number, before in grown.items():
            for at, reports in before.came.items():
                former, group = before.groups[at], self.parts[number].groups[at]
                gone.append(former)
                come.append(group)
                names[group.happening] = (former.happening, reports)
        return Regrouped(gone, come, names)

    def _settle(self, number: int) -> Sequence[Group]:
        """Group a part anew."""
        part = self.parts[number]
        ordered = sorted(part.items, key=itemgetter(0))
        by_id = {each[1].id: each for each in ordered}
        settled = settle([item for _, item, _ in ordered], {item.id: place for _, item, place in ordered}, self.words)
        copies: dict[Hashable, _Where] = {}
        if settled.wordings and self.words.silent:
            for at, atoms in enumerate(settled.atoms):
                for place, atom in enumerate(atoms):
                    if len(atom) > 1:
                        told = (settled.wordings.get(item.id) for item in atom)
                        copies.update((wording, (at, place)) for wording in told if wording is not None)
        self.parts[number] = msgspec.structs.replace(
            part,
            items=tuple(ordered),
            groups=tuple(settled.groups),
            atoms=tuple(tuple(tuple(by_id[item.id] for item in atom) for atom in atoms) for atoms in settled.atoms),
            copies=copies,
        )
        return settled.groups

    def _find_entries(self, items: Sequence[Told]) -> dict[str, _Entry]:
        """Those of new reports that can join copies, by their ids."""
        entries = {item.id: entry for item in items if (entry := self._find_entry(item)) is not None}
        if not entries:
            return entries
        often = Counter((entry.wording, entry.readings) for entry in entries.values())
        entries = {each: entry for each, entry in entries.items() if often[entry.wording, entry.readings] == 1}
        keys = {item.id: tuple(told_as_one(item.report)) for item in items}
        while True:
            wheres: dict[Hashable, set[tuple[int, _Where] | None]] = {}
            for each, told in keys.items():
                entry = entries.get(each)
                for key in told:
                    wheres.setdefault(key, set()).add(None if entry is None else (entry.number, entry.where))
            torn = [each for each in entries if any(len(wheres[key]) > 1 for key in keys[each])]
            if not torn:
                return entries
            for each in torn:
                del entries[each]

    def _find_entry(self, item: Told) -> _Entry | None:
        words = words_of(item.report)
        number = self.by_key.get(words) if words else None
        if number is None or not (part := self.parts[number]).copies:
            return None
        wording: Hashable = (words, content_of(item.report))
        where = part.copies.get(wording)
        if where is None:
            wording = (wording, item.report.act, item.report.due)
            where = part.copies.get(wording)
        if where is None:
            return None
        keys = tuple(told_as_one(item.report))
        readings = frozenset(readings_of(item.report))
        order = content_order(item)
        if (
            order < part.atoms[where[0]][where[1]][0][0]
            or not self.readings.isdisjoint(readings)
            or any(key in self.by_key for key in keys)
        ):
            return None
        return _Entry(number, where, wording, readings, keys, (order, item, place_of(item.report)))

    def _enter(self, entry: _Entry, grown: dict[int, _Opened]) -> bool:
        """Let a report join copies, unless it brings other parts near; whether it has."""
        number, (at, place), item = entry.number, entry.where, entry.item
        part = self.parts.get(number)
        if part is None:
            return False
        report = item[1].report
        extent = _extent(report, item[2])
        if extent is None or (part.extent is not None and _around(part.extent, extent) == part.extent):
            extent = part.extent
        else:
            extent = extent if part.extent is None else _around(part.extent, extent)
            if self._near(extent, slack_days(report.family)) - {number}:
                return False
            if part.extent is not None:
                self.days.remove((*part.extent, number))
            insort(self.days, (*extent, number))
        atom = list(part.atoms[at][place])
        insort(atom, item, key=itemgetter(0))
        atoms = _replace(part.atoms[at], place, tuple(atom))
        before = part.groups[at]
        group = Group(
            happening=find_name(_reports(atoms)),
            members=tuple(each[1] for several in atoms for each in several),
            score=before.score,
            reason=before.reason,
        )
        grown.setdefault(number, _Opened(part.groups)).came.setdefault(at, []).append(report)
        self.parts[number] = _Part(
            items=(*part.items, item),
            keys=(*part.keys, *entry.keys),
            extent=extent,
            groups=_replace(part.groups, at, group),
            atoms=_replace(part.atoms, at, atoms),
            copies=part.copies,
        )
        self.by_key.update(dict.fromkeys(entry.keys, number))
        self.readings |= entry.readings
        return True

    def _put(self, item: Told, gone: list[Group], grown: dict[int, _Opened]) -> int:
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
                before = grown.pop(number, None)
                gone += part.groups if before is None else before.groups
                if part.extent is not None:
                    self.days.remove((*part.extent, number))
                    extent = part.extent if extent is None else _around(extent, part.extent)
            met = set[int]()
        self.last += 1
        self.parts[self.last] = _Part(items=tuple(items), keys=tuple(keys), extent=extent)
        self.by_key.update(dict.fromkeys(keys, self.last))
        self.readings |= readings_of(item.report)
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


_T = TypeVar("_T")


def _replace(several: tuple[_T, ...], at: int, one: _T) -> tuple[_T, ...]:
    return (*several[:at], one, *several[at + 1 :])


def _reports(atoms: Iterable[_Atom]) -> Iterable[Report]:
    return (item.report for atom in atoms for _, item, _ in atom)


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

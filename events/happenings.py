"""Which reports tell of the same act: ``partition`` is a pure function of a set of reports.

Reports are compared only inside a bucket (type and direction, or type and set of parties), so the
events of a bucket are all that a decision about it must read. Within a bucket the surest report comes
first (the most precise date, then content); each later one joins the group that it fits best: its
first report in time, every report in goods, its persons. Vague reports come last and start no chain.
Nothing depends on the order of arrival: ties break on content.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

import msgspec

from events.codec import derive_id
from events.evidence import Quote
from events.interval import Calendar, Interval, Span, first_day, last_day
from events.vocabulary import (
    AgreementAnnounced,
    AgreementSigned,
    AgreementTerminated,
    Amount,
    EnvoyAccredited,
    MeetingHeld,
    MembershipEnded,
    Mutual,
    Quantified,
    RelationsSevered,
    Report,
    TotalReported,
    VisitCancelled,
    is_planned,
    when_of,
)

Bucket = tuple[str, ...]
Kind = Literal["day", "month", "month_without_year", "year", "fresh", "window"]

LEAST_SCORE = 0.5
"""Below this two reports stay apart: a wrong merge hides an act, a missed one only repeats it."""

_RANK: dict[Kind, int] = {"day": 0, "month": 1, "month_without_year": 2, "year": 3, "fresh": 4, "window": 5}
_SCORE: dict[Kind, float] = {"month": 0.6, "fresh": 0.5, "month_without_year": 0.4, "year": 0.4, "window": 0.4}
_AGREES = 0.2
"""What a shared person, figure or instrument adds."""

_SLACK_DAYS = {"verbal": 0, "aid": 7, "total": 7, "military": 7, "embassy": 3, "sanctions": 3, "membership": 3}
_FRESH_DAYS, _FRESH_PLANNED_DAYS = 14, 45
_DEFAULT_WINDOW_DAYS = 31
_WINDOW_DAYS = {"aid": 45, "total": 45, "military": 120}
_PLANNED_WINDOW_DAYS = 180
_SAME_NEWS_DAYS = 3
_LASTING = frozenset({"relations", "membership", "embassy", "sanctions"})
"""Families of acts so rare that an undated report of one is taken for the latest that is known."""
_LASTING_WINDOW_DAYS = 3650
_SEVERAL_A_DAY = frozenset({"aid", "agreement", "military", "total"})
"""Families of which one article may tell several acts of one day: what it tells apart stays apart."""
_LONGEST_ACT_DAYS = 62
_ABOUT = 0.1
_SAME_NAME, _SAME_FORENAME, _SAME_INSTRUMENT = 0.8, 0.6, 0.7


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A report with the id under which it is (or will be) recorded."""

    id: str
    report: Report


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A curator's word on two events of one bucket: they tell of the same act, or they do not."""

    one: str
    other: str
    same: bool


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The events that tell of one act, surest first, under the happening of the one published first.

    ``score`` and ``reason`` are those of the least sure of them.
    """

    happening: str
    members: tuple[Told, ...]
    score: float
    reason: str


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an act lies in time as far as a report tells.

    ``kind`` is the precision of what it tells; *fresh* when the date was inferred from a fresh article,
    *window* when nothing is told but the article's own date; ``published`` is its last possible ordinal.
    """

    span: Span
    kind: Kind
    published: int | None


def partition(told: Iterable[Told], links: Iterable[Link] = ()) -> list[Group]:
    """The groups of reports that tell of the same act, in content order; curators' links come before likeness.

    Of contradictory links the later one counts, and "not the same" before what follows from "the same".
    """
    words = _Words(links)
    placed = {item.id: (item, place_of(item.report)) for item in told}
    buckets: dict[Bucket, list[Told]] = {}
    for item, _place in sorted(placed.values(), key=lambda pair: _order(*pair)):
        buckets.setdefault(bucket_of(item.report), []).append(item)
    places = {event_id: place for event_id, (_item, place) in placed.items()}
    found = [group for items in buckets.values() for group in _settle(items, places, words)]
    return sorted(found, key=lambda group: _order(group.members[0], places[group.members[0].id]))


def content_order(told: Told) -> tuple[int, int, int, int, str, str]:
    """Where a report stands among others: the surest first. The order is total and depends on content only."""
    return _order(told, place_of(told.report))


def bucket_of(report: Report) -> Bucket:
    """The bucket inside which a report may have its like."""
    name = type(report).__name__ + (" cancelled" if report.stage == "cancelled" else "")
    if isinstance(report, TotalReported):
        return (name, report.kind, report.source, report.target, report.item or "")
    return (name, *report.parties) if isinstance(report, Mutual) else (name, report.source, report.target)


def place_of(report: Report) -> Place | None:
    """Where a report places its act; None where neither it nor its article has any date."""
    return place_interval(when_of(report), report.family, report.reported, planned=is_planned(report))


def place_interval(when: Interval | None, family: str, reported: str | None, *, planned: bool) -> Place | None:
    """Where an act of a family lies whose article was published on ``reported``."""
    first, last = (first_day(reported), last_day(reported)) if reported is not None else (None, None)
    if first is None or last is None:
        return None if when is None else Place(span=when.span(), kind=_kind(when), published=None)
    earliest, latest = first.toordinal(), last.toordinal()
    if when is not None and when.month_without_year is not None:
        return Place(span=_nearest(when.span(), latest, planned=planned), kind="month", published=latest)
    if when is not None and (when.basis != "inferred" or when.vaguest() == "day"):
        return Place(span=when.span(), kind=_kind(when), published=latest)
    if when is not None:
        back, ahead = (0, _FRESH_PLANNED_DAYS) if planned else (_FRESH_DAYS, 0)
    elif planned:
        back, ahead = 0, _PLANNED_WINDOW_DAYS
    else:
        back, ahead = (
            (_LASTING_WINDOW_DAYS if family in _LASTING else _WINDOW_DAYS.get(family, _DEFAULT_WINDOW_DAYS)),
            0,
        )
    kind: Kind = "window" if when is None else "fresh"
    return Place(span=Span(first=max(earliest - back, 1), last=latest + ahead), kind=kind, published=latest)


def _kind(when: Interval) -> Kind:
    kind = when.vaguest()
    span = when.span()
    # A stretch told to the day is how long the act lasted, unless it is too long to be one act.
    return "year" if kind in ("day", "month") and span.last - span.first > _LONGEST_ACT_DAYS else kind


def _nearest(span: Span, published: int, *, planned: bool) -> Span:
    """Months without a year in the year nearest to publication: the next ones if planned, else the last ones."""
    start = next((m for m in sorted(span.months) if (m - 2) % 12 + 1 not in span.months), 1)
    year = date.fromordinal(published).year
    found = [_month_span(year + shift, start, len(span.months)) for shift in (-1, 0, 1)]
    if planned:
        return next(each for each in found if each.last >= published - 30)
    return next(each for each in reversed(found) if each.first <= published)


def _month_span(year: int, month: int, count: int) -> Span:
    after = year * 12 + month - 1 + count
    return Span(first=date(year, month, 1).toordinal(), last=date(after // 12, after % 12 + 1, 1).toordinal() - 1)


def like_time(one: Place, other: Place, family: str) -> float | None:
    """How well two reports agree on when their act was (0..1); None where they contradict or tell too little."""
    to_the_day = one.kind == other.kind == "day"
    if family == "verbal" and not to_the_day:
        return None
    if not one.span.meets(other.span, _slack(family) if to_the_day else 0):
        return None
    if to_the_day:
        return 0.8 if one.span.meets(other.span) else 0.7
    guesses = ("fresh", "window")
    if one.kind in guesses and other.kind in guesses and one.published is not None and other.published is not None:
        near = abs(one.published - other.published) <= _SAME_NEWS_DAYS
        return 0.5 if near or family in _LASTING else 0.4
    if one.kind == other.kind == "month_without_year":
        return 0.5
    score = min(_SCORE.get(one.kind, 1.0), _SCORE.get(other.kind, 1.0))
    return max(score, 0.5) if family in _LASTING and "month_without_year" not in (one.kind, other.kind) else score


def _slack(family: str) -> int:
    return _SLACK_DAYS.get(family, 1)


def like_goods(one: Quantified, other: Quantified) -> float | None:
    """0 where two acts may be of the same goods, more where a figure agrees; None where goods or figures differ."""
    if one.domain != other.domain or _differ(one.item, other.item):
        return None
    if "unknown" not in (one.terms, other.terms) and one.terms != other.terms:
        return None
    mine, theirs = _figures(one), _figures(other)
    if not mine or not theirs:
        return 0.0
    shared = mine.keys() & theirs.keys()
    if not shared or not all(_meet(mine[unit], theirs[unit]) for unit in shared):
        return None
    return _AGREES


def _figures(report: Quantified) -> dict[str | None, tuple[float, float]]:
    told = (report.value, report.amount)
    return {amount.unit: _range(amount) for amount in told if amount is not None and (amount.min or amount.max)}


def _range(amount: Amount) -> tuple[float, float]:
    about = _ABOUT if amount.approximate else 0.0
    return ((amount.min or 0.0) * (1 - about), float("inf") if amount.max is None else amount.max * (1 + about))


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _has_details(report: Report) -> bool:
    """Whether goods, an instrument or a date due can make up for a time that is told vaguely."""
    return report.family in _SEVERAL_A_DAY or isinstance(report, VisitCancelled)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def like_details(one: Report, other: Report, *, to_the_day: bool) -> float | None:
    """0 or more where host, mode, new date and instrument allow that two reports tell of one act, else None."""
    if _differ(one.host, other.host):
        return None
    score = 0.0
    match one, other:
        case MeetingHeld(), MeetingHeld() if one.mode and other.mode:
            if (one.mode in _REMOTE or other.mode in _REMOTE) and one.mode != other.mode:
                return None
        case (
            (MembershipEnded(), MembershipEnded())
            | (RelationsSevered(), RelationsSevered())
            | (EnvoyAccredited(), EnvoyAccredited())
        ):
            # On one day two words for it (left, notified that it would) tell of one act; of vague dates they do not.
            if not to_the_day and _differ(one.mode, other.mode):
                return None
        case VisitCancelled(), VisitCancelled() if one.mode == other.mode and one.due and other.due:
            if not one.due.overlaps(other.due):
                return None
            score = _AGREES
        case _ if same_instrument(one, other):
            score = _AGREES
        case _:
            pass
    return score


_REMOTE = frozenset({"phone", "video"})


def same_instrument(one: Report, other: Report) -> bool:
    """Whether two reports of agreements name instruments alike."""
    if one.family != "agreement" or other.family != "agreement":
        return False
    mine, theirs = _instrument(one), _instrument(other)
    return bool(mine and theirs) and _ratio(mine, theirs) >= _SAME_INSTRUMENT


def _instrument(report: Report) -> str:
    if isinstance(report, AgreementAnnounced | AgreementSigned | AgreementTerminated):
        return " ".join(sorted(name_words(report.instrument or "")))
    return ""


def persons_compatible(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of persons may be of one act: one is silent, or they share a person."""
    return not one or not other or share_person(one, other)


def share_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a person stands in both lists, transliterations allowed."""
    for mine in one:
        for theirs in other:
            if same_person(mine, theirs):
                return True
    return False


def same_person(one: str, other: str) -> bool:
    """Whether two spellings may name one person.

    Last names are equal, or one name's words stand among the other's, or last names are alike
    (Ovechouk, Overchuk) and first names, where both are given, do not contradict.
    """
    mine, theirs = _name(one), _name(other)
    if not mine.words or not theirs.words:
        return False
    if mine.last == theirs.last or mine.all <= theirs.all or theirs.all <= mine.all:
        return True
    # Letters that the other has not cannot match: this settles most pairs at a small part of the cost.
    matching = min(
        len(mine.last) - (mine.letters & ~theirs.letters).bit_count(),
        len(theirs.last) - (theirs.letters & ~mine.letters).bit_count(),
    )
    if 2 * matching < _SAME_NAME * (len(mine.last) + len(theirs.last)) or _ratio(mine.last, theirs.last) < _SAME_NAME:
        return False
    if len(mine.words) == 1 or len(theirs.words) == 1:
        return True
    return mine.words[0][0] == theirs.words[0][0] or _ratio(mine.words[0], theirs.words[0]) >= _SAME_FORENAME


class _Name(msgspec.Struct, frozen=True):
    """A person's name ready for comparison; ``letters`` has a bit for each letter of the last name."""

    words: tuple[str, ...]
    all: frozenset[str]
    last: str
    letters: int


@lru_cache(maxsize=65536)
def _name(name: str) -> _Name:
    words = name_words(name)
    last = words[-1] if words else ""
    letters = 0
    for letter in last:
        letters |= 1 << ord(letter) % 64
    return _Name(words, frozenset(words), last, letters)


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without case, diacritics and apostrophes: what one article spells another's ``Goita``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return tuple(re.sub(r"[\W_]+", " ", plain.replace("'", "").replace("\u2019", "")).split())


@lru_cache(maxsize=65536)
def _ratio(one: str, other: str) -> float:
    """The share of matching letters (0..1)."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


class _Words:
    """Curators' links, ready to be asked."""

    def __init__(self, links: Iterable[Link]) -> None:
        last = {(min(link.one, link.other), max(link.one, link.other)): link.same for link in links}
        self.same = sorted(pair for pair, same in last.items() if same)
        self._apart: dict[str, set[str]] = {}
        for one, other in (pair for pair, same in last.items() if not same):
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def part(self, mine: Sequence[Told], theirs: Sequence[Told]) -> bool:
        """Whether a curator keeps any of these apart from any of those."""
        if not self._apart:
            return False
        others = {item.id for item in theirs}
        return any(not self._apart.get(item.id, _NOBODY).isdisjoint(others) for item in mine)


_NOBODY: frozenset[str] = frozenset()


class _Shelf:
    """A group in the making, and the summary of its members that the next one is compared with."""

    def __init__(self, order: int, place: Place | None) -> None:
        self.order = order
        self.place = place
        self.members: list[Told] = []
        self.persons: tuple[str, ...] = ()
        self.goods: dict[tuple[object, ...], Quantified] = {}
        self.readings: set[str] = set()
        self.score, self.reason = 1.0, "only report"

    def take(self, atom: list[Told]) -> None:
        """Let reports in."""
        self.members.extend(atom)
        self.persons = _persons(self.persons, atom)
        for report in (item.report for item in atom):
            if isinstance(report, Quantified):
                self.goods.setdefault((report.item, report.amount, report.value, report.terms, report.domain), report)
            if report.family in _SEVERAL_A_DAY:
                self.readings.update(_readings(report))

    def fit(self, lead: Report, persons: tuple[str, ...], place: Place) -> tuple[float, float, str] | None:
        """How reports fit in: likeness, how near they were published, reason; None where they do not.

        ``lead`` is the surest of them, ``persons`` those of all.
        """
        if self.place is None or (self.readings and not self.readings.isdisjoint(_readings(lead))):
            return None
        met = bool(persons and self.persons) and share_person(persons, self.persons)
        if persons and self.persons and not met:
            return None
        time = like_time(self.place, place, lead.family)
        if time is None or (time < LEAST_SCORE and not met and not _has_details(lead)):
            return None
        details = self._details(lead, to_the_day=self.place.kind == place.kind == "day")
        if details is None:
            return None
        score = min(1.0, round(time + details + (_AGREES if met else 0.0), 3))
        if score < LEAST_SCORE:
            return None
        told = ("same time" if time > _SCORE["month"] else "times compatible",)
        reason = ("same parties", *told, *(("same persons",) if met else ()), *(("same details",) if details else ()))
        near = -abs(place.published - self.place.span.last) if place.published is not None else 0
        return (score, near, ", ".join(reason))

    def _details(self, report: Report, *, to_the_day: bool) -> float | None:
        details = like_details(self.members[0].report, report, to_the_day=to_the_day)
        if details is None or not isinstance(report, Quantified):
            return details
        goods = [like_goods(report, other) for other in self.goods.values()]
        told = [each for each in goods if each is not None]
        return None if len(told) < len(goods) else details + max(told)


def _persons(known: tuple[str, ...], atom: list[Told]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *(name for item in atom for name in item.report.persons))))


def _readings(report: Report) -> set[str]:
    """Which readings of which texts a report rests on."""
    quotes = (piece for piece in report.evidence if isinstance(piece, Quote))
    return {f"{quote.article} {quote.text_hash} {quote.extractor}" for quote in quotes}


def _settle(items: list[Told], places: Mapping[str, Place | None], words: _Words) -> list[Group]:
    """The groups of one bucket, whose reports come in content order."""
    shelves: list[_Shelf] = []
    calendar: Calendar[_Shelf] = Calendar()
    for atom in _atoms(items, words):
        place = places[atom[0].id]
        best = None if place is None else _best_shelf(atom, place, calendar, words)
        if best is None:
            shelf = _Shelf(len(shelves), place)
            shelves.append(shelf)
            if place is not None:
                calendar.add(place.span, shelf)
            if len(atom) > 1:
                shelf.reason = "told together, or joined by a curator"
        else:
            score, reason, shelf = best
            if shelf.reason == "only report" or score < shelf.score:
                shelf.score, shelf.reason = score, reason
        shelf.take(atom)
    return _call(shelves)


def _best_shelf(
    atom: list[Told], place: Place, calendar: Calendar[_Shelf], words: _Words
) -> tuple[float, str, _Shelf] | None:
    """The shelf that reports fit best: most alike, then nearest to their publication, then first in content order."""
    best: tuple[tuple[float, float, int], str, _Shelf] | None = None
    lead, persons = atom[0].report, _persons((), atom)
    for shelf in calendar.near(place.span, _slack(lead.family)):
        fit = None if words.part(atom, shelf.members) else shelf.fit(lead, persons, place)
        if fit is not None:
            key = (fit[0], fit[1], -shelf.order)
            if best is None or key > best[0]:
                best = (key, fit[2], shelf)
    return None if best is None else (best[0][0], best[1], best[2])


def _atoms(items: list[Told], words: _Words) -> list[list[Told]]:
    """What belongs together whatever its likeness: curators' words, then what one article tells as one act."""
    atoms = {item.id: [item] for item in items}

    def join(one: str, other: str) -> None:
        mine, theirs = atoms[one], atoms[other]
        if mine is not theirs and not words.part(mine, theirs):
            mine.extend(theirs)
            atoms.update((item.id, mine) for item in theirs)

    for one, other in words.same:
        if one in atoms and other in atoms:
            join(one, other)
    first: dict[tuple[str, ...], str] = {}
    for item in items:
        for key in _told_as_one(item.report):
            join(first.setdefault(key, item.id), item.id)
    order = {item.id: number for number, item in enumerate(items)}
    unique = {id(atom): sorted(atom, key=lambda item: order[item.id]) for atom in atoms.values()}
    return sorted(unique.values(), key=lambda atom: order[atom[0].id])


def _told_as_one(report: Report) -> Iterable[tuple[str, ...]]:
    yield ("happening", report.happening)
    if report.family == "verbal":
        when = when_of(report)
        yield ("said", report.article, (when.start or when.end or "") if when is not None else "")


def _call(shelves: list[_Shelf]) -> list[Group]:
    """Name each group after the happening of the report that was published first; no two alike."""
    groups: list[Group] = []
    taken: set[str] = set()
    for shelf in shelves:
        reports = [item.report for item in shelf.members]
        happening = min((each.reported or "9999", each.article, each.happening) for each in reports)[2]
        if happening in taken:
            # Only where a curator parts what one article tells as one act.
            happening = str(derive_id("parted", happening, shelf.members[0].id))
        taken.add(happening)
        groups.append(Group(happening=happening, members=tuple(shelf.members), score=shelf.score, reason=shelf.reason))
    return groups


def _order(item: Told, place: Place | None) -> tuple[int, int, int, int, str, str]:
    """A total order of reports by content: the surest first, and of those told to the day the longest."""
    published = item.report.reported or "9999"
    if place is None:
        return (len(_RANK), 0, 0, 0, published, item.id)
    span = place.span
    length = span.last - span.first + len(span.months)
    first = min(span.months, default=span.first)
    extent = -length if place.kind == "day" else length
    return (_RANK[place.kind], extent, -len(item.report.persons), first, published, item.id)

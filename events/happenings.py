"""Which reports tell of the same act: ``partition`` is a pure function of a set of reports.

Reports are compared only inside a bucket (type and direction, or type and set of parties), so the
events of a bucket are all that a decision about it must read. Within a bucket the surest report comes
first (the most precise date, then content); each later one joins the group that it fits best: its
first report in time, every report in goods, its persons. Vague reports come last and start no chain.
Nothing depends on the order of arrival: ties break on content.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

import msgspec

from events.codec import derive_id
from events.evidence import ImportedRecord, Quote
from events.interval import Calendar
from events.likeness import AGREES, SEVERAL_A_DAY, has_details, like_details, like_goods, share_person
from events.timing import RANK, SCORE, Place, like_time, place_of, slack_days
from events.vocabulary import Mutual, Quantified, Report, TotalReported, when_of

Bucket = tuple[str, ...]

LEAST_SCORE = 0.5
"""Below this two reports stay apart: a wrong merge hides an act, a missed one only repeats it."""


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


class Settled(msgspec.Struct, frozen=True):
    """The groups of some reports, of each its atoms (what belongs together whatever its likeness), and how copies join.

    The members of a group are those of its atoms, one after the other, each atom in content order. ``wordings``: under
    which key each report that quotes the same words as others joins those that say the same, by its id.
    """

    groups: list[Group]
    atoms: list[list[list[Told]]]
    wordings: Mapping[str, Hashable]


def partition(told: Iterable[Told], links: Iterable[Link] = ()) -> list[Group]:
    """The groups of reports that tell of the same act, in content order; curators' links come before likeness.

    Of contradictory links the later one counts, and "not the same" before what follows from "the same".
    """
    words = Words(links)
    placed = {item.id: (item, place_of(item.report)) for item in told}
    buckets: dict[Bucket, list[Told]] = {}
    for item, _place in sorted(placed.values(), key=lambda pair: _order(*pair)):
        buckets.setdefault(bucket_of(item.report), []).append(item)
    places = {event_id: place for event_id, (_item, place) in placed.items()}
    found = [group for items in buckets.values() for group in settle(items, places, words).groups]
    return sorted(found, key=lambda group: _order(group.members[0], places[group.members[0].id]))


def content_order(told: Told) -> tuple[int, int, int, int, str, str]:
    """Where a report stands among others: the surest first. The order is total and depends on content only."""
    return _order(told, place_of(told.report))


def find_name(reports: Iterable[Report]) -> str:
    """The happening under which reports of one act go: that of the one that was published first."""
    return min((each.reported or "9999", each.article, each.happening) for each in reports)[2]


def bucket_of(report: Report) -> Bucket:
    """The bucket inside which a report may have its like."""
    name = type(report).__name__ + (" cancelled" if report.stage == "cancelled" else "")
    if isinstance(report, TotalReported):
        return (name, report.kind, report.source, report.target, report.item or "")
    return (name, *report.parties) if isinstance(report, Mutual) else (name, report.source, report.target)


class Words:
    """Curators' links, ready to be asked."""

    def __init__(self, links: Iterable[Link]) -> None:
        last = {(min(link.one, link.other), max(link.one, link.other)): link.same for link in links}
        self.same = sorted(pair for pair, same in last.items() if same)
        self._apart: dict[str, set[str]] = {}
        self.silent = not last
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
        self.atoms: list[list[Told]] = []
        self.persons: tuple[str, ...] = ()
        self.goods: dict[tuple[object, ...], Quantified] = {}
        self.readings: set[str] = set()
        self.score, self.reason = 1.0, "only report"

    def take(self, atom: list[Told]) -> None:
        """Let reports in."""
        self.members.extend(atom)
        self.atoms.append(atom)
        self.persons = _persons(self.persons, atom)
        for report in (item.report for item in atom):
            if isinstance(report, Quantified):
                self.goods.setdefault((report.item, report.amount, report.value, report.terms, report.domain), report)
            if report.family in SEVERAL_A_DAY:
                self.readings.update(readings_of(report))

    def fit(self, lead: Report, persons: tuple[str, ...], place: Place) -> tuple[float, float, str] | None:
        """How reports fit in: likeness, how near they were published, reason; None where they do not.

        ``lead`` is the surest of them, ``persons`` those of all.
        """
        if self.place is None or (self.readings and not self.readings.isdisjoint(readings_of(lead))):
            return None
        met = bool(persons and self.persons) and share_person(persons, self.persons)
        if persons and self.persons and not met:
            return None
        time = like_time(self.place, place, lead.family)
        if time is None or (time < LEAST_SCORE and not met and not has_details(lead)):
            return None
        details = self._details(lead, to_the_day=self.place.kind == place.kind == "day")
        if details is None:
            return None
        score = min(1.0, round(time + details + (AGREES if met else 0.0), 3))
        if score < LEAST_SCORE:
            return None
        told = ("same time" if time > SCORE["month"] else "times compatible",)
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
    return tuple(dict.fromkeys([*known, *[name for item in atom for name in item.report.persons]]))


def readings_of(report: Report) -> set[str]:
    """Which readings of which texts a report rests on: a coder has read a text as the reading engine has."""
    found: set[str] = set()
    for piece in report.evidence:
        if isinstance(piece, Quote):
            found.add(f"{piece.article} {piece.text_hash} {piece.extractor}")
        elif isinstance(piece, ImportedRecord):
            found.add(f"{report.article} {piece.source} {piece.coder}")
    return found


def settle(items: list[Told], places: Mapping[str, Place | None], words: Words) -> Settled:
    """The groups of one bucket, whose reports come in content order."""
    shelves: list[_Shelf] = []
    if len(items) == 1:
        # Most acts are told once.
        alone = _Shelf(0, places[items[0].id])
        alone.take(items)
        return Settled(_call([alone]), [alone.atoms], {})
    calendar: Calendar[_Shelf] = Calendar()
    wordings = _wordings(items)
    for atom in _atoms(items, words, wordings):
        place = places[atom[0].id]
        best = None if place is None else _best_shelf(atom, place, calendar, words)
        if best is None:
            shelf = _Shelf(len(shelves), place)
            shelves.append(shelf)
            if place is not None:
                calendar.add(place.span, shelf)
            if len(atom) > 1:
                shelf.reason = "told together, in one text's copies, or joined by a curator"
        else:
            score, reason, shelf = best
            if shelf.reason == "only report" or score < shelf.score:
                shelf.score, shelf.reason = score, reason
        shelf.take(atom)
    return Settled(_call(shelves), [shelf.atoms for shelf in shelves], wordings)


def _best_shelf(
    atom: list[Told], place: Place, calendar: Calendar[_Shelf], words: Words
) -> tuple[float, str, _Shelf] | None:
    """The shelf that reports fit best: most alike, then nearest to their publication, then first in content order."""
    best: tuple[tuple[float, float, int], str, _Shelf] | None = None
    lead, persons = atom[0].report, _persons((), atom)
    for shelf in calendar.near(place.span, slack_days(lead.family)):
        fit = None if words.part(atom, shelf.members) else shelf.fit(lead, persons, place)
        if fit is not None:
            key = (fit[0], fit[1], -shelf.order)
            if best is None or key > best[0]:
                best = (key, fit[2], shelf)
    return None if best is None else (best[0][0], best[1], best[2])


def _atoms(items: list[Told], words: Words, wordings: Mapping[str, Hashable]) -> list[list[Told]]:
    """What belongs together whatever its likeness: by curators' words, as one article's one act, as copies."""
    atoms = {item.id: [item] for item in items}

    def join(one: str, other: str) -> None:
        mine, theirs = atoms[one], atoms[other]
        if mine is not theirs and not words.part(mine, theirs):
            mine.extend(theirs)
            atoms.update((item.id, mine) for item in theirs)

    for one, other in words.same:
        if one in atoms and other in atoms:
            join(one, other)
    first: dict[Hashable, str] = {}
    for item in items:
        for key in told_as_one(item.report):
            join(first.setdefault(key, item.id), item.id)
        if (wording := wordings.get(item.id)) is not None:
            join(first.setdefault(wording, item.id), item.id)
    order = {item.id: number for number, item in enumerate(items)}
    unique = {id(atom): sorted(atom, key=lambda item: order[item.id]) for atom in atoms.values()}
    return sorted(unique.values(), key=lambda atom: order[atom[0].id])


def told_as_one(report: Report) -> Iterable[tuple[str, ...]]:
    """What a report shares with those that tell of the same act whatever their likeness."""
    yield ("happening", report.happening)
    if report.family == "verbal":
        when = when_of(report)
        yield ("said", report.article, (when.start or when.end or "") if when is not None else "")


def _wordings(items: list[Told]) -> dict[str, Hashable]:
    """What reports that quote the same words say, and which words of which text, by id: equal for copies of a text.

    When it was is left out, since copies of a text may be published on different days or on none; but where
    a reading takes several reports of like content from the same words, their dates tell them apart.
    """
    spans = {item.id: words_of(item.report) for item in items}
    shared = {span for span, count in Counter(spans.values()).items() if span and count > 1}
    copies = {item.id: item.report for item in items if spans[item.id] in shared}
    wordings = {each: (spans[each], content_of(report)) for each, report in copies.items()}
    often = Counter((wordings[each], frozenset(readings_of(report))) for each, report in copies.items())
    several = {wording for (wording, _reading), count in often.items() if count > 1}
    return {
        each: (wordings[each], report.act, report.due) if wordings[each] in several else wordings[each]
        for each, report in copies.items()
    }


def words_of(report: Report) -> tuple[tuple[str, int, int], ...]:
    """Which words of which texts prove a report, by whatever rule they were read."""
    quotes = (piece for piece in report.evidence if isinstance(piece, Quote))
    return tuple(sorted((quote.text_hash, quote.start, quote.end) for quote in quotes))


def content_of(report: Report) -> Report:
    """What a report says but for its source and its time: one span may tell of two amounts, goods or persons."""
    return msgspec.structs.replace(
        report, happening="", article="", evidence=(), reported=None, act=None, due=None, confidence=None
    )


def _call(shelves: list[_Shelf]) -> list[Group]:
    """Name each group; no two alike."""
    groups: list[Group] = []
    taken: set[str] = set()
    for shelf in shelves:
        happening = find_name(item.report for item in shelf.members)
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
        return (len(RANK), 0, 0, 0, published, item.id)
    span = place.span
    length = span.last - span.first + len(span.months)
    first = min(span.months, default=span.first)
    extent = -length if place.kind == "day" else length
    return (RANK[place.kind], extent, -len(item.report.persons), first, published, item.id)

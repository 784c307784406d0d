"""Tellings of one act: when two claims of an article tell of the same, and what each adds to the other."""

import unicodedata
from collections.abc import Iterator
from datetime import timedelta

from events.interval import Interval
from events.likeness import persons_compatible
from service.extract.amounts.mentions import AmountMention
from service.extract.amounts.shipments import GENERIC, is_money
from service.extract.claims import MUTUAL, VERBAL, Claim
from service.extract.dates.stays import join_stays, stays_meet

GOODS = frozenset({"AidPledged", "AidDelivered", "AidSuspended", "MilitarySupportProvided", "MilitarySupportEnded"})
_CARRIED_OUT = frozenset({"MilitarySupportEnded", "MilitarySupportProvided", "EmbassyOpened", "EmbassyClosed"})
"""Acts that are planned and done under one name; others are done as they are decided."""
_ROUNDING = 0.2
"""What a headline may leave out of a figure, or add to it."""
_MOST_COMPARED = 200
"""Claims of one type between the same parties with which another is compared: no article tells of so many."""
_HEADLINE, _MAIN_CLAUSE = 1, 3
"""How strongly these tell."""
_LONG_BEFORE = timedelta(days=60)
"""How long before publication nothing lies that is told as news."""
_RANK = {"day": 0, "month": 1, "month_without_year": 2, "year": 3}


class Tellings:
    """Claims in the order in which they were added, found by type and by the parties that they share with another."""

    def __init__(self, published: str | None = None) -> None:
        self.published = Interval.of(published) if published is not None else None
        self.claims: list[Claim] = []
        self._shelves: dict[tuple[str, ...], list[int]] = {}

    def tell(self, claim: Claim) -> None:
        """Join a claim to the first that tells of the same act; keep it where none does."""
        for at in self._find(claim.type, claim):
            known = self.claims[at]
            if tells_the_same(known, claim) and not self._lies_back(known, claim):
                absorb(known, claim)
                self._shelve(at, known)
                return
        self.claims.append(claim)
        self._shelve(len(self.claims) - 1, claim)

    def _lies_back(self, one: Claim, other: Claim) -> bool:
        """Whether one is the news itself, told without a date, and the other has a date long before publication."""
        fresh, dated = (one, other) if one.when is None else (other, one)
        last = dated.when.last() if dated.when is not None else None
        news = fresh.when is None and opens_the_news(fresh) and not (fresh.background or fresh.habit)
        told = self.published.first() if self.published is not None else None
        return news and last is not None and told is not None and told - last > _LONG_BEFORE

    def alike(self, kind: str, claim: Claim) -> Iterator[Claim]:
        """The claims of a type that share parties with a claim (source and target, unless they act together)."""
        return (self.claims[at] for at in self._find(kind, claim))

    def _find(self, kind: str, claim: Claim) -> list[int]:
        found: set[int] = set()
        for key in _keys(kind, claim):
            found.update(self._shelves.get(key, ())[-_MOST_COMPARED:])
        return sorted(found)

    def _shelve(self, at: int, claim: Claim) -> None:
        for key in _keys(claim.type, claim):
            shelf = self._shelves.setdefault(key, [])
            if at not in shelf[-_MOST_COMPARED:]:
                shelf.append(at)


def opens_the_news(claim: Claim) -> bool:
    """Whether the headline tells a claim, or a main clause of the lead."""
    return claim.strength == _HEADLINE or (claim.lead and claim.strength == _MAIN_CLAUSE)


def _keys(kind: str, claim: Claim) -> list[tuple[str, ...]]:
    if kind in MUTUAL:
        return [(kind, party) for party in claim.sources]
    return [(kind, source, target) for source in claim.sources for target in claim.targets]


def tells_the_same(one: Claim, other: Claim) -> bool:
    """Whether two claims may tell of one act: type, parties, goods, persons and time agree as far as both tell them."""
    if one.type != other.type or one.cumulative != other.cumulative:
        return False
    if not parties_meet(one, other):
        return False
    if one.type in GOODS and not _goods_meet(one, other):
        return False
    dated = one.when is not None and other.when is not None
    if (
        dated
        and one.type not in VERBAL
        and not persons_compatible(one.persons, other.persons)
        and not _nested(one, other)
    ):
        return False
    if one.type == "VisitOccurred" and one.when is not None and other.when is not None:
        return stays_meet(one.when, other.when)
    return times_meet(one.when, other.when, verbal=one.type in VERBAL)


def _nested(one: Claim, other: Claim) -> bool:
    return one.type in MUTUAL and set(one.sources) == set(other.sources) and one.sentence == other.sentence


def parties_meet(one: Claim, other: Claim) -> bool:
    """Whether the parties of one are among those of the other."""
    if one.type in MUTUAL:
        mine, theirs = set(one.sources), set(other.sources)
        return mine <= theirs or theirs <= mine
    mine_s, theirs_s = set(one.sources), set(other.sources)
    mine_t, theirs_t = set(one.targets), set(other.targets)
    return (mine_s <= theirs_s or theirs_s <= mine_s) and (mine_t <= theirs_t or theirs_t <= mine_t)


def _goods_meet(one: Claim, other: Claim) -> bool:
    mine, theirs = one.amount, other.amount
    if mine is None or theirs is None:
        return True
    if 1 in {one.strength, other.strength}:
        # A headline rounds, and names goods by their kind: what the text counts is what it means. Where it joins
        # several givers or receivers its figure is the sum of theirs.
        alike = set(one.sources) == set(other.sources) and set(one.targets) == set(other.targets)
        return alike or mine.unit != theirs.unit or _is_about(mine.min, theirs.min)
    if mine.min is None or theirs.min is None:
        uncounted = mine if mine.min is None else theirs
        alike = set(one.sources) == set(other.sources) and set(one.targets) == set(other.targets)
        return alike and (mine.item == theirs.item or uncounted.item in GENERIC)
    if mine.item != theirs.item:
        return False
    valued = is_money(mine.unit) != is_money(theirs.unit)
    return valued or (mine.min == theirs.min and mine.unit == theirs.unit)


def _is_about(one: float | None, other: float | None) -> bool:
    """Whether two figures are alike but for rounding; one that is not told is like any."""
    return one is None or other is None or abs(one - other) <= _ROUNDING * max(one, other)


def times_meet(one: Interval | None, other: Interval | None, *, verbal: bool) -> bool:
    """Whether two dates may be of one act; unknown ones may, and words are of their very day."""
    if one is None or other is None:
        return True
    # A day more or less is a matter of the hour or the clock; May is not April.
    days = one.precision == other.precision == "day"
    return one.overlaps(other, slack_days=1 if days and not verbal else 0)


def absorb(known: Claim, claim: Claim) -> None:
    """Complete what is known by what was told again."""
    known.sources = tuple(dict.fromkeys((*known.sources, *claim.sources)))
    known.targets = tuple(dict.fromkeys((*known.targets, *claim.targets)))
    known.persons = _join_persons(known.persons, claim.persons)
    # "have left; all were to be out by May": when something was due is not when it was done.
    due = claim.stage == "planned" and known.stage == "done" and known.type in _CARRIED_OUT
    told = None if due else claim.when
    if told is not None and (known.when is None or _finer(told, known.when)):
        known.when = told
    elif known.when is not None and told is not None:
        stay = known.type == "VisitOccurred"
        known.when = join_stays(known.when, told) if stay else _complete(known.when, told)
    known.days = claim.days if claim.days < 0 else known.days or claim.days
    if _tells_more(known.amount, claim.amount):
        known.amount = claim.amount
        known.military = known.military or claim.military
    known.lead = known.lead or claim.lead
    if known.factuality == "hearsay" and claim.factuality == "asserted":
        known.factuality = "asserted"


def _tells_more(told: AmountMention | None, again: AmountMention | None) -> bool:
    """Whether goods told again say more: a figure says more than none, tonnes more than what they are worth."""
    if told is None or again is None or again.min is None:
        return told is None
    return told.min is None or (is_money(told.unit) and not is_money(again.unit) and told.item == again.item)


def _finer(one: Interval, other: Interval) -> bool:
    return _RANK[one.precision] < _RANK[other.precision]


def _complete(known: Interval, again: Interval) -> Interval:
    """An open end is closed by another telling ("prévu jusqu'au 26 juin"), a later end extends a visit."""
    if known.start is not None and known.end is None and again.end is not None and again.end >= known.start:
        return Interval(start=known.start, end=again.end)
    if known.start is None and again.start is not None and known.end is not None and again.start <= known.end:
        return Interval(start=again.start, end=known.end)
    return known


def _join_persons(known: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    persons = list(known)
    for name in more:
        words = _plain(name).split()
        same = next(
            (
                n
                for n, p in enumerate(persons)
                if set(words) <= set(_plain(p).split()) or set(_plain(p).split()) <= set(words)
            ),
            None,
        )
        if same is None:
            persons.append(name)
        elif len(name) > len(persons[same]):
            persons[same] = name
    return tuple(persons)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))

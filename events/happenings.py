"""Which reports tell of the same act: ``partition`` is a pure function of a set of reports.

Reports are compared only inside a bucket (type and direction, or type and set of parties), so the
events of a bucket are all that a decision about it must read. Within a bucket the surest report comes
first (the most precise date, then content), and each joins the group whose every member it agrees
with best. Nothing depends on the order of arrival: ties break on content.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from difflib import SequenceMatcher
import unicodedata

import msgspec

from events.interval import Interval, Precision, last_day
from events.vocabulary import Mutual, Quantified, Report, TotalReported

Bucket = tuple[str, ...]

_RANK: dict[Precision | None, int] = {"day": 0, "month": 1, "month_without_year": 2, "year": 3, None: 4}
_SLACK_DAYS = {"visit": 1, "meeting": 1, "aid": 7, "total": 7, "military": 7, "verbal": 0}
_UNDATED_WINDOW_DAYS = {"aid": 45, "total": 45, "military": 120}
_DEFAULT_WINDOW_DAYS = 31
_SAME_NAME = 0.8


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A report with the id under which it is (or will be) recorded."""

    id: str
    report: Report


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A curator's word on two events: they tell of the same act, or they do not."""

    one: str
    other: str
    same: bool


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The events that tell of one act, surest first; ``happening`` is the id of the first one's."""

    happening: str
    members: tuple[Told, ...]
    score: float
    reason: str


def bucket_of(report: Report) -> Bucket:
    """The bucket inside which a report may have its like."""
    name = type(report).__name__
    if isinstance(report, Mutual):
        return (name, *report.parties)
    if isinstance(report, TotalReported):
        return (name, report.source, report.target, report.item or "")
    return (name, report.source, report.target)


def partition(told: Iterable[Told], links: Iterable[Link] = ()) -> list[Group]:
    """The groups of reports that tell of the same act, in content order; curators' links come before likeness."""
    words: dict[frozenset[str], bool] = {frozenset((link.one, link.other)): link.same for link in links}
    groups: dict[Bucket, list[list[Told]]] = {}
    scores: dict[int, list[tuple[float, str]]] = {}
    for item in sorted(told, key=content_order):
        shelves = groups.setdefault(bucket_of(item.report), [])
        best: tuple[float, str, list[Told]] | None = None
        for shelf in shelves:
            agreed = _agrees_with_all(item, shelf, words)
            if agreed is not None and (best is None or agreed[0] > best[0]):
                best = (agreed[0], agreed[1], shelf)
        if best is None:
            shelves.append([item])
        else:
            best[2].append(item)
            scores.setdefault(id(best[2]), []).append((best[0], best[1]))
    found: list[Group] = []
    for shelf in (shelf for shelves in groups.values() for shelf in shelves):
        score, reason = min(scores.get(id(shelf), [(1.0, "only report")]))
        found.append(Group(happening=_canonical(shelf), members=tuple(shelf), score=round(score, 3), reason=reason))
    return sorted(found, key=lambda group: content_order(group.members[0]))


def _canonical(members: list[Told]) -> str:
    """The least by (reported, article, happening): the same for every pair that one tour joins."""
    return min((told.report.reported or "9999", told.report.article, told.report.happening) for told in members)[2]


def content_order(told: Told) -> tuple[int, str, str, str]:
    """A total order of reports by content: the surest date first; ids are derived from content too."""
    when = when_of(told.report)
    rank = _RANK[when.precision if when is not None and when.basis != "inferred" else None]
    return (rank, (when.start or when.end or "") if when is not None else "", told.report.reported or "9999", told.id)


def _agrees_with_all(
    item: Told, shelf: list[Told], words: Mapping[frozenset[str], bool]
) -> tuple[float, str] | None:
    total, reason, linked = 0.0, "", False
    for member in shelf:
        word = words.get(frozenset((item.id, member.id)))
        if word is False:
            return None
        if word is True:
            linked = True
    if linked:
        return (1.0, "joined by a curator")
    for member in shelf:
        likeness = same_act(item.report, member.report)
        if likeness is None:
            return None
        total += likeness[0]
        reason = likeness[1]
    return (total / len(shelf), reason)


def same_act(one: Report, other: Report) -> tuple[float, str] | None:
    """How surely two reports of one bucket tell of the same act (0..1, with the reason); None when they do not."""
    if one.happening == other.happening and one.article == other.article:
        return (1.0, "told together")
    if isinstance(one, Quantified) and isinstance(other, Quantified) and not _same_goods(one, other):
        return None
    if not persons_compatible(one.persons, other.persons):
        return None
    score = _time_agreement(one, other)
    if score is None:
        return None
    reasons = ["same parties", "same time" if score > 0.6 else "times compatible"]
    if set(map(fold_name, one.persons)) & set(map(fold_name, other.persons)):
        score = min(1.0, score + 0.2)
        reasons.append("same persons")
    return (score, ", ".join(reasons))


def _same_goods(one: Quantified, other: Quantified) -> bool:
    if one.item is not None and other.item is not None and one.item != other.item:
        return False
    if one.amount is None or other.amount is None:
        return (one.item is None) == (other.item is None) or one.item == other.item
    if one.amount.unit != other.amount.unit:
        return False
    return _ranges_meet(one.amount.min, one.amount.max, other.amount.min, other.amount.max)


def _ranges_meet(low: float | None, high: float | None, other_low: float | None, other_high: float | None) -> bool:
    infinity = float("inf")
    return (low or 0) <= (infinity if other_high is None else other_high) and (other_low or 0) <= (
        infinity if high is None else high
    )


def _time_agreement(one: Report, other: Report) -> float | None:
    mine, theirs = when_of(one), when_of(other)
    slack = _SLACK_DAYS.get(one.family, 3)
    if mine is not None and theirs is not None:
        if not mine.overlaps(theirs, slack_days=slack):
            return None
        if mine.precision == "year" or theirs.precision == "year":
            return 0.4
        if mine.precision == theirs.precision == "day":
            return 0.8
        return 0.6
    told = _window(one) if mine is None else mine
    other_told = _window(other) if theirs is None else theirs
    if told is None or other_told is None:
        # A report without any date is joined to others by a curator, not by a guess.
        return None
    return 0.4 if told.overlaps(other_told) else None


def when_of(report: Report) -> Interval | None:
    """When the act of a report took place or is due."""
    return report.act or report.due


def reported_day(report: Report) -> date | None:
    """The last day on which the article can have been published."""
    return last_day(report.reported) if report.reported is not None else None


def _window(report: Report) -> Interval | None:
    """Where an undated act probably lies: in the weeks before it was reported."""
    day = reported_day(report)
    if day is None:
        return None
    days = _UNDATED_WINDOW_DAYS.get(report.family, _DEFAULT_WINDOW_DAYS)
    return Interval(start=(day - timedelta(days=days)).isoformat(), end=day.isoformat(), basis="inferred")


def fold_name(name: str) -> str:
    """A person's last name without case or diacritics: by what one article knows another's ``Goita``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = plain.replace("-", " ").split()
    return words[-1] if words else ""


def persons_compatible(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two lists of persons may be of one act: one is silent, or they share a name, transliterations allowed."""
    if not one or not other:
        return True
    return any(same_person(mine, theirs) for mine in one for theirs in other)


def same_person(one: str, other: str) -> bool:
    """Whether two spellings may name one person: last names alike, or one name's words among the other's."""
    mine, theirs = fold_name(one), fold_name(other)
    if mine == theirs:
        return True
    if mine in other.casefold().split() or theirs in one.casefold().split():
        return True
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= _SAME_NAME



"""The sums of pairs by difference: what a batch takes out of the facts, and what it puts in their place.

A pair may have tens of thousands of facts, of which a batch touches few. Counts follow from those few; an article
counts once for a pair, so that of one which comes or goes the facts that stay are asked, found by their article. Only
where an end of a span or a publisher may have gone is a pair summed up anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from projections.view import Row
from projections.views.relation import FactRow

Pair = tuple[str, str]


class Counted(Row, frozen=True, kw_only=True):
    """Of a fact as one pair of its parties sees it, what the pair's sums count."""

    a: str
    b: str
    articles: tuple[str, ...]
    undated_articles: tuple[str, ...]
    publishers: tuple[str, ...]
    first_reported: str | None
    last_reported: str | None
    settled: date


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a pair's sums.

    ``facts``, ``articles`` and ``undated_articles`` are differences; ``publishers``, ``first_reported``,
    ``last_reported`` and ``settled`` of what came, to be taken in. ``gone_publishers`` no longer stand in what the
    batch touched; ``gone_first``, ``gone_last`` and ``gone_settled`` are ends of spans that were there and are not
    reached by what came, None where they are.
    """

    facts: int
    articles: int
    undated_articles: int
    publishers: tuple[str, ...]
    first_reported: str | None
    last_reported: str | None
    settled: date
    gone_publishers: tuple[str, ...] = ()
    gone_first: str | None = None
    gone_last: str | None = None
    gone_settled: date | None = None

    @property
    def may_loosen(self) -> bool:
        """Whether an end of a span or a publisher of the pair may have gone."""
        gone = (self.gone_first, self.gone_last, self.gone_settled)
        return bool(self.gone_publishers) or any(each is not None for each in gone)


class Sum(msgspec.Struct, kw_only=True):
    """What some facts of a pair add up to."""

    facts: int = 0
    articles: set[str] = msgspec.field(default_factory=set[str])
    undated: set[str] = msgspec.field(default_factory=set[str])
    publishers: set[str] = msgspec.field(default_factory=set[str])
    first: str | None = None
    last: str | None = None
    settled: date = date.min

    def add(self, row: Counted | FactRow) -> None:
        """Count one more fact."""
        self.facts += 1
        self.articles.update(row.articles)
        self.undated.update(row.undated_articles)
        self.publishers.update(row.publishers)
        first, last = row.first_reported, row.last_reported
        if first is not None and (self.first is None or first < self.first):
            self.first = first
        if last is not None and (self.last is None or last > self.last):
            self.last = last
        self.settled = max(self.settled, row.settled)


Sums = Mapping[Pair, Sum]
"""By pair, what some of its facts add up to."""


def add_up(rows: Iterable[Counted | FactRow]) -> Sums:
    """What some facts add up to, by the pair that sees them."""
    found: dict[Pair, Sum] = {}
    for row in rows:
        found.setdefault((row.a, row.b), Sum()).add(row)
    return found


def find_unsure(gone: Sums, come: Sums) -> tuple[frozenset[Pair], frozenset[str]]:
    """The pairs in which an article comes or goes, and those articles: facts that stay may rest on them too."""
    pairs: set[Pair] = set()
    articles: set[str] = set()
    for pair in gone.keys() | come.keys():
        one, other = gone.get(pair, _NOTHING), come.get(pair, _NOTHING)
        if moved := (one.articles ^ other.articles) | (one.undated ^ other.undated):
            pairs.add(pair)
            articles |= moved
    return frozenset(pairs), frozenset(articles)


def differ(gone: Sums, come: Sums, beside: Sums) -> dict[Pair, Change]:
    """How the sums of each touched pair change.

    ``gone``: facts that a batch takes out, ``come``: those that it puts in, ``beside``: those of the pairs that it
    leaves and that rest on an article which ``find_unsure`` names (others do no harm).
    """
    return {
        pair: _change(gone.get(pair, _NOTHING), come.get(pair, _NOTHING), beside.get(pair, _NOTHING))
        for pair in sorted(gone.keys() | come.keys())
    }


def _change(gone: Sum, come: Sum, beside: Sum) -> Change:
    return Change(
        facts=come.facts - gone.facts,
        articles=_difference(gone.articles, come.articles, beside.articles),
        undated_articles=_difference(gone.undated, come.undated, beside.undated),
        publishers=tuple(sorted(come.publishers)),
        first_reported=come.first,
        last_reported=come.last,
        settled=come.settled,
        gone_publishers=tuple(sorted(gone.publishers - come.publishers)),
        gone_first=gone.first if gone.first is not None and (come.first is None or come.first > gone.first) else None,
        gone_last=gone.last if gone.last is not None and (come.last is None or come.last < gone.last) else None,
        gone_settled=gone.settled if gone.settled > come.settled else None,
    )


def _difference(gone: set[str], come: set[str], beside: set[str]) -> int:
    return len(come - gone - beside) - len(gone - come - beside)


def as_columns(changes: Mapping[Pair, Change]) -> tuple[Sequence[object], ...]:
    """Changes as the statement ``add_up`` of relation.sql takes them: publishers all in one list, a slice a pair."""
    publishers: list[str] = []
    ends: list[int] = []
    for change in changes.values():
        publishers += change.publishers
        ends.append(len(publishers))
    return (
        [a for a, _ in changes],
        [b for _, b in changes],
        [change.facts for change in changes.values()],
        [change.articles for change in changes.values()],
        [change.undated_articles for change in changes.values()],
        [end - len(change.publishers) + 1 for end, change in zip(ends, changes.values(), strict=True)],
        ends,
        [change.first_reported for change in changes.values()],
        [change.last_reported for change in changes.values()],
        [change.settled for change in changes.values()],
        publishers,
    )


_NOTHING = Sum()

"""How many independent publishers tell of a fact.

Two sources are one where they come from the same press house, where they stand in the same text, or where they rest on
the same words: a story of a news agency is printed by many, and says the thing once.
"""

from collections.abc import Iterable, Mapping, Sequence

from events.evidence import CuratorStatement, Quote
from projections.ground.ground import ArticleKnown, Entry

SAME_WORDS = 40
"""Characters from which on words quoted by two sources are one's taken over by the other, and not a short phrase that
anybody would write."""


def count_independent(entries: Sequence[Entry], articles: Mapping[str, ArticleKnown]) -> int:
    """How many of those who tell of an act do so independently of each other, curators and imports included."""
    if len(entries) == 1:
        return 1
    groups: list[set[str]] = []
    for entry in entries:
        marks = set(_marks(entry, articles))
        for group in [group for group in groups if not group.isdisjoint(marks)]:
            marks |= group
            groups.remove(group)
        groups.append(marks)
    return len(groups)


def _marks(entry: Entry, articles: Mapping[str, ArticleKnown]) -> Iterable[str]:
    """By what a source is known again: its article, its press house, its text, its words."""
    article = entry.report.article
    yield f"article:{article}"
    known = articles.get(article)
    if known is not None and (house := known.latest.house or known.latest.publisher) is not None:
        yield f"house:{house}"
    for piece in entry.report.evidence:
        if isinstance(piece, CuratorStatement):
            continue
        if isinstance(piece, Quote):
            yield f"text:{piece.text_hash}"
        for quoted in (piece.exact,) if isinstance(piece, Quote) else piece.quotes:
            words = " ".join(quoted.split())
            if len(words) >= SAME_WORDS:
                yield f"words:{words}"

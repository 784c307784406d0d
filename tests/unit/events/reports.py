"""Reports to tell tests with, and a ledger in miniature that decisions are folded into."""

from collections.abc import Iterable, Sequence
from typing import Any

from events.codec import derive_id
from events.decide import History, decide
from events.evidence import Quote, hash_text
from events.happenings import Group, Link, Told, partition
from events.interval import Interval
from events.vocabulary import Mutual, Record, Report

PROOF = "the words that prove it"


def quote(article: str) -> Quote:
    """A quote of an article that tells of nothing else."""
    return Quote(
        article=article,
        text_hash=hash_text(article),
        start=0,
        end=len(PROOF),
        exact=PROOF,
        prefix="",
        suffix="",
        rule="test",
        extractor="1",
    )


def on(start: str, end: str | None = None) -> Interval:
    """What was told of a date: one bound, or two."""
    return Interval(start=start, end=end or start)


def tell(
    what: type[Report],
    article: str,
    published: str | None = None,
    /,
    number: int = 0,
    **fields: Any,
) -> Told:
    """A report of Mali and Russia (unless ``fields`` say otherwise), number ``number`` of its article."""
    parties = {"parties": ("MLI", "RUS")} if issubclass(what, Mutual) else {"source": "MLI", "target": "RUS"}
    told: dict[str, Any] = {
        "happening": str(derive_id(article, "happening", str(number))),
        "article": article,
        "evidence": (quote(article),),
        "reported": published,
        **parties,
        **fields,
    }
    return Told(id=str(derive_id(article, "event", str(number))), report=what(**told))


def feed(history: History, article: Sequence[Told]) -> Sequence[Record]:
    """Ingest the reports of one article: decide, then fold reports and decisions as the ledger would keep them."""
    decided = decide(article, history)
    for item in article:
        history.apply(item.id, item.report)
    for number, record in enumerate(decided):
        history.apply(str(derive_id(article[0].id if article else "", "decision", str(number))), record)
    return decided


def told_apart(told: Iterable[Told], links: Iterable[Link] = ()) -> set[frozenset[str]]:
    """The partition of reports as sets of the articles that tell of one act."""
    return {frozenset(member.report.article for member in group.members) for group in partition(told, links)}


def group_of(groups: Iterable[Group], article: str) -> Group:
    """The group in which an article's report stands."""
    return next(group for group in groups if any(member.report.article == article for member in group.members))

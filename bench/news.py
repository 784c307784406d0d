"""A ledger as the press fills it: articles, what they tell, and decisions about it, without end and without a text."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bench.work import STATES, WEIGHTS
from events.codec import derive_id, seal
from events.envelope import NewEvent
from events.evidence import Quote
from events.interval import Interval
from events.vocabulary import (
    REPORT_TYPES,
    Amount,
    ArticleIngested,
    HappeningsMerged,
    Mutual,
    Quantified,
    Report,
    VisitAnnounced,
    parties_of,
)

TOLD_BY_AN_ARTICLE = 4
MERGED = 0.1
"""The share of reports that are found to tell of an act which an earlier report told."""
KINDS = sorted(REPORT_TYPES)
QUOTE = "the minister said that both sides would go on with what they had begun the year before"
FIRST_DAY = date(2018, 1, 1)


def write_news(seed: int, *, pair: tuple[str, str] | None = None, articles_a_day: float = 40) -> Iterator[NewEvent]:
    """Yield events in the order in which they are recorded; of one ``pair`` of parties or of many.

    Of six events one is an article and four are its reports; every tenth report is merged with an earlier one of its
    type and parties.
    """
    chance = random.Random(seed)  # noqa: S311  (the same work for everybody, not a secret)
    earlier: dict[tuple[str, tuple[str, ...]], tuple[str, str]] = {}
    number = 0
    while True:
        article = f"{seed}-{number}"
        published = FIRST_DAY + timedelta(days=int(number / articles_a_day) % 2800)
        yield seal(_article(article, published), derive_id(article, "ingested"))
        for told in range(TOLD_BY_AN_ARTICLE):
            parties = pair or tuple(chance.choices(STATES, cum_weights=WEIGHTS, k=2))
            if parties[0] == parties[1]:
                continue
            report = _report(chance, article, told, parties, published)
            event_id = derive_id(article, "event", str(told))
            yield seal(report, event_id)
            key = (type(report).__name__, parties_of(report))
            before = earlier.get(key)
            if before is not None and chance.random() < MERGED:
                merged = HappeningsMerged(
                    family=report.family,
                    parties=parties_of(report),
                    happening=before[0],
                    events=(str(event_id),),
                    score=0.9,
                    reason="same day",
                )
                yield seal(merged, derive_id(article, "merged", str(told)))
            else:
                earlier[key] = (report.happening, str(event_id))
        number += 1


def _article(article: str, published: date) -> ArticleIngested:
    return ArticleIngested(
        article=article,
        text_hash=f"{hash(article) & (1 << 64) - 1:064x}",
        length=3_000,
        language="fr",
        extractor="1",
        title=f"Diplomacy: what article {article} tells",
        publisher=f"paper {len(article) % 7}",
        published=published.isoformat(),
    )


def _report(chance: random.Random, article: str, told: int, parties: tuple[str, ...], published: date) -> Report:
    kind = REPORT_TYPES[chance.choice(KINDS)]
    when = (published - timedelta(days=chance.randint(0, 5))).isoformat()
    start = 100 * told
    fields: dict[str, Any] = {
        "happening": str(derive_id(article, "happening", str(told))),
        "article": article,
        "evidence": (
            Quote(
                article=article,
                text_hash=f"{hash(article) & (1 << 64) - 1:064x}",
                start=start,
                end=start + len(QUOTE),
                exact=QUOTE,
                prefix="",
                suffix="",
                rule="bench",
                extractor="1",
            ),
        ),
        "reported": published.isoformat(),
        "act": Interval(start=when, end=when),
        "persons": ("A. Minister",),
    }
    if issubclass(kind, Mutual):
        fields["parties"] = tuple(sorted(parties))
    else:
        fields |= {"source": parties[0], "target": parties[1]}
    if kind is VisitAnnounced:
        fields |= {"stage": "planned", "due": fields["act"], "act": None}
    if issubclass(kind, Quantified):
        figure = float(chance.randint(1, 50) * 1000)
        fields |= {"item": "wheat", "amount": Amount(min=figure, max=figure, unit="t")}
    if kind.__name__ == "TotalReported":
        fields["kind"] = "running"
    return kind(**fields)

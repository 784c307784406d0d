"""A set of articles scored: rates per type and overall, intervals by article, and what was missed or wrong."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from events.errors import ChanceryError
from service.evaluate.bootstrap import Bounds, resample
from service.evaluate.compare import Comparison, compare_article
from service.evaluate.errors import EvaluationError, HeldOutRefused
from service.evaluate.findings import Finding, Located, find, sentence_of
from service.evaluate.gold import GoldRecord, held_out
from service.evaluate.label_types import LABEL_TYPES
from service.evaluate.tally import Scores, Tally, add_tallies, rate, tally_types
from service.labels import LabelEvent


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Scores over several types, with 95 % intervals by the names of ``bootstrap.MEASURES``; None where undefined."""

    scores: Scores
    intervals: dict[str, Bounds | None]


class Alarms(msgspec.Struct, frozen=True, kw_only=True):
    """Predictions in articles without any labelled event; ``labels`` is their number, joined ones counted once."""

    articles: int
    labels: float
    per_100_articles: float | None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """How predictions compare with labels. ``findings`` leave out the held-out articles, ``held_out`` counts them."""

    articles: int
    held_out: int
    types: dict[str, Scores]
    overall: Section
    without_verbal: Section
    alarms: Alarms
    resamples: int
    seed: int
    findings: tuple[Finding, ...]


def score(
    gold_records: Iterable[GoldRecord],
    predictions: Mapping[str, Sequence[LabelEvent]],
    *,
    resamples: int = 1000,
    seed: int = 20240229,
) -> Report:
    """Compare predicted labels, by article id, with the labelled articles.

    Predictions for other articles are passed over. Intervals hold 95 % of ``resamples`` draws of as many articles,
    with replacement, seeded with ``seed``. Raises EvaluationError where an article has no predictions at all (one
    without events has an empty list) or where a prediction is not well formed.
    """
    records = sorted(gold_records, key=lambda record: record.id)
    compared = {record.id: _compare(record, predictions) for record in records}
    by_article = [tally_types(comparison) for comparison in compared.values()]
    everything = [add_tallies(types.values()) for types in by_article]
    telling = [
        add_tallies(tally for name, tally in types.items() if name not in LABEL_TYPES.verbal) for types in by_article
    ]
    return Report(
        articles=len(records),
        held_out=sum(held_out(record.id) for record in records),
        types={
            name: rate(add_tallies(types[name] for types in by_article if name in types))
            for name in LABEL_TYPES.types
            if any(name in types for types in by_article)
        },
        overall=_section(everything, resamples, seed),
        without_verbal=_section(telling, resamples, seed),
        alarms=_alarms(records, everything),
        resamples=resamples,
        seed=seed,
        findings=tuple(
            finding
            for article, comparison in compared.items()
            if not held_out(article)
            for finding in find(article, comparison)
        ),
    )


def errors(report: Report, texts: Mapping[str, str] | None = None) -> list[Located]:
    """Each finding with its sentence, taken from the article's text in ``texts`` (by article id).

    Held-out articles have none; raises HeldOutRefused where the report covers nothing else.
    """
    if report.held_out and report.held_out == report.articles:
        msg = (
            f"every article asked for ({report.articles}) is held out: only aggregates are shown, so that nobody fits "
            "the rules to them; leave the errors out, or ask for articles that are not held out"
        )
        raise HeldOutRefused(msg)
    given = texts or {}
    return [
        Located(finding=finding, sentence=sentence_of(given.get(finding.article, ""), finding.label.quote))
        for finding in report.findings
    ]


def _compare(record: GoldRecord, predictions: Mapping[str, Sequence[LabelEvent]]) -> Comparison:
    if record.id not in predictions:
        msg = f"nothing was predicted for the article {record.id!r}; read its text, and give [] where it tells nothing"
        raise EvaluationError(msg)
    try:
        return compare_article(record.events, predictions[record.id])
    except ChanceryError as error:
        msg = f"cannot compare the article {record.id!r}: {error}"
        raise EvaluationError(msg) from error


def _section(tallies: Sequence[Tally], resamples: int, seed: int) -> Section:
    return Section(scores=rate(add_tallies(tallies)), intervals=resample(tallies, resamples, seed))


def _alarms(records: Sequence[GoldRecord], tallies: Sequence[Tally]) -> Alarms:
    empty = [tally for record, tally in zip(records, tallies, strict=True) if not record.events]
    labels = float(add_tallies(empty)["predicted"])
    return Alarms(articles=len(empty), labels=labels, per_100_articles=100 * labels / len(empty) if empty else None)

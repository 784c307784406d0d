"""What holds of the scores whatever the labels are."""

import random

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.evaluate import GoldRecord, Report, score
from service.evaluate.dyads import split_dyads
from service.evaluate.label_types import LABEL_TYPES
from service.evaluate.tally import Scores
from service.labels import GoldLabel, LabelEvent
from tests.unit.evaluate.labels import GOLD, GOLD_LABELS, label, label_events, record

PREDICTED = st.lists(label_events(), max_size=8)
FOREIGN = label("SanctionsImposed", "ISL", "FJI", start="1999", end="1999", quote="nobody wrote this")


def measure(gold: tuple[GoldRecord, ...], predictions: dict[str, list[LabelEvent]]) -> Report:
    """Score with few resamples, which these tests can do without."""
    return score(gold, predictions, resamples=3)


def numbers(report: Report) -> object:
    """Everything of a report but the list of single findings."""
    return msgspec.structs.replace(report, findings=())


def perfect(scores: Scores) -> bool:
    """Whether every score that is defined is 1 and all dates and amounts are right."""
    rates = [value for side in (scores.strict, scores.lenient) for value in (side.precision, side.recall, side.f1)]
    rates += [scores.dates.share, scores.amounts.share]
    return all(value in (None, 1.0) for value in rates)


def split(event: LabelEvent) -> list[LabelEvent]:
    """One label a dyad."""
    symmetric = event.type in LABEL_TYPES.symmetric
    return [
        msgspec.structs.replace(event, source=dyad if symmetric else dyad[:1], target=() if symmetric else dyad[1:])
        for dyad in split_dyads(event)
    ]


@given(GOLD)
def test_gold_against_itself_is_perfect(gold: tuple[GoldRecord, ...]) -> None:
    """Labels compared with themselves score 1 in everything that is defined, and nothing is found to be wrong."""
    report = measure(gold, {article.id: list(article.events) for article in gold})

    assert all(perfect(scores) for scores in report.types.values())
    assert perfect(report.overall.scores)
    assert perfect(report.without_verbal.scores)
    assert report.findings == ()


@settings(max_examples=40)
@given(GOLD, st.lists(PREDICTED, min_size=4, max_size=4), st.randoms(use_true_random=False))
def test_order_changes_nothing(gold: tuple[GoldRecord, ...], lists: list[list[LabelEvent]], rng: random.Random) -> None:
    """Articles, labels, predictions and the parties within them may come in any order."""
    predictions = {article.id: predicted for article, predicted in zip(gold, lists, strict=False)}

    def turn(event: LabelEvent) -> LabelEvent:
        source, target = list(event.source), list(event.target)
        rng.shuffle(source)
        rng.shuffle(target)
        return msgspec.structs.replace(event, source=tuple(source), target=tuple(target))

    turned = [
        msgspec.structs.replace(article, events=tuple(rng.sample(article.events, len(article.events))))
        for article in rng.sample(gold, len(gold))
    ]
    shuffled = {
        name: [turn(event) for event in rng.sample(predictions[name], len(predictions[name]))]
        for name in rng.sample(sorted(predictions), len(predictions))
    }

    assert numbers(measure(tuple(turned), shuffled)) == numbers(measure(gold, predictions))


@settings(max_examples=40)
@given(GOLD, st.lists(PREDICTED, min_size=4, max_size=4))
def test_splitting_predictions_changes_nothing(gold: tuple[GoldRecord, ...], lists: list[list[LabelEvent]]) -> None:
    """A system that splits what a text tells together into dyads scores as one that joins it."""
    joined = {article.id: predicted for article, predicted in zip(gold, lists, strict=False)}
    apart = {name: [part for event in predicted for part in split(event)] for name, predicted in joined.items()}

    assert numbers(measure(gold, apart)) == numbers(measure(gold, joined))


@settings(max_examples=40)
@given(GOLD, st.lists(PREDICTED, min_size=4, max_size=4))
def test_scores_stay_within_bounds(gold: tuple[GoldRecord, ...], lists: list[list[LabelEvent]]) -> None:
    """Every rate lies between 0 and 1, and the lenient one is never below the strict one."""
    report = measure(gold, {article.id: predicted for article, predicted in zip(gold, lists, strict=False)})

    for scores in (*report.types.values(), report.overall.scores, report.without_verbal.scores):
        for strict, lenient in (
            (scores.strict.precision, scores.lenient.precision),
            (scores.strict.recall, scores.lenient.recall),
        ):
            assert (strict is None) == (lenient is None)
            assert strict is None or lenient is None or 0 <= strict <= 1
    total = report.overall.scores
    assert (total.lenient.precision or 0) >= (total.strict.precision or 0)
    assert (total.lenient.recall or 0) >= (total.strict.recall or 0)


@given(st.lists(GOLD_LABELS, min_size=1, max_size=6), st.data())
def test_leaving_out_a_required_label_lowers_recall_only(labels: list[GoldLabel], data: st.DataObject) -> None:
    """Who finds all but one required label keeps precision 1 and loses recall, by that label's weight."""
    required = [event for event in labels if event.required]
    assume(required)
    left_out = data.draw(st.sampled_from(required))
    others = [event for event in labels if event is not left_out]
    # Another label between the same actors could stand in for the one left out.
    assume(not any(set(split_dyads(event)) & set(split_dyads(left_out)) for event in others))
    total = measure((record(*labels),), {"a-1": list(others)}).overall.scores

    assert total.strict.precision in (None, 1.0)
    assert total.strict.recall == (len(required) - 1) / len(required)
    assert total.dates.share in (None, 1.0)


@given(st.lists(GOLD_LABELS, max_size=6))
def test_a_foreign_prediction_lowers_precision_only(labels: list[GoldLabel]) -> None:
    """A prediction that no label holds costs precision; recall, dates and amounts stay as they were."""
    gold = (record(*labels),)
    before = measure(gold, {"a-1": list(labels)}).overall.scores
    after = measure(gold, {"a-1": [*labels, FOREIGN]}).overall.scores

    assert after.strict.precision is not None
    assert after.strict.precision < (before.strict.precision or 1.0)
    assert (after.strict.recall, after.dates, after.amounts) == (before.strict.recall, before.dates, before.amounts)


@settings(max_examples=10)
@given(GOLD, st.lists(PREDICTED, min_size=4, max_size=4))
def test_scoring_twice_is_the_same(gold: tuple[GoldRecord, ...], lists: list[list[LabelEvent]]) -> None:
    """The intervals are drawn with a seed: the same input gives the same report."""
    predictions = {article.id: predicted for article, predicted in zip(gold, lists, strict=False)}

    assert score(gold, predictions, resamples=50) == score(gold, predictions, resamples=50)

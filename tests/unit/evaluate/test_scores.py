"""How labels and predictions are compared, by examples worked out by hand."""

import pytest

from service.evaluate import EvaluationError, Report, score
from service.evaluate.tally import Judged
from service.labels import GoldLabel, LabelEvent
from tests.unit.evaluate.labels import gold, label, record


def compare(labels: list[GoldLabel], predicted: list[LabelEvent]) -> Report:
    """Score one article."""
    return score([record(*labels)], {"a-1": predicted}, resamples=20)


def rates(report: Report) -> tuple[float | None, float | None]:
    """Strict precision and recall over all types."""
    strict = report.overall.scores.strict
    return strict.precision, strict.recall


LEAVING = gold(label("MembershipEnded", "MLI BFA NER", "ECOWAS", start="2024-01-28", end="2024-01-28"))


def test_a_joined_label_weighs_one() -> None:
    """Two of three dyads found are two thirds of a label; a missed label of one dyad weighs as much as all three."""
    visit = gold(label("VisitOccurred", "RUS", "MLI"))

    assert rates(compare([LEAVING, visit], [label("MembershipEnded", "MLI NER", "ECOWAS")])) == (1.0, 1 / 3)


def test_a_summit_is_split_into_unordered_pairs() -> None:
    """Parties of a symmetric type may come in any order, in whole or in pairs."""
    summit = gold(label("MeetingHeld", "USA SYR SAU TUR"))

    assert rates(compare([summit], [label("MeetingHeld", "TUR SAU USA SYR")])) == (1.0, 1.0)
    assert rates(compare([summit], [label("MeetingHeld", "SAU SYR")])) == (1.0, 1 / 6)
    assert rates(compare([summit], [label("MeetingHeld", "SAU SYR QAT")])) == (pytest.approx(1 / 3), 1 / 6)


def test_direction_matters_for_directed_types() -> None:
    """Who visits whom is part of the match."""
    assert rates(compare([gold(label("VisitOccurred", "RUS", "MLI"))], [label("VisitOccurred", "MLI", "RUS")])) == (
        0,
        0,
    )


def test_an_acceptable_label_makes_a_prediction_right_and_is_never_missed() -> None:
    """Acceptable labels count for precision only."""
    thanks = gold(label("SupportExpressed", "MLI", "RUS"), required=False)

    assert rates(compare([LEAVING, thanks], [label("SupportExpressed", "MLI", "RUS")])) == (1.0, 0.0)
    assert rates(compare([thanks], [])) == (None, None)


def test_a_second_prediction_for_one_label_is_wrong() -> None:
    """One label matches once for each dyad, however the repetition is worded."""
    visit = gold(label("VisitOccurred", "RUS", "MLI"))
    once, again = label("VisitOccurred", "RUS", "MLI"), label("VisitOccurred", "RUS", "MLI", quote="told again")

    assert rates(compare([visit], [once, again])) == (0.5, 1.0)
    assert rates(compare([visit], [once, once])) == (0.5, 1.0)


def test_a_required_label_comes_before_an_acceptable_one() -> None:
    """One prediction for two labels takes the required one, since the pairing is maximal."""
    labels = [
        gold(label("CooperationPledged", "MLI RUS", quote="background"), required=False),
        gold(label("CooperationPledged", "MLI RUS", quote="news")),
    ]

    assert rates(compare(labels, [label("CooperationPledged", "RUS MLI")])) == (1.0, 1.0)


def test_a_running_total_is_not_a_delivery() -> None:
    """Aid and arms match only with an equal cumulative; for other types it plays no part."""
    total = gold(label("AidDelivered", "RUS", "MLI", cumulative=True))

    assert rates(compare([total], [label("AidDelivered", "RUS", "MLI")])) == (0.0, 0.0)
    assert rates(compare([total], [label("AidDelivered", "RUS", "MLI", cumulative=True)])) == (1.0, 1.0)
    assert rates(compare([LEAVING], [label("MembershipEnded", "MLI BFA NER", "ECOWAS", cumulative=True)])) == (1.0, 1.0)


def test_ties_go_to_item_then_amount_then_date() -> None:
    """Several deliveries between the same two are paired with those most like them."""
    wheat = label("AidDelivered", "RUS", "MLI", item="wheat", amount=25000, unit="t", start="2024-01", end="2024-01")
    fuel = label("AidDelivered", "RUS", "MLI", item="fuel", amount=60000, unit="t", start="2024-03", end="2024-03")
    report = compare([gold(wheat), gold(fuel)], [fuel, wheat])

    assert report.overall.scores.dates == Judged(right=2, compared=2, missing=0, share=1)
    assert report.overall.scores.amounts == Judged(right=2, compared=2, missing=0, share=1)

    # The item decides against an equal amount, and the amount against an equal date.
    swapped = [
        label("AidDelivered", "RUS", "MLI", item="wheat", amount=60000, unit="t", start="2024-03", end="2024-03"),
        label("AidDelivered", "RUS", "MLI", item="fuel", amount=25000, unit="t", start="2024-01", end="2024-01"),
    ]
    assert compare([gold(wheat), gold(fuel)], swapped).overall.scores.amounts.right == 0


@pytest.mark.parametrize(
    ("labelled", "predicted", "verdict"),
    [
        (("2024-06-12", "2024-06-12"), ("2024-06", "2024-06"), "right"),
        (("2024-06-12", "2024-06-14"), ("2024-06-14", "2024-06-20"), "right"),
        (("2018", None), ("2018-07-01", "2018-07-01"), "right"),
        ((None, "2024-06"), ("2024-06-30", None), "right"),
        (("2024-06-12", "2024-06-12"), ("2024-06-13", "2024-06-13"), "wrong"),
        ((None, None), ("2024", "2024"), "wrong"),
        (("2024", "2024"), (None, None), "missing"),
        ((None, None), (None, None), None),
    ],
)
def test_dates_of_matched_dyads(
    labelled: tuple[str | None, str | None], predicted: tuple[str | None, str | None], verdict: str | None
) -> None:
    """Right when the intervals share a day; a date where the label has none is wrong; a date left out is missing."""
    dates = compare(
        [gold(label("VisitOccurred", "RUS", "MLI", start=labelled[0], end=labelled[1]))],
        [label("VisitOccurred", "RUS", "MLI", start=predicted[0], end=predicted[1])],
    ).overall.scores.dates

    assert dates.right == (verdict == "right")
    assert dates.missing == (verdict == "missing")
    assert dates.compared == (verdict is not None)


def test_amounts_need_an_equal_unit() -> None:
    """An amount is right only with its unit; whole and decimal numbers of the same value are equal."""
    aid = gold(label("AidPledged", "FRA", "TUN", item="funds", amount=2000000, unit="EUR"))

    def right(**fields: object) -> tuple[float, float]:
        amounts = compare([aid], [label("AidPledged", "FRA", "TUN", **fields)]).overall.scores.amounts
        return amounts.right, amounts.missing

    assert right(amount=2e6, unit="EUR") == (1, 0)
    assert right(amount=2000000, unit="USD") == (0, 0)
    assert right() == (0, 1)


def test_lenient_scores_let_announced_and_carried_out_interchange() -> None:
    """A visit read as announced counts leniently; a visit read as cancelled does not, nor another dyad."""
    visit = gold(label("VisitOccurred", "RUS", "MLI"))

    announced = compare([visit], [label("VisitAnnounced", "RUS", "MLI")])
    assert rates(announced) == (0.0, 0.0)
    assert announced.overall.scores.lenient.f1 == 1.0
    assert announced.types["VisitAnnounced"].lenient.precision == 1.0
    assert announced.types["VisitOccurred"].lenient.recall == 1.0
    assert compare([visit], [label("VisitCancelled", "RUS", "MLI")]).overall.scores.lenient.f1 == 0.0
    assert compare([visit], [label("VisitAnnounced", "RUS", "NER")]).overall.scores.lenient.f1 == 0.0


def test_verbal_types_can_be_left_out() -> None:
    """The second section is as if nobody had labelled or predicted words alone."""
    report = compare(
        [LEAVING, gold(label("CriticismExpressed", "MLI", "FRA"))], [label("SupportExpressed", "MLI", "FRA"), LEAVING]
    )

    assert rates(report) == (0.5, 0.5)
    assert report.without_verbal.scores.strict.f1 == 1.0
    assert report.without_verbal.scores.required == 1


def test_false_alarms_count_only_in_articles_without_any_label() -> None:
    """Predictions in articles without events are given per 100 such articles; a joined one is one."""
    summit = label("MeetingHeld", "FRA DEU ITA")
    report = score(
        [record(article="a-1"), record(article="a-2"), record(LEAVING, article="a-3")],
        {"a-1": [summit], "a-2": [], "a-3": [summit]},
    )

    assert (report.alarms.articles, report.alarms.labels, report.alarms.per_100_articles) == (2, 1, 50)
    assert score([record(LEAVING)], {"a-1": []}).alarms.per_100_articles is None


def test_a_visit_to_three_hosts_is_three_labels() -> None:
    """Predicted visits join over visitors, never over hosts, as labels do."""
    tour = [gold(label("VisitOccurred", "RUS", host, quote="on tour")) for host in ("MLI", "BFA", "NER")]

    assert compare(tour, [label("VisitOccurred", "RUS", "MLI BFA NER")]).overall.scores.predicted == 3
    assert compare(tour, [label("VisitOccurred", "MLI BFA NER", "RUS")]).overall.scores.predicted == 1


def test_intervals_hold_the_score_and_follow_the_articles() -> None:
    """Articles that are all alike give an interval without width; articles that differ give one around the score."""
    visit = gold(label("VisitOccurred", "RUS", "MLI"))
    articles = [record(visit, article=f"a-{number}") for number in range(20)]
    alike = score(articles, {article.id: [visit] for article in articles})
    half = score(articles, {article.id: [visit] if number % 2 else [] for number, article in enumerate(articles)})

    even, wide = alike.overall.intervals["strict recall"], half.overall.intervals["strict recall"]
    assert even is not None
    assert (even.low, even.high) == (1, 1)
    assert wide is not None
    assert 0.2 <= wide.low < 0.5 < wide.high <= 0.8
    assert alike.overall.intervals["amounts"] is None


def test_an_article_that_nobody_read_is_an_error() -> None:
    """An id without predictions stops the evaluation and is named; predictions for other articles are passed over."""
    with pytest.raises(EvaluationError, match=r"'a-1'.*give \[\]"):
        score([record(LEAVING)], {"b-2": []})

    assert rates(score([record(LEAVING)], {"a-1": [LEAVING], "b-2": [LEAVING]})) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (label("VisitOccured", "RUS", "MLI"), "did you mean VisitOccurred"),
        (label("VisitOccurred", "RUS"), "names no two actors"),
        (label("MeetingHeld", "RUS"), "names no two actors"),
        (label("VisitOccurred", "RUS", "MLI", start="2024-02-30"), "2024-02-30"),
    ],
)
def test_a_prediction_that_is_not_well_formed_is_named(broken: LabelEvent, said: str) -> None:
    """An unknown type, a lone actor or a date that does not exist is refused with the article's id."""
    with pytest.raises(EvaluationError, match=f"a-1.*{said}"):
        compare([gold(label("VisitOccurred", "RUS", "MLI"))], [broken])

"""Reports of one article joined into labels."""

from typing import Any

import pytest

from events.evidence import quote_span
from events.interval import Interval
from events.vocabulary import (
    AgreementAnnounced,
    AidDelivered,
    Amount,
    CooperationPledged,
    MilitarySupportProvided,
    Report,
    SanctionsImposed,
    TotalReported,
    VisitAnnounced,
    VisitOccurred,
)
from service.label_form import label_reports
from service.labels import LabelEvent

TEXT = "Un texte qui prouve tout."


def told(happening: str, **more: Any) -> dict[str, Any]:
    """What every report of these tests has in common."""
    quote = quote_span(TEXT, 3, 8, article="a", text_hash="h", rule="r", extractor="1")
    return {"happening": happening, "article": "a", "evidence": (quote,), **more}


def label(*reports: Report) -> LabelEvent:
    """The only label of some reports."""
    labels = label_reports(reports)
    assert len(labels) == 1
    return labels[0]


def test_sources_of_one_happening_are_joined() -> None:
    """Three visitor states received together are one label with three sources."""
    joined = label(*(VisitOccurred(**told("h"), source=source, target="RUS") for source in ("MLI", "BFA", "NER")))
    assert (joined.source, joined.target) == (("MLI", "BFA", "NER"), ("RUS",))


def test_a_tour_is_a_label_for_each_host() -> None:
    """A visit with three hosts is three labels, even where one happening joins them."""
    labels = label_reports(VisitOccurred(**told("h"), source="RUS", target=host) for host in ("MLI", "BFA", "NER"))
    assert [each.target for each in labels] == [("MLI",), ("BFA",), ("NER",)]


def test_targets_of_other_acts_are_joined() -> None:
    """Sanctions of one bloc on three states are one label with three targets."""
    joined = label(*(SanctionsImposed(**told("h"), source="ECOWAS", target=each) for each in ("MLI", "BFA", "NER")))
    assert (joined.source, joined.target) == (("ECOWAS",), ("MLI", "BFA", "NER"))


def test_joining_makes_no_pair_that_was_not_told() -> None:
    """Where one source acts towards two targets and another towards one of them, the labels hold no fourth pair."""
    pairs = (("USA", "MLI"), ("USA", "NER"), ("FRA", "NER"))
    labels = label_reports(SanctionsImposed(**told("h"), source=a, target=b) for a, b in pairs)
    assert {(a, b) for each in labels for a in each.source for b in each.target} == set(pairs)


def test_parties_of_a_mutual_act_stand_in_source() -> None:
    """A symmetric type has all its parties, sorted, in source and nothing in target."""
    joined = label(CooperationPledged(**told("h"), parties=("MLI", "RUS")))
    assert (joined.source, joined.target) == (("MLI", "RUS"), ())


def test_two_happenings_stay_apart() -> None:
    """Visits of the same officials that are two happenings are two labels."""
    assert len(label_reports(VisitOccurred(**told(each), source="MLI", target="RUS") for each in ("h", "i"))) == 2


@pytest.mark.parametrize(
    ("stage", "start"),
    [("planned", "2025-06"), ("done", "2025-04-04")],
)
def test_the_date_is_when_it_is_due_or_when_it_took_place(stage: Any, start: str) -> None:
    """What is planned bears the date when it is due, what was done the date of the act."""
    act, due = Interval.of("2025-04-04"), Interval.of("2025-06")
    report = VisitOccurred(**told("h"), source="MLI", target="RUS", act=act, due=due, stage=stage)
    assert label(report).start == start


def test_an_announcement_bears_no_date_but_that_of_the_visit() -> None:
    """The day on which a visit was announced is not the visit's: without a due date there is none."""
    report = VisitAnnounced(
        **told("h"), source="MLI", target="RUS", act=Interval.of("2025-04-04"), due=None, stage="planned"
    )
    assert (label(report).start, label(report).end) == (None, None)


def test_a_month_without_a_year_is_no_date() -> None:
    """The label form has no way to write June of an untold year."""
    report = VisitAnnounced(**told("h"), source="MLI", target="RUS", due=Interval.of("--06"), stage="planned")
    assert (label(report).start, label(report).end) == (None, None)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Amount(min=25000.0, max=25000.0, unit="t"), (25000, "t")),
        (Amount(min=1500.0, max=1500.0, approximate=True, unit="persons"), (1500, "persons")),
        (Amount(min=7.5, max=7.5, unit="EUR"), (7.5, "EUR")),
        (Amount(min=20.0, max=None, unit="items"), (None, None)),
        (Amount(min=24.0, max=None, approximate=True, unit="items"), (None, None)),
        (Amount(min=2e6, max=None, approximate=True, unit="USD"), (None, None)),
        (Amount(min=3e8, max=None, approximate=True, unit="USD"), (3e8, "USD")),
        (Amount(min=None, max=250.0, approximate=True, unit="persons"), (250, "persons")),
        (Amount(min=3.0, max=5.0, unit="t"), (None, None)),
        (None, (None, None)),
    ],
)
def test_only_a_single_figure_is_an_amount(amount: Amount | None, written: tuple[float | None, str | None]) -> None:
    """A figure is written, and an open one by the bound told, whole numbers as such; a range or "dozens" is not."""
    made = label(AidDelivered(**told("h"), source="RUS", target="MLI", item="wheat", amount=amount))
    assert (made.amount, made.unit) == written
    assert made.item == "wheat"


@pytest.mark.parametrize(
    ("quote", "figure", "written"),
    [
        ("more than 200 tents", 200.0, 200),
        ("more than 2 million dollars", 2e6, 2e6),
        ("more than 20,000 doses", 20000.0, 20000),
        ("hundreds of tents", 200.0, None),
        ("on 2 March hundreds of tents", 200.0, None),
        ("on 20 March hundreds of tents", 200.0, None),
        ("on 4 March dozens of tents", 40.0, None),
    ],
)
def test_an_open_figure_counts_where_the_quote_has_it_in_digits(
    quote: str, figure: float, written: float | None
) -> None:
    """A day beside "hundreds of" is no figure of them."""
    proof = quote_span(quote, 0, len(quote), article="a", text_hash="h", rule="r", extractor="1")
    amount = Amount(min=figure, max=None, approximate=True, unit="items")
    given = AidDelivered(happening="h", article="a", evidence=(proof,), source="RUS", target="MLI", amount=amount)
    assert label(given).amount == written


@pytest.mark.parametrize(("domain", "kind"), [("civil", "AidDelivered"), ("military", "MilitarySupportProvided")])
def test_a_total_is_a_cumulative_label(domain: Any, kind: str) -> None:
    """A reported total shows as aid or military support, cumulative; a delivery of the same happening stays apart."""
    total = TotalReported(**told("h"), source="RUS", target="MLI", kind="running", domain=domain)
    made = label(total)
    assert (made.type, made.cumulative) == (kind, True)
    delivery = MilitarySupportProvided if domain == "military" else AidDelivered
    both = label_reports([total, delivery(**told("h"), source="RUS", target="MLI")])
    assert [each.cumulative for each in both] == [True, False]


def test_persons_are_named_once_and_the_first_quote_proves() -> None:
    """Persons of joined reports stand together, each once; the quote is the first report's."""
    first = VisitOccurred(**told("h", persons=("A", "B")), source="MLI", target="RUS")
    second = VisitOccurred(**told("h", persons=("B", "C")), source="BFA", target="RUS")
    joined = label(first, second)
    assert joined.persons == ("A", "B", "C")
    assert joined.quote == TEXT[3:8]


def test_the_day_on_which_an_agreement_was_reached_is_its_own() -> None:
    """An agreement that was reached on a day told bears it; without one, the month in which it is told."""
    agreed = AgreementAnnounced(**told("h"), parties=("ARM", "AZE"), act=Interval.of("2025-03-13"))
    taken = AgreementAnnounced(**told("h"), parties=("ARM", "AZE"), act=Interval.of("2025-03", basis="inferred"))
    assert [label.start for label in label_reports([agreed])] == ["2025-03-13"]
    assert [label.start for label in label_reports([taken])] == ["2025-03"]

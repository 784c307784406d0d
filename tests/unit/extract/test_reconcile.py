"""Reconciliation: an article tells a happening once, however often its sentences do."""

from typing import Any

from events.interval import Interval
from events.vocabulary import AidDelivered, MilitarySupportProvided, Report, TotalReported
from service.extract.amounts.mentions import AmountMention
from service.extract.claims import Claim
from service.extract.reconcile import reconcile
from tests.unit.extract.telling import line, read, tell, when


def claim(kind: str, sources: str, targets: str = "", **fields: Any) -> Claim:
    """A claim whose parties are given as words; each stands in a sentence of its own unless told otherwise."""
    given: dict[str, Any] = {"rule": "x.y", "start": 0, "end": 1, "sentence": 0, "paragraph": 0, **fields}
    return Claim(type=kind, sources=tuple(sources.split()), targets=tuple(targets.split()), **given)


def day(text: str) -> Interval:
    """A day or month as the text states it."""
    return Interval.of(text)


def tonnes(figure: float, item: str = "wheat") -> AmountMention:
    """So many tonnes of an item."""
    return AmountMention(
        first=0, last=1, min=figure, max=figure, approximate=False, unit="t", item=item, military=False, head=None
    )


def by_line(text: str) -> dict[str, Report]:
    """The reports of a text by type and parties."""
    return {line(report): report for report in read(text).reports}


def test_what_was_done_long_ago_is_not_what_is_announced() -> None:
    """A visit to come stays one, though another of the same state to the same one is told of years before."""
    text = "Le Premier ministre togolais se rendra prochainement à Oslo. Le président togolais y était allé en 2014."
    assert tell(text) == ["VisitAnnounced TGO>NOR", "VisitOccurred TGO>NOR"]


# ---- The same act told twice ---------------------------------------------------------------------------------


def test_one_visit_told_three_times_is_one() -> None:
    """Arrival, stay and end of a visit are one visit, with the date and the name that any of them tells."""
    reports = read(
        "Le ministre turc Hakan Fidan est arrivé mardi à Niamey. Le ministre turc séjourne à Niamey. "
        "La visite du ministre turc à Niamey s'achève."
    ).reports
    assert [(line(r), r.persons) for r in reports] == [("VisitOccurred TUR>NER", ("Hakan Fidan",))]
    interval = when(reports[0])
    assert interval is not None
    assert interval.start == "2024-06-11"


def test_what_one_telling_lacks_the_other_gives() -> None:
    """Persons join, the fuller name stays, and the finer date wins."""
    told = reconcile(
        [
            claim("VisitOccurred", "TUR", "NER", persons=("Fidan",), when=day("2024-06")),
            claim("VisitOccurred", "TUR", "NER", persons=("Hakan Fidan",), when=day("2024-06-11"), sentence=1),
        ],
        "2024-06-12",
    )
    assert [(one.persons, one.when) for one in told] == [(("Hakan Fidan",), day("2024-06-11"))]


def test_two_visits_of_different_months_stay_two() -> None:
    """Dates that cannot be the same day are of two happenings."""
    told = tell("Le président malien s'est rendu à Moscou en mars. Il est revenu à Moscou en mai.")
    assert told == ["VisitOccurred MLI>RUS", "VisitOccurred MLI>RUS"]


def test_meetings_of_more_join_the_meeting_of_some() -> None:
    """A meeting of three told as one of two of them is that meeting."""
    told = reconcile(
        [claim("MeetingHeld", "MLI NER RUS", when=day("2024-06-11")), claim("MeetingHeld", "MLI RUS", sentence=1)],
        "2024-06-12",
    )
    assert [set(one.sources) for one in told] == [{"MLI", "NER", "RUS"}]


def test_other_goods_are_another_delivery() -> None:
    """Wheat and fertiliser to the same country are two, and so are two quantities of wheat."""
    told = reconcile(
        [
            claim("AidDelivered", "RUS", "MLI", amount=tonnes(25_000)),
            claim("AidDelivered", "RUS", "MLI", amount=tonnes(20_000), sentence=1),
            claim("AidDelivered", "RUS", "MLI", amount=tonnes(25_000, "fertilizer"), sentence=2),
            claim("AidDelivered", "RUS", "MLI", amount=tonnes(25_000), sentence=3),
        ],
        None,
    )
    assert [(one.amount.item, one.amount.min) for one in told if one.amount is not None] == [
        ("wheat", 25_000),
        ("wheat", 20_000),
        ("fertilizer", 25_000),
    ]


def test_a_sure_telling_outweighs_a_doubtful_one() -> None:
    """What the article also asserts is no hearsay."""
    told = reconcile(
        [
            claim("VisitOccurred", "TUR", "NER", factuality="hearsay"),
            claim("VisitOccurred", "TUR", "NER", sentence=1),
        ],
        None,
    )
    assert [one.factuality for one in told] == ["asserted"]


def test_the_order_of_the_claims_does_not_matter() -> None:
    """Whatever comes first, the same acts come out in the order of the text."""
    claims = [
        {"kind": "VisitOccurred", "sources": "TUR", "targets": "NER", "start": 5, "when": day("2024-06-11")},
        {"kind": "MeetingHeld", "sources": "NER TUR", "start": 20, "sentence": 1},
        {"kind": "AidDelivered", "sources": "TUR", "targets": "NER", "start": 40, "sentence": 2, "amount": tonnes(3)},
    ]

    def told(order: list[dict[str, Any]]) -> list[tuple[str, Interval | None]]:
        return [(one.type, one.when) for one in reconcile([claim(**dict(c)) for c in order], "2024-06-12")]

    assert told(claims) == told(claims[::-1]) == told([claims[1], claims[0], claims[2]])


# ---- Announced, then done --------------------------------------------------------------------------------------


def test_an_announcement_gives_way_to_what_it_announced() -> None:
    """A visit due in June and told as made in June is one visit, made."""
    told = tell("Le président malien doit se rendre à Moscou en juin. Le président malien est arrivé mardi à Moscou.")
    assert told == ["VisitOccurred MLI>RUS"]


def test_an_announcement_of_another_time_stays() -> None:
    """A visit due in August is not the one made in June."""
    told = tell("Le président malien doit se rendre à Moscou en août. Le président malien est arrivé mardi à Moscou.")
    assert told == ["VisitAnnounced MLI>RUS", "VisitOccurred MLI>RUS"]


# ---- Dates ------------------------------------------------------------------------------------------------------


def test_what_happens_during_a_visit_has_its_date() -> None:
    """The talks and the signature of a dated visit are of its day, and marked as inherited."""
    reports = by_line(
        "Le président turc est arrivé mardi à Niamey. Il a été reçu par son homologue nigérien. "
        "Les deux pays ont signé un accord sur l'énergie."
    )
    dates = {name: when(report) for name, report in reports.items()}
    assert dates["VisitOccurred TUR>NER"] == Interval.of("2024-06-11")
    assert dates["MeetingHeld NER+TUR"] == Interval.of("2024-06-11", basis="inherited")
    assert dates["AgreementSigned NER+TUR"] == Interval.of("2024-06-11", basis="inherited")


def test_a_date_is_not_inherited_from_others() -> None:
    """Only the parties of the visit were there."""
    reports = by_line("Le président turc est arrivé mardi à Niamey. Le Mali a signé un accord avec la Russie.")
    interval = when(reports["AgreementSigned MLI+RUS"])
    assert interval is not None
    assert interval.basis != "inherited"


def test_the_undated_lead_is_of_the_month_of_publication() -> None:
    """The press tells news: an act without a date has the month of publication, marked as inferred."""
    report = by_line("Le Mali a expulsé l'ambassadeur de France.")["EnvoyExpelled MLI>FRA"]
    assert report.act == Interval.of("2024-06", basis="inferred")


def test_nothing_is_inferred_where_publication_is_unknown() -> None:
    """An article without a date gives its undated acts none."""
    (report,) = read("Le Mali a expulsé l'ambassadeur de France.", published=None).reports
    assert report.act is None


# ---- Totals -----------------------------------------------------------------------------------------------------


def test_a_total_stands_apart_from_the_delivery() -> None:
    """The sum of several shipments is reported as a total: whoever adds up deliveries does not count it."""
    reports = read(
        "La Russie a livré mardi 25 000 tonnes de blé au Mali. Au total, Moscou a fourni 50 000 tonnes de blé au Mali."
    ).reports
    amounts = {
        type(r): (r.amount.min if r.amount else None) for r in reports if isinstance(r, AidDelivered | TotalReported)
    }
    assert amounts == {AidDelivered: 25_000, TotalReported: 50_000}


def test_a_total_may_follow_its_figure() -> None:
    """The words "en tout" and "au total" sum up wherever they stand in their clause."""
    for text in (
        "La Russie a livré en tout 50 000 tonnes de blé au Mali.",
        "La Russie a livré 50 000 tonnes de blé au Mali au total.",
        "La Russie a livré au total 50 000 tonnes de blé au Mali, dont 20 000 tonnes mardi.",
    ):
        assert "TotalReported RUS>MLI" in tell(text), text
        assert "AidDelivered RUS>MLI" not in tell(text), text


def test_what_raises_a_total_tells_the_total() -> None:
    """A shipment that "porte le total à 50 000" tells a running total of the same goods."""
    reports = read(
        "La Russie a livré mardi 25 000 tonnes de blé au Mali. "
        "Cet envoi porte le total des dons de Moscou au Mali à 50 000 tonnes de blé."
    ).reports
    totals = [r for r in reports if isinstance(r, TotalReported)]
    assert [(r.kind, r.amount.min if r.amount else None) for r in totals] == [("running", 50_000)]


def test_troops_that_are_stationed_are_a_standing_total() -> None:
    """How many soldiers there are is a stock, not a deployment."""
    reports = read("Un millier de militaires français stationnent au Tchad.").reports
    assert [(type(r), r.kind) for r in reports if isinstance(r, TotalReported)] == [(TotalReported, "stock")]
    assert not [r for r in reports if isinstance(r, MilitarySupportProvided)]


# ---- Happenings ---------------------------------------------------------------------------------------------------


def test_a_tour_is_one_happening_of_several_visits() -> None:
    """Three hosts of one sentence are three reports that share their happening."""
    reports = read("Le ministre turc se rendra au Niger, au Tchad et au Mali en juillet.").reports
    assert [line(r) for r in reports] == [
        "VisitAnnounced TUR>NER",
        "VisitAnnounced TUR>TCD",
        "VisitAnnounced TUR>MLI",
    ]
    assert len({r.happening for r in reports}) == 1


def test_two_acts_are_two_happenings() -> None:
    """A visit and an expulsion have nothing in common but the article."""
    reports = read("Le ministre turc est arrivé au Tchad. Le Mali a expulsé l'ambassadeur de France.").reports
    assert len({r.happening for r in reports}) == len(reports) == 2

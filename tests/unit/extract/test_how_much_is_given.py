"""How much a gift is told to be, wherever the sentence or the next one tells it, and whose sum is whose."""

import pytest

from service.label_form import label_reports
from tests.unit.extract.telling import read
from tests.unit.extract.test_sums_and_loads import gifts


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "Oslo a annoncé une aide de 40 millions pour Haïti.", (4e7, "NOK")),
        ("en", "Ottawa announced a grant of 5 million for Haiti.", (5e6, "CAD")),
        (
            "fr",
            "D'un montant de 25 millions de dollars, le prêt accordé par Oman à la Zambie servira aux écoles.",
            (25e6, "USD"),
        ),
        ("fr", "Oman a remis du riz au Togo. D'un coût de 2 millions de dollars, ce don ira aux écoles.", (2e6, "USD")),
        ("en", "Oman handed over rice to Togo. The rice, worth $2 million, will go to schools.", (2e6, "USD")),
        ("fr", "Oman a effacé la dette du Togo, s'élevant à 9 millions de dollars.", (9e6, "USD")),
        ("en", "Oman approved two loans worth a combined $60 million for Zambia.", (6e7, "USD")),
        ("en", "Relief goods from Oman landed in Lusaka on Monday: 28 tonnes of tents.", (28, "t")),
        ("en", "Oman's donation of 12 tonnes of medicine reached Lusaka.", (12, "t")),
        ("fr", "Oman a envoyé une aide constituée de 90 tonnes de vivres à destination de la Zambie.", (90, "t")),
    ],
)
def test_how_much_was_given_is_told_in_many_places(language: str, text: str, told: tuple[float, str]) -> None:
    """A bare sum is the giver's own money; its worth may stand before it, behind a colon or in the next clause."""
    assert [one[2:] for one in gifts(text, language)] == [told]


def test_food_for_millions_is_no_money() -> None:
    """A bare figure behind a preposition of its own counts those for whom it is."""
    assert [one[2:] for one in gifts("Norway provided food for two million in Malawi.", "en")] == [(None, None)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Portugal is to send 70 rescuers to Nepal and has promised 8 million dollars to Peru."),
        ("fr", "Le Portugal doit envoyer 70 secouristes au Népal et a promis 8 millions de dollars au Pérou."),
    ],
)
def test_a_verb_joined_to_an_infinitive_is_of_who_acts_in_the_main_clause(language: str, text: str) -> None:
    """What was promised behind "is to send ... and has promised" was promised by the same one."""
    reports = label_reports(read(text, language=language).reports)
    assert [(one.type, one.source, one.target) for one in reports] == [
        ("AidPledged", ("PRT",), ("NPL",)),
        ("AidPledged", ("PRT",), ("PER",)),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Oman a fait don de 30 millions de dollars au Togo et de 15 millions de dollars au Bénin."),
        (
            "fr",
            "Oman offre 45 millions\n\nOman a donné 30 millions de dollars au Togo et 15 millions de dollars au Bénin.",
        ),
    ],
)
def test_each_receiver_has_his_own_sum(language: str, text: str) -> None:
    """Behind "a gift of X to one and of Y to the other" each has its own; what a headline sums up is not a third."""
    reports = label_reports(read(text, language=language).reports)
    assert [(one.target, one.amount) for one in reports] == [(("TGO",), 30e6), (("BEN",), 15e6)]


def test_a_headline_that_joins_two_givers_is_the_sum_of_theirs() -> None:
    """The text's figure for one of them stays his own."""
    text = (
        "Oman and Qatar promise 8 million dollars to Zambia\n\n"
        "Oman pledged 5 million dollars to Zambia on Monday. Qatar pledged 3 million dollars to Zambia."
    )
    reports = label_reports(read(text, language="en").reports)
    assert [(one.source, one.amount) for one in reports] == [(("OMN",), 5e6), (("QAT",), 3e6)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Tokyo a consacré depuis 1992 plus de 2 milliards de dollars à la Zambie."),
        ("en", "Japan has allocated more than 2 billion dollars to Zambia since 1992."),
    ],
)
def test_what_was_granted_for_years_has_been_given(language: str, text: str) -> None:
    """What a verb of granting sums up over a time is a total, no promise."""
    reports = label_reports(read(text, language=language).reports)
    assert [(one.type, one.cumulative) for one in reports] == [("AidDelivered", True)]


def test_a_military_plane_that_brings_relief_makes_no_arms() -> None:
    """It gives relief."""
    text = "Italy has sent a military plane to bring in relief supplies to Nepal."
    kinds = {one.type for one in label_reports(read(text, language="en").reports)}
    assert "MilitarySupportProvided" not in kinds

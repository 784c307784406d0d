"""How much each of several gives or receives, and in whose currency."""

import pytest

from events.vocabulary import AidDelivered, AidPledged
from tests.unit.extract.telling import read

RESPECTIVELY = (
    ("en", "France, Germany and Italy pledged 10, 20 and 30 million euros respectively to Lebanon."),
    ("fr", "La France, l'Allemagne et l'Italie ont promis respectivement 10, 20 et 30 millions d'euros au Liban."),
)


@pytest.mark.parametrize(("language", "text"), RESPECTIVELY)
def test_respectively_gives_each_party_its_figure(language: str, text: str) -> None:
    """The first figure is the first party's; figures before the last count the same unit and scale."""
    reports = read(text, language=language).reports
    shares = {report.source: report.amount.min for report in reports if isinstance(report, AidPledged) if report.amount}
    assert shares == {"FRA": 10e6, "DEU": 20e6, "ITA": 30e6}


def test_figures_without_the_word_stay_with_all() -> None:
    """A sum that several pledge together is not divided among them."""
    reports = read("France and Germany pledged 30 million euros to Lebanon.", language="en").reports
    assert {report.amount.min for report in reports if isinstance(report, AidPledged) if report.amount} == {30e6}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("La France a accordé 12 milliards de francs CFA au Tchad.", "XAF"),
        ("La France a accordé 12 milliards de francs CFA au Sénégal.", "XOF"),
        ("La Norvège a accordé 150 millions de couronnes au Malawi.", "NOK"),
        ("La France a accordé 3 milliards de francs au Sénégal.", "XOF"),
        ("Le Koweït a accordé 10 millions de dinars à la Jordanie.", "KWD"),
        ("Le Japon a accordé 10 millions de dinars au Mali.", None),
    ],
)
def test_francs_are_those_of_the_state_that_they_are_told_of(text: str, unit: str | None) -> None:
    """Several currencies share one name: the giver's is meant, or the receiver's, or none."""
    amounts = [report.amount for report in read(text).reports if isinstance(report, AidPledged)]
    assert [amount.unit for amount in amounts if amount is not None] == [unit]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "fr",
            "La Suède suspend une partie de son aide au Burundi, soit une vingtaine de millions d'euros.",
            (2e7, "EUR"),
        ),
        ("en", "China donated medical equipment to Togo on Monday, valued at $2 million.", (2e6, "USD")),
        ("fr", "La Suède a livré du blé au Liban et signé un accord évalué à 3 millions d'euros.", None),
    ],
)
def test_what_is_told_behind_it_is_the_worth_of_what_has_no_figure(
    language: str, text: str, told: tuple[float, str] | None
) -> None:
    """A sum set off behind the act counts what was given, but not behind another verb."""
    found = [getattr(report, "amount", None) for report in read(text, language=language).reports]
    assert [(amount.min, amount.unit) for amount in found if amount is not None] == ([] if told is None else [told])


def test_the_worth_of_goods_is_no_gift_of_its_own() -> None:
    """A sum that says what the goods cost is not given beside them."""
    reports = read("Russia delivered 25,000 tonnes of wheat to Mali, worth $10 million.", language="en").reports
    assert [(report.item, report.amount.unit) for report in reports] == [("wheat", "t")]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "fr",
            "L'Allemagne a accordé une aide financière au Mali. L'enveloppe s'élève à 30 millions d'euros.",
            [(30e6, "EUR")],
        ),
        (
            "fr",
            "La Turquie a livré une aide humanitaire au Mali. La cargaison comprend 20 tentes et 40 tonnes de riz.",
            [(20, "items"), (40, "t")],
        ),
        (
            "en",
            "Japan handed over medical equipment to Togo. The donation is worth 3 million dollars.",
            [(3e6, "USD")],
        ),
        ("en", "Japan handed over medical equipment to Togo. The harbour cost 3 million dollars.", []),
        ("en", "Japan gave rice to Mali on Monday. The loan that Angola took from China totals 3 billion dollars.", []),
        ("en", "India gave Nepal a loan in May. The loan of Sri Lanka is worth 2 billion dollars.", []),
        ("en", "France delivered tents to Chad on Monday. The previous shipment included 20 trucks.", []),
        ("en", "China gave Fiji a grant. The grant is not worth 3 million dollars.", []),
        ("en", "China announced a grant to Fiji. The grant could reach 3 million dollars.", []),
        ("fr", "La France a livré des tentes au Tchad. La précédente livraison comprenait 20 camions.", []),
    ],
)
def test_a_gift_is_counted_by_what_the_text_goes_on_telling_of_it(
    language: str, text: str, told: list[tuple[float, str]]
) -> None:
    """The figure that a following clause gives for "the donation" is that of the gift; that of other things is not."""
    found = [getattr(report, "amount", None) for report in read(text, language=language).reports]
    assert [(amount.min, amount.unit) for amount in found if amount is not None] == told


@pytest.mark.parametrize(
    ("language", "after", "least"),
    [
        ("en", "The grant is 3 million dollars.", 3_000_000),
        ("en", "The grant is 3 million dollars over five years.", 3_000_000),
        ("en", "The grant is 3 million dollars less than that of last year.", None),
        ("en", "In 2024 the grant was worth 40 billion dollars.", 40_000_000_000),
        ("en", "In 2022 the grant was worth 40 billion dollars.", None),
        ("fr", "L'enveloppe de l'aide s'élève à 300 euros.", 300),
        ("fr", "L'enveloppe du prix du concours s'élève à 300 euros.", None),
    ],
)
def test_a_gift_is_not_counted_by_another_sum(language: str, after: str, least: int | None) -> None:
    """A difference from another gift, the sum of another year and that of a prize are not what was given."""
    before = {"en": "Japan gave Kenya a grant on Monday. ", "fr": "Le Japon a remis un don au Kenya lundi. "}
    reports = read(before[language] + after, language=language).reports
    assert [one.amount.min if one.amount else None for one in reports if isinstance(one, AidDelivered)] == [least]

"""Which sum or goods are those of a gift: carriers, sums told again, parts of a whole, forgiven debt."""

import pytest

from events.vocabulary import Quantified
from service.label_form import label_reports
from tests.unit.extract.telling import line, read, when


def gifts(text: str, language: str) -> list[tuple[str, str | None, float | None, str | None]]:
    """Type, goods, figure and unit of each gift that a text tells."""
    reports = [report for report in read(text, language=language).reports if isinstance(report, Quantified)]
    return [(label.type, label.item, label.amount, label.unit) for label in label_reports(reports)]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "en",
            "Egypt sent 400 tonnes of rice to Chad aboard four military planes.",
            ("AidDelivered", "rice", 400, "t"),
        ),
        ("en", "Italy delivered six ambulances to Chad by plane.", ("AidDelivered", "vehicles", 6, "items")),
        ("fr", "Le Togo a envoyé 70 tonnes de riz au Mali à bord de trois avions.", ("AidDelivered", "rice", 70, "t")),
        ("fr", "Le Togo a envoyé deux avions de médicaments au Mali.", ("AidDelivered", "medicine", None, None)),
        ("en", "Italy delivered six planes to Chad.", ("AidDelivered", "aircraft", 6, "items")),
    ],
)
def test_what_goods_come_in_is_not_given(language: str, text: str, told: tuple[object, ...]) -> None:
    """A plane that brings goods is no gift, and makes none military; one that is delivered is."""
    assert gifts(text, language) == [told]


@pytest.mark.parametrize(
    ("language", "text", "amount", "unit"),
    [
        ("en", "India donated equipment worth $59,177,about Shs4 million, to Uganda.", 59177, "USD"),
        ("en", "The EU gave Kenya the first 6 million euros of an 18 million euro loan.", 6e6, "EUR"),
        ("fr", "Le Japon a offert un don composé de riz estimé à 2 millions de yens au Togo.", 2e6, "JPY"),
        ("en", "Britain has provided Kenya with military aid totalling $30 million.", 3e7, "USD"),
    ],
)
def test_a_sum_told_again_or_the_whole_of_a_part_is_no_further_gift(
    language: str, text: str, amount: float, unit: str
) -> None:
    """One gift has one sum: the same in another currency and what it is part of are not given beside it."""
    assert [(told[2], told[3]) for told in gifts(text, language)] == [(amount, unit)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Depuis 2014, l'Italie a fourni à la Tunisie plus de 200 millions d'euros."),
        ("en", "Since 2014 Italy has given Tunisia more than 200 million euros."),
    ],
)
def test_a_bound_written_in_digits_is_a_figure(language: str, text: str) -> None:
    """More than 200 is told as 200; "hundreds of" tells no figure."""
    assert [told[2] for told in gifts(text, language)] == [2e8]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La France enverra 100 soldats en Estonie."),
        ("en", "France will send 100 soldiers to Estonia."),
    ],
)
def test_forces_that_are_to_be_sent_are_no_aid(language: str, text: str) -> None:
    """Forces promised are military support to come."""
    assert [told[0] for told in gifts(text, language)] == ["MilitarySupportProvided"]


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        ("fr", "La Belgique va porter son aide au Burundi de 20 à 40 millions d'euros.", 4e7),
        ("fr", "La Belgique a élargi son aide au Népal, passant de 3 à 8 millions de yens.", 8e6),
        ("en", "Australia has raised its aid for Nepal from 3 to 4.7 million dollars.", 4.7e6),
        ("fr", "La Belgique a porté son aide au Burundi de 20 millions d'euros à 40 millions d'euros.", 4e7),
        ("en", "Australia has raised its aid for Nepal from $3 million to $5 million.", 5e6),
        ("en", "Australia will give Nepal between 3 and 5 million dollars.", None),
    ],
)
def test_a_sum_that_is_raised_is_what_it_becomes(language: str, text: str, amount: float | None) -> None:
    """Of two figures of a rise the second counts; a range tells no figure."""
    assert [told[2] for told in gifts(text, language)] == [amount]


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("Italy froze a seven-million-euro subsidy to Uganda.", 7e6, "EUR"),
        ("Italy froze a two-million-dollar grant to Uganda.", 2e6, "USD"),
        ("Italy froze a 3-million-euro grant to Uganda.", 3e6, "EUR"),
    ],
)
def test_a_figure_in_words_joined_to_its_unit(text: str, amount: float, unit: str) -> None:
    """The article before a joined figure is no part of it."""
    assert [(told[2], told[3]) for told in gifts(text, "en")] == [(amount, unit)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Norway gave Kenya 20 million dollars, bringing its total support to 300 million dollars."),
        ("fr", "Ce don portera à 300 millions de dollars le montant total de l'aide norvégienne au Kenya."),
    ],
)
def test_what_a_gift_brings_the_total_to_is_a_total(language: str, text: str) -> None:
    """A total is told apart from the gift, even where it is still to be reached."""
    labels = label_reports(read(text, language=language).reports)
    assert [label.amount for label in labels if label.cumulative] == [3e8]


@pytest.mark.parametrize(
    ("language", "text", "kind", "domain"),
    [
        ("fr", "La Norvège a annoncé une aide militaire de 30 millions de dollars au Ghana.", "AidPledged", "military"),
        ("fr", "La Norvège a annoncé une aide médicale de 30 millions de dollars au Ghana.", "AidPledged", "civil"),
        ("en", "Norway announced new military aid worth 30 million dollars for Ghana.", "AidPledged", "military"),
        ("fr", "La Norvège a promis vingt chars au Ghana.", "AidPledged", "military"),
    ],
)
def test_promised_arms_are_a_pledge_outside_civil_totals(language: str, text: str, kind: str, domain: str) -> None:
    """A sum that a military gift comes to is military, and what is promised is a pledge."""
    (report,) = read(text, language=language).reports
    assert isinstance(report, Quantified)
    assert (type(report).__name__, report.domain) == (kind, domain)


@pytest.mark.parametrize(
    ("language", "text", "amount", "unit"),
    [
        ("en", "Japan donated $US200,000 to Fiji.", 200000, "USD"),
        ("en", "Australia donated $A2.5 million to Fiji.", 2.5e6, "AUD"),
        ("en", "Canada donated CAN$2.5 million to Fiji.", 2.5e6, "CAD"),
        ("en", "India donated Rs. 52 million to Ghana.", 52e6, "INR"),
        ("en", "Saudi Arabia donated SR50 million to Ghana.", 50e6, "SAR"),
        ("en", "The UAE donated Dh50 million to Ghana.", 50e6, "AED"),
        ("fr", "Le Japon a accordé au Togo 82,698 euros.", 82698, "EUR"),
        ("fr", "Le Japon a remis au Togo 2,370 tonnes de riz.", 2370, "t"),
        ("fr", "Le Japon a remis au Togo 2,37 tonnes de riz.", 2.37, "t"),
        ("fr", "Le Japon a remis au Togo 2.370,5 tonnes de riz.", 2370.5, "t"),
        ("fr", "Le Japon a accordé au Togo 1,234 milliard de yens.", 1.234e9, "JPY"),
    ],
)
def test_a_sum_is_read_as_it_is_written(language: str, text: str, amount: float, unit: str) -> None:
    """Signs stand before or within a figure, and a mark before three digits groups them where there is no scale."""
    assert [one[2:] for one in gifts(text, language)] == [(amount, unit)]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Japan gave Ghana tents.", "tents"),
        ("Japan sent Ghana rice.", "rice"),
        ("Japan gave Ghana equipment worth $1,059,177.", "funds"),
    ],
)
def test_goods_follow_whom_they_go_to(text: str, item: str) -> None:
    """A country right behind a verb of giving is whom goods go to, and does not say whose they are."""
    told = read(text, language="en").reports
    assert [line(report) for report in told] == ["AidDelivered JPN>GHA"]
    assert [one[1] for one in gifts(text, "en")] == [item]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Denmark has given Benin $90 million since the war broke out."),
        ("en", "Since the start of the war, Denmark has given Benin $90 million."),
        ("en", "To date, Denmark has given Benin $90 million."),
        ("en", "Over the past ten years, Denmark has given Benin $90 million."),
        ("fr", "Depuis le début de la guerre, le Danemark a fourni 90 millions de dollars au Bénin."),
        ("fr", "Le Danemark a fourni 90 millions de dollars au Bénin depuis que la guerre a éclaté."),
        ("fr", "À ce jour, le Danemark a fourni 90 millions de dollars au Bénin."),
        ("fr", "Le Danemark a fourni 90 millions de dollars au Bénin ces cinq dernières années."),
    ],
)
def test_what_was_given_over_a_stretch_is_a_total(language: str, text: str) -> None:
    """What was given since something, to date or over years sums up many gifts."""
    assert [line(report) for report in read(text, language=language).reports] == ["TotalReported DNK>BEN"]


def test_a_total_begins_with_what_it_is_counted_from() -> None:
    """The day of what a total is counted from is its first."""
    report = read("Denmark has given Benin $90 million since a flood hit it on May 2.", language="en").reports[0]
    told = when(report)
    assert told is not None
    assert (told.start, told.end) == ("2024-05-02", None)


@pytest.mark.parametrize(
    "text",
    [
        "A total of 40 trucks were handed over to Benin by Denmark on Monday.",
        "Denmark has given Benin $90 million.",
    ],
)
def test_what_was_given_at_once_is_no_total(text: str) -> None:
    """A lot of forty, and a sum without any stretch, is one gift."""
    assert [line(report) for report in read(text, language="en").reports] == ["AidDelivered DNK>BEN"]


@pytest.mark.parametrize(
    ("language", "told", "figure"),
    [
        ("fr", "Elle compte au total 7.188 tonnes.", (7188, "t")),
        ("fr", "Elle est composée de 7.188 tonnes de riz.", (7188, "t")),
        ("fr", "Sa valeur est estimée à 2 millions d'euros.", (2e6, "EUR")),
        ("fr", "Le coût de ce don s'élève à 2 millions d'euros.", (2e6, "EUR")),
        ("en", "Its value is estimated at $2 million.", (2e6, "USD")),
        ("en", "It is valued at $2 million.", (2e6, "USD")),
        ("en", "They include 20 tonnes of rice.", (20, "t")),
    ],
)
def test_a_pronoun_counts_the_gift_told_before(language: str, told: str, figure: tuple[float, str]) -> None:
    """What "it" is made up of, and what its worth is, is how much was given in the sentence before."""
    gift = {
        "fr": "Le Japon a remis lundi une cargaison de riz au Bénin.",
        "en": "Japan handed over relief goods to Benin on Monday.",
    }
    assert [one[2:] for one in gifts(f"{gift[language]} {told}", language)] == [figure]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "Il compte 11 millions d'habitants."),
        ("fr", "Son budget s'élève à 3 milliards d'euros."),
        ("en", "Its economy is worth $20 billion."),
    ],
)
def test_what_is_told_of_a_country_counts_no_gift(language: str, told: str) -> None:
    """The figures of a country are not those of what it was given."""
    gift = {"fr": "Le Japon a remis lundi du riz au Bénin.", "en": "Japan handed over rice to Benin on Monday."}
    assert [one[2:] for one in gifts(f"{gift[language]} {told}", language)] == [(None, None)]


@pytest.mark.parametrize(
    ("language", "text", "total"),
    [
        ("en", "Peruvian soldiers are stationed in Chad.", False),
        ("en", "About 400 Peruvian soldiers are stationed in Chad.", True),
        ("fr", "Des soldats péruviens stationnent au Tchad.", False),
        ("fr", "Quelque 400 soldats péruviens stationnent au Tchad.", True),
    ],
)
def test_a_standing_total_has_a_figure(language: str, text: str, total: bool) -> None:  # noqa: FBT001
    """Forces that nobody counts are support, not a total of it."""
    assert [label.cumulative for label in label_reports(read(text, language=language).reports)] == [total]

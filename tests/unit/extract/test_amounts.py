"""Amounts: figures, units, currencies and goods, as exact as they are told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extract.amounts.mentions import AmountMention, find_amounts
from service.extract.language_files import languages
from service.extract.text.tokens import load_tokenizer


def read(language: str, text: str) -> list[AmountMention]:
    """The amounts of one sentence."""
    return find_amounts(load_tokenizer(language).tokenize(text), language)


# text, min, max, approximate, unit, item, military
FRENCH = [
    ("Le Niger a reçu 25 000 tonnes de blé russe.", 25000, 25000, False, "t", "wheat", False),
    ("22.000 t d'engrais", 22000, 22000, False, "t", "fertilizer", False),
    ("deux cents tonnes de riz", 200, 200, False, "t", "rice", False),
    ("Vingt-cinq mille tonnes sont parties.", 25000, 25000, False, "t", None, False),
    ("160 000 sacs de riz", 160000, 160000, False, "items", "food", False),
    ("quelque 500 repas chauds", 500, 500, True, "items", "food", False),
    ("30 000 barils de pétrole", 30000, 30000, False, "bbl", "fuel", False),
    ("une soixantaine de millions d'euros", 6e7, 6e7, True, "EUR", "funds", False),
    ("plusieurs dizaines de millions d'euros", 2e7, None, True, "EUR", "funds", False),
    ("150 M USD", 1.5e8, 1.5e8, False, "USD", "funds", False),
    ("10 Mds FCFA", 1e10, 1e10, False, "XOF", "funds", False),
    ("7,4 milliards d'euros", 7.4e9, 7.4e9, False, "EUR", "funds", False),
    ("sept millions d’euros", 7e6, 7e6, False, "EUR", "funds", False),
    ("300 millions de dollars", 3e8, 3e8, False, "USD", "funds", False),
    ("80,5 millions de dollars canadiens", 80.5e6, 80.5e6, False, "CAD", "funds", False),
    ("500 000 dollars US", 5e5, 5e5, False, "USD", "funds", False),
    ("20 M€", 2e7, 2e7, False, "EUR", "funds", False),
    ("10 milliards de francs CFA", 1e10, 1e10, False, "XOF", "funds", False),
    ("quelque 1 500 mercenaires", 1500, 1500, True, "persons", "troops", True),
    ("une cinquantaine de camions", 50, 50, True, "items", "vehicles", False),
    ("un millier de militaires", 1000, 1000, True, "persons", "troops", True),
    ("plusieurs dizaines d’avions", 20, None, True, "items", "aircraft", False),
    ("plusieurs milliards de FCFA", 2e9, None, True, "XOF", "funds", False),
    ("plus de 30 véhicules blindés", 30, None, True, "items", "vehicles", True),
    ("au moins 20 drones", 20, None, True, "items", "drones", True),
    ("jusqu'à 200 policiers kényans", None, 200, True, "persons", "troops", True),
    ("entre 3 et 5 millions d'euros", 3e6, 5e6, True, "EUR", "funds", False),
    ("100.000 doses de vaccin", 1e5, 1e5, False, "doses", "vaccines", False),
    ("624 000 doses d'AstraZeneca", 624000, 624000, False, "doses", "vaccines", False),
    ("un demi-million de doses", 5e5, 5e5, False, "doses", "vaccines", False),
    ("un million et demi de doses", 1.5e6, 1.5e6, False, "doses", "vaccines", False),
    ("trois citernes d'oxygène", 3, 3, False, "items", "medicine", False),
    ("trois cents instructeurs de plus", 300, 300, False, "persons", "instructors", True),
    ("Rabat en envoyait 250 000, et des tentes", 250000, 250000, False, None, None, False),
    ("elle en a promis un millier.", 1000, 1000, True, None, None, False),
    ("trois quarts de million d'euros", 7.5e5, 7.5e5, False, "EUR", "funds", False),
    ("150 millions de couronnes", 1.5e8, 1.5e8, False, "krone", "funds", False),
    ("2 millions 850 mille dollars", 2.85e6, 2.85e6, False, "USD", "funds", False),
    ("18,4 millions de DTS", 18.4e6, 18.4e6, False, "XDR", "funds", False),
    ("600 millions de vatus", 6e8, 6e8, False, "VUV", "funds", False),
]
ENGLISH = [
    ("15 lakh (1.5 million) doses of measles vaccine", 1.5e6, 1.5e6, False, "doses", "vaccines", False),
    ("1,50,000 doses", 150000, 150000, False, "doses", "vaccines", False),
    ("12,34,500 tonnes of rice", 1234500, 1234500, False, "t", "rice", False),
    ("20,000mt of maize", 20000, 20000, False, "t", "maize", False),
    ("EC$100,000", 100000, 100000, False, "XCD", "funds", False),
    ("50,000 to Seychelles", 50000, 50000, False, None, None, False),
    ("$3.5bn", 3.5e9, 3.5e9, False, "USD", "funds", False),
    ("€50 million", 5e7, 5e7, False, "EUR", "funds", False),
    ("more than US$300m", 3e8, None, True, "USD", "funds", False),
    ("about 3,000 Ethiopian soldiers", 3000, 3000, True, "persons", "troops", True),
    ("25,000 tonnes of free Russian wheat", 25000, 25000, False, "t", "wheat", False),
    ("12 500 tonnes of rice", 12500, 12500, False, "t", "rice", False),
    ("In 2015 200 tonnes of rice came.", 200, 200, False, "t", "rice", False),
    ("handed over 20 ambulances", 20, 20, False, "items", "vehicles", False),
    ("gave over 20 ambulances", 20, None, True, "items", "vehicles", False),
    ("5,000 bags of rice", 5000, 5000, False, "items", "rice", False),
    ("500 meals", 500, 500, False, "items", "food", False),
    ("50,000 barrels of oil", 50000, 50000, False, "bbl", "fuel", False),
    ("2 bln rubles", 2e9, 2e9, False, "RUB", "funds", False),
    ("20M EUR", 2e7, 2e7, False, "EUR", "funds", False),
    ("Rs30 crore", 3e8, 3e8, False, "INR", "funds", False),
    ("a 500 million-euro bridge", 5e8, 5e8, False, "EUR", "funds", False),
    ("a $2.5-million bridge", 2.5e6, 2.5e6, False, "USD", "funds", False),
    ("two and a half billion dollars", 2.5e9, 2.5e9, False, "USD", "funds", False),
    ("tens of millions of dollars", 2e7, None, True, "USD", "funds", False),
    ("dozens of armoured vehicles", 24, None, True, "items", "vehicles", True),
    ("20 million euros in humanitarian aid", 2e7, 2e7, False, "EUR", "relief", False),
    ("a quarter of a million dollars", 2.5e5, 2.5e5, False, "USD", "funds", False),
    ("three-quarters of a billion dollars", 7.5e8, 7.5e8, False, "USD", "funds", False),
    ("a few million euros", 2e6, None, True, "EUR", "funds", False),
    ("a 1,000-tonne shipment of rice", 1000, 1000, False, "t", "rice", False),
    ("a 500-strong battalion", 500, 500, False, "persons", "troops", True),
    ("Shs5bn for the hospital", 5e9, 5e9, False, "UGX", "funds", False),
    ("a $90 million (about £72 million) bridge", 9e7, 9e7, False, "USD", "funds", False),
]


@pytest.mark.parametrize(
    ("language", "text", "low", "high", "approximate", "unit", "item", "military"),
    [("fr", *case) for case in FRENCH] + [("en", *case) for case in ENGLISH],
)
def test_a_figure_is_read_with_unit_and_goods(
    language: str, text: str, low: float, high: float, approximate: object, unit: str, item: str, military: object
) -> None:
    """Value, bounds, unit, goods and whether they are military come out of one reading, and nothing else does."""
    found = next(amount for amount in read(language, text) if amount.min is not None or amount.max is not None)
    assert (found.min, found.max, found.approximate) == (low, high, approximate)
    assert (found.unit, found.item, found.military) == (unit, item, military)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "fr",
            "la fourniture d'équipements militaires russes, dont des véhicules blindés",
            [("arms", True), ("vehicles", True)],
        ),
        ("fr", "des hélicoptères et des instructeurs", [("aircraft", False), ("instructors", True)]),
        ("fr", "vivres, médicaments, carburant", [("food", False), ("medicine", False), ("fuel", False)]),
        ("en", "an air-defense system and fuel", [("arms", True), ("fuel", False)]),
    ],
)
def test_goods_are_found_without_a_figure(language: str, text: str, expected: list[tuple[str, bool]]) -> None:
    """Goods named without a figure have no bounds and no unit."""
    found = read(language, text)
    assert [(amount.item, amount.military) for amount in found] == expected
    assert all(amount.min is amount.max is amount.unit is None for amount in found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le 28 février 2024, les 27 pays et les deux hommes se sont vus à 16h03."),
        ("fr", "la 24e session, 62 % des voix, le +74956456601"),
        ("fr", "en 2024 la France et six pays d'Afrique"),
        ("en", "In 2024 all 15 members met for 11 hours."),
    ],
)
def test_other_numbers_are_no_amounts(language: str, text: str) -> None:
    """Dates, counts of states, percentages and telephone numbers are not quantities of anything given."""
    assert read(language, text) == []


def test_head_and_range_point_at_the_tokens() -> None:
    """A mention spans the words that bound it, its figure, unit and goods; the head is the noun that is counted."""
    tokens = load_tokenizer("fr").tokenize("Il livre près de 25 000 tonnes de blé russe")
    (found,) = find_amounts(tokens, "fr")
    assert [token.text for token in tokens[found.first : found.last]] == ["près", "de", "25 000", "tonnes", "de", "blé"]
    assert found.head is not None
    assert tokens[found.head].text == "tonnes"


@given(
    text=st.lists(
        st.sampled_from(
            [
                "entre",
                "3",
                "et",
                "5",
                "millions",
                "de",
                "d'",
                "euros",
                "$",
                "blé",
                "tonnes",
                "plusieurs",
                "dizaines",
                "un",
                "demi",
                "(",
                ")",
                "-",
                "avions",
                "militaires",
                "plus",
                "vingt-",
                "et-un",
                "of",
                "doses",
                "12,5",
                "M",
                "half",
                "a",
                "hundred",
                "and",
                "²",
                "١٢",
            ]
        ),
        max_size=14,
    ).map(" ".join),
    language=st.sampled_from(languages()),
)
@settings(max_examples=400, deadline=None)
def test_no_row_of_words_breaks_the_reading(text: str, language: str) -> None:
    """Whatever stands together, mentions are in order, apart, with bounds in order, and never raise."""
    tokens = load_tokenizer(language).tokenize(text)
    at = 0
    for amount in find_amounts(tokens, language):
        assert at <= amount.first < amount.last <= len(tokens)
        assert amount.min is None or amount.max is None or amount.min <= amount.max
        at = amount.last

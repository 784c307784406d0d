"""Aid, arms and sanctions whose other party another part of the article tells: its state, its dateline."""

import pytest

from events.vocabulary import AidDelivered, AidPledged
from service.extract.amounts.mentions import find_amounts
from service.extract.reading import read_article
from service.extract.text.tokens import load_tokenizer
from tests.unit.extract.telling import PUBLISHED, read, tell

MANILA = "Aid\nMANILA -- Britain pledged $16 million, and Australia has put up $28 million for Philippine victims.\n"


def test_gifts_go_to_the_state_of_the_dateline() -> None:
    """A donor beside another who helps the state of the dateline helps it as well, where he names nobody else."""
    assert tell(MANILA, language="en") == ["AidPledged AUS>PHL", "AidPledged GBR>PHL"]


def test_a_dateline_of_a_state_that_the_text_never_names_receives_nothing() -> None:
    """Where a report is sent from is not who is helped, unless the text speaks of that state."""
    assert tell("Relief\nGENEVA -- Britain has pledged $16 million.\n", language="en") == []


@pytest.mark.parametrize(
    "text",
    [
        "GENEVA - Japan pledged $20 million at a conference. Switzerland hosted it. Sudan welcomed the money.",
        "NAIROBI - Britain will provide $5 million for the peacekeepers. Somalia asked for more. Kenya trains police.",
        "AMMAN - The Emirates sent three planes carrying food. It was to enter Gaza by road. Jordan also sent trucks.",
        "DJIBOUTI - A Saudi ship carrying 2,000 tonnes of wheat docked. It is for Ethiopia. Djibouti is the main port.",
        "Germany has delivered 14 tanks, Russia's foreign ministry said on Monday. Ukraine has asked for more.",
        "Iran has supplied hundreds of drones, Ukraine's air force said. Russia denied it.",
    ],
)
def test_where_a_third_state_may_be_the_one_in_need_no_gift_is_for_who_tells_of_it(text: str) -> None:
    """A host of donors, a port on the way or a foe who counts the arms receives nothing."""
    assert tell(f"Help\n{text}\n", language="en") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("GENEVA - Japan pledged $20 million at a donor conference. Switzerland hosted the meeting.", "en"),
        ("PARIS - Le Japon a promis 20 millions de dollars lors d'un sommet. La France le préside.", "fr"),
    ],
)
def test_where_donors_meet_is_not_where_their_gifts_go(text: str, language: str) -> None:
    """What is promised at a gathering is not for the state that is host to it."""
    assert tell(f"Aid\n{text}\n", language=language) == []


def test_what_stands_around_a_gift_decides_whether_a_third_is_named() -> None:
    """A state named elsewhere in the sentence does not hide whom the article is about."""
    text = (
        "Haïti : l'aide afflue\n\nCaracas a dépêché un avion chargé de cinquante tonnes de vivres, tandis que quelque "
        "400 médecins cubains soignent les blessés.\n"
    )
    assert "AidDelivered VEN>HTI" in tell(text)


@pytest.mark.parametrize(
    ("sentence", "language", "told"),
    [
        ("French-led forces left Mali on Sunday.", "en", "MilitarySupportEnded FRA>MLI"),
        ("Soldiers of the U.S.-led force left Iraq on Sunday.", "en", "MilitarySupportEnded USA>IRQ"),
        ("Washington lifted part of the sanctions on Cuba.", "en", "SanctionsLifted USA>CUB"),
        ("Une partie des sanctions contre Cuba a été levée par Washington.", "fr", "SanctionsLifted USA>CUB"),
        ("Sweden will no longer provide aid to Mali.", "en", "AidSuspended SWE>MLI"),
        ("Washington added Cambodia to its list of states under embargo.", "en", "SanctionsImposed USA>KHM"),
    ],
)
def test_acts_are_read_through_their_wrapping(sentence: str, language: str, told: str) -> None:
    """A hyphen that tells whose forces are, a noun that only counts, "no longer": the act is told all the same."""
    assert tell(sentence, language=language) == [told]


def test_persons_under_sanctions_are_of_the_state_that_the_article_is_about() -> None:
    """Whom sanctions name without a state belongs to the one that others have just acted against."""
    text = "Canada imposed sanctions on seven Russian officials on Monday. Japan blacklisted 21 people on Tuesday."
    assert tell(text, language="en") == ["SanctionsImposed CAN>RUS", "SanctionsImposed JPN>RUS"]


@pytest.mark.parametrize(
    ("text", "language", "units"),
    [
        ("6 millions de livres", "fr", ["pound"]),
        ("6 000 livres", "fr", []),
        ("La JICA a livré 30 ambulances", "fr", ["items"]),
        ("10 million pounds", "en", ["pound"]),
        ("100,000 pounds of flour", "en", [None]),
    ],
)
def test_pounds_are_money_only_where_they_can_be(text: str, language: str, units: list[str | None]) -> None:
    """A pound weighs and pays, a French one is read too: only large sums without goods are a currency."""
    assert [one.unit for one in find_amounts(load_tokenizer(language).tokenize(text), language)] == units


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Blast relief\nBEIRUT -- A Qatari plane brought two field hospitals.\n",
            ["AidDelivered QAT>LBN"],
        ),
        (
            "Poland has handed over fourteen ambulances, Ukraine's health ministry said.",
            ["AidDelivered POL>UKR"],
        ),
        (
            "Canada has an embassy in Latvia. It will send 450 soldiers there.",
            ["MilitarySupportProvided CAN>LVA"],
        ),
    ],
)
def test_who_receives_is_told_by_the_place_or_by_who_tells_it(text: str, told: list[str]) -> None:
    """Goods that are brought reach the dateline's state, gifts the state that tells of them, "there" the last place."""
    assert tell(text, language="en") == told


def test_sanctions_go_on_against_whom_others_have_just_struck() -> None:
    """In a quarrel the next to act strikes the same state, not the one that the headline is about."""
    text = (
        "Ukraine : nouvelle salve\n\nL'UE a privé mardi la Russie de ses produits de luxe et inscrit quinze personnes "
        "sur sa liste noire.\n"
    )
    assert tell(text) == ["SanctionsImposed EU>RUS"]


def test_a_capital_before_the_colon_of_a_headline_is_where_it_is_told() -> None:
    """A headline that names another state behind the colon is about that one."""
    text = "Accra : 15 milliards de dollars pour le Mali\n\nLa Norvège apportera 1,2 milliard de dollars.\n"
    assert tell(text) == ["AidPledged NOR>MLI"]


@pytest.mark.parametrize(
    ("sum_told", "home", "unit"),
    [
        ("$5 million", "AUS", "AUD"),
        ("US$5 million", "AUS", "USD"),
        ("$5 million", "FJI", "USD"),
        ("$5 million", None, "USD"),
    ],
)
def test_plain_dollars_are_those_of_the_press_of_who_gives(sum_told: str, home: str | None, unit: str) -> None:
    """A plain dollar is the giver's own in the press of his state, and American everywhere else."""
    text = f"Australia will give {sum_told} to Fiji."
    reports = read_article(text, article="a-1", title=None, published=PUBLISHED, language="en", home=home).reports
    assert [report.amount.unit for report in reports if isinstance(report, AidPledged) and report.amount] == [unit]


def test_a_package_that_a_tranche_is_part_of_is_no_gift_of_its_own() -> None:
    """Of "a billion under a three-billion package" the billion is what was given."""
    text = "Pakistan has received $1 billion from Saudi Arabia under a $3 billion support package."
    reports = read(text, language="en").reports
    assert [report.amount.min for report in reports if isinstance(report, AidDelivered) and report.amount] == [1e9]


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("fr", "L'an dernier, Oslo a versé 12 millions de dollars au Népal.", "TotalReported"),
        ("en", "Norway gave Nepal 12 million dollars last year.", "TotalReported"),
        ("fr", "Mardi, Oslo a versé 12 millions de dollars au Népal.", "AidDelivered"),
        ("en", "Norway gave Nepal 12 trucks last year.", "AidDelivered"),
    ],
)
def test_money_given_in_a_year_past_is_what_it_all_came_to(language: str, text: str, kind: str) -> None:
    """A sum told of a whole year before that of publication is a total; a lot of goods is one gift."""
    assert tell(text, language=language) == [f"{kind} NOR>NPL"]

"""What an article goes on telling of: parties, goods and figures that a later clause leaves out."""

import pytest

from events.vocabulary import AidDelivered, AidPledged
from tests.unit.extract.telling import line, read, tell

OXYGEN = "La France a livré lundi 30 000 doses de vaccin à la Tunisie."
WHEAT = "Russia shipped 25,000 tonnes of wheat to Mali on Monday."

TAKEN_UP = (
    ("fr", OXYGEN, "La Turquie a offert 50 000 doses.", "AidDelivered TUR>TUN"),
    ("fr", OXYGEN, "Le Maroc en a promis 40 000 autres.", "AidPledged MAR>TUN"),
    ("fr", OXYGEN, "Le Qatar a donné deux millions de dollars pour les sinistrés.", "AidDelivered QAT>TUN"),
    ("en", WHEAT, "Zimbabwe received 20,000.", "AidDelivered RUS>ZWE"),
    ("en", WHEAT, "Turkey has pledged 3,000 tonnes of rice.", "AidPledged TUR>MLI"),
    (
        "fr",
        "L'Union européenne a adopté lundi des sanctions contre la Biélorussie.",
        "Le Canada a imposé à son tour des sanctions mardi.",
        "SanctionsImposed CAN>BLR",
    ),
    (
        "fr",
        "Le Maroc a rompu lundi ses relations avec l'Iran.",
        "Téhéran a condamné cette décision.",
        "CriticismExpressed IRN>MAR",
    ),
    (
        "fr",
        "Le Maroc a rompu lundi ses relations avec l'Iran.",
        "L'Arabie saoudite a salué la mesure.",
        "SupportExpressed SAU>MAR",
    ),
    (
        "en",
        "Kenya recalled its ambassador to Somalia on Monday.",
        "Ethiopia condemned the move.",
        "CriticismExpressed ETH>KEN",
    ),
    (
        "fr",
        "Le Pakistan a rappelé lundi son ambassadeur en Inde.",
        "New Delhi a répliqué en expulsant trois diplomates.",
        "EnvoyExpelled IND>PAK",
    ),
)

LEFT_ALONE = (
    ("fr", OXYGEN, "L'Algérie a promis deux millions de dollars à ses agriculteurs.", "DZA"),
    ("fr", OXYGEN, "L'Algérie prévoit une récolte de 50 000 tonnes de blé.", "DZA"),
    ("fr", OXYGEN, "L'Algérie a rompu le silence.", "DZA"),
    ("fr", OXYGEN, "Le Maroc a livré 500 voitures aux taxis de Rabat.", "MAR"),
    ("fr", OXYGEN, "La Turquie a condamné la mesure.", "TUR"),
    ("en", WHEAT, "Turkey has sold 3,000 tonnes of rice to its bakers.", "TUR"),
    ("en", WHEAT, "Turkey condemned the move.", "TUR"),
    ("en", "Kenya recalled its ambassador to Somalia on Monday.", "Ethiopia condemned the opposition.", "ETH"),
    (
        "fr",
        "Le Maroc a rompu lundi ses relations avec l'Iran.",
        "Le Sénégal a condamné le verdict du tribunal.",
        "SEN",
    ),
)


@pytest.mark.parametrize(("language", "first", "later", "told"), TAKEN_UP)
def test_a_party_said_once_is_taken_up(language: str, first: str, later: str, told: str) -> None:
    """A later clause of the same kind of act may leave out the party that can only be one."""
    assert told in tell(f"{first} {later}", language=language)
    assert told not in tell(later, language=language)


@pytest.mark.parametrize(("language", "first", "later", "party"), LEFT_ALONE)
def test_what_names_somebody_else_takes_nobody_up(language: str, first: str, later: str, party: str) -> None:
    """A clause that names another receiver, another thing or another kind of act is not completed."""
    assert not [line for line in tell(f"{first} {later}", language=language) if party in line]


def test_two_receivers_leave_the_third_gift_open() -> None:
    """Where two states have received aid, nobody knows to which of them the next gift goes."""
    text = f"{OXYGEN} L'Italie a livré 10 000 doses au Niger. La Turquie a offert 50 000 doses."
    assert not [line for line in tell(text) if "TUR" in line]


def test_a_thread_ends_with_its_article_and_after_many_sentences() -> None:
    """What was told long before is no longer what the article goes on about."""
    between = " ".join(["Il a plu toute la journée sur la côte."] * 20)
    assert not [line for line in tell(f"{OXYGEN} {between} La Turquie a offert 50 000 doses.") if "TUR" in line]


def gifts(text: str, language: str) -> list[tuple[str, float | None, str | None, str | None]]:
    """Receiver, figure, unit and goods of each gift, in the order of the text."""
    return [
        (r.target, r.amount.min if r.amount else None, r.amount.unit if r.amount else None, r.item)
        for r in read(text, language=language).reports
        if isinstance(r, AidDelivered | AidPledged)
    ]


def test_figures_without_a_noun_count_the_goods_told_last() -> None:
    """With "en" a figure counts doses, "autant" is as much as before, "chacun" the same for each."""
    text = f"{OXYGEN} L'Algérie en a livré 250 000 mardi."
    assert gifts(text, "fr")[1] == ("TUN", 250000.0, "doses", "vaccines")
    text = (
        "La Russie a livré 25 000 tonnes de blé au Mali, autant au Tchad. "
        "La Somalie et le Togo ont reçu chacun 5 000 tonnes."
    )
    assert gifts(text, "fr") == [
        ("MLI", 25000.0, "t", "wheat"),
        ("TCD", 25000.0, "t", "wheat"),
        ("SOM", 5000.0, "t", "wheat"),
        ("TGO", 5000.0, "t", "wheat"),
    ]


def test_english_figures_without_a_noun_count_the_goods_told_last() -> None:
    """What is "the same" and what is "another 40,000": unit and goods are those of the last gift."""
    text = f"{WHEAT} Turkey sent 3,000 tonnes of rice to Mali, and the same to Togo."
    assert gifts(text, "en")[1:] == [("MLI", 3000.0, "t", "rice"), ("TGO", 3000.0, "t", "rice")]
    text = "France sent 30,000 doses of vaccine to Tunisia on Monday, and Morocco pledged another 40,000."
    assert ("TUN", 40000.0, "doses", "vaccines") in gifts(text, "en")


def test_a_figure_without_a_gift_before_it_counts_nothing() -> None:
    """A number alone is no aid where the article has told of none."""
    assert tell("L'Algérie en a livré 250 000 mardi à la Tunisie.") == []


def test_the_explanation_says_where_each_party_was_found() -> None:
    """A party taken up is marked in the trace of its sentence."""
    reading = read(f"{OXYGEN} La Turquie a offert 50 000 doses.", explain=True)
    assert any("target:thread" in claim for claim in reading.sentences[1].claims)
    assert all("thread" not in claim for claim in reading.sentences[0].claims)


def test_a_date_beside_another_name_is_of_the_same_act_by_that_state() -> None:
    """A clause may leave out all but who acts and when: "and Niger on August 6"."""
    reports = read("Mali severed relations with Ukraine on August 4, and Niger on August 6.", language="en").reports
    days = {line(report): report.act.start for report in reports if report.act is not None}
    assert days == {"RelationsSevered MLI>UKR": "2023-08-04", "RelationsSevered NER>UKR": "2023-08-06"}

"""Praise and blame: who speaks, whose act is meant, and what is said without naming either again."""

import pytest

from tests.unit.extract.telling import tell

FRENCH = [
    # Who speaks stands behind a colon, behind what is said, or before it.
    (
        "La tension monte entre Alger et Rabat. Le ministre algérien a réagi : « C'est une provocation inacceptable. »",
        "CriticismExpressed DZA>MAR",
    ),
    (
        "« C'est un chantage », a lancé à l'adresse du Maroc la ministre espagnole de la Défense.",
        "CriticismExpressed ESP>MAR",
    ),
    (
        "Londres et Moscou s'opposent. « Un numéro de cirque », a ironisé la porte-parole du ministère russe.",
        "CriticismExpressed RUS>GBR",
    ),
    # Whose the blamed act is: of who did it, not of where it was done.
    ("Helsinki a condamné le bombardement de Kharkiv par l'armée russe.", "CriticismExpressed FIN>RUS"),
    ("Le ministre malien a proféré contre l'Algérie des accusations de complaisance.", "CriticismExpressed MLI>DZA"),
    (
        "La Grande-Bretagne, accusée par Téhéran d'attiser les troubles, rejette ces allégations.",
        "CriticismExpressed GBR>IRN",
    ),
    ("Le ministre américain a désigné l'Iran comme responsable des attaques.", "CriticismExpressed USA>IRN"),
    ("Alger n'a pas caché son agacement à l'égard de Paris.", "CriticismExpressed DZA>FRA"),
    (
        "Le Premier ministre britannique est arrivé à Kiev pour exprimer le soutien du Royaume-Uni à l'Ukraine.",
        "SupportExpressed GBR>UKR",
    ),
    ("Bruxelles a apporté son appui à Madrid.", "SupportExpressed EU>ESP"),
]
ENGLISH = [
    (
        "France quarrels with Canberra. In Beijing, a spokesman branded Australia's plans irresponsible.",
        "CriticismExpressed CHN>AUS",
    ),
    ("Saudi Arabia froze trade with Canada, accusing Ottawa of meddling.", "CriticismExpressed SAU>CAN"),
    (
        "Australia's prime minister said the aircraft had been shot down, pointing the finger at Moscow.",
        "CriticismExpressed AUS>RUS",
    ),
    ("The British prime minister phoned Kyiv and expressed his support for its president.", "SupportExpressed GBR>UKR"),
    ("Germany condemned the shelling of Kharkiv by Russia.", "CriticismExpressed DEU>RUS"),
    ("Mongolia, accused by Tripoli of meddling, has denied the charge.", "CriticismExpressed LBY>MNG"),
    ("The United States ended the talks, saying Russia had failed to honour its word.", "CriticismExpressed USA>RUS"),
    ("In a statement Foreign Minister Penny Wong of Australia condemned North Korea.", "CriticismExpressed AUS>PRK"),
    ("Niger expelled the French ambassador, and Mali welcomed it.", "SupportExpressed MLI>NER"),
]
QUIET = [
    ("fr", "Alger a caché son agacement à l'égard de Paris."),
    ("fr", "Un numéro de cirque a été donné devant le ministère russe des Affaires étrangères, à Londres."),
    ("fr", "Le sélectionneur sénégalais a jugé ridicule l'arbitrage du match contre le Maroc."),
    ("en", "A farce is on show in London, near the Russian foreign ministry's guest house."),
    ("en", "The mayor opened the bridge, and Mali welcomed it."),
]


@pytest.mark.parametrize(("text", "told"), FRENCH)
def test_french_words_are_said_by_whom_and_of_whom(text: str, told: str) -> None:
    """What is said in praise or blame is told of who speaks and of whose act is meant."""
    assert told in tell(text)


@pytest.mark.parametrize(("text", "told"), ENGLISH)
def test_english_words_are_said_by_whom_and_of_whom(text: str, told: str) -> None:
    """The same in English."""
    assert told in tell(text, language="en")


@pytest.mark.parametrize(("language", "text"), QUIET)
def test_no_word_is_said(language: str, text: str) -> None:
    """What is hidden, played or judged in sport is no praise or blame between states."""
    assert not [line for line in tell(text, language=language) if "Expressed" in line]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "China condemned the expulsion of an American diplomat.", ["CriticismExpressed CHN>USA"]),
        ("en", "China criticised the imposition of tariffs on Brazil.", []),
        ("en", "Oman condemned the sale of missiles to Kenya.", []),
        ("fr", "La Chine regrette l'expulsion d'un diplomate américain.", ["CriticismExpressed CHN>USA"]),
        ("fr", "La Chine a condamné la levée des sanctions contre l'Iran.", []),
        ("fr", "La Chine a annoncé la levée des sanctions contre l'Iran.", ["SanctionsLifted CHN>IRN"]),
    ],
)
def test_who_blames_an_act_did_not_do_it(language: str, text: str, told: list[str]) -> None:
    """The subject of a verb of blame is never taken for who did what the noun behind it tells of."""
    assert tell(text, language=language) == told


def test_a_surname_that_is_a_word_is_a_name() -> None:
    """Inside a sentence a capital and a possessive make a name of a word: "Trump's decision"."""
    told = tell("The German foreign minister regretted Trump's decision.", language="en", published="2018-05-09")
    assert told == ["CriticismExpressed DEU>USA"]


def test_what_was_never_said_blames_nobody() -> None:
    """What "n'a jamais" negates is not what "à jamais" says: an accent tells a verb from a preposition."""
    text = "Le ministre grec a fustigé Ankara. Athènes n'a jamais jugé illégale l'action de la Turquie."
    assert tell(text) == ["CriticismExpressed GRC>TUR"]
    assert tell("Paris a rompu à jamais ses relations avec Rome.") == ["RelationsSevered FRA>ITA"]


def test_who_is_insulted_is_not_who_is_blamed() -> None:
    """A state that the clause itself names as the victim is not the other party by default."""
    text = "The Dutch king was heckled in Jakarta. The Indonesian president said it was an insult to the Netherlands."
    assert not [one for one in tell(text, language="en") if one.startswith("Criticism")]

"""Names that look like verbs, unknown regions, counted members and pairs of leaders, and what would have been."""

import pytest

from service.extract.language import load
from service.extract.reading import read_article
from tests.unit.extract.telling import tell

GULF = ("ARE", "BHR", "KWT", "OMN", "QAT", "SAU")
READ: tuple[tuple[str, list[str]], ...] = (
    ("Omar Said, the health minister of Somalia, thanked Japan.", ["SupportExpressed SOM>JPN"]),
    ("The health minister of Somalia, Omar Said, thanked Japan.", ["SupportExpressed SOM>JPN"]),
    ("Omar Farah, the Somali governor of Wankhar region, thanked Japan.", ["SupportExpressed SOM>JPN"]),
    ("President Joe Biden terminated the sanctions programme against Burundi.", ["SanctionsLifted USA>BDI"]),
    ("The European Union ended its sanctions regime against Burundi.", ["SanctionsLifted EU>BDI"]),
    (
        "The three countries of the Alliance of Sahel States recalled their ambassadors from Algiers.",
        ["EnvoyRecalled BFA>DZA", "EnvoyRecalled MLI>DZA", "EnvoyRecalled NER>DZA"],
    ),
    ("Eritrea has withdrawn from the regional bloc IGAD.", ["MembershipEnded ERI>IGAD"]),
    ("The 27 EU countries expelled thirty Russian diplomats.", ["EnvoyExpelled EU>RUS"]),
    (
        "The six Gulf Cooperation Council states announced that they were recalling their envoys to Syria.",
        [f"EnvoyRecalled {code}>SYR" for code in GULF],
    ),
    ("Mozambique has started the process of restoring diplomatic ties with Mali.", ["RelationsEstablished MLI+MOZ"]),
    ("Mali has begun the procedure for expelling the Danish ambassador.", ["EnvoyExpelled MLI>DNK"]),
    ("Mali denied the possibility of expelling the Danish ambassador.", []),
    ("Sweden announced that its 30 million crowns for Mali would be kept on hold.", ["AidSuspended SWE>MLI"]),
    (
        "Kenya and Somalia reopened the crossings on the border, closed since 2011.",
        ["SanctionsLifted KEN>SOM", "SanctionsLifted SOM>KEN"],
    ),
    (
        "Burundi shuts border to Rwanda\n\nThe government cut ties with Rwanda, recalling its envoy from Kigali.",
        ["EnvoyRecalled BDI>RWA", "RelationsSevered BDI>RWA", "SanctionsImposed BDI>RWA"],
    ),
    ("Russia vetoed a resolution at the UN that would have condemned Israel.", []),
    (
        "Kenya and Tanzania quarrel over maize\n\nThe Malaysian premier said he had called both leaders.",
        ["MeetingHeld KEN+MYS", "MeetingHeld MYS+TZA"],
    ),
)


@pytest.mark.parametrize(("text", "told"), READ)
def test_names_that_look_otherwise_are_read(text: str, told: list[str]) -> None:
    """Each text tells exactly these acts."""
    assert tell(text, language="en") == told


def test_all_members_act_in_french_too() -> None:
    """The states of an organisation are told by its name behind them."""
    text = "Les six États du Conseil de coopération du Golfe ont rappelé leurs ambassadeurs à Damas."
    assert tell(text) == [f"EnvoyRecalled {code}>SYR" for code in GULF]


@pytest.mark.parametrize(
    ("form", "lemma"), [("oligarchs", "oligarch"), ("returnees", "returnee"), ("wrongdoers", "wrongdoer")]
)
def test_nouns_of_the_press_are_known(form: str, lemma: str) -> None:
    """Their plural leads to the noun that frames and groups name."""
    assert load("en").words.look_up(form).noun == lemma


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("tonneaux", "tonneau"),
        ("quotes-parts", "quote-part"),
        ("saboteuses", "saboteur"),
        ("cérémonials", "cérémonial"),
    ],
)
def test_french_nouns_of_the_press_are_known(form: str, lemma: str) -> None:
    """Their plural and feminine lead to the noun that frames and groups name."""
    assert load("fr").words.look_up(form).noun == lemma


def test_a_text_in_another_language_is_read_as_well_as_can_be() -> None:
    """A name that begins with a word of another category, as where French is taken for English, breaks nothing."""
    text = "Il négocie avec Moscou l'acquisition de Spoutnik V, dit-il."
    assert read_article(text, article="a", title=None, published="2024-05-06", language="en").reports == []

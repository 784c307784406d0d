"""Persons told by what they lead, by a first name, by a style or together: whose each of them is."""

import pytest

from tests.unit.extract.telling import tell

TOLD_BY_WHAT_THEY_LEAD = [
    ("en", "Marta Oliveira, who is Portugal's interior minister, landed in Lima.", "VisitOccurred PRT>PER"),
    ("en", "Marta Oliveira, who heads the Portuguese treasury, landed in Lima.", "VisitOccurred PRT>PER"),
    (
        "en",
        "Minister Marta Oliveira is leading the Portuguese delegation. Oliveira met the Peruvian premier.",
        "MeetingHeld PER+PRT",
    ),
    ("en", "Peru received a delegation led by Marta Oliveira, who runs Portugal's treasury.", "MeetingHeld PER+PRT"),
    (
        "en",
        "A military delegation from Ghana led by General Kofi Addo landed in Lima. Addo met the Peruvian premier.",
        "MeetingHeld GHA+PER",
    ),
    ("en", "Portugal's Marta Oliveira, secretary of the Security Council, landed in Lima.", "VisitOccurred PRT>PER"),
    ("fr", "Le Pérou a reçu Marta Oliveira, qui dirige la diplomatie portugaise.", "MeetingHeld PER+PRT"),
    ("fr", "Marta Oliveira, à la tête de la délégation portugaise, est arrivée à Lima.", "VisitOccurred PRT>PER"),
    (
        "fr",
        "Marta Oliveira conduit la délégation portugaise. Mme Oliveira a été reçue par le président péruvien.",
        "MeetingHeld PER+PRT",
    ),
    ("fr", "L'épouse du président ghanéen, Ama Addo, est arrivée lundi à Lima.", "VisitOccurred GHA>PER"),
    ("fr", "La première dame ghanéenne, Ama Addo, est arrivée lundi à Lima.", "VisitOccurred GHA>PER"),
    ("en", "The Ghanaian president's wife, Ama Addo, arrived in Lima on Monday.", "VisitOccurred GHA>PER"),
]


@pytest.mark.parametrize(("language", "text", "told"), TOLD_BY_WHAT_THEY_LEAD)
def test_a_person_is_of_the_state_of_what_he_leads(language: str, text: str, told: str) -> None:
    """Who leads a ministry or a delegation, holds an office or is married to who rules is of that state."""
    assert told in tell(text, language=language)


def test_the_leader_of_nothing_told_is_nobody() -> None:
    """Whoever is not, or no longer, what a relative says is of no state by it."""
    for text in (
        "Marta Oliveira, who is not Portugal's interior minister, landed in Lima.",
        "Marta Oliveira, who runs a bakery, landed in Lima.",
        "The wife of a Ghanaian baker arrived in Lima on Monday.",
    ):
        assert tell(text, language="en") == []


NAMES = [
    (
        "Prime Minister Vu Van Long of Vietnam held talks with the Prime Minister of Fiji. Long thanked Fiji.",
        "SupportExpressed VNM>FJI",
    ),
    ("Chinese Vice Premier He Lifeng met the Peruvian president.", "MeetingHeld CHN+PER"),
    ("Prince Nasser bin Ali of Oman landed in Lima. Prince Nasser met the Peruvian president.", "MeetingHeld OMN+PER"),
    ("Oman's army chief Nasser bin Ali landed in Lima. The general met the Peruvian president.", "MeetingHeld OMN+PER"),
    ("The king of Tonga received the president of Peru. His Majesty praised Peru.", "SupportExpressed TON>PER"),
    ("Ghana's premier hosted the Peruvian president. The latter thanked Ghana.", "SupportExpressed PER>GHA"),
]


ROYALS: list[tuple[str, str, list[str]]] = [
    ("en", "King Felipe landed in Lima on Monday.", ["VisitOccurred ESP>PER"]),
    ("en", "King Abdullah landed in Lima on Monday, Jordan said.", ["VisitOccurred JOR>PER"]),
    ("en", "Queen Letizia landed in Lima on Monday.", ["VisitOccurred ESP>PER"]),
    ("en", "King Otto landed in Lima on Monday.", []),
    ("en", "Minister Felipe landed in Lima on Monday.", []),
    ("fr", "Le roi Salmane a visité Lima lundi.", ["VisitOccurred SAU>PER"]),
    ("fr", "La reine Mathilde est arrivée lundi à Lima.", ["VisitOccurred BEL>PER"]),
]


@pytest.mark.parametrize(("language", "text", "told"), ROYALS)
def test_a_first_name_behind_a_royal_title_means_who_reigns(language: str, text: str, told: list[str]) -> None:
    """Monarchs, heirs and their spouses go by their first names, where a royal title stands before it."""
    assert tell(text, language=language) == told


@pytest.mark.parametrize(("text", "told"), NAMES)
def test_later_mentions_mean_the_person_named_before(text: str, told: str) -> None:
    """A last name that is a word, a first name behind a title and a style alone mean whom the text named."""
    assert told in tell(text, language="en")


def test_he_who_says_is_who_acts_before_in_the_sentence() -> None:
    """What "he said" opens is said by whom the sentence told of, not by whom another one did."""
    text = "Fiji spoke. The Peruvian president sent a video in which he said, “I condemn Ghana's decision.”"
    assert tell(text, language="en") == ["CriticismExpressed PER>GHA"]


def test_a_style_told_of_nobody_known_means_nobody() -> None:
    """Of "a diplomat ... the diplomat" it is not known that he is the minister."""
    text = "A diplomat spoke on Monday. Ghana's premier met the Peruvian president. The diplomat thanked Fiji."
    assert "SupportExpressed GHA>FJI" not in tell(text, language="en")


THE_TWO = {
    "en": (
        "Ghana's foreign minister met his Peruvian counterpart in Vienna on Monday. ",
        (
            "The two agreed",
            "The pair agreed",
            "Both agreed",
            "They agreed",
            "The two sides agreed",
            "The ministers agreed",
            "Both men agreed",
        ),
        " to strengthen cooperation.",
    ),
    "fr": (
        "Le ministre ghanéen a rencontré son homologue péruvien lundi à Vienne. ",
        (
            "Les deux ont convenu",
            "Ils ont convenu",
            "Les ministres ont convenu",
            "Les deux parties ont convenu",
            "Tous deux ont convenu",
        ),
        " de renforcer leur coopération.",
    ),
}


@pytest.mark.parametrize(
    ("language", "who"), [(code, who) for code, (_, several, _) in THE_TWO.items() for who in several]
)
def test_the_two_are_those_who_met_wherever_that_was(language: str, who: str) -> None:
    """Behind a meeting in a third country "the two" are those who met, not the pair of states named last."""
    before, _, behind = THE_TWO[language]
    assert "CooperationPledged GHA+PER" in tell(before + who + behind, language=language)


LATER_PAIRS = {
    "en": (
        "Kenya's president met Uganda's president on Monday. It rained. Rain spoils crops. Roads were closed. "
        "Peru quarrels with Chile over tuna. The two leaders will meet on Friday."
    ),
    "fr": (
        "Le président kényan a rencontré lundi le président ougandais. Il a plu. La pluie nuit aux récoltes. Des "
        "routes ont fermé. Le Pérou se dispute avec le Chili. Les deux dirigeants se verront vendredi."
    ),
}


@pytest.mark.parametrize("language", LATER_PAIRS)
def test_the_two_of_a_later_passage_are_not_those_who_met_before(language: str) -> None:
    """Who met sentences ago gives way to the two of whom the passage tells now."""
    found = tell(LATER_PAIRS[language], language=language)
    assert "MeetingAnnounced CHL+PER" in found
    assert "MeetingAnnounced KEN+UGA" not in found


ENVOYS: list[tuple[str, list[str]]] = [
    ("US climate envoy Ann Lee landed in Lima on Monday.", ["VisitOccurred USA>PER"]),
    ("Norway's envoy for Yemen landed in Lima on Monday.", ["VisitOccurred NOR>PER"]),
    ("Norway's envoy to Peru landed in Lima on Monday.", []),
]


@pytest.mark.parametrize(("text", "told"), ENVOYS)
def test_envoys_on_an_errand_travel(text: str, told: list[str]) -> None:
    """Who is sent for the climate or for a country visits where he lands; an ambassador is at his post there."""
    assert tell(text, language="en") == told


def test_the_office_told_beside_a_name_goes_before_one_held_elsewhere() -> None:
    """Who leads an organisation now acts for it, whatever state he led until then."""
    text = "NATO chief Mark Rutte landed in Ankara on Monday. Rutte praised Turkey's role."
    assert tell(text, language="en") == ["SupportExpressed NATO>TUR", "VisitOccurred NATO>TUR"]


BY_OTHER_NAMES = [
    (
        "en",
        "Peru's National Relief Authority (NRA) met the Omani ambassador. The NRA sent 200 tents to Oman on Monday.",
        "AidDelivered PER>OMN",
    ),
    (
        "en",
        "Norway's special envoy to the region, Ambassador Ann Lee, met the president of Peru.",
        "MeetingHeld NOR+PER",
    ),
    (
        "en",
        "The High Commissioner-designate of Fiji presented his credentials to the king of Tonga.",
        "EnvoyAccredited FJI>TON",
    ),
    ("en", "Peru's premier met Ghanaian Senator-elect Ama Addo.", "MeetingHeld GHA+PER"),
    ("fr", "Le conseiller fédéral Ignazio Cassis a rencontré le ministre togolais.", "MeetingHeld CHE+TGO"),
    (
        "fr",
        "Le Bénin a reçu l'ambassadrice du Japon près le Bénin, Mme Keiko Mori. Mme Mori a remercié Cotonou.",
        "SupportExpressed JPN>BEN",
    ),
]


@pytest.mark.parametrize(("language", "text", "told"), BY_OTHER_NAMES)
def test_short_names_and_titles_to_come_mean_the_same(language: str, text: str, told: str) -> None:
    """Letters in brackets, a title before the name and offices not yet taken up tell whose somebody is."""
    assert told in tell(text, language=language)


def test_an_office_told_without_a_state_is_of_the_one_whose_holder_bears_the_name() -> None:
    """Of the states that an article names, the one whose minister is so called, however his last name is spelled."""
    text = "Peru and Israel talked. Foreign Minister Gaby Ashkenazy thanked Peru on Monday."
    assert "SupportExpressed ISR>PER" in tell(text, language="en", published="2021-03-04")


def test_the_army_chief_is_known_by_his_letters() -> None:
    """Who is told of by his office is meant by its letters, and a house's president by "the Speaker"."""
    text = "Ghana's army chief Kofi Addo met the Peruvian premier in Lima. The COAS thanked Peru."
    assert "SupportExpressed GHA>PER" in tell(text, language="en")

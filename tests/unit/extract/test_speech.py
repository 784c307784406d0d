"""What states say of each other in quoted and reported speech, and who says it."""

import pytest

from tests.unit.extract.telling import tell

SAID = (
    ("en", '"We support Mali in its fight," said the Turkish ambassador.', "SupportExpressed TUR>MLI"),
    ("en", "“We support Mali in its fight,” the Turkish ambassador said.", "SupportExpressed TUR>MLI"),
    ("en", '"Burundi must withdraw its soldiers," the Rwandan president said.', "CriticismExpressed RWA>BDI"),
    ("en", "According to China's foreign minister, Japan must stop its provocations.", "CriticismExpressed CHN>JPN"),
    ("en", "Iran's foreign minister said the United States was lying.", "CriticismExpressed IRN>USA"),
    ("en", "The Russian minister said Moscow would continue to help Mali.", "SupportExpressed RUS>MLI"),
    ("fr", "« Israël doit mettre fin à ses frappes », a déclaré le roi de Jordanie.", "CriticismExpressed JOR>ISR"),
    ("fr", "Selon le ministre chinois, le Japon doit cesser ses provocations.", "CriticismExpressed CHN>JPN"),
    ("fr", "Le ministre iranien a déclaré que les États-Unis mentaient.", "CriticismExpressed IRN>USA"),
    ("fr", "Le ministre russe a assuré que Moscou continuerait d'aider le Mali.", "SupportExpressed RUS>MLI"),
)
UNSAID = (
    ("en", "Japan must stop its provocations."),
    ("en", "China's foreign minister said China must respect its neighbours."),
    ("en", "China's foreign minister said the company must stop its work."),
    ("fr", "Le Japon doit cesser ses provocations."),
    ("fr", "Le ministre chinois a déclaré que la Chine devait respecter ses voisins."),
)


@pytest.mark.parametrize(("language", "text", "told"), SAID)
def test_words_are_of_who_says_them(language: str, text: str, told: str) -> None:
    """The speaker's state praises or blames the state that is spoken of."""
    assert told in tell(text, language=language)


@pytest.mark.parametrize(("language", "text"), UNSAID)
def test_words_that_nobody_says_of_another_state_are_none(language: str, text: str) -> None:
    """Without a speaker, or with one who speaks of his own state or of no state, nobody is blamed."""
    assert not any(line.startswith("CriticismExpressed") for line in tell(text, language=language))


def test_what_was_done_to_a_speaker_is_no_word_of_who_did_it() -> None:
    """An attack told by those attacked is a deed, and blames nobody in the name of the attacker."""
    told = tell('"France attacked us," the Malian prime minister said.', language="en")
    assert "CriticismExpressed FRA>MLI" not in told

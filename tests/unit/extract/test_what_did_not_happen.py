"""What is wished, rumoured, made up, called off or only nearly done is not told to have happened."""

import pytest

from tests.unit.extract.telling import tell

NOT_TOLD = [
    # Wished or proposed of somebody else.
    ("fr", "Le Mali souhaite que le Tchad envoie 200 tonnes de riz au Niger."),
    ("fr", "L'Ukraine demande que l'Allemagne livre 200 tonnes de blé à la Moldavie."),
    ("en", "Chad suggested that France open an embassy in Malawi."),
    ("en", "Ghana proposed that Togo sign an agreement with Benin."),
    ("en", "The minister recommended that Kenya recall its ambassador from Uganda."),
    ("en", "The Chilean opposition advocated for Chile's departure from Mercosur."),
    # What must happen first, or be missing.
    ("fr", "Faute d'accord, le Kenya expulserait l'ambassadeur de Somalie."),
    ("fr", "Sans cette médiation, le Laos aurait fermé son ambassade au Pérou."),
    ("fr", "Le Maroc livrera dix tonnes de riz au Tchad en cas de crue."),
    ("en", "In the event of a war Kenya will close its embassy in Somalia."),
    # Rumours and fiction.
    ("fr", "La rumeur selon laquelle le Kenya a expulsé l'ambassadeur de Somalie est fausse."),
    ("en", "Rumours that Kenya has expelled the Somali ambassador are false."),
    ("fr", "Dans le film, le président kényan rencontre le président somalien."),
    ("en", "In the novel, Kenya expels the Somali ambassador."),
    ("en", "The film shows Kenya expelling the Somali ambassador."),
    # Called off.
    ("fr", "Le Kenya a annulé l'expulsion de l'ambassadeur de Somalie."),
    ("fr", "Le Kenya a gelé la fermeture de son ambassade en Somalie."),
    ("en", "Kenya's expulsion of the Somali ambassador was cancelled."),
    ("en", "Kenya froze the closure of its embassy in Somalia."),
    ("en", "Ghana's accession to NATO was frozen."),
    # Done by people, not by their state.
    ("en", "Police arrested a Chilean for selling weapons to a Peruvian gang."),
    ("en", "A Chilean judge jailed several Ghanaians for giving Togo two million dollars."),
    ("en", "Three Kenyans gave tents to Togo."),
    ("fr", "Trois Kényans ont remercié le Togo."),
    # Nearly.
    ("fr", "Le Kenya a presque rompu ses relations diplomatiques avec la Somalie."),
    ("en", "Kenya nearly expelled the Somali ambassador."),
    ("en", "Kenya has almost broken off diplomatic relations with Somalia."),
]
TOLD = [
    ("en", "Ghana said that Togo signed an agreement with Benin.", "AgreementSigned BEN+TGO"),
    ("en", "The ministry explained that Kenya had recalled its ambassador from Uganda.", "EnvoyRecalled KEN>UGA"),
    ("en", "Nearly three years ago Kenya recalled its ambassador from Uganda.", "EnvoyRecalled KEN>UGA"),
    ("en", "Russia delivered nearly 200 tonnes of wheat to Mali.", "AidDelivered RUS>MLI"),
    ("fr", "La Russie a livré presque 200 tonnes de blé au Mali.", "AidDelivered RUS>MLI"),
    ("fr", "Le Kenya expulserait l'ambassadeur de Somalie, selon la presse.", "EnvoyExpelled KEN>SOM"),
]


@pytest.mark.parametrize(("language", "text"), NOT_TOLD)
def test_what_is_not_told_to_have_happened(language: str, text: str) -> None:
    """Nothing is read of it."""
    assert tell(text, language=language) == []


@pytest.mark.parametrize(("language", "text", "told"), TOLD)
def test_what_is_told_all_the_same(language: str, text: str, told: str) -> None:
    """Like words that tell of something else, or of how much, leave the act as it is."""
    assert told in tell(text, language=language)

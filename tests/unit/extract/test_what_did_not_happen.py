"""What is wished, rumoured, made up, called off or only nearly done is not told to have happened."""

import pytest

from tests.unit.extract.telling import tell

NOT_CALLED_OFF = [
    # What a visit is about is not where it is put off to.
    ("fr", "Le président malien effectuera en mai une visite au Tchad sur l'eau."),
    ("en", "The Malian president will pay a visit to Chad on ice research in May."),
    # What is given up during a visit, or on it, is not the visit.
    ("fr", "Le président péruvien a renoncé à ses droits lors d'une visite au Kenya."),
    ("fr", "En visite au Kenya, le président péruvien a renoncé à la taxe."),
]
CALLED_OFF = [
    ("fr", "La visite du président péruvien au Kenya est tombée à l'eau."),
    ("fr", "Le président péruvien a renoncé à sa visite au Kenya."),
    ("en", "The Peruvian president has put his visit to Kenya on hold."),
]
NOT_TOLD = [
    # Wished or proposed of somebody else.
    ("fr", "Le Mali souhaite que le Tchad envoie 200 tonnes de riz au Niger."),
    ("fr", "L'Ukraine demande que l'Allemagne livre 200 tonnes de blé à la Moldavie."),
    ("en", "Chad suggested that France open an embassy in Malawi."),
    ("en", "Ghana proposed that Togo sign an agreement with Benin."),
    ("en", "The minister recommended that Kenya recall its ambassador from Uganda."),
    ("en", "The Chilean opposition advocated for Chile's departure from Mercosur."),
    # Weighed, tried or favoured, told by a gerund.
    ("en", "Peru is considering suspending its aid to Mali."),
    ("en", "Kenya contemplated closing its embassy in Somalia."),
    ("en", "Ghana's government favours recalling its ambassador from Togo."),
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
    ("en", "Kenya all but broke off diplomatic relations with Somalia."),
    ("en", "Kenya was on the verge of expelling the Somali ambassador."),
    ("fr", "Le Kenya était à deux doigts d'expulser l'ambassadeur de Somalie."),
    # Negated in front of the auxiliary, or supposed by it.
    ("en", "Never has Kenya opened an embassy in Mogadishu."),
    ("en", "At no point did Kenya impose sanctions on Somalia."),
    ("en", "Under no circumstances will Kenya lift its sanctions on Somalia."),
    ("en", "Rarely has Kenya imposed sanctions on Somalia."),
    ("en", "Had Kenya expelled the Somali ambassador, Mogadishu would have retaliated."),
    ("en", "Should Kenya sever relations with Somalia, Somalia will expel its ambassador."),
    ("en", "Were Kenya to expel the Somali ambassador, Mogadishu would retaliate."),
    # What was not done, told beside what was.
    ("en", "Instead of expelling the Somali ambassador, Kenya kept silent."),
    ("en", "Kenya kept silent instead of expelling the Somali ambassador."),
    ("fr", "Au lieu d'expulser l'ambassadeur de Somalie, le Kenya s'est tu."),
    ("fr", "Loin d'avoir rompu avec la Somalie, le Kenya y a gardé ses diplomates."),
    # Told to be untrue.
    ("en", "It is not true that Kenya delivered arms to Somalia."),
    ("en", "Reports that Kenya delivered arms to Somalia are false."),
    ("en", "Reports that Iceland will close its embassy in Kampala are untrue."),
    ("en", "Kenya dismissed as baseless reports that it had delivered arms to Somalia."),
    ("en", "It is unlikely that Kenya will deliver arms to Somalia."),
    ("fr", "Les informations selon lesquelles le Kenya a livré des armes à la Somalie sont fausses."),
    # Not coming, or only asked for or feared.
    ("en", "A visit by the Kenyan president to Mogadishu is out of the question."),
    ("en", "A visit by the Kenyan president to Mogadishu is not on the agenda."),
    ("fr", "Une visite du président kényan à Mogadiscio est improbable."),
    ("fr", "Une visite du président kényan à Mogadiscio n'est pas à l'ordre du jour."),
    ("en", "Somalia lodged a request for the expulsion of the Kenyan ambassador."),
    ("en", "The threat of the closure of the Kenyan embassy in Lima has receded."),
    ("en", "The two ministers examined a draft agreement on the deployment of Kenyan soldiers to Haiti."),
    ("en", "The treaty leaves the door open for the deployment of Kenyan troops to Haiti."),
    ("fr", "Un mécanisme de consultations entre le Pérou et le Chili existe depuis dix ans."),
    ("en", "Kenya's plan to open an embassy in Lima was shelved."),
    ("fr", "Le projet kényan d'ouvrir une ambassade à Lima a été abandonné."),
    ("fr", "La rencontre prévue entre les présidents kényan et péruvien n'a pas eu lieu."),
    ("fr", "Le Kenya n'hésiterait pas à expulser l'ambassadeur du Pérou."),
    ("en", "Imagine that Kenya expelled the Peruvian ambassador."),
    ("en", "Kenya lacks the means to send aid to Peru."),
    ("en", "There are doubts about the chances that Kenya will expel the Peruvian ambassador."),
    ("en", "Fears that Kenya would expel the Peruvian ambassador grew."),
    ("en", "The negotiations come amid strain in ties between Kenya and Peru."),
    ("fr", "Le Chili voit d'un bon œil l'entrée du Kenya dans le Mercosur."),
    # Given to those who fight the state, or by no state.
    ("en", "The Norwegian Refugee Council sent 20 tonnes of rice to Haiti."),
    ("en", "Kenya delivered arms to the rebels in Somalia."),
    ("fr", "Le Kenya a livré des armes aux rebelles en Somalie."),
    # Done or said by those who act for no state.
    ("en", "LIMA - Peru mediates. Hezbollah chief Naim Qassem accused Israel of corruption."),
    ("fr", "LIMA - Le Pérou est médiateur. Le secrétaire général du Hezbollah a accusé Israël de corruption."),
    ("fr", "LIMA - Le Pérou est médiateur. Le chef de la délégation du M23 a accusé le Kenya de corruption."),
    ("en", "The chief of Kenya's biggest union visited Lima."),
    ("en", "Kenyan businessmen thanked Peru."),
    ("fr", "L'ancien président kényan a accusé le Pérou de corruption."),
    ("en", "Peru should thank Kenya for its patience, a Chilean lawmaker said."),
    ("fr", "Le Pérou devrait remercier le Kenya, a dit un député chilien."),
    ("fr", "Lima s'est tue, pendant que des manifestants réclamaient l'expulsion de l'ambassadeur kényan."),
    ("fr", "Le Kenya soutenait la rébellion dans l'est du Tchad."),
    ("fr", "La Cour de La Haye a condamné le Kenya à verser 20 millions de dollars au Pérou."),
    ("en", "Kenyan soldiers captured in Somalia were released."),
    # Where something terrible happened nobody is to blame for it.
    ("fr", "Le Kenya a condamné l'attentat de Lima."),
    # Meetings of many, and what is no meeting.
    ("en", "The deal contributed to meeting Kenya's needs in Peru."),
    ("fr", "L'échange d'ambassadeurs entre le Pérou et le Chili a tardé."),
]
TOLD = [
    # No talks, but an accord to come.
    ("fr", "Un pacte est en cours de négociation entre le Pérou et le Chili.", "AgreementAnnounced CHL+PER"),
    ("en", "Ghana said that Togo signed an agreement with Benin.", "AgreementSigned BEN+TGO"),
    ("en", "The ministry explained that Kenya had recalled its ambassador from Uganda.", "EnvoyRecalled KEN>UGA"),
    ("en", "Nearly three years ago Kenya recalled its ambassador from Uganda.", "EnvoyRecalled KEN>UGA"),
    ("en", "Russia delivered nearly 200 tonnes of wheat to Mali.", "AidDelivered RUS>MLI"),
    ("fr", "La Russie a livré presque 200 tonnes de blé au Mali.", "AidDelivered RUS>MLI"),
    ("fr", "Le Kenya expulserait l'ambassadeur de Somalie, selon la presse.", "EnvoyExpelled KEN>SOM"),
    ("en", "Not until May did Kenya impose sanctions on Somalia.", "SanctionsImposed KEN>SOM"),
    ("en", "Not only has Kenya opened an embassy in Lima, it has also sent rice.", "EmbassyOpened KEN>PER"),
    ("en", "No sooner had Kenya imposed sanctions on Somalia than it rained.", "SanctionsImposed KEN>SOM"),
    ("en", "The visit by the Kenyan president to Lima is not a success.", "VisitOccurred KEN>PER"),
    ("en", "The visit by the Kenyan president to Lima is the next step.", "VisitOccurred KEN>PER"),
    ("en", "A visit by the Kenyan president to Lima is in the pipeline.", "VisitAnnounced KEN>PER"),
    ("fr", "Une visite du président kényan à Lima est dans les tuyaux.", "VisitAnnounced KEN>PER"),
    ("en", "Kenya delivered arms to Somalia to fight the rebels.", "MilitarySupportProvided KEN>SOM"),
    ("fr", "Le Kenya a condamné l'attentat israélien de Lima.", "CriticismExpressed KEN>ISR"),
    ("en", "Kenya warned Peru that it would expel its ambassador.", "CriticismExpressed KEN>PER"),
    ("en", "Kenya pledged that it would expel the Peruvian ambassador.", "EnvoyExpelled KEN>PER"),
    ("en", "Kenya's plan to open an embassy in Lima was announced.", "EmbassyOpened KEN>PER"),
    ("fr", "Le Kenya n'a pas hésité à expulser l'ambassadeur du Pérou.", "EnvoyExpelled KEN>PER"),
    (
        "en",
        "The Kenyan president will address parliament when he meets the Peruvian president in Lima.",
        "MeetingAnnounced KEN+PER",
    ),
    ("en", "Kenya must support Somalia, President Ruto said.", "SupportExpressed KEN>SOM"),
    (
        "en",
        "Kenya summoned the Peruvian ambassador, the official Xinhua news agency reported.",
        "EnvoySummoned KEN>PER",
    ),
    (
        "fr",
        "Le Kenya avait demandé à l'ONU d'exiger l'arrêt des tirs, dénonçant une violation de ses eaux par le Pérou.",
        "CriticismExpressed KEN>PER",
    ),
    (
        "en",
        "Chile and Bolivia are mediating. Quito accuses Lima of backing the rebels. Lima has denied the allegations.",
        "CriticismExpressed PER>ECU",
    ),
    (
        "fr",
        "Le Chili et la Bolivie négocient. Quito accuse Lima de mentir, une accusation que Lima a réfutée.",
        "CriticismExpressed PER>ECU",
    ),
    ("fr", "Le Kenya a fermé son ambassade à Quito et le consulat de Guayaquil.", "EmbassyClosed KEN>ECU"),
    ("en", "Reports that Kenya delivered arms to Somalia are frequent.", "MilitarySupportProvided KEN>SOM"),
]
BEHELD: list[tuple[str, str, list[str]]] = [
    # Who welcomes, mourns or notes an act did not do it.
    ("en", "Italy welcomed the lifting of sanctions on Cuba.", []),
    (
        "en",
        "Italy welcomed the lifting of US sanctions on Cuba.",
        ["SanctionsLifted USA>CUB", "SupportExpressed ITA>USA"],
    ),
    ("en", "Denmark mourned the closure of the Swedish embassy in Bamako.", ["EmbassyClosed SWE>MLI"]),
    ("fr", "L'Italie a salué la levée des sanctions contre Cuba.", []),
    ("fr", "Le Chili déplore et regrette la fermeture d'une ambassade au Togo.", []),
    # What firms sign on a visit is no accord of the two states.
    ("fr", "Airbus a signé un accord lors de la visite du président péruvien à Nairobi.", ["VisitOccurred PER>KEN"]),
    # What is his own he may praise, and of what the noun names he is no part.
    ("en", "The Kenyan president hailed his visit to Lima.", ["VisitOccurred KEN>PER"]),
]


@pytest.mark.parametrize(("language", "text"), NOT_TOLD)
def test_what_is_not_told_to_have_happened(language: str, text: str) -> None:
    """Nothing is read of it."""
    assert tell(text, language=language) == []


@pytest.mark.parametrize(("language", "text", "told"), TOLD)
def test_what_is_told_all_the_same(language: str, text: str, told: str) -> None:
    """Like words that tell of something else, or of how much, leave the act as it is."""
    assert told in tell(text, language=language)


@pytest.mark.parametrize(("language", "text", "told"), BEHELD)
def test_who_only_thinks_something_of_an_act_did_not_do_it(language: str, text: str, told: list[str]) -> None:
    """The act is told of those whom its own phrase names, or of nobody."""
    assert tell(text, language=language) == told


@pytest.mark.parametrize(("language", "text"), CALLED_OFF)
def test_a_visit_that_fell_through_is_cancelled(language: str, text: str) -> None:
    """By the verb, or by where it is put."""
    assert [told.split()[0] for told in tell(text, language=language)] == ["VisitCancelled"]


@pytest.mark.parametrize(("language", "text"), NOT_CALLED_OFF)
def test_words_that_may_call_off_leave_a_visit_as_it_is(language: str, text: str) -> None:
    """What it is about, or what else is given up, calls nothing off."""
    assert [told.split()[0] for told in tell(text, language=language)] in (["VisitOccurred"], ["VisitAnnounced"], [])

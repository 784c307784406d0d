"""Whom a description means that names nobody: by region, by kind, by its part in what was told, by its rulers."""

import pytest

from service.extract.names.realms import find_region, load_realms, load_regions
from tests.unit.extract.telling import tell

MEANT = [
    pytest.param(
        "fr",
        "Le Ghana a vu jeudi le Canada. Ottawa a promis une aide de 3 millions au pays d'Afrique de l'Ouest.",
        "AidPledged CAN>GHA",
        id="a country told by its region",
    ),
    pytest.param(
        "en",
        "Sweden suspended aid to Tanzania on Thursday. Canada has imposed sanctions on the East African nation.",
        "SanctionsImposed CAN>TZA",
        id="a nation told by its region",
    ),
    pytest.param(
        "en",
        "Korea sent medical equipment to Samoa on Tuesday. The Pacific island nation thanked Seoul.",
        "SupportExpressed WSM>KOR",
        id="regions and kinds told together",
    ),
    pytest.param(
        "fr",
        "Les Seychelles ont reçu mardi du matériel médical du Brésil. L'archipel a remercié Brasilia.",
        "SupportExpressed SYC>BRA",
        id="a kind alone",
    ),
    pytest.param(
        "en",
        "Estonia, Latvia and Lithuania met on Monday. The three Baltic states expelled nine Belarusian diplomats.",
        "EnvoyExpelled LTU>BLR",
        id="as many as are counted",
    ),
    pytest.param(
        "en",
        "Tonga opened an embassy in Manila on Monday. The Pacific kingdom's foreign minister met his Philippine "
        "counterpart.",
        "MeetingHeld PHL+TON",
        id="whose minister he is",
    ),
    pytest.param(
        "fr",
        "La SADC a tenu lundi un sommet. Le bloc régional a levé les sanctions contre le Zimbabwe.",
        "SanctionsLifted SADC>ZWE",
        id="a bloc told by its region",
    ),
    pytest.param(
        "en",
        "Mercosur met in Asuncion. The five-nation bloc lifted its sanctions on Venezuela.",
        "SanctionsLifted MERCOSUR>VEN",
        id="a bloc told by its size",
    ),
    pytest.param(
        "en",
        "Zambia expelled two British diplomats on Monday. The former colonial power condemned the move.",
        "CriticismExpressed GBR>ZMB",
        id="the colonial power",
    ),
    pytest.param(
        "en",
        "Angola ended its fishing agreement with Portugal. It accuses its former colonial ruler of greed.",
        "CriticismExpressed AGO>PRT",
        id="the colonial ruler",
    ),
    pytest.param(
        "fr",
        "L'Italie a remis mardi au Kenya un lot de vaccins. La ministre de la Santé a remercié le pays donateur.",
        "SupportExpressed KEN>ITA",
        id="who gave",
    ),
    pytest.param(
        "en",
        "Kenya's foreign minister arrived in Kampala on Tuesday. The visitor held talks with his host at the palace.",
        "MeetingHeld KEN+UGA",
        id="guest and host",
    ),
    pytest.param(
        "fr",
        "L'Égypte accueille un sommet. L'Égypte en est fière. Le roi du Maroc a quitté le Sénégal après une visite "
        "dans ce pays.",
        "VisitOccurred MAR>SEN",
        id="a demonstrative means the one named last",
    ),
    pytest.param(
        "fr",
        "Le Burkina Faso a rappelé son ambassadeur en Suède. La junte accuse Stockholm d'ingérence.",
        "CriticismExpressed BFA>SWE",
        id="the junta is where soldiers rule",
    ),
    pytest.param(
        "en",
        "The European Union froze its aid to Malawi on Monday. The authorities denounced a hasty decision.",
        "CriticismExpressed MWI>EU",
        id="on whom it was decided denounces a decision",
    ),
    pytest.param(
        "fr",
        "Le Pérou et l'Équateur se sont vus lundi. Côté péruvien, le ministre a accusé Quito de laxisme.",
        "CriticismExpressed PER>ECU",
        id="on whose side the sentence sets out",
    ),
    pytest.param(
        "en",
        "The IMF approved a loan for Togo on Monday. The Fund praised the country's reforms.",
        "SupportExpressed IMF>TGO",
        id="an organisation by its common noun, and the country's reforms",
    ),
    pytest.param(
        "en",
        "LIMA, June 3 (Agency) -- Peru follows the news. The foreign ministry of Guatemala announced that the country "
        "was severing diplomatic ties with Samoa.",
        "RelationsSevered GTM>WSM",
        id="the country of whose ministry says so",
    ),
    pytest.param(
        "fr",
        "LIMA, 3 juin (Agence) -- Le Pérou suit l'affaire. Le ministère des Affaires étrangères du Guatemala a annoncé "
        "que le pays rompait ses relations diplomatiques avec les Samoa.",
        "RelationsSevered GTM>WSM",
        id="le pays dont le ministère le dit",
    ),
    pytest.param(
        "fr",
        "Le Togo a suspendu un accord avec la Belgique. Le ministre togolais accuse Bruxelles d'ingérence.",
        "CriticismExpressed TGO>BEL",
        id="Brussels where the article tells of Belgium",
    ),
    pytest.param(
        "en",
        "Bahrain's Crown Prince Salman bin Hamad arrived in Rabat on Sunday. He met King Mohammed VI. Prince Salman "
        "will fly to Norway on Wednesday.",
        "VisitAnnounced BHR>NOR",
        id="a prince by his first name",
    ),
    pytest.param(
        "fr",
        "Le Premier ministre malien est arrivé mardi à Alger. L'hôte de l'Algérie a eu un entretien avec le président "
        "de la République.",
        "MeetingHeld DZA+MLI",
        id="the guest of a country is not the country",
    ),
    pytest.param(
        "en",
        "The Chadian delegation reached Khartoum on Monday. The guests were received by the Sudanese prime minister.",
        "MeetingHeld SDN+TCD",
        id="guests",
    ),
    pytest.param(
        "en",
        "Turkey's ambassador to Senegal handed three ambulances to the health ministry on Tuesday. The minister "
        "thanked the donor.",
        "SupportExpressed SEN>TUR",
        id="the donor",
    ),
    pytest.param(
        "en",
        "Peru hosted the presidents of Chile and Bolivia on Tuesday. The three leaders signed an agreement on copper.",
        "AgreementSigned BOL+CHL+PER",
        id="as many leaders as the last sentence spoke of",
    ),
    pytest.param(
        "fr",
        "L'Inde a offert mardi 30 véhicules au gouvernement ghanéen. La remise a été faite par l'ambassadeur indien. "
        "Le ministre des Affaires étrangères a remercié l'Inde pour ce geste.",
        "SupportExpressed GHA>IND",
        id="the minister is not of who gives",
    ),
    pytest.param(
        "fr",
        "Le Ghana a livré du carburant au Togo. Lomé a remercié son voisin.",
        "SupportExpressed TGO>GHA",
        id="one's neighbour",
    ),
    pytest.param(
        "fr",
        "Le Kenya a rappelé son ambassadeur en Ouganda. Les deux pays s'accusent d'espionnage.",
        "CriticismExpressed UGA>KEN",
        id="what two do to each other by the verb alone",
    ),
    pytest.param(
        "fr",
        "Le Conseil de paix et de sécurité de l'Union africaine s'est réuni lundi. L'instance a suspendu le Gabon.",
        "MembershipEnded GAB>AU",
        id="a body by a common noun",
    ),
]


@pytest.mark.parametrize(("language", "text", "told"), MEANT)
def test_a_description_means_whom_the_article_names(language: str, text: str, told: str) -> None:
    """Each text tells of that act between those whom the description means."""
    assert told in tell(text, language=language)


NOBODY = [
    pytest.param(
        "en", "Sweden met Ghana. Sweden sent aid to West African countries.", "GHA", id="several, not counted"
    ),
    pytest.param("en", "Spain helps Peru. Spain gave tents to an Asian country.", "PER", id="any one"),
    pytest.param("en", "Spain helps Peru. Spain sent tents to the African nation.", "PER", id="another region"),
    pytest.param("fr", "La Cedeao s'est réunie. Le Ghana a accusé l'organisation terroriste.", "ECOWAS", id="a gang"),
    pytest.param("fr", "Le Kenya suit. Le Tchad soutient les rebelles soudanais.", "SDN", id="rebels"),
    pytest.param(
        "en", "Kenya watches. Ghana accused Togo of backing Benin.", "SupportExpressed", id="only charged with"
    ),
    pytest.param("en", "Kenya waits. The Chinese tech giant signed a deal with Kenya.", "CHN", id="a firm"),
    pytest.param("fr", "Le Kenya attend. Le géant russe a livré des avions au Kenya.", "RUS", id="une firme"),
    pytest.param("en", "Kenya praised clinics. Ghanaian visitors thanked Kenya.", "GHA", id="visitors act for nobody"),
]


@pytest.mark.parametrize(("language", "text", "code"), NOBODY)
def test_a_description_of_others_means_nobody(language: str, text: str, code: str) -> None:
    """What is any one, several or of another region is not the state that the article names."""
    last = text.rsplit(". ", maxsplit=1)[-1]
    told = [line for line in tell(text, language=language) if code in line]
    assert told == [line for line in tell(text.removesuffix(last), language=language) if code in line]


def test_a_bloc_led_by_a_state_is_not_that_state() -> None:
    """The "Russian-led bloc" is the one that the article names."""
    text = "The CSTO met on Monday. The Russian-led bloc condemned Armenia's silence."
    assert "CriticismExpressed CSTO>ARM" in tell(text, language="en")


def test_regions_told_together_allow_what_both_allow() -> None:
    """A "landlocked West African nation" leaves out the coast; a word that is no region says nothing."""
    words = load_regions("en")
    both = find_region(["the", "landlocked", "west", "african", "nation"], words)
    assert both == load_realms()["landlocked"] & load_realms()["western africa"]
    assert find_region(["the", "small", "nation"], words) is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_region_of_a_language_is_known(language: str) -> None:
    """The kinds that a grammar names are rows of the reference data."""
    assert load_regions(language)

"""Whom styles, thrones, governments called after who leads them, members and instances mean."""

import pytest

from tests.unit.extract.telling import tell

ENGLISH = {
    "style and title": (
        (
            "DOHA, June 3 (Agency) -- His Highness the Amir Sheikh Tamim bin Hamad Al Thani wrote to Peru's president. "
            "The president of Chile called on Monday. His Highness the Amir thanked the Chilean leader for his call."
        ),
        "SupportExpressed QAT>CHL",
    ),
    "style before a comma": (
        "Kenya's envoy paid a courtesy call on His Majesty, King Mswati III of Eswatini, on Monday.",
        "MeetingHeld KEN+SWZ",
    ),
    "throne": (
        "Denmark and Chad opened talks. The King received the Chadian foreign minister on Monday.",
        "MeetingHeld DNK+TCD",
    ),
    "town behind a royal title": (
        "Kuwait's Sheikh Sabah was in Lima on Monday. Sheikh Sabah thanked Peru for its support.",
        "SupportExpressed KWT>PER",
    ),
    "government of a former leader": (
        "The Obama administration imposed sanctions on Managua on Friday.",
        "SanctionsImposed USA>NIC",
    ),
    "leader called like a verb": (
        "The Trump administration recalled its ambassador to Nicaragua.",
        "EnvoyRecalled USA>NIC",
    ),
    "host": ("The Peruvian foreign minister met his host in Oslo on Monday.", "MeetingHeld NOR+PER"),
    "members of a delegation": (
        "An Egyptian delegation arrived in Khartoum on Sunday. Its members were received by the Sudanese premier.",
        "MeetingHeld EGY+SDN",
    ),
    "two of the Union": (
        (
            "Polish Prime Minister Donald Tusk met Lithuanian Prime Minister Inga Ruginiene on Monday. "
            "The premiers of the two EU member states visited Kyiv."
        ),
        "VisitOccurred LTU>UKR",
    ),
    "region in a list": (
        "Peru, Chile, and non-Andean country Brazil severed ties with Oman in May.",
        "RelationsSevered PER>OMN",
    ),
    "instances": ("Cuba suspended its aid to countries like Chad and Niger.", "AidSuspended CUB>NER"),
    "respectively": (
        (
            "The treaty was signed by Jean Mvele and Ahmed Sadok, respectively Cameroon's foreign minister and "
            "Algeria's ambassador to Yaounde."
        ),
        "AgreementSigned CMR+DZA",
    ),
    "name like a verb": ("Trump met Putin in Geneva on Friday.", "MeetingHeld RUS+USA"),
    "names like verbs joined": ("Trump and Putin will hold talks next week.", "MeetingAnnounced RUS+USA"),
    "name like a people": ("UN rights chief Volker Turk condemned Sudan's army.", "CriticismExpressed UN>SDN"),
    "pope": ("Pope Francis arrived in Baghdad on Friday.", "VisitOccurred VAT>IRQ"),
    "party chief": (
        "Cuban leader Miguel Diaz-Canel and Vietnamese Party chief To Lam met in Havana on Friday.",
        "MeetingHeld CUB+VNM",
    ),
    "administration": (
        "Venezuela's government accused the Trump administration of piracy.",
        "CriticismExpressed VEN>USA",
    ),
    "senators": ("Members of Uzbekistan's senate are on a visit to Ankara.", "VisitOccurred UZB>TUR"),
    "ours": (
        '"Our president will talk to Putin next week," the Turkish minister said.',
        "MeetingAnnounced RUS+TUR",
    ),
    "there today": ("Peru's foreign minister is in Kyiv today.", "VisitOccurred PER>UKR"),
}
FRENCH = {
    "style and title": (
        "Sa Majesté le Roi Mohammed VI a reçu lundi le président gambien. Adama Barrow a remercié Sa Majesté le Roi.",
        "SupportExpressed GMB>MAR",
    ),
    "government of a former leader": (
        "L'administration Obama a sanctionné vendredi le Nicaragua.",
        "SanctionsImposed USA>NIC",
    ),
    "government of a leader": (
        "Le gouvernement Tshisekedi a expulsé lundi l'ambassadeur du Rwanda.",
        "EnvoyExpelled COD>RWA",
    ),
    "members of a delegation": (
        (
            "Une délégation égyptienne est arrivée dimanche à Khartoum. Ses membres ont été reçus par le ministre "
            "soudanais des Affaires étrangères."
        ),
        "MeetingHeld EGY+SDN",
    ),
    "instances": ("Cuba a suspendu son aide à des pays comme le Tchad et le Niger.", "AidSuspended CUB>TCD"),
    "ours": (
        "« Notre président va parler avec Poutine la semaine prochaine », a déclaré à la presse le ministre turc.",
        "MeetingAnnounced RUS+TUR",
    ),
    "two of them": (
        "« J'ai décidé du rappel de nos deux ambassadeurs au Chili et en Bolivie », a déclaré le ministre péruvien.",
        "EnvoyRecalled PER>BOL",
    ),
    "such as": ("Cuba a imposé des sanctions à des pays tels que le Pérou et le Chili.", "SanctionsImposed CUB>CHL"),
    "respectively": (
        (
            "L'accord a été signé entre Jean Mvele et Ahmed Sadok, respectivement ministre camerounais des Affaires "
            "étrangères et ambassadeur d'Algérie au Cameroun."
        ),
        "AgreementSigned CMR+DZA",
    ),
}


@pytest.mark.parametrize(("text", "told"), ENGLISH.values(), ids=ENGLISH)
def test_a_title_means_its_bearer_in_english(text: str, told: str) -> None:
    """Styles, thrones, leaders' names, counted members and instances tell the party."""
    assert told in tell(text, language="en", published="2025-06-18")


@pytest.mark.parametrize(("text", "told"), FRENCH.values(), ids=FRENCH)
def test_a_title_means_its_bearer_in_french(text: str, told: str) -> None:
    """The same in French."""
    assert told in tell(text, published="2025-06-18")


def test_some_members_are_not_the_organisation() -> None:
    """Of whom nobody knows which members they are does not act for the Union."""
    assert tell("Two EU countries condemned Iran on Monday.", language="en") == []


def test_a_king_is_of_no_state_where_several_have_one() -> None:
    """With two kingdoms named "the King" is of neither for sure."""
    text = "Denmark and Norway are old monarchies. The King received the Chadian foreign minister on Monday."
    assert tell(text, language="en") == []

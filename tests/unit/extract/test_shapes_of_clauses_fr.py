"""French clauses in shapes that hide their verb, subject or object."""

import pytest

from service.extract.reading import read_article


def read(text: str) -> set[tuple[str, str]]:
    """The events of a text as type and dyad."""
    found: set[tuple[str, str]] = set()
    for event in read_article(text, article="a", title=None, published="2024-06-12", language="fr").reports:
        parties = getattr(event, "parties", None)
        dyad = "+".join(parties) if parties else f"{event.source}>{event.target}"  # type: ignore[attr-defined, union-attr]
        found.add((type(event).__name__, dyad))
    return found


@pytest.mark.parametrize(
    ("text", "kind", "dyad"),
    [
        ("Les émissaires chiliens ont vu à Lima le président péruvien.", "MeetingHeld", "CHL+PER"),
        ("Le ministère kényan dit avoir dépêché en Somalie des soldats.", "MilitarySupportProvided", "KEN>SOM"),
        ("La Chine, a déclaré M. Li, soutient le Népal.", "SupportExpressed", "CHN>NPL"),
        ("Le Qatar, apprenait-on mardi, a rappelé son ambassadeur à Lima.", "EnvoyRecalled", "QAT>PER"),
        ("Le président cubain a pu, lui, rencontrer le ministre chinois.", "MeetingHeld", "CHN+CUB"),
        ("Les présidents péruvien et chilien se sont eux aussi parlé.", "MeetingHeld", "CHL+PER"),
        ("La Guinée a été suspendue des instances de la CEDEAO.", "MembershipEnded", "GIN>ECOWAS"),
        ("Quito a condamné les tirs commis par la Colombie.", "CriticismExpressed", "ECU>COL"),
        ("Le Népal dénonce un rapport tronqué de l'ONU.", "CriticismExpressed", "NPL>UN"),
        ("Le ministre péruvien gagnera Dakar puis Le Caire.", "VisitAnnounced", "PER>EGY"),
        ("L'ambassade péruvienne de Nairobi a rouvert ses portes.", "EmbassyOpened", "PER>KEN"),
        ("Les présidents russe Vladimir P. et chilien Luis M. ont eu un entretien.", "MeetingHeld", "CHL+RUS"),
        ("Le sommet de la CEDEAO décide de la levée des sanctions sur le Mali.", "SanctionsLifted", "ECOWAS>MLI"),
        ("La CEDEAO lève les sanctions qui pesaient contre la Guinée.", "SanctionsLifted", "ECOWAS>GIN"),
        ("Le Chili est devenu le trente et unième membre de l'Union africaine.", "MembershipStarted", "CHL>AU"),
        ("Le Japon livre du riz au Togo et forme ses policiers.", "AidDelivered", "JPN>TGO"),
        (
            "Le ministre est reparti avec l'invitation faite au roi du Bhoutan de venir au Népal.",
            "VisitAnnounced",
            "BTN>NPL",
        ),
        ("L'engagement pris par le Japon de livrer du riz au Togo tient.", "AidPledged", "JPN>TGO"),
        ("La décision prise par le Pérou de fermer son ambassade à Quito a surpris.", "EmbassyClosed", "PER>ECU"),
        ("Cuba, île voisine, a livré 30 tonnes de riz à Haïti.", "AidDelivered", "CUB>HTI"),
        ("Le Tchad, pays enclavé et sahélien, a livré du riz au Togo.", "AidDelivered", "TCD>TGO"),
        ("Le Japon, premier donateur de la région, offre 12 ambulances au Bénin.", "AidDelivered", "JPN>BEN"),
        ("Le Ghana exige du Togo qu'il retire sa plainte.", "CriticismExpressed", "GHA>TGO"),
        ("Le Kenya a expulsé une quarantaine de diplomates péruviens.", "EnvoyExpelled", "KEN>PER"),
        ("Le Portugal a fait parvenir mercredi au Togo 24 000 doses de vaccin.", "AidDelivered", "PRT>TGO"),
    ],
)
def test_the_clause_is_found(text: str, kind: str, dyad: str) -> None:
    """Participles, insertions, stressed pronouns, passives and complements leave verb and parties where they are."""
    assert (kind, dyad) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le président cubain n'a pas pu rencontrer le ministre chinois.",
        "Le président cubain peut rencontrer le ministre chinois.",
        "Quito a condamné les tirs commis par des inconnus.",
        "Les témoins péruviens ont vu à Lima le président chilien à la télévision.",
    ],
)
def test_the_same_shapes_without_an_act_give_none(text: str) -> None:
    """What was not managed, what may be, and what others did is told of nobody."""
    assert read(text) == set()


def test_further_kinds_of_one_quantity_are_no_further_deliveries() -> None:
    """A weight of flour, oil and salt is one delivery."""
    text = "Tachkent a envoyé 2 000 tonnes de farine, d'huile et de médicaments au Népal."
    reports = read_article(text, article="a", title=None, published="2024-06-12", language="fr").reports
    assert len(reports) == 1


@pytest.mark.parametrize(
    ("text", "kind", "dyad"),
    [
        (
            "L'ambassadeur du Chili a quitté Nairobi. Il avait été expulsé lundi par le Kenya.",
            "EnvoyExpelled",
            "KEN>CHL",
        ),
        (
            "Trois diplomates russes ont quitté Lima ; ils avaient été expulsés par le Pérou.",
            "EnvoyExpelled",
            "PER>RUS",
        ),
        ("L'UE avait pris des sanctions contre le Mali. Elles ont été levées lundi.", "SanctionsLifted", "EU>MLI"),
        ("Le Kenya et la Chine préparaient un accord. Il a été paraphé lundi à Nairobi.", "AgreementSigned", "CHN+KEN"),
        ("La Chine a promis 300 tonnes de riz au Togo. Elles ont été remises lundi.", "AidDelivered", "CHN>TGO"),
    ],
)
def test_a_pronoun_means_the_thing_or_envoy_before(text: str, kind: str, dyad: str) -> None:
    """Who or what "il" and "elles" mean that something is done to stands in the sentence before."""
    assert (kind, dyad) in read(text)


def test_a_pronoun_means_no_thing_that_was_only_traded() -> None:
    """Goods bought from a state are not given to it when they are delivered."""
    found = read("La Turquie a acheté du blé à la Russie. Il a été livré lundi.")
    assert ("AidDelivered", "TUR>RUS") not in found
    assert ("AidDelivered", "RUS>TUR") not in found

"""Who acts and who receives where a clause leaves it to others: shared verbs, relatives, "the two nations"."""

import pytest

from tests.unit.extract.telling import tell

TOLD = [
    pytest.param(
        "en",
        "Gambia announced that it would no longer recognise Taipei and would resume ties with China.",
        ["RelationsEstablished CHN+GMB"],
        id="two words negate one verb, and the next has the same subject",
    ),
    pytest.param(
        "en",
        "Ghana's John Mahama, who chairs ECOWAS, is expected in Abidjan on Friday.",
        ["VisitAnnounced GHA>CIV"],
        id="what opens a relative behind who is its verb",
    ),
    pytest.param(
        "en",
        "Peru and Chile agreed on the text of a border treaty on Thursday. Brazil's foreign ministry congratulated the "
        "two nations.",
        ["AgreementAnnounced CHL+PER", "SupportExpressed BRA>CHL", "SupportExpressed BRA>PER"],
        id="the two nations are neither who praises them",
    ),
    pytest.param(
        "en",
        "Kenya and Malawi reopened their border on Monday. Health ministers of both sides are to meet on Friday.",
        ["MeetingAnnounced KEN+MWI"],
        id="ministers of both sides",
    ),
    pytest.param(
        "fr",
        "L'accord a été conclu lors de la visite du président tchadien, que le roi de Jordanie a reçu mardi.",
        ["MeetingHeld JOR+TCD"],
        id="whom a relative is about behind a passive verb",
    ),
    pytest.param(
        "fr",
        "Le président kazakh et son homologue ouzbek ont passé la journée de vendredi à Khiva.",
        ["VisitOccurred KAZ>UZB"],
        id="one of two who are together somewhere is at home",
    ),
    pytest.param(
        "fr",
        "Le Pérou a rompu lundi ses relations avec le Chili. Le Paraguay, apprenait-on dans la nuit, a rappelé son "
        "ambassadeur.",
        ["EnvoyRecalled PRY>CHL", "RelationsSevered PER>CHL"],
        id="whom everybody acts against in a quarrel",
    ),
    pytest.param(
        "en",
        "France suspended its aid to Niger on Monday. Denmark froze its development assistance on Tuesday.",
        ["AidSuspended DNK>NER", "AidSuspended FRA>NER"],
        id="whose aid one after the other suspends",
    ),
    pytest.param(
        "en",
        "Spain summoned the Argentine envoy on Monday to demand a public apology.",
        ["CriticismExpressed ESP>ARG", "EnvoySummoned ESP>ARG"],
        id="who is summoned is told what for",
    ),
    pytest.param(
        "fr",
        "La Turquie a convoqué les ambassadeurs d'Allemagne et d'Italie ; elle dénonce un acte de piraterie.",
        ["CriticismExpressed TUR>DEU", "CriticismExpressed TUR>ITA"],
        id="whose deed is blamed after a summons",
    ),
    pytest.param(
        "en",
        "The ministry in Taipei said it had ended ties with Nauru to safeguard its dignity, would close the embassy "
        "there and asked the Nauruan ambassador to leave.",
        ["EmbassyClosed TWN>NRU", "EnvoyExpelled TWN>NRU", "RelationsSevered TWN>NRU"],
        id="verbs joined across a purpose",
    ),
    pytest.param(
        "fr",
        "Convoqués par le Qatar après la frappe israélienne de lundi, les dirigeants de la Ligue arabe ont condamné "
        "une attaque lâche.",
        ["CriticismExpressed ARAB_LEAGUE>ISR"],
        id="what opens a sentence keeps its complements",
    ),
    pytest.param(
        "fr",
        "Place à la Celac, que le Brésil avait quittée en 2020 et qu'il réintègre.",
        ["MembershipEnded BRA>CELAC", "MembershipStarted BRA>CELAC"],
        id="two relatives of one noun",
    ),
    pytest.param(
        "fr",
        "Le porte-parole a déclaré, lors d'une conférence de presse tenue lundi à Lomé, que le Togo avait expulsé "
        "l'ambassadeur du Tchad.",
        ["EnvoyExpelled TGO>TCD"],
        id="what is said behind an aside with a participle",
    ),
    pytest.param(
        "fr",
        "Il a été convenu, avec le président malien, que le Togo fermerait son ambassade au Tchad.",
        ["EmbassyClosed TGO>TCD"],
        id="what is agreed behind an aside",
    ),
    pytest.param(
        "en",
        "The German chancellor travelled to Kyiv on Thursday with the leaders of Italy and Romania.",
        ["VisitOccurred DEU>UKR", "VisitOccurred ITA>UKR", "VisitOccurred ROU>UKR"],
        id="with whom somebody travels",
    ),
    pytest.param(
        "fr",
        "Le chancelier allemand est arrivé jeudi à Kiev avec le président français.",
        ["VisitOccurred DEU>UKR", "VisitOccurred FRA>UKR"],
        id="with whom somebody arrives",
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), TOLD)
def test_a_party_is_found_where_the_text_leaves_it(language: str, text: str, expected: list[str]) -> None:
    """Each sentence tells of its acts between those whom it means."""
    told = tell(text, language=language)
    assert set(expected) <= set(told)


QUIET = [
    ("en", "The Peruvian talk-show host accused Kenya of lying."),
    (
        "en",
        "As for the talks between Peru and Chile, a condition for Ecuador to join the Pacific Alliance, they stalled.",
    ),
    ("en", "Guatemala no longer recognises Taipei as a partner in trade talks with Honduras."),
]


@pytest.mark.parametrize(("language", "text"), QUIET)
def test_what_is_only_wished_of_somebody_is_not_told(language: str, text: str) -> None:
    """What somebody is to do as a condition, and what is denied by two words, is no act."""
    assert not tell(text, language=language)


BY_OTHERS: list[tuple[str, str, list[str]]] = [
    ("en", "Kenya and Uganda play on Monday. The contract was signed by the striker on Tuesday.", []),
    ("en", "Kenya and Uganda play on Monday. The agreement was signed by the federation and a bank.", []),
    ("fr", "Le Mali et le Sénégal jouent samedi. Un contrat a été signé mardi entre la fédération et une banque.", []),
    ("fr", "Le Mali et le Sénégal jouent samedi. L'accord a été signé mardi par le club.", []),
    (
        "en",
        "Kenya and Uganda met on Monday. The agreement was signed by the two foreign ministers.",
        ["AgreementSigned KEN+UGA"],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), BY_OTHERS)
def test_what_others_sign_is_not_of_the_two_of_the_passage(language: str, text: str, expected: list[str]) -> None:
    """An agreement that the text says a club, a player or a bank signed is none between states."""
    assert [told for told in tell(text, language=language) if told.startswith("Agreement")] == expected


@pytest.mark.parametrize(
    ("language", "between", "told"),
    [
        ("fr", "", ["AidDelivered RUS>NER"]),
        ("fr", "Le ministre de la Santé a parlé. ", []),
        ("en", "", ["AidDelivered RUS>NER"]),
        ("en", "The health minister spoke. ", []),
        ("en", "The foreign minister spoke. ", ["AidDelivered RUS>NER"]),
    ],
)
def test_the_minister_is_the_one_told_of_last(language: str, between: str, told: list[str]) -> None:
    """By "the minister" the foreign minister of before is meant, unless another one, of no state told, came between."""
    before, after = {
        "fr": ("Le chef de la diplomatie russe est à Bamako. ", "Le ministre a remis des vivres au Niger."),
        "en": ("The Russian foreign minister is in Bamako. ", "The minister gave food to Niger."),
    }[language]
    assert [line for line in tell(before + between + after, language=language) if line.startswith("Aid")] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Le Népal forme des soldats chiliens. Il l'a aidé à hauteur de 2 millions de dollars.",
            "AidDelivered NPL>CHL",
        ),
        (
            "Le Kenya promet du blé au Malawi ; il l'avait aidé à hauteur de 2 millions de dollars.",
            "AidDelivered KEN>MWI",
        ),
        ("Le Chili soutient le Pérou. Il lui a effacé une dette de 10 millions de dollars.", "AidDelivered CHL>PER"),
        ("Le Chili a reçu le ministre péruvien. Cette visite le réjouit.", ""),
    ],
)
def test_a_pronoun_before_the_verb_is_its_object(text: str, told: str) -> None:
    """By "le" and "lui" the other one is meant of the two at hand, in the same sentence and across two."""
    lines = [line for line in tell(text, language="fr") if line.startswith("Aid")]
    assert (told in lines) if told else not lines


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Oslo a vu les ministres du Chili et du Pérou. Ce dernier livre du blé au Népal.", ["AidDelivered PER>NPL"]),
        ("Oslo rit avec la Zambie. Cette dernière donne déjà du blé au Népal.", ["AidDelivered ZMB>NPL"]),
        ("Le Chili et le Népal lisent. Ce dernier livre raconte un don de blé.", []),
        ("Le Chili et le Népal rient. Cette dernière visite a donné de la joie.", []),
    ],
)
def test_the_latter_may_stand_before_a_verb_that_looks_like_a_noun(text: str, told: list[str]) -> None:
    """The words "ce dernier" are a subject before "livre" where no other verb follows, and mean who was named last."""
    assert [line for line in tell(text, language="fr") if line.startswith("Aid")] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Lima accuse le Chili d'avoir livré des drones au Pérou.", "MilitarySupportProvided CHL>PER"),
        ("Le Mali ne pardonne pas au Chili d'avoir rappelé son ambassadeur au Pérou.", "EnvoyRecalled CHL>PER"),
        ("Lima remercie le Chili d'avoir rompu ses relations avec Cuba.", "RelationsSevered CHL>CUB"),
    ],
)
def test_who_is_blamed_or_thanked_did_it(text: str, told: str) -> None:
    """Behind "accuser", "pardonner", "remercier" it is the object that did what the infinitive tells."""
    acts = [line for line in tell(text, language="fr") if not line.startswith(("Criticism", "Support"))]
    assert acts == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Le président péruvien n'en était pas moins mardi à Rome.", ["VisitOccurred PER>ITA"]),
        ("Le président péruvien n'était pas mardi à Rome.", []),
        ("Le Chili a rappelé son consul, non sans avoir accusé Lima.", ["CriticismExpressed CHL>PER"]),
        ("Le Chili a rappelé son consul, sans accuser Lima.", []),
        ("Le Chili ne s'est pas privé d'expulser le consul du Pérou.", ["EnvoyExpelled CHL>PER"]),
    ],
)
def test_what_only_seems_negated_is_told(text: str, told: list[str]) -> None:
    """Two words that take back a negation affirm: "n'en ... pas moins", "non sans", "ne pas se priver de"."""
    assert [line for line in tell(text, language="fr") if not line.startswith("EnvoyRecalled")] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Le Chili et le Pérou s'accordent. Les deux pays ont livré ensemble du riz au Népal.", ["CHL>NPL", "PER>NPL"]),
        ("Le Pérou a fait parvenir 25 tonnes de vivres au Népal.", ["PER>NPL"]),
        ("Un lot de 25 tonnes de vivres est parvenu au Népal.", []),
    ],
)
def test_together_is_no_gift(text: str, told: list[str]) -> None:
    """The adverb "ensemble" behind a verb is not its object, and who has something brought gives it."""
    assert [line.split()[1] for line in tell(text, language="fr") if line.startswith("Aid")] == told


def test_a_complaint_is_against_whom_it_names_not_for_whom_it_is_told() -> None:
    """A complaint brought before a council blames whom it is against."""
    assert tell("Quito a déposé au Conseil de sécurité une plainte contre Lima.", language="fr") == [
        "CriticismExpressed ECU>PER"
    ]

"""What an article goes on telling of without naming it again: the same two parties, the organisation, the envoys."""

import pytest

from tests.unit.extract.telling import read, tell

RELIEF_EN = (
    "Turkey sends relief to Malawi\n\nA Turkish plane with 40 tonnes of food landed in Malawi on Sunday. "
    "Malawi's president thanked Turkey. "
)
RELIEF_FR = (
    "Secours turcs au Malawi\n\nUn avion turc transportant 40 tonnes de vivres a atterri dimanche au Malawi. "
    "Le président malawite a remercié la Turquie. "
)


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("en", RELIEF_EN + "A second consignment is due on Friday.", "AidPledged TUR>MWI"),
        ("en", RELIEF_EN + "Another shipment is expected next week.", "AidPledged TUR>MWI"),
        ("fr", RELIEF_FR + "Une deuxième cargaison est attendue vendredi.", "AidPledged TUR>MWI"),
    ],
)
def test_one_more_gift_is_of_the_same_two(language: str, text: str, claim: str) -> None:
    """A further consignment comes from who gave the first and goes to who received it."""
    assert claim in tell(text, language=language)


def test_one_more_gift_of_somebody_else_is_not() -> None:
    """Where the sentence names another giver, nothing is known of who receives it."""
    told = tell(RELIEF_EN + "A second consignment from Norway is due on Friday.", language="en")
    assert "AidPledged TUR>MWI" not in told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Morocco and Peru restored diplomatic relations on Thursday. Embassies will be reopened within months."),
        (
            "fr",
            "Le Maroc et le Pérou ont rétabli jeudi leurs relations diplomatiques. Les ambassades rouvriront en juin.",
        ),
    ],
)
def test_embassies_of_two_who_made_up_open_both_ways(language: str, text: str) -> None:
    """Embassies that are to reopen after relations were restored are each one's with the other."""
    assert {"EmbassyOpened MAR>PER", "EmbassyOpened PER>MAR"} <= set(tell(text, language=language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The International Monetary Fund lent Zambia 20 million dollars. Zambia's minister thanked the Fund.",
        ),
        (
            "fr",
            "Le Fonds monétaire international prête 2 millions à la Zambie. Le ministre zambien a remercié le Fonds.",
        ),
    ],
)
def test_an_organisation_is_called_again_by_its_noun(language: str, text: str) -> None:
    """What the article named in full is meant by its noun: "the Fund"."""
    assert "SupportExpressed ZMB>IMF" in tell(text, language=language)


def test_a_noun_written_small_names_no_organisation() -> None:
    """Without its capital "the fund" may be any."""
    told = tell("The International Monetary Fund met in May. Zambia's minister thanked the fund.", language="en")
    assert "SupportExpressed ZMB>IMF" not in told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            """The President of Gabon received credentials from three envoys.
            They are Anna Berg of Sweden, José Lima (Brazil) and Tariq Aziz of Pakistan.""",
        ),
        (
            "fr",
            """Le président gabonais a reçu les lettres de créance de trois ambassadeurs.
            Il s'agit d'Anna Berg (Suède), José Lima (Brésil) et Tariq Aziz (Pakistan).""",
        ),
    ],
)
def test_envoys_received_together_are_listed_by_their_states(language: str, text: str) -> None:
    """The sentence after the reception says whose the envoys are, and proves it; a person's name is no city."""
    told = [line for line in tell(text, language=language) if line.startswith("EnvoyAccredited")]
    proofs = {getattr(proof, "exact", "") for one in read(text, language=language).reports for proof in one.evidence}
    assert len(proofs) == 1
    assert "Pakistan" in proofs.pop()
    assert told == ["EnvoyAccredited BRA>GAB", "EnvoyAccredited PAK>GAB", "EnvoyAccredited SWE>GAB"]


def test_a_list_of_states_after_no_reception_presents_nobody() -> None:
    """Members of a group are no envoys."""
    text = "The President of Gabon received a trophy. The finalists are Sweden, Brazil and Pakistan."
    assert not any(line.startswith("EnvoyAccredited") for line in tell(text, language="en"))


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("en", "Lavrov in Harare\n\nSergei Lavrov spoke of the harvest.", "VisitOccurred RUS>ZWE"),
        ("fr", "Lavrov à Harare\n\nSergueï Lavrov a parlé de la moisson.", "VisitOccurred RUS>ZWE"),
    ],
)
def test_a_headline_of_a_known_person_and_a_place_is_a_visit(language: str, text: str, claim: str) -> None:
    """A line without a verb that sets an official in a foreign capital tells where he is."""
    assert tell(text, language=language) == [claim]


def test_a_headline_of_an_unknown_person_and_a_place_is_nothing() -> None:
    """Nobody knows for whom a singer travels."""
    assert tell("Karl Bergmann in Harare\n\nRain fell on the market.", language="en") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Mongolian president arrived in Turkmenistan on Monday. Their talks dealt with gas."),
        ("fr", "Le président mongol est arrivé lundi au Turkménistan. Leurs entretiens ont porté sur le gaz."),
    ],
)
def test_their_talks_are_of_both(language: str, text: str) -> None:
    """Talks that several have are of guest and host, though only one was the last subject."""
    assert "MeetingHeld MNG+TKM" in tell(text, language=language)


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "Le ministre comorien n'ira pas au Mali mardi prochain.", ["VisitCancelled COM>MLI"]),
        ("es", "El canciller peruano no viajará a Bolivia el lunes.", ["VisitCancelled PER>BOL"]),
        ("fr", "Le ministre comorien n'ira pas au Mali.", []),
    ],
)
def test_a_dated_journey_that_will_not_be_made_is_called_off(language: str, text: str, told: list[str]) -> None:
    """With its date the negated future tells of a plan given up; without one it may be no plan at all."""
    assert tell(text, language=language) == told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le président camerounais de la fédération de handball est arrivé lundi au Rwanda."),
        ("en", "The Brazilian president of the football federation arrived in Peru on Monday."),
    ],
)
def test_who_presides_over_a_federation_acts_for_no_state(language: str, text: str) -> None:
    """The nationality of a federation's president makes him no official of his state."""
    assert tell(text, language=language) == []


def test_the_minister_is_the_one_told_of_by_his_charge() -> None:
    """After "le chef de la diplomatie russe" the minister is he, not one of the state where he is."""
    text = (
        "HARARE - Le chef de la diplomatie russe a été reçu mardi par le président zimbabwéen. "
        "Le ministre gagnera jeudi Lusaka."
    )
    told = tell(text)
    assert "VisitAnnounced RUS>ZMB" in told
    assert "VisitAnnounced ZWE>ZMB" not in told


def test_a_headline_means_the_first_who_holds_an_office() -> None:
    """The "President" above a text is whom it tells of first, not another president whom he is to meet."""
    text = (
        "President leaves for forum\n\nPresident Adama Barrow of Gambia left for Qatar on Monday. He will hold talks "
        "with Turkish President Recep Tayyip Erdogan. The president will return on Thursday."
    )
    assert not any(line.startswith(("VisitOccurred TUR", "VisitAnnounced TUR")) for line in tell(text, language="en"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Vanuatu's premier will visit Australia next week. Australia has offered 5 million dollars for roads.",
        ),
        (
            "fr",
            "Le Premier ministre malien se rendra au Qatar. Le Qatar a promis 5 millions de dollars pour les routes.",
        ),
    ],
)
def test_what_a_gift_is_for_is_not_who_gets_it(language: str, text: str) -> None:
    """Money "for roads" goes to the other of the two that the text is about."""
    assert any(line in tell(text, language=language) for line in ("AidPledged AUS>VUT", "AidPledged QAT>MLI"))


def test_a_headline_of_a_place_gives_way_to_the_journey_announced() -> None:
    """Where the text only announces a journey, the headline tells of no visit that took place."""
    text = "Le Premier ministre malien à Doha\n\nLe Premier ministre malien se rendra à Doha la semaine prochaine."
    assert tell(text) == ["VisitAnnounced MLI>QAT"]


def test_the_embassy_after_an_envoy_is_his() -> None:
    """An embassy that opened is that of the envoy whose credentials were told of just before."""
    text = (
        "L'Uruguay et le Kenya\n\nL'ambassadrice de l'Uruguay au Kenya a présenté mardi ses lettres de créance au "
        "président William Ruto. "
        "L'ambassade a ouvert ses portes en mars."
    )
    assert tell(text) == ["EmbassyOpened URY>KEN", "EnvoyAccredited URY>KEN"]


def test_the_junta_is_that_of_the_state_named_beside() -> None:
    """Whom an organisation calls on beside one state that it names is there, not where its leaders meet."""
    text = (
        "ABUJA - La Cédéao a levé samedi les sanctions contre la Guinée et appelé la junte à organiser des élections."
    )
    assert "CriticismExpressed ECOWAS>NGA" not in tell(text)


@pytest.mark.parametrize(
    ("receiver", "told"),
    [("survivors", ["AidDelivered JPN>NPL"]), ("schools in Osaka", []), ("Japanese schools", [])],
)
def test_what_goes_to_others_is_not_for_the_state_struck(receiver: str, told: list[str]) -> None:
    """A gift to those in a place of their own is not one to the state whose disaster the article tells of."""
    text = f"Nepal ten years after the earthquake\n\nTokyo donated tents to {receiver}."
    assert tell(text, language="en") == told


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "restored", "Shops and embassies will reopen on Monday."),
        ("en", "restored", "Embassies will be reopened for the holiday."),
        ("en", "restored", "Many firms will reopen embassies."),
        ("en", "restored", "Embassies closed on Friday."),
        ("fr", "rétabli", "Les magasins et les ambassades rouvriront lundi."),
        ("fr", "rétabli", "Les ambassades rouvriront pour la fête."),
    ],
)
def test_embassies_of_anybody_are_not_of_the_two(language: str, before: str, after: str) -> None:
    """Embassies named with shops, by firms, for a holiday or against what was agreed are not the two's."""
    opening = {
        "en": f"Morocco and Peru {before} diplomatic relations on Thursday. ",
        "fr": f"Le Maroc et le Pérou ont {before} jeudi leurs relations diplomatiques. ",
    }
    told = tell(opening[language] + after, language=language)
    assert len(told) == 1
    assert told[0].startswith("Relations")


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "A Togolese delegation left. The delegation will visit Benin.", ["VisitAnnounced TGO>BEN"]),
        ("en", "A delegation of Togolese officials left. The delegation will visit Benin.", ["VisitAnnounced TGO>BEN"]),
        ("en", "The delegation of Togo's bar left. The delegation will visit Benin.", []),
        ("en", "A delegation of Togolese lawyers left. The delegation will visit Benin.", []),
        ("en", "A delegation of Togolese nurses left. The delegation will visit Benin.", []),
        ("en", "Togo's team delegation left. The delegation will visit Benin.", []),
        ("fr", "La délégation du Togo est partie. La délégation se rendra au Bénin.", ["VisitAnnounced TGO>BEN"]),
        (
            "fr",
            "Une délégation du gouvernement togolais est partie. La délégation se rendra au Bénin.",
            ["VisitAnnounced TGO>BEN"],
        ),
        ("fr", "La délégation du barreau du Togo est partie. La délégation se rendra au Bénin.", []),
    ],
)
def test_only_a_state_s_delegation_goes_on_a_visit(language: str, text: str, told: list[str]) -> None:
    """A delegation of a bar, of a trade or of a team is no state's when the text comes back to it."""
    assert tell(text, language=language) == told


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("en", "Peru and Norway are old partners. Talks were held on Monday.", "MeetingHeld NOR+PER"),
        ("en", "Peru and Norway disagree over fish. Talks are scheduled for next week.", "MeetingAnnounced NOR+PER"),
        ("en", "Peru and Norway broke in 2010. Relations were restored on Monday.", "RelationsEstablished NOR+PER"),
        ("en", "Ties between Peru and Norway are close. They signed a pact on tuna.", "AgreementSigned NOR+PER"),
        ("en", "Peru's ties with Norway are close. Their ministers met in Rome on Monday.", "MeetingHeld NOR+PER"),
        ("en", "Ties between Peru and Norway are cold. Oslo froze its aid on Monday.", "AidSuspended NOR>PER"),
        ("fr", "Le Pérou et Oslo sont brouillés. Des négociations sont prévues lundi.", "MeetingAnnounced NOR+PER"),
        ("fr", "Les liens entre Lima et Oslo sont bons. Leurs ministres se sont vus lundi.", "MeetingHeld NOR+PER"),
        ("fr", "Les liens entre Lima et Oslo sont froids. Oslo a gelé son aide.", "AidSuspended NOR>PER"),
    ],
)
def test_what_the_passage_is_about_goes_on(language: str, text: str, claim: str) -> None:
    """Of the two between whom something was told to be are "they", talks that are held, and aid that stops."""
    assert claim in tell(text, language=language)


def test_talks_of_others_are_not_theirs() -> None:
    """Where the sentence says who talks, or that nobody does, it is not the two of the passage."""
    text = "Peru and Norway are old partners. The union held talks with a bank. No talks were held on Monday."
    assert tell(text, language="en") == []

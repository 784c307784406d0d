"""Quarrels: one's own thing of the kind told last, answers in kind, what a later clause tells of whom it is against."""

import pytest

from tests.unit.extract.telling import tell


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("fr", "Le Canada a fermé son ambassade en Iran. La France a fermé la sienne.", "EmbassyClosed FRA>IRN"),
        ("fr", "Paris a rappelé son ambassadeur à Alger. Alger a rappelé le sien.", "EnvoyRecalled DZA>FRA"),
        ("en", "Canada closed its embassy in Iran. France has shut its own.", "EmbassyClosed FRA>IRN"),
        ("en", "Peru gave the Mexican ambassador a day to leave while bringing back its own.", "EnvoyRecalled PER>MEX"),
    ],
)
def test_its_own_is_of_the_kind_told_last(language: str, text: str, claim: str) -> None:
    """What "its own" and "la sienne" say stands for the embassy or envoy told of last."""
    assert claim in tell(text, language=language)


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("en", "Latvia expelled two Russian diplomats. Moscow responded in kind.", "EnvoyExpelled RUS>LVA"),
        ("fr", "Quito a rappelé son ambassadeur à Lima. Le Pérou a fait de même.", "EnvoyRecalled PER>ECU"),
        ("en", "Latvia expelled two Russian diplomats. Estonia took the same step.", "EnvoyExpelled EST>RUS"),
        ("fr", "Le Canada a fermé son ambassade à Tripoli. Rome a pris la même mesure.", "EmbassyClosed ITA>LBY"),
    ],
)
def test_who_answers_in_kind_does_it_to_who_did_it(language: str, text: str, claim: str) -> None:
    """Whoever was acted on turns the act round; anybody else does it to the same."""
    assert claim in tell(text, language=language)


def test_a_praised_state_answers_nothing_in_kind() -> None:
    """What is no quarrel is not turned round."""
    assert "AidDelivered TUN>JPN" not in tell("Japan gave Tunisia rice. Tunisia responded in kind.", language="en")


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("fr", "L'Équateur, qui a rappelé son ambassadeur puis rompu avec Bogota, proteste.", "EnvoyRecalled ECU>COL"),
        ("fr", "Alger a rompu avec Téhéran, dont les diplomates ont deux jours pour partir.", "EnvoyExpelled DZA>IRN"),
        ("en", "Chile, as well as Peru, withdrew their ambassadors from Israel.", "EnvoyRecalled CHL>ISR"),
        ("en", "In solidarity, France, Chad and Oman recalled their envoys from Iran.", "EnvoyRecalled FRA>IRN"),
    ],
)
def test_the_other_party_stands_in_another_part_of_the_sentence(language: str, text: str, claim: str) -> None:
    """A later clause, "dont" and a list around the subject tell who the parties are."""
    assert claim in tell(text, language=language)


def test_each_of_a_list_of_ambassadors_is_accredited() -> None:
    """Ambassadors who are listed with their names are all received, the first one too."""
    text = (
        "The president of Fiji received credentials from the Ambassador of Peru, Ms Ana Sol, the Ambassador of Chad, "
        "Mr Ali Nur, and the Ambassador of Oman, Mr Said Amri."
    )
    assert {line.split(">")[0] for line in tell(text, language="en")} == {
        "EnvoyAccredited PER",
        "EnvoyAccredited TCD",
        "EnvoyAccredited OMN",
    }


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("en", "Spain summoned Ambassador Ali Nur of Morocco. He was summoned in May too.", "EnvoySummoned ESP>MAR"),
        (
            "en",
            "Ethiopia told four of the six diplomats at the Irish embassy to leave.",
            "EnvoyExpelled ETH>IRL",
        ),
        ("fr", "Rome a signé avec Oman, Cuba et le Tchad une déclaration commune.", "AgreementSigned CUB+ITA+OMN+TCD"),
        ("fr", "La CEDEAO a puni le Mali et suspend le pays de ses organes.", "MembershipEnded MLI>ECOWAS"),
        ("en", "Germany, France and Poland will each expel four Russian diplomats.", "EnvoyExpelled POL>RUS"),
    ],
)
def test_a_party_told_by_a_part_of_its_phrase_is_found(language: str, text: str, claim: str) -> None:
    """Pronouns for envoys, some of several at an embassy, lists before the object, "le pays", and "each"."""
    assert claim in tell(text, language=language)


def test_an_answer_is_made_to_who_acted_last() -> None:
    """What is done in response is done to whoever did what was told last."""
    told = tell(
        "Stockholm a reconnu l'État de Palestine. En réponse, Israël a rappelé son ambassadeur pour consultations.",
    )
    assert "EnvoyRecalled ISR>SWE" in told


@pytest.mark.parametrize(
    ("language", "text", "claim"),
    [
        ("fr", "Oman et Cuba ont rompu avec Israël. Oman a expulsé l'ambassadeur Ali Nur.", "EnvoyExpelled OMN>ISR"),
        ("fr", "Le Mali se retire de l'ensemble des instances du G5 Sahel.", "MembershipEnded MLI>G5S"),
        ("fr", "Cuba et Oman ont signé, en marge de la foire, une charte et un bail.", "AgreementSigned CUB+OMN"),
        ("en", "Benin called time on its defence pact with France.", "AgreementTerminated BEN>FRA"),
    ],
)
def test_what_a_phrase_leaves_out_is_known_from_the_quarrel(language: str, text: str, claim: str) -> None:
    """An ambassador is of whom everybody acts against; bodies of an organisation are the organisation."""
    assert claim in tell(text, language=language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Moldova expelled two Russian officials. On Monday Ambassador Oleg Orlov was summoned again."),
        ("fr", "La Moldavie a dénoncé les propos de la Russie. L'ambassadeur Oleg Orlov a été convoqué lundi."),
    ],
)
def test_an_envoy_at_hand_is_of_the_other_side_of_the_quarrel(language: str, text: str) -> None:
    """An ambassador with a name but no state is sent for by who acts in the quarrel that the text tells of."""
    assert "EnvoySummoned MDA>RUS" in tell(text, language=language)


def test_an_envoy_without_any_quarrel_is_nobodys() -> None:
    """Where nothing was told before, nobody knows who sent for whom."""
    assert tell("Ambassador Oleg Orlov was summoned on Monday.", language="en") == []


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "en",
            "Poland summoned the Belarusian ambassador. Lithuania expelled three diplomats in response.",
            ["EnvoySummoned POL>BLR"],
        ),
        (
            "fr",
            "Le Pérou a expulsé l'ambassadeur du Mexique. En réponse, la Bolivie a rappelé le sien.",
            ["EnvoyExpelled PER>MEX"],
        ),
    ],
)
def test_whose_side_a_third_takes_by_an_answer_is_not_guessed(language: str, text: str, told: list[str]) -> None:
    """Who answers without having been struck may stand by either of the two."""
    assert tell(text, language=language) == told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le Niger a failli rompre avec le Bénin."),
        ("en", "Russia denied having expelled Bulgarian diplomats."),
    ],
)
def test_what_nearly_happened_and_what_is_denied_are_no_acts(language: str, text: str) -> None:
    """A verb that says that something did not happen takes the act below it away."""
    assert tell(text, language=language) == []

"""English sentences whose subject or owner stands away from its verb: asides, possessives, names of towns."""

import pytest

from tests.unit.extract.telling import tell


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kenya, as its troops left Haiti, recalled its ambassador from Cuba.", "EnvoyRecalled KEN>CUB"),
        ("France, three weeks after its envoy was expelled, closed its embassy in Niamey.", "EmbassyClosed FRA>NER"),
        (
            "The Bolivian president met Mr Ortega, as his troops left Haiti, and recalled his ambassador from Cuba.",
            "EnvoyRecalled BOL>CUB",
        ),
        (
            "The decision by the United States to lift the sanctions against Cuba came on Monday.",
            "SanctionsLifted USA>CUB",
        ),
        ("Uganda's army said its troops had been sent to South Sudan.", "MilitarySupportProvided UGA>SSD"),
        ("Peru, along with Chile and Bolivia, cut ties with Sudan.", "RelationsSevered CHL>SDN"),
        ("Peru, a friend of Chile, cut ties with Sudan.", "RelationsSevered PER>SDN"),
        ("The presidents of Peru, Chile, and Bolivia signed a pact on water.", "AgreementSigned BOL+CHL+PER"),
        ("Peru, a landlocked country, recalled its ambassador from Cuba.", "EnvoyRecalled PER>CUB"),
        ("Peru, the current chair of the group, recalled its ambassador from Cuba.", "EnvoyRecalled PER>CUB"),
        ("Peru, for its part, declared the Cuban envoy persona non grata.", "EnvoyExpelled PER>CUB"),
        ("Peru, which will vote in June, promised Cuba 20 million dollars.", "AidPledged PER>CUB"),
        ("Peruvian authorities on Monday cut diplomatic ties with Cuba.", "RelationsSevered PER>CUB"),
        ("As protests went on, the Peruvian president cut ties with Cuba.", "RelationsSevered PER>CUB"),
        ("Peru, under pressure from parliament, provided Cuba with 200 tonnes of rice.", "AidDelivered PER>CUB"),
        ("The Peruvian government also provided Cuba with 200 tonnes of rice.", "AidDelivered PER>CUB"),
        ("Norway has aligned itself with the EU sanctions against Belarus.", "SanctionsImposed NOR>BLR"),
    ],
)
def test_who_acts_stands_before_an_aside_or_owns_what_is_sent(text: str, told: str) -> None:
    """A clause between commas hides nobody, who decides is who does it, and an army's troops are its state's."""
    assert told in tell(text, language="en")


def test_what_stands_in_a_list_is_no_verb() -> None:
    """Behind a comma a noun that could be a verb is one where nothing closes an aside about who acts."""
    assert tell("In Lima, Peru, cut flowers were handed to the envoy of Sudan.", language="en") == []


def test_a_town_behind_title_and_first_name_is_a_surname() -> None:
    """An ambassador whose last name is that of a town is where he is posted, and so when he is named again."""
    text = (
        "Brazil is angry at the United States. On Tuesday U.S. Ambassador Owen Galway was summoned to the foreign "
        "ministry. Galway was told to pack his bags.\n"
    )
    told = tell(text, language="en")
    assert "EnvoySummoned BRA>USA" in told
    assert not [line for line in told if "IRL" in line]


def test_an_ambassador_whom_another_state_summons_is_of_the_state_that_tells_it() -> None:
    """Local press does not say that the ambassador whom others summon is its own."""
    text = "By Our Correspondent, Lusaka\n\nEnvoy called in\n\nThe fair in Zambia opens today.\n\n"
    assert "EnvoySummoned RUS>ZMB" in tell(text + "Russia summoned Ambassador Owen Banda on Friday.\n", language="en")


def test_a_middle_name_alone_means_its_bearer() -> None:
    """Where a long name was told, the name between its first and its last means the same person."""
    text = "Paraguay's President Mario Abdo Ruiz spoke. Abdo will fly to Taipei on Monday."
    assert "VisitAnnounced PRY>TWN" in tell(text, language="en")


def test_somebody_elses_seat_is_not_that_of_who_closes_his() -> None:
    """What another does beside does not tell whose capital an embassy is closed in: what the article is about does."""
    text = "Fighting in Mali\n\nMali is at war. Germany said it had closed its embassy, and Norway's is open."
    assert "EmbassyClosed DEU>MLI" in tell(text, language="en")


def test_who_meets_one_and_then_another_meets_each() -> None:
    """Where "with" is told again, those met did not meet one another."""
    text = "Kenya's minister had a meeting with the foreign minister of Denmark and with the president of Finland."
    assert tell(text, language="en") == ["MeetingHeld DNK+KEN", "MeetingHeld FIN+KEN"]


def test_the_regime_is_not_that_of_the_dateline() -> None:
    """Who calls a government a regime speaks of the state that the article is about."""
    text = (
        "EU widens Belarus sanctions\n\nBRUSSELS, Dec 17 (CP) - The European Union imposed sanctions on 29 Belarusian "
        'officials.\n\n"The regime must release all prisoners," Kaja Kallas of the European Union said in Brussels.\n'
    )
    assert "CriticismExpressed EU>BEL" not in tell(text, language="en")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Peru let it be known through Trade Minister Ana Quispe that it was ready. Quispe flew to Quito.",
            "VisitOccurred PER>ECU",
        ),
        ("The Chinese ambassador announced that 800 houses will be financed in Paraguay.", "AidPledged CHN>PRY"),
        (
            "Peru, which has kept its envoy to Cuba at home since the law was passed, recalled its consul from Oman.",
            "EnvoyRecalled PER>OMN",
        ),
    ],
)
def test_who_speaks_for_a_state_tells_whose_he_is(text: str, told: str) -> None:
    """Whom a state speaks through is its own, what an envoy promises is his state's, and an aside may hold another."""
    assert told in tell(text, language="en", published="2011-06")

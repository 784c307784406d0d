"""Who is meant by those whom an article named before: pronouns, offices, counted parties, kinds of realms."""

import pytest

from service.ingest.publishers import find_country
from service.submission import Submission, read_submission
from tests.unit.extract.telling import line, tell

MEANT = (
    (
        "en",
        "Togo's minister Robert Dussey arrived in Accra on Monday. Ghana is a friend. He leaves for Rome on Friday.",
        "VisitAnnounced TGO>ITA",
    ),
    (
        "fr",
        "Le ministre tchadien de la Défense a reçu mardi l'ambassadeur de France. Les deux parties se verront jeudi.",
        "MeetingAnnounced FRA+TCD",
    ),
    (
        "fr",
        "Le président du Togo est allé lundi au Bénin. Les deux capitales ont rétabli leurs relations diplomatiques.",
        "RelationsEstablished BEN+TGO",
    ),
    (
        "en",
        "The president of Togo travelled to Benin on Monday. The two leaders met on Tuesday.",
        "MeetingHeld BEN+TGO",
    ),
    (
        "en",
        "Nauru broke off relations with Taiwan on Monday. In Beijing, the ministry said it welcomed the decision.",
        "SupportExpressed CHN>NRU",
    ),
    (
        "fr",
        "La ministre sénégalaise Yassine Fall a dit que le Mali avait rompu avec Kiev. Elle se rendra jeudi à Rome.",
        "VisitAnnounced SEN>ITA",
    ),
    (
        "en",
        "Saudi Arabia has hosted talks on Sudan. The kingdom sent 300 tonnes of rice to Mali on Monday.",
        "AidDelivered SAU>MLI",
    ),
)


@pytest.mark.parametrize(("language", "text", "told"), MEANT)
def test_who_was_named_before_is_meant_again(language: str, text: str, told: str) -> None:
    """A later mention stands for the state of the one whom it can only mean."""
    assert told in tell(text, language=language)


NOT_MEANT = (
    ("en", "France has hosted talks on Sudan. The kingdom sent 300 tonnes of rice to Mali on Monday.", "FRA"),
    ("en", "A delegation of a Chinese energy group arrived in Managua on Monday.", "CHN"),
    ("fr", "Une délégation du groupe pétrolier chinois est arrivée lundi à Managua.", "CHN"),
    ("fr", "Le Togo a gagné. Les deux équipes se sont rencontrées lundi à Rome. Les deux hommes ont signé.", "TGO"),
)


@pytest.mark.parametrize(("language", "text", "party"), NOT_MEANT)
def test_who_cannot_be_meant_acts_in_nothing(language: str, text: str, party: str) -> None:
    """A republic is no kingdom, a company no state, and two teams are not two states."""
    assert not [told for told in tell(text, language=language) if party in told]


DOMESTIC = (
    "Le ministre des Affaires étrangères a reçu lundi à Dakar l'ambassadeur du Japon au Sénégal. Le gouvernement a "
    "remercié le Japon."
)


def test_offices_without_a_state_are_of_the_publishers_country() -> None:
    """What a country's own press calls the government is that country's; a wire's could be anybody's."""
    submission = Submission(text=DOMESTIC, publisher="Le Soleil", published="2024-06-12", language="fr")
    assert find_country("Le Soleil") == "SEN"
    told = [line(report) for report in read_submission(submission).reports]
    assert "SupportExpressed SEN>JPN" in told
    assert find_country("AFP") is None
    assert find_country(None) is None


def test_aid_is_not_for_the_state_that_only_gives() -> None:
    """The state that an article names most does not receive what others give when it is told to give itself."""
    text = (
        "Les États-Unis suspendent leur aide\n\nLes États-Unis avaient donné lundi 300 tonnes de riz au Niger. "
        "Les États-Unis n'en disent pas plus. La Chine a promis dix ambulances. Les États-Unis se taisent."
    )
    told = tell(text)
    assert "AidPledged CHN>NER" in told
    assert not [one for one in told if one.endswith(">USA")]


def test_the_present_tense_with_a_day_of_the_week_tells_what_is_coming() -> None:
    """Who "flies to Rome on Monday" has not been there; the day of publication and the past tense tell what was."""
    assert tell("Togo's president flies to Rome on Monday.", language="en") == ["VisitAnnounced TGO>ITA"]
    assert tell("Le président du Togo se rend lundi à Rome.") == ["VisitAnnounced TGO>ITA"]
    assert tell("Togo's president flew to Rome on Monday.", language="en") == ["VisitOccurred TGO>ITA"]
    assert tell("Le président du Togo se rend ce mercredi à Rome.") == ["VisitOccurred TGO>ITA"]

"""Parties told only by what the article as a whole is about: its two states, or the one that receives."""

import pytest

from tests.unit.extract.telling import tell

RWANDA = (
    "Rwanda and the Central African Republic\n\n"
    "Rwanda's foreign minister met his counterpart of the Central African Republic in Bangui on Monday.\n\n"
)
NIUE = (
    "Niue et la Nouvelle-Zélande\n\n"
    "Le Premier ministre de Niue a rencontré lundi son homologue de Nouvelle-Zélande.\n\n"
)
FIJI = (
    "Australia and Fiji\n\nAustralia's foreign minister met Fiji's prime minister in Suva on Monday. "
    "She said that seasonal work would be discussed.\n\n"
)
UGANDA = (
    "Uganda counts its losses\n\nUganda's parliament met on Monday. Uganda had hoped for more. "
    "The finance minister of Uganda spoke of a hard year.\n\n"
)

MEANT = (
    ("en", RWANDA, "The Rwandan embassy will open next year.", "EmbassyOpened RWA>CAF"),
    ("fr", NIUE, "Le ministre Dalton Tagelagi, de Niue, l'en a chaudement remerciée.", "SupportExpressed NIU>NZL"),
    ("en", FIJI, "Fiji welcomed the decision.", "SupportExpressed FJI>AUS"),
    ("en", UGANDA, "The World Bank has suspended a 90 million dollar loan.", "AidSuspended WB>UGA"),
)
LEFT_ALONE = (
    ("en", RWANDA, "The French embassy will open next year.", "EmbassyOpened"),
    ("en", FIJI, "Japan welcomed the decision.", "SupportExpressed"),
    ("en", FIJI, "Fiji welcomed the rain.", "SupportExpressed"),
    ("en", FIJI, "Fiji said that its minister had arrived.", "VisitOccurred FJI"),
    ("en", UGANDA, "The World Bank has suspended a manager.", "AidSuspended"),
)


@pytest.mark.parametrize(("language", "before", "text", "told"), MEANT)
def test_the_other_of_the_two_that_an_article_is_about_is_meant(
    language: str, before: str, text: str, told: str
) -> None:
    """Where a sentence names one of the two and nobody else, the other is the party that it leaves out."""
    assert told in tell(before + text, language=language)


@pytest.mark.parametrize(("language", "before", "text", "kind"), LEFT_ALONE)
def test_nobody_is_put_into_an_act_of_others(language: str, before: str, text: str, kind: str) -> None:
    """Acts of third parties, and acts that need no party, give nothing."""
    assert not any(line.startswith(kind) for line in tell(before + text, language=language))


COMPANY = (
    (
        "fr",
        "Le ministre turc a rencontré lundi à Bamako son homologue malien. Il a promis 20 véhicules.",
        "AidPledged TUR>MLI",
    ),
    ("fr", "Le ministre turc est arrivé lundi à Dakar. La Turquie livrera trois ambulances.", "AidPledged TUR>SEN"),
    (
        "en",
        "Japan's prime minister met Kenya's president in Tokyo on Monday. He pledged 300 million dollars in loans.",
        "AidPledged JPN>KEN",
    ),
    (
        "fr",
        "L'ambassadeur de Chine à Bamako a remis mercredi au ministre de la Santé un lot de médicaments.",
        "AidDelivered CHN>MLI",
    ),
    ("en", "Japan's ambassador to Mali met the prime minister on Tuesday.", "MeetingHeld JPN+MLI"),
    ("fr", "L'ambassade de Chine au Togo a offert 50 ambulances au ministère de la Santé.", "AidDelivered CHN>TGO"),
    (
        "fr",
        "L'envoyé de l'Union européenne, João Cravinho, a rencontré mardi à Ouagadougou le Premier ministre.",
        "MeetingHeld BFA+EU",
    ),
    ("en", "A delegation of the IMF met the finance minister in Lusaka on Monday.", "MeetingHeld IMF+ZMB"),
    ("fr", "La JICA a livré 30 ambulances au Tchad.", "AidDelivered JPN>TCD"),
    ("en", "Visiting Chad's capital, the Turkish foreign minister met the president.", "MeetingHeld TCD+TUR"),
    (
        "fr",
        "L'ambassadrice d'Italie au Niger et le ministre de l'Agriculture ont signé mardi un accord.",
        "AgreementSigned ITA+NER",
    ),
    ("en", "In the Malian capital, Sergei Lavrov met his counterpart on Monday.", "MeetingHeld MLI+RUS"),
    (
        "fr",
        "Le président du Togo est allé lundi au Bénin. Les deux dirigeants ont parlé. Il ira mardi au Tchad.",
        "VisitAnnounced TGO>TCD",
    ),
)
ALONE = (
    (
        "fr",
        "Le ministre turc est arrivé lundi à Dakar. La Turquie livrera trois ambulances à ses hôpitaux et au Niger.",
    ),
    ("en", "Japan's prime minister met Kenya's president on Monday. Italy pledged 300 million dollars in loans."),
)


@pytest.mark.parametrize(("language", "text", "told"), COMPANY)
def test_company_tells_whom_a_promise_or_an_office_is_of(language: str, text: str, told: str) -> None:
    """What a guest promises is for his host; the minister whom an envoy deals with is of where the envoy is posted."""
    assert told in tell(text, language=language)


@pytest.mark.parametrize(("language", "text"), ALONE)
def test_company_is_not_put_beside_others(language: str, text: str) -> None:
    """A promise that names whom it is for, or is made by somebody who was not there, is not for the company."""
    assert not any(line.endswith((">SEN", ">KEN")) and "Aid" in line for line in tell(text, language=language))


TOURNAMENT_FR = (
    "Finale du tournoi\n\nLa Géorgie a battu la Roumanie devant les supporteurs réunis au stade. Le sélectionneur "
    "roumain a blâmé ses joueurs. Son homologue géorgien a salué la Roumanie. La prochaine rencontre entre la Géorgie "
    "et le Portugal aura lieu à Lisbonne."
)
TOURNAMENT_EN = (
    "Fiji win the tournament\n\nFiji beat Tonga in the stadium, to the delight of the fans. The Tongan coach blamed "
    "the referee. Fiji praised Tonga. Talks between Fiji and Samoa decide who plays next."
)


@pytest.mark.parametrize(("language", "text"), [("fr", TOURNAMENT_FR), ("en", TOURNAMENT_EN)])
def test_a_country_is_its_team_in_an_article_about_sport(language: str, text: str) -> None:
    """Where an article is about a game, who meets and who praises are teams and trainers, not states."""
    assert tell(text, language=language) == []


def test_an_official_in_an_article_about_sport_is_one_all_the_same() -> None:
    """Whom a minister receives at a tournament is told as ever."""
    text = (
        "Finale du tournoi\n\nLa Géorgie a battu la Roumanie devant les supporteurs réunis au stade. Les joueurs ont "
        "remercié l'arbitre. Le ministre géorgien des Affaires étrangères a reçu le ministre roumain des Affaires "
        "étrangères."
    )
    assert "MeetingHeld GEO+ROU" in tell(text)

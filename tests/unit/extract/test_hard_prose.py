"""Sentences that part a verb from its subject, its auxiliary or its object, with their opposites."""

import pytest

from tests.unit.extract.telling import read, tell, when


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # An aside between commas parts an auxiliary from its participle, though that may be a noun too.
        ("Le Pérou a, dès mai, envoyé des soldats au Belize.", "MilitarySupportProvided PER>BLZ"),
        ("Le Pérou a, selon un diplomate, expulsé l'ambassadeur du Belize.", "EnvoyExpelled PER>BLZ"),
        # Peoples without an article are joined as their states are.
        ("Serbes et Norvégiens ont signé un accord de pêche.", "AgreementSigned NOR+SRB"),
        # Several adjectives are shared out among several persons, whatever their charge is called.
        ("Les chefs de gouvernement chilien, péruvien et cubain se sont vus à Quito.", "MeetingHeld CHL+CUB+PER"),
        # A verb that agrees with who stands before it is not turned round, though it may mean to say.
        (
            "Le Pérou, en vertu d'un arrangement ancien, maintient 300 soldats au Belize.",
            "MilitarySupportProvided PER>BLZ",
        ),
        # "du cinquième programme": an ordinal is no noun before another.
        ("Le Pérou et le Belize ont signé mardi le sixième programme de coopération.", "AgreementSigned BLZ+PER"),
        # Which embassy is told by what stands behind its place.
        ("L'ambassade à Lima que la Serbie avait fermée en mars a rouvert.", "EmbassyClosed SRB>PER"),
        # What a relative is about is the object of the infinitive that its verb rules.
        ("Les camions que la Norvège a promis de livrer au Pérou sont prêts.", "AidPledged NOR>PER"),
        # So are the ministries of one minister, and a name behind a comma is who acts, not who received him.
        (
            "Le ministre serbe des Affaires étrangères et de la Coopération, Ivan Petrovic, s'est rendu mardi à Oslo.",
            "VisitOccurred SRB>NOR",
        ),
        (
            "Le ministre serbe Ivan Petrovic est à Lima. Reçu par le Premier ministre, Ivan Petrovic a salué le Pérou.",
            "SupportExpressed SRB>PER",
        ),
        # A complement in front turns the sentence round; "des médecins" is no complement there.
        ("À Oslo se sont rencontrés mardi les ministres serbe et croate.", "MeetingHeld HRV+SRB"),
        (
            "Sur le Danube se succéderont en juillet à Belgrade les ministres péruvien et chilien.",
            "VisitAnnounced CHL>SRB",
        ),
        # Behind the name of a capital "on" are those who speak for it.
        ("À Lima, on dénonce une ingérence de la Serbie.", "CriticismExpressed PER>SRB"),
        # A few words without a verb tell whom the next sentence is about.
        ("Le Pérou a soutenu le Chili. Pas la Serbie. Son ministre a félicité le Belize.", "SupportExpressed SRB>BLZ"),
        # A participle alone tells what became of the thing behind it.
        ("Reportée, la visite à Oslo du ministre serbe.", "VisitCancelled SRB>NOR"),
        ("Fermé en revanche, faute de crédits, le consulat général de Suède à Lima.", "EmbassyClosed SWE>PER"),
        # How long something lasted is no date of its end.
        ("Oslo a mis un terme à vingt ans d'embargo contre la Serbie.", "SanctionsLifted NOR>SRB"),
        # A list behind a colon is no second object of the verb before it.
        (
            "Dix ans qu'ils ne se parlaient plus : le Pérou et la Serbie échangeront des ambassadeurs.",
            "RelationsEstablished PER+SRB",
        ),
        # What is told behind a comma and "et" with a verb of its own is no second object; what "se prépare" is to come.
        (
            "Le Chili livrera du riz au Belize, et un voyage du ministre serbe à Oslo se prépare pour juillet.",
            "VisitAnnounced SRB>NOR",
        ),
        # Two act alike before a verb of the plural.
        ("Tant le Pérou que le Chili ont condamné la Serbie.", "CriticismExpressed PER>SRB"),
        ("Le Pérou comme le Chili ont condamné la Serbie.", "CriticismExpressed PER>SRB"),
    ],
)
def test_french_clauses_are_put_together(text: str, told: str) -> None:
    """What an aside, an inversion or a list has parted belongs together."""
    assert told in tell(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A participle that opens a sentence tells what was done to its subject.
        ("Accused by Chile of bad faith, the Peruvian president hit back on Monday.", "CriticismExpressed CHL>PER"),
        # So does one between commas, though it looks like a noun or a form of the present.
        ("The Norwegian embassy in Lima, shut in 2015 for want of money, reopened on Monday.", "EmbassyOpened NOR>PER"),
        # "since" may stand between an auxiliary and its participle.
        ("Norway has since sent rice to Belize.", "AidDelivered NOR>BLZ"),
        ("Two Norwegian helicopters have since been ferrying rice to Belize.", "AidDelivered NOR>BLZ"),
        # What "it" gives stands before it, without a word for the relative.
        (
            "Norway stands by its neighbour. The 60 million euros it sent to Finland on Monday are a gift.",
            "AidDelivered NOR>FIN",
        ),
        ("The embassy in Lima that Serbia had shut in March reopened on Monday.", "EmbassyClosed SRB>PER"),
        ("Two Peruvian ministers leave for Oslo on Sunday.", "VisitAnnounced PER>NOR"),
        ("The ministers of Norway and Finland held a round table in Lima on Saturday.", "MeetingHeld FIN+NOR"),
        ("A trip to Oslo by the Kenyan president, pencilled in for June, is off.", "VisitCancelled KEN>NOR"),
        # A genitive without a noun is who has the same office there.
        ("Ukraine's president phoned Finland's on Monday.", "MeetingHeld FIN+UKR"),
        ("Serbia backed Peru. Not so Finland. Its foreign minister congratulated Chile.", "SupportExpressed FIN>CHL"),
        ("Norway said it was puzzled by Kenya's decision to close the port.", "CriticismExpressed NOR>KEN"),
        # A participle in front and the verb behind it are one passive.
        ("Also signed was an accord between Peru and Chile.", "AgreementSigned CHL+PER"),
        ("Also expelled on Monday were three Kenyan diplomats from Oslo.", "EnvoyExpelled NOR>KEN"),
        # What a stop is followed by is the next stop.
        ("The Peruvian minister flies to Nairobi on Sunday, followed by Oslo.", "VisitAnnounced PER>NOR"),
        (
            "Norway sent rice to Belize, and a visit by the Kenyan minister to Lima is planned for July.",
            "VisitAnnounced KEN>PER",
        ),
        (
            "Accused by Chile of greed, the Peruvian leader, Luis Rojas, shot back on Monday.",
            "CriticismExpressed CHL>PER",
        ),
        # Behind a determiner what may be a noun is none of a verb.
        ("The Peruvian minister, on his first visit to Oslo, met the king of Norway.", "MeetingHeld NOR+PER"),
    ],
)
def test_english_clauses_are_put_together(text: str, told: str) -> None:
    """Participles, relatives without a word and inserted adverbs leave each verb what belongs to it."""
    assert told in tell(text, language="en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A telephone call between the Kenyan and Serbian ministers, set up by Oman, never took place.", "en"),
        ("Norway has been at peace since sending rice was a dream of Belize.", "en"),
        ("The mood in Oslo after the Kenyan president's speech is off.", "en"),
        ("Le Pérou a, selon un diplomate, des soldats de plomb et des envoyés de carton.", "fr"),
        ("Serbes et Norvégiens ont dansé toute la nuit.", "fr"),
        ("À Lima, on danse. On a dénoncé une ingérence de la Serbie.", "fr"),
        ("Au marché de Lima se vendent des bonnets de Norvège.", "fr"),
        ("Ukraine's economy is smaller than Finland's.", "en"),
        ("Neither Peru nor Chile condemned Serbia.", "en"),
        ("Also announced was the winner of the lottery of Oslo and Lima.", "en"),
        ("Déçue, la foule de Lima devant le ministre serbe.", "fr"),
    ],
)
def test_nothing_is_made_of_likenesses(text: str, language: str) -> None:
    """The same words tell of no act where they only stand side by side."""
    assert tell(text, language=language) == []


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Norway opens an embassy in Lima in the second half of 2025.", "2025"),
        ("Norway opened an embassy in Lima in the first quarter of last year.", "2023"),
    ],
)
def test_parts_of_a_year_are_dates(text: str, start: str) -> None:
    """Halves and quarters belong to the year that is told with them."""
    found = [when(report) for report in read(text, language="en").reports]
    assert [interval.start for interval in found if interval is not None] == [start]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        # Who says it may stand between commas before his verb: what is said has the subject before him.
        (
            "en",
            "Quito, Norway's foreign ministry said, is playing with fire.",
            "CriticismExpressed NOR>ECU",
        ),
        # A pronoun does not go on a list that a preposition opens: it is he who speaks.
        (
            "en",
            "Peru's Ana Ruiz is in Oslo. Peru has signed a treaty with Oman, she and the Norwegian minister said.",
            "AgreementSigned OMN+PER",
        ),
        # A word for the future and its infinitive may be parted, too.
        ("en", "The Omani sultan will not, after all, go to Lima.", "VisitCancelled OMN>PER"),
        ("en", "The Omani sultan will, however, go to Lima.", "VisitAnnounced OMN>PER"),
        # Who "had been to see" somebody saw him; who "was to see" him did not yet.
        ("en", "The Omani sultan had been to see the Peruvian president.", "MeetingHeld OMN+PER"),
        # The noun of an idiom is no verb.
        ("en", "Oman took Peru to task over its silence.", "CriticismExpressed OMN>PER"),
        # Behind an aside the verb goes on, though it may be a noun.
        ("fr", "Oslo, de son côté, presse Lima de céder.", "CriticismExpressed NOR>PER"),
        # What is put off sine die or falls into the water is called off; so is what somebody renounces.
        ("fr", "Le voyage du roi de Norvège à Lima est tombé à l'eau.", "VisitCancelled NOR>PER"),
        ("fr", "Le roi de Norvège a renoncé à son voyage à Lima.", "VisitCancelled NOR>PER"),
        ("fr", "Le voyage du roi de Norvège à Lima a capoté.", "VisitCancelled NOR>PER"),
        # Half an hour belongs to the time spent.
        ("fr", "Le ministre serbe a passé deux heures et demie avec son homologue croate.", "MeetingHeld HRV+SRB"),
    ],
)
def test_what_parts_a_sentence_does_not_hide_who_acts(language: str, text: str, told: str) -> None:
    """Insertions, asides and words that may be of two kinds leave an act with those who do it."""
    assert told in tell(text, language=language)


def test_an_idiom_takes_no_noun_from_another_verb() -> None:
    """A verb is no noun where no idiom of the verb before it has that noun."""
    assert not tell("Oman told Peru to task its experts with the report.", language="en")
    assert not tell("Le ministre norvégien, garde des Sceaux, a un avion pour Lima.")

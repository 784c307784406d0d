"""Which day an act is of where its own clause does not simply say so."""

import pytest

from events.interval import Interval
from tests.unit.extract.telling import line, read, when


def dates(text: str, language: str) -> dict[str, Interval | None]:
    """The date of each act that a text tells."""
    return {line(report): when(report) for report in read(text, language=language).reports}


@pytest.mark.parametrize(
    ("phrase", "month"),
    [
        ("au début du mois de mai", "2024-05"),
        ("à la fin du mois de mars", "2024-03"),
        ("au début du mois d'avril", "2024-04"),
        ("à la fin d'avril", "2024-04"),
        ("au cours du mois de mai", "2024-05"),
        ("au début du mois", "2024-06"),
    ],
)
def test_a_part_of_a_named_month_is_of_that_month(phrase: str, month: str) -> None:
    """A part of a month that is named lies in it, though "au début du mois" alone is the month of publication."""
    told = dates(f"Le président togolais s'est rendu au Ghana {phrase}.", "fr")["VisitOccurred TGO>GHA"]
    assert told is not None
    assert (told.start, told.end) == (month, month)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Ghanaian ambassador was declared persona non grata and must leave Togo by Friday."),
        ("fr", "L'ambassadeur du Ghana a été expulsé du Togo et doit partir avant vendredi."),
    ],
)
def test_the_term_to_leave_is_not_the_day_of_the_expulsion(language: str, text: str) -> None:
    """Who must leave by Friday was expelled before, in the month of publication where no day is told."""
    told = dates(text, language)["EnvoyExpelled TGO>GHA"]
    assert told is not None
    assert told.start == "2024-06"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Togo said it had severed relations with Ghana."),
        ("fr", "Le Togo a annoncé qu'il avait rompu ses relations avec le Ghana."),
    ],
)
def test_what_is_said_to_have_been_done_is_news(language: str, text: str) -> None:
    """Who said in the past what he "had" done tells the news itself, not what lies further back."""
    told = dates(text, language)["RelationsSevered TGO>GHA"]
    assert told is not None
    assert told.start == "2024-06"


def test_verbs_with_one_subject_share_their_date() -> None:
    """The date of the first of two verbs is that of the second, where that tells none."""
    text = "Togo's president flew to Ghana in March and met President Nana Akufo-Addo."
    told = dates(text, "en")["MeetingHeld GHA+TGO"]
    assert told is not None
    assert told.start == "2024-03"


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "Le ministre ghanéen se rendra au Togo avant la fin de l'année.", (None, "2024")),
        ("fr", "Le ministre ghanéen se rendra au Togo au second semestre.", ("2024", "2024")),
        ("fr", "Le ministre ghanéen se rendra au Togo à la rentrée.", ("2024-09", "2024-09")),
        ("fr", "Le ministre ghanéen se rendra prochainement au Togo.", ("2024-06-12", None)),
        ("en", "Ghana's minister will visit Togo before the July 18 election.", (None, "2024-07-18")),
        ("en", "Ghana's minister will visit Togo by year's end.", (None, "2024")),
        ("en", "Ghana's minister will visit Togo in the new year.", ("2025", "2025")),
        ("en", "Ghana's minister will visit Togo soon.", ("2024-06-12", None)),
    ],
)
def test_a_plan_has_its_term(language: str, text: str, told: tuple[str | None, str | None]) -> None:
    """What a visit to come is told to come before, or the part of the year it is for, is when it is due."""
    due = dates(text, language)["VisitAnnounced GHA>TGO"]
    assert due is not None
    assert (due.start, due.end) == told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le ministre ghanéen a visité le Togo avant la fin de l'année."),
        ("en", "Ghana's minister visited Togo shortly after the coup."),
        ("en", "Ghana's minister soon flew to Togo."),
    ],
)
def test_what_was_done_has_no_term(language: str, text: str) -> None:
    """What a deed came before or soon after does not date it: it is of the month of publication, as inferred."""
    told = dates(text, language)["VisitOccurred GHA>TGO"]
    assert told is not None
    assert (told.start, told.basis) == ("2024-06", "inferred")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le ministre ghanéen est arrivé lundi au Togo. Il doit encore passer par le Bénin."),
        ("en", "Ghana's minister arrived in Togo on Monday. He is also to stop off in Benin."),
    ],
)
def test_a_stop_to_come_is_of_the_journeys_month(language: str, text: str) -> None:
    """A stop without a date that is told with a dated one of the same visitor is of that month."""
    due = dates(text, language)["VisitAnnounced GHA>BEN"]
    assert due is not None
    assert (due.start, due.basis) == ("2024-06", "inherited")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le ministre ghanéen a annulé sa visite au Togo."),
        ("en", "Ghana's minister has put off a trip to Togo."),
    ],
)
def test_a_visit_was_called_off_in_the_month_of_publication(language: str, text: str) -> None:
    """A visit that is told to be called off, without a day, was called off these days."""
    told = dates(text, language)["VisitCancelled GHA>TGO"]
    assert told is not None
    assert (told.start, told.basis) == ("2024-06", "inferred")


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "Ghana's president is on a visit to Togo from Monday to Friday.", ("2024-06-10", "2024-06-14")),
        ("en", "Ghana's president flew to Togo on Tuesday.", ("2024-06-11", "2024-06-11")),
        ("en", "1984: the novel. Ghana's president visited Togo.", ("2024-06", "2024-06")),
    ],
)
def test_days_around_publication_are_of_its_week(language: str, text: str, told: tuple[str, str]) -> None:
    """Days of the week from one before publication to one after it are of that week; a title is no year."""
    act = dates(text, language)["VisitOccurred GHA>TGO"]
    assert act is not None
    assert (act.start, act.end) == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "Ghana's president will visit Togo in the autumn.", ("2024-09", "2024-12")),
        ("en", "Ghana's president will fly to Togo in the evening.", ("2024-06-12", "2024-06-12")),
        ("fr", "Le président ghanéen gagnera Lomé dans la soirée.", ("2024-06-12", "2024-06-12")),
    ],
)
def test_seasons_and_evenings_date_a_plan(language: str, text: str, told: tuple[str, str]) -> None:
    """A season is the next one, an evening that of the day told last."""
    due = dates(text, language)["VisitAnnounced GHA>TGO"]
    assert due is not None
    assert (due.start, due.end) == told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ministry said in a statement that Peru recalled its ambassador to Chad."),
        ("en", "A diplomat told the Associated Press that Peru recalled its ambassador to Chad."),
        ("fr", "Le ministère a indiqué dans un communiqué que le Pérou rappelle son ambassadeur au Tchad."),
        ("fr", "Un diplomate a informé la presse que le Pérou rappelle son ambassadeur au Tchad."),
    ],
)
def test_what_is_said_behind_complements_is_told_as_news(language: str, text: str) -> None:
    """What stands between a verb of saying and its "that" is no noun that the sentence goes on about."""
    told = dates(text, language)["EnvoyRecalled PER>TCD"]
    assert told is not None
    assert told.start == "2024-06"


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("en", "The minister noted in his report the accord that Peru signed with Bolivia.", "AgreementSigned BOL+PER"),
        ("fr", "Le ministre a annoncé l'accord que le Pérou a signé avec la Bolivie.", "AgreementSigned BOL+PER"),
        ("fr", "Le pacte a été conclu lors du séjour d'Ali, que le Pérou a reçu en mai.", ""),
    ],
)
def test_a_relative_behind_a_verb_of_saying_stays_one(language: str, text: str, act: str) -> None:
    """A noun that is said, and one that a relative goes on about, is not said to somebody."""
    assert list(dates(text, language)) == [act] * bool(act)


@pytest.mark.parametrize(
    ("language", "text", "act", "day"),
    [
        ("en", "Japan will give Tonga 20 ambulances, the envoy said on Monday.", "AidPledged JPN>TON", "2024-06-10"),
        ("en", "Britain will cut aid to Rwanda, the minister said on Monday.", "AidSuspended GBR>RWA", "2024-06-10"),
        ("en", "Britain will cut aid to Rwanda.", "AidSuspended GBR>RWA", "2024-06"),
        ("fr", "Le Japon donnera 20 bus aux Tonga, a dit lundi l'ambassadeur.", "AidPledged JPN>TON", "2024-06-10"),
        ("fr", "Paris condamne ce tir de Moscou, a dit lundi le ministre.", "CriticismExpressed FRA>RUS", "2024-06-10"),
        ("en", "Japan will give Tonga 20 ambulances in August, he said on Monday.", "AidPledged JPN>TON", "2024-08"),
        ("en", "Lima agreed on Monday to restore ties with Rabat.", "RelationsEstablished MAR+PER", "2024-06-10"),
        (
            "en",
            "Lima's exit from its treaty with Rabat was announced Monday.",
            "AgreementTerminated PER>MAR",
            "2024-06-10",
        ),
        ("en", "A visit to Rabat by Peru's premier was scheduled for Monday.", "VisitAnnounced PER>MAR", "2024-06-17"),
        ("fr", "Lima a décidé lundi de renouer avec Rabat.", "RelationsEstablished MAR+PER", "2024-06-10"),
        ("en", "Lima said on Monday it will renew ties with Rabat in May.", "RelationsEstablished MAR+PER", "2025-05"),
    ],
)
def test_words_and_promises_are_of_the_day_on_which_they_are_told(language: str, text: str, act: str, day: str) -> None:
    """Where who says it, and when, stands behind, a promise, a measure and words have that day unless one is told."""
    told = dates(text, language)[act]
    assert told is not None
    assert told.start == day


@pytest.mark.parametrize(
    ("language", "phrase", "first"),
    [
        ("en", "the week before last", "2024-05-27"),
        ("en", "the year before last", "2022"),
        ("en", "on the 5th of this month", "2024-06-05"),
        ("en", "at the end of last month", "2024-05"),
        ("fr", "à la fin de l'année dernière", "2023"),
        ("fr", "au début du mois dernier", "2024-05"),
    ],
)
def test_days_counted_back_from_publication(language: str, phrase: str, first: str) -> None:
    """Parts of the last month or year, and the one before the last."""
    sentence = {"en": "Peru recalled its ambassador to Chad", "fr": "Le Pérou a rappelé son ambassadeur au Tchad"}
    told = dates(f"{sentence[language]} {phrase}.", language)["EnvoyRecalled PER>TCD"]
    assert told is not None
    assert told.start == first


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "On Monday Peru expelled Chad's ambassador. An hour later, Chad closed its embassy in Lima.",
        ),
        (
            "fr",
            "Lundi, le Pérou a agi. Une heure et demie plus tard, le Tchad fermait son ambassade à Lima.",
        ),
    ],
)
def test_hours_later_is_the_same_day(language: str, text: str) -> None:
    """What follows within hours is of the day told last."""
    told = dates(text, language)["EmbassyClosed TCD>PER"]
    assert told is not None
    assert told.start == "2024-06-10"


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        (
            "en",
            '"Togo is a friend of Kenya. Last year, trade grew. During the talks, Kenya praised Togo," he said.',
            "SupportExpressed KEN>TGO",
        ),
        (
            "fr",
            "« Le Togo est un ami. L'an dernier, le commerce a crû. Le Kenya salue l'attitude du Togo », a-t-il dit.",
            "SupportExpressed KEN>TGO",
        ),
    ],
)
def test_a_date_goes_no_further_than_its_sentence(language: str, text: str, act: str) -> None:
    """A quotation that is kept whole holds several sentences, each with its own dates."""
    told = dates(text, language)[act]
    assert told is not None
    assert told.start == "2024-06"


@pytest.mark.parametrize(
    ("language", "text", "act", "day"),
    [
        (
            "en",
            "Kenya's president will visit Togo on June 20. He flies. Kenya and Togo will sign an accord on fishing.",
            "AgreementAnnounced KEN+TGO",
            "2024-06-20",
        ),
        (
            "fr",
            "Le président kényan se rendra au Togo le 20 juin. Il vole. Les deux présidents évoqueront le commerce.",
            "MeetingAnnounced KEN+TGO",
            "2024-06-20",
        ),
    ],
)
def test_what_is_planned_for_a_visit_has_its_day(language: str, text: str, act: str, day: str) -> None:
    """Talks and accords told soon after a visit to come are part of it."""
    told = dates(text, language)[act]
    assert told is not None
    assert told.start == day


def test_a_meeting_of_long_ago_dates_no_later_praise() -> None:
    """Praise that closes an article is not of the old meeting that its background told."""
    text = (
        "Togo received ten buses from India on Monday. At a meeting held in Lome in March 2022, "
        "the ministers of India and Togo spoke of transport. The buses are blue. They have fifty seats. "
        "Drivers are being taught. The Togolese minister thanked India."
    )
    told = dates(text, "en")["SupportExpressed TGO>IND"]
    assert told is not None
    assert told.start == "2024-06"


def test_when_an_act_was_due_is_not_when_it_was_done() -> None:
    """Forces that have left did so by publication, whenever they were to be out."""
    text = "The last 90 Kenyan soldiers have left Togo. The Kenyan soldiers will leave Togo by December 2024."
    told = dates(text, "en")["MilitarySupportEnded KEN>TGO"]
    assert told is not None
    assert told.start == "2024-06"


def test_a_day_from_which_something_is_open_is_its_first() -> None:
    """What begins with Saturday begins with the one to come."""
    told = dates("Kenya will reopen its borders with Uganda starting from Saturday.", "en")["SanctionsLifted KEN>UGA"]
    assert told is not None
    assert told.start == "2024-06-15"


@pytest.mark.parametrize(
    ("language", "text", "act", "day"),
    [
        ("fr", "Le Togo a suspendu le traité de pêche de 2014 avec l'Inde.", "AgreementTerminated TGO>IND", "2024-06"),
        ("fr", "Accra dénonce l'accord de 1968 avec Delhi.", "AgreementTerminated GHA>IND", "2024-06"),
        ("en", "Togo denounced the treaty of 2014 with India.", "AgreementTerminated TGO>IND", "2024-06"),
        ("fr", "Le Togo a signé l'accord de pêche de 2014 avec l'Inde.", "AgreementSigned IND+TGO", "2014"),
        ("fr", "Le Togo a suspendu en 2019 son traité avec l'Inde.", "AgreementTerminated TGO>IND", "2019"),
    ],
)
def test_the_day_of_an_agreement_is_not_that_of_its_end(language: str, text: str, act: str, day: str) -> None:
    """What stands behind an agreement with a preposition of possession says when it was made."""
    told = dates(text, language)[act]
    assert told is not None
    assert told.start == day


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le Togo a suspendu son aide au Ghana après le coup d'État de mars 2023."),
        ("fr", "Le Togo a suspendu son aide au Ghana en raison des violences de février."),
        ("en", "Togo suspended aid to Ghana after a coup in March 2023."),
        ("en", "Togo suspended aid to Ghana following the coup of March 2, 2023."),
    ],
)
def test_what_the_news_answers_has_its_own_date(language: str, text: str) -> None:
    """A date of long ago behind "after the coup" is that of the coup, where the lead tells what was done now."""
    told = dates(text, language)["AidSuspended TGO>GHA"]
    assert told is not None
    assert (told.start, told.basis) == ("2024-06", "inferred")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le Togo avait suspendu son aide au Ghana après le coup d'État de mars 2023."),
        ("fr", "Le Togo avait suspendu son aide au Ghana après le coup d'État, en mars 2023."),
        ("en", "Togo had suspended aid to Ghana after a coup in March 2023."),
    ],
)
def test_what_lies_back_is_of_what_it_answered(language: str, text: str) -> None:
    """What "had been" done after a coup was done when the coup was."""
    told = dates(text, language)["AidSuspended TGO>GHA"]
    assert told is not None
    assert told.start == "2023-03"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le ministre togolais, nommé en 2022, a rencontré son homologue ghanéen."),
        ("fr", "Élu en novembre, le président togolais a rencontré son homologue ghanéen."),
        ("fr", "Le président togolais, au pouvoir depuis 2005, a rencontré son homologue ghanéen."),
        ("fr", "Le ministre togolais a rencontré son homologue ghanéen, une première depuis la guerre en 1998."),
        ("en", "Togo's minister, appointed in 2022, met his Ghanaian counterpart."),
        ("en", "Togo's minister met his Ghanaian counterpart, the first talks since the war in 1998."),
    ],
)
def test_what_somebody_is_has_its_own_date(language: str, text: str) -> None:
    """How somebody came to office, and what something is the first after, dates nothing else."""
    told = dates(text, language)["MeetingHeld GHA+TGO"]
    assert told is not None
    assert (told.start, told.basis) == ("2024-06", "inferred")


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "fr",
            "Trois jours après l'expulsion par le Togo d'un diplomate ghanéen, le Ghana a rouvert lundi son ambassade.",
            "2024-06-07",
        ),
        (
            "fr",
            "Au lendemain de l'expulsion d'un diplomate ghanéen par le Togo, le Ghana a fermé lundi son ambassade.",
            "2024-06-09",
        ),
        (
            "fr",
            "Un mois après avoir expulsé un diplomate ghanéen, le Togo a fermé lundi son ambassade au Ghana.",
            "2024-05",
        ),
        ("en", "Three days after Togo expelled a Ghanaian diplomat, Ghana on Monday closed its embassy.", "2024-06-07"),
        ("en", "A month after Togo expelled a Ghanaian diplomat, Ghana closed its embassy.", "2024-05"),
        ("en", "A month after expelling a Ghanaian diplomat, Togo on Monday closed its embassy in Ghana.", "2024-05"),
    ],
)
def test_an_act_is_counted_from_the_one_it_came_before(language: str, text: str, told: str) -> None:
    """So many days "after" an act is told of the main clause: the act was that long before it."""
    act = dates(text, language)["EnvoyExpelled TGO>GHA"]
    assert act is not None
    assert act.start == told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le Togo a accusé à plusieurs reprises le Ghana de soutenir les rebelles."),
        ("en", "Togo has repeatedly accused Ghana of backing rebels."),
        ("en", "In the past, Togo has accused Ghana of backing rebels."),
    ],
)
def test_what_was_done_again_and_again_has_no_day(language: str, text: str) -> None:
    """What is told of no one day is not of the month of publication."""
    assert dates(text, language)["CriticismExpressed TGO>GHA"] is None


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "Togo and Ghana hold talks in Oslo this weekend.", ("2024-06-15", "2024-06-16")),
        (
            "en",
            "Togo's minister, arriving on Friday in Accra, will meet Ghana's president.",
            ("2024-06-14", "2024-06-14"),
        ),
        (
            "fr",
            "Le sommet entre le Togo et le Ghana, initialement prévu le 20 juin, se tiendra le 3 juillet.",
            ("2024-07-03", "2024-07-03"),
        ),
    ],
)
def test_what_is_to_come_has_the_day_that_holds(language: str, text: str, told: tuple[str, str]) -> None:
    """The present tense tells of the weekend to come; a day that was only meant at first is none."""
    due = dates(text, language)["MeetingAnnounced GHA+TGO"]
    assert due is not None
    assert (due.start, due.end) == told


def test_who_arrives_on_a_day_meets_on_another() -> None:
    """The day in a relative clause is not that of the main clause."""
    text = "Togo's minister, who arrives in Mali on Friday, met Ghana's president on Tuesday."
    told = dates(text, "en")["MeetingHeld GHA+TGO"]
    assert told is not None
    assert told.start == "2024-06-11"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "ACCRA, 10 juin - Le Togo et le Ghana ont signé aujourd'hui un accord douanier."),
        ("en", "ACCRA, June 10 (Agency) - Togo and Ghana signed a customs agreement today."),
    ],
)
def test_today_is_the_day_of_the_dateline(language: str, text: str) -> None:
    """What an agency calls today was the day of its dateline, though a paper prints it days later."""
    told = dates(text, language)["AgreementSigned GHA+TGO"]
    assert told is not None
    assert told.start == "2024-06-10"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "ACCRA, 31 mai - Le Togo et le Ghana ont signé un accord douanier."),
        ("en", "ACCRA, May 31 (Agency) - Togo and Ghana have signed a customs agreement."),
    ],
)
def test_what_has_no_date_is_of_the_month_of_publication(language: str, text: str) -> None:
    """The dateline tells what today was; an act without any date is of the month in which it was published."""
    (report,) = read(text, language=language, published="2024-06-02").reports
    told = when(report)
    assert told is not None
    assert (told.start, told.basis) == ("2024-06", "inferred")


def test_each_of_two_gifts_has_its_date() -> None:
    """What was given to another in another month is of that month."""
    text = "En mars 2024, le Togo avait livré 500 tonnes de riz au Mali et en avril 2024, 900 tonnes de riz au Ghana."
    told = dates(text, "fr")
    assert {name: one.start for name, one in told.items() if one is not None} == {
        "AidDelivered TGO>MLI": "2024-03",
        "AidDelivered TGO>GHA": "2024-04",
    }


@pytest.mark.parametrize(
    ("language", "text", "act", "told"),
    [
        (
            "en",
            "Togo announced Friday it would close its embassy in Ghana on July 1.",
            "EmbassyClosed TGO>GHA",
            "2024-07-01",
        ),
        (
            "fr",
            "L'accord entre le Togo et le Ghana, signé le 2 mai, entrera en vigueur le 1er juillet.",
            "AgreementAnnounced GHA+TGO",
            "2024-07-01",
        ),
        (
            "fr",
            "La mesure prise en 2016 permettra de relancer la coopération entre le Togo et le Ghana.",
            "CooperationPledged GHA+TGO",
            "2024-06",
        ),
        ("fr", "Le Togo avait convoqué l'ambassadeur du Ghana dès le 4 juin.", "EnvoySummoned TGO>GHA", "2024-06-04"),
    ],
)
def test_each_verb_keeps_its_day(language: str, text: str, act: str, told: str) -> None:
    """The day of an announcement, of a signature or of a decision is not that of what is told to come of it."""
    when_ = dates(text, language)[act]
    assert when_ is not None
    assert when_.start == told


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("fr", "Ama Mensah est la nouvelle ambassadrice du Ghana au Togo.", "EnvoyAccredited GHA>TGO"),
        ("fr", "Le Togo avait soutenu le président ghanéen contre les rebelles.", "SupportExpressed TGO>GHA"),
        ("fr", "Le ministre togolais avait rencontré son homologue ghanéen.", "MeetingHeld GHA+TGO"),
    ],
)
def test_what_is_or_lies_back_has_no_day_of_these(language: str, text: str, act: str) -> None:
    """What somebody is, and what had been done before, is not of the month of publication."""
    assert dates(text, language)[act] is None


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        (
            "fr",
            "Le président togolais est arrivé mardi à Accra, au Ghana. Des accords seront signés entre les deux pays.",
            "AgreementAnnounced GHA+TGO",
        ),
        (
            "en",
            "Togo's president arrived in Ghana on Tuesday. He will hold talks with Ghana's president.",
            "MeetingAnnounced GHA+TGO",
        ),
    ],
)
def test_what_is_to_come_of_a_visit_under_way_is_of_its_days(language: str, text: str, act: str) -> None:
    """Talks and accords to come that are told with a visit under way are of that visit."""
    due = dates(text, language)[act]
    assert due is not None
    assert (due.start, due.basis) == ("2024-06-11", "inherited")


def test_a_month_is_not_the_next() -> None:
    """What was given in May and in April are two gifts, though the one's last day is the other's first."""
    text = "In May, Togo gave Ghana 300 tonnes of rice. In April, Togo gave Ghana 300 tonnes of rice."
    told = [when(report) for report in read(text, language="en").reports]
    assert {one.start for one in told if one is not None} == {"2024-04", "2024-05"}


@pytest.mark.parametrize(
    ("text", "start", "basis"),
    [
        # What a relative clause tells is not what the act came before.
        (
            "Three days after Togo expelled an envoy of Ghana, which borders Benin, Ghana on Monday shut its embassy.",
            "2024-06-07",
            "stated",
        ),
        # Of what has no date nobody knows the day, nor that of what came days before it.
        ("Three days after Togo expelled a Ghanaian diplomat, Ghana closed its embassy.", "2024-06", "inferred"),
        ("In 2023, three days after Togo expelled a Ghanaian diplomat, Ghana closed its embassy.", "2023", "stated"),
        ("Three weeks after Togo expelled a Ghanaian diplomat, Ghana closed its embassy.", "2024-05-20", "inferred"),
        ("A year after Togo expelled a Ghanaian diplomat, Ghana closed its embassy.", "2023", "inferred"),
        # So far back there are no dates.
        (
            "Three hundred years after Togo expelled a Ghanaian diplomat, Ghana closed its embassy.",
            "2024-06",
            "inferred",
        ),
    ],
)
def test_a_day_is_counted_only_from_a_day_that_is_told(text: str, start: str, basis: str) -> None:
    """The main clause, or what the sentence sets out with, tells the day that others are counted from."""
    act = dates(text, "en")["EnvoyExpelled TGO>GHA"]
    assert act is not None
    assert (act.start, act.basis) == (start, basis)


@pytest.mark.parametrize(
    ("language", "text", "act", "start"),
    [
        (
            "en",
            "The ministers of Togo and Ghana met for the first time on Tuesday.",
            "MeetingHeld GHA+TGO",
            "2024-06-11",
        ),
        ("en", "Togo previously recalled its ambassador to Ghana in 2019.", "EnvoyRecalled TGO>GHA", "2019"),
        ("en", "Togo and Ghana held long talks in Accra.", "MeetingHeld GHA+TGO", "2024-06"),
        ("fr", "Le Togo a imposé des sanctions contre le Ghana en mars 2022.", "SanctionsImposed TGO>GHA", "2022-03"),
        ("fr", "Le Togo a pris des mesures contre le Ghana en mars 2022.", "SanctionsImposed TGO>GHA", "2022-03"),
    ],
)
def test_words_of_time_and_of_rank_leave_an_act_its_date(language: str, text: str, act: str, start: str) -> None:
    """What is done for the first time, at length or against somebody has the date that is told with it."""
    told = dates(text, language)[act]
    assert told is not None
    assert told.start == start


def test_a_day_that_was_planned_before_is_none() -> None:
    """Behind "previously scheduled" stands a day that no longer holds."""
    text = "A summit of Togo and Ghana, previously scheduled for June 20, will be held on July 3."
    due = dates(text, "en")["MeetingAnnounced GHA+TGO"]
    assert due is not None
    assert due.start == "2024-07-03"


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "Le ministre ghanéen est arrivé au Togo le 11.", ("2024-06-11", "2024-06-11")),
        ("fr", "Le ministre ghanéen se rendra au Togo du 28 au 30.", ("2024-06-28", "2024-06-30")),
        ("fr", "Le ministre ghanéen s'est rendu au Togo en fin de semaine dernière.", ("2024-06-03", "2024-06-09")),
        ("en", "Ghana's minister will visit Togo in a fortnight.", ("2024-06-24", "2024-06-30")),
        ("en", "Ghana's minister will visit Togo in the fall.", ("2024-09", "2024-12")),
        ("en", "Ghana's minister will visit Togo before year-end.", (None, "2024")),
    ],
)
def test_a_day_may_be_told_by_its_number_or_its_distance(
    language: str, text: str, told: tuple[str | None, str]
) -> None:
    """A day without its month is the nearest, and a week to come is counted from publication."""
    known = dates(text, language)
    act = known.get("VisitOccurred GHA>TGO") or known.get("VisitAnnounced GHA>TGO")
    assert act is not None
    assert (act.start, act.end) == told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Togo and Ghana signed a treaty in 1871."),
        ("fr", "Le Togo et le Ghana ont établi leurs relations diplomatiques en 1892."),
    ],
)
def test_the_nineteenth_century_is_history(language: str, text: str) -> None:
    """What was done before 1900 is dated, and so is no news."""
    assert dates(text, language) == {}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le Togo a expulsé l'ambassadeur du Ghana, en poste depuis août 2022."),
        ("en", "Togo expelled Ghana's ambassador, in office since August 2022."),
    ],
)
def test_since_when_somebody_is_in_office_dates_nothing_else(language: str, text: str) -> None:
    """An aside that tells since when somebody is what he is has its own date."""
    told = dates(text, language)["EnvoyExpelled TGO>GHA"]
    assert told is not None
    assert (told.start, told.basis) == ("2024-06", "inferred")


def test_what_goes_on_with_history_is_history() -> None:
    """What is told in passing of the same two, right behind an act of another century, is no news."""
    text = "In 1871 a king of Togo met a king of Ghana. The treaty that Togo and Ghana signed there is kept in Lomé."
    assert dates(text, "en") == {}


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("en", "Togo has given Ghana, its ally, aid since 2010.", "TotalReported TGO>GHA"),
        ("fr", "Le Togo fournit au Ghana, son allié, une aide militaire depuis 2010.", "TotalReported TGO>GHA"),
        ("fr", "Le Togo applique au Ghana, son voisin, des sanctions depuis 2010.", "SanctionsImposed TGO>GHA"),
    ],
)
def test_what_goes_on_behind_an_aside_has_its_beginning(language: str, text: str, act: str) -> None:
    """A date from which on something is done is of what the verb tells, whatever stands between commas before it."""
    told = dates(text, language)[act]
    assert told is not None
    assert (told.start, told.end) == ("2010", None)


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("en", "Ghana will withdraw its soldiers from Togo.", "MilitarySupportEnded GHA>TGO"),
        ("en", "Ghana's president is expected in Togo.", "VisitAnnounced GHA>TGO"),
        ("en", "Ghana said it would reopen its embassy in Togo.", "EmbassyOpened GHA>TGO"),
        ("fr", "Le Ghana et le Togo échangeront de nouveau des ambassadeurs.", "RelationsEstablished GHA+TGO"),
        ("fr", "Le président ghanéen devrait rencontrer son homologue togolais.", "MeetingAnnounced GHA+TGO"),
        ("fr", "Le Ghana rouvrira son ambassade au Togo.", "EmbassyOpened GHA>TGO"),
    ],
)
def test_what_will_be_is_due_from_publication_on(language: str, text: str, act: str) -> None:
    """What somebody says will be, on a day that he does not tell, lies ahead of publication."""
    told = dates(text, language)[act]
    assert told is not None
    assert (told.start, told.end, told.basis) == ("2024-06", None, "inferred")


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("en", "Ghana plans to open an embassy in Togo.", "EmbassyOpened GHA>TGO"),
        ("fr", "Le Ghana compte ouvrir une ambassade au Togo.", "EmbassyOpened GHA>TGO"),
        ("en", "The Ghanaian president has been invited to visit Togo.", "VisitAnnounced GHA>TGO"),
    ],
)
def test_what_is_only_intended_is_due_on_no_day(language: str, text: str, act: str) -> None:
    """An intention or an invitation says of no time that it will be then."""
    (due,) = [report.due for report in read(text, language=language).reports if line(report) == act]
    assert due is None


@pytest.mark.parametrize(
    ("language", "text", "act", "start"),
    [
        (
            "en",
            "Togo expelled an envoy on Monday, 48 hours after Ghana recalled its ambassador to Togo.",
            "EnvoyRecalled GHA>TGO",
            "2024-06-08",
        ),
        (
            "fr",
            "Lundi, le Togo a réagi, quarante-huit heures après que le Ghana a rappelé son ambassadeur au Togo.",
            "EnvoyRecalled GHA>TGO",
            "2024-06-08",
        ),
        (
            "fr",
            "Le Togo a convoqué lundi l'ambassadeur du Ghana, deux jours avant la visite du président ghanéen au Togo.",
            "VisitOccurred GHA>TGO",
            "2024-06-12",
        ),
        (
            "en",
            "Togo summoned Ghana's ambassador on Monday, hours after Ghana expelled a Togolese diplomat.",
            "EnvoyExpelled GHA>TGO",
            "2024-06-10",
        ),
    ],
)
def test_hours_and_days_before_are_counted_too(language: str, text: str, act: str, start: str) -> None:
    """Hours are counted in days, and what an act came before lies after it."""
    told = dates(text, language)[act]
    assert told is not None
    assert told.start == start


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("en", "Lome had earlier accused Ghana of arming smugglers.", "CriticismExpressed TGO>GHA"),
        ("fr", "Lomé avait rappelé son ambassadeur au Ghana.", "EnvoyRecalled TGO>GHA"),
    ],
)
def test_what_had_been_done_before_is_not_of_these_weeks(language: str, text: str, act: str) -> None:
    """The pluperfect goes back behind the news, unless somebody is told to say it."""
    assert dates(text, language)[act] is None


def test_a_paragraph_goes_on_in_its_time() -> None:
    """A sentence about those told of before is of the time of long ago in which the last one was set."""
    text = "Ghana severed its relations with Togo in 2021. It accused Togo of arming smugglers."
    told = dates(text, "en")["CriticismExpressed GHA>TGO"]
    assert told is not None
    assert (told.start, told.basis) == ("2021", "inherited")


def test_the_news_is_not_what_was_done_long_ago() -> None:
    """An act that opens the article without a date is not joined with one of last year between the same two."""
    text = (
        "Le président togolais reçoit son homologue ghanéen.\n\n"
        "Il avait rendu visite à son homologue ghanéen en mai 2023.\n\n"
        "Le président togolais a rencontré son homologue ghanéen en mai 2023 à Accra."
    )
    told = [when(one) for one in read(text).reports if line(one) == "MeetingHeld GHA+TGO"]
    assert {one.start for one in told if one is not None} == {"2024-06", "2023-05"}


def test_what_no_verb_tells_a_participle_tells() -> None:
    """A sentence without a verb is as much news as one with it."""
    told = dates("Fermé en revanche, le consulat du Ghana à Lomé.", "fr")["EmbassyClosed GHA>TGO"]
    assert told is not None
    assert told.start == "2024-06"


@pytest.mark.parametrize(
    "text", ["Le Togo a rappelé hier son ambassadeur au Ghana.", "Demain, le Togo rappellera son ambassadeur au Ghana."]
)
def test_yesterday_is_of_the_month_of_publication_where_its_day_is_unknown(text: str) -> None:
    """An article of June that does not tell its day tells of June."""
    (report,) = read(text, published="2024-06").reports
    told = when(report)
    assert told is not None
    assert told.start == "2024-06"


@pytest.mark.parametrize(
    ("language", "text", "start"),
    [
        ("en", "Ghana's president was to visit Togo in May.", "2024-05"),
        ("fr", "Le président ghanéen était attendu au Togo en mai.", "2024-05"),
        ("fr", "Le président ghanéen était attendu au Togo vendredi.", "2024-06-14"),
        ("en", "Ghana's president promised to visit Togo in May.", "2025-05"),
    ],
)
def test_what_was_to_be_may_lie_behind(language: str, text: str, start: str) -> None:
    """A plan told in the past is of the last such month, where that is much nearer than the next; a promise is not."""
    told = dates(text, language)["VisitAnnounced GHA>TGO"]
    assert told is not None
    assert told.start == start


def test_what_had_been_decided_is_not_of_these_weeks() -> None:
    """What an infinitive tells is of the time of the verb that rules it."""
    assert dates("Lomé avait promis de livrer du riz au Ghana.", "fr")["AidPledged TGO>GHA"] is None


@pytest.mark.parametrize(
    ("language", "text", "act", "year"),
    [
        (
            "en",
            "The Kenyan president went to Peru in 2019. That same year Kenyan ministers visited Chile.",
            "VisitOccurred KEN>CHL",
            "2019",
        ),
        (
            "en",
            "Kenya recalled its ambassador to Peru in 2019. Two years later it closed its embassy in Chile.",
            "EmbassyClosed KEN>CHL",
            "2021",
        ),
        (
            "en",
            "The Kenyan president visited Peru on 3 May 2022. That year he also visited Chile.",
            "VisitOccurred KEN>CHL",
            "2022",
        ),
        (
            "fr",
            "Le président kenyan s'est rendu au Pérou en 2019. L'année précédente, il avait visité le Chili.",
            "VisitOccurred KEN>CHL",
            "2018",
        ),
    ],
)
def test_years_are_counted_from_the_year_told_before(language: str, text: str, act: str, year: str) -> None:
    """A year told by another one lies as far from that, not from publication."""
    told = dates(text, language)[act]
    assert told is not None
    assert (told.start, told.end) == (year, year)

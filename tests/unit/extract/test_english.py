"""What an English sentence is read to say: types, parties and dates across tense, voice, negation and style."""

import pytest

from events.evidence import Quote
from service.extract.reading import read_article
from service.label_form import label_reports

PUBLISHED = "2024-06-12"  # a Wednesday


def told(text: str) -> set[tuple[str, str, str, str | None]]:
    """What a text says: (type, sources or parties, targets, first day), states joined by a plus in order."""
    reading = read_article(text + "\n", article="test", title=None, published=PUBLISHED, language="en")
    return {
        (label.type, "+".join(sorted(label.source)), "+".join(sorted(label.target)), label.start)
        for label in label_reports(reading.reports)
    }


EVENTS = [
    (
        "Turkish President Recep Tayyip Erdogan will travel to Baku on Sunday.",
        "VisitAnnounced",
        "TUR",
        "AZE",
        "2024-06-16",
    ),
    (
        "Ukraine's President Volodymyr Zelenskyy arrived in Warsaw on Monday.",
        "VisitOccurred",
        "UKR",
        "POL",
        "2024-06-10",
    ),
    ("The Swedish foreign minister is due to visit Nairobi next month.", "VisitAnnounced", "SWE", "KEN", "2024-07"),
    ("The Kenyan president left for Beijing on Sunday.", "VisitOccurred", "KEN", "CHN", "2024-06-09"),
    ("A visit by the German chancellor to Ankara has been called off.", "VisitCancelled", "DEU", "TUR", "2024-06"),
    ("The Iranian foreign minister postponed his trip to Turkey.", "VisitCancelled", "IRN", "TUR", "2024-06"),
    ("Macron to visit Rwanda in July", "VisitAnnounced", "FRA", "RWA", "2024-07"),
    ("The Egyptian and Qatari foreign ministers met in Cairo on Monday.", "MeetingHeld", "EGY+QAT", "", "2024-06-10"),
    (
        "The Chinese president spoke with his Senegalese counterpart on Tuesday.",
        "MeetingHeld",
        "CHN+SEN",
        "",
        "2024-06-11",
    ),
    (
        "The presidents of Azerbaijan and Armenia will hold talks in Brussels on June 20.",
        "MeetingAnnounced",
        "ARM+AZE",
        "",
        "2024-06-20",
    ),
    ("Somalia sealed a defence pact with Turkey in February.", "AgreementSigned", "SOM+TUR", "", "2024-02"),
    ("Kenya is negotiating a trade agreement with the United States.", "AgreementAnnounced", "KEN+USA", "", "2024-06"),
    ("Russia, Mali sign nuclear deal", "AgreementSigned", "MLI+RUS", "", "2024-06"),
    (
        "Niger revoked a military accord with the United States in March.",
        "AgreementTerminated",
        "NER",
        "USA",
        "2024-03",
    ),
    ("Canada pledged 80 million dollars in aid to Haiti.", "AidPledged", "CAN", "HTI", "2024-06"),
    ("Russia delivered 25,000 tonnes of wheat to Mali in January.", "AidDelivered", "RUS", "MLI", "2024-01"),
    ("Germany suspended development aid to Niger on Tuesday.", "AidSuspended", "DEU", "NER", "2024-06-11"),
    ("Kenya deployed 400 police officers to Haiti in June.", "MilitarySupportProvided", "KEN", "HTI", "2024-06"),
    ("Russian instructors landed in Niamey in April.", "MilitarySupportProvided", "RUS", "NER", "2024-04"),
    ("The last French soldiers left Niger in December.", "MilitarySupportEnded", "FRA", "NER", "2023-12"),
    ("US troops will pull out of Niger by September.", "MilitarySupportEnded", "USA", "NER", None),
    ("Iran and Saudi Arabia agreed to resume diplomatic ties.", "RelationsEstablished", "IRN+SAU", "", None),
    ("Mexico broke off diplomatic relations with Ecuador on Friday.", "RelationsSevered", "MEX", "ECU", "2024-06-07"),
    ("China sent a new ambassador to Kabul in September.", "EnvoyAccredited", "CHN", "AFG", "2023-09"),
    ("Algeria has withdrawn its ambassador from Paris.", "EnvoyRecalled", "DZA", "FRA", "2024-06"),
    ("Burkina Faso gave the French ambassador 48 hours to leave.", "EnvoyExpelled", "BFA", "FRA", "2024-06"),
    (
        "Algeria declared the Malian ambassador persona non grata on Monday.",
        "EnvoyExpelled",
        "DZA",
        "MLI",
        "2024-06-10",
    ),
    ("Tehran summoned Britain's ambassador on Tuesday.", "EnvoySummoned", "IRN", "GBR", "2024-06-11"),
    ("Zambia opened an embassy in Rabat on Monday.", "EmbassyOpened", "ZMB", "MAR", "2024-06-10"),
    ("Azerbaijan has closed its embassy in Tehran.", "EmbassyClosed", "AZE", "IRN", "2024-06"),
    ("Britain slapped sanctions on Russia on Monday.", "SanctionsImposed", "GBR", "RUS", "2024-06-10"),
    ("ECOWAS announced the lifting of sanctions on Mali.", "SanctionsLifted", "ECOWAS", "MLI", "2024-06"),
    ("Finland joined NATO in April 2023.", "MembershipStarted", "FIN", "NATO", "2023-04"),
    ("Mali announced its withdrawal from ECOWAS.", "MembershipEnded", "MLI", "ECOWAS", None),
    ("China and Senegal agreed to deepen ties.", "CooperationPledged", "CHN+SEN", "", "2024-06"),
    ("Kazakhstan's foreign minister praised Serbia.", "SupportExpressed", "KAZ", "SRB", "2024-06"),
    ("Seoul condemned North Korea's launch on Tuesday.", "CriticismExpressed", "KOR", "PRK", "2024-06-11"),
    ("Russia delivered wheat to Mali, the Malian foreign minister said.", "AidDelivered", "RUS", "MLI", "2024-06"),
    ("The minister said Niger had severed relations with Ukraine.", "RelationsSevered", "NER", "UKR", None),
    (
        "Washington, which imposed sanctions on Rwanda in March, thanked Kenya.",
        "SanctionsImposed",
        "USA",
        "RWA",
        "2024-03",
    ),
    (
        "Washington, which imposed sanctions on Rwanda in March, thanked Kenya.",
        "SupportExpressed",
        "USA",
        "KEN",
        "2024-06",
    ),
]


@pytest.mark.parametrize(("text", "kind", "source", "target", "start"), EVENTS)
def test_a_sentence_tells_its_event(text: str, kind: str, source: str, target: str, start: str | None) -> None:
    """A sentence gives the type, the parties and the day, month or year that it tells."""
    assert (kind, source, target, start) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Manchester United beat Real Madrid in Lisbon on Sunday.",
        "Argentina beat France to win the World Cup in Qatar.",
        "England's coach met the players in Doha.",
        "Kenya's president visited Mombasa on Friday to open a road.",
        "Serbia's Novak Djokovic will meet Germany's Alexander Zverev in the final.",
        "Japanese director Hayao Miyazaki visited Paris to present his film.",
        "Real Madrid signed a deal with an Emirati airline.",
        "Apple closed its last store in Russia.",
        "The Senegalese coach said his team would travel to Ivory Coast on Sunday.",
        "A Chinese company signed a contract with a Kenyan bank.",
        "The Mexican president met union leaders in Monterrey.",
        "Police in Nairobi arrested three Ugandan men.",
        "A British tourist was killed in Egypt on Monday.",
        "Mali received heavy rain in August.",
        "The Turkish national team arrived in Berlin on Monday.",
        "A report by French and Malian doctors was published in Geneva.",
        "The Russian minister never visited Mali.",
        "Niger has not severed diplomatic relations with Ukraine.",
        "No agreement was signed between Niger and Turkey.",
        "Maduro denied that Venezuela had sent troops to Cuba.",
        "If Turkey approves, Sweden will join NATO.",
        "Finland could join NATO.",
        "Senegal refused to sign an agreement with Morocco.",
        "Will the Chinese president visit Paris in May?",
    ],
)
def test_nothing_is_told(text: str) -> None:
    """Sport, domestic news, what is denied, negated, asked or merely possible give no event."""
    assert told(text) == set()


def swap(found: set[tuple[str, str, str, str | None]], **codes: str) -> set[tuple[str, str, str, str | None]]:
    """The same events with other states."""

    def other(side: str) -> str:
        return "+".join(sorted(codes.get(code, code) for code in side.split("+")))

    return {(kind, other(source), other(target), start) for kind, source, target, start in found}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The Malian president arrived in Russia on Monday.", "The Japanese president arrived in Brazil on Monday."),
        ("Mali recalled its ambassador from Russia in May.", "Japan recalled its ambassador from Brazil in May."),
        ("Mali imposed sanctions on Russia in March.", "Japan imposed sanctions on Brazil in March."),
        ("Mali and Russia signed a trade deal on Monday.", "Japan and Brazil signed a trade deal on Monday."),
    ],
)
def test_other_states_give_the_same_events(first: str, second: str) -> None:
    """Exchanging the states of a sentence exchanges them in its events and changes nothing else."""
    assert told(first)
    assert swap(told(first), MLI="JPN", RUS="BRA") == told(second)


@pytest.mark.parametrize(
    ("active", "passive"),
    [
        (
            "Algeria expelled twelve French diplomats on Monday.",
            "Twelve French diplomats were expelled by Algeria on Monday.",
        ),
        (
            "Mali summoned the Ukrainian ambassador on Monday.",
            "The Ukrainian ambassador was summoned by Mali on Monday.",
        ),
        ("Benin closed its border with Niger on Monday.", "The border with Niger was closed by Benin on Monday."),
        (
            "Russia delivered 500 tonnes of rice to Mali on Monday.",
            "On Monday 500 tonnes of rice were delivered to Mali by Russia.",
        ),
    ],
)
def test_voice_changes_nothing(active: str, passive: str) -> None:
    """The passive tells the same as the active."""
    assert told(active)
    assert told(active) == told(passive)


@pytest.mark.parametrize(
    ("affirmed", "negated"),
    [
        ("Niger has severed relations with Ukraine.", "Niger has not severed relations with Ukraine."),
        ("Germany suspended aid to Niger.", "Germany did not suspend aid to Niger."),
        ("Gabon left OPEC in May.", "Gabon never left OPEC in May."),
        ("Russia sent troops to Mali.", "Russia sent no troops to Mali."),
        ("Turkey will open an embassy in Lome.", "Turkey won't open an embassy in Lome."),
    ],
)
def test_a_negation_takes_the_event_away(affirmed: str, negated: str) -> None:
    """The same sentence with a negation gives nothing."""
    assert told(affirmed)
    assert told(negated) == set()


def test_tense_decides_between_planned_and_done() -> None:
    """The future announces a visit, the past reports it."""
    assert {kind for kind, *_ in told("The Omani foreign minister will visit Baghdad in July.")} == {"VisitAnnounced"}
    assert {kind for kind, *_ in told("The Omani foreign minister visited Baghdad in May.")} == {"VisitOccurred"}
    assert {kind for kind, *_ in told("The Omani foreign minister visits Baghdad next month.")} == {"VisitAnnounced"}


def test_what_is_thanked_for_was_done_by_the_one_who_is_thanked() -> None:
    """After "thanked X for sending" it is X that sent; after "accused X of sending" nothing was sent."""
    thanked = {
        (kind, source) for kind, source, *_ in told("Mali thanked Russia for sending 500 tonnes of wheat to Bamako.")
    }
    assert ("AidDelivered", "RUS") in thanked
    accused = {kind for kind, *_ in told("Kinshasa accused Rwanda of sending troops to Goma.")}
    assert accused == {"CriticismExpressed"}


def test_each_figure_goes_to_its_own_receiver() -> None:
    """Figures listed with their receivers are one gift each; the later ones take unit and goods from the first."""
    text = "Russia sent 20 tonnes of rice to Mali, 30 to Togo and 10 to Benin on Monday.\n"
    reading = read_article(text, article="test", title=None, published=PUBLISHED, language="en")
    labels = [(x.target, x.amount, x.unit, x.item) for x in label_reports(reading.reports)]
    assert sorted(labels) == [
        (("BEN",), 10.0, "t", "rice"),
        (("MLI",), 20.0, "t", "rice"),
        (("TGO",), 30.0, "t", "rice"),
    ]
    quotes = {e.exact for report in reading.reports for e in report.evidence if isinstance(e, Quote)}
    assert quotes >= {"30 to Togo", "10 to Benin"}


def test_several_hosts_are_several_visits() -> None:
    """A trip to two states is two visits by the same person."""
    found = told("The Russian foreign minister will visit Guinea and Togo in July.")
    assert {(kind, source, target) for kind, source, target, _ in found} == {
        ("VisitAnnounced", "RUS", "GIN"),
        ("VisitAnnounced", "RUS", "TGO"),
    }


@pytest.mark.parametrize(
    "opening",
    [
        "World rallies round quake-hit Haiti.",
        "Countries have rushed to help Haiti, where an earthquake killed 5,000 people.",
        "The floods in northern Haiti have killed 40 people since Friday.",
    ],
)
def test_what_is_sent_after_a_disaster_is_for_the_state_it_struck(opening: str) -> None:
    """A gift without a receiver is for the state that the disaster struck of which the article tells."""
    found = told(
        f"{opening}\n\nSpain flew in 100 tonnes of tents. Brazil has pledged $15 million and Norway $3.9 million."
    )
    assert {(kind, source, target) for kind, source, target, _ in found} == {
        ("AidDelivered", "ESP", "HTI"),
        ("AidPledged", "BRA", "HTI"),
        ("AidPledged", "NOR", "HTI"),
    }


def test_a_gift_without_a_receiver_or_a_disaster_is_for_nobody() -> None:
    """Without a disaster that struck one state nobody is chosen for what is given."""
    assert not told("Brazil has pledged $15 million to a fund.")


def test_the_delegation_is_the_one_named_before() -> None:
    """A delegation without a state is that of whom the article told last."""
    found = told("A Kenyan delegation arrived in Muscat on Monday. The delegation met the Omani prime minister.")
    assert ("MeetingHeld", "KEN+OMN", "") in {(kind, source, target) for kind, source, target, _ in found}


def test_a_pronoun_is_not_thanked_by_itself() -> None:
    """Whom somebody thanks is the other one of the two named last."""
    found = told("The Kenyan prime minister saw Omani minister Badr Saidi. The prime minister thanked him warmly.")
    assert ("SupportExpressed", "KEN", "OMN") in {(kind, source, target) for kind, source, target, _ in found}


def test_a_name_may_set_out_with_bare_initials() -> None:
    """An official whose name begins with initials without points is one person with his office."""
    found = told("Indian Foreign Minister S M Krishna arrived in Muscat on Monday.")
    assert {(kind, source, target) for kind, source, target, _ in found} == {("VisitOccurred", "IND", "OMN")}

"""Clauses without a verb of their own, and others who do what was told last."""

import pytest

from events.vocabulary import AidPledged
from tests.unit.extract.telling import line, read, tell, when

GAPS = [
    ("en", "Germany expelled 40 Russian diplomats, Norway 35 and Italy 30.", "EnvoyExpelled DEU NOR ITA > RUS"),
    ("en", "Peru recalled its ambassador from Bolivia on Monday, Chile on Tuesday.", "EnvoyRecalled PER CHL > BOL"),
    ("en", "France closed its embassy in Sudan on Monday and Italy on Tuesday.", "EmbassyClosed FRA ITA > SDN"),
    ("en", "Kenyan troops left Somalia in May, and Ugandan soldiers in June.", "MilitarySupportEnded KEN UGA > SOM"),
    ("en", "China will send 100 tonnes of rice to Chad, and Japan 50.", "AidPledged CHN JPN > TCD"),
    ("fr", "L'Allemagne a expulsé lundi 40 diplomates russes, la Norvège 35.", "EnvoyExpelled DEU NOR > RUS"),
    (
        "fr",
        "Le Mali a rompu ses relations avec l'Ukraine le 4 mai, et le Niger le 6.",
        "RelationsSevered MLI NER > UKR",
    ),
    ("fr", "Le Pérou a rappelé lundi son ambassadeur en Bolivie, le Chili mardi.", "EnvoyRecalled PER CHL > BOL"),
    (
        "fr",
        "La France a livré des blindés à l'Ukraine, et l'Allemagne des chars.",
        "MilitarySupportProvided FRA DEU > UKR",
    ),
    ("fr", "Oslo a promis 20 millions d'euros au Yémen, Madrid 10.", "AidPledged NOR ESP > YEM"),
]
ECHOES = [
    ("en", "Brazil recalled its ambassador from Israel. Chile followed suit.", "EnvoyRecalled BRA CHL > ISR"),
    ("en", "France suspended aid to Niger. Germany did the same on Monday.", "AidSuspended FRA DEU > NER"),
    ("en", "Canada imposed sanctions on Belarus, followed by Britain.", "SanctionsImposed CAN GBR > BLR"),
    (
        "fr",
        "Le Brésil a rappelé son ambassadeur en Israël, imité par le Chili. La Bolivie a fait de même.",
        "EnvoyRecalled BRA CHL BOL > ISR",
    ),
    (
        "fr",
        "Le Mali a rompu avec l'Ukraine. Le Niger lui a emboîté le pas mardi.",
        "RelationsSevered MLI NER > UKR",
    ),
]


@pytest.mark.parametrize(("language", "text", "wanted"), [*GAPS, *ECHOES])
def test_each_of_several_does_it(language: str, text: str, wanted: str) -> None:
    """Who stands in a clause that leaves its verb out, or does the same, does it to the same."""
    kind, *sources = wanted.partition(" > ")[0].split()
    target = wanted.rpartition(" ")[2]
    assert tell(text, language=language) == sorted(f"{kind} {source}>{target}" for source in sources)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Japan signed loan agreements with Kenya in March, Uganda in April."),
        ("en", "France sent 20 trucks to Chad in May, Niger in June."),
        ("en", "Kenya beat Uganda 3-1 on Monday, Ghana 2-0."),
        ("en", "The president of Ghana will visit Togo on Monday, and Benin on Friday."),
        ("fr", "Le Maroc a battu le Togo 3-1 lundi, le Ghana 2-0."),
        ("fr", "Le président ghanéen se rendra lundi au Togo et vendredi au Bénin."),
    ],
)
def test_who_goes_on_a_list_does_not_act(language: str, text: str) -> None:
    """A name behind a comma that may as well go on a list of receivers or stops is nobody who acts."""
    assert all(told.split()[1][:3] in {"JPN", "FRA", "GHA"} for told in tell(text, language=language))


@pytest.mark.parametrize("may", ["may follow suit", "did not follow suit", "refused to follow suit"])
def test_who_may_follow_has_not(may: str) -> None:
    """What is denied or only possible is no act."""
    assert tell(f"Brazil recalled its ambassador from Israel. Chile {may}.", language="en") == ["EnvoyRecalled BRA>ISR"]


def test_who_receives_as_much_receives() -> None:
    """Where the subject of what was told receives, so does who does the same."""
    assert tell("Dakar a reçu du riz du Japon. Le Mali a fait de même.") == [
        "AidDelivered JPN>MLI",
        "AidDelivered JPN>SEN",
    ]


def test_a_gap_tells_its_own_figure_and_day() -> None:
    """A figure counts what the clause before counts; a day alone is of its month, the next day follows its day."""
    reports = read("La Suède a promis 10 millions de dollars au Yémen, le Danemark 5.", language="fr").reports
    amounts = [one.amount for one in reports if isinstance(one, AidPledged)]
    assert [(one.min, one.unit) for one in amounts if one is not None] == [(1e7, "USD"), (5e6, "USD")]
    for text, day in (
        ("Le Mali a rompu ses relations avec l'Ukraine le 4 mai, et le Niger le 6.", "2024-05-06"),
        ("Le Mali a rompu ses relations avec l'Ukraine le 3 mai, le Niger le lendemain.", "2024-05-04"),
    ):
        days = {line(one): when(one) for one in read(text, language="fr").reports}
        told = days["RelationsSevered NER>UKR"]
        assert told is not None
        assert told.start == day


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "During the Ghanaian president's visit to Togo, two agreements were signed."),
        ("fr", "Un accord de pêche a été signé à l'occasion de la visite du président ghanéen au Togo."),
    ],
)
def test_what_is_signed_on_a_visit_is_signed_by_its_two(language: str, text: str) -> None:
    """An agreement told without its parties is between guest and host of the visit on which it is made."""
    assert tell(text, language=language) == ["AgreementSigned GHA+TGO", "VisitOccurred GHA>TGO"]


def test_what_a_third_is_told_with_is_not_theirs() -> None:
    """Where the sentence names a third state, the agreement may be with it."""
    text = "During the Ghanaian president's visit to Togo, attended by Benin, two agreements were signed."
    assert "AgreementSigned GHA+TGO" not in tell(text, language="en")

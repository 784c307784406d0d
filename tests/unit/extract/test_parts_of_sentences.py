"""How a sentence is taken apart: lists, asides, bounds of numbers, joined verbs, unknown words."""

import pytest

from events.evidence import Quote
from service.extract.language import load
from service.extract.lexicon.morphology import load_lexicon
from service.extract.lexicon.words import load_words
from service.extract.tagging.accents import restore_accents, restore_writing
from tests.unit.extract.telling import line, read, tell, when

FRENCH = {
    "Plus de dix diplomates russes ont été expulsés de Norvège.": ["EnvoyExpelled NOR>RUS"],
    "Près d'une dizaine de diplomates russes ont été expulsés par la Norvège.": ["EnvoyExpelled NOR>RUS"],
    "Pas moins de dix diplomates russes ont été expulsés de Norvège.": ["EnvoyExpelled NOR>RUS"],
    "Jusqu'à quatre consulats péruviens seront ouverts au Chili.": ["EmbassyOpened PER>CHL"],
    "Trois pays ont expulsé l'ambassadeur russe lundi, dont le Pérou et le Kenya.": [
        "EnvoyExpelled KEN>RUS",
        "EnvoyExpelled PER>RUS",
    ],
    "Le président gabonais a reçu mardi les lettres de créance de quatre ambassadeurs, notamment du Pérou, "
    "du Kenya et de Norvège.": ["EnvoyAccredited KEN>GAB", "EnvoyAccredited NOR>GAB", "EnvoyAccredited PER>GAB"],
    "La Norvège et, dans une moindre mesure, le Kenya ont condamné la Russie.": [
        "CriticismExpressed KEN>RUS",
        "CriticismExpressed NOR>RUS",
    ],
    "La Norvège, tout comme le Kenya, a condamné la Russie.": [
        "CriticismExpressed KEN>RUS",
        "CriticismExpressed NOR>RUS",
    ],
    "Kari Hansen, 52 ans, ministre norvégienne des Affaires étrangères, a rencontré le président kenyan.": [
        "MeetingHeld KEN+NOR"
    ],
    "Ana Lula (Brésil), Juan Boric (Chili) et Luis Rojas (Bolivie) ont condamné le Venezuela.": [
        "CriticismExpressed BOL>VEN",
        "CriticismExpressed BRA>VEN",
        "CriticismExpressed CHL>VEN",
    ],
    "Le ministre norvégien a affirmé que le Kenya recevrait cette aide, tout en accusant la Russie d'ingérence.": [
        "CriticismExpressed NOR>RUS"
    ],
    "Le ministre norvégien doit gagner Nairobi, au Kenya, vendredi, puis se rendre samedi à Kampala, en Ouganda, ainsi "
    "qu'à Kigali, au Rwanda.": ["VisitAnnounced NOR>KEN", "VisitAnnounced NOR>RWA", "VisitAnnounced NOR>UGA"],
    "La CEDEAO, réunie lors d'une séance qui s'est tenue dimanche à Accra, a résolu de lever ses sanctions contre "
    "le Gabon.": ["SanctionsLifted ECOWAS>GAB"],
    "La Norvège, hôte d'un sommet qui s'ouvre mardi, a expulsé l'ambassadeur russe.": ["EnvoyExpelled NOR>RUS"],
    "La Norvège a convoqué l'ambassadeur du Pérou, qui était en poste depuis mai, et rappelé le sien.": [
        "EnvoyRecalled NOR>PER",
        "EnvoySummoned NOR>PER",
    ],
    "Le Pérou a, selon un communiqué de son ministère des Affaires étrangères publié mardi, rompu ses relations "
    "diplomatiques avec la Bolivie.": ["RelationsSevered PER>BOL"],
    "Le président kenyan a, lors d'un entretien mardi avec le ministre norvégien, condamné la Russie.": [
        "CriticismExpressed KEN>RUS",
        "MeetingHeld KEN+NOR",
    ],
    "La Russie a expulsé trois diplomates de Norvège et quatre du Pérou.": [
        "EnvoyExpelled RUS>NOR",
        "EnvoyExpelled RUS>PER",
    ],
    "La Norvège, d'une part, et le Kenya, d'autre part, ont signé un accord.": ["AgreementSigned KEN+NOR"],
    "Le MAE norvégien est arrivé à Nairobi.": ["VisitOccurred NOR>KEN"],
}

ENGLISH = {
    "Over ten Russian diplomats were expelled by Norway.": ["EnvoyExpelled NOR>RUS"],
    "Around a dozen Russian diplomats were expelled by Norway.": ["EnvoyExpelled NOR>RUS"],
    "Norway expelled as many as ten Russian diplomats.": ["EnvoyExpelled NOR>RUS"],
    "Three countries, including Peru and Kenya, expelled the Russian ambassador.": [
        "EnvoyExpelled KEN>RUS",
        "EnvoyExpelled PER>RUS",
    ],
    "Three countries expelled the Russian ambassador on Monday, among them Peru and Kenya.": [
        "EnvoyExpelled KEN>RUS",
        "EnvoyExpelled PER>RUS",
    ],
    "New ambassadors of Georgia to Kenya, Peru and Norway were named.": [
        "EnvoyAccredited GEO>KEN",
        "EnvoyAccredited GEO>NOR",
        "EnvoyAccredited GEO>PER",
    ],
    "Norway, along with Kenya and Peru, condemned Russia.": [
        "CriticismExpressed KEN>RUS",
        "CriticismExpressed NOR>RUS",
        "CriticismExpressed PER>RUS",
    ],
    "The Norwegian minister said that Russia would pay for the raid, while also blaming Belarus for it.": [
        "CriticismExpressed NOR>BLR"
    ],
    "The Peruvian president said that the fishermen tabled their plan and were mired in debt before Norway recalled "
    "its ambassador to Kenya.": ["EnvoyRecalled NOR>KEN"],
    "Norway, hit by a strike that has lasted two weeks, expelled the Russian ambassador.": ["EnvoyExpelled NOR>RUS"],
    "The Norwegian minister met Ana Ruiz, who heads the bank, and signed a fishing deal with Kenya.": [
        "AgreementSigned KEN+NOR"
    ],
    "Norway, on the one hand, and Kenya, on the other, signed a deal.": ["AgreementSigned KEN+NOR"],
    "Russia expelled three diplomats from Norway and four from Peru.": [
        "EnvoyExpelled RUS>NOR",
        "EnvoyExpelled RUS>PER",
    ],
    "Norway and Kenya failed to settle the quarrel in talks in Oslo on Tuesday.": ["MeetingHeld KEN+NOR"],
}

NOTHING = {
    "fr": [
        "Plus de dix touristes russes ont été expulsés d'un hôtel en Norvège.",
        "Le sommet a rassemblé plusieurs pays, dont le Pérou et le Kenya.",
        "Kari Hansen, 52 ans, championne norvégienne de ski, a battu la skieuse kenyane.",
    ],
    "en": [
        "Over ten Russian tourists were expelled from a hotel in Norway.",
        "Maria Ruiz (Peru) beat Ann Berg (Norway) in two sets.",
        "Several countries grow coffee, including Peru and Kenya.",
    ],
}


@pytest.mark.parametrize("text", FRENCH)
def test_a_french_sentence_is_taken_apart(text: str) -> None:
    """Lists, asides, bounds of numbers and joined verbs find their heads in French."""
    assert tell(text) == FRENCH[text]


@pytest.mark.parametrize("text", ENGLISH)
def test_an_english_sentence_is_taken_apart(text: str) -> None:
    """Lists, asides, bounds of numbers and participles find their heads in English."""
    assert tell(text, language="en") == ENGLISH[text]


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in NOTHING.items() for text in texts])
def test_the_same_shapes_without_an_act_tell_nothing(language: str, text: str) -> None:
    """What is built alike and tells of no act between states gives none."""
    assert tell(text, language=language) == []


def test_a_word_that_nobody_listed_is_guessed_by_its_ending() -> None:
    """An ending tells a verb or a noun; a capital, a short word and what is listed are not guessed."""
    english, french = load_words("en"), load_words("fr")
    assert english.look_up("tabled").past_participle is not None
    assert english.look_up("vlogging").present_participle is not None
    assert french.look_up("bidouillée").past_participle is not None
    assert french.look_up("sahélité").noun == "sahélité"
    assert not load_lexicon("en").guess("Tabled")
    assert not load_lexicon("en").guess("Bed")
    assert not load_lexicon("fr").guess("bed2é")


@pytest.mark.parametrize(("written", "listed"), [("maitre", "maître"), ("coutera", "coûter"), ("ile", "île")])
def test_the_spelling_of_1990_is_known(written: str, listed: str) -> None:
    """French words without the circumflex that the spelling of 1990 leaves out are the same words."""
    assert listed in {reading.lemma for reading in load_lexicon("fr").read(written)}


def test_the_circumflex_that_tells_words_apart_stays() -> None:
    """The preposition "sur" is no adjective, and "jeune" no fasting."""
    lemmas = {reading.lemma for form in ("sur", "jeune", "du") for reading in load_lexicon("fr").read(form)}
    assert lemmas.isdisjoint({"sûr", "jeûne", "jeûner", "devoir"})


BARE = (
    "Le president kenyan a recu lundi a Nairobi le ministre norvegien des Affaires etrangeres. Les deux pays ont signe "
    "un accord de cooperation, a declare le ministre apres la rencontre. La Norvege a egalement rappele son "
    "ambassadeur au Mali."
)


def test_a_text_without_any_diacritics_is_read() -> None:
    """French that was written without accents is read, and quoted as it was printed."""
    reports = read(BARE).reports
    told = {line(report) for report in reports}
    assert {"MeetingHeld KEN+NOR", "AgreementSigned KEN+NOR", "EnvoyRecalled NOR>MLI"} <= told
    quotes = [quote for report in reports for quote in report.evidence if isinstance(quote, Quote)]
    assert quotes
    assert all(quote.exact == BARE[quote.start : quote.end] for quote in quotes)


def test_what_is_restored_keeps_its_place() -> None:
    """The preposition and the auxiliary are told apart, and no letter moves."""
    french = load("fr")
    text = (
        "Il a ete recu a Dakar a cause de la secheresse, a la demande du Perou, et a declare a la presse qu'il a peche."
    )
    restored = restore_accents(text, french)
    assert restored.startswith(
        "Il a été reçu à Dakar à cause de la sécheresse, à la demande du Perou, et a déclaré à la"
    )
    assert len(restored) == len(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("LE CHEF DE L'ETAT KENYAN A RECU L'AMBASSADEUR NORVEGIEN", ["MeetingHeld KEN+NOR"]),
        ("LA NORVÈGE EXPULSE DIX DIPLOMATES RUSSES", ["EnvoyExpelled NOR>RUS"]),
        ("COOPERATION : LE JAPON OFFRE 3 MILLIONS D'EUROS AU TOGO", ["AidDelivered JPN>TGO"]),
        ("LE CHAMPION NORVEGIEN BAT LE KENYAN EN FINALE", []),
    ],
)
def test_a_line_in_capitals_is_read_as_one_in_small_letters(text: str, told: list[str]) -> None:
    """A headline in capitals tells what it says, its accents restored."""
    assert tell(text) == told


def test_an_auxiliary_before_its_subject_stays_one() -> None:
    """The verb of "a-t-il ajouté" is no preposition, in small letters or in capitals."""
    french = load("fr")
    text = "Le ministre a ete recu a Lima. La peche a ferme, a-t-il ajoute. A-t-on peche a cause de la secheresse ?"
    assert restore_accents(text, french) == (
        "Le ministre a été reçu à Lima. La pêche a fermé, a-t-il ajouté. A-t-on pêché à cause de la sécheresse ?"
    )
    line = "LE MINISTRE A PECHE A CAUSE DE LA SECHERESSE"
    assert restore_writing(line, french) == "Le ministre a pêché à cause de la sécheresse"


def test_a_text_with_diacritics_is_left_alone() -> None:
    """One that writes them may leave out one by mistake; nothing is guessed there, nor in a language without them."""
    text = "Le président a été reçu à Dakar, où il a evoqué la pêche."
    assert restore_accents(text, load("fr")) is text
    assert restore_accents("The president was met in Dakar.", load("en")) == "The president was met in Dakar."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Chilean minister, besides Peru, visited Kenya."),
        ("fr", "Le ministre chilien, outre le Pérou, a visité le Kenya."),
    ],
)
def test_what_is_told_besides_joins_nobody_to_the_subject(language: str, text: str) -> None:
    """What else somebody does may be told between commas as well as who else does it."""
    assert tell(text, language=language) == ["VisitOccurred CHL>KEN"]


@pytest.mark.parametrize(
    ("printed", "kept", "lowered"),
    [
        ("PERU AND CHILE SIGNED AN ACCORD IN MAY", "May", "signed"),
        ("PERU AND CHILE MAY SIGN AN ACCORD ON SUNDAY", "Sunday", "may"),
    ],
)
def test_months_and_days_in_capitals_stay_dates(printed: str, kept: str, lowered: str) -> None:
    """Where a language writes months and days with a capital they keep it, and no verb gets one."""
    assert {kept, lowered} <= set(restore_writing(printed, load("en")).split())


def test_a_headline_in_capitals_keeps_its_day() -> None:
    """An act told in capitals has the date that is told with it."""
    (report,) = read("PERU AND CHILE SIGNED A TRADE ACCORD ON MAY 3", language="en").reports
    told = when(report)
    assert told is not None
    assert told.start == "2024-05-03"


def test_a_genitive_in_capitals_is_one() -> None:
    """The letter behind an apostrophe is written small like the rest of the line."""
    assert tell("KENYA'S PRESIDENT VISITED LIMA ON 3 MAY", language="en") == ["VisitOccurred KEN>PER"]

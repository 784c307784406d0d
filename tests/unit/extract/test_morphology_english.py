"""English verbs, nouns, adjectives and phrases."""

import pytest

from service.extract.lexicon.morphology import Lexicon, load_lexicon

# infinitive, third person, preterite, past participle, present participle
VERBS = """
visit visits visited visited visiting
announce announces announced announced announcing
agree agrees agreed agreed agreeing
deny denies denied denied denying
deploy deploys deployed deployed deploying
die dies died died dying
discuss discusses discussed discussed discussing
reach reaches reached reached reaching
veto vetoes vetoed vetoed vetoing
ban bans banned banned banning
expel expels expelled expelled expelling
submit submits submitted submitted submitting
transfer transfers transferred transferred transferring
travel travels travelled travelled travelling
travel travels traveled traveled traveling
traffic traffics trafficked trafficked trafficking
host hosts hosted hosted hosting
meet meets met met meeting
hold holds held held holding
withdraw withdraws withdrew withdrawn withdrawing
fly flies flew flown flying
flee flees fled fled fleeing
give gives gave given giving
take takes took taken taking
win wins won won winning
run runs ran run running
begin begins began begun beginning
send sends sent sent sending
pay pays paid paid paying
seek seeks sought sought seeking
oversee oversees oversaw overseen overseeing
undertake undertakes undertook undertaken undertaking
break breaks broke broken breaking
cut cuts cut cut cutting
lie lies lay lain lying
go goes went gone going
do does did done doing
have has had had having
"""


@pytest.fixture(scope="module")
def english() -> Lexicon:
    """Give the English lexicon."""
    return load_lexicon("en")


@pytest.mark.parametrize("row", VERBS.strip().splitlines())
def test_every_hand_written_verb_form_is_read_with_its_features(english: Lexicon, row: str) -> None:
    """The five forms of a verb, regular or not, are read with mood, tense and person."""
    lemma, third, past, participle, present = row.split()
    for form, mood, tense, person in [
        (lemma, "inf", "", 0),
        (lemma, "ind", "pres", 0),
        (third, "ind", "pres", 3),
        (past, "ind", "past", 0),
        (participle, "pastpart", "", 0),
        (present, "prespart", "", 0),
    ]:
        found = {(reading.lemma, reading.mood, reading.tense, reading.person) for reading in english.read(form)}
        assert (lemma, mood, tense, person) in found, form


@pytest.mark.parametrize(
    ("form", "lemma", "mood", "tense"),
    [
        ("is", "be", "ind", "pres"),
        ("were", "be", "ind", "past"),
        ("been", "be", "pastpart", ""),
        ("being", "be", "prespart", ""),
        ("will", "will", "ind", "fut"),
        ("would", "will", "cond", "pres"),
        ("could", "can", "cond", "pres"),
        ("'ll", "will", "ind", "fut"),
        ("has", "have", "ind", "pres"),
    ],
)
def test_auxiliaries_are_told_apart_from_verbs(english: Lexicon, form: str, lemma: str, mood: str, tense: str) -> None:
    """Forms of be, have and do and the modals are read as auxiliaries; would and could are conditionals."""
    found = {(r.lemma, r.pos, r.mood, r.tense) for r in english.read(form)}
    assert (lemma, "aux", mood, tense) in found


@pytest.mark.parametrize(
    ("form", "lemma", "number"),
    [
        ("visits", "visit", "p"),
        ("embassies", "embassy", "p"),
        ("envoys", "envoy", "p"),
        ("speeches", "speech", "p"),
        ("crises", "crisis", "p"),
        ("spokeswomen", "spokeswoman", "p"),
        ("aircraft", "aircraft", "p"),
        ("lives", "life", "p"),
        ("police", "police", "p"),
        ("secretaries-general", "secretary-general", "p"),
    ],
)
def test_nouns_are_read_in_both_numbers(english: Lexicon, form: str, lemma: str, number: str) -> None:
    """Plurals, regular or not, lead to the lemma."""
    assert (lemma, "noun", number) in {(r.lemma, r.pos, r.number) for r in english.read(form)}


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("stronger", "strong"), ("earliest", "early"), ("bigger", "big"), ("worse", "bad"), ("later", "late")],
)
def test_degrees_of_an_adjective_lead_to_its_base_form(english: Lexicon, form: str, lemma: str) -> None:
    """Comparatives and superlatives are read as the adjective."""
    assert (lemma, "adj") in {(r.lemma, r.pos) for r in english.read(form)}


def test_homographs_keep_all_their_readings(english: Lexicon) -> None:
    """Noun and verb, preterite and participle, relative and conjunction: the sentence decides."""
    assert {r.pos for r in english.read("visit")} == {"noun", "verb"}
    assert {r.mood for r in english.read("hosted")} == {"ind", "pastpart"}
    assert {"rel", "conj", "det", "pron"} <= {r.pos for r in english.read("that")}
    assert {r.pos for r in english.read("n't")} == {"neg"}


def test_a_phrase_is_found_word_by_word(english: Lexicon) -> None:
    """The longest listed phrase wins."""
    found = english.match_phrase(["on", "the", "sidelines", "of", "the", "summit"], 0)
    assert found is not None
    assert (found[0], found[1][0].pos) == (4, "prep")

"""French verbs against tables written by hand, at least one for every class."""

from pathlib import Path

import pytest

from service.extract.lexicon.morphology import Lexicon, Reading, load_lexicon

CELLS = [
    *(("ind", "pres", person, number) for number in "sp" for person in (1, 2, 3)),
    ("ind", "imperf", 3, "s"),
    ("ind", "past", 3, "s"),
    ("ind", "past", 3, "p"),
    ("ind", "fut", 3, "s"),
    ("cond", "pres", 3, "p"),
    ("sub", "pres", 3, "s"),
    ("sub", "pres", 2, "p"),
    ("prespart", "", 0, ""),
]


@pytest.fixture(scope="module")
def french() -> Lexicon:
    """Give the French lexicon."""
    return load_lexicon("fr")


@pytest.fixture(scope="module")
def verb_forms(french: Lexicon) -> dict[str, list[tuple[str, Reading]]]:
    """Give every form of a verb with its reading, by infinitive."""
    found: dict[str, list[tuple[str, Reading]]] = {}
    for form, readings in french.forms.items():
        for reading in readings:
            if reading.mood:
                found.setdefault(reading.lemma, []).append((form, reading))
    return found


def rows() -> list[tuple[str, list[str]]]:
    """Return (infinitive, its hand-written forms in the order of the cells, then the two participles)."""
    lines = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    tables = [line.split(": ") for line in lines if not line.startswith("#")]
    return [(lemma, forms.replace("|", " ").split()) for lemma, forms in tables]


@pytest.mark.parametrize(("lemma", "forms"), rows(), ids=[lemma for lemma, _ in rows()])
def test_every_hand_written_form_is_read_with_its_features(
    verb_forms: dict[str, list[tuple[str, Reading]]], lemma: str, forms: list[str]
) -> None:
    """Each form of the table is read as this verb with this mood, tense, person and number, and no other form is."""
    generated: dict[tuple[str, str, int, str], set[str]] = {}
    participles: dict[str, set[str]] = {"m": set(), "f": set()}
    for form, reading in verb_forms[lemma]:
        if reading.mood == "pastpart" and reading.number == "s":
            participles[reading.gender].add(form)
        generated.setdefault((reading.mood, reading.tense, reading.person, reading.number), set()).add(form)
    for cell, form in zip(CELLS, forms, strict=False):
        expected: set[str] = set() if form == "-" else {form}
        assert expected <= generated.get(cell, set()), (lemma, cell)
        if lemma not in SEVERAL_SPELLINGS:
            assert generated.get(cell, set()) == expected, (lemma, cell)
    masculine, feminine = forms[-2:]
    assert participles == {"m": {masculine}, "f": set() if feminine == "-" else {feminine}}


SEVERAL_SPELLINGS = {
    "payer",
    "céder",
    "intégrer",
    "protéger",
    "asseoir",
    "plaire",
    "reconnaître",
    "naître",
    "accroître",
}
"""Verbs that the dictionaries spell in two ways (paie and paye, cédera and cèdera); both must be read."""


@pytest.mark.parametrize("form", ["cèdera", "paye", "paiera", "payera", "connait", "assoit", "plait", "apparaitre"])
def test_the_second_spelling_is_read_too(french: Lexicon, form: str) -> None:
    """A verb that may be spelled in two ways is known in both."""
    assert french.read(form)


@pytest.mark.parametrize(
    ("form", "lemma"), [("eût", "avoir"), ("fût", "être"), ("reçût", "recevoir"), ("tînt", "tenir")]
)
def test_the_imperfect_subjunctive_is_known_in_the_third_person(french: Lexicon, form: str, lemma: str) -> None:
    """The imperfect subjunctive, which the press still uses in the third person singular, is read."""
    assert ("sub", "imperf", 3, "s") in [
        (reading.mood, reading.tense, reading.person, reading.number)
        for reading in french.read(form)
        if reading.lemma == lemma
    ]


def test_a_form_of_two_verbs_has_the_readings_of_both(french: Lexicon) -> None:
    """The form "convient" is one of convenir and of convier, "suis" of être and of suivre."""
    assert {reading.lemma for reading in french.read("convient")} == {"convenir", "convier"}
    assert {reading.lemma for reading in french.read("suis")} == {"être", "suivre"}


def test_past_participles_agree_in_four_forms(french: Lexicon) -> None:
    """The four agreements of a participle are told apart by gender and number."""
    for form, gender, number in [("reçu", "m", "s"), ("reçus", "m", "p"), ("reçue", "f", "s"), ("reçues", "f", "p")]:
        assert ("pastpart", gender, number) in [(r.mood, r.gender, r.number) for r in french.read(form)]


def test_the_auxiliary_of_a_verb_is_known(french: Lexicon) -> None:
    """Verbs of movement take être, so that "est arrivé" is a perfect and "est reçu" a passive."""
    assert french.verbs["arriver"].auxiliary == "être"
    assert french.verbs["recevoir"].auxiliary == "avoir"
    assert french.verbs["descendre"].auxiliary == "both"
    assert french.verbs["abstenir"].pronominal == "only"
    assert {reading.pos for reading in french.read("sera")} == {"aux"}

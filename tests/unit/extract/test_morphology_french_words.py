"""French nouns, adjectives, small words and phrases, and how written forms find them."""

import time

import pytest

from service.extract.lexicon.morphology import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def french() -> Lexicon:
    """Give the French lexicon."""
    return load_lexicon("fr")


def features(lexicon: Lexicon, form: str, pos: str) -> set[tuple[str, str, str]]:
    """Return (lemma, number, gender) of every reading of a form as a part of speech."""
    return {(reading.lemma, reading.number, reading.gender) for reading in lexicon.read(form) if reading.pos == pos}


@pytest.mark.parametrize(
    ("form", "lemma", "number", "gender"),
    [
        ("visites", "visite", "p", "f"),
        ("présidente", "président", "s", "f"),
        ("ambassadrices", "ambassadeur", "p", "f"),
        ("sénatrice", "sénateur", "s", "f"),
        ("généraux", "général", "p", "m"),
        ("travaux", "travail", "p", "m"),
        ("drapeaux", "drapeau", "p", "m"),
        ("festivals", "festival", "p", "m"),
        ("pays", "pays", "p", "m"),
        ("cheffe", "chef", "s", "f"),
        ("conseillère", "conseiller", "s", "f"),
        ("ministres", "ministre", "p", ""),
        ("émissaire", "émissaire", "s", ""),
        ("porte-parole", "porte-parole", "p", ""),
        ("hauts-commissaires", "haut-commissaire", "p", ""),
        ("cessez-le-feu", "cessez-le-feu", "p", "m"),
        ("pourparlers", "pourparlers", "p", "m"),
        ("reine", "reine", "s", "f"),
        ("yeux", "œil", "p", "m"),
        ("vœux", "vœu", "p", "m"),
        ("voeux", "vœu", "p", "m"),
    ],
)
def test_nouns_are_read_in_every_number_and_gender(
    french: Lexicon, form: str, lemma: str, number: str, gender: str
) -> None:
    """Plurals and feminines, regular or not, lead to the lemma with number and gender."""
    assert (lemma, number, gender) in features(french, form, "noun")


@pytest.mark.parametrize(
    ("form", "lemma", "number", "gender"),
    [
        ("diplomatiques", "diplomatique", "p", ""),
        ("bilatérales", "bilatéral", "p", "f"),
        ("bilatéraux", "bilatéral", "p", "m"),
        ("nouvel", "nouveau", "s", "m"),
        ("nouvelles", "nouveau", "p", "f"),
        ("publique", "public", "s", "f"),
        ("première", "premier", "s", "f"),
        ("secrète", "secret", "s", "f"),
        ("précieuse", "précieux", "s", "f"),
        ("décisive", "décisif", "s", "f"),
        ("longue", "long", "s", "f"),
        ("navals", "naval", "p", "m"),
        ("vieil", "vieux", "s", "m"),
    ],
)
def test_adjectives_are_read_in_every_number_and_gender(
    french: Lexicon, form: str, lemma: str, number: str, gender: str
) -> None:
    """The agreements of an adjective lead to its masculine singular."""
    assert (lemma, number, gender) in features(french, form, "adj")


@pytest.mark.parametrize(
    ("form", "parts_of_speech"),
    [
        ("visite", {"noun", "verb"}),
        ("livre", {"noun", "verb"}),
        ("accord", {"noun"}),
        ("accorde", {"verb"}),
        ("est", {"noun", "aux"}),
        ("plus", {"adv", "neg", "verb"}),
        ("des", {"det", "prep"}),
        ("que", {"conj", "rel", "pron"}),
        ("ne", {"neg"}),
        ("n'", {"neg"}),
        ("aucune", {"det", "neg", "pron"}),
        ("dont", {"rel"}),
        ("également", {"adv"}),
        ("deux", {"num"}),
        ("«", {"punct"}),
    ],
)
def test_a_word_has_the_readings_of_every_part_of_speech_that_it_can_be(
    french: Lexicon, form: str, parts_of_speech: set[str]
) -> None:
    """Homographs keep all their readings, so that the sentence decides."""
    assert {reading.pos for reading in french.read(form)} == parts_of_speech


def test_a_capital_may_lack_its_diacritic(french: Lexicon) -> None:
    """Capitalised and all-capital words find the accented word, lower-case ones do not."""
    assert ("état", "s", "m") in features(french, "Etat", "noun")
    assert ("élection", "s", "f") in features(french, "ELECTION", "noun")
    assert {reading.pos for reading in french.read("A")} >= {"prep", "aux"}
    assert not french.read("election")


def test_a_capital_does_not_excuse_other_missing_diacritics_of_a_known_word(french: Lexicon) -> None:
    """The form "Cote" at the head of a sentence is not "côté": only its capital could have lost something."""
    assert {reading.lemma for reading in french.read("Cote")} == {"cote", "coter"}


def test_apostrophes_of_both_shapes_are_the_same(french: Lexicon) -> None:
    """The typographic apostrophe reads as the straight one."""
    assert french.read("aujourd\u2019hui") == french.read("aujourd'hui") != ()


@pytest.mark.parametrize(("form", "lemma"), [("a-t-il", "avoir"), ("Affirme-t-elle", "affirmer"), ("est-ce", "être")])
def test_an_inverted_verb_is_read_without_its_subject(french: Lexicon, form: str, lemma: str) -> None:
    """A verb with an inverted clitic subject is read as the verb."""
    assert lemma in {reading.lemma for reading in french.read(form)}


@pytest.mark.parametrize("form", ["", "zzyzx", "-", "-t-il", "\u2019", "\u0301", "a" * 10_000, "-il" * 5_000])
def test_any_input_is_read_without_an_error(french: Lexicon, form: str) -> None:
    """Unknown, empty and hostile tokens give no verb and raise nothing."""
    assert not [reading for reading in french.read(form) if reading.pos == "verb"]


@pytest.mark.parametrize(
    ("text", "length", "lemma", "pos"),
    [
        ("en faveur de la paix", 3, "en faveur de", "prep"),
        ("en faveur du peuple", 3, "en faveur de", "prep"),
        ("à l' égard des voisins", 4, "à l'égard de", "prep"),
        ("grâce aux efforts", 2, "grâce à", "prep"),
        ("alors qu' il", 2, "alors que", "conj"),
        ("d' ores et déjà", 4, "d'ores et déjà", "adv"),
    ],
)
def test_phrases_are_found_with_their_contractions(
    french: Lexicon, text: str, length: int, lemma: str, pos: str
) -> None:
    """A phrase is found word by word, whatever article its last word has taken in."""
    found = french.match_phrase(text.split(), 0)
    assert found is not None
    assert found[0] == length
    assert (lemma, pos) in {(reading.lemma, reading.pos) for reading in found[1]}


def test_the_longest_phrase_wins(french: Lexicon) -> None:
    """Of two phrases that begin alike the longer is found, and none where none begins."""
    assert french.match_phrase(["sous", "la", "présidence", "de"], 0) == (4, french.forms["sous la présidence de"])
    assert french.match_phrase(["à", "bamako"], 0) is None


def test_the_french_lexicon_is_made_quickly() -> None:
    """Generating the whole lexicon takes under a second of processor time, also on a slow machine."""
    load_lexicon.cache_clear()
    before = time.process_time()
    load_lexicon("fr")
    assert time.process_time() - before < 1.0

"""Tokens: where words begin and end, in French and English, and on any input at all."""

import sys
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extract.language_files import languages, load_language
from service.extract.text.tokens import fold, load_tokenizer

FRENCH = [
    ("l'Algérie et l’Iran", ["l'", "Algérie", "et", "l’", "Iran"]),
    ("jusqu'au jeudi", ["jusqu'", "au", "jeudi"]),
    ("Lorsqu’il s'est rendu", ["Lorsqu’", "il", "s'", "est", "rendu"]),
    ("Côte d’Ivoire", ["Côte", "d’", "Ivoire"]),
    ("aujourd'hui aujourd’hui", ["aujourd'hui", "aujourd’hui"]),
    ("à N’Djamena, M'Poko", ["à", "N’Djamena", ",", "M'Poko"]),
    ("N'a-t-il pas", ["N'", "a-t-il", "pas"]),
    ("Guinée-Bissau vice-premier sino-africaine", ["Guinée-Bissau", "vice-premier", "sino-africaine"]),
    (
        "25 000 t, 1\u00a0500 puis 2\u202f300\u202f000",
        ["25 000", "t", ",", "1\u00a0500", "puis", "2\u202f300\u202f000"],
    ),
    ("80,5 et 7.4 et 22.000", ["80,5", "et", "7.4", "et", "22.000"]),
    ("en 2024 150 soldats", ["en", "2024", "150", "soldats"]),
    ("16h03, 11:26 le 28/02/2024", ["16h03", ",", "11:26", "le", "28/02/2024"]),
    ("le 1er mars, 24e session", ["le", "1er", "mars", ",", "24e", "session"]),
    ("2024-06-20T18:10+0300", ["2024-06-20T18:10+0300"]),
    ("date 2024-01", ["date", "2024-01"]),
    ("28–29 février, 28-29 février", ["28", "–", "29", "février", ",", "28", "-", "29", "février"]),
    ("M. Xi et J.-Y. Le Drian", ["M.", "Xi", "et", "J.-Y.", "Le", "Drian"]),
    ("l'O.N.U. dit", ["l'", "O.N.U.", "dit"]),
    ("merc. 17 juil. 2024", ["merc.", "17", "juil.", "2024"]),
    ("C'est le jeu. Il part", ["C'", "est", "le", "jeu", ".", "Il", "part"]),
    ("« oui », “non” — fin...", ["«", "oui", "»", ",", "“", "non", "”", "—", "fin", "..."]),
    ("contre personne.Dès jeudi", ["contre", "personne", ".", "Dès", "jeudi"]),
    ("20 M€, 300M$", ["20", "M", "€", ",", "300", "M", "$"]),
    ("Mali–Russie", ["Mali", "–", "Russie"]),
    ("au [[lieu]] -- dit", ["au", "[", "[", "lieu", "]", "]", "--", "dit"]),
]
ENGLISH = [
    ("Russia's and Russia’s", ["Russia", "'s", "and", "Russia", "’s"]),
    ("didn't can’t he'll", ["did", "n't", "ca", "n’t", "he", "'ll"]),
    ("the U.S. forces' base", ["the", "U.S.", "forces", "'", "base"]),
    ("$3.5bn, €50 million, 2,500 men", ["$", "3.5", "bn", ",", "€", "50", "million", ",", "2,500", "men"]),
    ("N'Djamena, O'Connor, al-Shara'a", ["N'Djamena", ",", "O'Connor", ",", "al-Shara'a"]),
    ("Aug. 5, 2024 and June 22-26", ["Aug.", "5", ",", "2024", "and", "June", "22", "-", "26"]),
    ("He said no. Then No. 5", ["He", "said", "no", ".", "Then", "No.", "5"]),
    ("the 11th of mid-June", ["the", "11th", "of", "mid-June"]),
]


@pytest.mark.parametrize(("text", "expected"), FRENCH)
def test_french_is_cut_where_a_reader_would(text: str, expected: list[str]) -> None:
    """Elisions stand alone, names, compounds, numbers and abbreviations stay whole."""
    assert [token.text for token in load_tokenizer("fr").tokenize(text)] == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_is_cut_where_a_reader_would(text: str, expected: list[str]) -> None:
    """Possessives and negations are cut off; numbers, names and abbreviations stay whole."""
    assert [token.text for token in load_tokenizer("en").tokenize(text)] == expected


def test_offsets_count_from_the_beginning_of_the_text() -> None:
    """A range of a text gives the offsets of the whole text, so that evidence can be quoted from it."""
    text = "Avant. Le Mali  reçoit l’aide. Après."
    tokens = load_tokenizer("fr").tokenize(text, 7, 30)
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert [token.text for token in tokens] == ["Le", "Mali", "reçoit", "l’", "aide", "."]
    assert [token.space for token in tokens] == [True, True, True, True, False, False]


def test_folds_meet_across_case_accents_apostrophes_and_hyphens() -> None:
    """What is written in several ways is looked up in one."""
    assert fold("L’") == fold("l'") == "l'"
    assert fold("ÉTATS‑UNIS") == fold("Etats-Unis") == "etats-unis"
    assert fold("Cœur") == "coeur"
    assert fold("Goïta") == "goita"


def test_every_language_folder_loads() -> None:
    """Each folder's language.toml names itself and holds what the readers need."""
    assert {"fr", "en"} <= set(languages())
    assert all(load_language(code).code == code and load_language(code).stop_words for code in languages())


@given(text=st.text(max_size=300), language=st.sampled_from(languages()))
@settings(max_examples=200, deadline=None)
def test_tokens_tile_any_text(text: str, language: str) -> None:
    """Whatever the text, every character that is not white space is in exactly one token, in order."""
    tokens = load_tokenizer(language).tokenize(text)
    at = 0
    for token in tokens:
        assert text[at : token.start].strip() == ""
        assert token.text == text[token.start : token.end] != ""
        assert token.fold == fold(token.text)
        assert token.space == (at == 0 or token.start > at)
        at = token.end
    assert text[at:].strip() == ""


@pytest.mark.parametrize(
    "piece", ["a", "1", "1 111 ", "a.", "l'", "-", "'", "a-", "e\u0301", "«", " ", "1,", "n't", "M.", "\u0300", "12:"]
)
@pytest.mark.parametrize("language", languages())
def test_long_repetitions_take_linear_time(piece: str, language: str) -> None:
    """No text, however made, keeps the tokenizer busy: 50,000 characters of anything take a moment."""
    text = unicodedata.normalize("NFC", piece * (50_000 // len(piece)))
    began = time.process_time()
    load_tokenizer(language).tokenize(text)
    # Of the processor, a tenth of a second; if time grew with the square of the text it would be minutes.
    assert time.process_time() - began < 5


def test_threads_that_fill_what_is_kept_of_words_do_not_disturb_each_other() -> None:
    """Texts of ever new words are cut by several threads at a time, however often what is kept is thrown away."""
    tokenizer = load_tokenizer("en")
    texts = [" ".join([f"w{n}q{i}" for i in range(1000)]) for n in range(96)]

    def count(text: str) -> int:
        return len(tokenizer.tokenize(text))

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            counts = list(threads.map(count, texts))
    finally:
        sys.setswitchinterval(usual)
    assert counts == [1000] * len(texts)

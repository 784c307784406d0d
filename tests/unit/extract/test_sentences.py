"""Sentences: where they end, and what they quote."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extract.amounts.mentions import find_amounts
from service.extract.dates.mentions import find_dates
from service.extract.language_files import languages
from service.extract.text.blocks import Block, split_blocks
from service.extract.text.sentences import split_document, split_sentences
from service.extract.text.tokens import load_tokenizer


def split(language: str, text: str) -> list[str]:
    """The sentences of a text that is one block."""
    return [text[one.start : one.end] for one in split_sentences(text, Block("body", 0, len(text)), language)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("fr", ["M. Xi a reçu Mme. Hassan.", "Le Dr. Le Drian est parti."]),
        ("fr", ["J.-Y. Le Drian est là.", "Il a vu le chef de l'O.N.U. à Paris."]),
        ("fr", ["C'était le 3 sept. 2024.", "Il y a 7.4 tonnes.", "En 2024."]),
        ("fr", ["« Avec tout le monde. Et avec personne », dit-il.", "Il rit."]),
        ("fr", ["« C'est fini. »", "Il est parti."]),
        ("fr", ["Quoi ? demanda-t-il.", "Oui !", "La suite...", "Et fin…"]),
        ("fr", ["Il a dit : « […] mais aussi [...] rien. »", "Fin."]),
        ("fr", ["Vins, armes, etc.", "Le reste suit."]),
        ("en", ['"I would not," he said.', '"They came. They went," says Mr. Smith of the U.S. Army.']),
        ("en", ["He lives in the U.S.", "The base is closed."]),
        ("en", ["It gave 15 lakh (1.5 million) doses to St. Vincent.", "No. 5 is free."]),
        ("en", ["He said no.", "They left at 5 p.m.", "The rest stayed."]),
        ("en", ["1. First things first.", "J. Biden came."]),
    ],
)
def test_sentences_end_where_a_reader_would_stop(language: str, sentences: list[str]) -> None:
    """Abbreviations, initials and figures end none; quotations stay whole."""
    assert split(language, " ".join(sentences)) == sentences


def test_a_missing_space_still_ends_a_sentence() -> None:
    """Captures that lost their line breaks are cut where the next sentence begins."""
    assert split("fr", "Il ne vise personne.Dès jeudi, il part.S.A.M. rit") == [
        "Il ne vise personne.",
        "Dès jeudi, il part.S.A.M. rit",
    ]


def test_quotations_are_given_with_their_marks() -> None:
    """Each sentence tells which of its ranges are quoted; a mark that is never closed quotes nothing."""
    text = 'Il a dit « oui » et “non”. Elle a "ri". Il reste « là.'
    first, second, third = split_sentences(text, Block("body", 0, len(text)), "fr")
    assert [text[left:right] for left, right in first.quoted] == ["« oui »", "“non”"]
    assert [text[left:right] for left, right in second.quoted] == ['"ri"']
    assert third.quoted == ()


def test_only_what_tells_something_is_cut() -> None:
    """Titles and paragraphs are numbered; menus and captions have no sentences."""
    text = (
        "Menu > Monde\nLe Togo et le Ghana parlent\n\n"
        "Le Togo et le Ghana ont parlé des ports vendredi à Accra. Ils ont ri.\n\n"
        "Photo : la mer.\n\nIls se reverront."
    )
    found = split_document(text, split_blocks(text, "fr"), "fr")
    assert [(one.paragraph, text[one.start : one.end]) for one in found] == [
        (0, "Le Togo et le Ghana parlent"),
        (1, "Le Togo et le Ghana ont parlé des ports vendredi à Accra."),
        (1, "Ils ont ri."),
        (2, "Ils se reverront."),
    ]


@given(
    text=st.text(alphabet=st.sampled_from("aB. !?…«»“”\"'()[]1,;\n-é"), max_size=120),
    language=st.sampled_from(languages()),
)
@settings(max_examples=300, deadline=None)
def test_sentences_leave_out_only_white_space(text: str, language: str) -> None:
    """Whatever the text, every character that is not white space is in exactly one sentence."""
    at = 0
    for one in split_sentences(text, Block("body", 0, len(text)), language):
        assert text[at : one.start].strip() == ""
        assert one.start < one.end
        assert all(one.start <= left < right <= one.end for left, right in one.quoted)
        at = one.end
    assert text[at:].strip() == ""


@pytest.mark.parametrize(
    "piece",
    [
        "M. ",
        "«a» B. ",
        '"A. ',
        "cent ",
        "mille ",
        "2 millions ",
        "le 28 février ",
        "du 3 au ",
        "Oui.\n",
        "20 ",
        "plus de ",
        "A. B.",
        "a\n",
        "et demi ",
    ],
)
@pytest.mark.parametrize("language", languages())
def test_no_text_keeps_the_reading_busy(piece: str, language: str) -> None:
    """Blocks, sentences, dates and amounts take time in proportion to the text, whatever it repeats."""
    text = piece * (40_000 // len(piece))
    began = time.perf_counter()
    for one in split_document(text, split_blocks(text, language), language):
        tokens = load_tokenizer(language).tokenize(text, one.start, one.end)
        find_dates(tokens, "2024-02-29", language)
        find_amounts(tokens, language)
    assert time.perf_counter() - began < 10

"""The reading engine on any text: it never fails, what it says is well formed, and time grows with the text alone."""

import time
from collections.abc import Callable
from functools import lru_cache
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.evidence import Quote, check_quote
from events.wellformed import check
from service.extract.language import load, readable
from service.extract.reading import read_article

ALPHABET = "aeéMRàçsnTilu  \n\n.,;:!?«»“”\"'’()[]–—-0123456789%€$\u00a0\u202f\u200b\ufeff漢字ب🙂\x00\x7f\r\t"
DATES = st.sampled_from([None, "2024-06-12", "2024-06", "1815-12-31"])
MOST_WORDS = 12


@lru_cache
def fragments(language: str) -> list[str]:
    """Pieces of the sentences that the frames of a language give as examples, two to four words each."""
    pieces: list[str] = []
    for frame in load(language).frames.all:
        for text in (*frame.data.yes, *frame.data.no):
            words = text.split()
            pieces.extend(" ".join(words[at : at + 2 + at % 3]) for at in range(0, len(words), 2))
    return sorted(set(pieces))


JOINTS = [
    " ",
    " ",
    " ",
    ", ",
    " et ",
    ". ",
    "\n\n",
    " – ",
    " qui ",
    " que ",
    " and ",
    " : « ",
    " »",
    " ne ",
    " (",
    ") ",
    "' ",
]


@st.composite
def recombined(draw: st.DrawFn, language: str) -> str:
    """Fragments of sentences in any order, joined by anything."""
    parts = draw(st.lists(st.tuples(st.sampled_from(fragments(language)), st.sampled_from(JOINTS)), max_size=30))
    return "".join(part for pair in parts for part in pair)


def assert_sound(text: str, language: str, published: str | None) -> None:
    """Reports are well formed and point into the text; what was dropped does too; reading again gives the same."""
    reading = read_article(text, article="a-1", title=None, published=published, language=language)
    for report in reading.reports:
        check(report)
        for piece in report.evidence:
            assert isinstance(piece, Quote)
            check_quote(piece, text)
            assert len(piece.exact.split()) <= MOST_WORDS
    assert all(0 <= one.start < one.end <= len(text) for one in reading.dropped)
    again = read_article(text, article="a-1", title=None, published=published, language=language)
    assert again.reports == reading.reports


@pytest.mark.parametrize("language", readable())
@given(data=st.data(), published=DATES)
@settings(max_examples=150)
def test_any_recombination_of_sentences_is_read_soundly(
    language: str, data: st.DataObject, published: str | None
) -> None:
    """Clauses torn apart and joined anew give no error, no malformed report and no quote that is not there."""
    assert_sound(data.draw(recombined(language)), language, published)


@pytest.mark.parametrize("language", readable())
@given(text=st.text(alphabet=ALPHABET, max_size=400) | st.text(max_size=200), published=DATES)
@settings(max_examples=150)
def test_any_text_is_read_soundly(language: str, text: str, published: str | None) -> None:
    """Whatever the characters, reading ends without an error."""
    assert_sound(text, language, published)


@pytest.mark.parametrize("language", readable())
@given(data=st.data())
@settings(max_examples=40)
def test_a_title_of_its_own_is_read_soundly(language: str, data: st.DataObject) -> None:
    """A headline given beside the text is looked for in it, whatever it says."""
    text, title = data.draw(recombined(language)), data.draw(recombined(language))
    for report in read_article(text, article="a-1", title=title, published=None, language=language).reports:
        check(report)


REPEATED = {
    "sentences": "Le ministre turc est arrivé mardi à Niamey. ",
    "paragraphs": "Le Mali et la Russie ont signé un accord, a dit le ministre malien, qui a reçu son homologue.\n\n",
    "one sentence": "le Mali, le Niger et la Russie ont signé un accord que le Tchad et la France ont dénoncé ",
    "commas": "le Mali, ",
    "names": "Jean Dupont ",
    "relatives": "qui a reçu le ministre ",
    "infinitives": "de recevoir ",
    "complements": "du ministre ",
    "ands": "et le ministre ",
    "quotes": "« ",
    "dashes": "– le Mali ",
    "brackets": "( ",
    "dates": "lundi 3 juin 2024 ",
    "figures": "25 000 tonnes de blé ",
    "letters": "a",
    "blanks": " ",
    "lines": "\n",
}


CAPITALS = (
    "Bamako",
    "Moscou",
    "Paris",
    "Pékin",
    "Ankara",
    "Niamey",
    "Lomé",
    "Rabat",
    "Tunis",
    "Rome",
    "Berlin",
    "Quito",
)


def repeat(piece: str, size: int) -> str:
    """So many characters of one piece again and again."""
    return piece * (size // len(piece))


def tell_of_everybody(_piece: str, size: int) -> str:
    """So many characters of expulsions, each of other parties or on another day."""
    sentences: list[str] = []
    length = 0
    for number in count():
        one, other = CAPITALS[number % 12], CAPITALS[(number // 12 + number % 12 + 1) % 12]
        day, year = 1 + number % 28, 1900 + number // 28 % 120
        sentences.append(f"{one} a expulsé le {day} mars {year} l'ambassadeur de {other}. ")
        length += len(sentences[-1])
        if length >= size:
            break
    return "".join(sentences)


def leave_out_receivers(_piece: str, size: int) -> str:
    """So many characters of gifts, every other of them to nobody who is named: who receives it has to be chosen."""
    sentences: list[str] = []
    length = 0
    for number in count():
        one, other = CAPITALS[number % 12], CAPITALS[(number // 12 + number % 12 + 1) % 12]
        receiver = "" if number % 2 else f" à {other}"
        sentences.append(f"{one} a livré {number + 2} tonnes de riz{receiver}. ")
        length += len(sentences[-1])
        if length >= size:
            break
    return "".join(sentences)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("write", "piece", "size"),
    [
        *((repeat, piece, 20_000) for piece in REPEATED.values()),
        (repeat, REPEATED["sentences"], 100_000),
        (repeat, REPEATED["one sentence"], 100_000),
        (tell_of_everybody, "", 100_000),
        (leave_out_receivers, "", 3_000),
    ],
    ids=[
        *REPEATED,
        "a megabyte of sentences",
        "a sentence of a megabyte",
        "a megabyte of distinct events",
        "gifts to be given a receiver",
    ],
)
def test_time_grows_with_the_text(write: Callable[[str, int], str], piece: str, size: int) -> None:
    """Ten times as much of anything takes about ten times as long: far from the hundred times of a square.

    The large text leaves the processor's caches, and the machine may be busy: the bound stands well between the two.
    """

    def measure(size: int) -> float:
        text = write(piece, size)
        start = time.process_time()
        read_article(text, article="a-1", title=None, published="2024-06-12", language="fr")
        return time.process_time() - start

    measure(1_000)
    small = min(measure(size) for _ in range(3))
    assert min(measure(10 * size) for _ in range(2)) < 30 * small + 0.1

"""Quotes stand where they say, or are refused."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.errors import EvidenceMismatch
from events.evidence import CONTEXT, check_quote, hash_text, quote_span

TEXT = "Menu. Le ministre malien s'est rendu à Moscou 🇷🇺 le 28 février. Le ministre malien est rentré. Fin."


def cut(text: str, start: int, end: int):  # noqa: ANN201  # a Quote
    """The quote of a span of a text."""
    return quote_span(text, start, end, article="a", text_hash=hash_text(text), rule="visit", extractor="1")


@given(st.text(min_size=1), st.data())
def test_a_quote_of_any_span_checks(text: str, data: st.DataObject) -> None:
    """What was cut from a text is found in it, whatever its characters."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = cut(text, start, end)
    check_quote(quote, text)
    assert quote.exact == text[start:end]
    assert len(quote.prefix) == min(CONTEXT, start)
    assert len(quote.suffix) == min(CONTEXT, len(text) - end)


def test_a_quote_keeps_its_words_and_neighbours() -> None:
    """The words, thirty-two characters on either side, and the text's hash are in the quote."""
    start = TEXT.index("s'est rendu")
    quote = cut(TEXT, start, start + 11)
    assert quote.exact == "s'est rendu"
    assert quote.prefix == TEXT[:start][-32:]
    assert quote.text_hash == "".join(f"{byte:02x}" for byte in bytes.fromhex(hash_text(TEXT)))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"start": 7, "end": 18}, "read"),
        ({"exact": "s'est perdu"}, "read"),
        ({"prefix": "Un ministre malien "}, "context"),
        ({"suffix": " à Paris"}, "context"),
        ({"text_hash": hash_text("another")}, "another text"),
        ({"start": -len(TEXT) + 25, "end": -len(TEXT) + 36}, "read"),
        ({"start": 25, "end": 25, "exact": ""}, "read"),
        ({"end": len(TEXT) + 9}, "read"),
    ],
    ids=["elsewhere", "other words", "other prefix", "other suffix", "other text", "from the end", "empty", "too long"],
)
def test_a_quote_that_does_not_stand_there_is_refused(changes: dict[str, object], reason: str) -> None:
    """Every part of a quote is checked, and the error names the quote or the article."""
    quote = cut(TEXT, 25, 36)
    check_quote(quote, TEXT)
    with pytest.raises(EvidenceMismatch, match=reason):
        check_quote(msgspec.structs.replace(quote, **changes), TEXT)


def test_the_same_words_elsewhere_do_not_prove() -> None:
    """Words that occur twice are told apart by their neighbours."""
    words = "Le ministre malien"
    first, second = TEXT.index(words), TEXT.rindex(words)
    quote = cut(TEXT, first, first + len(words))
    moved = msgspec.structs.replace(quote, start=second, end=second + len(words))
    with pytest.raises(EvidenceMismatch, match="context"):
        check_quote(moved, TEXT)

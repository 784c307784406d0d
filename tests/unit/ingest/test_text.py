"""Canonical text: one form for what is read, and refusals that say what would be right."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.ingest.errors import ArticleTooLarge, BinaryArticle, EmptyArticle
from service.ingest.text import LARGEST_ARTICLE, clean_text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Un.\r\nDeux.\rTrois.\u2028Quatre.", "Un.\nDeux.\nTrois.\nQuatre."),
        ("\ufeffLe Mali".encode(), "Le Mali"),
        ("Le Mali".encode("utf-16"), "Le Mali"),
        ("De\u0301cision", "Décision"),
        ("co\u00adopéra\u200btion et\x00 aide de la Russie au Mali", "coopération et aide de la Russie au Mali"),
        ("25\u00a0000\u202ftonnes, l’« aide »\t…", "25\u00a0000\u202ftonnes, l’« aide »\t…"),
        ("  date 2024-01 ", "  date 2024-01 "),
        ("fin\ud800", "fin"),
    ],
)
def test_text_has_one_form(raw: str | bytes, expected: str) -> None:
    """Encodings, line breaks and composed letters are made one; what is seen stays as it is."""
    assert clean_text(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [pytest.param("", id="no text"), pytest.param(b"", id="no bytes"), " \r\n\t", "\ufeff\u200b", b"\xef\xbb\xbf \n"],
)
def test_an_empty_article_is_refused(raw: str | bytes) -> None:
    """White space and unseen characters are no article."""
    with pytest.raises(EmptyArticle) as refused:
        clean_text(raw)
    assert refused.value.problem == "empty-article"


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7 text",
        b"PK\x03\x04abc",
        b"\x89PNG\r\n",
        bytes(range(256)),
        b"caf\xe9 au lait",
        "\x00\x01\x02abc",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_text_is_refused(raw: str | bytes) -> None:
    """Files of other kinds, other encodings and control characters are named for what they are."""
    with pytest.raises(BinaryArticle, match="UTF-8") as refused:
        clean_text(raw)
    assert refused.value.problem == "binary-article"


@pytest.mark.parametrize("raw", [b"a" * (LARGEST_ARTICLE + 1), "é" * (LARGEST_ARTICLE // 2 + 1)])
def test_a_huge_article_is_refused(raw: str | bytes) -> None:
    """The limit counts bytes, and the refusal names both sizes."""
    with pytest.raises(ArticleTooLarge, match=str(LARGEST_ARTICLE)) as refused:
        clean_text(raw)
    assert refused.value.problem == "article-too-large"


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    """Canonical text is its own canonical text, is NFC and can be written as UTF-8."""
    try:
        text = clean_text(raw)
    except (EmptyArticle, BinaryArticle):
        return
    assert clean_text(text) == text
    assert unicodedata.is_normalized("NFC", text)
    assert text.encode().decode() == text

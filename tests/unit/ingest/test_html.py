"""Pages read as articles: their text, what they say of themselves, and how they are decoded."""

import pytest

from service.ingest.fetch_errors import NotAPage
from service.ingest.html import MOST_TAGS, decode_page, read_page

HEADLINE = "Le Mali convoque l'ambassadeur d'Algérie"
PAGE = f"""<!doctype html><html lang="fr"><head><title>{HEADLINE} - L'Écho</title>
<meta property="og:title" content="{HEADLINE}">
<meta property="article:published_time" content="2023-12-20T23:30:00+01:00">
<script>document.write("script")</script></head><body>
<nav><a href="/">Accueil</a> <a href="/monde">Monde</a></nav>
<article><h1>{HEADLINE}</h1>
<p>Le Mali a convoqué mercredi l'ambassadeur d'Algérie à Bamako, selon un communiqué du ministère.</p>
<p>La Russie a livré 25 000 tonnes de blé au Mali, a annoncé le ministre de l'Agriculture.</p></article>
<footer>Tous droits réservés</footer></body></html>"""


def test_a_page_gives_headline_text_and_day() -> None:
    """Menus, scripts and footers are left out; the headline comes first, a blank line parts the paragraphs."""
    page = read_page(PAGE, url="https://echo.example/a")
    assert page.title == HEADLINE
    assert page.published == "2023-12-20"
    paragraphs = page.text.split("\n\n")
    assert paragraphs[0] == HEADLINE
    assert paragraphs[1].startswith("Le Mali a convoqué mercredi")
    assert paragraphs[2].endswith("ministre de l'Agriculture.")
    assert "script" not in page.text
    assert "Accueil" not in page.text


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "", None),
        ("utf-8", "", "utf-8"),
        ("utf-8-sig", "", None),
        ("iso-8859-1", "", "ISO-8859-1"),
        ("cp1252", "", None),
        ("cp1252", '<meta charset="windows-1252">', None),
        ("iso-8859-15", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">', None),
        ("utf-16", "", None),
        ("cp1252", "", "no-such-charset"),
        ("utf-8", '<meta charset="unicode_escape">', "zlib_codec"),
    ],
)
def test_a_page_is_decoded_as_it_declares(encoding: str, declared: str, header: str | None) -> None:
    """Headers, meta elements and marks are believed, codecs that the web does not know are not, and é is é."""
    raw = PAGE.replace("<head>", f"<head>{declared}").encode(encoding)
    assert HEADLINE in decode_page(raw, header)
    assert read_page(raw, charset=header).title == HEADLINE


def test_long_programs_are_left_out() -> None:
    """Scripts and styles, however long and badly closed, are no part of a page's text; what stands after them is."""
    for long in (f'<script type="x">{chr(34) * 8_000_000}</SCRIPT>', f"<style>{'a{}' * 50_000}</style >"):
        assert read_page(PAGE.replace("<article>", f"{long}<article>")).title == HEADLINE
    assert "script" not in read_page(PAGE.replace("</article>", f"</article><script>{'x' * 90_000}")).text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"   ",
        b"<html></html>",
        b"<html><body><script>alert(1)</script></body></html>",
        b"\x00\x01\x02",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"<html><body><p>x" + b"<p>" * MOST_TAGS,
    ],
)
def test_a_page_without_an_article_is_refused(raw: bytes) -> None:
    """What holds no text is an error that says what to do."""
    with pytest.raises(NotAPage, match="send its text as a file"):
        read_page(raw, url="https://e.example/")


def test_a_page_nested_without_end_is_refused() -> None:
    """A hundred thousand elements within each other end neither the process nor the patience."""
    raw = b"<html><body>" + b"<div>" * 100_000 + b"<p>Texte.</p>" + b"</div>" * 100_000 + b"</body></html>"
    with pytest.raises(NotAPage):
        read_page(raw)

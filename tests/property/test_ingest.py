"""What is sent, whatever its bytes: refused with a clear error, or read into reports that prove themselves."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.errors import ChanceryError
from events.evidence import Quote, check_quote, hash_text
from service.ingest.text import clean_text
from service.submission import Submission, read_submission

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "mac-roman"]
SENTENCES = [
    "Le ministre turc est arrivé mardi à Niamey.",
    "La Russie a livré 25 000 tonnes de blé au Mali, a déclaré l'ambassadeur.",
    "Kenya's president met his Ghanaian counterpart in Accra on 3 June 2024.",
    "« L'accord sera signé lundi », a-t-il dit.",
]
PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<p", ">", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "&nbsp;", "&#0;",
        "&#x1F600;", "&amp", "<br/>", "<a href='", "'>", "<table><tr><td>", "</html>", "<title>", "</title>", "\n\n",
        "\r\n", "\x0b", "\u2028", "\ud800", "\ufffd", "e\u0301", "\u202e", "\u200d", "\U0001f1f2\U0001f1f1", " ",
    ]
)  # fmt: skip
SOUP = st.lists(PIECES | st.sampled_from(SENTENCES) | st.text(max_size=20), max_size=40).map("".join)


def assert_refused_or_read(text: str | bytes, url: str | None = None, title: str | None = None) -> None:
    """An error of ours, or a clean text that stays as it is when cleaned again, with reports that prove themselves."""
    try:
        prepared = read_submission(Submission(text=text, url=url, title=title))
    except ChanceryError:
        return
    assert clean_text(prepared.text) == prepared.text
    assert prepared.text_hash == hash_text(prepared.text)
    prepared.text.encode()
    for report in prepared.reports:
        for piece in report.evidence:
            assert isinstance(piece, Quote)
            check_quote(piece, prepared.text)
    assert all(0 <= one.start < one.end <= len(prepared.text) for one in prepared.discarded)


@given(raw=st.binary(max_size=400))
@example(b"")
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
@settings(max_examples=150)
def test_any_bytes_are_refused_or_read(raw: bytes) -> None:
    """No row of bytes gives an error that is not ours."""
    assert_refused_or_read(raw)


@given(text=SOUP, encoding=st.sampled_from(ENCODINGS), cut=st.integers(0, 3))
@settings(max_examples=150)
def test_any_encoding_is_refused_or_read(text: str, encoding: str, cut: int) -> None:
    """Text in any encoding, cut off amid a character or not, gives no error that is not ours."""
    raw = text.encode(encoding, "replace" if encoding not in {"utf-8", "utf-8-sig"} else "surrogatepass")
    assert_refused_or_read(raw[: len(raw) - cut])


@given(text=SOUP, url=st.none() | st.text(max_size=60), title=st.none() | SOUP)
@settings(max_examples=150)
def test_any_markup_is_refused_or_read(text: str, url: str | None, title: str | None) -> None:
    """Torn markup among sentences, with any address and headline, gives no error that is not ours."""
    assert_refused_or_read(text, url, title)

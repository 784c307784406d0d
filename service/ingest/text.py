"""The canonical text of an article: what evidence is quoted from, made once and never again.

What changes here changes every offset, so that the rules are few: one encoding, one kind of line break, one
normal form, and no characters that nobody sees.
"""

import re
import unicodedata

from service.ingest.errors import ArticleTooLarge, BinaryArticle, EmptyArticle

LARGEST_ARTICLE = 2 * 1024 * 1024  # bytes of UTF-8

_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters but tab and line feed; soft hyphens, joiners and marks of direction; surrogates; noncharacters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\ufffd]")
_SIGNATURES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
)
_FEWEST_TEXT_FOR_ONE_CONTROL = 20  # of so many characters one may be a control character in text


def clean_text(raw: str | bytes) -> str:
    """The canonical text of what was sent: NFC, line feeds, no byte order mark, no unseen characters.

    White space, typographic marks and everything that is seen stay as they are. Raises EmptyArticle,
    BinaryArticle (not UTF-8, or full of control characters) or ArticleTooLarge (above LARGEST_ARTICLE bytes).
    """
    size = len(raw) if isinstance(raw, bytes) else len(raw.encode("utf-8", "surrogatepass"))
    if size > LARGEST_ARTICLE:
        raise ArticleTooLarge(size, LARGEST_ARTICLE)
    text = _decode(raw) if isinstance(raw, bytes) else raw
    if not _is_clean(text):
        if len(_CONTROL.findall(text)) * _FEWEST_TEXT_FOR_ONE_CONTROL > len(text):
            raise BinaryArticle
        text = _UNSEEN.sub("", _LINE_BREAKS.sub("\n", text))
    text = unicodedata.normalize("NFC", text)
    if not text.strip():
        raise EmptyArticle
    return text


def _is_clean(text: str) -> bool:
    """Whether all characters but line feeds and usual spaces can be printed: then none has to go, as in most texts."""
    printed = text.replace("\n", "").replace("\u00a0", "").replace("\u202f", "")
    return printed.isprintable() and "\ufffd" not in printed


def _decode(raw: bytes) -> str:
    """Bytes as text: UTF-8, or UTF-16 where a byte order mark says so."""
    if raw.startswith(_SIGNATURES):
        raise BinaryArticle
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"the article is not UTF-8: {error.reason} at byte {error.start}; send UTF-8 text or HTML"
        raise BinaryArticle(message) from error

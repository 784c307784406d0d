"""The article in a page: its text without menus and adverts, and what the page says of itself."""

import codecs
import re

import msgspec
from trafilatura import bare_extraction

from service.ingest.fetch_errors import NotAPage
from service.ingest.text import LARGEST_ARTICLE

_DECLARED = re.compile(rb"<(?:meta[^>]+|\?xml[^>]+?en)c(?:harset|oding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page may declare its charset
_KNOWN = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|(?:iso-?8859|windows|cp)[-_]?\d+(?:-\d+)?|latin-?1|(?:us-)?ascii|koi8-[ru]|gb\w+|big5\w*"
    r"|euc-\w+|shift_jis|macintosh",
    re.IGNORECASE,
)
_LATIN = frozenset({"iso8859-1", "ascii"})
MOST_TAGS = 30_000
"""Tags of a page that is read, several times those of a long one: of a million, some take minutes to read."""

_ASIDE = re.compile(r"<(/?)(script|style)\b", re.IGNORECASE)
_SHORT_SCRIPT = 50_000  # characters of a script that may be what a page tells of itself
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What a page holds: the text with its headline first, and its title and day of publication where it tells them."""

    text: str
    title: str | None
    published: str | None


def read_page(raw: bytes | str, *, url: str = "", charset: str | None = None) -> Page:
    """Read a page; ``charset`` is what its headers say. Takes up to seconds: call it in a thread.

    Raises:
        NotAPage: there is no article's text in it.

    """
    shown = url or "the page"
    html = _drop_programs(raw if isinstance(raw, str) else decode_page(raw, charset))
    if html.count("<") > MOST_TAGS:
        raise NotAPage(f"{shown} has more than {MOST_TAGS} tags; send its text as a file")
    try:
        read = bare_extraction(
            html,
            url=url or None,
            favor_recall=True,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise NotAPage(f"{shown} cannot be read as HTML ({type(error).__name__}); send its text as a file") from error
    if read is None or isinstance(read, dict) or not (read.text or "").strip():
        raise NotAPage(f"{shown} holds no text of an article; open it to see what is there, or send its text as a file")
    # A line is a paragraph: a blank one between them says so, whatever their width.
    text = "\n\n".join(line.strip() for line in (read.text or "").splitlines() if line.strip())
    title = " ".join((read.title or "").split())[:1000] or None
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_ARTICLE:
        raise NotAPage(f"{shown} holds more than {LARGEST_ARTICLE} bytes of text; send one article")
    if title is not None and not text.startswith(title):
        text = f"{title}\n\n{text}"
    day = read.date if read.date and _DAY.fullmatch(read.date) else None
    return Page(text=text, title=title, published=day)


def _drop_programs(html: str) -> str:
    """A page without its long scripts and styles, which tell nothing of its article and take long to look through."""
    kept: list[str] = []
    at, opened, name = 0, -1, ""
    for tag in _ASIDE.finditer(html):
        closes, kind = bool(tag[1]), tag[2].lower()
        if opened < 0 and not closes:
            opened, name = tag.start(), kind
        elif opened >= 0 and closes and kind == name:
            if tag.start() - opened > _SHORT_SCRIPT:
                kept.append(html[at:opened])
                at = html.find(">", tag.start()) + 1 or len(html)
            opened = -1
    # One that nobody closes reaches to the end.
    return "".join((*kept, html[at:opened] if opened >= 0 else html[at:]))


def decode_page(raw: bytes, charset: str | None) -> str:
    """Bytes of a page as text: by its mark, its headers, its own word, as UTF-8, at last as Windows-1252.

    Only charsets that the web knows are taken at their word: Python has codecs that are none, and slow ones.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    declared = _DECLARED.search(raw[:_HEAD])
    for name in (charset, declared and declared[1].decode("ascii", "replace")):
        known = _find_charset(name) if name else None
        if known is not None:
            return raw.decode(known, "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _find_charset(name: str) -> str | None:
    """The codec of a charset's name; what calls itself Latin 1 is Windows-1252, as in every browser."""
    if not _KNOWN.fullmatch(name):
        return None
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return None
    return {"utf-8": "utf-8-sig"}.get(known, "cp1252" if known in _LATIN else known)

"""Which part of a captured page is the article: title, lead and body, apart from menus, adverts and other headlines.

Prose is what ends like a sentence and reads like one; the phrases by which pages speak of themselves stand in the
language's ``blocks.toml``. Nothing is cut out of the text: blocks are ranges of it, in order and without overlap.
"""

import re
from functools import lru_cache
from typing import Literal

import msgspec

from service.extract.text.block_marks import Marks, load_marks
from service.extract.text.paragraphs import Paragraph, split_paragraphs
from service.extract.text.tokens import fold_line

Kind = Literal["title", "lead", "body", "caption", "boilerplate"]

_DATELINE_LIMIT = 120
_MEASURED = 300  # characters at the head of a paragraph that tell what it is
_MOST_MEASURED, _LONGEST_MEASURED = 1 << 15, 40  # pieces that are kept, characters of one
_OPENING_WORDS, _LATER_WORDS = 8, 3  # the fewest words of a paragraph that opens an article, and of a later one
_CUT_SHORT_WORDS = 20  # a paragraph of so many words is prose even when its end is missing
_ASIDE_WORDS, _MARKER_WORDS, _NOTICE_WORDS = 16, 9, 45  # the most words of a pointer, an end mark, a notice
_POINTER_WORDS, _BYLINE_WORDS, _DATELINE_WORDS, _PLACE_WORDS = 4, 6, 14, 4
_TITLE_WORDS, _USUAL_TITLE_WORDS, _TITLE_LETTERS = 30, 20, 15
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_PLACE_DAY = re.compile(
    r"(?=[^:\n]{0,60}\d)[^\W\d_a-z][\w’'-]*(?:[ ,]+[\w’'.-]+){1,7}?"
    r"(?:\s*\(\w[\w /-]*\)\s*[:–—.]?|\s*(?:/\w+)+/\s*[:–—.-]?|\s*[:–—])\s*(?=[\"“A-ZÀ-Þ])"
)
"""A dateline with its day: "KATHMANDU, May 4:", "Addis Ababa February 9/2023/ENA/", "NEW DELHI, June 3 (PTI)"."""
_DATELINE_DASH = re.compile(r"\s*(?:--+|[—–])\s*(?=\S)|\s+-\s+(?=\S)|\.\s?-\s*(?=[^\W\d_])")
_CAPITALS_COLON = re.compile(rf"{_CAPITAL}{_CAPITAL}[A-ZÀ-ÖØ-Þ '’/.-]{{1,40}}:\s+(?={_CAPITAL})")
_PLACE_AGENCY = re.compile(rf"{_CAPITAL}[\w'’/ -]{{1,40}}\({_CAPITAL}{{2,8}}\)\s+(?={_CAPITAL})")
_CLOSERS = " \t\u00a0\u202f»”\"’')]*"
_WORD = re.compile(r"[^\W\d_]{4,}")
_SHORT_STEM = 4  # letters of a word that is too short to have more than its stem
_MENU = re.compile(r" [|>•·] |\S {3,}\S|\t| (?:&gt;|»|::) \w+ (?:&gt;|»|::) |@\w|https?://")
_BULLET = re.compile(r"[•*·▪►‣➢◆■–—-]\s+|\d{1,2}[.)]\s+")


class Block(msgspec.Struct, frozen=True):
    """A range of the clean text and what it is; ``caption`` and ``boilerplate`` tell nothing of the article."""

    kind: Kind
    start: int
    end: int


class _Line(msgspec.Struct):
    """A paragraph with what is asked of it more than once."""

    start: int
    end: int
    text: str
    folded: str
    words: int
    terminal: bool
    function_words: int


def split_blocks(text: str, language: str, title: str | None = None) -> list[Block]:
    """The blocks of a clean text in order; every line that is not blank is in one.

    ``title`` is the headline when it is known; else the line before the first prose that fits best is taken.
    A wire dateline ("BAMAKO (Agency) -") is a block of its own, so that the lead begins after it. A text in
    which nothing reads like prose has its longest paragraph for a lead.
    """
    marks = load_marks(language)
    lines, found = _read_lines(text, language)
    if not lines:
        return []
    kinds = list(found)
    lead = kinds.index("body")
    kinds[lead] = "lead"
    headline = _find_title(lines, kinds, lead, title, marks)
    if headline is not None:
        kinds[headline] = "title"
    return _place(text, lines, kinds, language)


@lru_cache(maxsize=2)
def _read_lines(text: str, language: str) -> tuple[list[_Line], tuple[Kind, ...]]:
    """The lines of a text and what each is, one at least body: kept for a moment, as metadata and reading both ask."""
    marks = load_marks(language)
    lines = [_measure(text, paragraph, marks) for paragraph in split_paragraphs(text)]
    kinds = _classify(lines, marks)
    if lines and "body" not in kinds:
        kinds[_stand_in(lines, kinds)] = "body"
    return lines, tuple(kinds)


def _measure(text: str, paragraph: Paragraph, marks: Marks) -> _Line:
    content = text[paragraph.start : paragraph.end]
    measured = marks.measured
    folded: list[str] = []
    words = function_words = 0
    for piece in content[:_MEASURED].split(" "):
        known = measured.get(piece)
        if known is None:
            known = _measure_piece(piece, marks)
        folded.append(known[0])
        words += known[1]
        function_words += known[2]
    return _Line(
        start=paragraph.start,
        end=paragraph.end,
        text=content,
        folded=" ".join(folded),
        words=words,
        terminal=content.rstrip(_CLOSERS)[-1:] in {".", "!", "?", "…"} or _leads_in(content),
        function_words=function_words,
    )


def _measure_piece(piece: str, marks: Marks) -> tuple[str, int, int]:
    """What stands between two spaces as it is folded, how many words that is and how many of them function words."""
    folded = fold_line(piece)
    words = folded.replace("'", "' ").split()
    found = folded, len(words), sum(map(marks.stop_words.__contains__, words))
    if len(marks.measured) >= _MOST_MEASURED:
        marks.measured.clear()
    if len(piece) <= _LONGEST_MEASURED:
        marks.measured[piece] = found
    return found


def _classify(lines: list[_Line], marks: Marks) -> list[Kind]:
    """The kind of every line: body where it is prose of the article, up to the first mark of its end."""
    kinds: list[Kind] = []
    begun = ended = pointed = False
    for line in lines:
        kind: Kind = "boilerplate"
        if not ended:
            prose = _is_prose(line, _LATER_WORDS if begun else _OPENING_WORDS)
            if begun and line.words <= _MARKER_WORDS and marks.end.match(line.folded):
                ended = True
            elif line.words <= _NOTICE_WORDS and marks.caption.match(line.folded):
                kind = "caption"
            elif prose and not (pointed and line.words <= _ASIDE_WORDS) and not _is_notice(line, marks):
                kind, begun = "body", True
            pointed = line.words <= _POINTER_WORDS and marks.aside.match(line.folded) is not None
        kinds.append(kind)
    return kinds


def _is_prose(line: _Line, fewest_words: int) -> bool:
    """Whether a line reads like sentences: it ends like one, or is long and only cut short."""
    if line.words < fewest_words:
        return False
    opening = fewest_words == _OPENING_WORDS
    # A communiqué may number its paragraphs; a list of headlines has no full sentences.
    long = line.terminal and line.words > _ASIDE_WORDS
    if _BULLET.match(line.text) and ((opening and not long) or line.words < _OPENING_WORDS):
        return False
    if opening and line.words <= _ASIDE_WORDS and line.text[-1] in "!?":  # a headline that asks or exclaims
        return False
    if not line.terminal:
        full = line.words >= _CUT_SHORT_WORDS and line.function_words * 5 >= line.words
        return full and not _MENU.search(line.text) and "," in line.text
    if line.words >= _OPENING_WORDS and line.function_words * 12 < line.words:
        return False
    return not (line.words < _NOTICE_WORDS and " • " in line.text and _MENU.search(line.text))


def _leads_in(content: str) -> bool:
    """Whether a paragraph of whole sentences ends by announcing what follows: "... met the minister. Excerpts:"."""
    return content.endswith(":") and ". " in content and len(content) > _DATELINE_LIMIT


def _is_notice(line: _Line, marks: Marks) -> bool:
    """Whether a paragraph of prose is the page's own: a byline, an advert, a pointer to another article."""
    if line.words <= _NOTICE_WORDS:
        if _holds(line.folded, marks.holding):
            return True
        aside = marks.aside.match(line.folded)
        if aside is not None:
            return line.folded[aside.end() :].lstrip()[:1] in {":", "|", "»", ">"} or line.words <= _POINTER_WORDS
    drop = marks.drop.match(line.folded)
    return drop is not None and (line.words <= _BYLINE_WORDS or line.folded[drop.end() :].lstrip()[:1] in {":", "|"})


def _stand_in(lines: list[_Line], kinds: list[Kind]) -> int:
    """The line taken for the lead where none is prose: one that ends like a sentence, then the longest."""
    order = range(len(lines))
    return max(
        order,
        key=lambda at: (
            lines[at].terminal and lines[at].words >= _LATER_WORDS,
            kinds[at] != "caption",
            lines[at].words,
        ),
    )


def _find_title(lines: list[_Line], kinds: list[Kind], lead: int, title: str | None, marks: Marks) -> int | None:
    """The index of the headline: the line that is the given title, else the one before the lead that fits best."""
    before = [
        at for at in range(lead) if kinds[at] == "boilerplate" and _LATER_WORDS <= lines[at].words <= _TITLE_WORDS
    ]
    if title:
        wanted = _letters(fold_line(title))
        for at in [*reversed(before), *range(lead)]:
            found = _letters(lines[at].folded)
            if found and (found == wanted or (len(found) > _TITLE_LETTERS and (found in wanted or wanted in found))):
                return at
    if not before:
        return None
    body = " ".join(line.folded for line, kind in zip(lines, kinds, strict=True) if kind in {"lead", "body"})
    scored = [(_fit(lines[at], body, marks), at) for at in before]
    best = max(scored, default=(0.0, -1))
    return best[1] if best[0] >= 1 else None


def _letters(folded: str) -> str:
    return "".join(filter(str.isalnum, folded))


def _holds(folded: str, phrases: tuple[str, ...]) -> bool:
    for phrase in phrases:  # noqa: SIM110  (asked of every line: a loop is several times faster here)
        if phrase in folded:
            return True
    return False


def _begins_word(body: str, word: str) -> bool:
    """Whether a word of a text begins as a word of at least four letters does: with its first five."""
    stem = word[:5]
    at = body.find(stem)
    while at >= 0:
        end = at + len(stem)
        whole = len(stem) > _SHORT_STEM or not _is_letter(body[end : end + 1])
        if whole and not _is_letter(body[at - 1 : at]):
            return True
        at = body.find(stem, at + 1)
    return False


def _is_letter(character: str) -> bool:
    """What a word is made of: no digit, no underscore."""
    return character.isalnum() and not character.isdecimal()


def _fit(line: _Line, body: str, marks: Marks) -> float:
    """How well a line would head an article of this (folded) body; below 1 not at all."""
    prefix = marks.prefix.match(line.folded)
    folded = line.folded[prefix.end() :] if prefix else line.folded
    if marks.drop.match(folded):
        return 0.0
    if _BULLET.match(line.text) and not line.text[0].isdigit():
        return 0.0
    words = _WORD.findall(folded)
    if not words or _holds(folded, marks.holding):
        return 0.0
    shared = sum(_begins_word(body, word) for word in words) / len(words)
    digits = sum(character.isdigit() for character in folded)
    penalty = 2.0 * len(_MENU.findall(line.text)) + digits / 8 + folded.count(",") / 2
    if line.text.isupper() and line.words <= _PLACE_WORDS:  # the name of a section
        penalty += 1
    return (
        3 * shared
        + 0.5 * (line.function_words > 0)
        + (len(words) >= _LATER_WORDS and line.words <= _USUAL_TITLE_WORDS)
        - penalty
    )


def _place(text: str, lines: list[_Line], kinds: list[Kind], language: str) -> list[Block]:
    """Turn lines into blocks; what stands before a headline on its line, and a dateline, are blocks of their own."""
    marks = load_marks(language)
    blocks: list[Block] = []
    for line, kind in zip(lines, kinds, strict=True):
        start = line.start
        if kind == "title":
            prefix = marks.prefix.match(text, start, line.end)
            start = prefix.end() if prefix else start
        elif kind in {"lead", "body"}:
            # A capture may open with its date on the line of the first sentence.
            prefix = marks.prefix.match(text, start, line.end) if kind == "lead" else None
            start = prefix.end() if prefix else start
            bullet = _BULLET.match(text, start, line.end)
            start = bullet.end() if bullet else start
            start = _after_dateline(text, start, line.end, language) if kind == "lead" else start
        if start > line.start:
            blocks.append(Block("boilerplate", line.start, start))
        blocks.append(Block(kind, start, line.end))
    return blocks


@lru_cache(maxsize=2)
def _after_dateline(text: str, start: int, end: int, language: str) -> int:
    """Where the first sentence begins after a wire dateline such as "KINGSTOWN, St Vincent, 15 December --"."""
    marks = load_marks(language)
    for pattern in (_CAPITALS_COLON, _PLACE_AGENCY, _PLACE_DAY):
        match = pattern.match(text, start, end)
        if match is not None and fold_line(match[0].split()[0]) in marks.stop_words:
            # A name with its acronym, such as that of the Monetary Fund, is no place with its agency.
            continue
        if match is not None and not text[start : match.end()].isupper() | text[start:end].isupper():
            return match.end()
        if match is not None and pattern is _CAPITALS_COLON and not text[start:end].isupper():
            return match.end()
    dash = _DATELINE_DASH.search(text, start, min(end, start + _DATELINE_LIMIT))
    if dash is None:
        return start
    head = text[start : dash.start()].strip()
    words = [word for word in re.split(r"[\s,]+", head) if word]
    if (
        not words
        or not head[0].isupper()
        or len(words) > _DATELINE_WORDS
        or "«" in head
        or fold_line(words[0]) in marks.stop_words
    ):
        return start
    place = head.split(",")[0].split("(")[0].strip()
    told = head.endswith((")", "]")) or any(map(str.isdigit, head)) or (place.isupper() and len(place) >= _LATER_WORDS)
    names = len(words) <= _PLACE_WORDS and all(word[0].isupper() for word in words) and text[dash.end()].isupper()
    return dash.end() if told or names else start

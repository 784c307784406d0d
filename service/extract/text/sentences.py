"""Sentences of a block, with what they quote: a dot of an abbreviation ends none, a quotation is kept whole."""

import re
from bisect import bisect_right
from functools import lru_cache

import msgspec

from service.extract.language_files import LanguageData, load_language
from service.extract.text.blocks import Block
from service.extract.text.tokens import fold

_WIDEST_GAP = 40  # characters of white space looked through at the end of a sentence
_LONGEST_WORD = 30  # characters before a dot that are looked at
_LONGEST_QUOTE = 600  # characters after which a quotation that was opened no longer keeps its sentences together
_END = re.compile(r"[.!?…][.!?…]*(?:[\"'’”)\]]|\s?»)*")  # written so it is looked for by its first character
_UP_TO_WORD = re.compile(r".*[\s«»“”\"()\[\]]", re.DOTALL)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]\Z")
_QUOTES = re.compile(r"[«»“”„\"]")
_OPENING = {"«": "»", "“": "”", "„": "“"}


class Sentence(msgspec.Struct, frozen=True):
    """A sentence: its range in the clean text, the index of its block and of its paragraph among the prose.

    ``quoted`` are the ranges inside quotation marks, the marks included, clipped to the sentence.
    """

    start: int
    end: int
    block: int
    paragraph: int
    quoted: tuple[tuple[int, int], ...] = ()


class Place(msgspec.Struct, frozen=True):
    """Where a sentence stands in its article, counted over the sentences and paragraphs that are read."""

    sentence: int
    paragraph: int
    lead: bool
    title: bool


class _Dots(msgspec.Struct, frozen=True):
    abbreviations: frozenset[str]
    before_number: frozenset[str]
    final: frozenset[str]
    openers: frozenset[str]


@lru_cache(maxsize=16)
def _load_dots(language: str) -> _Dots:
    data: LanguageData = load_language(language)
    return _Dots(
        abbreviations=frozenset(data.abbreviations),
        before_number=frozenset(data.abbreviations_before_number),
        final=frozenset(data.abbreviations_final),
        openers=frozenset(fold(word) for word in data.sentence_openers),
    )


def split_document(text: str, blocks: list[Block], language: str) -> list[Sentence]:
    """The sentences of every block that tells something (title, lead, body), in order."""
    sentences: list[Sentence] = []
    paragraph = 0
    for index, block in enumerate(blocks):
        if block.kind in {"title", "lead", "body"}:
            sentences += split_sentences(text, block, language, index=index, paragraph=paragraph)
            paragraph += 1
    return sentences


def split_sentences(text: str, block: Block, language: str, *, index: int = 0, paragraph: int = 0) -> list[Sentence]:
    """The sentences of one block; ``index`` and ``paragraph`` are its numbers in the document.

    A sentence ends at ``.``, ``!``, ``?`` or an ellipsis that a capital, a digit or a quotation follows, with or
    without white space ("signed.On Monday"), unless the dot belongs to an abbreviation, an initial or a number
    or the quotation in which it stands goes on.
    """
    dots = _load_dots(language)
    quoted = _find_quotes(text, block)
    sentences: list[Sentence] = []
    start = block.start
    for match in _END.finditer(text, block.start, block.end):
        end = match.end()
        if end >= block.end:
            break
        if _ends(text, match, start, block.end, dots) and not _inside(quoted, match.start(), end):
            sentences.append(_make(text, start, end, index, paragraph, quoted))
            start = end + len(text[end : end + _WIDEST_GAP]) - len(text[end : end + _WIDEST_GAP].lstrip())
    if text[start : block.end].strip():
        sentences.append(_make(text, start, block.end, index, paragraph, quoted))
    return sentences


def _make(text: str, start: int, end: int, block: int, paragraph: int, quoted: list[tuple[int, int]]) -> Sentence:
    content = text[start:end]
    first = start + len(content) - len(content.lstrip())
    last = first + len(content.strip())
    inside: list[tuple[int, int]] = []
    at = bisect_right(quoted, first, key=_closing)
    while at < len(quoted) and quoted[at][0] < last:
        inside.append((max(quoted[at][0], first), min(quoted[at][1], last)))
        at += 1
    return Sentence(first, last, block, paragraph, tuple(inside))


def _closing(quoted: tuple[int, int]) -> int:
    return quoted[1]


def _find_quotes(text: str, block: Block) -> list[tuple[int, int]]:
    """The ranges in quotation marks of a block; a mark that is never closed opens nothing."""
    quoted: list[tuple[int, int]] = []
    opened, closing = -1, ""
    for match in _QUOTES.finditer(text, block.start, block.end):
        mark = match[0]
        if opened >= 0 and mark == closing:
            quoted.append((opened, match.end()))
            opened = -1
        elif opened < 0 and (mark in _OPENING or mark == '"'):
            opened, closing = match.start(), _OPENING.get(mark, mark)
    return quoted


def _inside(quoted: list[tuple[int, int]], dot: int, end: int) -> bool:
    """Whether a quotation that is not too long to keep whole goes on past the end of a sentence."""
    at = bisect_right(quoted, end, key=_closing)
    if at == len(quoted):
        return False
    left, right = quoted[at]
    return left < dot and right - left <= _LONGEST_QUOTE


def _ends(text: str, match: re.Match[str], start: int, limit: int, dots: _Dots) -> bool:
    """Whether a terminal mark ends the sentence that began at ``start``."""
    dot, end = match.start(), match.end()
    mark = match[0]
    following = text[end : min(limit, end + _WIDEST_GAP)].lstrip()
    if not following or following[0].islower():
        return False
    if not text[end].isspace():
        # "signed.On Monday": a small letter before the mark, a capital and a small one after it.
        return (
            dot > 0
            and text[dot - 1].islower()
            and len(following) > 1
            and following[0].isupper()
            and following[1].islower()
        )
    if following[0] in ",;:)]»”":
        return False
    if mark[0] != "." or mark.startswith(".."):
        return "]" not in mark
    first = max(start, dot - _LONGEST_WORD)
    before = _UP_TO_WORD.match(text, first, dot)
    word = text[before.end() if before else first : dot]
    return not word or _word_may_end(word, following, dots, first=start == dot - len(word))


def _word_may_end(word: str, following: str, dots: _Dots, *, first: bool) -> bool:
    """Whether a word with a dot after it may be the last of its sentence."""
    stem = word.rpartition("'")[2].rpartition("’")[2]
    next_word = fold(re.split(r"[^\w]", following, maxsplit=1)[0])
    if first and stem.isdigit():
        return False
    if stem in dots.final:
        return True
    if stem in dots.abbreviations:
        return stem.islower() and next_word in dots.openers
    if stem in dots.before_number:
        return not following[0].isdigit()
    if _INITIALS.fullmatch(stem) and (len(stem) == 1) <= stem[0].isupper():
        return "." in stem and "-" not in stem and next_word in dots.openers
    return True

"""The day of publication where a page tells it: beside a byline or a mark, in a dateline, or on a line of its own.

A page may show the day of its capture too; a date beside "Publié le" or a byline wins over one that stands
alone above the headline.
"""

import re
from functools import lru_cache

import msgspec

from service.extract.dates.mentions import DateMention, find_dates
from service.extract.language_files import decode_toml, languages, read_language_file
from service.extract.text.blocks import Block
from service.extract.text.tokens import fold_line, load_tokenizer

_HEAD = 2000  # characters searched where no headline or lead is known
_LONGEST_LINE = 240
_OTHER_TOKENS = 8  # the most tokens beside the date on a line that is only a dateline
_MARKED, _SIGNED, _UPDATED, _PLACED, _BELOW, _BESIDE, _ABOVE, _COARSE = 7, 6, 5, 4, 4, 3, 2, 1
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)|\d[/.]\d\d(?!\d)")
_TIME = re.compile(r"\b\d{1,2}\s?[:hH]\s?\d{2}\b|T\d{2}:\d{2}")


class _Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    published: tuple[str, ...]
    updated: tuple[str, ...]
    byline: tuple[str, ...]


class _Marks(msgspec.Struct, frozen=True):
    published: re.Pattern[str]
    updated: re.Pattern[str]
    byline: re.Pattern[str]


@lru_cache(maxsize=16)
def _load_marks(language: str) -> _Marks:
    phrases = decode_toml(read_language_file(language, "metadata.toml"), _Phrases)
    return _Marks(_any(phrases.published), _any(phrases.updated), _any(phrases.byline))


def _any(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})(?!\w)")


def find_published(text: str, blocks: list[Block], language: str) -> str | None:
    """The day (or month) of publication told around an article, in ISO 8601; None where nothing tells it.

    ``blocks`` are those of the text, empty where its language cannot be read. Only dates with a year count.
    """
    title = next((block for block in blocks if block.kind == "title"), None)
    lead = next((block for block in blocks if block.kind == "lead"), None)
    best, score = None, 0
    for start, end in _lines(text, blocks):
        if title is not None and start == title.start:
            continue
        below = title is not None and start > title.start
        after = lead is not None and start > lead.start
        found = _read_line(text[start:end], language, below=below, after=after)
        if found is not None and found[1] > score:
            best, score = found
    return best


def _lines(text: str, blocks: list[Block]) -> list[tuple[int, int]]:
    """The ranges that may tell the day: what is around the article, or the head of a text of which nothing is known."""
    if blocks:
        around = (block for block in blocks if block.kind == "boilerplate")
        return [(block.start, block.end) for block in around if block.end - block.start <= _LONGEST_LINE]
    lines = re.finditer(r"[^\n]+", text[:_HEAD])
    return [(line.start(), line.end()) for line in lines if line.end() - line.start() <= _LONGEST_LINE]


def _read_line(line: str, language: str, *, below: bool, after: bool) -> tuple[str, int] | None:
    """The date of a line and how well it is placed; lines after the lead count only when they are marked."""
    if not _YEAR.search(line):
        return None
    if after and not any(_is_marked(line, code) for code in languages()):
        return None
    for code in sorted(languages(), key=lambda code: code != language):
        tokens = load_tokenizer(code).tokenize(line)
        dated = [
            (mention, _weigh(line, tokens[mention.first].start, code, below=below))
            for mention in find_dates(tokens, None, code)
            if _tells(mention)
        ]
        if dated:
            mention, weight = max(dated, key=lambda pair: pair[1])
            others = len(tokens) - (mention.last - mention.first)
            if weight < _UPDATED and (after or others > _OTHER_TOKENS * 2):
                return None
            if mention.past.precision == "month":
                weight = _COARSE
            return mention.past.start or "", weight
    return None


def _is_marked(line: str, language: str) -> bool:
    """Whether a line says that something was published or updated."""
    marks, folded = _load_marks(language), fold_line(line)
    return bool(marks.published.search(folded) or marks.updated.search(folded))


def _tells(mention: DateMention) -> bool:
    """Whether a date is one day or one month with its year."""
    interval = mention.past
    return (
        interval.start == interval.end and interval.precision in {"day", "month"} and mention.kind in {"day", "month"}
    )


def _weigh(line: str, at: int, language: str, *, below: bool) -> int:
    """How surely the date at ``at`` is that of publication, from the marks before it on its line."""
    marks = _load_marks(language)
    before, folded = fold_line(line[:at]), fold_line(line)
    published = max((match.end() for match in marks.published.finditer(before)), default=-1)
    updated = max((match.end() for match in marks.updated.finditer(before)), default=-1)
    if max(published, updated) >= 0:
        return _MARKED if published > updated else _UPDATED
    if marks.byline.search(folded):
        return _SIGNED
    if _TIME.search(line):
        return _BELOW
    placed = before.strip(" \t-–—•*|[(") != ""
    if below:
        return _PLACED if placed else _BELOW
    return _BESIDE if placed else _ABOVE

"""Words, numbers and marks, each with its place in the text.

One compiled expression a language cuts any Unicode text in linear time. What differs between languages
(elisions, clitics, abbreviations, ordinals, how digits are grouped) is in that language's ``language.toml``.
"""

import re
import unicodedata
from functools import lru_cache

import msgspec

from service.extract.language_files import LanguageData, load_language
from service.extract.text.remembered import Remembered

_APOSTROPHES = "'’ʼ"
_HYPHENS = r"\-‐‑"
_LATIN = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
_FOLDED = {letter: unicodedata.normalize("NFD", letter)[0] for letter in _LATIN} | {
    "’": "'",
    "ʼ": "'",
    "‐": "-",
    "‑": "-",
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Letters that the table does not know: only these need the slow way.
_OTHER_SCRIPTS = re.compile(r"[\u0250-\u1dff\u1f00-\u1fff\u2c00-\U0010ffff]")
_MOST_KNOWN = 1 << 15
_LONGEST_KNOWN = 40
"""Words whose tokens are kept, and the letters of one: what comes in may not fill the memory."""


class Token(msgspec.Struct, gc=False):
    """One token: ``start`` and ``end`` are offsets into the whole clean text.

    ``text`` is verbatim; ``fold`` is what names and words are looked up by (see fold); ``space`` says
    whether white space stands before it (true for the first token of a range).
    """

    text: str
    fold: str
    start: int
    end: int
    space: bool


def _fold_letter(found: re.Match[str]) -> str:
    return _FOLDED.get(found[0], found[0])


def fold_line(text: str) -> str:
    """Fold as ``fold`` does, without remembering it: for whole lines."""
    if text.isascii():
        return text.lower()
    folded = _NOT_ASCII.sub(_fold_letter, text.casefold())
    if not _OTHER_SCRIPTS.search(folded):
        return folded
    return "".join(mark for mark in unicodedata.normalize("NFD", folded) if not unicodedata.combining(mark))


_folds = Remembered(fold_line)


def fold(text: str) -> str:
    """Give the form that look-ups use: casefolded, no diacritics, one apostrophe, one hyphen, ligatures written out."""
    return _folds.known.get(text) or _folds.learn(text)


class Tokenizer:
    """Cuts text into tokens by the rules of one language; all that is kept between calls is how words were cut."""

    def __init__(self, data: LanguageData) -> None:
        self.language = data.code
        self._find = re.compile(_expression(data)).findall
        self._known: dict[str, tuple[tuple[str, str], ...]] = {"": ()}
        """What stands between white spaces to its tokens, each as it is written and folded; no figures."""

    def tokenize(self, text: str, start: int = 0, end: int | None = None) -> list[Token]:
        """The tokens of ``text[start:end]`` in order, offsets counted from the beginning of ``text``.

        Every character that is not white space is in exactly one token. Never raises.
        """
        if start or end is not None:
            text = text[start:end]
        tokens: list[Token] = []
        known = self._known
        first, last = -1, 0
        pieces: tuple[tuple[str, str], ...] | None = None
        # Only before a digit may a token go on behind white space, or hang on what stands there ("10 000", "n. 5").
        for word in (*text.split(), ""):
            at = text.find(word, last)
            ahead = known.get(word)
            if ahead is None:
                if not word[0].isdecimal():
                    ahead = self._learn(word)
                elif first >= 0:
                    last, pieces = at + len(word), None
                    continue
            if pieces is not None:
                space = True
                for piece, folded in pieces:
                    begins = start + first
                    first += len(piece)
                    tokens.append(Token(piece, folded, begins, start + first, space))
                    space = False
            elif first >= 0:
                self._cut(text[first:last], start + first, tokens)
            first, last, pieces = at, at + len(word), ahead
        return tokens

    def _learn(self, word: str) -> tuple[tuple[str, str], ...] | None:
        """How a word is cut whose neighbours do not matter; None for one too long to be met again."""
        if len(word) > _LONGEST_KNOWN:
            return None
        if len(self._known) >= _MOST_KNOWN:
            # Another one, never emptied: other threads are looking into this one.
            self._known = {"": ()}
        pieces = tuple([(piece, fold(piece)) for piece, _white in self._find(word)])
        self._known[word] = pieces
        return pieces

    def _cut(self, text: str, at: int, tokens: list[Token]) -> None:
        """Cut what begins at ``at`` in the whole text."""
        space = True
        for piece, white in self._find(text):
            end = at + len(piece)
            tokens.append(Token(piece, fold(piece), at, end, space))
            space = white != ""
            at = end + len(white) if space else end


@lru_cache(maxsize=16)
def load_tokenizer(language: str) -> Tokenizer:
    """The tokenizer of a language, compiled once."""
    return Tokenizer(load_language(language))


def _expression(data: LanguageData) -> str:
    """One expression of two groups, a token and the white space after it, that tiles any text.

    The alternatives stand in order of precedence, but for the first: a plain word with none of the marks
    that the others look for, which is most of what there is to read.
    """
    apostrophe, hyphen = f"[{_APOSTROPHES}]", f"[{_HYPHENS}]"
    letter = r"[^\W\d_]"
    # Marks that NFC leaves apart (Arabic vowels among them) belong to the word they sit on.
    marks = r"\u0300-\u036f\u064b-\u065f"
    word = rf"{letter}[\w{marks}]*"
    clitics = rf"(?!(?:{_any(data.clitics)})\b)" if data.clitics else ""
    inner = rf"(?:{hyphen}\w+|{apostrophe}{clitics}\w+)*"
    plain = rf"{letter}\w*+(?![{_APOSTROPHES}{_HYPHENS}{marks}.])"
    words: list[str] = []
    if data.whole_words:
        words.append(rf"(?i:{_any(data.whole_words, apostrophe)})(?!\w)")
    if data.name_prefixes:
        capital = r"[^\W\d_a-zß-ÿ]"
        words.append(rf"[{''.join(data.name_prefixes)}]{apostrophe}(?={capital}[a-zß-ÿ]){word}{inner}")
    if data.elisions:
        words.append(rf"(?i:{_any(data.elisions)}){apostrophe}")
    if data.negated:
        negation = _any(data.negations, apostrophe)
        words += [rf"(?i:{_any(data.negated)})(?=(?:{negation})\b)", rf"(?:{negation})\b"]
    words += [
        rf"(?:{_any(data.abbreviations)})\.",
        rf"(?:{_any(data.abbreviations_before_number)})\.(?=\s?\d)",
        rf"{letter}\.(?:{hyphen}?{letter}\.)+",
        r"[A-ZÀ-ÖØ-Þ]\.",
        rf"{word}{inner}",
    ]
    signs = [rf"(?:{_any(data.signs_before_number)})(?=\d)"] if data.signs_before_number else []
    parts = [
        *signs,
        plain,
        rf"[^\w\s.{_HYPHENS}{_APOSTROPHES}]",
        rf"(?={letter})(?:{'|'.join(words)})",
        rf"(?=\d)(?:{'|'.join(_number_expressions(data))})",
    ]
    if data.clitics:
        parts.append(rf"{apostrophe}(?i:{_any(data.clitics)})\b")
    parts.append(r"\.{2,}|-{2,}|\S")
    return rf"({'|'.join(parts)})(\s*)"


def _number_expressions(data: LanguageData) -> list[str]:
    """Alternatives for all that begins with a digit, the longest shapes first."""
    groups = "|".join(rf"(?:{re.escape(mark)}\d{{3}})+" for mark in data.group_separators)
    marks = [re.escape(mark) for mark in data.group_separators if not mark.isspace()]
    # by lakhs and crores, as in India: 1,50,000
    lakhs = [rf"\d{{1,2}}(?:{mark}\d\d)+{mark}\d{{3}}(?!\d)" for mark in marks]
    return [
        r"\d{4}-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?(?![\d-])",
        r"(?:\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}-\d{1,2}-\d{4}|\d{4}/\d{1,2}/\d{1,2})(?!\d)",
        r"\d{1,2}(?::\d\d){1,2}(?!\d)|\d{1,2}[hH](?:\d\d)?\b",
        *lakhs,
        rf"\d{{1,3}}(?:{groups})(?:[.,]\d+)?(?!\d)",
        rf"\d+(?:{_any(data.ordinal_suffixes)})\b",
        r"\d+(?:[.,]\d+)?",
    ]


def _any(words: tuple[str, ...], apostrophe: str = "") -> str:
    """An alternation of literal words, the longest first; their apostrophes match any of its kinds when given."""
    escaped = (re.escape(word) for word in sorted(words, key=len, reverse=True))
    return "|".join(word.replace("'", apostrophe) if apostrophe else word for word in escaped)

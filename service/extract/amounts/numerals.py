"""Numbers in digits and in words, as one language writes them.

The words, what each is worth and how it combines stand in the language's ``numbers.csv``: *cardinal* (added),
*hundred* and *scale* (multiply), *collective* ("a dozen", "un millier": about so many), *scales* and *collectives*
(those in the plural), *fraction*, *part* (of a scale: "three quarters of a million"), *article* ("a" before a scale),
*and* (joins the others), *of* (between a collective and the scale it counts), *symbol* ("M", "bn": written against
digits; one of several letters, or a capital, also before a word; case matters).
"""

import csv
import re
from functools import lru_cache

import msgspec

from service.extract.language_files import LanguageData, load_language, read_language_file
from service.extract.text.tokens import Token, fold

_MOST_WORDS = 12  # of one number; what is longer is no number
_LONGEST_NUMBER = 18  # digits; what is longer counts nothing
_FIRST_JOINED = 20  # "vingt et un", "two hundred and fifty": no "and" joins smaller numbers
_FEWEST_COUNTED = 1_000  # "tens of thousands": what a collective counts
_FIRST_PLURAL_SCALE = 1_000_000  # "millions" alone are some millions
_HALF = 0.5
_WHOLE = re.compile(r"\d+")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")


_DECIMALS = 6
"""Of a figure with its scale: 8.2 million is no 8,199,999.999999999."""


_PLURALS = {"collectives": "collective", "scales": "scale"}
"""Kinds of words in the plural, which count no one of them ("dozens", "milliards"), and their kind otherwise."""


class Numeral(msgspec.Struct, frozen=True):
    """A number read from a row of tokens: its value and the index after its last token.

    ``approximate``: a collective ("une cinquantaine"); ``vague``: a collective in the plural that nothing counts
    ("dozens"), ``value`` then being one of it.
    """

    value: float
    end: int
    approximate: bool = False
    vague: bool = False


class Numerals:
    """Reads the numbers of one language."""

    def __init__(self, data: LanguageData, rows: list[tuple[str, float, str]]) -> None:
        """Take the rows (form, value, kind) of the language's ``numbers.csv``."""
        self._words = {
            fold(form): (value, _PLURALS.get(kind, kind))
            for form, value, kind in rows
            if kind not in {"symbol", "and", "of"}
        }
        self._plurals = frozenset(fold(form) for form, _, kind in rows if kind in _PLURALS)
        self._of = frozenset(fold(form) for form, _, kind in rows if kind == "of")
        self._joints = frozenset(fold(form) for form, _, kind in rows if kind == "and")
        self._symbols = {form: value for form, value, kind in rows if kind == "symbol"}
        groups = [re.escape(mark) for mark in data.group_separators if not _SPACES.fullmatch(mark)]
        self._grouped = re.compile(
            rf"\d{{1,3}}(?:{'|'.join(groups) or 'x'})\d{{3}}(?:(?:{'|'.join(groups) or 'x'})\d{{3}})*"
            # by lakhs and crores, as in India: 1,50,000
            rf"|\d{{1,2}}(?:(?:{'|'.join(groups) or 'x'})\d{{2}})+(?:{'|'.join(groups) or 'x'})\d{{3}}"
        )
        self._group_marks = re.compile("|".join(groups) or "x")
        self._comma_is_decimal = "," in data.decimal_marks
        self.starters = frozenset(self._words)
        self.inner = self.starters | self._joints
        """The words that a number in words goes on with."""

    def read_digits(self, text: str) -> float | None:
        """The value of a token of digits, None where it is not a plain number (a date, a time, an ordinal)."""
        bare = _SPACES.sub("", text)
        if _WHOLE.fullmatch(bare):
            return float(bare) if len(bare) <= _LONGEST_NUMBER else None
        head, mark, tail = bare.rpartition("," if self._comma_is_decimal else ".")
        if self._grouped.fullmatch(bare):
            return float(self._group_marks.sub("", bare))
        if mark and _WHOLE.fullmatch(tail) and (_WHOLE.fullmatch(head) or self._grouped.fullmatch(head)):
            return float(f"{self._group_marks.sub('', head)}.{tail}")
        head, mark, tail = bare.partition(".")
        if mark and _WHOLE.fullmatch(head) and _WHOLE.fullmatch(tail):
            return float(bare)
        return None

    def read(self, tokens: list[Token], at: int) -> Numeral | None:
        """The number that begins at ``tokens[at]``, as long as it goes; None where none begins there."""
        if tokens[at].text[0].isdigit():
            # "Sh1.2 trillion": the 2 is the end of a figure that is stuck to a sign.
            before = tokens[at - 2 : at] if at > 1 and not tokens[at].space else []
            rest = bool(before) and before[1].text in {".", ","} and not before[1].space
            if rest and before[0].text[-1].isdigit():
                return None
            value = self.read_digits(tokens[at].text)
            return None if value is None else self._scale(tokens, at + 1, value)
        if tokens[at].fold in self._words or "-" in tokens[at].fold:
            # "Shs30 billion": the figure is stuck to a sign that is not known, and the scale alone is no number.
            stuck = at > 0 and self._kind(tokens[at]) == "scale" and tokens[at - 1].text[-1].isdigit()
            return None if stuck else self._read_words(tokens, at)
        return None

    def _scale(self, tokens: list[Token], at: int, value: float) -> Numeral:
        """Multiply by the words and symbols that follow digits: 7,4 milliards, 20 M, 15 lakh, 300 thousand."""
        limit = min(len(tokens), at + _MOST_WORDS)
        if half := self._half_before_scale(tokens, at, limit):
            value, at = value + _HALF, half
        while at < limit:
            token = tokens[at]
            if token.text == "-" and not token.space and at + 1 < limit and not tokens[at + 1].space:
                # "2.5-million": the scale follows, as it may with a unit of its own ("million-euro").
                if self._scale_in(tokens[at + 1]) is None:
                    break
                at, token = at + 1, tokens[at + 1]
            factor = self._symbols.get(token.text)
            if factor is not None and (
                not token.space
                or len(token.text) > 1
                or token.text.isupper()
                or (at + 1 < len(tokens) and not tokens[at + 1].text[0].isalpha())
            ):
                return Numeral(round(value * factor, _DECIMALS), at + 1)
            if "-" in token.fold and (joined := self._scale_in(token)) is not None:
                return Numeral(round(value * joined, _DECIMALS), at + 1)
            worth, kind = self._words.get(token.fold, (0.0, ""))
            if kind != "scale":
                break
            value, at = round(value * worth, _DECIMALS), at + 1
            half = self._half(tokens, at)
            if half:
                return Numeral(value + worth * _HALF, half)
            rest = self._rest(tokens, at, worth)
            if rest is not None:
                return Numeral(value + rest.value, rest.end)
        return Numeral(value, at)

    def _rest(self, tokens: list[Token], at: int, worth: float) -> Numeral | None:
        """The rest of a number behind a scale, counted by a smaller one: 2 millions 850 mille."""
        if at + 1 >= len(tokens) or not tokens[at].text.isdecimal():
            return None
        smaller = self._words.get(tokens[at + 1].fold, (0.0, ""))
        if smaller[1] != "scale" or smaller[0] >= worth:
            return None
        rest = self.read(tokens, at)
        return rest if rest is not None and rest.value < worth else None

    def _scale_in(self, token: Token) -> float | None:
        """What a scale is worth that a token is, or begins with ("million-euro"); None where it is none."""
        worth, kind = self._words.get(token.fold.partition("-")[0], (0.0, ""))
        return worth if kind == "scale" else None

    def _counted_scale(self, tokens: list[Token], at: int) -> tuple[float, int]:
        """What a collective that ends at ``at`` counts, and the index after it: of millions, of thousands; else 1."""
        if at + 1 < len(tokens) and tokens[at].fold in self._of:
            worth, kind = self._words.get(tokens[at + 1].fold, (0.0, ""))
            if kind in {"scale", "collective"} and worth >= _FEWEST_COUNTED:
                return worth, at + 2
        return 1.0, at

    def _half(self, tokens: list[Token], at: int) -> int:
        """The index after "et demi" / "and a half" at ``at``, else 0."""
        for end in (at + 2, at + 3):
            if end <= len(tokens) and self._words.get(tokens[end - 1].fold, (0.0, ""))[1] == "fraction":
                middle = tokens[at + 1 : end - 1]
                if tokens[at].fold in self._joints and all(self._kind(token) == "article" for token in middle):
                    return end
        return 0

    def _half_before_scale(self, tokens: list[Token], at: int, limit: int) -> int:
        """The index of a scale behind a half at ``at`` ("two and a half billion"), else 0."""
        half = self._half(tokens, at)
        return half if half and half < limit and self._kind(tokens[half]) == "scale" else 0

    def _kind(self, token: Token) -> str:
        return self._words.get(token.fold, (0.0, ""))[1]

    def _read_words(self, tokens: list[Token], at: int) -> Numeral | None:
        """Compose words: hundreds and scales multiply what stands before them, the others add."""
        total = current = 0.0
        last = ""  # the kind of the word before
        counted = False  # whether a cardinal, an article or a fraction has been read
        end, limit = at, min(len(tokens), at + _MOST_WORDS)
        while end < limit:
            values = self._values(tokens[end].fold)
            if values is None:
                if current >= _FIRST_JOINED and tokens[end].fold in self._joints and self._joins(tokens, end + 1):
                    end += 1
                    continue
                if counted and current and (half := self._half_before_scale(tokens, end, limit)):
                    current, end = current + _HALF, half
                    continue
                break
            for value, kind in values:
                several = not counted and tokens[end].fold in self._plurals
                bare_plural = several and kind == "scale" and value >= _FIRST_PLURAL_SCALE
                if kind == "collective" or bare_plural:
                    scale, after = self._counted_scale(tokens, end + 1)
                    return Numeral((current or 1.0) * value * scale, after, approximate=True, vague=several)
                if kind == "part":
                    behind = self._scale_of_part(tokens, end)
                    if not behind:
                        return Numeral(total + current, end) if counted and end > at else None
                    whole = self._words[tokens[behind - 1].fold.rpartition("-")[2]][0]
                    return Numeral(round((current or 1.0) * value * whole, _DECIMALS), behind)
                if kind == "article" and (counted and current != _HALF):
                    return Numeral(total + current, end) if end > at else None
                if kind == "fraction":
                    current = _HALF
                elif kind == "hundred":
                    current = (current or 1.0) * value
                elif kind == "scale":
                    total, current = total + (current or 1.0) * value, 0.0
                elif kind == "article":
                    current = current or value
                else:
                    # "a seven-million-euro grant" is one of seven.
                    current = value + (0.0 if last == "article" else current)
                counted, last = True, kind
            end += 1
            if values[-1][1] == "scale" and (half := self._half(tokens, end)):
                return Numeral(total + values[-1][0] * _HALF, half)
        return Numeral(total + current, end) if counted else None

    def _scale_of_part(self, tokens: list[Token], at: int) -> int:
        """The index after the scale that a part is told of: a quarter of a million, quarter-million; 0 without one."""
        if self._scale_in_end(tokens[at]):
            return at + 1
        at += 1
        if at < len(tokens) and tokens[at].fold in self._of:
            at += 1
            if at < len(tokens) and self._kind(tokens[at]) == "article":
                at += 1
            if at < len(tokens) and self._scale_in_end(tokens[at]):
                return at + 1
        return 0

    def _scale_in_end(self, token: Token) -> bool:
        """Whether a token is a scale of a million or more, or ends in one ("quarter-million")."""
        worth, kind = self._words.get(token.fold.rpartition("-")[2], (0.0, ""))
        return kind == "scale" and worth >= _FIRST_PLURAL_SCALE

    def multiplies(self, token: Token) -> bool:
        """Whether a word multiplies what stands before it: hundred, thousand, million."""
        return self._kind(token) in {"hundred", "scale"}

    def _joins(self, tokens: list[Token], at: int) -> bool:
        return at < len(tokens) and self._kind(tokens[at]) in {"cardinal", "hundred"}

    def _values(self, folded: str) -> list[tuple[float, str]] | None:
        """What a word is worth; a compound like vingt-cinq is read part by part, the longest known part first."""
        known = self._words.get(folded)
        if known is not None:
            return [known]
        if "-" not in folded:
            return None
        parts, values = folded.split("-"), list[tuple[float, str]]()
        at = 0
        while at < len(parts):
            if parts[at] in self._joints and values:
                at += 1
                continue
            for end in range(len(parts), at, -1):
                known = self._words.get("-".join(parts[at:end]))
                if known is not None:
                    values.append(known)
                    at = end
                    break
            else:
                # "a seven-million-euro grant": behind a scale stands what it counts.
                return values if len(values) > 1 and values[-1][1] == "scale" else None
        return values


@lru_cache(maxsize=16)
def load_numerals(language: str) -> Numerals:
    """The numbers of a language, from its ``numbers.csv``."""
    rows = csv.DictReader(read_language_file(language, "numbers.csv").splitlines())
    return Numerals(load_language(language), [(row["form"], float(row["value"]), row["kind"]) for row in rows])

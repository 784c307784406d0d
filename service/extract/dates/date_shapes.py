"""The shapes in which a language writes dates: its ``dates.toml`` compiled into one tree of words and slots.

The grammar of a form is explained at the head of each ``dates.toml``. Matching walks the tree from a token on
and keeps the longest way through; only tokens that can begin a date are tried.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

import msgspec

from service.extract.amounts.numerals import Numerals, load_numerals
from service.extract.dates.date_words import DateWords, Shape, WordsBefore
from service.extract.language_files import decode_toml, read_language_file
from service.extract.text.tokens import Token

# A slot's name and what stood there: a number, the name of a unit, the two months of a season, or a numeric date.
Binding = tuple[str, int | str | tuple[int, int]]

_IN_DIGITS = frozenset({"d", "y", "n", "iso", "slash"})
"""The slots that what begins with a digit can fill."""
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:\D{1,3})?")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_ISO = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:T.*)?")
_SLASHED = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}")


class _Node:
    __slots__ = ("literals", "shape", "slots")

    def __init__(self) -> None:
        self.literals: dict[str, _Node] = {}
        self.slots: dict[str, _Node] = {}
        self.shape: Shape | None = None

    def step(self, element: str) -> "_Node":
        branches, key = (self.slots, element[1:-1]) if element.startswith("{") else (self.literals, element)
        return branches.setdefault(key, _Node())


class Match(msgspec.Struct, frozen=True):
    """The longest shape that begins at a token: its end (exclusive) and what its slots hold, in order."""

    end: int
    shape: Shape
    bindings: tuple[Binding, ...]


class DateShapes:
    """Finds where dates are written, without asking what day they mean."""

    def __init__(self, words: DateWords, numerals: Numerals) -> None:
        """Compile the shapes of a language once."""
        self.words = words
        self._numerals = numerals
        self._root = _Node()
        self._parts = words.day_part.words
        for shape in words.shape:
            for path in _spell_out(shape.form, self._parts):
                node = self._root
                for element in path:
                    node = node.step(element)
                node.shape = node.shape or shape
        self._lexicons = self._find_lexicons()
        self._openers = self._find_openers()
        self._in_digits = tuple(slot for slot in self._root.slots if slot in _IN_DIGITS)
        self._seconds = {word: self._find_seconds(word, slots) for word, slots in self._openers.items()}
        self._before, self._seasons, self._years = _words_before(words.before)
        self._nearest = frozenset(phrase[-1] for phrase in self._before)
        """The words that may stand right before a date and relate it."""

    def _find_lexicons(self) -> dict[str, set[str]]:
        """The words that can fill a slot, or begin to, by slot; digits and words with hyphens are not among them."""
        words = self.words
        lexicons: dict[str, set[str]] = {
            "w": set(words.weekday),
            "m": set(words.month),
            "s": set(words.season),
            "part": set(words.part),
            "dir": set(words.direction),
            "n": set(self._numerals.starters),
            "u": set(words.unit),
            "dash": set(words.dash),
        }
        for part in words.joined_parts:
            lexicons["m"] |= {part + month for month in words.month}
            lexicons["y"] = lexicons.get("y", set()) | {f"{part}{year}" for year in range(1900, 2100)}
        return lexicons

    def _find_openers(self) -> dict[str, tuple[str, ...]]:
        """The words that can begin a date, each with the slots that it can fill there."""
        openers: dict[str, tuple[str, ...]] = dict.fromkeys(self._root.literals, ())
        for slot in self._root.slots:
            for word in self._lexicons.get(slot, ()):
                openers[word] = (*openers.get(word, ()), slot)
        return openers

    def _find_seconds(self, opener: str, slots: tuple[str, ...]) -> frozenset[str] | None:
        """The words of which one must follow an opener that is no date alone; None where it is one, or may be."""
        nodes = [self._root.slots[slot] for slot in slots]
        if opener in self._root.literals:
            nodes.append(self._root.literals[opener])
        if any(node.shape is not None for node in nodes):
            return None
        seconds = set[str](self._numerals.inner if "n" in slots else ())
        for node in nodes:
            seconds.update(node.literals, *(self._lexicons.get(slot, ()) for slot in node.slots))
        return frozenset(seconds)

    def may_begin(self, folded: str) -> bool:
        """Whether a date may begin with a word."""
        return folded in self._openers or folded[:1].isdigit()

    def goes_on(self, tokens: list[Token], at: int) -> bool:
        """Whether the word after an opener may be the second of a date, where one must follow: most are not."""
        seconds = self._seconds.get(tokens[at].fold)
        if seconds is None:
            return True
        if at + 1 == len(tokens):
            return False
        fold = tokens[at + 1].fold
        return fold in seconds or "-" in fold or tokens[at + 1].text[0].isdigit()

    def match(self, tokens: list[Token], at: int) -> Match | None:
        """The longest date written from ``tokens[at]`` on; None where none begins there."""
        best: Match | None = None
        stack: list[tuple[_Node, int, tuple[Binding, ...]]] = [(self._root, at, ())]
        while stack:
            node, here, bindings = stack.pop()
            if node.shape is not None and (best is None or here > best.end) and _may_end(node.shape, tokens, here):
                best = Match(here, node.shape, bindings)
            if here >= len(tokens):
                continue
            token = tokens[here]
            # At the root only the slots that the word can fill are tried: most words that begin a date fill none.
            if node is not self._root:
                slots: Iterable[str] = node.slots
            else:
                slots = self._in_digits if token.text[0].isdigit() else self._openers.get(token.fold, ())
            for slot in slots:
                bound = self._bind(slot, tokens, here)
                if bound is not None:
                    end, value = bound
                    stack.append((node.slots[slot], end, bindings if value is None else (*bindings, (slot, value))))
            # Taken from the stack first: "the next day" is itself before it is {dir} {u}.
            following = node.literals.get(token.fold)
            if following is not None:
                stack.append((following, here + 1, bindings))
        return best

    def _bind(self, slot: str, tokens: list[Token], at: int) -> tuple[int, int | str | tuple[int, int] | None] | None:  # noqa: PLR0911
        """Read one slot: the index after it and its value (None where it tells nothing); None where it is not there."""
        token = tokens[at]
        word, words = token.fold, self.words
        match slot:
            case "d":
                day = _DAY.fullmatch(token.text)
                return None if day is None else (at + 1, int(day[1]))
            case "y":
                year = _YEAR.fullmatch(self._without_part(word))
                return None if year is None else (at + 1, int(year[0]))
            case "m":
                month = words.month.get(self._without_part(word)) if self._may_name(token) else None
                return None if month is None else (at + 1, month)
            case "w":
                weekday = words.weekday.get(word) if self._may_name(token) else None
                return None if weekday is None else (at + 1, weekday)
            case "s":
                season = words.season.get(word)
                return None if season is None else (at + 1, season)
            case "u":
                unit = words.unit.get(word)
                return None if unit is None else (at + 1, unit)
            case "dir":
                direction = words.direction.get(word)
                return None if direction is None else (at + 1, direction)
            case "n":
                number = self._numerals.read(tokens, at)
                return None if number is None or number.approximate else (number.end, int(number.value))
            case "iso":
                return (at + 1, token.text) if _ISO.fullmatch(token.text) else None
            case "slash":
                return (at + 1, token.text) if _SLASHED.fullmatch(token.text) else None
            case "dash":
                return (at + 1, None) if word in words.dash else None
            case "part":
                return (at + 1, None) if word in words.part else None
            case _:
                message = f"dates.toml: no slot is called {{{slot}}}"
                raise ValueError(message)

    def _may_name(self, token: Token) -> bool:
        return not self.words.capitalised or not token.text[0].islower() or "-" in token.fold

    def _without_part(self, word: str) -> str:
        for part in self.words.joined_parts:
            if word.startswith(part):
                return word[len(part) :]
        return word

    def look_back(self, tokens: list[Token], at: int) -> tuple[int, str]:
        """Where the words before the date at ``at`` begin and how they relate it (on, since, between, ...)."""
        if not at or tokens[at - 1].fold not in self._nearest:
            return at, ""
        words = tuple([token.fold for token in tokens[max(0, at - 6) : at]])
        for first in range(len(words)):
            relation = self._before.get(words[first:])
            if relation is not None:
                return at - len(words) + first, relation
        return at, ""

    def follows_season_word(self, tokens: list[Token], first: int, at: int) -> bool:
        """Whether ``tokens[first:at]`` may stand before a season that has no year."""
        return tuple(token.fold for token in tokens[first:at]) in self._seasons

    def follows_year_word(self, tokens: list[Token], first: int, at: int) -> bool:
        """Whether after ``tokens[first:at]`` a number of four digits is a year, whatever comes next."""
        return tuple(token.fold for token in tokens[first:at]) in self._years


def _may_end(shape: Shape, tokens: list[Token], end: int) -> bool:
    """Whether the token after the shape allows it."""
    if end >= len(tokens):
        return True
    after = tokens[end]
    if not after.text[0].isalnum():
        return after.fold not in shape.not_before
    if shape.only_before and after.fold not in shape.only_before:
        return False
    return after.fold not in shape.not_before and not shape.only_before_pause


def _spell_out(form: str, day_parts: tuple[str, ...]) -> list[list[str]]:
    """Every row of elements a form stands for, its choices taken and its optional elements in or out."""
    columns: list[list[tuple[str, ...]]] = []
    for element in form.split():
        optional = element.endswith(("?", "?}"))
        choices: list[tuple[str, ...]] = []
        for choice in element.replace("?", "").split("|"):
            choices += [tuple(words.split()) for words in day_parts] if choice == "{p}" else [(choice,)]
        columns.append([*choices, ()] if optional else choices)
    return [[word for choice in row for word in choice] for row in product(*columns)]


def _words_before(before: WordsBefore) -> tuple[dict[tuple[str, ...], str], set[tuple[str, ...]], set[tuple[str, ...]]]:
    """What may stand in front of a date with how it relates it; in front of a season; in front of a year."""
    found: dict[tuple[str, ...], str] = {(determiner,): "on" for determiner in before.determiners}
    for relation in ("on", "since", "until", "before", "after", "between"):
        phrases: tuple[str, ...] = getattr(before, relation)
        for phrase in phrases:
            words = tuple(phrase.split())
            found[words] = relation
            for determiner in before.determiners:
                found.setdefault((*words, determiner), relation)
    seasons = {tuple(phrase.split()) for phrase in before.season}
    for words in seasons:
        found.setdefault(words, "on")
    years = {tuple(phrase.split()) for phrase in before.year}
    for words in years:
        found.setdefault(words, "on")
    return found, seasons, years


@lru_cache(maxsize=16)
def load_date_shapes(language: str) -> DateShapes:
    """The date shapes of a language, compiled once."""
    words = decode_toml(read_language_file(language, "dates.toml"), DateWords)
    return DateShapes(words, load_numerals(language))

"""How much of what: figures with their units and goods, and goods that are named without a figure."""

import re
from functools import lru_cache

import msgspec

from service.extract.amounts.goods import Item, load_amount_words, load_goods
from service.extract.amounts.numerals import Numeral, Numerals, load_numerals
from service.extract.language_files import load_language
from service.extract.text.tokens import Token, load_tokenizer

_COUNTED_KINDS = frozenset({"currency", "mass", "volume", "dose", "count", "power", "energy"})
_FEWEST = 2  # "several" and a collective in the plural ("dozens") are at least two of it
_FEWEST_PERSONS = 10  # "the two men" are people of the story; below this only soldiers and the like are counted
_LONGEST_PHRASE = 4
_PAIR = 2
_HELP = frozenset({"relief", "aid", "funds", "donation"})
_WEIGHED = "pound"  # the name of currencies that weights have too
_NEVER_ARMS = frozenset({"hospital", "medicine", "vaccines", "food", "rice", "wheat", "tents", "blankets", "doctors"})
"""Goods that "military" beside them does not make arms: a military field hospital heals."""
_THOUSAND = 1000
_LEAST_POUNDS = 10_000  # below this they are no aid of a state's
_MASS = "t"  # what goods are weighed in that are told without a unit


_IN_THOUSANDS = frozenset({"currency", "mass"})
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""A figure that may be grouped by the mark that parts decimals."""


class AmountMention(msgspec.Struct, frozen=True):
    """A quantity in a sentence: tokens ``first`` .. ``last`` (exclusive), its approximating words included.

    ``min`` and ``max`` are equal for a figure, one of them None for "more than" and "up to", both None for goods
    without a figure. "Dozens of" is at least two dozen. ``unit`` is a code of ``seeds/units.csv`` and ``item`` an
    English noun; both are None where the figure counts what was named before ("500,000 more"). ``head`` is the
    token index of the counted noun, which in English may stand after ``last`` (3,000 Ethiopian soldiers).
    """

    first: int
    last: int
    min: float | None
    max: float | None
    approximate: bool
    unit: str | None
    item: str | None
    military: bool
    head: int | None

    @property
    def counted(self) -> bool:
        """Whether there is a figure, or a bound of one, and not goods alone."""
        return self.min is not None or self.max is not None


class _Figure(msgspec.Struct):
    """A figure with the words before it: its bounds, and the range of tokens it takes."""

    first: int
    end: int
    min: float | None
    max: float | None
    approximate: bool
    spelt: bool  # in a way that no year or telephone number is: groups, scales, collectives


class _Counted(msgspec.Struct):
    """What a figure counts: where its name ends (the figure's own end when words stand between)."""

    end: int
    head: int
    unit: str | None
    item: Item | None
    kind: str
    goods_at: int = -1  # where the goods are named, when that is not the head


def _by_thousand(bound: float | None) -> float | None:
    """A bound that was read with decimals where its mark grouped thousands; one that was not stays."""
    return bound if bound is None or bound >= _THOUSAND else round(bound * _THOUSAND)


class Amounts:
    """Reads the amounts of one language."""

    def __init__(self, language: str) -> None:
        """Gather what is known of figures and goods in a language."""
        words = load_amount_words(language)
        self._language = language
        self._words = words
        self._goods_of = load_goods(language)
        self._stop_words = load_language(language).stop_words
        self._numerals: Numerals = load_numerals(language)
        self._starters = self._numerals.starters | words.several | words.few | self._goods_of.signs
        self._before = {
            tuple(phrase.split()): sense
            for sense in ("about", "over", "at_least", "up_to", "under", "between")
            for phrase in getattr(words, sense)
        }
        self._nearest = frozenset(phrase[-1] for phrase in self._before)
        self._of = {tuple(phrase.split()) for phrase in words.of}
        self._others = {tuple(phrase.split()) for phrase in words.others}
        self._military = {tuple(phrase.split()) for phrase in words.military}

    def may_begin(self, folded: str) -> bool:
        """Whether an amount may begin with a word: a figure, or goods named without one."""
        return folded in self._goods_of.names or self._opens_figure(folded)

    def find(self, tokens: list[Token], begin: list[int] | None = None) -> list[AmountMention]:
        """The amounts of a sentence's tokens, in order and without overlap."""
        if begin is None:
            begin = [at for at, token in enumerate(tokens) if self.may_begin(token.fold)]
        mentions: list[AmountMention] = []
        free, taken = 0, set[int]()
        for at in begin:
            if at < free:
                continue
            folded = tokens[at].fold
            mention = self._counted_at(tokens, at, taken) if self._opens_figure(folded) else None
            if mention is None and folded in self._goods_of.names and at not in taken:
                mention = self._bare_at(tokens, at)
            if mention is not None:
                mention = self._with_gloss(tokens, mention)
                mentions.append(mention)
                free = mention.last
        return mentions

    def _with_gloss(self, tokens: list[Token], mention: AmountMention) -> AmountMention:
        """A sum with the same in another currency behind it in brackets: "a $90 million (about £72 million) loan"."""
        at = mention.last
        if mention.item != self._words.money or mention.unit is None or at + 2 >= len(tokens) or tokens[at].text != "(":
            return mention
        for begin in range(at + 1, min(at + 1 + _LONGEST_PHRASE, len(tokens))):
            if self._opens_figure(tokens[begin].fold):
                gloss = self._counted_at(tokens, begin, set())
                if gloss is not None and gloss.item == self._words.money and gloss.unit is not None:
                    closed = gloss.last < len(tokens) and tokens[gloss.last].text == ")"
                    return msgspec.structs.replace(mention, last=gloss.last + 1) if closed else mention
                return mention
        return mention

    def _opens_figure(self, folded: str) -> bool:
        return (
            folded in self._starters
            or folded[:1].isdigit()
            or ("-" in folded and folded.split("-", 1)[0] in self._starters)
        )

    def _counted_at(self, tokens: list[Token], at: int, taken: set[int]) -> AmountMention | None:
        """The figure at ``at`` with what it counts, which is added to ``taken``; a sign may stand before it."""
        sign = self._goods_of.unit(tokens, at)
        if (
            sign is not None
            and sign[1].kind == "currency"
            and sign[0] < len(tokens)
            and tokens[sign[0]].text[0].isdigit()
        ):
            figure = self._figure(tokens, sign[0])
            if figure is None:
                return None
            figure.first, sense = self._sense(tokens, at)
            self._bound(figure, sense)
            end, item, goods_at = self._goods(tokens, figure.end)
            taken.add(goods_at)
            return self._mention(tokens, figure, _Counted(end, at, sign[1].code, item, "currency"))
        figure = self._figure(tokens, at)
        if figure is None:
            return None
        counted = self._joined_unit(tokens, figure.end) or self._noun(tokens, figure.end)
        if counted is None:
            return self._elliptical(tokens, figure)
        goods = counted.goods_at >= 0 and counted.item is not None and counted.item.name not in _HELP
        if counted.unit == _WEIGHED and (goods or (figure.max or figure.min or 0) < _LEAST_POUNDS):
            # "500 pounds of rice", and in French books
            return None
        if counted.kind == "count" and counted.unit == _MASS:
            if tokens[figure.end].fold in self._words.valued:
                # "30 billion in aid", of a currency that is not known: how much aid is not told.
                figure.min = figure.max = counted.unit = None
            elif figure.approximate or self._after_of(tokens, figure.end) == figure.end:
                # "160 000 sacs de riz", "500 repas": so many of them; but "25 000 tonnes de riz et 10 000 de blé".
                counted.unit = "items"
        if counted.item is not None and counted.unit is None and counted.item.name == self._words.money:
            # "two loans worth a combined 600 million": so many are told, not how much.
            figure.min = figure.max = None
        if (
            counted.unit == "persons"
            and (figure.max or figure.min or 0) < _FEWEST_PERSONS
            and not (counted.item and counted.item.bare)
        ):
            return None
        if counted.kind in _IN_THOUSANDS and figure.end == at + 1 and _THOUSANDS.fullmatch(tokens[at].text):
            # "82,698 euros" in French: no sum has three decimals.
            figure.min, figure.max = _by_thousand(figure.min), _by_thousand(figure.max)
        taken |= {counted.head, counted.goods_at}
        return self._mention(tokens, figure, counted)

    def _figure(self, tokens: list[Token], at: int) -> _Figure | None:
        """A number or a range of numbers with the words that make it more or less exact."""
        if (tokens[at].fold in self._words.several or tokens[at].fold in self._words.few) and at + 1 < len(tokens):
            number = self._numerals.read(tokens, at + 1) if self._opens_figure(tokens[at + 1].fold) else None
            if number is not None and (number.vague or self._numerals.multiplies(tokens[at + 1])):
                return _Figure(at, number.end, number.value * _FEWEST, None, approximate=True, spelt=True)
            if tokens[at].fold in self._words.few:
                return None
            return _Figure(at, at + 1, float(_FEWEST), None, approximate=True, spelt=False)
        number = self._numerals.read(tokens, at)
        if number is None or (number.value == 1 and number.end == at + 1 and not tokens[at].text[0].isdigit()):
            return None
        first, sense = self._sense(tokens, at)
        second = self._second(tokens, number, sense)
        spelt = number.end > at + 1 or not tokens[at].text.isdigit()
        if second is not None:
            low, high = self._scale_alike(tokens, at, number, second)
            return _Figure(first if sense == "between" else at, second.end, low, high, approximate=True, spelt=True)
        if sense == "between":
            first, sense = at, ""
        figure = _Figure(first, number.end, number.value, number.value, number.approximate, spelt)
        if number.vague:
            figure.min, figure.max = number.value * _FEWEST, None
        elif number.end < len(tokens) and tokens[number.end].text == "(":
            figure.end = self._after_gloss(tokens, number)
        self._bound(figure, sense)
        return figure

    def _after_gloss(self, tokens: list[Token], number: Numeral) -> int:
        """The index after the same figure told again in brackets: 15 lakh (1.5 million) doses."""
        inside = self._numerals.read(tokens, number.end + 1) if number.end + 1 < len(tokens) else None
        if inside is not None and inside.value == number.value and inside.end < len(tokens):
            return inside.end + 1 if tokens[inside.end].text == ")" else number.end
        return number.end

    def _sense(self, tokens: list[Token], at: int) -> tuple[int, str]:
        """Where the words that bound the figure at ``at`` begin, and how they do; ``(at, "")`` without any."""
        if not at or tokens[at - 1].fold not in self._nearest:
            return at, ""
        words = tuple([token.fold for token in tokens[max(0, at - _LONGEST_PHRASE) : at]])
        for first in range(len(words)):
            sense = self._before.get(words[first:])
            if sense is not None:
                begin = at - len(words) + first
                # "handed over 20 ambulances": the word belongs to the verb.
                particle = begin == at - 1 and begin > 0 and tokens[begin - 1].fold in self._words.handing
                return (at, "") if particle and sense == "over" else (begin, sense)
        return at, ""

    def bounds(self, tokens: list[Token], at: int) -> tuple[int, int] | None:
        """Where the words before a number that say how exact it is begin, and where it ends; None without such."""
        first, sense = self._sense(tokens, at)
        number = self._numerals.read(tokens, at) if sense not in {"", "between"} else None
        article = number is not None and number.end == at + 1 and number.value == 1
        return (first, number.end) if number is not None and not article else None

    def _bound(self, figure: _Figure, sense: str) -> None:
        figure.approximate = figure.approximate or sense not in {"", "between"}
        if sense in {"over", "at_least"}:
            figure.max = None
        elif sense in {"up_to", "under"}:
            figure.min = None

    def _second(self, tokens: list[Token], number: Numeral, sense: str) -> Numeral | None:
        """The second figure of a range: 3 à 5 millions, between 3 and 5 million."""
        at = number.end
        if at + 1 >= len(tokens) or number.approximate:
            return None
        word = tokens[at].fold
        if word not in self._words.to and not (word in self._words.and_ and sense == "between"):
            return None
        second = self._numerals.read(tokens, at + 1) if self._opens_figure(tokens[at + 1].fold) else None
        return second if second is not None and second.value > number.value else None

    def _scale_alike(self, tokens: list[Token], at: int, first: Numeral, second: Numeral) -> tuple[float, float]:
        """In "3 à 5 millions" the first figure counts millions too."""
        base = (
            self._numerals.read_digits(tokens[first.end + 1].text) if tokens[first.end + 1].text[0].isdigit() else None
        )
        if base and first.end == at + 1 and first.value < base:
            return first.value * (second.value / base), second.value
        return first.value, second.value

    def _joined_unit(self, tokens: list[Token], at: int) -> _Counted | None:
        """The unit joined to the figure that ends at ``at``: 500 million-euro, 300-million-dollar, 1,000-tonne."""
        if at + 1 < len(tokens) and tokens[at].text == "-" and not tokens[at].space:
            measure = self._goods_of.unit(tokens, at + 1)
            if measure is not None and measure[1].kind in _COUNTED_KINDS and not tokens[at + 1].space:
                end, goods, goods_at = self._goods(tokens, measure[0])
                return _Counted(end, at + 1, measure[1].code, goods, measure[1].kind, goods_at)
        joined = tokens[at - 1].text.partition("-")[2]
        while joined:
            unit = self._goods_of.unit(load_tokenizer(self._language).tokenize(joined), 0)
            if unit is not None and unit[1].kind == "currency":
                return _Counted(at, at - 1, unit[1].code, None, "currency")
            # "seven-million-euro"
            joined = joined.partition("-")[2]
        return None

    def _noun(self, tokens: list[Token], at: int) -> _Counted | None:
        """What the figure that ends at ``at`` counts: a unit, with its goods, or goods."""
        start = self._after_of(tokens, at)
        for head in range(start, min(start + self._words.gap + 1, len(tokens))):
            unit, item = self._goods_of.unit(tokens, head), self._goods_of.item(tokens, head)
            near = head == start
            if item is not None and unit is not None and item[0] == unit[0] and unit[1].kind == "count":
                # "bags" are goods themselves, but of "bags of rice" the rice is.
                end, goods, goods_at = self._goods(tokens, unit[0])
                if goods is not None:
                    return _Counted(end if near else at, head, unit[1].code, goods, "count", goods_at)
            money = unit is not None and unit[1].kind == "currency"
            if item is not None and (unit is None or item[0] >= unit[0] + money):
                goods = item[1]
                return _Counted(item[0] if near else at, head, goods.unit, goods, "count")
            if unit is not None and unit[1].kind in _COUNTED_KINDS:
                end, goods, goods_at = self._goods(tokens, unit[0])
                return _Counted(end if near else at, head, unit[1].code, goods, unit[1].kind, goods_at)
            if not self._may_stand_between(tokens[head]):
                return None
        return None

    def _may_stand_between(self, token: Token) -> bool:
        return token.text[0].isalpha() and token.fold not in self._stop_words

    def _goods(self, tokens: list[Token], at: int) -> tuple[int, Item | None, int]:
        """The goods after a unit ("tonnes de blé"): the index after them, they, and where; ``at`` where none are."""
        if at + 1 < len(tokens) and tokens[at].fold in self._words.loads:
            # "a 1,000-tonne shipment of rice"
            at += 1
        start = self._after_of(tokens, at)
        if start == at:
            return at, None, -1
        for head in range(start, min(start + self._words.gap + 1, len(tokens))):
            item = self._goods_of.item(tokens, head)
            if item is not None:
                return (item[0] if head == start else at), item[1], head
            if not self._may_stand_between(tokens[head]):
                break
        return at, None, -1

    def _after_of(self, tokens: list[Token], at: int) -> int:
        if at + 1 < len(tokens) and tokens[at].text == "-" and tokens[at + 1].fold in self._words.strong:
            return at + 2
        words = tuple([token.fold for token in tokens[at : at + 3]])
        if len(words) > _PAIR and words[:_PAIR] in self._of:
            return at + _PAIR
        return at + 1 if len(words) > 1 and words[:1] in self._of else at

    def _elliptical(self, tokens: list[Token], figure: _Figure) -> AmountMention | None:
        """A figure that counts what was named before: nothing that it could count follows."""
        value = figure.max or figure.min or 0
        fewest = 100 if figure.approximate else 1000
        if value < fewest or not (figure.spelt or figure.approximate):
            return None
        if figure.end < len(tokens):
            after = tokens[figure.end]
            others = any(
                tuple(token.fold for token in tokens[figure.end : figure.end + length]) in self._others
                for length in (1, 2)
            )
            closed = not after.text[0].isalnum() and after.text not in {"%", "°", "/", ":"}
            if (
                not (others or closed or after.fold in self._stop_words)
                or self._after_of(tokens, figure.end) > figure.end
            ):
                return None
        return AmountMention(
            figure.first, figure.end, figure.min, figure.max, figure.approximate, None, None, military=False, head=None
        )

    def _mention(self, tokens: list[Token], figure: _Figure, counted: _Counted) -> AmountMention:
        item = counted.item
        name = (
            item.name
            if item is not None
            else {"currency": self._words.money, "dose": self._words.dose}.get(counted.kind)
        )
        military = item is not None and (
            item.military or (item.name not in _NEVER_ARMS and self._is_military(tokens, counted))
        )
        end = max(counted.end, figure.end)
        return AmountMention(
            figure.first, end, figure.min, figure.max, figure.approximate, counted.unit, name, military, counted.head
        )

    def _is_military(self, tokens: list[Token], counted: _Counted) -> bool:
        """Whether an adjective beside the goods makes them military."""
        places = [(counted.end, 1), (counted.end, 2), (counted.head + 1, 1), (counted.head - 1, 1)]
        return any(
            at >= 0 and tuple(token.fold for token in tokens[at : at + length]) in self._military
            for at, length in places
        )

    def _bare_at(self, tokens: list[Token], at: int) -> AmountMention | None:
        """Goods named without a figure."""
        found = self._goods_of.item(tokens, at)
        if found is None or not found[1].bare:
            return None
        end, item = found
        beside = item.name not in _NEVER_ARMS and self._is_military(tokens, _Counted(end, at, None, item, ""))
        military = item.military or beside
        return AmountMention(
            at, end, None, None, approximate=False, unit=None, item=item.name, military=military, head=at
        )


def find_amounts(tokens: list[Token], language: str, begin: list[int] | None = None) -> list[AmountMention]:
    """Every amount in a sentence's tokens, in order and without overlap.

    ``begin`` are the places where one may begin, where they are known.
    """
    return load_amounts(language).find(tokens, begin)


@lru_cache(maxsize=16)
def load_amounts(language: str) -> Amounts:
    """The reader of amounts of a language."""
    return Amounts(language)

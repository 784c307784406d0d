"""What one verb gives to several: each figure goes to the one named right behind it.

"25,000 tonnes of wheat to Mali, 50,000 to Chad and 30,000 to Niger" are three gifts; the later figures take their
unit and their goods from the first.
"""

import msgspec

from service.extract.acts.match import date_of
from service.extract.amounts.francs import own_franc
from service.extract.amounts.mentions import AmountMention
from service.extract.amounts.numerals import load_numerals
from service.extract.claims import Claim
from service.extract.language import Language
from service.extract.parties.actors import Resolver
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.text.tokens import Token

_FEWEST = 2


class _Pair(msgspec.Struct):
    amount: AmountMention
    codes: tuple[str, ...]
    last: int
    day: Chunk | None = None


def share_out(
    claims: list[Claim], clause: Clause, items: list[Chunk], tokens: list[Token], resolver: Resolver
) -> list[Claim]:
    """The claims of a clause with each figure given to its own receiver; unchanged where there are no such pairs."""
    if not claims:
        return claims
    counted = next((c.amount for c in claims if c.amount is not None and c.amount.min is not None), None)
    if counted is None:
        return claims
    pairs = _pairs(clause, items, tokens, resolver, counted)
    if len(pairs) < _FEWEST:
        return claims
    first, *later = pairs
    given = next((c for c in claims if c.amount is not None and _same(c.amount, first.amount)), None)
    if given is None or not set(first.codes) <= set(given.targets):
        return claims
    own = msgspec.structs.replace(given, targets=first.codes)
    rest = [c for c in claims if c.amount is None or not any(_same(c.amount, pair.amount) for pair in pairs)]
    _date(pairs, items)
    told = [_share(given, first.amount, pair, tokens) for pair in later]
    for one, pair in zip(told, later, strict=True):
        when = [] if pair.day is None else [pair.day]
        one.when = date_of(when, planned=given.stage == "planned", published=resolver.memory.published) or given.when
    return [own, *told, *rest]


def _date(pairs: list[_Pair], items: list[Chunk]) -> None:
    """Give each further gift its own date: behind whom it goes to where the first has its own there, else before it."""
    days = [item for item in items if item.kind == "date"]
    bounds = [*(pair.amount.first for pair in pairs[1:]), items[-1].last]
    behind = [
        next((day for day in days if pair.last <= day.first < end), None)
        for pair, end in zip(pairs, bounds, strict=True)
    ]
    before = [None, *behind[:-1]]
    own = behind if behind[-1] is not None else before
    for pair, day in zip(pairs, own, strict=True):
        pair.day = day


def share_respectively(claims: list[Claim], tokens: list[Token], language: Language) -> list[Claim]:
    """The claims with the first figure for the first party named, and so on: "10 and 20 million respectively"."""
    words = language.grammar.groups.respectively
    if not claims or words.isdisjoint([token.fold for token in tokens]):
        return claims
    counted = [claim for claim in claims if claim.amount is not None and claim.amount.min is not None]
    if not counted:
        return claims
    given = counted[0]
    parties = given.sources if len(given.sources) > 1 else given.targets
    figures = _figures(counted, tokens, language)
    if len(parties) < _FEWEST or len(figures) != len(parties):
        return claims
    rest = [claim for claim in claims if claim not in counted]
    shared = [
        msgspec.structs.replace(given, amount=figure, sources=(party,))
        if parties is given.sources
        else msgspec.structs.replace(given, amount=figure, targets=(party,))
        for party, figure in zip(parties, figures, strict=True)
    ]
    return [*shared, *rest]


def _figures(counted: list[Claim], tokens: list[Token], language: Language) -> list[AmountMention]:
    """The figures of the claims in text order, and before a single one those that leave out its unit."""
    amounts = {claim.amount.first: claim.amount for claim in counted if claim.amount is not None}
    if len(amounts) > 1:
        return [amounts[at] for at in sorted(amounts)]
    last = next(iter(amounts.values()))
    numerals = load_numerals(language.code)
    base = numerals.read_digits(tokens[last.first].text) if tokens[last.first].text[0].isdigit() else None
    if not base or last.min is None:
        return [last]
    joins = language.grammar.coordination.and_
    found = [last]
    at = last.first
    while at > 1 and (tokens[at - 1].text == "," or tokens[at - 1].fold in joins) and tokens[at - 2].text[0].isdigit():
        value = numerals.read_digits(tokens[at - 2].text)
        if not value:
            break
        value = value / base * last.min
        found.insert(0, msgspec.structs.replace(last, min=value, max=value))
        at -= 2
    return found


def _pairs(
    clause: Clause, items: list[Chunk], tokens: list[Token], resolver: Resolver, counted: AmountMention
) -> list[_Pair]:
    """Figures with whom they go to, as long as all stand behind the same preposition.

    The first may stand before the verb ("25,000 tonnes went to Mali, as much to Chad"): it is what the verb gives.
    """
    pairs: list[_Pair] = []
    prep = ""
    comprises = resolver.memory.language.grammar.groups.comprises
    subject = clause.subject
    figure = counted if subject is not None and subject.first <= counted.first < subject.last else None
    for item in items[clause.at + 1 :]:
        if item.kind in {"vg", "sub", "rel"} and not _makes_up(item, comprises):
            break
        if figure is not None and item.kind == "np" and item.prep:
            codes = resolver.place(item) or resolver.resolve(item).codes
            prep = prep or item.prep
            if codes and item.prep == prep:
                pairs.append(_Pair(figure, codes, item.end))
        figure = _figure(item, pairs, tokens, resolver.memory.language.grammar.groups.same)
    return pairs


def _figure(item: Chunk, pairs: list[_Pair], tokens: list[Token], same: frozenset[str]) -> AmountMention | None:
    """The figure that a piece of the sentence is; behind another one it may lack a unit, or be but "the same"."""
    inner = _sum_inside(item)
    if inner is not None:
        return inner
    if item.amount is not None:
        return item.amount if item.kind == "np" and item.amount.min is not None else None
    if not pairs:
        return None
    if " ".join(token.fold for token in tokens[item.first : item.last]) in same:
        return msgspec.structs.replace(pairs[-1].amount, first=item.first, last=item.last)
    at = item.last - 1
    if item.kind != "np" or item.head or item.prep or not tokens[at].text.isdecimal():
        return None
    value = float(tokens[at].text)
    return AmountMention(
        first=at, last=at + 1, min=value, max=value, approximate=False, unit=None, item=None, military=False, head=None
    )


def _makes_up(item: Chunk, comprises: frozenset[str]) -> bool:
    """Whether a participle tells what a gift is made up of: "une aide constituée de 100 tonnes"."""
    return item.vg is not None and item.vg.form == "pastpart" and item.vg.lemma in comprises


def _sum_inside(item: Chunk) -> AmountMention | None:
    """The figure of what is named as a gift: "a gift of 25 tonnes"."""
    if item.kind != "np" or (item.amount is not None and item.amount.min is not None):
        return None
    return next((c.amount for c in item.comps if c.amount is not None and c.amount.min is not None), None)


def _share(given: Claim, first: AmountMention, pair: _Pair, tokens: list[Token]) -> Claim:
    amount = pair.amount
    targets = tuple(code for code in pair.codes if code not in given.sources)
    goods = msgspec.structs.replace(
        amount,
        unit=own_franc(amount.unit or first.unit, (*given.sources, *targets)),
        item=amount.item or first.item,
        military=amount.military or first.military,
    )
    start, end = tokens[amount.first].start, tokens[pair.last - 1].end
    return msgspec.structs.replace(given, targets=targets, amount=goods, start=start, end=end)


def _same(one: AmountMention, other: AmountMention) -> bool:
    return (one.first, one.last) == (other.first, other.last)

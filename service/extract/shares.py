"""What one verb gives to several: each figure goes to the one named right behind it.

"25,000 tonnes of wheat to Mali, 50,000 to Chad and 30,000 to Niger" are three gifts; the later figures take their
unit and their goods from the first.
"""

import msgspec

from service.extract.actors import Resolver
from service.extract.amounts import AmountMention
from service.extract.chunks import Chunk
from service.extract.claims import Claim
from service.extract.clauses import Clause
from service.extract.tokens import Token

_FEWEST = 2


class _Pair(msgspec.Struct):
    amount: AmountMention
    codes: tuple[str, ...]
    last: int


def share_out(
    claims: list[Claim], clause: Clause, items: list[Chunk], tokens: list[Token], resolver: Resolver
) -> list[Claim]:
    """The claims of a clause with each figure given to its own receiver; unchanged where there are no such pairs."""
    if not claims:
        return claims
    pairs = _pairs(clause, items, tokens, resolver)
    if len(pairs) < _FEWEST:
        return claims
    first, *later = pairs
    given = next((c for c in claims if c.amount is not None and _same(c.amount, first.amount)), None)
    if given is None or not set(first.codes) <= set(given.targets):
        return claims
    own = msgspec.structs.replace(given, targets=first.codes)
    rest = [c for c in claims if c.amount is None or not any(_same(c.amount, pair.amount) for pair in pairs)]
    return [own, *(_share(given, first.amount, pair, tokens) for pair in later), *rest]


def _bare(figure: Chunk, tokens: list[Token]) -> AmountMention | None:
    """A figure alone ("30 to Togo"): an amount only because another one with its unit came before."""
    at = figure.last - 1
    if figure.kind != "np" or figure.head or figure.prep or not tokens[at].text.isdecimal():
        return None
    value = float(tokens[at].text)
    return AmountMention(
        first=at, last=at + 1, min=value, max=value, approximate=False, unit=None, item=None, military=False, head=None
    )


def _pairs(clause: Clause, items: list[Chunk], tokens: list[Token], resolver: Resolver) -> list[_Pair]:
    """Figures behind the verb with whom they go to, as long as all stand behind the same preposition."""
    pairs: list[_Pair] = []
    prep = ""
    for figure, receiver in zip(items[clause.at + 1 :], items[clause.at + 2 :], strict=False):
        if figure.kind in {"vg", "sub", "rel"}:
            break
        amount = figure.amount or (_bare(figure, tokens) if pairs else None)
        if figure.kind != "np" or amount is None or amount.min is None or receiver.kind != "np" or not receiver.prep:
            continue
        codes = resolver.place(receiver) or resolver.resolve(receiver).codes
        prep = prep or receiver.prep
        if codes and receiver.prep == prep:
            pairs.append(_Pair(amount, codes, receiver.end))
    return pairs


def _share(given: Claim, first: AmountMention, pair: _Pair, tokens: list[Token]) -> Claim:
    amount = pair.amount
    goods = msgspec.structs.replace(
        amount,
        unit=amount.unit or first.unit,
        item=amount.item or first.item,
        military=amount.military or first.military,
    )
    targets = tuple(code for code in pair.codes if code not in given.sources)
    start, end = tokens[amount.first].start, tokens[pair.last - 1].end
    return msgspec.structs.replace(given, targets=targets, amount=goods, start=start, end=end)


def _same(one: AmountMention, other: AmountMention) -> bool:
    return (one.first, one.last) == (other.first, other.last)

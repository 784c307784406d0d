"""What one act of giving or sending is told to comprise: a claim for each of its goods, with figure and domain.

"3,000 tonnes of rice worth two million" are rice, once; "military aid of ten million" is ten million, for arms.
"""

import msgspec

from service.extract.amounts.francs import shared_names
from service.extract.amounts.mentions import AmountMention
from service.extract.claims import Claim
from service.extract.lexicon.grammar import Grammar
from service.extract.syntax.chunk import Chunk
from service.extract.text.tokens import Token, fold

GENERIC = frozenset({"relief", "donation", "funds", "equipment", "aid", "food"})
"""Goods so named beside counted ones are those very goods ("25 000 tonnes de blé à titre d'aide")."""
FORCES = frozenset({"troops", "instructors"})
"""What is sent, never promised as goods are: their going is planned."""
_DUAL_USE = frozenset({"aircraft", "vehicles", "drones", "ships"})
_CURRENCY_CODE = 3  # letters
_OF_A = 2  # tokens from a part to the sum that it is part of
_BEFORE = 4  # tokens before a figure that may call it a value


def split_goods(
    claim: Claim,
    goods: list[AmountMention],
    tokens: list[Token],
    grammar: Grammar,
    *,
    convertible: bool,
    armed: bool,
) -> list[Claim]:
    """A claim for each of the goods told beside it; none where an act of aid names no goods.

    ``convertible``: arms among the goods make aid military support; ``armed``: the sentence speaks of forces;
    ``grammar`` tells which words make a sum the worth of goods, and which tell a sum again.
    """
    if not goods:
        return [] if convertible and claim.type in {"AidDelivered", "AidPledged"} else [claim]
    made: list[Claim] = []
    forces = armed
    # "helicopters and radars": what stands beside arms is military too.
    armed = armed or any(good.military for good in goods)
    for amount in _told_once(goods, tokens, grammar):
        military = amount.military or (armed and amount.item in _DUAL_USE)
        one = amount
        if forces and amount.item == "equipment":
            one = msgspec.structs.replace(amount, item="arms", military=True)
            military = True
        part = msgspec.structs.replace(claim, amount=one, military=military)
        sent = claim.type == "AidPledged" and amount.item in FORCES
        if convertible and military and (claim.type == "AidDelivered" or sent):
            part.type = "MilitarySupportProvided"
        made.append(part)
    return made


def find_worth(items: list[Chunk], tokens: list[Token], after: int, valuations: frozenset[str]) -> AmountMention | None:
    """The sum told behind an act, set off from it, as the worth of what was given: ", soit 15 millions de dollars".

    ``after`` is the token behind the words that tell the act; no other verb may come between.
    """
    relative = False
    for item in items:
        if item.first < after:
            continue
        relative = relative or item.kind == "rel"
        # "a gift made up of rice valued at two million": what only describes the gift tells of nothing else.
        describes = item.vg is not None and item.vg.form == "pastpart"
        own = (
            item.vg is not None
            and not describes
            and not any(token.fold in valuations for token in tokens[item.vg.first : item.vg.last])
        )
        if own and relative:
            # "suspends the part of its aid that goes to the state, or sixty million": a relative clause tells of it.
            relative = own = False
        if own or (item.kind == "mark" and item.head == ";"):
            return None
        if item.amount is not None and item.amount.counted and is_valued(item.amount, tokens, valuations):
            return item.amount
    return None


def worth_before(items: list[Chunk], before: int, costs: frozenset[str]) -> AmountMention | None:
    """The sum that a sentence sets out with as the worth of what it goes on to tell: "D'un montant de 2 millions, "."""
    first = items[0] if items else None
    if first is None or first.kind != "np" or first.last > before or first.head not in costs or not first.prep:
        return None
    told = (part.amount for part in (first, *first.comps))
    return next((one for one in told if one is not None and one.counted and is_money(one.unit)), None)


def named_behind(items: list[Chunk], after: int) -> list[AmountMention]:
    """The goods that a colon at the end of a sentence lists, no verb behind it: "a gift to Laos: 40 ambulances"."""
    colon = next((at for at, item in enumerate(items) if item.kind == "mark" and item.head == ":"), -1)
    behind = items[colon + 1 :] if colon >= 0 and items[colon].first >= after else []
    if any(item.kind in {"vg", "rel", "sub"} for item in behind):
        return []
    told = [part.amount for item in behind if item.kind == "np" for part in (item, *item.conj)]
    return [one for one in told if one is not None and one.counted]


def is_money(unit: str | None) -> bool:
    """Whether a unit is a currency (ISO 4217), or a name that several currencies share."""
    return unit is not None and ((len(unit) == _CURRENCY_CODE and unit.isupper()) or unit in shared_names())


def _told_once(goods: list[AmountMention], tokens: list[Token], grammar: Grammar) -> list[AmountMention]:
    """The goods without those that only name, or value, others of them."""
    counted = [g for g in goods if g.counted]
    counted = [g for g in counted if not any(_repeats(g, other, tokens, grammar) for other in counted)]
    counted = [g for g in counted if not any(_becomes(g, other, tokens, grammar) for other in counted)]
    shipped = [g for g in counted if not is_money(g.unit)]
    if shipped:
        counted = [g for g in counted if g in shipped or not is_valued(g, tokens, grammar.valuations)]
    items = {g.item for g in counted}
    named = [g for g in goods if not g.counted]
    if counted and not shipped:
        # "une aide militaire de 100 millions": the sum is for arms.
        military = any(g.military for g in named)
        named = [
            g for g in named if not g.military and not any(is_valued(c, tokens, grammar.valuations) for c in counted)
        ]
        counted = [msgspec.structs.replace(g, military=g.military or military) for g in counted]
    kept = [g for g in named if g.item not in items and not (counted and g.item in GENERIC)]
    order = {id(g): g.first for g in (*counted, *kept)}
    return sorted((*counted, *kept), key=lambda g: order[id(g)])


def _repeats(money: AmountMention, told: AmountMention, tokens: list[Token], grammar: Grammar) -> bool:
    """Whether a sum only tells that before it again, in another currency, or as the whole that it is part of.

    "5 million euros, or about 6 million dollars", "the first 600 million of a two-billion loan".
    """
    if not (is_money(money.unit) and is_money(told.unit)) or told.last > money.first:
        return False
    between = tokens[told.last : money.first]
    if money.unit != told.unit:
        return bool(between) and all(token.fold in grammar.groups.restating for token in between)
    larger = (money.min or 0) > (told.min or 0)
    return larger and 0 < len(between) <= _OF_A and between[0].fold in grammar.prepositions.possession


def _becomes(was: AmountMention, now: AmountMention, tokens: list[Token], grammar: Grammar) -> bool:
    """Whether a sum is only what another was before: "raised its aid from $20 million to $40 million"."""
    if not is_money(was.unit) or was.unit != now.unit or was.last > now.first:
        return False
    before = tokens[max(0, was.first - 1) : was.first + 1]
    between = tokens[was.last : now.first]
    up_to = {fold(word) for word in grammar.prepositions.dative}
    begins = any(token.fold in grammar.groups.from_to for token in before)
    return begins and len(between) == 1 and between[0].fold in up_to


def is_valued(money: AmountMention, tokens: list[Token], valuations: frozenset[str]) -> bool:
    """Whether a sum is told as the worth of something."""
    before = tokens[max(0, money.first - _BEFORE) : money.first + 1]
    return is_money(money.unit) and any(token.fold in valuations for token in before)

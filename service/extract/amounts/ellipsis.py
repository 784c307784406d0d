"""Figures that count what was named before: "la Belgique en a expédié 150 000", "another 40,000".

A figure without a noun takes unit and goods from the last gift that the article told of, if it told of one.
"""

import msgspec

from service.extract.amounts.mentions import AmountMention
from service.extract.amounts.numerals import load_numerals
from service.extract.amounts.shipments import is_money
from service.extract.claims import Claim
from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.text.tokens import Token

_GIVEN = frozenset({"AidDelivered", "AidPledged", "MilitarySupportProvided"})
_SCALE = 1_000_000


def last_gift(claims: list[Claim], known: AmountMention | None) -> AmountMention | None:
    """The goods that the latest of these gifts counts; ``known`` where none of them counts any."""
    counted = [c.amount for c in claims if c.type in _GIVEN and c.amount is not None and c.amount.min is not None]
    return counted[-1] if counted else known


def complete_figures(clause: Clause, gift: AmountMention, tokens: list[Token], language: Language) -> None:
    """Give the clause's figures that count nothing themselves the unit and goods of the last gift.

    Of money only figures in millions are: "50 million will go to Moldova".
    """
    if gift.item is None:
        return
    least = _SCALE if is_money(gift.unit) else 0
    partitive = any(clitic in language.grammar.pronouns.partitive for clitic in clause.vg.clitics)
    told = [chunk for chunk in clause.objects if chunk.cls != "pronoun"][:1]
    for chunk in (*told, *([clause.subject] if clause.subject is not None else [])):
        if chunk.amount is None and not chunk.prep and (least or (partitive and chunk.head_at < 0)):
            chunk.amount = _read_figure(chunk, tokens, language)
        for part in (chunk, *chunk.conj):
            _complete(part, gift, least)


def _read_figure(chunk: Chunk, tokens: list[Token], language: Language) -> AmountMention | None:
    """A phrase that is nothing but a number, as an amount."""
    number = load_numerals(language.code).read(tokens, chunk.first)
    if number is None or number.end != chunk.last:
        return None
    return AmountMention(
        chunk.first, number.end, number.value, number.value, number.approximate, None, None, military=False, head=None
    )


def _complete(chunk: Chunk, gift: AmountMention, least: float) -> None:
    amount = chunk.amount
    if amount is None or amount.min is None or amount.min < least:
        return
    if amount.item is None and amount.unit in {None, gift.unit}:
        chunk.amount = msgspec.structs.replace(amount, unit=gift.unit, item=gift.item, military=gift.military)

"""Which words of a sentence prove a claim: the shortest span that shows trigger and arguments, at most twelve words."""

from service.extract.acts.scene import Scene
from service.extract.claims import Claim
from service.extract.syntax.chunk import Chunk
from service.extract.text.tokens import Token

MOST_WORDS = 12
_SHOWN_AFTER_NOUN = 2


def find_quote(scene: Scene, tokens: list[Token], first: int, last: int) -> tuple[int, int]:
    """The span (offsets in the article) around a trigger at tokens ``first`` to ``last`` (exclusive)."""
    parts: list[Chunk] = []
    clause, left = scene.clause, first
    if scene.noun is not None:
        parts = [*scene.noun.comps, *scene.after[:_SHOWN_AFTER_NOUN]]
        carrier = scene.items[scene.at]
        if clause is not None and (carrier in clause.objects or carrier is clause.subject) and clause.vg.finite:
            first, last = min(first, clause.vg.first), max(last, clause.vg.last)
            left = first
    elif clause is not None:
        parts = [*clause.objects, *clause.obliques]
        if clause.subject is not None and clause.subject.first < first:
            left = clause.subject.first
    right = max([last, *[part.end for part in parts if part.first >= first]])
    left, right = _narrow(tokens, left, right, first, last)
    trigger = scene.noun.first if scene.noun is not None else first
    left, right = _clamp(tokens, left, right, trigger)
    return tokens[left].start, tokens[right - 1].end


def show_amount(claim: Claim, tokens: list[Token]) -> None:
    """Make the quote show the amount it proves: where the trigger is too far off, the words around the amount."""
    amount = claim.amount
    if amount is None or amount.last <= amount.first:
        return
    if claim.start <= tokens[amount.first].start and tokens[amount.last - 1].end <= claim.end:
        return
    left, right = amount.first, amount.last
    while left > 0 and tokens[left - 1].start >= claim.start and _count_words(tokens, left - 1, right) <= MOST_WORDS:
        left -= 1
    claim.start, claim.end = tokens[left].start, tokens[right - 1].end


def _count_words(tokens: list[Token], first: int, last: int) -> int:
    """How many words stand between white space in a range of tokens; "25 000" is two."""
    words = 0
    for token in tokens[first:last]:
        words += token.space if token.text.isalpha() else len(token.text.split()) - (not token.space)
    return words + (last > first and not tokens[first].space)


def _narrow(tokens: list[Token], left: int, right: int, first: int, last: int) -> tuple[int, int]:
    """A window of at most twelve words around the trigger, cut at the left before the right."""
    words = _count_words(tokens, left, right)
    while words > MOST_WORDS and left < first:
        words -= _count_words(tokens, left, left + 1) - (left + 1 < right and not tokens[left + 1].space)
        left += 1
    while words > MOST_WORDS and right > last:
        right -= 1
        words -= _count_words(tokens, right, right + 1) - (right > left and not tokens[right].space)
    return left, max(right, left + 1)


def _clamp(tokens: list[Token], left: int, right: int, trigger: int) -> tuple[int, int]:
    """The same window, where the trigger's noun and the verb that carries it are too far apart: what is by the noun."""
    while _count_words(tokens, left, right) > MOST_WORDS and right - left > 1:
        if trigger - left < right - trigger:
            right -= 1
        else:
            left += 1
    return left, right

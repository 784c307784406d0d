"""How alike two reports are in what they tell beside the time: goods, details, persons."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import msgspec

from events.vocabulary import (
    AgreementAnnounced,
    AgreementSigned,
    AgreementTerminated,
    Amount,
    EnvoyAccredited,
    MeetingHeld,
    MembershipEnded,
    Quantified,
    RelationsSevered,
    Report,
    VisitCancelled,
)

AGREES = 0.2
"""What a shared person, figure or instrument adds."""
SEVERAL_A_DAY = frozenset({"aid", "agreement", "military", "total"})
"""Families of which one article may tell several acts of one day: what it tells apart stays apart."""
_ABOUT = 0.1
_SAME_NAME, _SAME_FORENAME, _SAME_INSTRUMENT = 0.8, 0.6, 0.7


def like_goods(one: Quantified, other: Quantified) -> float | None:
    """0 where two acts may be of the same goods, more where a figure agrees; None where goods or figures differ."""
    if one.domain != other.domain or _differ(one.item, other.item):
        return None
    if "unknown" not in (one.terms, other.terms) and one.terms != other.terms:
        return None
    mine, theirs = _figures(one), _figures(other)
    if not mine or not theirs:
        return 0.0
    shared = mine.keys() & theirs.keys()
    if not shared or not all(_meet(mine[unit], theirs[unit]) for unit in shared):
        return None
    return AGREES


def _figures(report: Quantified) -> dict[str | None, tuple[float, float]]:
    told = (report.value, report.amount)
    return {amount.unit: _range(amount) for amount in told if amount is not None and (amount.min or amount.max)}


def _range(amount: Amount) -> tuple[float, float]:
    about = _ABOUT if amount.approximate else 0.0
    return ((amount.min or 0.0) * (1 - about), float("inf") if amount.max is None else amount.max * (1 + about))


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def has_details(report: Report) -> bool:
    """Whether goods, an instrument or a date due can make up for a time that is told vaguely."""
    return report.family in SEVERAL_A_DAY or isinstance(report, VisitCancelled)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def like_details(one: Report, other: Report, *, to_the_day: bool) -> float | None:
    """0 or more where host, mode, new date and instrument allow that two reports tell of one act, else None."""
    if _differ(one.host, other.host):
        return None
    score = 0.0
    match one, other:
        case MeetingHeld(), MeetingHeld() if one.mode and other.mode:
            if (one.mode in _REMOTE or other.mode in _REMOTE) and one.mode != other.mode:
                return None
        case (
            (MembershipEnded(), MembershipEnded())
            | (RelationsSevered(), RelationsSevered())
            | (EnvoyAccredited(), EnvoyAccredited())
        ):
            # On one day two words for it (left, notified that it would) tell of one act; of vague dates they do not.
            if not to_the_day and _differ(one.mode, other.mode):
                return None
        case VisitCancelled(), VisitCancelled() if one.mode == other.mode and one.due and other.due:
            if not one.due.overlaps(other.due):
                return None
            score = AGREES
        case _ if same_instrument(one, other):
            score = AGREES
        case _:
            pass
    return score


_REMOTE = frozenset({"phone", "video"})


def same_instrument(one: Report, other: Report) -> bool:
    """Whether two reports of agreements name instruments alike."""
    if one.family != "agreement" or other.family != "agreement":
        return False
    mine, theirs = _instrument(one), _instrument(other)
    return bool(mine and theirs) and _ratio(mine, theirs) >= _SAME_INSTRUMENT


def _instrument(report: Report) -> str:
    if isinstance(report, AgreementAnnounced | AgreementSigned | AgreementTerminated):
        return " ".join(sorted(name_words(report.instrument or "")))
    return ""


def persons_compatible(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of persons may be of one act: one is silent, or they share a person."""
    return not one or not other or share_person(one, other)


def share_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a person stands in both lists, transliterations allowed."""
    for mine in one:
        for theirs in other:
            if same_person(mine, theirs):
                return True
    return False


def same_person(one: str, other: str) -> bool:
    """Whether two spellings may name one person.

    Last names are equal, or one name's words stand among the other's, or last names are alike
    (Ovechouk, Overchuk) and first names, where both are given, do not contradict.
    """
    mine, theirs = _name(one), _name(other)
    if not mine.words or not theirs.words:
        return False
    if mine.last == theirs.last or mine.all <= theirs.all or theirs.all <= mine.all:
        return True
    # Letters that the other has not cannot match: this settles most pairs at a small part of the cost.
    matching = min(
        len(mine.last) - (mine.letters & ~theirs.letters).bit_count(),
        len(theirs.last) - (theirs.letters & ~mine.letters).bit_count(),
    )
    if 2 * matching < _SAME_NAME * (len(mine.last) + len(theirs.last)) or _ratio(mine.last, theirs.last) < _SAME_NAME:
        return False
    if len(mine.words) == 1 or len(theirs.words) == 1:
        return True
    return mine.words[0][0] == theirs.words[0][0] or _ratio(mine.words[0], theirs.words[0]) >= _SAME_FORENAME


class _Name(msgspec.Struct, frozen=True):
    """A person's name ready for comparison; ``letters`` has a bit for each letter of the last name."""

    words: tuple[str, ...]
    all: frozenset[str]
    last: str
    letters: int


@lru_cache(maxsize=65536)
def _name(name: str) -> _Name:
    words = name_words(name)
    last = words[-1] if words else ""
    letters = 0
    for letter in last:
        letters |= 1 << ord(letter) % 64
    return _Name(words, frozenset(words), last, letters)


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without case, diacritics and apostrophes: what one article spells another's ``Goita``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return tuple(re.sub(r"[\W_]+", " ", plain.replace("'", "").replace("\u2019", "")).split())


@lru_cache(maxsize=65536)
def _ratio(one: str, other: str) -> float:
    """The share of matching letters (0..1)."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()

"""The fields of cooperation that an act speaks of, by the words listed in ``sectors.toml``."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

import msgspec

from projections.public.shapes import Fact

_WORDY = frozenset({"AgreementAnnounced", "AgreementSigned", "AgreementTerminated", "CooperationPledged"})
"""Types whose quotes are about the field itself; those of other acts speak of much beside it."""


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of each field; one that ends in a star stands for all that begin so."""

    version: int
    words: dict[str, tuple[str, ...]]


@cache
def read_words() -> Words:
    """The table of words."""
    text = files("projections.views").joinpath("sectors.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Words)


def sectors_of(fact: Fact) -> tuple[str, ...]:
    """The fields that an act speaks of: as told, by its goods, by its instrument, and by the quotes of accords."""
    told = [fact.item or "", fact.instrument or ""]
    if fact.type in _WORDY:
        told.extend(proof.exact or "" for source in fact.sources for proof in source.proofs)
    return tuple(sorted({*fact.sectors, *find_sectors(" ".join(told))}))


def find_sectors(text: str) -> frozenset[str]:
    """The fields that some words speak of."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return frozenset(match.lastgroup for match in _pattern().finditer(folded) if match.lastgroup is not None)


@cache
def _pattern() -> re.Pattern[str]:
    def alternatives(words: tuple[str, ...]) -> str:
        return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)

    fields = (f"(?P<{field}>{alternatives(words)})" for field, words in read_words().words.items())
    return re.compile(rf"\b(?:{'|'.join(fields)})\b")

"""How names of persons are written: large, or with a small article joined to them."""

import re

from service.extract.lexicon.grammar import Grammar

_ARTICLED = re.compile(r"[a-z]{2,3}[-‐‑][A-ZÀ-Þ]")
"""Last names that begin with a small article: "al-Sharaa"."""


def written_large(text: str, folded: str) -> bool:
    """Whether a token is written as a name is."""
    if text[:1].isupper():
        return len(text) > 1
    return "-" in folded and _ARTICLED.match(text) is not None


def only_describes(folded: str, endings: tuple[str, ...]) -> bool:
    """Whether a word with a hyphen only says more of the noun behind it: "US-led", "Chinese-built"."""
    return bool(endings) and "-" in folded and folded.endswith(endings)


def may_open_person(text: str, folded: str, grammar: Grammar) -> bool:
    """Whether a person's name may begin with a token: an honorific, an initial, or what is written as a name is."""
    if folded in grammar.names.honorifics or (len(text) == 1 and text.isupper()):
        return True
    return written_large(text, folded) and not only_describes(folded, grammar.adjective_endings)

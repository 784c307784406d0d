"""The idioms of a language: what plain verb each means.

An idiom is data (``[idioms]`` of ``grammar.toml``): a verb, one noun that it always has, and ``~`` for what it is said
of. ``put end to ~`` has the noun as its object and what it is said of behind a preposition, ``come to aid of ~`` both
behind one, ``take ~ to task`` the noun alone, ``give ~ backing`` neither.
"""

import msgspec

_GAP = "~"
_JOINED = "_"
"""Between a verb and its particle: ``take_off hat to ~``."""


class Idiom(msgspec.Struct, frozen=True):
    """One idiom of a verb."""

    noun: str
    before: str
    """The preposition before the noun; empty where it is an object."""
    prep: str
    """The preposition before what it is said of; empty where that is the verb's own object."""
    meanings: tuple[str, ...]
    """The verbs that mean it, the likeliest first."""


def build_idioms(told: dict[str, list[str]]) -> dict[str, list[Idiom]]:
    """The idioms of each verb, from what a grammar lists for each plain verb."""
    meanings: dict[str, list[str]] = {}
    for meaning, patterns in told.items():
        for pattern in patterns:
            meanings.setdefault(pattern, []).append(meaning)
    idioms: dict[str, list[Idiom]] = {}
    for pattern, plain in meanings.items():
        verb, *words = pattern.split(" ")
        verb = verb.replace(_JOINED, " ")
        if words[0] == _GAP:
            before, noun, prep = " ".join(words[1:-1]), words[-1], ""
        else:
            *lead, noun, prep, _ = words
            before = " ".join(lead)
        idioms.setdefault(verb, []).append(Idiom(noun, before, prep, tuple(plain)))
    return idioms


def find_idiom_nouns(idioms: dict[str, list[Idiom]]) -> dict[str, list[tuple[str, str]]]:
    """For each noun of an idiom its verbs, without their particles, and the preposition before it or none."""
    nouns: dict[str, list[tuple[str, str]]] = {}
    for verb, said in idioms.items():
        for idiom in said:
            nouns.setdefault(idiom.noun, []).append((verb.partition(" ")[0], idiom.before))
    return nouns

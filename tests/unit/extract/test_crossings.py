"""Plain sentences by the hundred: who acts, what he does and what stands around it, each crossed with the others.

What they tell is known as they are made (``crossings/``), so that a sentence which is not read shows a hole in how
clauses are taken apart, whatever words it has.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.unit.extract.telling import tell

CROSSINGS = Path(__file__).parent / "crossings"
ROUNDS = 12
"""How often each way to tell an act is crossed with others."""
STRIDES = {"subjects": 1, "settings": 5, "source": 2, "target": 3}
"""Steps without a common divisor with what they run through, so that everything meets everything else in time."""


class Act(msgspec.Struct, forbid_unknown_fields=True):
    """An act with the ways to tell it; ``by`` names the list of those who may do it."""

    type: str
    by: str
    told: list[str]
    mutual: bool = False


class Crossings(msgspec.Struct, forbid_unknown_fields=True):
    """One language's file."""

    subjects: list[str]
    persons: list[str]
    settings: list[str]
    dated: list[str]
    state: list[dict[str, str]]
    act: list[Act]


def load(language: str) -> Crossings:
    """What is crossed in a language."""
    return msgspec.toml.decode((CROSSINGS / f"{language}.toml").read_bytes(), type=Crossings)


def cross(known: Crossings, act: Act, told: str, seed: int) -> Iterator[tuple[str, str]]:
    """Sentences that tell an act one way, each with the report expected of it."""
    acting: list[str] = getattr(known, act.by)
    # What is to come is of no day that has been.
    settings = known.settings if act.type.endswith("Announced") else [*known.settings, *known.dated]
    for turn in range(seed, seed + ROUNDS):
        source = known.state[turn * STRIDES["source"] % len(known.state)]
        target = known.state[(turn * STRIDES["target"] + 1) % len(known.state)]
        if source is target:
            target = known.state[(turn * STRIDES["target"] + 2) % len(known.state)]
        subject = acting[turn * STRIDES["subjects"] % len(acting)].format(**source)
        setting = settings[turn * STRIDES["settings"] % len(settings)]
        sentence = setting.format(S=subject, V=told.format(**target))
        codes = (source["code"], target["code"])
        parties = "+".join(sorted(codes)) if act.mutual else ">".join(codes)
        yield tidy(sentence), f"{act.type} {parties}"


def tidy(sentence: str) -> str:
    """A sentence with its capital, and no comma before another mark."""
    for doubled, mark in ((",,", ","), (", ,", ","), (",.", ".")):
        sentence = sentence.replace(doubled, mark)
    first = next(at for at, letter in enumerate(sentence) if letter.isalpha())
    return sentence[:first] + sentence[first].upper() + sentence[first + 1 :]


def ways(language: str) -> Iterator[Any]:
    """Each way to tell an act, as a case of a test."""
    known, seeds = load(language), count()
    for act in known.act:
        for told in act.told:
            yield pytest.param(known, act, told, next(seeds), language, id=f"{language}-{act.type}-{told}")


@pytest.mark.parametrize(("known", "act", "told", "seed", "language"), [*ways("en"), *ways("fr")])
def test_whoever_does_it_and_however_it_is_set_out(
    known: Crossings, act: Act, told: str, seed: int, language: str
) -> None:
    """An act told one way is read whoever does it and whatever stands before, between and behind."""
    missed = [
        (sentence, expected)
        for sentence, expected in cross(known, act, told, seed)
        if expected not in tell(sentence, language=language)
    ]
    assert missed == []

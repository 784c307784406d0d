"""Idioms: read as the plain verb that they mean, wherever their noun stands, and only with that noun."""

import pytest

from service.extract.language import load, readable
from service.extract.lexicon.idioms import Idiom, build_idioms
from tests.unit.extract.telling import tell
from tests.unit.extract.test_frames import prepositions_of


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Oman pulled the plug on aid to Kenya.", "AidSuspended OMN>KEN"),
        ("Oman put a stop to its development aid to Kenya.", "AidSuspended OMN>KEN"),
        ("An end was put to the blockade of Kenya by Oman.", "SanctionsLifted OMN>KEN"),
        ("Oman put sanctions on Kenya on hold.", "SanctionsLifted OMN>KEN"),
        ("Kenya put its fishing agreement with Oman on ice.", "AgreementTerminated KEN>OMN"),
        ("Kenya gave Oman its full backing.", "SupportExpressed KEN>OMN"),
        ("Kenya threw its weight behind Oman.", "SupportExpressed KEN>OMN"),
        ("Kenya took exception to Oman's decision to close the port.", "CriticismExpressed KEN>OMN"),
        ("Kenya showed the Omani ambassador the door.", "EnvoyExpelled KEN>OMN"),
    ],
)
def test_an_idiom_tells_what_its_plain_verb_tells(text: str, told: str) -> None:
    """What the idiom is said of is the object of the verb that it means."""
    assert tell(text, language="en") == [told]


def test_a_french_idiom_does_so_too() -> None:
    """What is put on the waiting list is suspended."""
    assert tell("Le Qatar a mis ses sanctions contre le Bénin entre parenthèses.") == ["SanctionsLifted QAT>BEN"]
    assert tell("Le Qatar a mis son match contre le Bénin entre parenthèses.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and Oman put an end to their friendly on Monday.",
        "Oman did not pull the plug on aid to Kenya.",
        "Oman refused to pull the plug on aid to Kenya.",
        "Kenya gave the green light to a road to Oman.",
        "A Kenyan comedian took a swipe at Oman's television.",
    ],
)
def test_an_idiom_of_something_else_tells_nothing(text: str) -> None:
    """It is no act where its plain verb would tell of none."""
    assert tell(text, language="en") == []


def test_an_idiom_has_its_noun_before_or_behind_what_it_is_said_of() -> None:
    """The gap says where that stands, and the words between which prepositions go with both."""
    told = build_idioms(
        {"end": ["put end to ~", "bring ~ to end"], "help": ["come to aid of ~"], "back": ["give ~ nod"]}
    )
    assert told == {
        "put": [Idiom("end", "", "to", ("end",))],
        "bring": [Idiom("end", "to", "", ("end",))],
        "come": [Idiom("aid", "to", "of", ("help",))],
        "give": [Idiom("nod", "", "", ("back",))],
    }


@pytest.mark.parametrize("language", readable())
def test_an_idiom_is_made_of_words_of_the_language(language: str) -> None:
    """Its prepositions are ones that open complements, and some frame reads the verb that it means."""
    known = load(language)
    for idioms in known.idioms.values():
        for idiom in idioms:
            assert {idiom.before, idiom.prep} <= {"", *prepositions_of(language)}, idiom
            assert all(verb in known.frames.by_verb for verb in idiom.meanings), idiom

"""The ways in which French press tells of each type of event: every one is read, and of nobody who acts for a state."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.unit.extract.telling import tell

GROUPS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("french_phrases.toml").read_text(encoding="utf-8")
)["told"]
PUBLISHED = "2024-06-14"
VISITOR = "Le président kényan "


@pytest.mark.parametrize("group", [pytest.param(g, id=f"{g['report']}-{at}") for at, g in enumerate(GROUPS)])
def test_each_way_to_tell_of_an_event_is_read(group: dict[str, Any]) -> None:
    """Each phrase of a group, put into its sentence, gives the report of the group."""
    sentences = [group["sentence"].format(phrase) for phrase in group["phrases"]]
    unread = [text for text in sentences if group["report"] not in tell(text, published=PUBLISHED)]
    assert unread == []


@pytest.mark.parametrize(
    "group",
    [
        pytest.param(g, id=f"{g['report']}-{at}")
        for at, g in enumerate(GROUPS)
        if str(g["sentence"]).startswith(VISITOR)
    ],
)
def test_who_acts_for_no_state_visits_and_meets_nobody(group: dict[str, Any]) -> None:
    """The same phrases tell of no event where a singer does what the president did."""
    sentences = [f"Le chanteur kényan {phrase}." for phrase in group["phrases"]]
    told = [text for text in sentences if tell(text, published=PUBLISHED)]
    assert told == []

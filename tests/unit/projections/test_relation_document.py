"""The page that explains the status of a relation says what the rules do: each of its examples is run."""

import re
from pathlib import Path

import pytest

from events.vocabulary import REPORT_TYPES
from projections.views.status import read_rules
from tests.unit.projections.newsroom import Given, at
from tests.unit.projections.test_relation import Act, ask, told

PAGE = Path(__file__).parents[3] / "docs" / "relation.md"
SECTIONS = dict(
    re.findall(r"^## ([\w-]+): .*?\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
)
EXAMPLE = re.compile(
    r"((?:^ {4}\d{4}-\d\d-\d\d \w+ \w{3} [→~] \w{3}\n)+)^ {4}on (\d{4}-\d\d-\d\d): (\w+)$", re.MULTILINE
)
ACT = re.compile(r"(\S+) (\w+) (\w{3}) ([→~]) (\w{3})")
EXAMPLES = [(rule, *example) for rule, text in SECTIONS.items() for example in EXAMPLE.findall(text)]


def acts_of(text: str) -> list[Act]:
    """The acts that an example lists."""
    found: list[Act] = []
    for day, kind, one, sign, other in ACT.findall(text):
        fields: dict[str, Given] = {"source": one, "target": other} if sign == "→" else {"parties": (one, other)}
        found.append((REPORT_TYPES[kind], day, fields))
    return found


@pytest.mark.parametrize(("rule", "acts", "day", "status"), EXAMPLES)
def test_an_example_is_as_the_page_says(rule: str, acts: str, day: str, status: str) -> None:
    """Given the acts of the example: the status on its day."""
    assert rule in SECTIONS
    assert ask(told(*acts_of(acts)), at(day)).status == status


def test_every_rule_is_explained_with_an_example() -> None:
    """Each rule has a section with its reason and status, in the order of precedence, and an example it decides."""
    rules = read_rules().rule
    assert list(SECTIONS) == [rule.name for rule in rules]
    for rule in rules:
        assert rule.because in SECTIONS[rule.name]
        assert f"## {rule.name}: {rule.status}\n" in PAGE.read_text(encoding="utf-8")
        _, acts, day, _status = next(example for example in EXAMPLES if example[0] == rule.name)
        assert ask(told(*acts_of(acts)), at(day)).reasons[0].rule == rule.name

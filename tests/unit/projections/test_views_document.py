"""The page that explains the statuses of the lists says what they do: each of its examples is run."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from events.vocabulary import REPORT_TYPES
from projections.public.agreements import AgreementStatus
from projections.public.registers import (
    EmbassyStatus,
    EnvoyStatus,
    MembershipStatus,
    MilitaryStatus,
    SanctionsStatus,
)
from projections.public.shapes import VisitStatus
from projections.times import Times
from projections.views import embassies, envoys, memberships, military, sanctions
from tests.unit.projections import test_agreements, test_standing, test_visits
from tests.unit.projections.newsroom import Article, Given, Newsroom, at, on

PAGE = (Path(__file__).parents[3] / "docs" / "views.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
EXAMPLE = re.compile(r"((?:^ {6}\d{4}-\d\d-\d\d \w+ .*\n)+)^ {6}on (\d{4}-\d\d-\d\d): (.+)$", re.MULTILINE)
ACT = re.compile(r"(\S+) (\w+) (\w+) ([→~]) (\w+)(.*)")
EXAMPLES = [(name, *example) for name, text in SECTIONS.items() for example in EXAMPLE.findall(text)]
FIELDS = {"initiator": "initiator", "said": "asserted_by", "mode": "mode", "told": "factuality", "named": "instrument"}

Ask = Callable[[Newsroom, Times], list[Any]]


def _ask(register: Any) -> Ask:
    return lambda newsroom, times: test_standing.ask(newsroom, register, times)


ASKS: dict[str, tuple[Ask, object]] = {
    "visits": (test_visits.ask, VisitStatus),
    "agreements": (test_agreements.ask, AgreementStatus),
    "sanctions": (_ask(sanctions.REGISTER), SanctionsStatus),
    "memberships": (_ask(memberships.REGISTER), MembershipStatus),
    "envoys": (_ask(envoys.REGISTER), EnvoyStatus),
    "embassies": (_ask(embassies.REGISTER), EmbassyStatus),
    "military": (_ask(military.REGISTER), MilitaryStatus),
}


def publish(text: str) -> Newsroom:
    """Publish the acts that an example lists, each in an article of its day."""
    newsroom = Newsroom()
    for number, (day, kind, one, sign, other, rest) in enumerate(ACT.findall(text)):
        words: dict[str, str] = dict(zip(rest.split()[::2], rest.split()[1::2], strict=True))
        fields: dict[str, Given] = {"source": one, "target": other} if sign == "→" else {"parties": (one, other)}
        fields["act"] = None if "due" in words else on(day, words.pop("until", day))
        if "due" in words:
            fields["due"] = on(words.pop("due"))
        if kind.endswith("Announced"):
            fields["stage"] = "planned"
        for word, value in words.items():
            fields[FIELDS.get(word, word)] = value
        newsroom.publish(Article(f"article {number}", day, "Paper").tells(REPORT_TYPES[kind], **fields))
    return newsroom


@pytest.mark.parametrize(("name", "acts", "day", "statuses"), EXAMPLES)
def test_an_example_is_as_the_page_says(name: str, acts: str, day: str, statuses: str) -> None:
    """Given the acts of the example: the statuses of the list on its day."""
    ask, _ = ASKS[name]
    assert ", ".join(line.status for line in ask(publish(acts), at(day))) == statuses


@pytest.mark.parametrize("name", ASKS)
def test_every_status_has_its_example(name: str) -> None:
    """Each status that a list can have is named in bold, and an example shows it."""
    _, statuses = ASKS[name]
    shown = {status for section, _acts, _day, shown in EXAMPLES if section == name for status in shown.split(", ")}
    assert shown == set(get_args(statuses))
    assert all(f"**{status}**" in SECTIONS[name] for status in shown)

"""The reference pages are what the code says, and name all that there is."""

import re

import pytest

from events.vocabulary import RECORD_TYPES, REPORT_TYPES
from service.cli import COMMANDS
from service.problems import PROBLEMS
from service.settings import describe_settings
from tests.contract.docs.reference import DOCS, PAGES, render

ROOT = DOCS.parent


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_what_the_code_says(page: str) -> None:
    """Each page is as it would be written now: `python -m tests.contract.docs.reference` writes it."""
    assert (DOCS / page).read_text(encoding="utf-8") == render(page)


def test_everything_is_named_in_the_reference() -> None:
    """Every event type, setting, command and problem stands in the reference."""
    text = "".join((DOCS / page).read_text(encoding="utf-8") for page in PAGES)
    wanted = [
        *(f"`{name}`" for name in (*REPORT_TYPES, *RECORD_TYPES)),
        *(f"`{each.name}`" for each in describe_settings()),
        *(f"## chancery {name}" for name in COMMANDS),
        *(f"`/problems/{name}`" for name in PROBLEMS),
    ]
    assert [each for each in wanted if each not in text] == []


def test_links_between_documents_hold() -> None:
    """Every relative link of a document leads to a file that is there."""
    for document in (*ROOT.glob("*.md"), *DOCS.rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_the_readme_names_the_two_commands_first() -> None:
    """The first commands of the README are the demo and the tests."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"make (\w+)", readme)[:2] == ["demo", "test"]


def test_every_make_target_of_the_documents_exists() -> None:
    """What README and CONTRIBUTING tell to make can be made."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"):
        told = set(re.findall(r"`make ([a-z-]+)`", (ROOT / name).read_text(encoding="utf-8")))
        assert told <= targets, name

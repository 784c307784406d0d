"""French articles in which no state acts towards another: they yield nothing."""

from pathlib import Path

import pytest

from service.extract.reading import read_article

QUIET = sorted((Path(__file__).parent / "quiet" / "fr").glob("*.txt"))
LINES = (Path(__file__).parent / "quiet" / "french_lines.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", QUIET, ids=[path.stem for path in QUIET])
def test_an_article_without_any_act_between_states_yields_nothing(path: Path) -> None:
    """Sport, culture, courts, weather, trade and home politics use the words of diplomacy and tell of none of it."""
    reports = read_article(
        path.read_text(encoding="utf-8"), article=path.stem, title=None, published="2024-06-12", language="fr"
    ).reports
    assert [(type(report).__name__, report.evidence[0].exact) for report in reports] == []  # type: ignore[union-attr]


def test_there_are_such_articles() -> None:
    """The set is not empty, so that the test above can fail."""
    assert len(QUIET) >= 25


@pytest.mark.parametrize("text", LINES, ids=[text[:50] for text in LINES])
def test_a_short_item_without_any_act_between_states_yields_nothing(text: str) -> None:
    """Matches, tours, trade, courts, memories and suppositions tell of no act between states."""
    reports = read_article(text, article="a", title=None, published="2024-06-14", language="fr").reports
    assert [type(report).__name__ for report in reports] == []

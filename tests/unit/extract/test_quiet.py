"""Articles in which no state does anything to another: sport, culture, business, domestic news and advice."""

from pathlib import Path

import pytest

from tests.unit.extract.telling import tell

ARTICLES = sorted(Path(__file__).with_name("quiet").glob("*/*.txt"))


def test_there_are_articles_of_many_kinds() -> None:
    """The folder holds at least two dozen articles: an empty one would prove nothing."""
    assert len(ARTICLES) >= 24


@pytest.mark.parametrize("path", [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in ARTICLES])
def test_an_article_without_acts_between_states_tells_of_none(path: Path) -> None:
    """Meetings of teams, summits of mountains, ambassadors of brands and sanctions of leagues are no events."""
    assert tell(path.read_text(encoding="utf-8"), language=path.parent.name) == []

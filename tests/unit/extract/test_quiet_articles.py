"""Articles without any act between states, full of words that tell of one elsewhere: how often reading is fooled."""

from pathlib import Path

import pytest

from tests.unit.extract.telling import read

QUIET = Path(__file__).parent / "quiet"
ARTICLES = sorted(QUIET.glob("*/*.txt"))
MOST_PER_HUNDRED = 3


@pytest.mark.parametrize("article", [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in ARTICLES])
def test_a_quiet_article_tells_nothing(article: Path) -> None:
    """Sport, culture, courts, weather, business and domestic politics yield no event, whatever states they name."""
    found = read(article.read_text(encoding="utf-8"), language=article.parent.name).reports
    assert [(type(report).__name__, report.evidence[0]) for report in found] == []


def test_wrong_events_stay_rare() -> None:
    """Forty articles and more are read with at most three wrong events per hundred; the figure is printed (-s)."""
    wrong = {path.stem: read(path.read_text("utf-8"), language=path.parent.name).reports for path in ARTICLES}
    rate = 100 * sum(map(len, wrong.values())) / len(ARTICLES)
    print(f"{rate:.1f} wrong events per 100 of {len(ARTICLES)} articles without any")  # noqa: T201
    assert len(ARTICLES) >= 40
    assert rate <= MOST_PER_HUNDRED, {stem: reports for stem, reports in wrong.items() if reports}

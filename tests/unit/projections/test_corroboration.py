"""Who tells of an act is counted once for each that tells it independently."""

from typing import Any

import pytest

from events.evidence import CuratorStatement, Evidence, Quote, hash_text
from events.vocabulary import VisitOccurred
from projections.ground.facts import Acts
from projections.views.visits import VISITS
from tests.unit.projections.newsroom import Article, Newsroom, on

SENTENCE = "The minister of the one country came to the capital of the other for two days of talks."


def _quote(article: str, words: str, text: str | None = None) -> Quote:
    return Quote(
        article=article,
        text_hash=hash_text(text or article),
        start=0,
        end=len(words),
        exact=words,
        prefix="",
        suffix="",
        rule="test",
        extractor="1",
    )


def _count(*told: tuple[Article, Evidence]) -> int:
    newsroom = Newsroom()
    for article, evidence in told:
        newsroom.publish(article.tells(VisitOccurred, act=on("2025-06-23"), evidence=(evidence,)))
    ground = newsroom.ground(VISITS)
    (happening,) = (name for name, events in ground.happenings.items() if events)
    (act,) = Acts(ground).of(happening)
    return act.dated.fact.corroboration


def _article(name: str, **known: Any) -> Article:
    return Article(name, "2025-06-24", **known)


def test_each_publisher_counts() -> None:
    """Three papers in their own words are three."""
    told = [(_article(name, publisher=name), _quote(name, f"{name}: they met")) for name in ("A", "B", "C")]
    assert _count(*told) == 3


def test_two_articles_of_one_publisher_count_once() -> None:
    """Whoever repeats oneself adds nothing."""
    told = [(_article(name, publisher="A"), _quote(name, f"{name}: they met")) for name in ("first", "second")]
    assert _count(*told) == 1


def test_publishers_of_one_house_count_once() -> None:
    """Two papers of one owner are no two witnesses; a third of another owner is one more."""
    told = [
        (_article("a", publisher="A", house="Group"), _quote("a", "they met")),
        (_article("b", publisher="B", house="Group"), _quote("b", "the two of them met")),
        (_article("c", publisher="C", house="Other"), _quote("c", "a meeting took place")),
    ]
    assert _count(*told) == 2


@pytest.mark.parametrize("words", [SENTENCE, SENTENCE.replace(" came ", "\ncame ")])
def test_an_agency_s_words_count_once_whoever_prints_them(words: str) -> None:
    """The same sentence in papers of different houses is one story, however its lines are broken."""
    told = [
        (_article("a", publisher="A"), _quote("a", SENTENCE)),
        (_article("b", publisher="B"), _quote("b", words)),
    ]
    assert _count(*told) == 1


def test_a_short_phrase_in_common_is_no_copy() -> None:
    """Few words may be anybody's."""
    told = [
        (_article("a", publisher="A"), _quote("a", "they met")),
        (_article("b", publisher="B"), _quote("b", "they met")),
    ]
    assert _count(*told) == 2


def test_what_joins_two_stories_makes_them_one() -> None:
    """A printed B's words and C is of A's house: all three are one."""
    told = [
        (_article("c", publisher="C", house="Group"), _quote("c", "a meeting took place")),
        (_article("b", publisher="B"), _quote("b", SENTENCE)),
        (_article("a", publisher="A", house="Group"), _quote("a", SENTENCE)),
    ]
    assert _count(*told) == 1


def test_a_curator_s_own_record_is_a_witness() -> None:
    """What rests on a statement beside an article's words makes two."""
    statement = CuratorStatement(who="An analyst", why="seen in the official journal", source="Journal officiel")
    assert _count((_article("a", publisher="A"), _quote("a", "they met")), (_article("b"), statement)) == 2

"""The table of problems, and which errors stand for which."""

import pytest

from events.errors import ChanceryError, InvalidInterval, LedgerUnavailable, UndecodableEvent
from projections.errors import BeyondHead
from service.handle import Contested
from service.ingest.errors import ArticleTooLarge, BinaryArticle, EmptyArticle
from service.problems import PROBLEMS, Refusal, find_kind


@pytest.mark.parametrize(
    ("error", "name", "status"),
    [
        (InvalidInterval("2025-02-30", "no such day"), "invalid-date", 400),
        (EmptyArticle(), "empty-article", 400),
        (BinaryArticle(), "binary-article", 400),
        (ArticleTooLarge(3, 2), "article-too-large", 413),
        (BeyondHead(9, 1), "beyond-head", 400),
        (Contested(), "contested", 503),
        (LedgerUnavailable(), "ledger-unavailable", 503),
        (Refusal("unknown-party", "x"), "unknown-party", 400),
        (UndecodableEvent(), "internal", 500),
        (ChanceryError(), "internal", 500),
    ],
)
def test_an_error_stands_for_a_problem(error: ChanceryError, name: str, status: int) -> None:
    """Each error has a problem; what no request can mend is an internal error."""
    assert find_kind(error) == name
    assert PROBLEMS[name].status == status


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_says_what_mends_it(name: str) -> None:
    """Every problem has a title, a meaning and a remedy, and the status of an error."""
    kind = PROBLEMS[name]
    assert kind.title
    assert kind.meaning.endswith(".")
    assert kind.remedy.endswith(".")
    assert 400 <= kind.status < 600

"""Agreements and what stands between two parties, over HTTP: from articles as they are read to lists."""

from pathlib import Path
from typing import Any

import httpx
import pytest

import seeds
from tests.integration.service.conftest import hand_in
from tests.integration.service.test_articles_over_http import assert_problem

ARTICLES = Path(seeds.__file__).parent / "articles"
READ = (
    ("05-goita-kremlin.txt", "2025-06-23"),
    ("06-retrait-cedeao.txt", "2025-01-29"),
    ("09-ambassade-ouagadougou.txt", "2023-12-28"),
    ("10-ambassadeur-convoque.txt", "2023-12-20"),
)
OWN = (
    ("Les États-Unis ont imposé des sanctions au Mali le 24 juillet 2023.", "2023-07-25"),
    ("La Russie a livré des avions de chasse au Mali le 19 janvier 2023.", "2023-01-20"),
)


@pytest.fixture(scope="module")
def articles(served: str) -> None:
    """The articles read on the module's server, whose views have them all."""
    read = [((ARTICLES / name).read_text(encoding="utf-8"), published) for name, published in READ]
    hand_in(served, ({"text": text, "published": published} for text, published in (*read, *OWN)))


@pytest.fixture
def told(articles: None, reader: httpx.AsyncClient) -> httpx.AsyncClient:  # noqa: ARG001  (has them read)
    """Give a client of a server that has read the articles."""
    return reader


async def ask(client: httpx.AsyncClient, path: str, **params: Any) -> list[Any]:
    """The items of a list that must be answered."""
    answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_what_stands_is_listed_with_its_quotes(told: httpx.AsyncClient) -> None:
    """Each list gives what the articles told, with the words it rests on, and nothing of a day before."""
    (accord,) = await ask(told, "/agreements", pair="MLI-RUS")
    assert (accord["status"], accord["signed"], accord["sectors"]) == ("signed", "2025-06-23", ["energy"])
    (left,) = await ask(told, "/memberships", state="MLI", organisation="ECOWAS")
    assert (left["status"], left["since"]) == ("left", "2025-01-29")
    (embassy,) = await ask(told, "/embassies", party="BFA")
    assert (embassy["owner"], embassy["host"], embassy["status"]) == ("RUS", "BFA", "open")
    (envoys,) = await ask(told, "/envoys", host="MLI")
    assert (envoys["sender"], envoys["status"], len(envoys["summoned"])) == ("DZA", "unobserved", 1)
    (imposed,) = await ask(told, "/sanctions", status="in_force")
    assert (imposed["source"], imposed["target"]) == ("USA", "MLI")
    (support,) = await ask(told, "/military", recipient="MLI")
    assert (support["provider"], support["status"], support["goods"]) == ("RUS", "provided", ["aircraft"])
    for found in (accord["fact"], left["in_force"] or left["last_acts"][0], imposed["in_force"][0]):
        assert found["sources"][0]["proofs"][0]["exact"]
    for path in ("/agreements", "/memberships", "/embassies", "/envoys", "/sanctions", "/military"):
        assert await ask(told, path, as_of="2020-01-01") == []
        assert await ask(told, path, reported_by="2020-01-01") == []
        assert await ask(told, path, known_at="0") == []


REFUSED = [
    ("/agreements?status=broken", 400, "invalid-request", "terminated"),
    ("/agreements?pair=MLI", 400, "invalid-request", "MLI-RUS"),
    ("/sanctions?source=Mali", 400, "unknown-party", "MLI"),
    ("/memberships?status=away", 400, "invalid-request", "suspended"),
    ("/envoys?after=%2F", 400, "bad-cursor", "next"),
    ("/embassies?owners=RUS", 400, "unknown-parameter", "owner"),
    ("/military?known_at=x", 400, "invalid-moment", "time zone"),
    ("/military?limit=201", 400, "invalid-request", "limit"),
]


async def test_a_wrong_question_says_what_would_be_right(reader: httpx.AsyncClient, subtests: pytest.Subtests) -> None:
    """Each wrong question is a problem of its own, whose detail names the value or the remedy."""
    for path, status, problem, says in REFUSED:
        with subtests.test(path):
            answer = await reader.get(path)
            assert_problem(answer, status, problem)
            assert says in answer.json()["detail"]

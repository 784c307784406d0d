"""The visit of June 2025 between Mali and Russia, as the sample articles tell it, at each of the three times."""

from pathlib import Path
from typing import Any

import httpx

import seeds

ARTICLES = Path(seeds.__file__).parent / "articles"
APRIL, JUNE = "04-lavrov-ministres-sahel.txt", "05-goita-kremlin.txt"


async def hand_in(client: httpx.AsyncClient, name: str, published: str | None) -> int:
    """Hand an article in; return the position to wait for."""
    body: dict[str, Any] = {"text": (ARTICLES / name).read_text(encoding="utf-8")}
    answer = await client.post("/articles", json=body if published is None else {**body, "published": published})
    assert answer.status_code == 201, answer.text
    position: int = answer.json()["position"]
    return position


async def ask(client: httpx.AsyncClient, **times: Any) -> list[str]:
    """The statuses of the visits of Mali's officials to Russia in June."""
    answer = await client.get("/visits", params={"visitor": "MLI", "host": "RUS", **times})
    assert answer.status_code == 200, answer.text
    return [visit["status"] for visit in answer.json()["items"] if "Goïta" in " ".join(visit["persons"])]


async def test_the_visit_of_june_at_each_of_the_three_times(client: httpx.AsyncClient) -> None:
    """Pending as reported by May and as known before the article of June; occurred with everything; neither in 2024."""
    before = await hand_in(client, APRIL, "2025-04-04")
    last = await hand_in(client, JUNE, None)
    assert await ask(client, wait_for=last) == ["occurred"]
    assert await ask(client, reported_by="2025-05-01") == ["pending"]
    assert await ask(client, known_at=before, as_of="2025-05-15") == ["pending"]
    assert await ask(client, as_of="2025-05-15") == ["pending"]
    assert await ask(client, as_of="2025-06-24") == ["under_way"]
    assert await ask(client, as_of="2024-03-01") == []
    assert await ask(client, known_at=before, reported_by="2025-05-01", as_of="2025-05-15") == ["pending"]

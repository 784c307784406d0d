"""What is too large is refused at the limits that are set, and nothing of it is written."""

from pathlib import Path

import msgspec
import pytest

from service.app import open_service
from service.ingest.errors import ArticleTooLarge
from service.submission import Submission, read_submission
from tests.database import TestDatabase
from tests.integration.service.conftest import settings_of
from tests.integration.service.serving import serve
from tests.integration.service.texts import WHEAT


async def test_the_limits_of_body_and_article_are_settings(database: TestDatabase, tmp_path: Path) -> None:
    """A body and a text just within their limits are taken, those beyond refused as such; bytes count, not letters."""
    settings = msgspec.structs.replace(settings_of(database, tmp_path), max_body=3_000, max_article=1_000)
    within = WHEAT + "é" * ((1_000 - len(WHEAT.encode())) // 2)
    async with serve(settings) as client:
        assert (await client.post("/articles", json={"text": within})).status_code == 201
        head = (await client.get("/health/ready")).json()["head"]
        for text, problem in ((f"{within}éé", "article-too-large"), ("a" * 3_000, "body-too-large")):
            refused = await client.post("/articles", json={"text": text})
            assert (refused.status_code, refused.json()["type"]) == (413, f"/problems/{problem}")
        assert "1000" in (await client.post("/articles", json={"text": f"{within}éé"})).json()["detail"]
        assert (await client.get("/health/ready")).json()["head"] == head


async def test_the_limit_of_an_article_holds_wherever_it_comes_from(database: TestDatabase, tmp_path: Path) -> None:
    """What has been read elsewhere, of a feed or a file, is refused at the same limit."""
    settings = msgspec.structs.replace(settings_of(database, tmp_path), max_article=len(WHEAT.encode()) - 1)
    async with open_service(settings) as service:
        with pytest.raises(ArticleTooLarge):
            await service.handler.handle(read_submission(Submission(text=WHEAT)))
        assert await service.ledger.head() == 0

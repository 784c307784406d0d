"""What an auditor is answered over HTTP, and which questions are refused."""

import base64
from pathlib import Path
from typing import Any

import httpx
import pytest

from events.merkle.checkpoint import open_checkpoint
from events.merkle.event_proof import verify_event_proof
from events.merkle.proofs import verify_consistency
from tests.database import TestDatabase, tamper
from tests.integration.service.conftest import KEY, hand_in
from tests.integration.service.test_articles_over_http import assert_problem
from tests.integration.service.texts import SUMMONED, VISITED


@pytest.fixture
async def told(client: httpx.AsyncClient) -> dict[str, Any]:
    """Give the answer to an article that was posted."""
    answer = await client.post("/articles", json={"text": VISITED, "published": "2025-06-24"})
    assert answer.status_code == 201
    return answer.json()


@pytest.fixture(scope="module")
def recorded(served: str) -> dict[str, Any]:
    """What was answered when an article was recorded on the module's server."""
    return hand_in(served, [{"text": VISITED, "published": "2025-06-24"}])


async def test_the_checkpoint_is_a_signed_note(client: httpx.AsyncClient, told: dict[str, Any], tmp_path: Path) -> None:
    """It is plain text that the log's key has signed, covers what was recorded, and is the one kept outside."""
    answer = await client.get("/audit/checkpoint")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert open_checkpoint(KEY.verifier, answer.text).size == told["position"]
    (kept,) = (tmp_path / "checkpoints").glob("*.checkpoint")
    assert kept.read_text(encoding="utf-8") == answer.text
    assert (await client.get("/audit/checkpoint")).text == answer.text


async def test_nothing_is_signed_before_anything_is_recorded(client: httpx.AsyncClient) -> None:
    """An empty ledger has no checkpoint: 404."""
    assert_problem(await client.get("/audit/checkpoint"), 404, "no-checkpoint")
    assert_problem(await client.get("/audit/inclusion", params={"position": 1}), 400, "beyond-head")
    answer = await client.get("/audit/consistency", params={"from": 0, "to": 0})
    assert (answer.status_code, answer.json()["proof"]) == (200, [])


async def test_an_event_is_proved_by_id_and_by_position(reader: httpx.AsyncClient, recorded: dict[str, Any]) -> None:
    """The answer is a proof file: it holds without the database, and is the same by id and by position."""
    event = recorded["events"][0]["id"]
    answer = await reader.get("/audit/inclusion", params={"event": event})
    assert answer.status_code == 200
    proof, checkpoint = verify_event_proof(answer.content, KEY.verifier)
    assert (str(proof.id), proof.type) == (event, recorded["events"][0]["type"])
    assert checkpoint.size == recorded["position"]
    again = await reader.get("/audit/inclusion", params={"position": proof.position})
    assert again.json() == answer.json()


async def test_growth_is_proved(client: httpx.AsyncClient, told: dict[str, Any]) -> None:
    """Between any two sizes of the ledger there is a proof that the later one begins with the earlier."""
    await client.post("/articles", json={"text": SUMMONED, "published": "2023-12-20"})
    head = (await client.get("/health/ready")).json()["head"]
    assert head > told["position"]
    for first in range(head + 1):
        answer = await client.get("/audit/consistency", params={"from": first, "to": head})
        given = answer.json()
        assert (given["from_size"], given["to_size"]) == (first, head)
        begun, grown = base64.b64decode(given["from_root"]), base64.b64decode(given["to_root"])
        verify_consistency(first, head, begun, grown, [base64.b64decode(each) for each in given["proof"]])


async def test_an_event_that_is_not_signed_yet_is_proved_later(
    client: httpx.AsyncClient, told: dict[str, Any], database: TestDatabase
) -> None:
    """What was recorded since the last checkpoint is answered with 503 and Retry-After, until the next is signed."""
    await client.get("/audit/checkpoint")
    later = (await client.post("/articles", json={"text": SUMMONED, "published": "2023-12-20"})).json()
    question = {"event": later["events"][0]["id"]}
    refused = await client.get("/audit/inclusion", params=question)
    assert_problem(refused, 503, "not-signed")
    assert refused.headers["retry-after"]
    await tamper(database, "UPDATE ledger.checkpoint SET signed_at = signed_at - interval '11 seconds'")
    answer = await client.get("/audit/inclusion", params=question)
    assert verify_event_proof(answer.content, KEY.verifier)[1].size == later["position"] > told["position"]


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("inclusion", 400, "invalid-request"),
        ("inclusion?event=00000000-0000-0000-0000-000000000000&position=1", 400, "invalid-request"),
        ("inclusion?event=00000000-0000-0000-0000-000000000000", 404, "unknown-event"),
        ("inclusion?event=no-id", 404, "unknown-event"),
        ("inclusion?event=", 404, "unknown-event"),
        ("inclusion?position=0", 400, "invalid-request"),
        ("inclusion?position=-1", 400, "invalid-request"),
        ("inclusion?position=one", 400, "invalid-request"),
        ("inclusion?position=99999999999999999999999999", 400, "beyond-head"),
        ("inclusion?id=1", 400, "unknown-parameter"),
        ("consistency", 400, "invalid-request"),
        ("consistency?from=1", 400, "invalid-request"),
        ("consistency?from=-1&to=1", 400, "invalid-request"),
        ("consistency?from=2&to=1", 400, "invalid-request"),
        ("consistency?from=x&to=1", 400, "invalid-request"),
        ("consistency?from=1&to=99999999999999999999999999", 400, "beyond-head"),
        ("checkpoint?size=1", 400, "unknown-parameter"),
    ],
)
@pytest.mark.usefixtures("recorded")
async def test_a_question_that_cannot_be_answered_is_a_problem(
    reader: httpx.AsyncClient, path: str, status: int, problem: str
) -> None:
    """Bad input is refused with a problem that says what would be right."""
    assert_problem(await reader.get(f"/audit/{path}"), status, problem)


@pytest.mark.usefixtures("told")
async def test_a_ledger_that_was_tampered_with_is_not_signed(client: httpx.AsyncClient, database: TestDatabase) -> None:
    """Where the tree is not that of the last checkpoint, the answer is an alarm and not a signature."""
    assert (await client.get("/audit/checkpoint")).status_code == 200
    await tamper(
        database, "UPDATE ledger.head SET compact_range = set_byte(compact_range, 0, 255 - get_byte(compact_range, 0))"
    )
    assert_problem(await client.get("/audit/checkpoint"), 500, "inconsistent-ledger")
    assert_problem(await client.get("/audit/inclusion", params={"position": 1}), 500, "inconsistent-ledger")

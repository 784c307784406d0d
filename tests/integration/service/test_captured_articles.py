"""Five captured articles, side bars and all, through the whole service; skipped where they are not at hand."""

from pathlib import Path

import pytest

from events.codec import unseal
from events.vocabulary import Report, parties_of
from projections.times import Times
from service.app import Service, today
from service.evaluate import load_gold, score, select
from service.label_form import label_reports
from service.submission import Submission, read_submission

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(
    not (CORPUS / "gold.jsonl").exists(), reason="the captured articles (../shared/corpus) are not here"
)
PUBLISHED = {"seed-000": "2024-11-29", "seed-001": "2024-02-29", "seed-002": "2025-06-23", "seed-004": "2024-01"}


def now() -> Times:
    """The real day, asked for each time: an undated article counts from the day on which it was recorded."""
    return Times(today=today())


def read_text(name: str) -> bytes:
    """The text of a captured article, as it is."""
    return (CORPUS / "texts" / f"{name}.txt").read_bytes()


async def ingest(service: Service, *names: str, published: dict[str, str]) -> None:
    """Ingest some of the five, and let the views catch up."""
    for name in names:
        submission = Submission(text=read_text(name), published=published.get(name))
        await service.handler.handle(read_submission(submission))
    await service.runner.catch_up()


def test_every_required_label_is_read() -> None:
    """The recall of the labels that the five articles require is 1, and no prediction is wrong."""
    gold = select(load_gold(CORPUS / "gold.jsonl"), "seed-")
    predictions = {
        record.id: label_reports(
            read_submission(Submission(text=read_text(record.id), published=record.published)).reports
        )
        for record in gold
    }
    scores = score(gold, predictions, resamples=1).overall.scores
    assert scores.strict.recall == 1.0
    assert scores.strict.precision == 1.0


@pytest.mark.parametrize("dated", [True, False], ids=["dated", "undated"])
@pytest.mark.parametrize("turn", [1, -1], ids=["in order", "in reverse"])
async def test_the_announced_visit_is_answered(service: Service, *, dated: bool, turn: int) -> None:
    """Goïta's visit announced for June is answered by that of June 2025, with a date and without one, in any order."""
    published = PUBLISHED | ({"seed-003": "2025-04-04"} if dated else {})
    await ingest(service, *("seed-003", "seed-002", "seed-001")[::turn], published=published)
    visits = (await service.queries.visits(now(), visitor="MLI", host="RUS")).items
    (answered,) = [visit for visit in visits if visit.announcements]
    assert (answered.status, answered.persons) == ("occurred", ("Assimi Goïta",))
    assert answered.held is not None
    assert (answered.held.start or "").startswith("2025-06")
    assert (await service.queries.visits(now(), status=("pending", "unknown_year"))).items == ()


async def test_visits_are_known_in_their_whole_length(service: Service) -> None:
    """The visits of 28-29 February 2024 and of 22-26 June 2025 stand with both their days."""
    await ingest(service, "seed-001", "seed-002", published=PUBLISHED)
    occurred = (await service.queries.visits(now(), status=("occurred",))).items
    held = {(visit.visitor, visit.held.start, visit.held.end) for visit in occurred if visit.held}
    assert held == {("MLI", "2024-02-28", "2024-02-29"), ("MLI", "2025-06-22", "2025-06-26")}


async def test_the_views_hold_what_the_five_tell(service: Service) -> None:
    """Visits, wheat with its totals kept apart, three departures from ECOWAS, and nobody of the side bars."""
    await ingest(service, *(f"seed-00{n}" for n in range(5)), published=PUBLISHED)
    occurred = (await service.queries.visits(now(), status=("occurred",))).items
    held = {(visit.visitor, visit.host, (visit.held.start or "")[:7]) for visit in occurred if visit.held}
    assert {("MLI", "RUS", "2024-02"), ("RUS", "MLI", "2024-11"), ("MLI", "RUS", "2025-06")} <= held
    aid = {line.item: line for line in (await service.queries.aid_totals(now(), donor="RUS", domain="civil")).items}
    assert [each.min for each in aid["wheat"].delivered] == [25000]
    totals = {item: line.reported_total for item, line in aid.items()}
    amounts = {item: total.amount.min for item, total in totals.items() if total and total.amount}
    assert amounts == {"wheat": 50000, "fertilizer": 22000}
    for state in ("MLI", "BFA", "NER"):
        relation = await service.queries.relation(state, "ECOWAS", now())
        assert "MembershipEnded" in {fact.type for fact in (*relation.in_force, *relation.last_events)}
    parties: set[str] = set()
    for recorded in await service.ledger.read(limit=1000):
        event = unseal(recorded)
        if isinstance(event, Report):
            parties.update(parties_of(event))
    assert parties <= {"MLI", "RUS", "BFA", "NER", "ECOWAS", "AES"}

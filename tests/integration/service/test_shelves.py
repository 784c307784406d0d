"""Shelves kept from one article to the next: whatever others record, decisions are those of who has just begun."""

from uuid import uuid4

import msgspec
import pytest

from events.decide import decide, relevant, shelf_of
from events.envelope import NewEvent
from events.evidence import CuratorStatement
from events.ledger import Ledger
from events.vocabulary import AnnouncementAnswered, HappeningsMerged, VisitAnnounced
from service.app import Service, open_service
from service.handle import Handler, read_history
from service.planning import Decided, read_new
from service.shelves import Shelves
from service.submission import Prepared, Submission, read_submission
from tests.database import TestDatabase, empty_ledger, tamper
from tests.integration.service.conftest import settings_of
from tests.integration.service.texts import ANNOUNCED, CANCELLED, VISITED, WHEAT

SO = CuratorStatement(who="a curator", why="the paper says so", source="test")


def prepare(text: str, published: str, paper: str) -> Prepared:
    """Read a text as a paper printed it."""
    url = f"https://{paper}.example/{published}"
    return read_submission(Submission(text=text, published=published, publisher=paper, url=url))


async def ask(handlers: list[Handler], prepared: Prepared) -> list[tuple[Decided, ...]]:
    """What each would decide about an article."""
    return [(await handler.handle(prepared, dry_run=True)).decided for handler in handlers]


async def test_decisions_are_those_of_who_remembers_nothing(service: Service) -> None:
    """Two who remember, of whom one follows the other, and curators between: all decide as one who has just begun.

    So does one who remembers nothing but what the last decision was about.
    """
    one, two = service.handler, Handler(service.ledger, service.pool)
    forgetful = Handler(service.ledger, service.pool, remembered=0)
    press = [
        prepare(ANNOUNCED, "2025-05-25", "first"),
        prepare(VISITED, "2025-06-24", "first"),
        prepare(ANNOUNCED, "2025-05-26", "second"),
        prepare(WHEAT, "2024-02-01", "first"),
        prepare(VISITED, "2025-06-25", "second"),
        prepare(CANCELLED, "2025-06-01", "second"),
        prepare(WHEAT, "2024-02-02", "second"),
        prepare(VISITED, "2025-06-26", "third"),
        prepare(ANNOUNCED, "2025-05-27", "third"),
        prepare(CANCELLED, "2025-06-02", "fourth"),
    ]
    decisions = 0
    for number, prepared in enumerate(press):
        found = await ask([one, two, forgetful, Handler(service.ledger, service.pool)], prepared)
        assert found == 4 * [found[0]]
        decisions += len(found[0])
        handled = await (one, two)[number % 2].handle(prepared)
        assert handled.decided == found[0]
        told = handled.told[0]
        match number:
            case 2:
                await service.curator.retract(told.id, SO)
            case 4:
                first = await one.handle(press[1])
                await service.curator.split(first.told[0].report.happening, [told.id], SO)
            case 6:
                await service.curator.correct(told.id, {"item": "maize"}, SO)
            case 7:
                # To the other direction: from now on both shelves are read together.
                await service.curator.correct(told.id, {"source": "RUS", "target": "MLI"}, SO)
            case _:
                pass
    assert decisions > 3


async def test_what_is_remembered_of_a_ledger_that_was_restored_counts_for_nothing(database: TestDatabase) -> None:
    """An older copy takes the ledger's place and grows as far again: it is that one that is decided about."""
    async with open_service(settings_of(database)) as service:
        await service.handler.handle(prepare(ANNOUNCED, "2025-05-25", "first"))
        before = await service.ledger.head()
        await empty_ledger(database)
        await Handler(service.ledger, service.pool).handle(prepare(WHEAT, "2024-02-01", "first"))
        assert await service.ledger.head() == before
        visited = prepare(VISITED, "2025-06-24", "first")
        found = await ask([service.handler, Handler(service.ledger, service.pool)], visited)
        assert found[0] == found[1]
        assert not any(isinstance(each.record, AnnouncementAnswered) for each in found[0])


@pytest.mark.parametrize("remembered", [0, 100])
async def test_as_much_is_remembered_as_the_settings_say(database: TestDatabase, remembered: int) -> None:
    """An announcement that only memory holds any more is answered by a visit; without a memory there is none."""
    settings = msgspec.structs.replace(settings_of(database), remembered_events=remembered)
    async with open_service(settings) as service:
        await service.handler.handle(prepare(ANNOUNCED, "2025-05-25", "first"))
        await tamper(database, "DELETE FROM ledger.event")
        visited = await service.handler.handle(prepare(VISITED, "2025-06-24", "first"), dry_run=True)
    answered = any(isinstance(each.record, AnnouncementAnswered) for each in visited.decided)
    assert answered is bool(remembered)


async def test_what_a_newer_release_records_elsewhere_stops_no_decision(service: Service) -> None:
    """Events of a type, or a version of one, that nobody here can read yet concern whoever decides about their parties.

    All others go on, and decide as one who has just begun.
    """
    await service.handler.handle(prepare(ANNOUNCED, "2025-05-25", "first"))
    newer = Ledger(service.pool, "chancery of tomorrow")
    tags = ("dyad:NER-TCD", "family:visit")
    await newer.append(
        [
            NewEvent(id=uuid4(), type="TreatyRatified", schema_version=1, tags=tags, payload=b"{}"),
            NewEvent(id=uuid4(), type="VisitOccurred", schema_version=99, tags=tags, payload=b"{}"),
        ]
    )
    visited = prepare(VISITED, "2025-06-24", "first")
    found = await ask([service.handler, Handler(service.ledger, service.pool)], visited)
    assert found[0] == found[1]
    assert (await service.handler.handle(visited)).decided == found[0]


async def test_shelves_that_cannot_be_kept_do_not_keep_others_from_it(service: Service) -> None:
    """A correction moved an event between two: beside others they are decided about from scratch, and only they."""
    announced = (await service.handler.handle(prepare(ANNOUNCED, "2025-05-25", "first"))).told[0]
    wheat = (await service.handler.handle(prepare(WHEAT, "2024-02-01", "first"))).told[0]
    assert isinstance(announced.report, VisitAnnounced)
    left, other = shelf_of(announced.report), shelf_of(wheat.report)
    moved = ("visit", ("MLI", "NER"))
    await service.curator.correct(announced.id, {"source": "MLI", "target": "NER"}, SO)
    shelves = Shelves(service.ledger, 100)
    await shelves.come_up()
    assert await shelves.open([left, moved, other]) == {left, moved}
    unit = [prepare(VISITED, "2025-06-24", "first"), prepare(WHEAT, "2024-02-02", "second")]
    unit.append(prepare(ANNOUNCED, "2025-05-26", "second"))
    told = [each for several in read_new(unit) for each in several]
    assert {left, other} <= {shelf_of(each.report) for each in told}
    _, history = await read_history(service.ledger, relevant(each.report for each in told), await service.ledger.head())
    taken = await service.handler.handle_first(unit)
    found = [each.record for handled in taken for each in handled.decided]
    assert sorted(found, key=repr) == sorted(decide(told, history), key=repr)
    assert {type(each) for each in found} >= {HappeningsMerged, AnnouncementAnswered}

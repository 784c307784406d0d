"""Articles into the ledger: at once, in order, and by several processes at the same time."""

import asyncio
import random
from collections.abc import Mapping
from importlib.resources import files

import asyncpg
import msgspec
import pytest

from events.codec import VOCABULARY, derive_id, seal, seal_redaction, unseal
from events.decide import History
from events.errors import UnknownType, WrongVersion
from events.evidence import CuratorStatement
from events.ledger.redaction import redact
from events.vocabulary import ArticleIngested, EventRetracted, Report
from projections.replaying.replay import compare
from projections.times import Times
from service.app import Service, open_service
from service.cli.ingesting import find_texts
from service.handle import Handler
from service.planning import Handled
from service.submission import Prepared, Submission, read_submission
from tests.database import Server, TestDatabase, create_database, drop_database
from tests.integration.service.conftest import TODAY, settings_of
from tests.integration.service.texts import ANNOUNCED, NOTHING, VISITED, WHEAT


def prepare(text: str, published: str | None = None, url: str | None = None) -> Prepared:
    """Read a text as it is handed in."""
    return read_submission(Submission(text=text, published=published, url=url))


def prepare_samples() -> list[Prepared]:
    """Every sample article, read."""
    return [
        read_submission(
            Submission(
                text=file.read_bytes(),
                title=known.title,
                url=known.url,
                publisher=known.publisher,
                published=known.published,
            )
        )
        for file, known in find_texts(files("seeds").joinpath("articles"))
    ]


async def test_an_article_its_reports_and_decisions_stand_together(service: Service) -> None:
    """The events of one article follow each other in the ledger: the article, its reports, what was decided."""
    await service.handler.handle(prepare(ANNOUNCED, "2025-04-04"))
    handled = await service.handler.handle(prepare(VISITED, "2025-06-24"))
    recorded = await service.ledger.read(after=2)
    assert recorded[-1].position == handled.position
    events = [unseal(each) for each in recorded]
    assert isinstance(events[0], ArticleIngested)
    told = len(handled.told)
    assert all(isinstance(event, Report) for event in events[1 : 1 + told])
    assert events[1 + told :] == [decided.record for decided in handled.decided]


async def test_a_retraction_says_why_and_on_what_it_rests(service: Service) -> None:
    """What a revised text no longer says is retracted with a statement that names the new text."""
    await service.handler.handle(prepare(WHEAT, "2024-01-26", "https://e.org/a"))
    revised = prepare(NOTHING, "2024-01-26", "https://e.org/a")
    handled = await service.handler.handle(revised)
    (retraction,) = [each.record for each in handled.decided if isinstance(each.record, EventRetracted)]
    (statement,) = retraction.evidence
    assert isinstance(statement, CuratorStatement)
    assert revised.text_hash in statement.source
    assert retraction.why


async def test_the_ledger_of_the_service_takes_the_vocabulary_only(service: Service) -> None:
    """A type that the vocabulary does not have, or a version that is not today's, is refused and nothing is written."""
    known = seal(prepare(WHEAT, "2024-01-26").reports[0], derive_id("a", "report"))
    assert VOCABULARY[known.type] == known.schema_version
    with pytest.raises(UnknownType, match="'WheatSown'"):
        await service.ledger.append([msgspec.structs.replace(known, type="WheatSown")])
    with pytest.raises(WrongVersion, match=f"write version {known.schema_version}"):
        await service.ledger.append([msgspec.structs.replace(known, schema_version=known.schema_version + 1)])
    assert await service.ledger.head() == 0
    await service.ledger.append([known])
    assert await service.ledger.head() == 1


async def test_an_article_is_revised_after_a_report_of_it_was_redacted(
    database: TestDatabase, service: Service
) -> None:
    """The id of what was taken away is never given to another report; views still equal their replay."""
    first = await service.handler.handle(prepare(WHEAT, "2024-01-26", "https://e.org/a"))
    (told,) = [each for each in await service.ledger.read() if str(each.id) == first.told[-1].id]
    owner = await asyncpg.connect(database.owner_url)
    try:
        await redact(owner, "the owner", told.position, seal_redaction(told, "A. Keeper", "a court ordered it"))
    finally:
        await owner.close()
    second = await service.handler.handle(prepare(f"{ANNOUNCED}\n\n{WHEAT}", "2024-01-26", "https://e.org/a"))
    assert second.outcome == "revised"
    assert first.told[-1].id not in {each.id for each in second.told}
    await service.runner.catch_up()
    assert await compare(service.pool, service.ledger) == []


async def test_a_revision_keeps_the_events_that_it_repeats(service: Service) -> None:
    """A claim that moved within the text keeps its event, and what is new has another happening than any before."""
    first = await service.handler.handle(prepare(WHEAT, "2024-01-26", "https://e.org/a"))
    second = await service.handler.handle(prepare(f"{ANNOUNCED}\n\n{WHEAT}", "2024-01-26", "https://e.org/a"))
    assert {told.id for told in first.told} < {told.id for told in second.told}
    happenings = [told.report.happening for told in second.told]
    assert len(set(happenings)) == len(happenings)


async def test_processes_at_the_same_time_record_each_article_once(database: TestDatabase) -> None:
    """Three processes hand in the same articles in other orders: each stands once, and views equal the replay."""
    samples = prepare_samples()
    async with open_service(settings_of(database)) as service:
        handlers = [Handler(service.ledger, service.pool) for _ in range(3)]

        async def hand_in(handler: Handler, seed: int) -> list[str]:
            order = random.Random(seed).sample(samples, k=len(samples))
            return [(await handler.handle(prepared)).article for prepared in order]

        await asyncio.gather(*(hand_in(handler, seed) for seed, handler in enumerate(handlers)))
        await service.runner.catch_up()
        assert await compare(service.pool, service.ledger) == []
        ingested = [
            event.article
            for page in [await service.ledger.read(limit=1000)]
            for each in page
            if isinstance(event := unseal(each), ArticleIngested)
        ]
        assert sorted(ingested) == sorted(prepared.article for prepared in samples)
        pending = await service.queries.visits(Times(today=TODAY), status=("occurred",))
        assert any(visit.announcements for visit in pending.items)


async def test_the_same_article_at_the_same_time_is_recorded_once(database: TestDatabase) -> None:
    """Of ten that hand in one article at once, nobody fails and the ledger holds it once."""
    prepared = prepare(VISITED, "2025-06-24")
    async with open_service(settings_of(database)) as service:
        handlers = [Handler(service.ledger, service.pool) for _ in range(10)]
        handled = await asyncio.gather(*(handler.handle(prepared) for handler in handlers))
        assert len({each.position for each in handled}) == 1
        assert await service.ledger.head() == handled[0].position


@pytest.mark.parametrize("text", [WHEAT, NOTHING])
async def test_a_dry_run_leaves_nothing_behind(service: Service, text: str) -> None:
    """A dry run plans as a real one would, and neither the ledger nor the library changes."""
    tried = await service.handler.handle(prepare(text, "2024-01-26"), dry_run=True)
    assert (tried.outcome, tried.position) == ("recorded", None)
    assert await service.ledger.head() == 0
    assert await service.pool.fetchval("SELECT count(*) FROM library.text") == 0


async def stand(service: Service) -> History:
    """What the ledger holds, all told."""
    history = History()
    for recorded in await service.ledger.read():
        event = unseal(recorded)
        assert event is not None
        history.apply(str(recorded.id), event)
    return history


async def test_articles_that_come_together_are_decided_about_as_if_each_came_alone(
    service: Service, postgres: Server
) -> None:
    """The same acts, happenings and answers stand in the end; each article's events follow each other, in order.

    One that is known already, or comes twice, is told so in its place.
    """
    samples = [prepare(ANNOUNCED, "2025-05-25"), *prepare_samples(), prepare(VISITED, "2025-06-25")]
    several = [*samples[:5], samples[2], *samples[5:]]
    other = await create_database(postgres)
    try:
        async with open_service(settings_of(other)) as alone:
            expected = [await alone.handler.handle(prepared) for prepared in several]
            await service.handler.handle(samples[3])
            handled: list[Handled] = []
            while len(handled) < len(several):
                handled += await service.handler.handle_first(several[len(handled) :])
            apart, together = await stand(alone), await stand(service)
        assert (together.told, together.happening) == (apart.told, apart.happening)
        assert together.answers == apart.answers
    finally:
        await drop_database(postgres, other)
    outcomes = [each.outcome for each in expected]
    assert outcomes[5] == "known"
    outcomes[3] = "known"
    assert [each.outcome for each in handled] == outcomes
    assert [each.article for each in handled] == [each.article for each in expected]
    for each in handled:
        assert each.position is not None
        first = each.position - len(each.decided) - len(each.told)
        stood = await service.ledger.read(after=first - 1, limit=each.position - first + 1)
        ids = [told.id for told in each.told] + [decided.id for decided in each.decided]
        assert [str(recorded.id) for recorded in stood[1:]] == ids
        assert isinstance(unseal(stood[0]), ArticleIngested)


async def test_articles_that_are_known_are_told_so_together(service: Service) -> None:
    """Those that come first are told at once, as far as none is new between them; each reading is counted once."""
    told: list[Mapping[str, float]] = []
    handler = Handler(service.ledger, service.pool, on_read=told.append)
    first, second, new, third = prepare_samples()[:4]
    assert [each.outcome for each in await handler.handle_first([first, second, third])] == 3 * ["recorded"]
    several, outcomes = [first, second, new, third], list[list[str]]()
    while several:
        taken = await handler.handle_first(several)
        outcomes.append([each.outcome for each in taken])
        several = several[len(taken) :]
    assert outcomes == [["known", "known"], ["recorded"], ["known"]]
    assert len(told) == 7


async def test_articles_together_are_decided_again_where_another_was_quicker(service: Service) -> None:
    """Two processes take the same articles in, several at a time: each is recorded once, whoever it was."""
    samples = prepare_samples()
    handlers = [Handler(service.ledger, service.pool) for _ in range(3)]

    async def take(handler: Handler, start: int) -> dict[str, int | None]:
        order, handled = [*samples[start:], *samples[:start]], list[Handled]()
        while len(handled) < len(samples):
            handled += await handler.handle_first(order[len(handled) :])
        return {each.article: each.position for each in handled}

    taken = await asyncio.gather(*(take(handler, 4 * number) for number, handler in enumerate(handlers)))
    assert taken[0] == taken[1] == taken[2]
    recorded = await service.ledger.read()
    ingested = [event.article for each in recorded if isinstance(event := unseal(each), ArticleIngested)]
    assert sorted(ingested) == sorted(each.article for each in samples)

"""Order must not matter: the same articles in any order give the same views."""

import random
from importlib.resources import files
from typing import Any, cast

import msgspec

from projections.times import Times
from service.app import Service, open_service
from service.cli.ingesting import find_texts, ingest_files
from tests.database import Server, create_database, drop_database, run
from tests.integration.service.conftest import TODAY, settings_of

ORDERS = 20
# Where and when something was recorded is all that may differ.
OF_THE_RECORD = frozenset({"position", "recorded_at"})


async def ingest_in_order(server: Server, order: random.Random | None) -> Any:
    """Ingest the sample articles into a database of their own, and give what the views then answer."""
    database = await create_database(server)
    try:
        async with open_service(settings_of(database)) as service:
            articles = find_texts(files("seeds").joinpath("articles"))
            if order is not None:
                order.shuffle(articles)
            results = [result async for result in ingest_files(service, articles)]
            assert {result.outcome for result in results} == {"recorded"}
            await service.runner.catch_up()
            return await read_views(service)
    finally:
        await drop_database(server, database)


async def read_views(service: Service) -> Any:
    """Everything the three views answer, today and as of a day between announcement and visit."""
    answers: list[Any] = []
    for times in (Times(today=TODAY), Times(today=TODAY, as_of=TODAY.replace(month=5))):
        pairs = await service.queries.relations(times, limit=200)
        answers += [
            pairs,
            await service.queries.visits(times, limit=200),
            await service.queries.aid_totals(times, limit=200),
        ]
        answers += [await service.queries.relation(pair.a, pair.b, times) for pair in pairs.items]
    return strip(msgspec.to_builtins(answers))


def strip(value: Any) -> Any:
    """JSON without what depends on when something was recorded."""
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {key: strip(each) for key, each in fields.items() if key not in OF_THE_RECORD}
    if isinstance(value, list | tuple):
        return [strip(each) for each in cast("list[Any]", value)]
    return value


def test_the_order_of_articles_does_not_matter(postgres: Server) -> None:
    """The sample articles in 20 random orders give equal relations, visits and aid totals."""
    wanted = run(ingest_in_order(postgres, None))
    assert len(wanted) > 6
    for seed in range(ORDERS):
        assert run(ingest_in_order(postgres, random.Random(seed))) == wanted, f"order {seed}"

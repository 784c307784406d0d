"""Events coded elsewhere live beside what the press told."""

import csv
import io
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, cast

import msgspec
import pytest

from projections.public.shapes import Fact
from projections.times import Times
from projections.views.timeline import EVERY_EVENT
from service.app import Service, open_service
from service.cli.ingesting import find_texts, ingest_files
from service.interchange.coded import Coded, read_row
from service.interchange.exporting import export_events
from service.interchange.importing import AT_ONCE, Taken
from service.interchange.tables import read_table
from service.submission import Submission, read_submission
from tests.database import Server, create_database, drop_database, run
from tests.integration.service.conftest import TODAY, settings_of

TIMES = Times(today=TODAY)
DATA_SET, CODER = "Sahel acts 2", "A. Coder"


def read_all(table: bytes) -> list[Coded]:
    """The events of a table, whose every row must be good."""
    found: list[Coded] = []
    for row in read_table(io.BytesIO(table)):
        assert row.fault is None, row.fault
        found.append(read_row(row.line, row.cells, data_set=DATA_SET, coder=CODER))
    return found


async def take(service: Service, table: bytes) -> list[Taken]:
    """Import a table, and wait for the views."""
    rows = read_all(table)
    taken = [await service.importer.take(rows[n : n + AT_ONCE]) for n in range(0, len(rows), AT_ONCE)]
    await service.runner.catch_up()
    return taken


async def facts_of(service: Service, a: str, b: str) -> Sequence[Fact]:
    """The acts of a pair."""
    return (await service.queries.timeline(a, b, TIMES, limit=200)).items


async def test_a_baseline_fact_stands_with_its_data_set_coder_and_hash(service: Service) -> None:
    """A row without an article becomes a fact that rests on an imported record; imported again it changes nothing."""
    table = b"type,source,target,act,note\nEmbassyOpened,FRA,MLI,1961,baseline\n"
    (taken,) = await take(service, table)
    assert (taken.recorded, taken.known) == (1, 0)
    (fact,) = await facts_of(service, "FRA", "MLI")
    (proof,) = fact.sources[0].proofs
    assert (fact.basis, proof.kind, proof.source, proof.coder) == ("import", "import", DATA_SET, CODER)
    assert len(proof.row_hash or "") == 64
    head = await service.ledger.head()
    (again,) = await take(service, table)
    assert (again.recorded, again.known, again.position) == (0, 1, None)
    assert await service.ledger.head() == head
    relation = await service.queries.relation("FRA", "MLI", TIMES)
    assert [each.happening for each in relation.in_force] == [fact.happening]


@pytest.mark.parametrize("press_first", [True, False])
async def test_what_a_coder_and_the_press_tell_of_one_act_is_joined(service: Service, *, press_first: bool) -> None:
    """An imported visit and the press's report of it are one fact with two sources, whichever comes first."""
    article = read_submission(
        Submission(
            text="Le ministre russe des Affaires étrangères Sergueï Lavrov s'est rendu au Mali le 7 février 2023.",
            published="2023-02-08",
            publisher="L'Écho",
        )
    )
    table = (
        "type,source,target,act,persons,reported,publisher,title,quotes\n"
        "VisitOccurred,RUS,MLI,2023-02-07,Sergueï Lavrov,2023-02-09,Gazette,A visit,Lavrov landed in Bamako\n"
    ).encode()
    if press_first:
        await service.handler.handle(article)
    await take(service, table)
    if not press_first:
        await service.handler.handle(article)
        await service.runner.catch_up()
    (fact,) = await facts_of(service, "RUS", "MLI")
    assert fact.corroboration == 2
    assert set(fact.publishers) == {"L'Écho", "Gazette"}
    assert {proof.kind for source in fact.sources for proof in source.proofs} == {"quote", "import"}
    assert "Lavrov landed in Bamako" in {proof.exact for source in fact.sources for proof in source.proofs}


async def test_an_article_that_comes_later_takes_nothing_coded_back(service: Service) -> None:
    """A row that names an article's address stays when that very article is read, and says nothing of it."""
    table = (
        b"type,source,target,act,reported,publisher,url\n"
        b"EmbassyClosed,FRA,NER,2023-12,2023-12-21,Gazette,https://gazette.example/a\n"
    )
    await take(service, table)
    text = "Le Mali a convoqué l'ambassadeur d'Algérie."
    submission = Submission(text=text, url="https://gazette.example/a", publisher="Gazette", published="2023-12-21")
    handled = await service.handler.handle(read_submission(submission))
    assert handled.outcome == "recorded"
    await service.runner.catch_up()
    assert len(await facts_of(service, "FRA", "NER")) == 1


def test_an_export_imported_into_an_empty_ledger_gives_the_same_views(postgres: Server) -> None:
    """Relations, visits and aid are the same, ids and what events rest on aside; exported again, so are the rows."""
    first, second = run(export_and_import(postgres))
    assert len(first[0]) > 20
    assert second == first


async def export_and_import(server: Server) -> tuple[Any, Any]:
    """The sample articles' rows and views, and those of a ledger that was given their export alone."""
    one, other = await create_database(server), await create_database(server)
    try:
        async with open_service(settings_of(one)) as service:
            articles = find_texts(files("seeds").joinpath("articles"))
            assert {result.outcome async for result in ingest_files(service, articles)} == {"recorded"}
            await service.runner.catch_up()
            exported = await export(service)
            told = rows_of(exported), await read_views(service)
        async with open_service(settings_of(other)) as service:
            await take(service, exported)
            return told, (rows_of(await export(service)), await read_views(service))
    finally:
        await drop_database(server, one)
        await drop_database(server, other)


async def export(service: Service) -> bytes:
    """Everything as CSV."""
    out = io.BytesIO()
    await export_events(service.queries, EVERY_EVENT, "csv", out, "-", pass_over)
    return out.getvalue()


def pass_over(done: int, count: int) -> None:
    """Nobody looks at the progress."""
    assert done <= count


OF_THE_RECORD = frozenset({
    "event", "position", "recorded_at", "happening", "article", "evidence", "data_set", "coder", "row_hash",
})  # fmt: skip
"""Columns that say where a row comes from and not what it tells."""


def rows_of(table: bytes) -> list[list[tuple[str, str]]]:
    """What the rows of an export tell, in an order of its own."""
    rows = csv.DictReader(io.StringIO(table.decode(), newline=""))
    return sorted([(name, cell) for name, cell in row.items() if name not in OF_THE_RECORD] for row in rows)


async def read_views(service: Service) -> Any:
    """What three views answer, today and as of a day between announcement and visit, ids aside."""
    answers: list[Any] = []
    for times in (TIMES, Times(today=TODAY, as_of=TODAY.replace(month=5))):
        pairs = await service.queries.relations(times, limit=200)
        answers += [
            pairs,
            await service.queries.visits(times, limit=200),
            await service.queries.aid_totals(times, limit=200),
        ]
        for pair in pairs.items:
            relation = await service.queries.relation(pair.a, pair.b, times)
            # Of the acts of one day ids decide which are among the last, and which of them is named where each would do
            # for a rule: all of them are compared instead.
            answers.append(msgspec.structs.replace(relation, last_events=(), sectors=(), reasons=()))
            answers.append([reason.rule for reason in relation.reasons])
            answers.append((await service.queries.timeline(pair.a, pair.b, times, limit=200)).items)
    return strip(msgspec.to_builtins(answers))


NOT_TOLD = frozenset({
    "position", "recorded_at", "happening", "event", "article", "proofs", "answered_by", "told_as",
})  # fmt: skip


def strip(value: Any) -> Any:
    """JSON without ids and without what events rest on; lists in an order of content."""
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        kept = {key: strip(each) for key, each in fields.items() if key not in NOT_TOLD}
        # A fact's basis is its kind of evidence; that of a date is told.
        return kept if "proofs" not in fields and "corroboration" not in fields else kept | {"basis": None}
    if isinstance(value, list | tuple):
        return sorted((strip(each) for each in cast("list[Any]", value)), key=msgspec.json.encode)
    return value

"""``chancery demo``: the sample articles through the whole of Chancery, on the database of the settings."""

import sys
from datetime import date
from importlib.resources import files

import click
import msgspec

from events.merkle.checkpoint import read_checkpoint
from projections.public.shapes import AidPage, Relation, VisitPage
from projections.times import Times
from service.app import open_service, today
from service.checkpoints import sign_growth
from service.cli import tables
from service.cli.ingesting import Result, find_texts, ingest_files
from service.cli.output import as_json, print_json, read_settings, run

LOOKING_BACK = date(2025, 4, 30)
"""A day between the announcement of a visit and the visit, in the sample articles."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """All that the demo shows."""

    articles: list[Result]
    added: int
    relation: Relation
    pending: VisitPage
    pending_then: VisitPage
    aid: AidPage
    checkpoint: str | None
    address: str
    """What `make serve` answers the same at."""


@click.command("demo")
@as_json
def demo_command(*, to_json: bool) -> None:
    """Ingest the sample articles and show what follows from them; a second run adds nothing."""
    shown = run(_show())
    if to_json:
        print_json(shown)
    else:
        _print(shown)
    if any(result.error for result in shown.articles):
        sys.exit(1)


async def _show() -> Shown:
    async with open_service(read_settings(), application="chancery demo") as service:
        before = await service.ledger.head()
        articles = [result async for result in ingest_files(service, find_texts(files("seeds").joinpath("articles")))]
        head = await service.runner.catch_up()
        now = Times(today=today())
        then = Times(today=today(), as_of=LOOKING_BACK)
        return Shown(
            articles=articles,
            added=head - before,
            relation=await service.queries.relation("MLI", "RUS", now),
            pending=await service.queries.visits(now, status=("pending",)),
            pending_then=await service.queries.visits(then, status=("pending",)),
            aid=await service.queries.aid_totals(now),
            checkpoint=await sign_growth(service.settings, service.pool),
            address=f"http://127.0.0.1:{service.settings.port}/relations/MLI/RUS",
        )


def _print(shown: Shown) -> None:
    _head(f"{len(shown.articles)} sample articles ingested")
    tables.print_results(shown.articles)
    if shown.added:
        click.echo(f"{shown.added} events added to the ledger.")
    else:
        click.echo("Nothing was added: the ledger holds all of these articles already.")
    _head("The relation of Mali and Russia")
    tables.print_relation(shown.relation)
    _head("Pending visits, today")
    tables.print_visits(shown.pending)
    _head(f"Pending visits, as of {LOOKING_BACK}")
    tables.print_visits(shown.pending_then)
    _head("Aid")
    tables.print_aid(shown.aid)
    click.echo()
    if shown.checkpoint is not None:
        signed = read_checkpoint(shown.checkpoint)
        click.echo(f"{signed.origin} has signed {signed.size} events: `chancery audit verify` recomputes them all.")
    click.echo(f"Go on with `make serve`: then {shown.address} answers the same over HTTP.")


def _head(text: str) -> None:
    click.echo()
    click.secho(f"== {text} ==", bold=True)

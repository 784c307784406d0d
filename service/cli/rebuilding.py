"""``chancery rebuild``: views made anew beside the live ones, and ``chancery retry``: what is parked, folded again."""

import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import partial

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from events.connection import AWAY
from projections.errors import Difference, RebuildUnequal
from projections.rebuilding.building import Progress
from projections.rebuilding.rebuild import Rebuild, Rebuilt
from projections.view import View
from projections.views import VIEWS
from service.app import limits_of, open_service
from service.cli import FINDING
from service.cli.output import as_json, print_json, read_settings, run
from service.database import DatabaseUnreachable, connect

ALL = "all"
_SECONDS_BETWEEN_LINES = 10.0


class Retried(msgspec.Struct, frozen=True, kw_only=True):
    """How many events are still parked after another try, and where the views stand."""

    parked: int
    position: int


@click.command("rebuild")
@click.argument("view", type=click.Choice([ALL, *(view.name for view in VIEWS)]))
@click.option("--accept", is_flag=True, help="Put the new tables in place though they differ from the live ones.")
@as_json
def rebuild_command(view: str, *, accept: bool, to_json: bool) -> None:
    """Build VIEW (or all) anew from the ledger beside the live one, compare, and swap.

    Questions are answered and articles taken all the while. Stopped, it goes on where it was when called again. Tables
    that differ from the live ones are swapped with --accept only; their differences are shown.
    """
    chosen = [each for each in VIEWS if view in {ALL, each.name}]
    try:
        with _bar(hidden=to_json) as tell:
            done = run(_rebuild(chosen, tell, accept=accept))
    except RebuildUnequal as error:
        if to_json:
            print_json({"error": str(error), "differences": error.differences})
        else:
            _print_differences(error.differences)
            click.echo(f"chancery: {error}", err=True)
        sys.exit(FINDING)
    if to_json:
        print_json(done)
        return
    _print_differences(done.differences)
    rate = f"{done.events / done.seconds:,.0f} events a second" if done.seconds else "at once"
    click.echo(
        f"Rebuilt {', '.join(f'{name} (version {number})' for name, number in done.versions.items())} up to position "
        f"{done.position} in {done.seconds:.1f} s ({rate})" + (", going on where an earlier rebuild was" * done.resumed)
    )
    if not done.differences:
        click.echo("The new tables equal the former ones.")


@click.command("retry")
@as_json
def retry_command(*, to_json: bool) -> None:
    """Fold again what is parked, after the mend: events that a view could not take, and those that wait for them."""
    retried = run(_retry())
    if to_json:
        print_json(retried)
    elif retried.parked:
        click.echo(
            f"{retried.parked} events stay parked; the views stand at position {retried.position}. `chancery doctor` "
            "says why."
        )
    else:
        click.echo(f"Nothing is parked; the views stand at position {retried.position}.")
    if retried.parked:
        sys.exit(FINDING)


async def _rebuild(chosen: Sequence[View], tell: Callable[[Progress], None], *, accept: bool) -> Rebuilt:
    async with open_service(read_settings()) as service:
        opening = partial(connect, service.urls.service, timeouts=limits_of(service.settings))
        rebuild = Rebuild(service.pool, service.ledger, chosen, accept=accept, progress=tell, connect=opening)
        try:
            return await rebuild.run()
        except AWAY as error:
            raise DatabaseUnreachable(
                f"the database went away during the rebuild: {str(error) or type(error).__name__}; rebuild again once "
                "it answers: it goes on from there"
            ) from error


async def _retry() -> Retried:
    async with open_service(read_settings()) as service:
        parked = await service.runner.retry_parked()
        return Retried(parked=parked, position=await service.runner.position())


def _print_differences(differences: tuple[Difference, ...]) -> None:
    for each in differences:
        click.echo(
            f"{each.view} {each.table}: {each.gone} rows only in the live table, {each.come} only in the new one"
        )
        for line in each.lines:
            click.echo(f"  {line}")


@contextmanager
def _bar(*, hidden: bool) -> Generator[Callable[[Progress], None]]:
    """Where progress is told: a bar on a terminal, a line now and then elsewhere."""
    if hidden:
        yield lambda _progress: None
        return
    console = Console(stderr=True)
    if not console.is_terminal:
        last = 0.0

        def tell(progress: Progress) -> None:
            nonlocal last
            if time.monotonic() - last >= _SECONDS_BETWEEN_LINES:
                last = time.monotonic()
                click.echo(f"{progress.step}: {progress.done} of {progress.total}", err=True)

        yield tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    with Bar(*columns, TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task("starting", total=None, rate="")

        def show(progress: Progress) -> None:
            rate = f"{progress.done / progress.seconds:,.0f}/s" if progress.seconds else ""
            bar.update(task, description=progress.step, completed=progress.done, total=progress.total, rate=rate)

        yield show

"""``chancery export``: events as rows for other programs."""

import sys
from pathlib import Path

import click

from events.vocabulary import FAMILIES, REPORT_TYPES
from projections.views.timeline import EventFilter
from service.app import open_service
from service.cli.output import as_json, print_json, read_settings, run
from service.interchange.exporting import Exported, beside, export_events
from service.interchange.forms import FORMS, Form, find_form
from service.questions import check_choice, parse_day, read_parties


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True), default="-")
@click.option("--format", "form", type=click.Choice(FORMS), help="Default: by the end of FILE's name, else ndjson.")
@click.option("--party", help="Only where this party takes part.")
@click.option("--pair", help="Only where both take part: MLI-RUS.")
@click.option("--type", "types", multiple=True, help="Only these types; may be repeated.")
@click.option("--family", help="Only this family of types: visit, aid, ...")
@click.option("--publisher", help="Only what articles of this publisher tell.")
@click.option("--article", help="Only what this article tells.")
@click.option("--happening", help="Only what tells of this happening.")
@click.option("--since", help="Only facts of that day or later, YYYY-MM-DD.")
@click.option("--until", help="Only facts of that day or earlier, YYYY-MM-DD.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Only of at least this measured confidence.")
@click.option("--retracted", is_flag=True, help="Also those that no longer count.")
@as_json
def export_command(  # noqa: PLR0913  (one a filter)
    file: Path,
    form: Form | None,
    *,
    party: str | None,
    pair: str | None,
    types: tuple[str, ...],
    family: str | None,
    publisher: str | None,
    article: str | None,
    happening: str | None,
    since: str | None,
    until: str | None,
    min_confidence: float | None,
    retracted: bool,
    to_json: bool,
) -> None:
    """Write events into FILE, or to standard output: a row each, the oldest first.

    The form is ndjson, csv or parquet (which needs the extra `parquet`). Without filters, all events. Each row has the
    event's codes and scores in PLOVER and CAMEO; docs/interchange.md describes the columns. The same ledger gives the
    same bytes. The summary goes to standard error where the rows go to standard output.
    """
    which = EventFilter(
        parties=read_parties(party, pair),
        types=tuple(dict.fromkeys(check_choice("type", each, REPORT_TYPES) for each in types)),
        family=None if family is None else check_choice("family", family, FAMILIES),
        publisher=publisher,
        article=article,
        happening=happening,
        since=parse_day("since", since),
        until=parse_day("until", until),
        confidence=min_confidence,
        retracted=retracted,
    )
    streamed = str(file) == "-"
    form = form or find_form(file) or "ndjson"
    if streamed and form == "parquet":
        raise click.UsageError("Parquet is written into a file; name one, as events.parquet")
    try:
        exported = run(_export(file, form, which, streamed=streamed))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}; name another file") from error
    if to_json:
        print_json(exported, err=streamed)
    else:
        click.echo(
            f"{exported.events} events up to position {exported.position} written to "
            f"{'standard output' if streamed else exported.file} as {form}: {exported.size} bytes, "
            f"SHA-256 {exported.sha256}",
            err=streamed,
        )


async def _export(file: Path, form: Form, which: EventFilter, *, streamed: bool) -> Exported:
    async with open_service(read_settings()) as service:
        await service.runner.catch_up()
        with click.progressbar(length=1, label="Exporting", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

            def advance(done: int, count: int) -> None:
                bar.length = count
                bar.update(done - bar.pos)

            if streamed:
                return await export_events(service.queries, which, form, sys.stdout.buffer, "-", advance)
            part = beside(file)
            try:
                with part.open("wb") as out:
                    exported = await export_events(service.queries, which, form, out, str(file), advance)
                # Whoever looks meanwhile finds the file of before, or the whole new one.
                part.replace(file)
            finally:
                part.unlink(missing_ok=True)
            return exported

"""``chancery evaluate``: how well articles are read, against labels that people wrote."""

import sys
from pathlib import Path

import click

from service.evaluate import (
    GoldRecord,
    errors,
    load_gold,
    render_errors,
    render_json,
    render_table,
    score,
    select,
    split_halves,
)
from service.evaluate.confidence import measure_confidence, render_confidence
from service.extract.reading import EXTRACTOR_VERSION
from service.label_form import label_reports
from service.submission import Prepared, Submission, read_submission


@click.command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--texts",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder that holds the text of each labelled article, as ID.txt.",
)
@click.option("--only", "prefix", default="", help="Only articles whose id starts so.")
@click.option("--errors", "show_errors", is_flag=True, help="Also each label missed and each prediction that is wrong.")
@click.option(
    "--confidence",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Also write to this file how often readings of each kind are right; the engine reads it as confidence.json.",
)
@click.option(
    "--half", type=click.Choice(("open", "held-out")), help="Only the articles open to who writes rules, or the others."
)
@click.option("--json", "to_json", is_flag=True, help="Answer in JSON.")
def evaluate_command(
    gold: Path, texts: Path, prefix: str, confidence: Path | None, half: str | None, *, show_errors: bool, to_json: bool
) -> None:
    """Compare what is read with the labels in GOLD: precision, recall and F1, by type and overall.

    Needs no database. Each article is read as its bare text, with the date of publication that its label gives.
    """
    records = select(load_gold(gold), prefix)
    if half is not None:
        records = split_halves(records)[half == "held-out"]
    bodies = {record.id: _read(texts / f"{record.id}.txt") for record in records}
    readings: dict[str, Prepared] = {}
    with click.progressbar(
        records, label="Reading", file=sys.stderr, hidden=not sys.stderr.isatty(), item_show_func=_name
    ) as progress:
        for record in progress:
            submission = Submission(text=bodies[record.id], published=record.published)
            readings[record.id] = read_submission(submission)
    report = score(records, {name: label_reports(reading.reports) for name, reading in readings.items()})
    if confidence is not None:
        confidence.write_bytes(render_confidence(measure_confidence(records, readings, EXTRACTOR_VERSION)))
    located = errors(report, {key: body.decode() for key, body in bodies.items()}) if show_errors else None
    if to_json:
        click.echo(render_json(report, located))
        return
    click.echo(render_table(report), nl=False)
    if located is not None:
        click.echo()
        click.echo(render_errors(report, located), nl=False)


def _name(record: GoldRecord | None) -> str | None:
    return None if record is None else record.id


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise click.ClickException(
            f"{path} cannot be read: {error.strerror or error}; --texts names the folder with a text for each label"
        ) from error

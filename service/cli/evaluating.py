"""``chancery evaluate``: how well articles are read, against labels that people wrote."""

import sys
from pathlib import Path

import click

from service.evaluate import GoldRecord, errors, load_gold, render_errors, render_json, render_table, score, select
from service.label_form import label_reports
from service.labels import LabelEvent
from service.submission import Submission, read_submission


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
@click.option("--json", "to_json", is_flag=True, help="Answer in JSON.")
def evaluate_command(gold: Path, texts: Path, prefix: str, *, show_errors: bool, to_json: bool) -> None:
    """Compare what is read with the labels in GOLD: precision, recall and F1, by type and overall.

    Needs no database. Each article is read as its bare text, with the date of publication that its label gives.
    """
    records = select(load_gold(gold), prefix)
    bodies = {record.id: _read(texts / f"{record.id}.txt") for record in records}
    predictions: dict[str, list[LabelEvent]] = {}
    with click.progressbar(
        records, label="Reading", file=sys.stderr, hidden=not sys.stderr.isatty(), item_show_func=_name
    ) as progress:
        for record in progress:
            submission = Submission(text=bodies[record.id], published=record.published)
            predictions[record.id] = label_reports(read_submission(submission).reports)
    report = score(records, predictions)
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

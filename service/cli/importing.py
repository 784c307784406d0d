"""``chancery import``: events coded elsewhere, into the ledger."""

import sys
from pathlib import Path
from typing import BinaryIO, NamedTuple

import click
import msgspec

from events.errors import ChanceryError
from service.app import Service, open_service
from service.checkpoints import sign_growth
from service.cli.output import as_json, print_json, read_settings, run
from service.interchange.coded import Coded, read_row
from service.interchange.importing import AT_ONCE
from service.interchange.tables import TableRow, read_table

SHOWN = 1_000
"""Refused rows that are told one by one; of more than that only the number is."""


class Default(NamedTuple):
    """What a row has that does not say it itself."""

    data_set: str | None
    coder: str | None


class RefusedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was not taken: the line where it begins, and why."""

    line: int
    reason: str


class Imported(msgspec.Struct, kw_only=True):
    """What became of a table: rows recorded, known already and refused; decisions; the last position."""

    file: str
    rows: int = 0
    recorded: int = 0
    known: int = 0
    refused: int = 0
    decided: int = 0
    position: int | None = None
    reasons: list[RefusedRow] = []


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data-set", help="Where the events come from, for rows whose column data_set is empty.")
@click.option("--coder", help="Who coded them, for rows whose column coder is empty.")
@click.option("--dry-run", is_flag=True, help="Show what would be recorded, and write nothing.")
@as_json
def import_command(file: Path, data_set: str | None, coder: str | None, *, dry_run: bool, to_json: bool) -> None:
    """Record the events of FILE, a CSV of events coded elsewhere: one a row, as docs/interchange.md describes.

    They stand beside what the press told, are joined with it, and bear data set, coder and the row's hash as evidence.
    The same rows again change nothing. A row that tells no event is refused with its line and the reason, and harms no
    other: exit code 1 at the end.
    """
    try:
        with file.open("rb") as table:
            size = file.stat().st_size
            imported, unsigned = run(_import(str(file), table, size, Default(data_set, coder), dry_run=dry_run))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror or error}; name a table of CSV") from error
    if to_json:
        print_json(imported)
    else:
        _print(imported, dry_run=dry_run)
    if unsigned is not None:
        raise unsigned
    if imported.refused:
        sys.exit(1)


def _print(imported: Imported, *, dry_run: bool) -> None:
    for row in imported.reasons:
        click.echo(f"{imported.file}:{row.line}: refused: {row.reason}", err=True)
    if imported.refused > len(imported.reasons):
        click.echo(f"... and {imported.refused - len(imported.reasons)} more rows were refused", err=True)
    click.echo(
        f"{imported.rows} rows: {imported.recorded} {'would be recorded' if dry_run else 'recorded'}, "
        f"{imported.known} known already, {imported.refused} refused; {imported.decided} decisions"
        + (f"; position {imported.position}" if imported.position is not None else "")
    )


async def _import(
    name: str, table: BinaryIO, size: int, default: Default, *, dry_run: bool
) -> tuple[Imported, ChanceryError | None]:
    """What became of each row; and why no checkpoint could be signed over them, None where nothing went wrong."""
    imported = Imported(file=name)
    rows = read_table(table)
    async with open_service(read_settings()) as service:
        with click.progressbar(length=size, label="Importing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            waiting: list[Coded] = []
            for row in rows:
                coded = _read(row, default, imported)
                waiting += () if coded is None else (coded,)
                if len(waiting) == AT_ONCE:
                    await _take(service, waiting, imported, dry_run=dry_run)
                    waiting = []
                    bar.update(table.tell() - bar.pos)
            await _take(service, waiting, imported, dry_run=dry_run)
            bar.update(table.tell() - bar.pos)
        await service.runner.catch_up()
        try:
            await sign_growth(service.settings, service.pool)
        except ChanceryError as error:
            return imported, error
    return imported, None


def _read(row: TableRow, default: Default, imported: Imported) -> Coded | None:
    imported.rows += 1
    reason = row.fault
    if reason is None:
        try:
            return read_row(row.line, row.cells, data_set=default.data_set, coder=default.coder)
        except ChanceryError as error:
            reason = str(error)
    imported.refused += 1
    if len(imported.reasons) < SHOWN:
        imported.reasons.append(RefusedRow(line=row.line, reason=reason))
    return None


async def _take(service: Service, rows: list[Coded], imported: Imported, *, dry_run: bool) -> None:
    if not rows:
        return
    taken = await service.importer.take(rows, dry_run=dry_run)
    imported.recorded += taken.recorded
    imported.known += taken.known
    imported.decided += taken.decided
    imported.position = taken.position if taken.position is not None else imported.position

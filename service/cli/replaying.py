"""The ledger folded afresh, for audits: ``replay``."""

import sys
from datetime import datetime
from pathlib import Path

import click
import msgspec

from projections.questions.moment import find_position
from projections.replaying.files import read_replay, write_replay
from projections.replaying.replay import Canonical, compare, diff, replay
from service.app import open_service
from service.cli.output import as_json, print_json, read_settings, run
from service.questions import parse_moment

_LIVE = "live"


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """What a replay gave: rows by view and table.

    ``digest``: of all files, with ``--out``; ``difference``: with ``--diff``, a line a row.
    """

    position: int
    rows: dict[str, dict[str, int]]
    digest: str | None
    difference: list[str] | None


@click.command("replay")
@click.option("--to", "upto", type=click.IntRange(0), help="Fold only up to this position.")
@click.option(
    "--known-at", help="Fold only what was recorded by then: a position, or a moment as 2025-06-23T12:00:00Z."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write every table into this folder, new or empty, with its digest; the same bytes wherever it is done.",
)
@click.option(
    "--diff",
    "other",
    is_flag=False,
    flag_value=_LIVE,
    metavar="[FOLDER]",
    help="Compare with the live views, or with an earlier replay in FOLDER; exit code 1 if anything differs.",
)
@as_json
def replay_command(
    upto: int | None, known_at: str | None, out: Path | None, other: str | None, *, to_json: bool
) -> None:
    """Fold the whole ledger afresh, from its events and nothing else."""
    if upto is not None and known_at is not None:
        raise click.UsageError("--to and --known-at both say how far; give one of the two")
    end = upto if known_at is None else parse_moment(known_at)
    if other == _LIVE and end is not None:
        raise click.UsageError(
            "--diff compares with the live views, which have no --to; give one of the two, or --diff FOLDER"
        )
    replayed = run(_replay(end, out, other))
    if to_json:
        print_json(replayed)
    else:
        _print_replayed(replayed, other)
    if replayed.difference:
        sys.exit(1)


def _print_replayed(replayed: Replayed, other: str | None) -> None:
    click.echo(f"Folded the ledger up to position {replayed.position}:")
    for view, rows in replayed.rows.items():
        click.echo(f"  {view}: " + ", ".join(f"{count} {table}" for table, count in rows.items()))
    if replayed.digest is not None:
        click.echo(f"Written; SHA-256 of its SHA256SUMS: {replayed.digest}")
    if replayed.difference is None:
        return
    named, short = ("The live views", "live") if other == _LIVE else (f"The replay in {other}", "there")
    if not replayed.difference:
        click.echo(f"{named} {'are' if other == _LIVE else 'is'} equal to the replay.")
        return
    differ = "differ" if other == _LIVE else "differs"
    click.echo(
        f"{named} {differ} from the replay in {len(replayed.difference)} rows (- only {short}, + only replayed, "
        "~ in both):"
    )
    for line in replayed.difference:
        click.echo(line)


async def _replay(end: int | datetime | None, out: Path | None, other: str | None) -> Replayed:
    before: Canonical | None = None
    if other not in {None, _LIVE}:
        facts, before = read_replay(Path(other or ""))
        end = facts.position if end is None else end
    async with open_service(read_settings()) as service:
        difference: list[str] | None = None
        if other == _LIVE:
            await service.runner.catch_up()
            difference = await compare(service.pool, service.ledger)
        position = await find_position(service.ledger, end)
        views = await replay(service.ledger, position)
        if before is not None:
            difference = list(diff(before, views))
        digest = None if out is None else write_replay(out, views, position)
        rows = {view: {table: len(kept) for table, kept in folded.items()} for view, folded in views.items()}
        return Replayed(position=position, rows=rows, digest=digest, difference=difference)

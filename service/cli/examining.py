"""``doctor``: what is wrong, and what mends it."""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from events.errors import ChanceryError
from service.cli import FINDING
from service.cli.output import as_json, print_json, read_settings, run
from service.doctor import Finding, examine
from service.doctor.finding import wrong

_MARKS = {"fine": "ok", "warning": "look", "wrong": "WRONG"}


@click.command("doctor")
@as_json
def doctor_command(*, to_json: bool) -> None:
    """Find what is wrong with this installation and say what mends it; changes nothing. Exit code 1 if anything is."""
    found = _examine_all()
    if to_json:
        print_json({"healthy": not any(each.state == "wrong" for each in found), "findings": found})
    else:
        for each in found:
            click.echo(f"{_MARKS[each.state]:<6}{each.about:<13}{each.said}")
            if each.mend is not None:
                click.echo(f"{'':<19}-> {each.mend}")
    if any(each.state == "wrong" for each in found):
        sys.exit(FINDING)


def _examine_all() -> list[Finding]:
    try:
        settings = read_settings()
    except ChanceryError as error:
        return [wrong("settings", str(error), "correct the environment; `chancery settings` lists all there are")]

    async def collect() -> list[Finding]:
        return [each async for each in examine(settings, now=lambda: datetime.now(UTC), free=_find_free)]

    return run(collect())


def _find_free(folder: Path) -> int:
    return shutil.disk_usage(folder).free

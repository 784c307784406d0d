"""What curators say, on the command line: ``correct``, ``retract``, ``confirm``, ``merge``, ``split``."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import click

from events.evidence import CuratorStatement
from service.api.conversion import show_decision
from service.app import open_service
from service.cli.output import as_json, print_json, read_settings, run
from service.curate import Curated, Curator, check_since
from service.statements import state

Command = TypeVar("Command", bound=Callable[..., Any])


def stated(command: Command) -> Command:
    """Give a command the options of a curator's statement."""
    for option in (
        click.option(
            "--expected-version",
            type=click.IntRange(0),
            help="Do nothing if it is no longer as it was looked at: an event's number of corrections, or for "
            "happenings the position of the answer.",
        ),
        click.option("--source", help="On what they rest. Default: the article itself."),
        click.option("--why", required=True, help="Why."),
        click.option("--who", required=True, help="Who says so."),
    ):
        command = option(command)
    return as_json(command)


@click.command("correct")
@click.argument("event")
@click.option(
    "--set",
    "changes",
    multiple=True,
    required=True,
    metavar="FIELD=VALUE",
    help='What it should tell: target=CHN, act=2025-06-22, amount=\'{"min": 20000, "max": 20000, "unit": "t"}\', '
    "host=null; may be repeated.",
)
@click.option(
    "--kind",
    type=click.Choice(["reading", "world"]),
    default="reading",
    show_default=True,
    help="reading: the article was misread; world: its source corrected itself.",
)
@click.option("--since", help="With --kind world: when the source said so, YYYY-MM-DD or YYYY-MM.")
@stated
def correct_command(  # noqa: PLR0913  (one an option)
    event: str,
    changes: tuple[str, ...],
    kind: Any,  # noqa: ANN401  (click's choice)
    since: str | None,
    who: str,
    why: str,
    source: str | None,
    expected_version: int | None,
    *,
    to_json: bool,
) -> None:
    """Correct an event: give fields the values that they should have."""
    check_since(kind, since)
    fields = dict(map(_read_change, changes))
    _say(
        lambda curator: curator.correct(
            event, fields, _state(who, why, source), kind=kind, since=since, expected_version=expected_version
        ),
        to_json=to_json,
    )


@click.command("retract")
@click.argument("event")
@stated
def retract_command(
    event: str, who: str, why: str, source: str | None, expected_version: int | None, *, to_json: bool
) -> None:
    """Take an event back: it counts no more, and no later reading of its article revives it."""
    statement = _state(who, why, source)
    _say(lambda curator: curator.retract(event, statement, expected_version=expected_version), to_json=to_json)


@click.command("confirm")
@click.argument("event")
@stated
def confirm_command(
    event: str, who: str, why: str, source: str | None, expected_version: int | None, *, to_json: bool
) -> None:
    """Confirm an event as it stands; the statement becomes part of its evidence."""
    statement = _state(who, why, source)
    _say(lambda curator: curator.confirm(event, statement, expected_version=expected_version), to_json=to_json)


@click.command("merge")
@click.argument("happenings", nargs=-1, required=True)
@stated
def merge_command(
    happenings: tuple[str, ...], who: str, why: str, source: str | None, expected_version: int | None, *, to_json: bool
) -> None:
    """Join HAPPENINGS that are one act."""
    if len(set(happenings)) < 2:  # noqa: PLR2004  (two make one)
        raise click.UsageError("name two happenings or more")
    statement = _state(who, why, source)
    _say(lambda curator: curator.merge(happenings, statement, expected_version=expected_version), to_json=to_json)


@click.command("apart")
@click.argument("happenings", nargs=-1, required=True)
@stated
def apart_command(
    happenings: tuple[str, ...], who: str, why: str, source: str | None, expected_version: int | None, *, to_json: bool
) -> None:
    """Keep HAPPENINGS apart that are different acts: no rule joins them from then on."""
    if len(set(happenings)) < 2:  # noqa: PLR2004  (of one there is nothing to keep apart)
        raise click.UsageError("name two happenings or more")
    statement = _state(who, why, source)
    _say(lambda curator: curator.keep_apart(happenings, statement, expected_version=expected_version), to_json=to_json)


@click.command("split")
@click.argument("happening")
@click.argument("events", nargs=-1, required=True)
@stated
def split_command(
    happening: str,
    events: tuple[str, ...],
    who: str,
    why: str,
    source: str | None,
    expected_version: int | None,
    *,
    to_json: bool,
) -> None:
    """Part EVENTS from the rest of a HAPPENING: they tell of another act."""
    statement = _state(who, why, source)
    _say(
        lambda curator: curator.split(happening, events, statement, expected_version=expected_version),
        to_json=to_json,
    )


def _state(who: str, why: str, source: str | None) -> CuratorStatement:
    return state(who, why, source or "the article itself")


def _read_change(written: str) -> tuple[str, Any]:
    """FIELD=VALUE, the value as JSON where it is any, else as text."""
    field, sign, value = written.partition("=")
    if not sign:
        raise click.UsageError(f"{written!r} is no FIELD=VALUE; write for example target=CHN")
    try:
        return field.strip(), json.loads(value)
    except ValueError:
        return field.strip(), value


def _say(word: Callable[[Curator], Awaitable[Curated]], *, to_json: bool) -> None:
    async def say() -> Curated:
        async with open_service(read_settings()) as service:
            curated = await word(service.curator)
            await service.runner.catch_up()
            return curated

    curated = run(say())
    if to_json:
        print_json(
            {
                "outcome": curated.outcome,
                "position": curated.position,
                "version": curated.version,
                "records": [item.id for item in curated.decided],
                "decisions": [show_decision(item) for item in curated.decided if show_decision(item) is not None],
            }
        )
        return
    if curated.outcome == "known":
        click.echo(f"Known already, at position {curated.position}: nothing was written.")
        return
    click.echo(f"Recorded at position {curated.position}:")
    for item in curated.decided:
        click.echo(f"  {type(item.record).__name__} {item.id}")

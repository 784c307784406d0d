"""``audit prove``: a file that proves one event."""

from pathlib import Path

import click
import msgspec

from events.ledger.tree import Tree
from events.merkle.checkpoint import read_checkpoint
from events.merkle.event_proof import EventProof
from projections.errors import BeyondHead
from service.app import Opened, open_ledger
from service.audit import find_place
from service.checkpoints import open_checkpoints, read_last
from service.cli.output import as_json, print_json, read_settings, run
from service.settings import Settings
from service.signing import NoSigningKey


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """Which proof was written where."""

    file: str
    event: str
    position: int
    checkpoint: str


@click.command("prove")
@click.argument("event")
@click.option(
    "--out", type=click.Path(path_type=Path), help="File to write, `-` for standard output. Default: EVENT.proof.json."
)
@as_json
def prove_command(event: str, out: Path | None, *, to_json: bool) -> None:
    """Write a file that proves EVENT (an id, or a position) to whoever has the log's verifier key and no database.

    Where the event is newer than the last checkpoint, one is signed first; that may take ten seconds.
    """
    proof = run(_prove(event))
    content = msgspec.json.format(msgspec.json.encode(proof), indent=2) + b"\n"
    file = out or Path(f"{proof.id}.proof.json")
    if str(file) == "-":
        click.echo(content, nl=False)
        return
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}; name another file") from error
    written = Written(file=str(file), event=str(proof.id), position=proof.position, checkpoint=proof.checkpoint)
    if to_json:
        print_json(written)
    else:
        click.echo(f"{file} proves the event at position {proof.position}: `chancery audit verify-proof {file}`")


async def _prove(event: str) -> EventProof:
    settings = read_settings()
    async with open_ledger(settings, application="chancery audit") as opened:
        position = int(event) if event.isascii() and event.isdigit() else await find_place(opened.ledger, event)
        head = await opened.ledger.head()
        if not 0 < position <= head:
            raise BeyondHead(position, head)
        note = await _cover(settings, opened, position)
        return await Tree(opened.pool).prove_event(position, read_checkpoint(note).size, note)


async def _cover(settings: Settings, opened: Opened, position: int) -> str:
    """The last checkpoint where it covers the position, else a new one."""
    last = await read_last(opened.pool)
    if last is not None and read_checkpoint(last).size >= position:
        return last
    checkpoints = open_checkpoints(settings, opened.pool)
    if checkpoints is None:
        raise NoSigningKey(
            f"the event at position {position} is newer than the last checkpoint, and there is no key here to sign "
            "another with; ask again when the service has signed one, or set CHANCERY_SIGNING_KEY"
        )
    return await checkpoints.sign_over(position)

"""Proofs of single events: ``audit prove`` and ``audit verify-proof``."""

import sys
from pathlib import Path

import click
import msgspec

from events.errors import InvalidCheckpoint, InvalidKey, InvalidProof
from events.ledger.tree import Tree
from events.merkle.checkpoint import read_checkpoint
from events.merkle.event_proof import EventProof, verify_event_proof
from events.merkle.note import VerifierKey
from projections.errors import BeyondHead
from service.app import Opened, open_ledger
from service.audit import find_place
from service.checkpoints import open_checkpoints, read_last
from service.cli.output import as_json, print_json, read_input, read_settings, run
from service.settings import Settings
from service.signing import NoSigningKey, find_key


class _Verifier(click.ParamType[VerifierKey]):
    """A verifier key, or a file that holds one."""

    name = "key"

    def convert(
        self, value: str | VerifierKey, param: click.Parameter | None, ctx: click.Context | None
    ) -> VerifierKey:
        """Read it; what cannot be read is a wrong call."""
        if isinstance(value, VerifierKey):
            return value
        text = value
        try:
            if Path(value).is_file():
                text = Path(value).read_text(encoding="utf-8")
            return VerifierKey.parse(text.strip())
        except (InvalidKey, OSError, ValueError) as error:
            self.fail(f"{value!r}: {error}", param, ctx)


VERIFIER = click.option(
    "--verifier", type=_Verifier(), help="The log's verifier key, or a file of it. Default: of the signing key here."
)


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """Which proof was written where."""

    file: str
    event: str
    position: int
    checkpoint: str


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a proof file proves; or why it proves nothing."""

    proved: bool
    reason: str | None = None
    event: str | None = None
    type: str | None = None
    position: int | None = None
    recorded_at: str | None = None
    redacted: bool | None = None
    events: int | None = None
    origin: str | None = None


def find_verifier(settings: Settings) -> VerifierKey | None:
    """The verifier key of the signing key that is here; None where there is none."""
    key = find_key(settings)
    return None if key is None else key.verifier


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


@click.command("verify-proof")
@click.argument("file", type=click.Path(path_type=Path))
@VERIFIER
@as_json
def verify_proof_command(file: Path, verifier: VerifierKey | None, *, to_json: bool) -> None:
    """Check a proof FILE (`-`: standard input); needs no database. Exit code 1 where it proves nothing."""
    key = verifier or find_verifier(read_settings())
    if key is None:
        raise click.UsageError("no key to check with: give the log's verifier key as --verifier KEY")
    try:
        proof, checkpoint = verify_event_proof(read_input(file), key)
    except (InvalidProof, InvalidCheckpoint) as error:
        if not to_json:
            raise
        print_json(Checked(proved=False, reason=str(error)))
        sys.exit(1)
    if to_json:
        print_json(
            Checked(
                proved=True,
                event=str(proof.id),
                type=proof.type,
                position=proof.position,
                recorded_at=proof.recorded_at.isoformat(),
                redacted=proof.payload is None,
                events=checkpoint.size,
                origin=checkpoint.origin,
            )
        )
        return
    click.echo(
        f"Proved: {proof.type} {proof.id} stands at position {proof.position}, recorded "
        f"{proof.recorded_at.isoformat()} by {proof.author}; "
        f"{checkpoint.origin} signed it among {checkpoint.size} events."
    )
    click.echo("Its payload was redacted." if proof.payload is None else f"Its payload: {_show(proof.payload)}")


def _show(payload: bytes) -> str:
    """A payload, which may be any bytes, such that it can do nothing to a terminal."""
    text = payload.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)

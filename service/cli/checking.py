"""What an auditor does with no database: ``audit verify-proof`` and ``audit new-key``."""

import sys
from pathlib import Path

import click
import msgspec

from events.errors import InvalidCheckpoint, InvalidKey, InvalidProof
from events.merkle.event_proof import verify_event_proof
from events.merkle.note import SigningKey, VerifierKey
from service.cli.output import as_json, print_json, read_input, read_settings
from service.signing import BadKeyFile, find_verifiers, write_key


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
    "--verifier",
    "verifiers",
    multiple=True,
    type=_Verifier(),
    help="A verifier key of the log, or a file of it; repeat it for former keys. "
    "Default: of the signing key here, and CHANCERY_FORMER_VERIFIERS.",
)


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


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A new key: where its secret is, and what to hand out."""

    file: str
    verifier: str


@click.command("verify-proof")
@click.argument("file", type=click.Path(path_type=Path))
@VERIFIER
@as_json
def verify_proof_command(file: Path, verifiers: tuple[VerifierKey, ...], *, to_json: bool) -> None:
    """Check a proof FILE (`-`: standard input); needs no database. Exit code 1 where it proves nothing."""
    keys = verifiers or find_verifiers(read_settings())
    if not keys:
        raise click.UsageError("no key to check with: give the log's verifier key as --verifier KEY")
    try:
        proof, checkpoint = verify_event_proof(read_input(file), *keys)
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


@click.command("new-key")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--origin", help="Name of the log: a host and a path that are yours. Default: CHANCERY_ORIGIN.")
@as_json
def new_key_command(file: Path, origin: str | None, *, to_json: bool) -> None:
    """Make a signing key and write it to FILE, which only you may read; prints its verifier key."""
    try:
        key = SigningKey.generate(origin or read_settings().origin)
    except InvalidKey as error:
        raise click.BadParameter(str(error), param_hint="--origin") from error
    if not write_key(key, file):
        raise BadKeyFile(f"{file} is there already, and a key is never written over; name another file")
    made = Made(file=str(file.absolute()), verifier=str(key.verifier))
    if to_json:
        print_json(made)
        return
    click.echo(f"The key is in {file}: set CHANCERY_SIGNING_KEY={made.file}, and lose it to nobody.")
    click.echo(f"Give its verifier key to whoever is to check the ledger: {made.verifier}")


def _show(payload: bytes) -> str:
    """A payload, which may be any bytes, such that it can do nothing to a terminal."""
    text = payload.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)

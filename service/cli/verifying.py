"""``audit verify`` and ``audit checkpoint``: the ledger as a whole."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from events.errors import InvalidCheckpoint
from events.merkle.checkpoint import open_any_checkpoint, open_checkpoint, read_checkpoint
from events.merkle.note import VerifierKey
from service.app import open_ledger
from service.audit import Audited, audit_ledger
from service.checkpoints import (
    NotSigned,
    checkpoint_file,
    checkpoint_folder,
    open_checkpoints,
    read_last,
    read_outside,
)
from service.cli.checking import VERIFIER
from service.cli.output import as_json, print_json, read_settings, run
from service.signing import find_verifiers

_SHOWN = 20


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A checkpoint, and the key that signed it where that is known here."""

    checkpoint: str
    events: int
    verifier: str | None


@click.command("verify")
@click.option(
    "--checkpoint",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A checkpoint that was kept elsewhere; may be repeated.",
)
@VERIFIER
@as_json
def verify_command(files: tuple[Path, ...], verifiers: tuple[VerifierKey, ...], *, to_json: bool) -> None:
    """Recompute every leaf, the tree, its checkpoints and the views; exit code 1 if anything is wrong.

    The last checkpoint that was kept outside the database here is compared too. What was rewritten from end to end
    shows by such a checkpoint alone: keep some where nobody who rules the database can reach them.
    """
    audited = run(_verify(files, verifiers))
    if to_json:
        print_json(audited)
    else:
        _print_audited(audited)
    if not audited.sound:
        sys.exit(1)


async def _verify(files: tuple[Path, ...], verifiers: tuple[VerifierKey, ...]) -> Audited:
    settings = read_settings()
    async with open_ledger(settings, application="chancery audit") as opened:
        keys = verifiers or find_verifiers(settings)
        outside = [checkpoint_file(checkpoint_folder(settings), key) for key in keys]
        notes = _read_notes([*files, *(file for file in outside if file.exists())], keys)
        size = await opened.ledger.head()
        with click.progressbar(
            length=size, label="Recomputing", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            return await audit_ledger(
                opened.pool,
                opened.ledger,
                verifiers=keys,
                checkpoints=notes,
                progress=lambda done, _: bar.update(done - bar.pos),
            )


def _read_notes(files: Sequence[Path], keys: Sequence[VerifierKey]) -> list[str]:
    notes: list[str] = []
    for file in files:
        try:
            note = read_outside(file) or ""
            open_any_checkpoint(keys, note) if keys else read_checkpoint(note)
        except InvalidCheckpoint as error:
            raise InvalidCheckpoint(f"{file}: {error}; give a checkpoint of this log, and its --verifier") from error
        notes.append(note)
    return notes


def _print_audited(audited: Audited) -> None:
    keys = ", ".join(audited.verifiers)
    checked = f"signatures by {keys}" if keys else "signatures unchecked: no --verifier given"
    click.echo(f"{audited.events} events recomputed, root {audited.root}")
    click.echo(f"{audited.checkpoints} checkpoints compared, {checked}")
    if audited.redacted:
        click.echo(f"{audited.redacted} payloads are redacted, as the ledger says itself")
    views = audited.views
    if views.reason is not None:
        click.echo(f"The views were not compared: {views.reason}")
    elif not views.difference:
        click.echo(f"The views are equal to a replay up to position {views.position}")
    if audited.sound:
        click.echo("Nothing is wrong.")
        return
    if audited.first_wrong is not None:
        click.secho(f"The first wrong position is {audited.first_wrong}:", bold=True)
        _print_some([f"  {each.position}: {each.what}" for each in audited.findings])
    if views.difference:
        click.secho(f"The views differ from a replay in {len(views.difference)} rows:", bold=True)
        _print_some([f"  {line}" for line in views.difference])


def _print_some(lines: list[str]) -> None:
    for line in lines[:_SHOWN]:
        click.echo(line)
    if len(lines) > _SHOWN:
        click.echo(f"  and {len(lines) - _SHOWN} more (--json gives all)")


@click.command("checkpoint")
@as_json
def checkpoint_command(*, to_json: bool) -> None:
    """Print the latest signed checkpoint; a new one is signed if the ledger has grown, at most every ten seconds."""
    signed = run(_sign())
    if to_json:
        print_json(signed)
    else:
        click.echo(signed.checkpoint, nl=False)


async def _sign() -> Signed:
    settings = read_settings()
    async with open_ledger(settings, application="chancery audit") as opened:
        checkpoints = open_checkpoints(settings, opened.pool)
        note = await (read_last(opened.pool) if checkpoints is None else checkpoints.sign())
        if note is None:
            raise NotSigned("nothing was signed yet: the ledger is empty, or no service with a key has run on it")
        signer = next((str(key) for key in find_verifiers(settings) if _has_signed(key, note)), None)
        return Signed(checkpoint=note, events=read_checkpoint(note).size, verifier=signer)


def _has_signed(key: VerifierKey, note: str) -> bool:
    try:
        open_checkpoint(key, note)
    except InvalidCheckpoint:
        return False
    return True

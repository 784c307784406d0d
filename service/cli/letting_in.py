"""The commands of ``keys``; all but ``list`` need the role that owns the database (CHANCERY_MIGRATE_URL)."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import asyncpg
import click

from service.app import open_ledger
from service.cli.output import as_json, print_json, read_settings, run
from service.cli.tables import console, make_table
from service.keys import SCOPES, Key, MadeKey, create_key, list_keys, revoke_key, rotate_key

Answer = TypeVar("Answer")
_EXPIRES = click.option(
    "--expires",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day, YYYY-MM-DD, at whose beginning (UTC) it ends.",
)


@click.command("create")
@click.option("--name", required=True, help="Whose it is: what curators say with it is recorded under this name.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(SCOPES),
    help="What it lets its bearer do; may be repeated. Every key may read, admin everything.",
)
@_EXPIRES
@as_json
def create_command(name: str, scopes: tuple[Any, ...], expires: datetime | None, *, to_json: bool) -> None:
    """Make a key and show it, this once."""
    until = _check_expiry(expires)
    _show(_as_owner(lambda owner: create_key(owner, name, scopes, until)), to_json=to_json)


@click.command("list")
@as_json
def list_command(*, to_json: bool) -> None:
    """List the keys that were made: their names, scopes, and whether they hold."""

    async def read() -> list[Key]:
        async with open_ledger(read_settings()) as opened:
            return await list_keys(opened.pool)

    keys = run(read())
    now = datetime.now(UTC)
    if to_json:
        print_json([{"state": state_of(key, now), "key": key} for key in keys])
        return
    table = make_table("key", "name", "scopes", "made", "until", "state")
    for key in keys:
        ends = key.revoked_at or key.expires_at
        state = state_of(key, now) + (f" by {key.successor}" if key.successor else "")
        until = f"{ends:%Y-%m-%d %H:%M}" if ends else ""
        table.add_row(key.id, key.name, ", ".join(key.scopes), f"{key.made_at:%Y-%m-%d %H:%M}", until, state)
    console().print(table)


@click.command("rotate")
@click.argument("which", metavar="NAME|ID")
@click.option(
    "--overlap",
    type=click.FloatRange(0, 24 * 366),
    default=24.0,
    show_default=True,
    help="Hours for which the former key still holds; 0 ends it at once.",
)
@_EXPIRES
@as_json
def rotate_command(which: str, overlap: float, expires: datetime | None, *, to_json: bool) -> None:
    """Replace the key of a name or id by a new one, shown once."""
    until = _check_expiry(expires)
    _show(_as_owner(lambda owner: rotate_key(owner, which, overlap=overlap * 3600, expires_at=until)), to_json=to_json)


@click.command("revoke")
@click.argument("which", metavar="NAME|ID")
@as_json
def revoke_command(which: str, *, to_json: bool) -> None:
    """Revoke the key of an id, or every key of a name; running services follow at once."""
    revoked = _as_owner(lambda owner: revoke_key(owner, which))
    if to_json:
        print_json(revoked)
        return
    for key in revoked:
        click.echo(f"Revoked {key.id} ({key.name}): services that run refuse it within a second.")


def state_of(key: Key, now: datetime) -> str:
    """Whether a key holds: standing, replaced (and holds until it expires), expired or revoked."""
    if key.revoked_at is not None:
        return "revoked"
    if key.expires_at is not None and key.expires_at <= now:
        return "expired"
    return "replaced" if key.successor is not None else "standing"


def _check_expiry(expires: datetime | None) -> datetime | None:
    if expires is None:
        return None
    until = expires.replace(tzinfo=UTC)
    now = datetime.now(UTC)
    if until <= now:
        tomorrow = (now + timedelta(days=1)).date()
        raise click.BadParameter(f"{until.date()} has begun already; give {tomorrow} or later", param_hint="--expires")
    return until


def _as_owner(work: "Callable[[asyncpg.Connection[Any]], Awaitable[Answer]]") -> Answer:
    async def connect_and_work() -> Answer:
        async with open_ledger(read_settings()) as opened:
            owner = await asyncpg.connect(opened.urls.owner)
            try:
                return await work(owner)
            finally:
                await owner.close()

    return run(connect_and_work())


def _show(made: MadeKey, *, to_json: bool) -> None:
    if to_json:
        print_json({"key": made.key, "bearer": made.bearer.reveal()})
        return
    click.echo(made.bearer.reveal())
    until = f" until {made.key.expires_at:%Y-%m-%d %H:%M} UTC" if made.key.expires_at else ""
    click.echo(
        f"The key {made.key.id} of {made.key.name} may {', '.join(made.key.scopes)}{until}. It is not shown again; "
        "requests bear it as `Authorization: Bearer KEY`.",
        err=True,
    )

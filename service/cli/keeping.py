"""Keeping the service: ``serve``, ``migrate``, ``replay``, ``settings``."""

import asyncio
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager

import click
import msgspec
import structlog
import uvicorn

from events.errors import ChanceryError
from migrations.runner import migrate
from projections.rebuilding.cycles import collect_seldom
from service.app import Serving, make_app
from service.cli import tables
from service.cli.output import as_json, print_json, read_settings, run
from service.database import open_database
from service.heads import allow_silence
from service.keys import count_standing
from service.settings import Settings, describe_settings
from service.signing import require_key
from service.telemetry import set_up_logging

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class CannotListen(ChanceryError):
    """The address to serve on cannot be had."""

    problem = "cannot-listen"


class Server(uvicorn.Server):
    """A server that a signal stops in order: requests are answered, the service is closed, the process ends.

    Args:
        config: of uvicorn.
        end_streams: ends the answers that would go on for ever.

    """

    def __init__(self, config: uvicorn.Config, end_streams: Callable[[], None]) -> None:
        super().__init__(config)
        self._end_streams = end_streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what was asked, and end."""
        self._end_streams()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Take the signals that stop; uvicorn would raise them again before the service is closed."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, self.handle_exit, name, None)
        yield


@click.command("serve")
@click.option("--host", help="Address to listen on. Default: CHANCERY_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on. Default: CHANCERY_PORT.")
@as_json
def serve_command(host: str | None, port: int | None, *, to_json: bool) -> None:
    """Serve HTTP until interrupted; the embedded database is migrated first.

    With CHANCERY_DATABASE_URL it needs CHANCERY_SIGNING_KEY: it signs a checkpoint whenever the ledger has grown.
    """
    settings = read_settings()
    settings = msgspec.structs.replace(
        settings, host=host or settings.host, port=settings.port if port is None else port
    )
    set_up_logging()
    try:
        run(_serve(settings, to_json=to_json))
    except ExceptionGroup as group:
        known = group.subgroup(ChanceryError)
        if known is None:
            raise
        raise find_first(known) from None


async def _serve(settings: Settings, *, to_json: bool) -> None:
    host = settings.host
    verifier = str(require_key(settings).verifier)
    app = make_app(settings)
    with bind(host, settings.port) as listening:
        async with app.lifespan():
            said = {"serving": f"http://{host}:{listening.getsockname()[1]}"}
            print_json(said) if to_json else click.echo(f"Serving {said['serving']} (Ctrl-C stops)", err=True)
            if not to_json:
                click.echo(f"Checkpoints are checked with the verifier key {verifier}", err=True)
            await _tell_policy(app.state.parts)
            config = uvicorn.Config(
                app,
                log_config=None,
                lifespan="off",
                timeout_graceful_shutdown=20,
                proxy_headers=settings.proxies is not None,
                forwarded_allow_ips=settings.proxies,
                server_header=False,
                http=allow_silence(settings.request_timeout),
            )
            with collect_seldom():
                await Server(config, app.state.parts.tail.close).serve(sockets=[listening])


async def _tell_policy(parts: Serving) -> None:
    """Say who may do what, and where nobody can yet."""
    policy = parts.door.policy
    _log.info(policy.describe(), reading_keyed=policy.reading_keyed, writing_keyed=policy.writing_keyed)
    if (policy.reading_keyed or policy.writing_keyed) and not await count_standing(parts.pool):
        _log.warning("keys are needed and none stands; make one with `chancery keys create --name NAME --scope SCOPE`")


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens there; raises CannotListen where another process does, or the address is not ours."""
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        # Connections inherit it. asyncio sets it for the sockets that it makes itself; without it the body of a short
        # answer waits for the client to acknowledge the headers, which takes 40 ms.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise CannotListen(
            f"{host}:{port} cannot be had ({error.strerror or error}); stop what listens there, or give another --port"
        ) from error
    return listening


def find_first(group: ExceptionGroup[ChanceryError]) -> ChanceryError:
    """The first error of a group, however deep it lies."""
    first = group.exceptions[0]
    return find_first(first) if isinstance(first, ExceptionGroup) else first


@click.command("migrate")
@as_json
def migrate_command(*, to_json: bool) -> None:
    """Bring the database to the version of this code; needs CHANCERY_MIGRATE_URL for a database of one's own."""
    applied = run(_migrate())
    if to_json:
        print_json({"applied": applied})
    else:
        click.echo(f"Applied {', '.join(applied)}." if applied else "The database is up to date: nothing was applied.")


async def _migrate() -> list[str]:
    async with open_database(read_settings()) as urls:
        return await migrate(urls.owner)


@click.command("settings")
@as_json
def settings_command(*, to_json: bool) -> None:
    """List every setting: what it means, its default, and what is set now."""
    settings = read_settings()
    lines = [
        {
            "name": each.name,
            "meaning": each.meaning,
            "default": each.default,
            "example": each.example,
            # A secret shows itself as asterisks.
            "value": _show(getattr(settings, each.name.removeprefix("CHANCERY_").lower())),
        }
        for each in describe_settings()
    ]
    if to_json:
        print_json(lines)
        return
    tables.print_settings(lines)


def _show(value: object) -> str | None:
    return None if value is None else str(value)

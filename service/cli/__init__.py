"""The command line, ``chancery``: each command lives in the module that ``COMMANDS`` names, loaded when called."""

import importlib
import logging
import sys
from collections.abc import Mapping
from typing import Any

import click

from events.errors import ChanceryError
from service.telemetry import set_up_logging

COMMANDS = {
    "demo": "demo",
    "serve": "keeping",
    "migrate": "keeping",
    "replay": "keeping",
    "audit": "auditing",
    "settings": "keeping",
    "ingest": "ingesting",
    "extract": "extracting",
    "evaluate": "evaluating",
    "show": "asking",
    "visits": "asking",
    "aid": "asking",
    "events": "asking",
    "why": "asking",
}

FINDING = 1
"""The exit code of a difference, a failure or a finding; 0 is success, 2 a wrong call."""


class LazyGroup(click.Group):
    """A group that imports a command's module when it is called or asked about, so that each starts at once.

    ``modules`` names the module of each command; there the command ``x-y`` is called ``x_y_command``.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401  (click's own)
        super().__init__(*args, **kwargs)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the table."""
        del ctx
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, None where there is none."""
        del ctx
        if cmd_name not in self._modules:
            return None
        module = importlib.import_module(f"service.cli.{self._modules[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command


class Chancery(LazyGroup):
    """The group of all commands: where logging is set up, and errors come out."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (click's own signature)
        """Run; what fails for a reason that we know is one line, not a traceback."""
        # What a person should know stands in the answer; `serve` logs more.
        set_up_logging(level=logging.WARNING)
        try:
            return super().main(*args, **kwargs)
        except ChanceryError as error:
            click.echo(f"chancery: {error}", err=True)
            sys.exit(FINDING)


@click.group(
    cls=Chancery, modules=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(package_name="chancery")
def main() -> None:
    """Chancery reads the press and keeps the ledger of what states did to each other.

    Exit codes: 0 done; 1 a failure, a difference or a finding; 2 a wrong call.
    """

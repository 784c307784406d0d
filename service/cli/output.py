"""What every command shares: settings, the running service, JSON and errors on their way out."""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from events.connection import ENDED
from service.database import DatabaseUnreachable
from service.settings import Settings, load_settings

Result = TypeVar("Result")
Command = TypeVar("Command", bound=Callable[..., Any])


def read_settings() -> Settings:
    """The settings of this process's environment."""
    return load_settings(os.environ)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a command's work to its end.

    Raises:
        DatabaseUnreachable: the database ended its connections, or took none any more, in the midst of it.

    """
    try:
        return asyncio.run(work)
    except BrokenPipeError:
        # Of whoever read what is printed: the driver says of its own connections that they do not exist.
        raise
    except ENDED as error:
        raise DatabaseUnreachable(
            f"the database went away before the command was done: {str(error) or type(error).__name__}; what it has "
            "recorded stays: give the command again once the database answers"
        ) from error


def as_json(command: Command) -> Command:
    """Give a command the option ``--json``."""
    return click.option("--json", "to_json", is_flag=True, help="Answer in JSON.")(command)


def print_json(value: Any, *, err: bool = False) -> None:  # noqa: ANN401  (whatever a command answers)
    """Print one indented JSON document, to standard error where asked."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2), err=err)


def read_input(path: Path) -> bytes:
    """The bytes of a file, or of standard input for ``-``."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror or error}; name a file of text") from error

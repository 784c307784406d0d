"""The command line's table of commands: what it says of each, and how little its help loads."""

import subprocess
import sys
from collections.abc import Mapping

import click
import pytest

from service.cli import COMMANDS, Entry, LazyGroup, main
from service.cli.auditing import COMMANDS as AUDITING
from service.cli.auditing import audit_command
from service.cli.feeding import COMMANDS as FEEDING
from service.cli.feeding import feeds_command

MUCH = 1_000


@pytest.mark.parametrize(
    ("group", "entries"),
    [(main, COMMANDS), (audit_command, AUDITING), (feeds_command, FEEDING)],
    ids=["chancery", "audit", "feeds"],
)
def test_a_groups_help_tells_what_its_commands_tell(group: LazyGroup, entries: Mapping[str, Entry]) -> None:
    """The summary of each command in its group's help is the first sentence of its own help."""
    context = click.Context(group)
    assert list(entries) == group.list_commands(context)
    for name, entry in entries.items():
        command = group.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str(MUCH).rstrip(".") == entry.summary.rstrip(".")


def test_help_loads_no_command() -> None:
    """Help starts neither a server nor a database nor a reader, and imports none of them."""
    code = (
        "import sys\nfrom service.cli import main\nmain(['--help'], standalone_mode=False)\n"
        "print('LOADED', *[name for name in ('structlog', 'litestar', 'alembic', 'msgspec.json', 'asyncpg', "
        "'service.extract.reading') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "evaluate" in done.stdout
    assert done.stdout.splitlines()[-1] == "LOADED"

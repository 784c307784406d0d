"""``audit``: the auditor's commands."""

import click

from service.cli import LazyGroup

COMMANDS = {
    "verify": "verifying",
    "checkpoint": "verifying",
    "prove": "proving",
    "verify-proof": "checking",
    "new-key": "checking",
}


@click.group("audit", cls=LazyGroup, modules=COMMANDS)
def audit_command() -> None:
    """Check that the ledger is what it was, and prove it to others."""
